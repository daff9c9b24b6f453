// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowLimit} from "../../../../contracts/bridge/libraries/FlowLimit.sol";
import {FlowProbe} from "../../mocks/bridge/FlowProbe.sol";
import {Test} from "../../support/Test.sol";

/// @notice A flow that was never set, and what its tests ask of it.
abstract contract FlowFixture is Test {
    uint256 internal constant NOW = 1_800_000_000;
    uint40 internal constant DAY = 1 days;

    FlowProbe internal flow;

    function setUp() public virtual {
        vm.warp(NOW);
        flow = new FlowProbe();
    }

    /// @dev Configured, and then left alone until it was full.
    function fill(uint128 capacity, uint40 window) internal {
        flow.configure(capacity, window);
        wait(window);
    }

    function wait(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }

    function present() internal view returns (uint40) {
        return uint40(block.timestamp);
    }

    function requireAvailable(uint256 expected, string memory what) internal view {
        vm.assertEq(flow.available(), expected, what);
    }

    function refuseUse(uint256 amount, uint256 available) internal {
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityExceeded.selector, amount, available));
        flow.use(amount);
    }
}
