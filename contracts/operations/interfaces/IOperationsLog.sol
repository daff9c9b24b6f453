// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMaintenanceCalendar} from "../../change/interfaces/IMaintenanceCalendar.sol";

/**
 * @notice What operational governance puts on paper: "runbooks, escalation paths", "on-call schedule", "communication
 * plan", "backups", "audit exports", "legal/regulatory approvals" of the source text.
 */
enum DocumentKind {
    Runbook,
    OnCallRoster,
    EscalationPath,
    ServiceLevels,
    CommunicationPlan,
    Playbook,
    KeyRotationPolicy,
    RecoveryProcedure,
    BackupPolicy,
    Backup,
    RestoreDrill,
    LegalApproval,
    AuditExport
}

/// @notice The document that is in force; all zero when none was recorded.
struct Document {
    bytes32 digest;
    /// @dev Counts from 1 for each kind and subject.
    uint32 version;
    uint40 recordedAt;
    address recordedBy;
}

/**
 * @title IOperationsLog
 * @notice Releases of nodes, indexers and APIs, the maintenance windows in which they happen, and the documents that
 * people work by.
 */
interface IOperationsLog is IMaintenanceCalendar {
    event ReleaseRecorded(
        bytes32 indexed component,
        bytes32 indexed changeId,
        string fromVersion,
        string toVersion,
        bytes32 artifactDigest
    );
    event ReleaseCadenceSet(bytes32 indexed component, uint32 minInterval);
    event MaintenanceWindowAnnounced(uint256 indexed windowId, uint40 start, uint40 end, bytes32 digest);
    event MaintenanceWindowWithdrawn(uint256 indexed windowId);
    event DocumentRecorded(
        DocumentKind indexed kind,
        bytes32 indexed subject,
        address indexed by,
        uint32 version,
        bytes32 digest,
        string uri
    );

    error ComponentMissing();
    error VersionMissing();
    error DigestMissing();
    error VersionNotCurrent(bytes32 component, string currentVersion, string givenVersion);
    error ReleaseTooSoon(bytes32 component, uint256 earliest);
    error CadenceOutOfBounds(uint32 minInterval, uint32 minimum, uint32 maximum);
    error WindowOutOfBounds(uint40 start, uint40 end);
    error UnknownWindow(uint256 windowId);
    error SubjectMissing();
    error UriTooLong(uint256 length, uint256 limit);
    error KindOfAnotherBody(DocumentKind kind);

    /// @notice Records the release of an off-chain or on-chain component. Upgrade classes of change only.
    function recordRelease(
        bytes32 component,
        string calldata fromVersion,
        string calldata toVersion,
        bytes32 artifactDigest
    ) external;

    /// @notice Sets the minimum time between two releases of a component. ConfigOnly changes.
    function setReleaseCadence(bytes32 component, uint32 minInterval) external;

    /// @notice Announces a maintenance window. TECHNICAL_OPERATOR.
    function announceWindow(uint40 start, uint40 end, bytes32 digest) external returns (uint256 windowId);

    /// @notice Withdraws a window that has not begun. TECHNICAL_OPERATOR.
    function withdrawWindow(uint256 windowId) external;

    /**
     * @notice Puts a document in force by its digest, in place of the one before. TECHNICAL_OPERATOR, every kind but
     * LegalApproval.
     * @param subject What it is about: a system, a programme, a component.
     * @param uri Where it may be had, at most 512 bytes; empty when it is not published.
     */
    function recordDocument(DocumentKind kind, bytes32 subject, bytes32 digest, string calldata uri) external;

    /// @notice {recordDocument} for a LegalApproval. PROGRAM_AUTHORITY.
    function recordLegalApproval(bytes32 subject, bytes32 digest, string calldata uri) external;

    /// @notice The document in force, whichever came last.
    function documentOf(DocumentKind kind, bytes32 subject) external view returns (Document memory);

    function releaseOf(bytes32 component) external view returns (string memory version, uint40 releasedAt);
    function releaseCadence(bytes32 component) external view returns (uint32 minInterval);
    function windowOf(uint256 windowId) external view returns (uint40 start, uint40 end, uint40 announcedAt);
}
