// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract CancelTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
        takeOff(emergency);
    }

    bytes private data = abi.encodeCall(IRoleRegistry.registerEntity, (9, "Rescue", keccak256("act")));

    function schedule(address target) private returns (bytes32 id) {
        vm.prank(sovereign);
        (id, ) = registry.schedule(target, data, 0);
    }

    function cancel(address who, address target) private {
        vm.prank(who);
        registry.cancel(sovereign, target, data);
    }

    function refuse(address who, address target) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessManager.AccessManagerUnauthorizedCancel.selector,
                who,
                sovereign,
                target,
                bytes4(data)
            )
        );
        cancel(who, target);
    }

    function test_byItsCaller_asOftenAsItLikes() public {
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 id = schedule(address(registry));
            cancel(sovereign, address(registry));
            vm.assertEq(uint256(registry.getSchedule(id)), 0, "cancelled");
        }
        schedule(address(registry));
        cancel(emergency, address(registry));
    }

    function test_byTheEmergencyCouncil_once() public {
        bytes32 id = schedule(address(registry));
        cancel(emergency, address(registry));
        vm.assertEq(uint256(registry.getSchedule(id)), 0, "cancelled");
        schedule(address(registry));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassAlreadyCancelled.selector, id));
        cancel(emergency, address(registry));
        asCouncil(sovereign);
        registry.justifyBreakGlass(id, artifacts());
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        vm.prank(sovereign);
        registry.execute(address(registry), data);
        vm.assertTrue(registry.isEntity(9), "runs in the end");
    }

    function test_byTheEmergencyCouncilWithoutSigners_reverts() public {
        schedule(address(registry));
        land(emergency);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, emergency));
        cancel(emergency, address(registry));
    }

    function test_byTheEmergencyCouncilWithoutItsConstituency_reverts() public {
        schedule(address(registry));
        guard.setCouncil(emergency, IGovernanceGuard.CouncilStatus.Registered, uint32(1) << Constituencies.POLICY);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.MissingConstituency.selector, emergency, Constituencies.POLICY)
        );
        cancel(emergency, address(registry));
    }

    function test_byAdminOrAStranger_reverts() public {
        schedule(address(registry));
        refuse(changeManager, address(registry));
        refuse(governance, address(registry));
        refuse(address(0xBEEF), address(registry));
        vm.warp(block.timestamp + TERM);
        refuse(emergency, address(registry));
    }

    /// @dev Everything that is about the council itself is beyond its reach.
    function test_whatConcernsTheCouncil_reverts() public {
        uint64 council = Roles.EMERGENCY_COUNCIL;
        uint64 issuer = Roles.ISSUER;
        address other = address(0x07E4);
        bytes4[] memory selectors = new bytes4[](2);
        bytes[18] memory own = [
            abi.encodeCall(IAccessManager.grantRole, (council, other, 0)),
            abi.encodeCall(IAccessManager.grantRole, (issuer, emergency, 0)),
            abi.encodeCall(IAccessManager.revokeRole, (council, other)),
            abi.encodeCall(IAccessManager.revokeRole, (issuer, emergency)),
            abi.encodeCall(IRoleRegistry.grantMandate, (council, other, term())),
            abi.encodeCall(IRoleRegistry.grantMandate, (issuer, emergency, term())),
            abi.encodeCall(IAccessManager.setRoleAdmin, (council, issuer)),
            abi.encodeCall(IAccessManager.setRoleAdmin, (issuer, council)),
            abi.encodeCall(IAccessManager.setRoleGuardian, (council, issuer)),
            abi.encodeCall(IAccessManager.setGrantDelay, (council, 1)),
            abi.encodeCall(IAccessManager.labelRole, (council, "label")),
            abi.encodeCall(IAccessManager.setTargetFunctionRole, (other, selectors, council)),
            abi.encodeCall(IRoleRegistry.setConflict, (council, issuer, true)),
            abi.encodeCall(IRoleRegistry.setConflict, (issuer, council, true)),
            abi.encodeCall(IRoleRegistry.bindAccount, (emergency, BANK)),
            abi.encodeCall(IRoleRegistry.assignSeat, (emergency, other, BANK, Constituencies.POLICY)),
            abi.encodeCall(IRoleRegistry.assignSeat, (other, emergency, BANK, Constituencies.POLICY)),
            abi.encodeCall(IRoleRegistry.vacateSeat, (emergency, people[emergency][0]))
        ];
        for (uint256 i = 0; i < own.length; ++i) {
            data = own[i];
            concerns(address(registry));
        }
        data = abi.encodeCall(IGovernanceGuard.dismissCouncil, (emergency));
        concerns(address(guard));
        cancelled(address(registry), "the guard's function means nothing to the registry");
    }

    function concerns(address target) private {
        // An operation of a role whose administrator is ADMIN, or of an unmapped function: schedulable by ADMIN.
        bytes32 id = schedule(target);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassConcernsCouncil.selector, id, emergency));
        cancel(emergency, target);
    }

    /// @dev The council's address or role anywhere but in its argument makes nothing uncancellable.
    function test_whatOnlyLooksLikeIt_isCancelled() public {
        address other = address(0x07E4);
        uint64 council = Roles.EMERGENCY_COUNCIL;
        bytes memory garbage = abi.encode(council, emergency, council, emergency);
        bytes[6] memory alike = [
            bytes.concat(abi.encodeCall(IAccessManager.grantRole, (Roles.ISSUER, other, 0)), garbage),
            abi.encodeCall(IAccessManager.grantRole, (Roles.ISSUER, other, uint32(council))),
            abi.encodeCall(IRoleRegistry.registerEntity, (uint8(council), "Entity four", keccak256("act"))),
            abi.encodeCall(IRoleRegistry.assignSeat, (governance, other, uint8(council), uint8(council))),
            abi.encodeCall(IAccessManager.setGrantDelay, (Roles.ISSUER, uint32(council))),
            bytes.concat(IRoleRegistry.registerCore.selector, abi.encode(emergency))
        ];
        for (uint256 i = 0; i < alike.length; ++i) {
            data = alike[i];
            cancelled(address(registry), "cancelled");
        }
        data = abi.encodeCall(IGovernanceGuard.dismissCouncil, (governance));
        cancelled(address(guard), "another council's");
        data = bytes.concat(abi.encodeCall(IGovernanceGuard.dismissCouncil, (governance)), garbage);
        cancelled(address(guard), "garbage");
    }

    function cancelled(address target, string memory why) private {
        bytes32 id = schedule(target);
        cancel(emergency, target);
        vm.assertEq(uint256(registry.getSchedule(id)), 0, why);
    }
}
