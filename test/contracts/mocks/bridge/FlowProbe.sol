// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowLimit} from "../../../../contracts/bridge/libraries/FlowLimit.sol";

/// @notice One flow, open to everybody.
contract FlowProbe {
    using FlowLimit for FlowLimit.Flow;

    FlowLimit.Flow private _flow;

    function configure(uint128 capacity, uint40 window) external {
        _flow.configure(capacity, window);
    }

    function use(uint256 amount) external {
        _flow.use(amount);
    }

    function giveBack(uint256 amount, uint40 usedAt) external returns (uint256) {
        return _flow.giveBack(amount, usedAt);
    }

    function stateOf() external view returns (uint128 capacity, uint40 window, uint256 available_, uint256 used) {
        return _flow.stateOf();
    }

    function available() public view returns (uint256 units) {
        (, , units, ) = _flow.stateOf();
    }

    function isSet() external view returns (bool) {
        return _flow.isSet();
    }
}
