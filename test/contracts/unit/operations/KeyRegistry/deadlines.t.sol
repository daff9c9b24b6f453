// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyPolicy} from "../../../../../contracts/operations/libraries/KeyPolicy.sol";
import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryDeadlinesTest is KeyRegistryTest {
    uint256 private constant DUE = START + 90 days;

    function testFuzz_TheClockAloneMovesTheStatus(uint256 seed, uint256 wait) external {
        KeyCategory category = categoryOf(seed);
        register(category, KEY, terms());
        vm.warp(START + bound(wait, 0, 200 days));
        bool due = block.timestamp >= DUE;
        bool overdue = block.timestamp >= DUE + KeyPolicy.GRACE;
        assertStatus(
            KEY,
            overdue
                ? KeyStatus.Overdue
                : due
                    ? KeyStatus.Due
                    : KeyStatus.Current
        );
        bool blocks = overdue && (category == KeyCategory.Issuer || category == KeyCategory.Operator);
        vm.assertEq(keys.isUsable(KEY), !blocks, "usable");
        if (blocks) expectNotUsable(KeyStatus.Overdue);
        keys.requireUsable(KEY, category, HOLDER);
    }

    function test_IssuersAndOperatorsAreBlockedWhenTheGraceEnds() external {
        for (uint256 i = 1; i <= 4; ++i) {
            bytes32 keyId = bytes32(i);
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
        register(KeyCategory.Issuer, KEY, terms());
        vm.warp(DUE + 7 days);
        vm.assertFalse(keys.isUsable(KEY), "blocked");
        rotate(KeyCategory.Issuer, NEXT, terms(), EVIDENCE);
        keys.requireUsable(NEXT, KeyCategory.Issuer, HOLDER);
        expectNotUsable(KeyStatus.Rotated);
        keys.requireUsable(KEY, KeyCategory.Issuer, HOLDER);
    }

    // ------------------------------------------------------------------------------------------------ requireUsable

    function test_RevertWhen_ItIsUnknown() external {
        vm.assertFalse(keys.isUsable(KEY), "unknown");
        assertStatus(KEY, KeyStatus.None);
        expectUnknown();
        keys.requireUsable(KEY, KeyCategory.Issuer, HOLDER);
    }

    /// @dev Else an overdue issuer would show its audit key, which no deadline blocks.
    function testFuzz_RevertWhen_ItIsOfAnotherCategory(uint256 seed, uint256 other) external {
        KeyCategory category = categoryOf(seed);
        register(category, KEY, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherCategory.selector, KEY, category));
        keys.requireUsable(KEY, otherThan(category, other), HOLDER);
    }

    /// @dev Else an overdue issuer would show another issuer's key; a colleague is another holder.
    function test_RevertWhen_ItIsOfAnotherHolder() external {
        register(KeyCategory.Issuer, KEY, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherHolder.selector, KEY, HOLDER));
        keys.requireUsable(KEY, KeyCategory.Issuer, COLLEAGUE);
    }

    function test_RevertWhen_ItIsCompromised() external {
        register(KeyCategory.Issuer, KEY, terms());
        keys.reportCompromise(KEY, EVIDENCE);
        expectNotUsable(KeyStatus.Compromised);
        keys.requireUsable(KEY, KeyCategory.Issuer, HOLDER);
    }

    function expectNotUsable(KeyStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyNotUsable.selector, KEY, status));
    }
}
