// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";

contract EmergencyControllerRestrictBudgetTest is EmergencyKit {
    function test_CutsToWhatIsLeftThenRefuses() external {
        restrict(Mode.Halted, 71 hours);
        vm.warp(soon(142 hours));
        vm.assertEq(controller.budgetLeft(RAIL), 1 hours, "left");
        restrict(Mode.Halted, 72 hours);
        requireModeUntil(Mode.Halted, soon(1 hours));
        requireUse(BUDGET, 0, 0);
        vm.assertEq(controller.budgetLeft(RAIL), 1 hours, "what is paid");
        vm.warp(soon(1 hours));
        vm.assertEq(controller.budgetLeft(RAIL), 0, "nothing");
        refuseExhausted(BUDGET, BUDGET);
        vm.warp(soon(1 hours));
        refuseExhausted(BUDGET, BUDGET);
        // Of another system nothing was used.
        restrict(SERVICE, Mode.Halted, 72 hours, INCIDENT);
    }

    function test_EscalatingWithinPaidTimeIsFreeAndLengthensNothing() external {
        uint256 start = block.timestamp;
        restrict(Mode.Limited, 72 hours);
        vm.warp(start + 24 hours);
        restrict(Mode.ReadOnly, 48 hours);
        vm.warp(start + 48 hours);
        restrict(Mode.Halted, 72 hours);
        requireUse(BUDGET, 0, 0);
        requireModeUntil(Mode.Halted, start + 72 hours);
        vm.assertEq(endsOf(RAIL).limited, start + 144 hours, "the step-down is no longer");
    }

    function testFuzz_PaysForGrowth(uint256 first, uint256 pause, uint256 second) external {
        first = bound(first, 10 minutes, 36 hours);
        pause = bound(pause, 0, 80 hours);
        second = bound(second, 10 minutes, 36 hours);
        restrict(Mode.Limited, uint32(first));
        vm.warp(soon(pause));
        restrict(Mode.ReadOnly, uint32(second));
        uint256 growth = pause >= first ? second : (pause + second > first ? pause + second - first : 0);
        requireUse(first + growth, 0, 0);
        requireModeUntil(Mode.ReadOnly, soon(second));
    }

    /// @dev Shortest restrictions, each in the step-down of the one before: twice what they cost and no more.
    function test_TinyRestrictionsBuyNoTime() external {
        uint256 start = block.timestamp;
        for (uint256 i = 0; i < 8; ++i) {
            restrict(i % 2 == 0 ? Mode.ReadOnly : Mode.Halted, 10 minutes);
            vm.warp(soon(10 minutes));
        }
        requireUse(80 minutes, 0, 0);
        vm.assertEq(endsOf(RAIL).limited, start + 90 minutes, "end of the last step-down");
    }

    function test_AnExtensionGivesTheCouncilNoTime() external {
        restrict(Mode.ReadOnly, 72 hours);
        extend(Mode.ReadOnly, soon(30 days));
        vm.warp(soon(73 hours));
        refuseExhausted(BUDGET, BUDGET);
        requireMode(Mode.ReadOnly, "extended");
        refill();
        restrict(Mode.Halted, 72 hours);
        requireUse(BUDGET, 0, 0);
    }

    function test_ARestorationEndsThePaidTime() external {
        restrict(Mode.Halted, 24 hours);
        restore(Mode.Limited);
        restrict(Mode.Halted, 24 hours);
        requireUse(48 hours, 0, 0);
        restore(Mode.Normal);
        restrict(Mode.Halted, 24 hours);
        requireUse(BUDGET, 0, 0);
        restore(Mode.Normal);
        refuseExhausted(BUDGET, BUDGET);
    }

    function test_AnOverdueReviewLeavesTheReserve() external {
        restrict(SERVICE, Mode.Limited, 10 minutes, OTHER_INCIDENT);
        letReviewLapse(OTHER_INCIDENT);
        vm.assertTrue(controller.isReviewOverdue(), "overdue");
        vm.assertEq(controller.budgetLeft(RAIL), RESERVE, "the reserve");

        vm.expectEmit(address(controller));
        emit IEmergencyController.SystemRestricted(
            RAIL,
            INCIDENT,
            Mode.Limited,
            soon(8 hours),
            soon(16 hours),
            8 hours,
            true
        );
        restrict(Mode.Limited, 8 hours);
        // Within time that the reserve paid for, and yet not free.
        restrict(Mode.Halted, 72 hours);
        requireModeUntil(Mode.Halted, soon(4 hours));
        requireUse(0, RESERVE, 0);
        vm.warp(soon(4 hours));
        refuseExhausted(RESERVE, RESERVE);
    }

    /// @dev A budget that is used up leaves the reserve, and one that is not does not add to it.
    function test_TheReserveIsApartFromTheBudget() external {
        restrict(Mode.Halted, 72 hours);
        letReviewLapse(INCIDENT);
        restrict(RAIL, Mode.Halted, 72 hours, OTHER_INCIDENT);
        requireUse(BUDGET, RESERVE, 0);
        requireModeUntil(Mode.Halted, soon(RESERVE));
        vm.warp(soon(RESERVE));
        refuseExhausted(RESERVE, RESERVE);
        incidents.accept(INCIDENT);
        requireUse(0, RESERVE, 0);
        restrict(RAIL, Mode.Halted, 72 hours, OTHER_INCIDENT);
        requireUse(BUDGET, RESERVE, 0);
    }

    function test_RestrictingForAnOverdueIncidentLeavesItOverdue() external {
        restrict(Mode.Halted, 1 hours);
        letReviewLapse(INCIDENT);
        uint40 dueAt = controller.debtOf(INCIDENT).dueAt;
        restrict(Mode.Halted, 1 hours);
        vm.assertEq(controller.debtOf(INCIDENT).dueAt, dueAt, "due when it was");
        vm.assertTrue(controller.isReviewOverdue(), "overdue");
    }

    /// @dev Short restrictions, a fortnight apart, do not put the review off for ever.
    function test_TheCouncilCannotPutOffItsReview() external {
        uint256 start = block.timestamp;
        restrict(Mode.Limited, 10 minutes);
        for (uint256 i = 1; i <= 2; ++i) {
            vm.warp(start + i * 10 days);
            restrict(bytes32(i), Mode.Limited, 10 minutes, INCIDENT);
        }
        vm.assertEq(controller.debtOf(INCIDENT).dueAt, start + 21 days, "three weeks after the incident");
        vm.warp(start + 21 days + 1);
        vm.assertTrue(controller.isReviewOverdue(), "overdue");
    }

    function refuseExhausted(uint256 used, uint256 budget) private {
        refusedTo(
            emergency,
            restricting(only(RAIL, Mode.Halted), 1 hours, INCIDENT),
            abi.encodeWithSelector(IEmergencyController.BudgetExhausted.selector, RAIL, used, budget)
        );
    }
}
