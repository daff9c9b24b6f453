// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice "Severity levels (SEV1–SEV4)" of the source text; the number is the level.
enum Severity {
    None,
    Sev1,
    Sev2,
    Sev3,
    Sev4
}

enum IncidentStatus {
    None,
    Open,
    Acknowledged,
    Mitigated,
    Resolved,
    Reviewed
}

/// @notice Whom a statement addresses ("communication plan (internal + public)").
enum Audience {
    Internal,
    Public
}

/// @notice What a severity promises, in seconds from the opening; the review from the resolution.
struct ServiceLevels {
    uint32 acknowledgeWithin;
    uint32 statementWithin;
    uint32 mitigateWithin;
    uint32 resolveWithin;
    uint32 reviewWithin;
}

struct Incident {
    IncidentStatus status;
    Severity severity;
    /// @dev The legal entity that is responsible: whose on-call acknowledged it, until reassigned; zero before.
    uint8 entity;
    uint40 openedAt;
    uint64 openedBlock;
    uint40 acknowledgedAt;
    uint40 mitigatedAt;
    uint40 resolvedAt;
    /// @dev When the first final review was accepted; later ones are in the evidence.
    uint40 reviewedAt;
    /// @dev First statements; zero before.
    uint40 internalStatementAt;
    uint40 publicStatementAt;
    /// @dev What was promised when it got its severity, so that no later setting moves a clock.
    ServiceLevels levels;
}

/// @notice The review that awaits acceptance; all zero when none does.
struct FiledReview {
    bytes32 digest;
    uint8 entity;
    bool interim;
    uint40 filedAt;
}

/**
 * @title IIncidentRegistry
 * @notice The life of incidents: Open, Acknowledged, Mitigated, Resolved, Reviewed; their clocks, statements, named keys
 * and reviews.
 * @dev "Incident response" of the source text.
 */
interface IIncidentRegistry {
    event IncidentOpened(
        bytes32 indexed incidentId,
        Severity indexed severity,
        address indexed by,
        bytes32 reportDigest,
        ServiceLevels levels
    );
    /// @notice Something owes a review for the incident, for the first time or again.
    /// @param safe Whose act it is: the Emergency Council's Safe (restriction), the Sovereign Authority's (extension,
    /// override), or the ChangeManager (EmergencyFix).
    event IncidentDeclared(bytes32 indexed incidentId, address indexed safe, bytes32 reasonDigest);
    event IncidentAcknowledged(bytes32 indexed incidentId, address indexed by, uint8 indexed entity);
    event IncidentReassigned(
        bytes32 indexed incidentId,
        address indexed by,
        uint8 indexed entity,
        bytes32 reasonDigest
    );
    event IncidentMitigated(bytes32 indexed incidentId, address indexed by, bytes32 digest);
    event IncidentResolved(bytes32 indexed incidentId, address indexed by, bytes32 digest);
    event SeverityChanged(
        bytes32 indexed incidentId,
        Severity indexed severity,
        address indexed by,
        bytes32 reasonDigest,
        ServiceLevels levels
    );
    event StatementPublished(bytes32 indexed incidentId, Audience indexed audience, address indexed by, bytes32 digest);
    event KeyNamed(bytes32 indexed incidentId, bytes32 indexed keyId, address indexed by);
    event ReviewSubmitted(
        bytes32 indexed incidentId,
        address indexed by,
        uint8 indexed entity,
        bytes32 reviewDigest,
        bool interim
    );
    event ReviewApproved(
        bytes32 indexed incidentId,
        address indexed by,
        uint8 indexed entity,
        bytes32 reviewDigest,
        bytes32 opinionDigest
    );
    event ReviewReturned(
        bytes32 indexed incidentId,
        address indexed by,
        uint8 indexed entity,
        bytes32 reviewDigest,
        bytes32 reasonDigest
    );
    /// @notice The incident was declared again, so that the final review that was filed does not cover it.
    event ReviewOvertaken(bytes32 indexed incidentId, bytes32 reviewDigest);
    event ServiceLevelsSet(Severity indexed severity, ServiceLevels levels);
    event KeyRegistrySet(address indexed keyRegistry);

    error IncidentAlreadyKnown(bytes32 incidentId);
    error IncidentUnknown(bytes32 incidentId);
    error UnexpectedIncidentStatus(bytes32 incidentId, IncidentStatus status);
    error IncidentIdMissing();
    error DigestMissing();
    error SeverityMissing();
    error NotMoreSevere(bytes32 incidentId, Severity severity, Severity given);
    error NotLessSevere(bytes32 incidentId, Severity severity, Severity given);
    error EntityRequired(address account);
    /// @notice Nobody of the entity could file a review.
    error OperatorMissing(uint8 entity);
    error NotResponsible(bytes32 incidentId, uint8 responsible, uint8 entity);
    error ReviewMissing(bytes32 incidentId);
    error ReviewDigestMismatch(bytes32 incidentId, bytes32 filed, bytes32 given);
    error ReviewIsInterim(bytes32 incidentId);
    /// @notice The EmergencyController could not tell what happened last; anyone may make it (`registerIncident`).
    error DeclarationMissing(bytes32 incidentId);
    error ReviewOfOwnEntity(bytes32 incidentId, uint8 entity);
    error KeyRegistryMissing();
    error KeyUnknown(bytes32 keyId);
    error KeyNotInUse(bytes32 incidentId, bytes32 keyId);
    error KeyAlreadyNamed(bytes32 incidentId, bytes32 keyId);
    error TooManyKeys(bytes32 incidentId, uint256 limit);
    error TooManyKeysOfEntity(bytes32 incidentId, uint8 entity, uint256 limit);
    error KeyNotRotated(bytes32 incidentId, bytes32 keyId);
    error ServiceLevelOutOfBounds(string field, uint32 value, uint32 minimum, uint32 maximum);
    error ContractRequired(address account);
    error EmergencyControllerRequired(address caller);
    error NotSevereEnough(bytes32 incidentId, Severity severity);
    error IncidentTooRecent(bytes32 incidentId, uint256 openedBlock);

    // ----------------------------------------------------------------------------------------------------- response

    /// @notice Opens an incident. TECHNICAL_OPERATOR (on call).
    function open(bytes32 incidentId, Severity severity, bytes32 reportDigest) external;

    /// @notice Opens an incident that monitoring saw. MONITOR.
    function report(bytes32 incidentId, Severity severity, bytes32 reportDigest) external;

    /**
     * @notice Takes note of what owes a review for an incident: a restriction, an extension, an override, an
     * EmergencyFix. EmergencyController only.
     *
     *   unknown            it is opened with this severity
     *   not resolved       its severity rises to this one, if this one is more severe
     *   resolved, reviewed it stays what it is: the declaration owes a review of its own, and the harm that is there
     *                      again is an incident of its own, with clocks and keys of its own
     *
     * @dev Never fails for a known incident. A final review that awaits its acceptance is overtaken: it was written
     * before this, and must not pay for it.
     */
    function declare(bytes32 incidentId, Severity severity, address safe, bytes32 reasonDigest) external;

    /// @notice The caller's entity takes responsibility. TECHNICAL_OPERATOR.
    function acknowledge(bytes32 incidentId) external;

    /// @notice Makes another entity responsible, one with a technical operator, so that an incident whose entity is gone
    /// can still be reviewed. An entity that was responsible once accepts no review of the incident: no auditor makes
    /// those who operate nothing responsible to be the only one who judges. AUDITOR of neither.
    function reassign(bytes32 incidentId, uint8 entity, bytes32 reasonDigest) external;

    /// @notice The harm has stopped. TECHNICAL_OPERATOR.
    function mitigate(bytes32 incidentId, bytes32 digest) external;

    /// @notice The cause is gone, and every key that the incident names has been rotated. TECHNICAL_OPERATOR.
    function resolve(bytes32 incidentId, bytes32 digest) external;

    /// @notice TECHNICAL_OPERATOR, towards SEV1 only.
    function raiseSeverity(bytes32 incidentId, Severity severity, bytes32 reasonDigest) external;

    /// @notice AUDITOR of an entity that never was responsible, towards SEV4 only. An incident that was severe counts in
    /// {openSevereIncidents} for another 24 hours, whatever becomes of it.
    function lowerSeverity(bytes32 incidentId, Severity severity, bytes32 reasonDigest) external;

    /// @notice TECHNICAL_OPERATOR.
    function publishStatement(bytes32 incidentId, Audience audience, bytes32 digest) external;

    /// @notice Names a key that the incident exposed; it must be rotated after the incident was opened, before it can be
    /// resolved. Refused for a key that was out of use before, and beyond 8 keys that one entity names: whoever runs systems
    /// can register keys, and must not fill the list with them. TECHNICAL_OPERATOR.
    function nameKey(bytes32 incidentId, bytes32 keyId) external;

    // ------------------------------------------------------------------------------------------------------- review

    /**
     * @notice Files a review; a later one replaces it. TECHNICAL_OPERATOR of the responsible entity.
     * @param interim Whether it is unfinished: it can be filed from the acknowledgement on, and is never accepted. A
     * final review looks back: it needs a resolved incident.
     * @dev A reviewed incident takes another review while it owes one to the EmergencyController, so that a debt can
     * always be paid.
     */
    function fileReview(bytes32 incidentId, bytes32 reviewDigest, bool interim) external;

    /**
     * @notice Accepts the final review of a resolved incident. AUDITOR of an entity that never was responsible for it.
     * @dev Refused while something owes a review of which this registry has not been told, since only what it is told
     * overtakes a review.
     */
    function acceptReview(bytes32 incidentId, bytes32 reviewDigest, bytes32 opinionDigest) external;

    /// @notice Returns a review. AUDITOR of an entity that never was responsible for the incident.
    function rejectReview(bytes32 incidentId, bytes32 reviewDigest, bytes32 reasonDigest) external;

    // ----------------------------------------------------------------------------------------------------- settings

    /// @notice What a severity promises, for incidents that get it from now on.
    function setServiceLevels(Severity severity, ServiceLevels calldata levels) external;
    function setKeyRegistry(address keyRegistry) external;

    // -------------------------------------------------------------------------------------------------------- views

    /// @notice Reverts unless the incident was opened in an earlier block and is SEV1 or SEV2 and not resolved, or the
    /// Emergency Council declared it and its review is owed.
    function requireFixable(bytes32 incidentId) external view;
    function incidentOf(bytes32 incidentId) external view returns (Incident memory);
    function reviewOf(bytes32 incidentId) external view returns (FiledReview memory);
    /// @notice The entities that are or were responsible, as a bit set.
    function entitiesOf(bytes32 incidentId) external view returns (uint256);
    function keysNamedBy(bytes32 incidentId) external view returns (bytes32[] memory keyIds);
    function serviceLevelsOf(Severity severity) external view returns (ServiceLevels memory);

    /// @notice How many incidents count as severe: those of SEV1 or SEV2 that are not resolved, and one more for 24 hours
    /// after one was lowered from there.
    function openSevereIncidents() external view returns (uint256);
    function keyRegistry() external view returns (address);
    function emergencyController() external view returns (address);
}
