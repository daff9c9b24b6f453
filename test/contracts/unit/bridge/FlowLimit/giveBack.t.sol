// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowFixture} from "../FlowFixture.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";
import {FlowProbe} from "../../../mocks/bridge/FlowProbe.sol";

contract FlowLimitGiveBackTest is FlowFixture {
    function test_RevertWhen_TheTimeHasNotCome() external {
        fill(100, DAY);
        flow.use(50);
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.UsedInTheFuture.selector, present() + 1));
        flow.giveBack(50, present() + 1);
    }

    function test_AnUnsetFlowGivesNothing() external {
        requireGiven(100, present(), 0);
    }

    function test_GivesNothingOfAUseFromBeforeTheLastUpdate() external {
        fill(100, DAY);
        uint40 usedAt = present();
        flow.use(50);
        flow.configure(100, DAY);
        requireGiven(50, usedAt, 0);
        wait(1);
        requireGiven(50, usedAt, 0);
    }

    /// @dev Used, refilled within an hour; under a window of 90 days that hour looks like nothing.
    function test_WhatRefilledAtAHigherRateIsNotGivenAgain() external {
        fill(100, 1 hours);
        uint40 usedAt = present();
        flow.use(100);
        wait(1 hours);
        flow.configure(100, 90 days);
        flow.use(100);
        requireGiven(100, usedAt, 0);
        refuseUse(1, 0);
    }

    /// @dev Tightened to what was left: a refund kept for that moment would double it.
    function test_WhatALowerCapacityCutAwayIsNotGivenBack() external {
        fill(100, DAY);
        uint40 usedAt = present();
        flow.use(50);
        flow.configure(50, DAY);
        flow.use(50);
        requireGiven(50, usedAt, 0);
        refuseUse(1, 0);
    }

    function test_InTheSecondOfTheUseItGivesAllOfIt() external {
        fill(100, DAY);
        flow.use(80);
        requireGiven(80, present(), 80);
        requireAvailable(100, "as if it had never been");
    }

    function test_LaterItGivesWhatHasNotRefilledSince() external {
        fill(100, DAY);
        uint40 usedAt = present();
        flow.use(80);
        wait(DAY / 4);
        requireGiven(80, usedAt, 55);
        requireAvailable(100, "as if it had never been");
    }

    /// @dev Another use leaves room for the begun unit, so that nothing else holds it back.
    function test_RoundsDown() external {
        fill(100, DAY);
        uint40 usedAt = present();
        flow.use(50);
        flow.use(30);
        wait(1);
        requireGiven(50, usedAt, 49);
        requireAvailable(69, "the begun unit has to refill");
    }

    function test_AfterItHasRefilledItGivesNothing() external {
        fill(100, DAY);
        uint40 usedAt = present();
        flow.use(50);
        wait(DAY / 2 - 1);
        uint256 snapshot = flow.available();
        requireGiven(50, usedAt, 0);
        requireAvailable(snapshot, "unchanged");
        flow.use(snapshot);
        wait(1);
        requireGiven(50, usedAt, 0);
        wait(400 days);
        requireGiven(50, usedAt, 0);
    }

    function testFuzz_NeverExceedsCapacity(
        uint128 capacity,
        uint40 window,
        uint256 used,
        uint256 amount,
        uint256 elapsed
    ) external {
        (capacity, window) = settings(capacity, window);
        fill(capacity, window);
        uint40 usedAt = present();
        flow.use(bound(used, 0, capacity));
        wait(bound(elapsed, 0, 2 * uint256(window)));
        uint256 before = flow.available();
        uint256 given = flow.giveBack(amount, usedAt);
        vm.assertLe(given, amount, "no more than the amount");
        requireAvailable(before + given, "what it says");
        vm.assertLe(before + given, capacity, "within capacity");
    }

    /// @dev Beside a flow that never saw the refunded uses but all others.
    function testFuzz_NeverMoreThanIfTheUseHadNeverBeen(
        uint128 capacity,
        uint40 window,
        uint256[4] memory amounts,
        uint256[4] memory times
    ) external {
        (capacity, window) = settings(capacity, window);
        FlowProbe without = flow;
        fill(capacity, window);
        flow = new FlowProbe();
        fill(capacity, window);
        // Two uses that will be refunded, one that stays, and the refunds.
        uint40[2] memory usedAt;
        for (uint256 i = 0; i < 2; ++i) {
            amounts[i] = bound(amounts[i], 0, flow.available());
            flow.use(amounts[i]);
            usedAt[i] = present();
            wait(bound(times[i], 0, window));
        }
        amounts[2] = bound(amounts[2], 0, flow.available());
        flow.use(amounts[2]);
        without.use(amounts[2]);
        for (uint256 i = 0; i < 2; ++i) {
            wait(bound(times[2 + i], 0, window));
            flow.giveBack(amounts[i], usedAt[i]);
            vm.assertLe(flow.available(), without.available(), "never more");
        }
    }

    function settings(uint128 capacity, uint40 window) private pure returns (uint128, uint40) {
        return (uint128(bound(capacity, 1, FlowLimit.MAX_CAPACITY)), uint40(bound(window, 1 hours, 90 days)));
    }

    function requireGiven(uint256 amount, uint40 usedAt, uint256 expected) private {
        vm.assertEq(flow.giveBack(amount, usedAt), expected, "given");
    }
}
