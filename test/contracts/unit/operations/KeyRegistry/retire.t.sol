// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryRetireTest is KeyRegistryTest {
    function testFuzz_RevertWhen_ItIsUnknown(uint256 seed) external {
        expectUnknown();
        retire(categoryOf(seed), EVIDENCE);
    }

    function testFuzz_RevertWhen_TheReasonIsMissing(uint256 seed) external {
        register(categoryOf(seed), KEY, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        retire(categoryOf(seed), bytes32(0));
    }

    function testFuzz_RevertWhen_ItIsOfAnotherCategory(uint256 seed, uint256 other) external {
        KeyCategory category = categoryOf(seed);
        register(category, KEY, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherCategory.selector, KEY, category));
        retire(otherThan(category, other), EVIDENCE);
    }

    function testFuzz_RevertWhen_ItIsOutOfUse(uint256 seed) external {
        register(categoryOf(seed), KEY, terms());
        retire(categoryOf(seed), EVIDENCE);
        expectUnexpected(KeyStatus.Retired);
        retire(categoryOf(seed), EVIDENCE);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        keys.retireGovernanceKey(KEY, EVIDENCE);
        expectStranger();
        keys.retireIssuerKey(KEY, EVIDENCE);
        expectStranger();
        keys.retireOperatorKey(KEY, EVIDENCE);
        expectStranger();
        keys.retireAuditKey(KEY, EVIDENCE);
    }

    function testFuzz_ItIsOutOfUse(uint256 seed, bool compromised) external {
        register(categoryOf(seed), KEY, terms());
        if (compromised) keys.reportCompromise(KEY, EVIDENCE);
        vm.warp(START + 1 days);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRetired(KEY, KEEPER, EVIDENCE);
        retire(categoryOf(seed), EVIDENCE);
        assertStatus(KEY, KeyStatus.Retired);
        vm.assertEq(uint256(keys.keyOf(KEY).endedAt), START + 1 days, "end");
        vm.assertTrue(keys.isKey(KEY), "still known");
        vm.assertFalse(keys.isInUse(KEY) || keys.isUsable(KEY), "of no use");
    }
}
