// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Stands in for the IncidentRegistry: as many severe incidents are open as a test says.
contract FakeSeverity {
    uint256 public openSevereIncidents;

    function setOpenSevereIncidents(uint256 count) external {
        openSevereIncidents = count;
    }
}
