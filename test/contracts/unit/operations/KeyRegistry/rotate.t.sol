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
        KeyCategory category = choose(seed);
        expectUnknown();
        rotate(category, nextKey, terms(), EVIDENCE);
    }

    function testFuzz_RevertWhen_TheEvidenceIsMissing(uint256 seed) external {
        register(choose(seed), firstKey, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        rotate(choose(seed), nextKey, terms(), bytes32(0));
    }

    /// @dev No body touches the keys that another one keeps.
    function testFuzz_RevertWhen_ItIsOfAnotherCategory(uint256 seed, uint256 other) external {
        KeyCategory category = choose(seed);
        register(category, firstKey, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherCategory.selector, firstKey, category));
        rotate(otherThan(category, other), nextKey, terms(), EVIDENCE);
    }

    function testFuzz_RevertWhen_ItIsOutOfUse(uint256 seed, bool retired) external {
        register(choose(seed), firstKey, terms());
        if (retired) retire(choose(seed), EVIDENCE);
        else rotate(choose(seed), nextKey, terms(), EVIDENCE);
        expectUnexpected(retired ? KeyStatus.Retired : KeyStatus.Rotated);
        rotate(choose(seed), idIn(choose(seed), "third"), terms(), EVIDENCE);
    }

    /// @dev Neither itself nor a key that was given up, or lost, before.
    function testFuzz_RevertWhen_TheSuccessorIsNoNewKey(uint256 seed) external {
        register(choose(seed), firstKey, terms());
        KeyTerms memory given = terms();
        given.holder = COLLEAGUE;
        register(choose(seed), nextKey, given);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyAlreadyRegistered.selector, nextKey));
        rotate(choose(seed), nextKey, terms(), EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyAlreadyRegistered.selector, firstKey));
        rotate(choose(seed), firstKey, terms(), EVIDENCE);
        vm.expectRevert(IKeyRegistry.KeyIdMissing.selector);
        rotate(choose(seed), bytes32(0), terms(), EVIDENCE);
    }

    function test_RevertWhen_TheTermsAreTooWeak() external {
        register(choose(KeyCategory.Governance), firstKey, terms());
        KeyTerms memory given = terms();
        given.custody = Custody.Software;
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.CustodyTooWeak.selector, KeyCategory.Governance, Custody.Software)
        );
        rotate(KeyCategory.Governance, nextKey, given, EVIDENCE);
        assertStatus(firstKey, KeyStatus.Current);
    }

    function testFuzz_RevertWhen_TheSuccessorIsOfAnotherEntity(uint256 seed) external {
        register(choose(seed), firstKey, terms());
        KeyTerms memory given = terms();
        given.holder = FOREIGNER;
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.EntityMismatch.selector, firstKey, ENTITY, 2));
        rotate(choose(seed), nextKey, given, EVIDENCE);
    }

    function test_RevertWhen_AStrangerCalls() external {
        KeyTerms memory given = terms();
        expectNoCouncil();
        keys.rotateGovernanceKey(firstKey, nextKey, given, EVIDENCE);
        expectStranger();
        keys.rotateIssuerKey(firstKey, nextKey, given, EVIDENCE);
        expectStranger();
        keys.rotateOperatorKey(firstKey, nextKey, given, EVIDENCE);
        expectStranger();
        keys.rotateAuditKey(firstKey, nextKey, given, EVIDENCE);
    }

    function testFuzz_TheSuccessorTakesItsPlace(uint256 seed, uint256 wait, bool compromised) external {
        KeyCategory category = choose(seed);
        register(category, firstKey, terms());
        if (compromised) keys.reportCompromise(firstKey, EVIDENCE);
        wait = bound(wait, 0, 200 days);
        vm.warp(START + wait);
        KeyTerms memory given = terms();
        given.holder = COLLEAGUE;
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRotated(firstKey, nextKey, KEEPER, EVIDENCE);
        rotate(category, nextKey, given, EVIDENCE);

        assertStatus(firstKey, KeyStatus.Rotated);
        assertStatus(nextKey, KeyStatus.Current);
        Key memory old = keys.keyOf(firstKey);
        vm.assertEq(old.successor, nextKey, "successor");
        vm.assertEq(uint256(old.endedAt), block.timestamp, "end");
        vm.assertEq(uint256(old.compromisedAt), compromised ? START : 0, "the compromise stays on record");
        vm.assertFalse(keys.isUsable(firstKey), "the old key is of no use");
        vm.assertTrue(keys.isUsable(nextKey), "the new key is");
        Key memory successor = keys.keyOf(nextKey);
        vm.assertEq(successor.holder, COLLEAGUE, "holder");
        vm.assertEq(uint256(successor.category), uint256(category), "category");
        vm.assertEq(uint256(successor.dueAt), block.timestamp + 90 days, "due");
    }
}
