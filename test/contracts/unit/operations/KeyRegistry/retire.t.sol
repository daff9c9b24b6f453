// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryRetireTest is KeyRegistryTest {
    function testFuzz_RevertWhen_ItIsUnknown(uint256 seed) external {
        KeyCategory category = choose(seed);
        expectUnknown();
        retire(category, EVIDENCE);
    }

    function testFuzz_RevertWhen_TheReasonIsMissing(uint256 seed) external {
        register(choose(seed), firstKey, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        retire(choose(seed), bytes32(0));
    }

    function testFuzz_RevertWhen_ItIsOfAnotherCategory(uint256 seed, uint256 other) external {
        KeyCategory category = choose(seed);
        register(category, firstKey, terms());
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyOfAnotherCategory.selector, firstKey, category));
        retire(otherThan(category, other), EVIDENCE);
    }

    function testFuzz_RevertWhen_ItIsOutOfUse(uint256 seed) external {
        register(choose(seed), firstKey, terms());
        retire(choose(seed), EVIDENCE);
        expectUnexpected(KeyStatus.Retired);
        retire(choose(seed), EVIDENCE);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectNoCouncil();
        keys.retireGovernanceKey(firstKey, EVIDENCE);
        expectStranger();
        keys.retireIssuerKey(firstKey, EVIDENCE);
        expectStranger();
        keys.retireOperatorKey(firstKey, EVIDENCE);
        expectStranger();
        keys.retireAuditKey(firstKey, EVIDENCE);
    }

    function testFuzz_ItIsOutOfUse(uint256 seed, bool compromised) external {
        register(choose(seed), firstKey, terms());
        if (compromised) keys.reportCompromise(firstKey, EVIDENCE);
        vm.warp(START + 1 days);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRetired(firstKey, KEEPER, EVIDENCE);
        retire(choose(seed), EVIDENCE);
        assertStatus(firstKey, KeyStatus.Retired);
        vm.assertEq(uint256(keys.keyOf(firstKey).endedAt), START + 1 days, "end");
        vm.assertTrue(keys.isKey(firstKey), "still known");
        vm.assertFalse(keys.isInUse(firstKey) || keys.isUsable(firstKey), "of no use");
    }
}
