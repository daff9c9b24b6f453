// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IOperationsLog} from "../../../../../contracts/operations/interfaces/IOperationsLog.sol";
import {MaintenanceWindows} from "../../../../../contracts/operations/libraries/MaintenanceWindows.sol";
import {OperationsLogTest} from "./OperationsLogTest.sol";

contract OperationsLogWindowsTest is OperationsLogTest {
    function testFuzz_IsOpenFromStartUntilBeforeEnd(
        uint256 ahead,
        uint256 length,
        uint256 later,
        uint32 notice
    ) public {
        ahead = bound(ahead, 0, MaintenanceWindows.MAX_AHEAD);
        length = bound(length, MaintenanceWindows.MIN_LENGTH, MaintenanceWindows.MAX_LENGTH);
        later = bound(later, 0, ahead + length + 1 days);
        uint40 start = uint40(block.timestamp + ahead);
        uint40 end = uint40(start + length);

        vm.expectEmit(address(log));
        emit IOperationsLog.MaintenanceWindowAnnounced(1, start, end, DIGEST);
        uint256 windowId = log.announceWindow(start, end, DIGEST);

        vm.warp(block.timestamp + later);
        bool expected = later >= ahead && later < ahead + length && ahead >= notice;
        vm.assertEq(log.isWindowOpen(windowId, notice), expected, "open");
    }

    function test_NumbersWindowsFromOne() public {
        uint40 start = uint40(block.timestamp + 1 days);
        vm.assertEq(log.announceWindow(start, start + 1 hours, DIGEST), 1, "first");
        vm.assertEq(log.announceWindow(start, start + 1 hours, DIGEST), 2, "second");
        vm.assertFalse(log.isWindowOpen(0, 0), "no window is never open");
        (uint40 from, uint40 to, uint40 announcedAt) = log.windowOf(2);
        vm.assertEq(uint256(from), start, "start");
        vm.assertEq(uint256(to), start + 1 hours, "end");
        vm.assertEq(uint256(announcedAt), block.timestamp, "announced");
    }

    function testFuzz_RevertWhen_OutOfBounds(uint40 start, uint40 end) public {
        bool inTime = start >= block.timestamp && start <= block.timestamp + 180 days;
        bool sane = end >= uint256(start) + 15 minutes && end <= uint256(start) + 72 hours;
        vm.assume(!inTime || !sane);
        vm.expectRevert(abi.encodeWithSelector(IOperationsLog.WindowOutOfBounds.selector, start, end));
        log.announceWindow(start, end, DIGEST);
    }

    function test_RevertWhen_JustOutOfBounds() public {
        uint40 now_ = uint40(block.timestamp);
        refuse(now_ - 1, now_ + 1 hours);
        refuse(now_ + 180 days + 1, now_ + 180 days + 1 hours);
        refuse(now_, now_ + 15 minutes - 1);
        refuse(now_, now_ + 72 hours + 1);
        refuse(now_ + 1 hours, now_);
    }

    function test_RevertWhen_TheDigestIsMissing() public {
        vm.expectRevert(IOperationsLog.DigestMissing.selector);
        log.announceWindow(uint40(block.timestamp), uint40(block.timestamp + 1 hours), bytes32(0));
    }

    function test_AWithdrawnWindowNeverOpens() public {
        uint40 start = uint40(block.timestamp + 1 days);
        uint256 windowId = log.announceWindow(start, start + 1 hours, DIGEST);
        vm.expectEmit(address(log));
        emit IOperationsLog.MaintenanceWindowWithdrawn(windowId);
        log.withdrawWindow(windowId);
        vm.warp(start);
        vm.assertFalse(log.isWindowOpen(windowId, 0), "withdrawn");
    }

    function test_RevertWhen_NothingCanBeWithdrawn() public {
        uint40 start = uint40(block.timestamp + 1 days);
        uint256 begun = log.announceWindow(start, start + 1 hours, DIGEST);
        uint256 withdrawn = log.announceWindow(start + 1 days, start + 2 days, DIGEST);
        log.withdrawWindow(withdrawn);
        vm.warp(start);
        refuseWithdrawal(begun);
        refuseWithdrawal(withdrawn);
        refuseWithdrawal(7);
    }

    function test_RevertWhen_AStrangerCalls() public {
        address stranger = address(0xbad);
        vm.startPrank(stranger);
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.expectRevert(refused);
        log.announceWindow(uint40(block.timestamp), uint40(block.timestamp + 1 hours), DIGEST);
        vm.expectRevert(refused);
        log.withdrawWindow(1);
        vm.stopPrank();
    }

    function refuse(uint40 start, uint40 end) private {
        vm.expectRevert(abi.encodeWithSelector(IOperationsLog.WindowOutOfBounds.selector, start, end));
        log.announceWindow(start, end, DIGEST);
    }

    function refuseWithdrawal(uint256 windowId) private {
        vm.expectRevert(abi.encodeWithSelector(IOperationsLog.UnknownWindow.selector, windowId));
        log.withdrawWindow(windowId);
    }
}
