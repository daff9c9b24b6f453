// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOperationsLog} from "../interfaces/IOperationsLog.sol";

/**
 * @title MaintenanceWindows
 * @notice Times that were announced ahead for work on running systems.
 * @dev "Maintenance windows" among the outputs of operational governance in the source text.
 */
library MaintenanceWindows {
    uint40 internal constant MIN_LENGTH = 15 minutes;
    uint40 internal constant MAX_LENGTH = 72 hours;
    uint40 internal constant MAX_AHEAD = 180 days;

    /// @dev One slot. A withdrawn window has no end.
    struct Window {
        uint40 start;
        uint40 end;
        uint40 announcedAt;
    }

    struct Book {
        uint256 count;
        mapping(uint256 windowId => Window) byId;
    }

    /// @dev Ids start at 1, so that 0 says "no window".
    function announce(Book storage book, uint40 start, uint40 end) internal returns (uint256 windowId) {
        bool inTime = start >= block.timestamp && start <= block.timestamp + MAX_AHEAD;
        bool sane = end > start && end - start >= MIN_LENGTH && end - start <= MAX_LENGTH;
        if (!inTime || !sane) revert IOperationsLog.WindowOutOfBounds(start, end);
        windowId = ++book.count;
        book.byId[windowId] = Window({start: start, end: end, announcedAt: uint40(block.timestamp)});
    }

    /// @dev Only a window that has not begun: work may be under way in an open one.
    function withdraw(Book storage book, uint256 windowId) internal {
        Window storage window = book.byId[windowId];
        if (window.end == 0 || window.start <= block.timestamp) revert IOperationsLog.UnknownWindow(windowId);
        window.end = 0;
    }

    function isOpen(Book storage book, uint256 windowId, uint32 notice) internal view returns (bool) {
        Window storage window = book.byId[windowId];
        bool noticed = uint256(window.announcedAt) + notice <= window.start;
        return noticed && block.timestamp >= window.start && block.timestamp < window.end;
    }
}
