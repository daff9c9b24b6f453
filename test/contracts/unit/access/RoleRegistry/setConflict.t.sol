// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract SetConflictTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private clerk = address(0xC1E);
    address private other = address(0x07E);

    function clash(uint8 entity, uint64 role, uint64 held) private {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.SeparationOfDuties.selector, entity, role, held));
    }

    function test_isSymmetric() public {
        vm.expectEmit(address(registry));
        emit IRoleRegistry.ConflictSet(Roles.ISSUER, Roles.TECHNICAL_OPERATOR, true);
        conflict(Roles.ISSUER, Roles.TECHNICAL_OPERATOR);
        vm.assertEq(registry.conflictsOf(Roles.ISSUER), bit(Roles.TECHNICAL_OPERATOR), "one way");
        vm.assertEq(registry.conflictsOf(Roles.TECHNICAL_OPERATOR), bit(Roles.ISSUER), "the other");
    }

    function test_whenLifted_rolesMayMeet() public {
        conflict(Roles.ISSUER, Roles.VERIFIER);
        asAdmin();
        registry.setConflict(Roles.VERIFIER, Roles.ISSUER, false);
        vm.assertEq(registry.conflictsOf(Roles.ISSUER) | registry.conflictsOf(Roles.VERIFIER), 0, "lifted");
        bindTo(clerk, BANK);
        grantTo(clerk, Roles.ISSUER);
        grantTo(clerk, Roles.VERIFIER);
        vm.assertEq(registry.rolesOfEntity(BANK), bit(Roles.ISSUER) | bit(Roles.VERIFIER), "both");
    }

    function testFuzz_grantInEitherOrder_reverts(uint8 a, uint8 b, bool sameAccount) public {
        uint64 roleA = uint64(bound(a, 21, 255));
        uint64 roleB = uint64(bound(b, 21, 255));
        vm.assume(roleA != roleB);
        conflict(roleA, roleB);
        grantTo(bindTo(clerk, BANK), roleB);
        address second = sameAccount ? clerk : bindTo(other, BANK);
        clash(BANK, roleA, roleB);
        grantTo(second, roleA);
        grantTo(bindTo(address(0xE15E), OPERATOR), roleA);
    }

    function test_whenAnEntityHoldsBoth_reverts() public {
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        grantTo(bindTo(other, BANK), Roles.TECHNICAL_OPERATOR);
        clash(BANK, Roles.TECHNICAL_OPERATOR, Roles.ISSUER);
        conflict(Roles.TECHNICAL_OPERATOR, Roles.ISSUER);
    }

    function test_whenEntity255HoldsBoth_reverts() public {
        asAdmin();
        registry.registerEntity(255, "Last", keccak256("act"));
        grantTo(bindTo(clerk, 255), Roles.ISSUER);
        grantTo(clerk, 255);
        clash(255, Roles.ISSUER, 255);
        conflict(Roles.ISSUER, 255);
    }

    function test_whenHeldThroughASeat_reverts() public {
        grantTo(bindTo(clerk, MINISTRY), Roles.AUDITOR);
        clash(MINISTRY, Roles.AUDITOR, Roles.GOVERNANCE_COUNCIL);
        conflict(Roles.AUDITOR, Roles.GOVERNANCE_COUNCIL);
    }

    function test_whenHeldThroughAnExpiredGrant_reverts() public {
        bindTo(clerk, BANK);
        asAdmin();
        registry.grantMandate(Roles.ISSUER, clerk, uint48(block.timestamp + 1 days));
        conflict(Roles.ISSUER, Roles.TECHNICAL_OPERATOR);
        vm.warp(block.timestamp + 2 days);
        vm.assertFalse(holds(Roles.ISSUER, clerk), "expired");
        clash(BANK, Roles.TECHNICAL_OPERATOR, Roles.ISSUER);
        grantTo(clerk, Roles.TECHNICAL_OPERATOR);
        registry.pruneMandate(Roles.ISSUER, clerk);
        grantTo(clerk, Roles.TECHNICAL_OPERATOR);
    }

    function test_whenHeldThroughASuspendedGrant_reverts() public {
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        conflict(Roles.ISSUER, Roles.VERIFIER);
        asCouncil(emergency);
        registry.suspend(clerk, uint48(block.timestamp + 1 hours), keccak256("reason"));
        clash(BANK, Roles.VERIFIER, Roles.ISSUER);
        grantTo(clerk, Roles.VERIFIER);
    }

    function testFuzz_whenNotInstitutional_reverts(uint64 role) public {
        vm.assume(!Roles.isInstitutional(role));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, role));
        conflict(role, Roles.ISSUER);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, role));
        conflict(Roles.ISSUER, role);
    }

    function test_withItself_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, Roles.ISSUER));
        conflict(Roles.ISSUER, Roles.ISSUER);
    }

    function test_whenNotAdmin_reverts() public {
        vm.expectRevert(unauthorized(clerk));
        vm.prank(clerk);
        registry.setConflict(Roles.ISSUER, Roles.VERIFIER, true);
    }
}
