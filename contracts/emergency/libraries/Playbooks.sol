// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController, Playbook, Restriction} from "../interfaces/IEmergencyController.sol";
import {Mode} from "../interfaces/ISystemModes.sol";

/**
 * @title Playbooks
 * @notice Restrictions that were thought through and approved before the fire. What the Emergency Council makes up on the
 * spot has the same form and obeys the same bounds.
 */
library Playbooks {
    /// @dev A council reads what it signs.
    uint256 internal constant MAX_RESTRICTIONS = 16;

    uint32 internal constant MIN_DURATION = 10 minutes;
    uint32 internal constant MAX_DURATION = 72 hours;

    /// @dev SEV2: what is less severe is no emergency.
    uint8 internal constant MILDEST_SEVERITY = 2;

    struct Book {
        mapping(bytes32 playbookId => Playbook) byId;
    }

    /// @notice Reverts unless the restrictions make sense together.
    function requireValid(Playbook memory playbook) internal pure {
        uint256 count = playbook.restrictions.length;
        if (playbook.digest == bytes32(0)) revert IEmergencyController.DigestMissing();
        if (playbook.duration < MIN_DURATION || playbook.duration > MAX_DURATION) {
            revert IEmergencyController.DurationOutOfBounds(playbook.duration, MIN_DURATION, MAX_DURATION);
        }
        if (playbook.severity == 0 || playbook.severity > MILDEST_SEVERITY) {
            revert IEmergencyController.SeverityOutOfBounds(playbook.severity, MILDEST_SEVERITY);
        }
        if (count == 0) revert IEmergencyController.RestrictionsMissing();
        if (count > MAX_RESTRICTIONS) revert IEmergencyController.TooManyRestrictions(count, MAX_RESTRICTIONS);
        for (uint256 i = 0; i < count; ++i) {
            Restriction memory restriction = playbook.restrictions[i];
            if (restriction.systemId == bytes32(0)) revert IEmergencyController.SystemMissing();
            if (restriction.mode == Mode.Normal) revert IEmergencyController.ModeNotAllowed(restriction.mode);
        }
    }

    /// @notice Enters a playbook, or replaces one.
    function set(Book storage book, bytes32 playbookId, Playbook calldata playbook) internal {
        if (playbookId == bytes32(0)) revert IEmergencyController.PlaybookIdMissing();
        requireValid(playbook);
        delete book.byId[playbookId];
        Playbook storage entry = book.byId[playbookId];
        (entry.digest, entry.duration, entry.severity) = (playbook.digest, playbook.duration, playbook.severity);
        for (uint256 i = 0; i < playbook.restrictions.length; ++i) entry.restrictions.push(playbook.restrictions[i]);
    }

    function remove(Book storage book, bytes32 playbookId) internal {
        known(book, playbookId);
        delete book.byId[playbookId];
    }

    function known(Book storage book, bytes32 playbookId) internal view returns (Playbook memory playbook) {
        playbook = book.byId[playbookId];
        if (playbook.digest == bytes32(0)) revert IEmergencyController.UnknownPlaybook(playbookId);
    }
}
