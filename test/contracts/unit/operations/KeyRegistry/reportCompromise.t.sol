// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryReportCompromiseTest is KeyRegistryTest {
    function testFuzz_RevertWhen_ItIsUnknown(bool byMonitor) external {
        expectUnknown();
        compromise(byMonitor, EVIDENCE);
    }

    function testFuzz_RevertWhen_TheEvidenceIsMissing(bool byMonitor) external {
        register(choose(KeyCategory.Issuer), firstKey, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        compromise(byMonitor, bytes32(0));
    }

    function testFuzz_RevertWhen_ItIsReportedAlready(bool first, bool second) external {
        register(choose(KeyCategory.Issuer), firstKey, terms());
        compromise(first, EVIDENCE);
        expectUnexpected(KeyStatus.Compromised);
        compromise(second, EVIDENCE);
    }

    function testFuzz_RevertWhen_ItIsOutOfUse(bool byMonitor) external {
        register(choose(KeyCategory.Issuer), firstKey, terms());
        retire(KeyCategory.Issuer, EVIDENCE);
        expectUnexpected(KeyStatus.Retired);
        compromise(byMonitor, EVIDENCE);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        keys.reportCompromise(firstKey, EVIDENCE);
        expectStranger();
        keys.signalCompromise(firstKey, EVIDENCE);
    }

    /// @dev Whatever the clock says: before, at and long after the deadline.
    function testFuzz_BlocksAllButGovernance(uint256 seed, uint256 wait, bool byMonitor) external {
        KeyCategory category = choose(seed);
        register(category, firstKey, terms());
        uint256 reportedAt = START + bound(wait, 0, 200 days);
        vm.warp(reportedAt);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyCompromised(firstKey, KEEPER, EVIDENCE);
        compromise(byMonitor, EVIDENCE);
        vm.warp(reportedAt + bound(wait, 0, 200 days));
        assertStatus(firstKey, KeyStatus.Compromised);
        vm.assertEq(uint256(keys.keyOf(firstKey).compromisedAt), reportedAt, "time");
        vm.assertEq(keys.isUsable(firstKey), category == KeyCategory.Governance, "usable");
        vm.assertTrue(keys.isInUse(firstKey), "until it is replaced");
    }

    function compromise(bool byMonitor, bytes32 evidence) private {
        vm.prank(KEEPER);
        if (byMonitor) keys.signalCompromise(firstKey, evidence);
        else keys.reportCompromise(firstKey, evidence);
    }
}
