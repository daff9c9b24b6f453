// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Audience,
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    ServiceLevels,
    Severity
} from "../interfaces/IIncidentRegistry.sol";

/**
 * @title IncidentLifecycle
 * @notice Incidents, the steps that they take, and how many severe ones are not resolved.
 *
 *            acknowledge            mitigate          resolve           review accepted
 *   Open ────────────────▶ Acknowledged ────▶ Mitigated ────▶ Resolved ────────────────▶ Reviewed
 *
 * No step is skipped and none leads back. The severity moves until the incident is resolved, and is history after.
 * Severe incidents keep gates shut: one auditor who lowers them opens none on the same day.
 */
library IncidentLifecycle {
    /// @dev How long one that was lowered out of SEV1 and SEV2 counts as severe all the same.
    uint40 internal constant LOWERED_COUNTS = 24 hours;

    struct Book {
        /// @dev Incidents of SEV1 or SEV2 that are not resolved.
        uint216 openSevere;
        /// @dev Until when the last one that was lowered counts as well.
        uint40 loweredUntil;
        mapping(bytes32 incidentId => Incident) byId;
    }

    // ---------------------------------------------------------------------------------------------------- steps

    function open(Book storage book, bytes32 incidentId, Severity severity, ServiceLevels memory levels) internal {
        if (incidentId == bytes32(0)) revert IIncidentRegistry.IncidentIdMissing();
        if (severity == Severity.None) revert IIncidentRegistry.SeverityMissing();
        if (isKnown(book, incidentId)) revert IIncidentRegistry.IncidentAlreadyKnown(incidentId);
        Incident storage incident = book.byId[incidentId];
        incident.status = IncidentStatus.Open;
        incident.severity = severity;
        incident.openedAt = uint40(block.timestamp);
        incident.openedBlock = uint64(block.number);
        incident.levels = levels;
        if (isSevere(severity)) ++book.openSevere;
    }

    function acknowledge(Book storage book, bytes32 incidentId, uint8 entity) internal {
        Incident storage incident = _step(book, incidentId, IncidentStatus.Open, IncidentStatus.Acknowledged);
        incident.entity = entity;
        incident.acknowledgedAt = uint40(block.timestamp);
    }

    function mitigate(Book storage book, bytes32 incidentId) internal {
        _step(book, incidentId, IncidentStatus.Acknowledged, IncidentStatus.Mitigated).mitigatedAt = uint40(
            block.timestamp
        );
    }

    /// @return openedAt Since when the keys that the incident names must have been rotated.
    function resolve(Book storage book, bytes32 incidentId) internal returns (uint40 openedAt) {
        Incident storage incident = _step(book, incidentId, IncidentStatus.Mitigated, IncidentStatus.Resolved);
        incident.resolvedAt = uint40(block.timestamp);
        if (isSevere(incident.severity)) --book.openSevere;
        return incident.openedAt;
    }

    /// @dev A review that follows the first one leaves the incident as it is.
    function review(Book storage book, bytes32 incidentId) internal {
        Incident storage incident = known(book, incidentId);
        if (incident.status == IncidentStatus.Reviewed) return;
        _step(book, incidentId, IncidentStatus.Resolved, IncidentStatus.Reviewed).reviewedAt = uint40(block.timestamp);
    }

    // ------------------------------------------------------------------------------------------ what else changes

    /// @notice Gives the incident another severity, and the service levels that go with it.
    function setSeverity(
        Book storage book,
        bytes32 incidentId,
        Severity severity,
        ServiceLevels memory levels
    ) internal {
        Incident storage incident = unresolved(book, incidentId);
        bool wasSevere = isSevere(incident.severity);
        if (wasSevere) --book.openSevere;
        if (isSevere(severity)) ++book.openSevere;
        else if (wasSevere) book.loweredUntil = uint40(block.timestamp) + LOWERED_COUNTS;
        incident.severity = severity;
        incident.levels = levels;
    }

    function reassign(Book storage book, bytes32 incidentId, uint8 entity) internal {
        acknowledged(book, incidentId).entity = entity;
    }

    /// @notice Keeps the time of the first statement to each audience: that is what was promised.
    function speak(Book storage book, bytes32 incidentId, Audience audience) internal {
        Incident storage incident = known(book, incidentId);
        uint40 now_ = uint40(block.timestamp);
        if (audience == Audience.Internal) {
            if (incident.internalStatementAt == 0) incident.internalStatementAt = now_;
        } else if (incident.publicStatementAt == 0) {
            incident.publicStatementAt = now_;
        }
    }

    // ---------------------------------------------------------------------------------------------------- views

    function isKnown(Book storage book, bytes32 incidentId) internal view returns (bool) {
        return book.byId[incidentId].status != IncidentStatus.None;
    }

    function known(Book storage book, bytes32 incidentId) internal view returns (Incident storage incident) {
        incident = book.byId[incidentId];
        if (incident.status == IncidentStatus.None) revert IIncidentRegistry.IncidentUnknown(incidentId);
    }

    function unresolved(Book storage book, bytes32 incidentId) internal view returns (Incident storage incident) {
        incident = known(book, incidentId);
        if (!isUnresolved(incident)) {
            revert IIncidentRegistry.UnexpectedIncidentStatus(incidentId, incident.status);
        }
    }

    /// @notice The incident, which must have had a responsible entity by now.
    function acknowledged(Book storage book, bytes32 incidentId) internal view returns (Incident storage incident) {
        incident = known(book, incidentId);
        if (incident.status == IncidentStatus.Open) {
            revert IIncidentRegistry.UnexpectedIncidentStatus(incidentId, IncidentStatus.Open);
        }
    }

    /**
     * @notice Reverts unless an EmergencyFix may refer to the incident.
     * @param declared The Emergency Council declared it, severe, and owes its review. Then nobody is asked how severe it
     * is and whether it is resolved: two councils sign the fix, and no single office refuses it.
     */
    function requireFixable(Book storage book, bytes32 incidentId, bool declared) internal view {
        Incident storage incident = declared ? known(book, incidentId) : unresolved(book, incidentId);
        if (!declared && !isSevere(incident.severity)) {
            revert IIncidentRegistry.NotSevereEnough(incidentId, incident.severity);
        }
        if (incident.openedBlock >= block.number) {
            revert IIncidentRegistry.IncidentTooRecent(incidentId, incident.openedBlock);
        }
    }

    /// @notice Incidents that count as severe: those that are, and one for all that were lowered within a day.
    function countSevere(Book storage book) internal view returns (uint256) {
        return uint256(book.openSevere) + (block.timestamp < book.loweredUntil ? 1 : 0);
    }

    function isUnresolved(Incident storage incident) internal view returns (bool) {
        return incident.status < IncidentStatus.Resolved;
    }

    function isSevere(Severity severity) internal pure returns (bool) {
        return severity == Severity.Sev1 || severity == Severity.Sev2;
    }

    /// @dev The smaller number is the more severe; None is no severity.
    function isMoreSevere(Severity given, Severity current) internal pure returns (bool) {
        return given != Severity.None && given < current;
    }

    // -------------------------------------------------------------------------------------------------- private

    function _step(
        Book storage book,
        bytes32 incidentId,
        IncidentStatus from,
        IncidentStatus to
    ) private returns (Incident storage incident) {
        incident = known(book, incidentId);
        if (incident.status != from) revert IIncidentRegistry.UnexpectedIncidentStatus(incidentId, incident.status);
        incident.status = to;
    }
}
