// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController, ReviewDebt} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";

contract EmergencyControllerReviewsTest is EmergencyKit {
    function test_RevertWhen_CallerIsNotTheIncidentRegistry() external {
        restrict(Mode.Halted, 1 hours);
        vm.startPrank(address(emergency.safe));
        bytes memory required = abi.encodeWithSelector(
            IEmergencyController.IncidentRegistryRequired.selector,
            address(emergency.safe)
        );
        vm.expectRevert(required);
        controller.noteReviewFiled(INCIDENT);
        vm.expectRevert(required);
        controller.noteReviewRejected(INCIDENT);
        vm.expectRevert(required);
        controller.noteReviewAccepted(INCIDENT);
        vm.stopPrank();
    }

    /// @dev Incidents that nobody restricted anything for have reviews too.
    function test_AnIncidentThatOwesNothingIsNoneOfOurs() external {
        vm.recordLogs();
        incidents.file(INCIDENT);
        incidents.reject(INCIDENT);
        incidents.accept(INCIDENT);
        vm.assertEq(vm.getRecordedLogs().length, 0, "no event");
        vm.assertEq(controller.debtOf(INCIDENT).filedAt, 0, "nothing filed");
    }

    function test_FiledInTimeItHasThirtyMoreDays() external {
        restrict(Mode.Halted, 24 hours);
        uint40 dueAt = soon(48 hours + 14 days);
        vm.assertEq(controller.debtOf(INCIDENT).dueAt, dueAt, "due");
        vm.warp(dueAt);
        vm.assertFalse(controller.isReviewOverdue(), "until the last second");
        vm.expectEmit(address(controller));
        emit IEmergencyController.ReviewFiled(INCIDENT, dueAt);
        incidents.file(INCIDENT);
        requireUse(24 hours, 0, 0);
        vm.assertTrue(controller.debtOf(INCIDENT).open, "still owed");
        vm.warp(dueAt + 30 days);
        vm.assertFalse(controller.isReviewOverdue(), "shielded");
        vm.warp(dueAt + 30 days + 1);
        vm.assertTrue(controller.isReviewOverdue(), "not for ever");
    }

    function test_FiledTooLateItChangesNothing() external {
        restrict(Mode.Halted, 24 hours);
        letReviewLapse(INCIDENT);
        vm.recordLogs();
        incidents.file(INCIDENT);
        vm.assertEq(vm.getRecordedLogs().length, 0, "no event");
        vm.assertTrue(controller.isReviewOverdue(), "overdue");
        vm.assertEq(controller.debtOf(INCIDENT).filedAt, 0, "as before");
    }

    function test_ARejectionRevivesTheDebt() external {
        restrict(Mode.Halted, 24 hours);
        incidents.file(INCIDENT);
        vm.warp(soon(20 days));
        vm.assertFalse(controller.isReviewOverdue(), "shielded");
        vm.expectEmit(address(controller));
        emit IEmergencyController.ReviewRejected(INCIDENT);
        incidents.reject(INCIDENT);
        vm.assertTrue(controller.isReviewOverdue(), "at once");
        incidents.file(INCIDENT);
        vm.assertTrue(controller.isReviewOverdue(), "another one comes too late");
    }

    function test_AnAcceptanceGivesBackExactlyWhatTheIncidentUsed() external {
        restrict(RAIL, Mode.Limited, 10 hours, OTHER_INCIDENT);
        restrict(both(RAIL, Mode.ReadOnly, SERVICE, Mode.Halted), 24 hours, INCIDENT);
        grant(Operation.Settle, soon(8 hours));
        requireUse(24 hours, 0, 8 hours);
        vm.expectEmit(address(controller));
        emit IEmergencyController.ReviewAccepted(INCIDENT);
        incidents.accept(INCIDENT);
        requireUse(10 hours, 0, 0);
        vm.assertEq(controller.budgetUseOf(SERVICE).strict, 0, "of the other system");
        requireMode(Mode.ReadOnly, "the restriction runs on");
        incidents.accept(INCIDENT);
        requireUse(10 hours, 0, 0);
        incidents.accept(OTHER_INCIDENT);
        requireUse(0, 0, 0);
    }

    function test_GivesBackTheReserve() external {
        restrict(Mode.Halted, 24 hours);
        letReviewLapse(INCIDENT);
        restrict(Mode.Halted, 12 hours);
        requireUse(24 hours, RESERVE, 0);
        incidents.accept(INCIDENT);
        requireUse(0, 0, 0);
        vm.assertFalse(controller.isReviewOverdue(), "nothing is owed");
    }

    function test_APaidDebtOpensAgain() external {
        restrict(Mode.Halted, 1 hours);
        incidents.file(INCIDENT);
        incidents.accept(INCIDENT);
        vm.assertEq(controller.openDebts().length, 0, "paid");
        vm.warp(soon(60 days));
        vm.assertFalse(controller.isReviewOverdue(), "not overdue");
        restrict(Mode.Halted, 1 hours);
        ReviewDebt memory debt = controller.debtOf(INCIDENT);
        vm.assertTrue(debt.open && debt.registered, "open, and the registry knows");
        vm.assertEq(debt.openedAt, block.timestamp, "anew");
        vm.assertEq(debt.dueAt, soon(2 hours + 14 days), "due anew");
        vm.assertEq(debt.filedAt, 0, "nothing is filed for it");
        vm.assertEq(controller.openDebts()[0], INCIDENT, "listed");
    }

    function test_MoreDebtsThanAreLookedAtAreOverdue() external {
        for (uint256 i = 1; i <= 32; ++i) restrict(bytes32(i), Mode.Limited, 10 minutes, bytes32(i));
        vm.assertFalse(controller.isReviewOverdue(), "as many as are looked at");
        restrict(RAIL, Mode.Limited, 10 minutes, INCIDENT);
        vm.assertTrue(controller.isReviewOverdue(), "one more");
        vm.assertEq(controller.openDebts().length, 33, "open");
        restrict(RAIL, Mode.Halted, 1 hours, OTHER_INCIDENT);
        requireUse(10 minutes, 1 hours, 0);
        incidents.accept(OTHER_INCIDENT);
        incidents.accept(bytes32(uint256(7)));
        vm.assertFalse(controller.isReviewOverdue(), "paid");
    }

    /// @dev Whichever of the debts is overdue is found.
    function testFuzz_FindsTheOverdueOne(uint256 which) external {
        which = bound(which, 1, 5);
        uint256 start = block.timestamp;
        for (uint256 i = 1; i <= 5; ++i) {
            restrict(bytes32(i), Mode.Limited, i == which ? 10 minutes : 24 hours, bytes32(i));
        }
        vm.warp(start + 20 minutes + 14 days);
        vm.assertFalse(controller.isReviewOverdue(), "due now");
        vm.warp(block.timestamp + 1);
        vm.assertTrue(controller.isReviewOverdue(), "overdue");
        incidents.accept(bytes32(which));
        vm.assertFalse(controller.isReviewOverdue(), "paid");
    }
}
