// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowFixture} from "../FlowFixture.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";
import {FlowProbe} from "../../../mocks/bridge/FlowProbe.sol";

contract FlowLimitUseTest is FlowFixture {
    function test_RevertWhen_ItWasNeverSet() external {
        for (uint256 amount = 0; amount < 2; ++amount) {
            vm.expectRevert(abi.encodeWithSelector(FlowLimit.FlowUnset.selector));
            flow.use(amount);
        }
    }

    function test_RevertWhen_MoreThanIsAvailable() external {
        fill(100, DAY);
        refuseUse(101, 100);
        flow.use(100);
        refuseUse(1, 0);
    }

    function test_RevertWhen_TheAmountWouldLoseItsHighestBits() external {
        fill(FlowLimit.MAX_CAPACITY, DAY);
        uint256[4] memory amounts = [uint256(FlowLimit.MAX_CAPACITY) + 1, 1 << 192, (1 << 192) + 1, type(uint256).max];
        for (uint256 i = 0; i < amounts.length; ++i) refuseUse(amounts[i], FlowLimit.MAX_CAPACITY);
    }

    function test_APartOfAUnitCannotBeUsed() external {
        flow.configure(100, DAY);
        wait(DAY / 100 - 1);
        refuseUse(1, 0);
        wait(1);
        flow.use(1);
        requireAvailable(0, "exactly one");
    }

    function test_ZeroChangesNothing() external {
        fill(100, DAY);
        flow.use(30);
        flow.use(0);
        requireAvailable(70, "as before");
    }

    function testFuzz_RefillsEvenly(uint128 capacity, uint40 window, uint256 elapsed) external {
        capacity = uint128(bound(capacity, 1, FlowLimit.MAX_CAPACITY));
        window = uint40(bound(window, 1 hours, 90 days));
        elapsed = bound(elapsed, 0, 2 * uint256(window));
        flow.configure(capacity, window);
        wait(elapsed);
        uint256 due = elapsed < window ? (uint256(capacity) * elapsed) / window : capacity;
        uint256 available = flow.available();
        vm.assertLe(available, due, "never more than is due");
        vm.assertLe(due, available + 1, "never less by more than a unit");
    }

    /// @dev 43,200 uses of each flow. A limit of 3,000 whole tokens a day refills by about two a minute.
    function test_UsedEveryMinuteFor30DaysItLosesNothing() external {
        uint8[4] memory decimals = [0, 2, 6, 18];
        for (uint256 i = 0; i < decimals.length; ++i) {
            assertNothingLost(uint128(3_000 * 10 ** decimals[i]), 1 minutes, 43_200);
        }
    }

    /// @dev Refills by less than a unit between two uses: all that a rate per second would round away.
    function test_UsedEverySecondItLosesNothing() external {
        assertNothingLost(3_000, 1 seconds, 20_000);
        assertNothingLost(7, 1 seconds, 20_000);
    }

    function assertNothingLost(uint128 capacity, uint256 pause, uint256 uses) private {
        flow = new FlowProbe();
        flow.configure(capacity, DAY);
        uint256 passed;
        for (uint256 i = 1; i <= uses; ++i) {
            wait(pause);
            uint256 available = flow.available();
            flow.use(available);
            passed += available;
            uint256 due = (uint256(capacity) * i * pause) / DAY;
            if (passed > due || passed + 1 < due) vm.assertEq(passed, due, "within one unit of what is due");
        }
    }
}
