// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../interfaces/IEmergencyController.sol";
import {Operation} from "../interfaces/ISystemModes.sol";

/**
 * @title Overrides
 * @notice Operations that the Sovereign Authority allows on a restricted system for a while. They were granted for the
 * situation at hand: the next restriction of the system ends all of them.
 * @dev "Manual override policy (with evidence logging)" of the source text.
 */
library Overrides {
    uint40 internal constant OVERRIDE_MAX = 24 hours;

    /// @dev One slot; in force only in the round in which it was granted.
    struct Grant {
        uint40 until;
        uint32 round;
    }

    struct Book {
        /// @dev How often a system was restricted.
        mapping(bytes32 systemId => uint32) rounds;
        mapping(bytes32 systemId => mapping(Operation operation => Grant)) grants;
    }

    /// @notice Until when the operation is allowed; zero if it is not now.
    function untilOf(Book storage book, bytes32 systemId, Operation operation) internal view returns (uint40 until) {
        Grant memory grant_ = book.grants[systemId][operation];
        bool inForce = grant_.until > block.timestamp && grant_.round == book.rounds[systemId];
        return inForce ? grant_.until : 0;
    }

    /**
     * @notice Allows the operation until `until`, at most 24 hours from now.
     * @return added Seconds that it is allowed for longer than before.
     */
    function grant(
        Book storage book,
        bytes32 systemId,
        Operation operation,
        uint40 until
    ) internal returns (uint32 added) {
        uint40 present = uint40(block.timestamp);
        uint40 allowedUntil = untilOf(book, systemId, operation);
        if (allowedUntil == 0) allowedUntil = present;
        if (until <= allowedUntil || until > present + OVERRIDE_MAX) {
            revert IEmergencyController.OverrideOutOfBounds(until, allowedUntil + 1, present + OVERRIDE_MAX);
        }
        book.grants[systemId][operation] = Grant(until, book.rounds[systemId]);
        return uint32(until - allowedUntil);
    }

    function end(Book storage book, bytes32 systemId, Operation operation) internal {
        if (untilOf(book, systemId, operation) == 0) {
            revert IEmergencyController.OverrideMissing(systemId, operation);
        }
        delete book.grants[systemId][operation];
    }

    /// @notice Ends every override of the system.
    function endAll(Book storage book, bytes32 systemId) internal {
        ++book.rounds[systemId];
    }
}
