// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramTerms, Phase} from "./IProgramTerms.sol";

/// @notice How much of a programme its rail shows ("what privacy level each program requires").
enum PrivacyMode {
    None,
    Public,
    Private
}

/// @notice Papers that must exist before a phase begins; {IProgramRegistry} says which for which.
enum Requirement {
    None,
    StakeholderMap,
    PrivacyRequirements,
    GovernanceAndCustody,
    PilotControls,
    PilotMonitoring,
    ServiceLevels,
    AuditProgramme,
    Integrations
}

/// @notice What is fixed when a programme is registered, but for the two digests, which may be renewed.
struct ProgramTerms {
    /// @dev Entity that governs it, a holder of PROGRAM_AUTHORITY.
    uint8 authority;
    PrivacyMode privacy;
    bytes32 metadataDigest;
    bytes32 legalApprovalDigest;
    /// @dev When its first period begins.
    uint40 startsAt;
    /// @dev Seconds. Periods follow each other without a gap.
    uint32 periodLength;
}

/// @notice The most that a phase distributes within one period.
struct PhaseCaps {
    /// @dev Rows: who is paid twice in a period counts twice.
    uint32 maxParticipants;
    /// @dev In the smallest unit of what the programme distributes.
    uint128 maxAmount;
}

struct Program {
    Phase phase;
    PrivacyMode privacy;
    uint8 authority;
    uint40 startsAt;
    uint32 periodLength;
    /// @dev Zero while it is open.
    uint40 closedAt;
    /// @dev Of the rule set in force; zero before the first.
    uint32 ruleSetVersion;
    PhaseCaps caps;
    /// @dev Authorised entities, as a bit set.
    uint256 entities;
    bytes32 metadataDigest;
    bytes32 legalApprovalDigest;
}

struct RuleSet {
    /// @dev Of eligibility, caps and schedule.
    bytes32 digest;
    uint128 rowMaximum;
    uint40 publishedAt;
}

/**
 * @title IProgramRegistry
 * @notice Which programmes exist, who governs them, by which rules, who may distribute for them, and how far they are.
 *
 *   Assessment ──▶ Pilot ──▶ Expansion ──▶ FullIntegration      one step at a time, by the Sovereign Authority
 *
 *   before the step to   must be recorded                                      because, in the source text,
 *   Pilot                StakeholderMap, PrivacyRequirements,                  an assessment maps, defines privacy and
 *                        GovernanceAndCustody,                                 custody; and a pilot is limited, watched
 *                        PilotControls, PilotMonitoring                        and controlled by hand from its first day
 *   Expansion            ServiceLevels, AuditProgramme                         "production-grade SLAs and audits"
 *   FullIntegration      Integrations                                          "connect to broader government services"
 *
 * What a phase works by is thus there before it begins. The Sovereign Authority registers programmes, advances them and
 * closes them; the Program Authority publishes rules and authorises entities, with its Safe; what only adds paper or
 * takes power away, one account of the programme's own authority may do.
 *
 * @dev "Policy governance" of the source text: what programs exist, what rules apply, what privacy level each requires,
 * which entities are authorized; program policies, rule definitions, legal approvals.
 */
interface IProgramRegistry is IProgramTerms {
    error ProgramIdMissing();
    error DigestMissing();
    error ProgramAlreadyRegistered(bytes32 programId);
    error ProgramIsClosed(bytes32 programId, uint40 closedAt);

    // ------------------------------------------------------------------------------------------------ programmes

    event ProgramRegistered(
        bytes32 indexed programId,
        uint8 indexed authority,
        PrivacyMode privacy,
        bytes32 metadataDigest,
        bytes32 legalApprovalDigest,
        uint40 startsAt,
        uint32 periodLength
    );
    event ProgramMetadataRecorded(bytes32 indexed programId, address indexed by, bytes32 digest);
    event LegalApprovalRecorded(bytes32 indexed programId, address indexed by, bytes32 digest);
    event ProgramClosed(bytes32 indexed programId, bytes32 reasonDigest);

    error PrivacyModeMissing();
    error NotAProgramAuthority(uint8 entity);
    error StartOutOfBounds(uint40 startsAt, uint256 earliest, uint256 latest);
    error PeriodLengthOutOfBounds(uint32 periodLength, uint32 minimum, uint32 maximum);

    /**
     * @notice Registers a programme in the phase Assessment. Sovereign Authority, while its system may be configured.
     * @dev Its schedule is fixed for ever: another one would begin a new period, and with it new caps.
     * @param programId Chosen by the caller, for example the digest of its name.
     */
    function registerProgram(bytes32 programId, ProgramTerms calldata terms) external;

    /// @notice Records the metadata of a programme. PROGRAM_AUTHORITY, for the programme's authority.
    function recordMetadata(bytes32 programId, bytes32 digest) external;

    /// @notice Records a legal or regulatory approval. PROGRAM_AUTHORITY, for the programme's authority.
    function recordLegalApproval(bytes32 programId, bytes32 digest) external;

    /// @notice Ends a programme for ever, in every mode. Batches that are open go on. Sovereign Authority.
    function closeProgram(bytes32 programId, bytes32 reasonDigest) external;

    // -------------------------------------------------------------------------------------------------- entities

    event EntityAuthorised(bytes32 indexed programId, uint8 indexed entity, bytes32 approvalDigest);
    event EntityWithdrawn(bytes32 indexed programId, uint8 indexed entity, address indexed by, bytes32 reasonDigest);

    error UnknownEntity(uint8 entity);
    error EntityAlreadyAuthorised(bytes32 programId, uint8 entity);
    error EntityNotAuthorised(bytes32 programId, uint8 entity);

    /// @notice Lets an entity distribute for a programme. Program Authority's Safe, while it may be configured.
    function authoriseEntity(bytes32 programId, uint8 entity, bytes32 approvalDigest) external;

    /// @notice Takes that back, in every mode. PROGRAM_AUTHORITY, for the programme's authority.
    function withdrawEntity(bytes32 programId, uint8 entity, bytes32 reasonDigest) external;

    // ------------------------------------------------------------------------------------------------- rule sets

    event RuleSetPublished(
        bytes32 indexed programId,
        uint32 indexed version,
        bytes32 digest,
        uint128 rowMaximum,
        string uri
    );

    error RuleSetVersionMoved(bytes32 programId, uint32 version, uint32 expectedVersion);
    error RuleSetUnchanged(bytes32 programId, bytes32 digest);
    error RowMaximumOutOfBounds(uint128 rowMaximum, uint128 minimum, uint128 maximum);

    /**
     * @notice Puts new rules in force: batches that are not authorised yet are refused from now on. Program Authority's
     * Safe, while it may be configured.
     * @param expectedVersion The one in force, zero before the first: what was signed for one state changes no other.
     * @param rowMaximum The most that one row may grant, in the smallest unit.
     * @param uri Where the rules may be had; at most 512 bytes.
     */
    function publishRuleSet(
        bytes32 programId,
        uint32 expectedVersion,
        bytes32 digest,
        uint128 rowMaximum,
        string calldata uri
    ) external;

    // ---------------------------------------------------------------------------------------------------- phases

    event RequirementRecorded(
        bytes32 indexed programId,
        Requirement indexed requirement,
        address indexed by,
        bytes32 digest
    );
    /// @param requirementsDigest As {requirementsDigest}: the papers on which it was decided.
    event PhaseAdvanced(
        bytes32 indexed programId,
        Phase indexed phase,
        uint32 maxParticipants,
        uint128 maxAmount,
        bytes32 requirementsDigest,
        bytes32 decisionDigest
    );
    event PhaseCapsSet(
        bytes32 indexed programId,
        Phase indexed phase,
        uint32 maxParticipants,
        uint128 maxAmount,
        bytes32 decisionDigest
    );

    error RequirementUnspecified();
    error PhaseOutOfOrder(bytes32 programId, Phase phase, Phase to);
    error PhaseWithoutCaps(bytes32 programId, Phase phase);
    /// @notice The first that is missing.
    error RequirementMissing(bytes32 programId, Phase to, Requirement requirement);
    /// @notice A paper was replaced after the decision.
    error RequirementsMoved(bytes32 programId, bytes32 requirementsDigest, bytes32 expectedDigest);
    error ParticipantsCapOutOfBounds(uint32 maxParticipants, uint32 minimum, uint32 maximum);
    error AmountCapOutOfBounds(uint128 maxAmount, uint128 minimum, uint128 maximum);

    /// @notice Records a paper, or a later version of it. PROGRAM_AUTHORITY, for the programme's authority.
    function recordRequirement(bytes32 programId, Requirement requirement, bytes32 digest) external;

    /**
     * @notice Takes a programme to its next phase. Sovereign Authority, while its system may be configured.
     * @param caps For each period of the new phase. What the present period has used so far counts.
     * @param requirementsDigest_ {requirementsDigest} of the papers that were read.
     */
    function advancePhase(
        bytes32 programId,
        Phase to,
        PhaseCaps calldata caps,
        bytes32 requirementsDigest_,
        bytes32 decisionDigest
    ) external;

    /// @notice Sets the caps of the present phase; raising one needs a mode that allows configuring. Sovereign Authority.
    function setPhaseCaps(bytes32 programId, PhaseCaps calldata caps, bytes32 decisionDigest) external;

    // ----------------------------------------------------------------------------------------------------- views

    /// @notice The system by which the programme alone can be restricted.
    function systemOf(bytes32 programId) external pure returns (bytes32);

    /// @notice All zero for an unknown programme.
    function programOf(bytes32 programId) external view returns (Program memory);

    function isAuthorised(bytes32 programId, uint8 entity) external view returns (bool);

    /// @notice A rule set by its version, from 1; all zero for none. Versions are kept for ever.
    function ruleSetOf(bytes32 programId, uint32 version) external view returns (RuleSet memory);

    /// @notice The present period, from 1; zero before the programme starts.
    function periodOf(bytes32 programId) external view returns (uint32);

    /// @notice Digest of a recorded paper; zero for none.
    function requirementOf(bytes32 programId, Requirement requirement) external view returns (bytes32);

    /// @notice What the step to a phase demands.
    function requirementsFor(Phase to) external pure returns (Requirement[] memory);

    /// @notice What the step to a phase demands and nobody has recorded.
    function missingRequirements(bytes32 programId, Phase to) external view returns (Requirement[] memory);

    /// @notice `keccak256(abi.encode(digests))` of the papers that the step demands, in their order, as a `bytes32[]`.
    function requirementsDigest(bytes32 programId, Phase to) external view returns (bytes32);
}
