// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyPolicy} from "../../../../../contracts/operations/libraries/KeyPolicy.sol";
import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryDeadlinesTest is KeyRegistryTest {
    uint256 private constant DUE = START + 90 days;

    function testFuzz_TheClockAloneMovesTheStatus(uint256 seed, uint256 wait) external {
        KeyCategory category = choose(seed);
        register(category, firstKey, terms());
        vm.warp(START + bound(wait, 0, 200 days));
        bool due = block.timestamp >= DUE;
        bool overdue = block.timestamp >= DUE + KeyPolicy.GRACE;
        assertStatus(
            firstKey,
            overdue
                ? KeyStatus.Overdue
                : due
                    ? KeyStatus.Due
                    : KeyStatus.Current
        );
        bool blocks = overdue && (category == KeyCategory.Issuer || category == KeyCategory.Operator);
        vm.assertEq(keys.isUsable(firstKey), !blocks, "usable");
        if (blocks) expectNotUsable(KeyStatus.Overdue);
        keys.requireUsable(firstKey, category, HOLDER);
    }

    function test_IssuersAndOperatorsAreBlockedWhenTheGraceEnds() external {
        for (uint256 i = 1; i <= 4; ++i) {
            choose(KeyCategory(i));
            bytes32 keyId = firstKey;
            vm.warp(START);
            register(KeyCategory(i), keyId, terms());
            vm.warp(DUE - 1);
            assertStatus(keyId, KeyStatus.Current);
            vm.warp(DUE);
            assertStatus(keyId, KeyStatus.Due);
            vm.warp(DUE + 7 days - 1);
            assertStatus(keyId, KeyStatus.Due);
            vm.assertTrue(keys.isUsable(keyId), "within the grace");
            vm.warp(DUE + 7 days);
            assertStatus(keyId, KeyStatus.Overdue);
            bool goesOn = KeyCategory(i) == KeyCategory.Governance || KeyCategory(i) == KeyCategory.Audit;
            vm.assertEq(keys.isUsable(keyId), goesOn, "after the grace");
        }
    }

    function test_RotationEndsTheBlock() external {
        register(choose(KeyCategory.Issuer), firstKey, terms());
        vm.warp(DUE + 7 days);
        vm.assertFalse(keys.isUsable(firstKey), "blocked");
        rotate(KeyCategory.Issuer, nextKey, terms(), EVIDENCE);
        keys.requireUsable(nextKey, KeyCategory.Issuer, HOLDER);
        expectNotUsable(KeyStatus.Rotated);
        keys.requireUsable(firstKey, KeyCategory.Issuer, HOLDER);
    }

    // ------------------------------------------------------------------------------------------------ requireUsable

    function test_RevertWhen_ItIsUnknown() external {
        vm.assertFalse(keys.isUsable(firstKey), "unknown");
        assertStatus(firstKey, KeyStatus.None);
        expectUnknown();
        keys.requireUsable(firstKey, KeyCategory.Issuer, HOLDER);
    }

    /// @dev Else an overdue issuer would show its audit key, which no deadline blocks.
    function testFuzz_RevertWhen_ItIsOfAnotherCategory(uint256 seed, uint256 other) external {
        KeyCategory category = choose(seed);
        register(category, firstKey, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherCategory.selector, firstKey, category));
        keys.requireUsable(firstKey, otherThan(category, other), HOLDER);
    }

    /// @dev Else an overdue issuer would show another issuer's key; a colleague is another holder.
    function test_RevertWhen_ItIsOfAnotherHolder() external {
        register(choose(KeyCategory.Issuer), firstKey, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherHolder.selector, firstKey, HOLDER));
        keys.requireUsable(firstKey, KeyCategory.Issuer, COLLEAGUE);
    }

    function test_RevertWhen_ItIsCompromised() external {
        register(choose(KeyCategory.Issuer), firstKey, terms());
        keys.reportCompromise(firstKey, EVIDENCE);
        expectNotUsable(KeyStatus.Compromised);
        keys.requireUsable(firstKey, KeyCategory.Issuer, HOLDER);
    }

    function expectNotUsable(KeyStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyNotUsable.selector, firstKey, status));
    }
}
