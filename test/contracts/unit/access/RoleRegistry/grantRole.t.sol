// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract GrantRoleTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private clerk = address(0xC1E);

    function test_whenBound_grants() public {
        bindTo(clerk, BANK);
        vm.expectEmit(address(registry));
        emit IAccessManager.RoleGranted(Roles.ISSUER, clerk, 60, uint48(block.timestamp), true);
        asAdmin();
        registry.grantRole(Roles.ISSUER, clerk, 60);
        vm.assertEq(registry.rolesOf(clerk), bit(Roles.ISSUER), "account");
        vm.assertEq(registry.rolesOfEntity(BANK), bit(Roles.ISSUER), "entity");
    }

    function test_whenGrantedTwice_countsOnce() public {
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        grantTo(clerk, Roles.ISSUER);
        asAdmin();
        registry.revokeRole(Roles.ISSUER, clerk);
        vm.assertEq(registry.rolesOfEntity(BANK), 0, "nothing left");
    }

    function test_whenUnbound_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnboundAccount.selector, clerk));
        grantTo(clerk, Roles.ISSUER);
    }

    function test_whenOnlySeatedOnASafe_grantsTheSafe() public {
        grantTo(technical, Roles.AUDITOR);
        vm.assertTrue(registry.rolesOfEntity(OPERATOR) & bit(Roles.AUDITOR) != 0, "through the seats");
    }

    function testFuzz_whenRoleIsOutOfRange_reverts(uint64 role) public {
        role = uint64(bound(role, Roles.LIMIT, type(uint64).max - 1));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, role));
        grantTo(clerk, role);
    }

    function test_whenRoleIsPublic_reverts() public {
        uint64 everyone = registry.PUBLIC_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerLockedRole.selector, everyone));
        grantTo(clerk, everyone);
    }

    function test_whenCouncilOtherThanSovereign_reverts() public {
        for (uint64 role = Roles.GOVERNANCE_COUNCIL; role <= Roles.EMERGENCY_COUNCIL; ++role) {
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.MandateRequired.selector, role));
            grantTo(technical, role);
        }
    }

    function test_whenSovereignHasADelay_reverts() public {
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.ExecutionDelayNotAllowed.selector, Roles.SOVEREIGN_AUTHORITY, 1)
        );
        asAdmin();
        registry.grantRole(Roles.SOVEREIGN_AUTHORITY, technical, 1);
    }

    function test_whenMemberHasAnEnd_clearsIt() public {
        bindTo(clerk, BANK);
        asAdmin();
        registry.grantMandate(Roles.ISSUER, clerk, term());
        vm.warp(block.timestamp + TERM);
        vm.assertFalse(holds(Roles.ISSUER, clerk), "expired");
        vm.expectEmit(address(registry));
        emit IRoleRegistry.MandateSet(Roles.ISSUER, clerk, 0);
        grantTo(clerk, Roles.ISSUER);
        vm.assertTrue(holds(Roles.ISSUER, clerk), "revived, visibly and without an end");
        vm.assertEq(uint256(registry.mandateEnd(Roles.ISSUER, clerk)), 0, "no end");
    }

    function test_whenCapability_reverts() public {
        bindTo(clerk, BANK);
        for (uint64 role = Roles.CONFIG; role <= Roles.EMERGENCY_FIX; ++role) {
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CapabilityReserved.selector, role, clerk));
            grantTo(clerk, role);
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CapabilityReserved.selector, role, changeManager));
            asAdmin();
            registry.grantRole(role, changeManager, 1);
        }
    }

    function test_byTheRolesAdministrator_grants() public {
        asAdmin();
        registry.setRoleAdmin(Roles.ISSUER, Roles.IDENTITY_AUTHORITY);
        grantTo(bindTo(clerk, MINISTRY), Roles.IDENTITY_AUTHORITY);
        bindTo(address(0x155), BANK);
        vm.prank(clerk);
        registry.grantRole(Roles.ISSUER, address(0x155), 0);
        vm.assertTrue(holds(Roles.ISSUER, address(0x155)), "granted");
    }

    function testFuzz_whenNotAdmin_reverts(address caller) public {
        vm.assume(caller != changeManager && caller != sovereign && caller != address(registry));
        bindTo(clerk, BANK);
        vm.expectRevert(unauthorized(caller));
        vm.prank(caller);
        registry.grantRole(Roles.ISSUER, clerk, 0);
    }
}
