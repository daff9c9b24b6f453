// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMaintenanceCalendar} from "../../../../contracts/change/interfaces/IMaintenanceCalendar.sol";

/// @notice A calendar with one window, open or not, announced with some notice.
contract FakeCalendar is IMaintenanceCalendar {
    uint256 private immutable WINDOW;
    uint32 private immutable NOTICE;
    bool public open = true;

    constructor(uint256 window, uint32 notice) {
        WINDOW = window;
        NOTICE = notice;
    }

    function shut() external {
        open = false;
    }

    function isWindowOpen(uint256 windowId, uint32 notice) external view returns (bool) {
        return open && windowId == WINDOW && notice <= NOTICE;
    }
}
