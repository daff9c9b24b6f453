// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Where a limiter is off.
uint256 constant UNLIMITED = type(uint256).max;

/// @notice What the limiters that are compared have in common.
interface ILimiter {
    function set(uint128 capacity, uint40 window) external;

    /// @notice Every setting to the smallest value that the limiter accepts.
    function clear() external;

    function spend(uint256 amount) external;

    function available() external view returns (uint256);
}
