// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract RenewMandateTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    function test_afterAllMandatesRanOut_renews() public {
        vm.warp(block.timestamp + TERM + 10 days);
        vm.assertFalse(holds(Roles.GOVERNANCE_COUNCIL, governance), "ran out");
        takeOff(sovereign);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.MandateSet(Roles.GOVERNANCE_COUNCIL, governance, term());
        vm.prank(sovereign);
        registry.renewMandate(Roles.GOVERNANCE_COUNCIL, governance, term());
        vm.assertTrue(holds(Roles.GOVERNANCE_COUNCIL, governance), "renewed");
    }

    function test_whenNothingIsInFlight_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, sovereign));
        vm.prank(sovereign);
        registry.renewMandate(Roles.GOVERNANCE_COUNCIL, governance, term());
    }

    function test_whenCallerIsNoCouncil_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, address(this)));
        registry.renewMandate(Roles.GOVERNANCE_COUNCIL, governance, term());
    }

    function test_whenCallerIsAnotherCouncil_reverts() public {
        takeOff(governance);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, governance, Roles.SOVEREIGN_AUTHORITY)
        );
        vm.prank(governance);
        registry.renewMandate(Roles.GOVERNANCE_COUNCIL, governance, term());
    }

    function test_whenAConstituencyIsMissing_reverts() public {
        guard.setCouncil(sovereign, IGovernanceGuard.CouncilStatus.Registered, uint32(1) << Constituencies.POLICY);
        takeOff(sovereign);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.MissingConstituency.selector, sovereign, Constituencies.POLICY)
        );
        vm.prank(sovereign);
        registry.renewMandate(Roles.GOVERNANCE_COUNCIL, governance, term());
    }

    function testFuzz_whenNoDatedCouncilRole_reverts(uint64 role) public {
        vm.assume(role < Roles.GOVERNANCE_COUNCIL || role > Roles.EMERGENCY_COUNCIL);
        takeOff(sovereign);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, role));
        vm.prank(sovereign);
        registry.renewMandate(role, governance, term());
    }

    function test_whenSafeNeverHadTheRole_reverts() public {
        takeOff(sovereign);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.NoMandate.selector, Roles.GOVERNANCE_COUNCIL, technical));
        vm.prank(sovereign);
        registry.renewMandate(Roles.GOVERNANCE_COUNCIL, technical, term());
    }

    function test_whenEndIsTooFar_reverts() public {
        uint48 latest = uint48(block.timestamp + 730 days);
        takeOff(sovereign);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRoleRegistry.MandateOutOfBounds.selector,
                latest + 1,
                uint48(block.timestamp + 1 days),
                latest
            )
        );
        vm.prank(sovereign);
        registry.renewMandate(Roles.GOVERNANCE_COUNCIL, governance, latest + 1);
    }
}
