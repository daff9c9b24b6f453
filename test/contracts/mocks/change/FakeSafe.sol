// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice All that the ChangeManager's policies ask of a Safe.
contract FakeSafe {
    uint256 public getThreshold;

    function setThreshold(uint256 threshold) external {
        getThreshold = threshold;
    }
}
