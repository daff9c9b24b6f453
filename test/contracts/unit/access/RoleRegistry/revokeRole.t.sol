// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract RevokeRoleTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private clerk = address(0xC1E);

    function revoke(uint64 role, address who) private {
        asAdmin();
        registry.revokeRole(role, who);
    }

    function test_takesTheRoleOutOfTheCounts() public {
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        grantTo(bindTo(address(0x07E), BANK), Roles.ISSUER);
        revoke(Roles.ISSUER, clerk);
        vm.assertEq(registry.rolesOf(clerk), 0, "account");
        vm.assertEq(registry.rolesOfEntity(BANK), bit(Roles.ISSUER), "the other account still holds it");
        revoke(Roles.ISSUER, address(0x07E));
        vm.assertEq(registry.rolesOfEntity(BANK), 0, "entity");
    }

    function test_ofASeatedSafe_takesItOutOfEverySeat() public {
        revoke(Roles.TECHNICAL_COMMITTEE, technical);
        vm.assertEq(registry.rolesOfEntity(OPERATOR), 0, "entity");
    }

    function test_whenNotHeld_changesNothing() public {
        bytes32 head = registry.evidenceHead();
        revoke(Roles.ISSUER, clerk);
        vm.assertEq(registry.evidenceHead(), head, "no event");
    }

    function test_clearsTheEnd() public {
        bindTo(clerk, BANK);
        asAdmin();
        registry.grantMandate(Roles.ISSUER, clerk, term());
        revoke(Roles.ISSUER, clerk);
        vm.assertEq(uint256(registry.mandateEnd(Roles.ISSUER, clerk)), 0, "no end left");
        grantTo(clerk, Roles.ISSUER);
        vm.warp(block.timestamp + TERM);
        vm.assertTrue(holds(Roles.ISSUER, clerk), "the new grant has no end");
    }

    function test_ofTheChangeManager_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminIrrevocable.selector, changeManager));
        revoke(Roles.ADMIN, changeManager);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminIrrevocable.selector, changeManager));
        asAdmin();
        registry.renounceRole(Roles.ADMIN, changeManager);
        for (uint64 role = Roles.CONFIG; role <= Roles.EMERGENCY_FIX; ++role) {
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CapabilityReserved.selector, role, changeManager));
            revoke(role, changeManager);
        }
    }

    function test_ofTheLastBreakGlassHolder_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.LastBreakGlassHolder.selector, sovereign));
        revoke(Roles.ADMIN, sovereign);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.LastBreakGlassHolder.selector, sovereign));
        vm.prank(sovereign);
        registry.renounceRole(Roles.ADMIN, sovereign);
    }

    function test_whenThereIsASecondHolder_theFirstMayGo() public {
        address second = address(0x50F1);
        vm.etch(second, hex"00");
        guard.setCouncil(second, IGovernanceGuard.CouncilStatus.Registered, 0);
        grantTo(bindTo(second, MINISTRY), Roles.SOVEREIGN_AUTHORITY);
        asAdmin();
        registry.grantRole(Roles.ADMIN, second, BREAK_GLASS_DELAY);
        revoke(Roles.ADMIN, sovereign);
        revoke(Roles.SOVEREIGN_AUTHORITY, sovereign);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.LastBreakGlassHolder.selector, second));
        revoke(Roles.ADMIN, second);
    }

    function test_ofSovereigntyFromABreakGlassHolder_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, sovereign));
        revoke(Roles.SOVEREIGN_AUTHORITY, sovereign);
    }

    /// @dev Three signatures of one constituency move a Safe; giving up its role takes more than that.
    function test_byACouncilItself_reverts() public {
        address[3] memory safes = [governance, technical, emergency];
        for (uint64 i = 0; i < 3; ++i) {
            uint64 role = Roles.GOVERNANCE_COUNCIL + i;
            vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerLockedRole.selector, role));
            vm.prank(safes[i]);
            registry.renounceRole(role, safes[i]);
            vm.assertTrue(holds(role, safes[i]), "still a council");
        }
    }

    function test_byTheHolderItself_renounces() public {
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        vm.prank(clerk);
        registry.renounceRole(Roles.ISSUER, clerk);
        vm.assertEq(registry.rolesOf(clerk) | registry.rolesOfEntity(BANK), 0, "gone");
    }

    function test_whenNotAdmin_reverts() public {
        vm.expectRevert(unauthorized(clerk));
        vm.prank(clerk);
        registry.revokeRole(Roles.TECHNICAL_COMMITTEE, technical);
    }
}
