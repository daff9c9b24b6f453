// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract JudgeSignersTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    function judge(
        uint64 role,
        address safe,
        address[] memory signers
    ) private view returns (uint256, uint256, uint24) {
        return registry.judgeSigners(role, safe, signers);
    }

    function test_returnsEntitiesAndConstituencies() public {
        address outsider = address(0x0B0E);
        asAdmin();
        registry.assignSeat(governance, outsider, BANK, Constituencies.TECHNICAL);
        address[] memory signers = new address[](2);
        (signers[0], signers[1]) = (people[governance][0], outsider);
        (uint256 entities, uint256 constituencies, ) = judge(Roles.GOVERNANCE_COUNCIL, governance, signers);
        vm.assertEq(entities, (1 << MINISTRY) | (1 << BANK), "entities");
        vm.assertEq(constituencies, (1 << Constituencies.POLICY) | (1 << Constituencies.TECHNICAL), "constituencies");
    }

    function test_whenASignerHasNoSeat_reverts() public {
        address[] memory signers = new address[](2);
        (signers[0], signers[1]) = (people[governance][0], people[technical][0]);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnseatedSigner.selector, governance, signers[1]));
        judge(Roles.GOVERNANCE_COUNCIL, governance, signers);
    }

    function test_whenRoleIsNotHeldNow_reverts() public {
        bytes memory refusal = abi.encodeWithSelector(
            IRoleRegistry.CouncilRoleRequired.selector,
            governance,
            Roles.GOVERNANCE_COUNCIL
        );
        asCouncil(emergency);
        registry.suspend(governance, uint48(block.timestamp + 1 hours), keccak256("reason"));
        vm.expectRevert(refusal);
        judge(Roles.GOVERNANCE_COUNCIL, governance, people[governance]);
        vm.warp(block.timestamp + 1 hours);
        judge(Roles.GOVERNANCE_COUNCIL, governance, people[governance]);
        vm.warp(block.timestamp + TERM);
        vm.expectRevert(refusal);
        judge(Roles.GOVERNANCE_COUNCIL, governance, people[governance]);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, technical, Roles.GOVERNANCE_COUNCIL)
        );
        judge(Roles.GOVERNANCE_COUNCIL, technical, people[technical]);
    }
}
