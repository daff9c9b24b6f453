// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Where maintenance windows are announced.
interface IMaintenanceCalendar {
    /**
     * @notice Whether `windowId` is open now and was announced at least `notice` seconds before it began.
     * @dev Never reverts for an unknown window: it answers false.
     */
    function isWindowOpen(uint256 windowId, uint32 notice) external view returns (bool);
}
