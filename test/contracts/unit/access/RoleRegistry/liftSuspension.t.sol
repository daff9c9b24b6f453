// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract LiftSuspensionTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        asCouncil(emergency);
        registry.suspend(clerk, uint48(block.timestamp + 72 hours), keccak256("reason"));
    }

    address private clerk = address(0xC1E);

    function test_endsIt() public {
        takeOff(sovereign);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.SuspensionLifted(clerk, sovereign);
        vm.prank(sovereign);
        registry.liftSuspension(clerk);
        vm.assertTrue(holds(Roles.ISSUER, clerk), "back");
    }

    function test_countsThePauseFromTheLifting() public {
        asCouncil(sovereign);
        registry.liftSuspension(clerk);
        uint48 due = uint48(block.timestamp + 7 days);
        vm.warp(due - 1);
        takeOff(emergency);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.SuspensionNotDue.selector, clerk, due));
        vm.prank(emergency);
        registry.suspend(clerk, due, keccak256("reason"));
        vm.warp(due);
        vm.prank(emergency);
        registry.suspend(clerk, due + 1, keccak256("reason"));
    }

    function test_whenNotSuspended_reverts() public {
        vm.warp(block.timestamp + 72 hours);
        takeOff(sovereign);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.NotSuspended.selector, clerk));
        vm.prank(sovereign);
        registry.liftSuspension(clerk);
    }

    function test_byTheEmergencyCouncil_reverts() public {
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, emergency, Roles.SOVEREIGN_AUTHORITY)
        );
        vm.prank(emergency);
        registry.liftSuspension(clerk);
    }
}
