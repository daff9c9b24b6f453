// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowFixture} from "../FlowFixture.sol";

contract FlowLimitStateOfTest is FlowFixture {
    function test_NeverSet() external view {
        requireState(0, 0, 0, 0);
        vm.assertFalse(flow.isSet(), "not set");
    }

    function test_Blocked() external {
        flow.configure(0, DAY);
        requireState(0, DAY, 0, 0);
        vm.assertTrue(flow.isSet(), "set");
    }

    function test_RoundedAgainstTheUser() external {
        flow.configure(10, DAY);
        wait(DAY / 4);
        requireState(10, DAY, 2, 8);
        wait(DAY);
        requireState(10, DAY, 10, 0);
    }

    function requireState(uint128 capacity, uint40 window, uint256 available, uint256 used) private view {
        (uint128 capacity_, uint40 window_, uint256 available_, uint256 used_) = flow.stateOf();
        vm.assertEq(uint256(capacity_), capacity, "capacity");
        vm.assertEq(uint256(window_), window, "window");
        vm.assertEq(available_, available, "available");
        vm.assertEq(used_, used, "used");
    }
}
