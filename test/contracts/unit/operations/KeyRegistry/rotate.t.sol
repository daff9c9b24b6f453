// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Custody,
    IKeyRegistry,
    Key,
    KeyCategory,
    KeyStatus,
    KeyTerms
} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryRotateTest is KeyRegistryTest {
    function testFuzz_RevertWhen_ItIsUnknown(uint256 seed) external {
        expectUnknown();
        rotate(categoryOf(seed), NEXT, terms(), EVIDENCE);
    }

    function testFuzz_RevertWhen_TheEvidenceIsMissing(uint256 seed) external {
        register(categoryOf(seed), KEY, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        rotate(categoryOf(seed), NEXT, terms(), bytes32(0));
    }

    /// @dev No body touches the keys that another one keeps.
    function testFuzz_RevertWhen_ItIsOfAnotherCategory(uint256 seed, uint256 other) external {
        KeyCategory category = categoryOf(seed);
        register(category, KEY, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherCategory.selector, KEY, category));
        rotate(otherThan(category, other), NEXT, terms(), EVIDENCE);
    }

    function testFuzz_RevertWhen_ItIsOutOfUse(uint256 seed, bool retired) external {
        register(categoryOf(seed), KEY, terms());
        if (retired) retire(categoryOf(seed), EVIDENCE);
        else rotate(categoryOf(seed), NEXT, terms(), EVIDENCE);
        expectUnexpected(retired ? KeyStatus.Retired : KeyStatus.Rotated);
        rotate(categoryOf(seed), keccak256("third"), terms(), EVIDENCE);
    }

    /// @dev Neither itself nor a key that was given up, or lost, before.
    function testFuzz_RevertWhen_TheSuccessorIsNoNewKey(uint256 seed) external {
        register(categoryOf(seed), KEY, terms());
        register(categoryOf(seed), NEXT, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyAlreadyRegistered.selector, NEXT));
        rotate(categoryOf(seed), NEXT, terms(), EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyAlreadyRegistered.selector, KEY));
        rotate(categoryOf(seed), KEY, terms(), EVIDENCE);
        vm.expectRevert(IKeyRegistry.KeyIdMissing.selector);
        rotate(categoryOf(seed), bytes32(0), terms(), EVIDENCE);
    }

    function test_RevertWhen_TheTermsAreTooWeak() external {
        register(KeyCategory.Governance, KEY, terms());
        KeyTerms memory given = terms();
        given.custody = Custody.Software;
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.CustodyTooWeak.selector, KeyCategory.Governance, Custody.Software)
        );
        rotate(KeyCategory.Governance, NEXT, given, EVIDENCE);
        assertStatus(KEY, KeyStatus.Current);
    }

    function testFuzz_RevertWhen_TheSuccessorIsOfAnotherEntity(uint256 seed) external {
        register(categoryOf(seed), KEY, terms());
        KeyTerms memory given = terms();
        given.holder = FOREIGNER;
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.EntityMismatch.selector, KEY, ENTITY, 2));
        rotate(categoryOf(seed), NEXT, given, EVIDENCE);
    }

    function test_RevertWhen_AStrangerCalls() external {
        KeyTerms memory given = terms();
        expectStranger();
        keys.rotateGovernanceKey(KEY, NEXT, given, EVIDENCE);
        expectStranger();
        keys.rotateIssuerKey(KEY, NEXT, given, EVIDENCE);
        expectStranger();
        keys.rotateOperatorKey(KEY, NEXT, given, EVIDENCE);
        expectStranger();
        keys.rotateAuditKey(KEY, NEXT, given, EVIDENCE);
    }

    function testFuzz_TheSuccessorTakesItsPlace(uint256 seed, uint256 wait, bool compromised) external {
        KeyCategory category = categoryOf(seed);
        register(category, KEY, terms());
        if (compromised) keys.reportCompromise(KEY, EVIDENCE);
        wait = bound(wait, 0, 200 days);
        vm.warp(START + wait);
        KeyTerms memory given = terms();
        given.holder = COLLEAGUE;
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRotated(KEY, NEXT, KEEPER, EVIDENCE);
        rotate(category, NEXT, given, EVIDENCE);

        assertStatus(KEY, KeyStatus.Rotated);
        assertStatus(NEXT, KeyStatus.Current);
        Key memory old = keys.keyOf(KEY);
        vm.assertEq(old.successor, NEXT, "successor");
        vm.assertEq(uint256(old.endedAt), block.timestamp, "end");
        vm.assertEq(uint256(old.compromisedAt), compromised ? START : 0, "the compromise stays on record");
        vm.assertFalse(keys.isUsable(KEY), "the old key is of no use");
        vm.assertTrue(keys.isUsable(NEXT), "the new key is");
        Key memory successor = keys.keyOf(NEXT);
        vm.assertEq(successor.holder, COLLEAGUE, "holder");
        vm.assertEq(uint256(successor.category), uint256(category), "category");
        vm.assertEq(uint256(successor.dueAt), block.timestamp + 90 days, "due");
    }
}
