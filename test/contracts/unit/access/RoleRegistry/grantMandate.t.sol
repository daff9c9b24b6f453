// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract GrantMandateTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private clerk = address(0xC1E);

    function mandate(uint64 role, address who, uint48 until) private {
        asAdmin();
        registry.grantMandate(role, who, until);
    }

    function test_grantsUntilItsEnd() public {
        bindTo(clerk, BANK);
        vm.expectEmit(address(registry));
        emit IAccessManager.RoleGranted(Roles.ISSUER, clerk, 0, uint48(block.timestamp), true);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.MandateSet(Roles.ISSUER, clerk, term());
        mandate(Roles.ISSUER, clerk, term());
        vm.warp(block.timestamp + TERM - 1);
        vm.assertTrue(holds(Roles.ISSUER, clerk), "in its last second");
        vm.warp(block.timestamp + 1);
        vm.assertFalse(holds(Roles.ISSUER, clerk), "over");
        vm.assertEq(registry.rolesOf(clerk), bit(Roles.ISSUER), "but not forgotten");
    }

    function test_endsOnlyTheRoleThatHasAnEnd() public {
        bindTo(clerk, BANK);
        mandate(Roles.ISSUER, clerk, uint48(block.timestamp + 1 days));
        mandate(Roles.VERIFIER, clerk, uint48(block.timestamp + 5 days));
        grantTo(clerk, Roles.MONITOR);
        vm.warp(block.timestamp + 2 days);
        vm.assertFalse(holds(Roles.ISSUER, clerk), "ended");
        vm.assertTrue(holds(Roles.VERIFIER, clerk), "not yet");
        vm.assertTrue(holds(Roles.MONITOR, clerk), "never");
    }

    function test_whenMember_setsANewEnd() public {
        bindTo(clerk, BANK);
        asAdmin();
        registry.grantRole(Roles.ISSUER, clerk, 60);
        mandate(Roles.ISSUER, clerk, uint48(block.timestamp + 1 days));
        vm.warp(block.timestamp + 3 days);
        vm.assertFalse(holds(Roles.ISSUER, clerk), "expired");
        mandate(Roles.ISSUER, clerk, term());
        (bool isMember, uint32 delay) = registry.hasRole(Roles.ISSUER, clerk);
        vm.assertTrue(isMember, "again");
        vm.assertEq(uint256(delay), 60, "its execution delay stays");
    }

    function testFuzz_whenEndIsOutOfBounds_reverts(uint48 until) public {
        uint48 earliest = uint48(block.timestamp + 1 days);
        uint48 latest = uint48(block.timestamp + 730 days);
        vm.assume(until < earliest || until > latest);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.MandateOutOfBounds.selector, until, earliest, latest));
        mandate(Roles.GOVERNANCE_COUNCIL, governance, until);
    }

    function testFuzz_whenEndIsWithinBounds_setsIt(uint48 until) public {
        until = uint48(bound(until, block.timestamp + 1 days, block.timestamp + 730 days));
        mandate(Roles.GOVERNANCE_COUNCIL, governance, until);
        vm.assertEq(uint256(registry.mandateEnd(Roles.GOVERNANCE_COUNCIL, governance)), until, "end");
    }

    function testFuzz_whenRoleHasNoMandates_reverts(uint64 role) public {
        vm.assume(!Roles.isInstitutional(role) || role == Roles.SOVEREIGN_AUTHORITY);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, role));
        mandate(role, governance, term());
    }

    function test_byTheRolesAdministrator_grants() public {
        asAdmin();
        registry.setRoleAdmin(Roles.ISSUER, Roles.IDENTITY_AUTHORITY);
        bindTo(clerk, BANK);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessManager.AccessManagerUnauthorizedAccount.selector,
                changeManager,
                Roles.IDENTITY_AUTHORITY
            )
        );
        mandate(Roles.ISSUER, clerk, term());
        address authority = bindTo(address(0x1DA), MINISTRY);
        grantTo(authority, Roles.IDENTITY_AUTHORITY);
        vm.prank(authority);
        registry.grantMandate(Roles.ISSUER, clerk, term());
        vm.assertTrue(holds(Roles.ISSUER, clerk), "granted");
    }

    function test_byAnAdministratorWithDelay_reverts() public {
        asAdmin();
        registry.setRoleAdmin(Roles.ISSUER, Roles.IDENTITY_AUTHORITY);
        address authority = bindTo(address(0x1DA), MINISTRY);
        asAdmin();
        registry.grantRole(Roles.IDENTITY_AUTHORITY, authority, 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessManager.AccessManagerUnauthorizedAccount.selector,
                authority,
                Roles.IDENTITY_AUTHORITY
            )
        );
        vm.prank(authority);
        registry.grantMandate(Roles.ISSUER, clerk, term());
    }

    function testFuzz_whenNotAdmin_reverts(address caller) public {
        vm.assume(caller != changeManager && caller != sovereign && caller != address(registry));
        vm.expectRevert(unauthorized(caller));
        vm.prank(caller);
        registry.grantMandate(Roles.GOVERNANCE_COUNCIL, governance, term());
    }

    function test_whenItBreaksSeparation_reverts() public {
        grantTo(bindTo(clerk, BANK), Roles.VERIFIER);
        conflict(Roles.VERIFIER, Roles.ISSUER);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.SeparationOfDuties.selector, BANK, Roles.ISSUER, Roles.VERIFIER)
        );
        mandate(Roles.ISSUER, clerk, term());
    }
}
