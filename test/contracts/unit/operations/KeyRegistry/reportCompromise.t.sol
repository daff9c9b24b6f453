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
        register(KeyCategory.Issuer, KEY, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        compromise(byMonitor, bytes32(0));
    }

    function testFuzz_RevertWhen_ItIsReportedAlready(bool first, bool second) external {
        register(KeyCategory.Issuer, KEY, terms());
        compromise(first, EVIDENCE);
        expectUnexpected(KeyStatus.Compromised);
        compromise(second, EVIDENCE);
    }

    function testFuzz_RevertWhen_ItIsOutOfUse(bool byMonitor) external {
        register(KeyCategory.Issuer, KEY, terms());
        retire(KeyCategory.Issuer, EVIDENCE);
        expectUnexpected(KeyStatus.Retired);
        compromise(byMonitor, EVIDENCE);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        keys.reportCompromise(KEY, EVIDENCE);
        expectStranger();
        keys.signalCompromise(KEY, EVIDENCE);
    }

    /// @dev Whatever the clock says: before, at and long after the deadline.
    function testFuzz_BlocksAllButGovernance(uint256 seed, uint256 wait, bool byMonitor) external {
        KeyCategory category = categoryOf(seed);
        register(category, KEY, terms());
        uint256 reportedAt = START + bound(wait, 0, 200 days);
        vm.warp(reportedAt);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyCompromised(KEY, KEEPER, EVIDENCE);
        compromise(byMonitor, EVIDENCE);
        vm.warp(reportedAt + bound(wait, 0, 200 days));
        assertStatus(KEY, KeyStatus.Compromised);
        vm.assertEq(uint256(keys.keyOf(KEY).compromisedAt), reportedAt, "time");
        vm.assertEq(keys.isUsable(KEY), category == KeyCategory.Governance, "usable");
        vm.assertTrue(keys.isInUse(KEY), "until it is replaced");
    }

    function compromise(bool byMonitor, bytes32 evidence) private {
        vm.prank(KEEPER);
        if (byMonitor) keys.signalCompromise(KEY, evidence);
        else keys.reportCompromise(KEY, evidence);
    }
}
