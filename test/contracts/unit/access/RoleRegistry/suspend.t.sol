// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract SuspendTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        takeOff(emergency);
    }

    address private clerk = address(0xC1E);
    bytes32 private constant REASON = keccak256("reason");

    function suspend(address who, uint48 until) private {
        vm.prank(emergency);
        registry.suspend(who, until, REASON);
    }

    function soon() private view returns (uint48) {
        return uint48(block.timestamp + 72 hours);
    }

    function test_takesAllRolesForAWhile() public {
        grantTo(clerk, Roles.VERIFIER);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.RolesSuspended(clerk, emergency, soon(), REASON);
        suspend(clerk, soon());
        vm.assertFalse(holds(Roles.ISSUER, clerk) || holds(Roles.VERIFIER, clerk), "suspended");
        vm.assertEq(uint256(registry.suspendedUntil(clerk)), soon(), "until");
        vm.warp(block.timestamp + 72 hours - 1);
        vm.assertFalse(holds(Roles.ISSUER, clerk), "to the last second");
        vm.warp(block.timestamp + 1);
        vm.assertTrue(holds(Roles.ISSUER, clerk) && holds(Roles.VERIFIER, clerk), "back");
    }

    function test_outlastsANewGrant() public {
        suspend(clerk, soon());
        asAdmin();
        registry.revokeRole(Roles.ISSUER, clerk);
        grantTo(clerk, Roles.ISSUER);
        vm.assertFalse(holds(Roles.ISSUER, clerk), "still suspended");
    }

    function testFuzz_whenTooLong_reverts(uint48 until) public {
        until = uint48(bound(until, block.timestamp + 72 hours + 1, type(uint48).max));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.SuspensionTooLong.selector, until, soon()));
        suspend(clerk, until);
    }

    function testFuzz_whenInThePast_reverts(uint48 until) public {
        until = uint48(bound(until, 0, block.timestamp));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.SuspensionInPast.selector, until));
        suspend(clerk, until);
    }

    function test_againWithinSevenDays_reverts() public {
        uint48 end = soon();
        suspend(clerk, end);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.SuspensionNotDue.selector, clerk, end + 7 days));
        suspend(clerk, soon());
        vm.warp(end + 7 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.SuspensionNotDue.selector, clerk, end + 7 days));
        suspend(clerk, soon());
        vm.warp(end + 7 days);
        suspend(clerk, soon());
        vm.assertFalse(holds(Roles.ISSUER, clerk), "suspended again");
    }

    function test_ofTheUntouchable_reverts() public {
        address[3] memory untouchable = [changeManager, sovereign, address(0xBEEF)];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.NotSuspendable.selector, untouchable[i]));
            suspend(untouchable[i], soon());
        }
    }

    function test_withoutReason_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidDigest.selector, "reasonDigest"));
        vm.prank(emergency);
        registry.suspend(clerk, soon(), 0);
    }

    function test_byAnotherCouncil_reverts() public {
        takeOff(sovereign);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, sovereign, Roles.EMERGENCY_COUNCIL)
        );
        vm.prank(sovereign);
        registry.suspend(clerk, soon(), REASON);
    }

    function test_whenNothingIsInFlight_reverts() public {
        land(emergency);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, emergency));
        suspend(clerk, soon());
    }
}
