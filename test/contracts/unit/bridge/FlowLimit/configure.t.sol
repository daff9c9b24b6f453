// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowFixture} from "../FlowFixture.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";

contract FlowLimitConfigureTest is FlowFixture {
    function test_RevertWhen_TheCapacityIsAboveTheHighest() external {
        uint128[2] memory above = [FlowLimit.MAX_CAPACITY + 1, type(uint128).max];
        for (uint256 i = 0; i < above.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityOutOfBounds.selector, above[i]));
            flow.configure(above[i], DAY);
        }
    }

    function test_RevertWhen_TheWindowIsOutOfBounds() external {
        uint40[4] memory outside = [0, 1 hours - 1, 90 days + 1, type(uint40).max];
        for (uint256 i = 0; i < outside.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(FlowLimit.WindowOutOfBounds.selector, outside[i]));
            flow.configure(100, outside[i]);
        }
    }

    function test_AcceptsTheBounds() external {
        flow.configure(FlowLimit.MAX_CAPACITY, 90 days);
        wait(90 days);
        requireAvailable(FlowLimit.MAX_CAPACITY, "highest capacity, longest window");
        flow.use(FlowLimit.MAX_CAPACITY);
        flow.configure(1, 1 hours);
        wait(1 hours - 1);
        requireAvailable(0, "lowest capacity, shortest window, before");
        wait(1);
        requireAvailable(1, "and after");
    }

    function test_TheFirstTimeItStartsEmpty() external {
        wait(400 days);
        flow.configure(100, DAY);
        requireAvailable(0, "at once");
        refuseUse(1, 0);
        wait(DAY / 4);
        requireAvailable(25, "after a quarter of the window");
    }

    function test_ZeroBlocks() external {
        fill(100, DAY);
        flow.configure(0, DAY);
        wait(30 days);
        refuseUse(1, 0);
        flow.configure(100, DAY);
        requireAvailable(0, "raised from zero");
    }

    function test_AfterRestItKeepsWhatIsAvailable() external {
        fill(100, DAY);
        flow.use(60);
        wait(DAY / 10);
        flow.configure(1000, DAY);
        requireAvailable(50, "raised");
        flow.configure(1000, 90 days);
        requireAvailable(50, "longer");
        flow.configure(1000, 1 hours);
        requireAvailable(50, "shorter");
        flow.configure(40, 1 hours);
        requireAvailable(40, "lowered");
    }

    function test_LoweredThenRaisedItGainsNothing() external {
        fill(100, DAY);
        flow.use(70);
        flow.configure(10, DAY);
        requireAvailable(10, "lowered");
        flow.configure(100, DAY);
        requireAvailable(10, "raised");
    }

    function test_ShorterThenLongerItGainsNothing() external {
        fill(100, 10 days);
        flow.use(100);
        wait(1 hours);
        flow.configure(100, 1 hours);
        requireAvailable(0, "shorter");
        flow.configure(100, 10 days);
        requireAvailable(0, "longer");
    }

    function testFuzz_NoUpdateGains(
        uint128[3] memory capacities,
        uint40[3] memory windows,
        uint256[3] memory times,
        uint256 used
    ) external {
        for (uint256 i = 0; i < 3; ++i) {
            capacities[i] = uint128(bound(capacities[i], 0, FlowLimit.MAX_CAPACITY));
            windows[i] = uint40(bound(windows[i], 1 hours, 90 days));
            uint256 before = flow.available();
            flow.configure(capacities[i], windows[i]);
            uint256 kept = before < capacities[i] ? before : capacities[i];
            requireAvailable(kept, "what there was, as far as it fits");
            wait(bound(times[i], 0, 100 days));
            if (i == 0) flow.use(bound(used, 0, flow.available()));
        }
    }

    function test_RefillsAtTheNewRate() external {
        fill(100, DAY);
        flow.use(100);
        flow.configure(200, 2 hours);
        wait(1 hours);
        requireAvailable(100, "half of the new window");
        wait(1 hours);
        requireAvailable(200, "all of it");
    }

    function test_ForgetsWhatWasUsedBeyondTheNewCapacity() external {
        fill(100, DAY);
        flow.use(100);
        flow.configure(10, DAY);
        wait(DAY / 2);
        requireAvailable(5, "half of the lower capacity in half of the window");
        (, , , uint256 used) = flow.stateOf();
        vm.assertEq(used, 5, "used is the rest of the lower capacity");
    }
}
