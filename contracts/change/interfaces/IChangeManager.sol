// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Classes of change ("Change categories" and "Example approval policy" of the source text).
enum ChangeClass {
    DocOnly,
    ConfigOnly,
    RoutineUpgrade,
    HighRiskUpgrade,
    BridgeParameter,
    EmergencyFix
}

/// @notice Where a change stands. `Ready` and `Expired` follow from the clock and are never stored.
enum ChangeStatus {
    None,
    Proposed,
    Queued,
    Ready,
    Executed,
    RolledBack,
    Cancelled,
    Objected,
    Expired
}

struct Call {
    address target;
    uint256 value;
    bytes data;
}

/// @notice Digests of the documents that every change needs. None may be zero.
struct Artifacts {
    bytes32 request;
    bytes32 securityImpact;
    bytes32 availabilityImpact;
    bytes32 privacyImpact;
    bytes32 rollbackPlan;
}

/// @notice Code that must be the same when the change executes. `implementation` is zero for a plain contract.
struct Pin {
    address account;
    bytes32 codehash;
    address implementation;
    bytes32 implementationCodehash;
}

/// @notice All of a change. Its id is the hash of all of this, bound to chain, contract and proposer.
struct Change {
    ChangeClass class;
    /// @dev The proposer declares that the change cannot be undone by calls; `rollback` is then empty.
    bool irreversible;
    Call[] calls;
    Call[] rollback;
    Artifacts artifacts;
    Pin[] pins;
    bytes32 incident;
    bytes32 salt;
    string version;
    string uri;
}

/// @notice What a class of change needs. Times in seconds.
struct ApprovalPolicy {
    uint8 approverRole;
    /// @dev Zero for none; signers of the two approvals must then come from disjoint entities.
    uint8 secondApproverRole;
    uint8 minSigners;
    bool needsAcknowledgement;
    /// @dev Constituencies that must all have signed, besides those that the guard demands of the council.
    uint32 constituencies;
    uint32 approvalWindow;
    uint32 delay;
    uint32 executionWindow;
    uint32 rollbackWindow;
    /// @dev Zero when no maintenance window is asked for; else the notice with which it must have been announced.
    uint32 maintenanceNotice;
}

/// @dev One slot a change.
struct ChangeRecord {
    ChangeStatus status;
    ChangeClass class;
    uint8 flags;
    uint24 policyVersion;
    /// @dev Absolute times, so that no later setting revives an expired change.
    uint40 approveBy;
    uint40 readyAt;
    /// @dev Before execution: executeBy. After: rollbackUntil.
    uint40 deadline;
    uint8 councilId;
    /// @dev Epoch of the Safe's owners plus epoch of its seats: it moves when either does.
    uint24 epoch;
    uint8 secondCouncilId;
    uint24 secondEpoch;
    /// @dev How often approvals were taken back: vetoed or withdrawn (two each), or because they were void.
    uint8 round;
    /// @dev After execution: where the change lies on its targets; see `Supersession`.
    uint24 layer;
}

/**
 * @title IChangeManager
 * @notice How anything changes: proposed with its paperwork, approved by Safes, delayed, executed, reversible.
 */
interface IChangeManager {
    // ------------------------------------------------------------------------------------------------------ events

    event ChangeProposed(
        bytes32 indexed id,
        address indexed proposer,
        ChangeClass indexed changeClass,
        uint40 approveBy,
        Change change
    );
    event ChangeApproved(
        bytes32 indexed id,
        address indexed safe,
        uint64 indexed role,
        bytes32 safeTxHash,
        uint24 epoch,
        uint256 entities
    );
    event ChangeQueued(bytes32 indexed id, uint24 policyVersion, uint40 readyAt, uint40 executeBy);
    event ChangeVetoed(bytes32 indexed id, address indexed safe, uint64 indexed role, bytes32 reasonDigest);
    event ApprovalWithdrawn(bytes32 indexed id, address indexed safe, uint64 indexed role, bytes32 reasonDigest);
    event ChangeCancelled(bytes32 indexed id, address indexed proposer);
    event ChangeAcknowledged(
        bytes32 indexed id,
        address indexed monitor,
        uint256 observedBlock,
        bytes32 observedHash,
        bytes32 metricsDigest
    );
    event ChangeObjected(bytes32 indexed id, address indexed monitor, bytes32 reasonDigest);
    /// @notice The deployment log entry that the source text asks for: time, operator, version.
    event ChangeExecuted(
        bytes32 indexed id,
        address indexed executor,
        ChangeClass indexed changeClass,
        uint256 windowId,
        uint40 executedAt,
        uint40 rollbackUntil,
        string version
    );
    event ChangeRolledBack(bytes32 indexed id, address indexed safe, uint64 indexed role, bytes32 reasonDigest);
    event PolicySet(ChangeClass indexed changeClass, uint24 indexed version, uint40 effectiveAt, ApprovalPolicy policy);
    event MaintenanceCalendarSet(address indexed calendar);

    // ------------------------------------------------------------------------------------------------------ errors

    error UnknownChange(bytes32 id);
    error ChangeAlreadyExists(bytes32 id);
    error UnexpectedStatus(bytes32 id, ChangeStatus status);
    error ClassMismatch(bytes32 id, ChangeClass changeClass, ChangeClass given);
    error IncidentMissing();
    error ArtifactMissing(string artifact);
    error VersionMissing();
    error RollbackMissing();
    error RollbackNotAllowed();
    error CallsMissing();
    error CallsNotAllowed(ChangeClass changeClass);
    error TooManyCalls(uint256 count, uint256 limit);
    error TooManyPins(uint256 count, uint256 limit);

    error ApprovalExpired(bytes32 id, uint256 notAfter);
    error ApprovalHorizonTooFar(uint256 notAfter, uint256 latest);
    error RoundMismatch(bytes32 id, uint8 round, uint8 given);
    /// @notice Approvals were taken back too often: the change can only be proposed anew.
    error RoundsExhausted(bytes32 id, uint8 last);
    error AlreadyApproved(bytes32 id, address safe);
    error ApproverRequired(bytes32 id, address safe);
    error TooFewSigners(address safe, uint256 signers, uint256 required);
    error SharedEntity(bytes32 id, uint256 entities);
    error ApprovalVoidByPolicy(bytes32 id, uint24 approvedVersion, uint24 currentVersion);
    error ApprovalVoidByEpoch(bytes32 id, address safe, uint24 approvedEpoch, uint24 currentEpoch);
    error AlreadyVetoed(bytes32 id, uint64 role);
    error ReasonMissing();

    error NotReady(bytes32 id, uint256 readyAt);
    error WindowClosed(bytes32 id, uint256 deadline);
    /// @notice A later change touched the target: `top` is its layer.
    error RollbackSuperseded(bytes32 id, address target, uint256 layer, uint256 top);
    error Irreversible(bytes32 id);
    error ValueMismatch(uint256 sent, uint256 required);
    error ReentrantExecution(bytes32 idInProgress);
    error MaintenanceWindowRequired(bytes32 id);
    error MaintenanceWindowClosed(uint256 windowId);

    error UnknownBlock(uint256 observedBlock);
    error AcknowledgementMissing(bytes32 id);
    /// @notice The approvals that it followed were taken back.
    error AcknowledgementOfAnotherRound(bytes32 id, uint8 round, uint8 given);
    error AcknowledgementStale(bytes32 id, uint256 acknowledgedAt);
    error AcknowledgementNotAsked(ChangeClass changeClass);
    error MetricsMissing();

    error ApproverNotAllowed(ChangeClass changeClass, string field, uint8 role);
    error AcknowledgementFixed(ChangeClass changeClass, bool needed);
    error ConstituenciesOutOfBounds(ChangeClass changeClass, uint32 given, uint32 required, uint32 known);
    /// @notice No council could give what the policy asks of `role`: there is none, or its threshold or its own
    /// constituencies ask for less ("council", "minSigners", "constituencies").
    error PolicyCannotBeMet(ChangeClass changeClass, uint8 role, string unmet);
    error PolicyOutOfBounds(ChangeClass changeClass, string field, uint256 value, uint256 minimum, uint256 maximum);

    // --------------------------------------------------------------------------------------------------- lifecycle

    /// @notice Puts a change and its paperwork on the record. CHANGE_PROPOSER.
    function propose(Change calldata change) external returns (bytes32 id);

    /**
     * @notice Approves as a council. Anyone who holds the role that the class's policy names.
     * @param round What {roundOf} answers: signatures given before a veto, or before approvals became void, do not count
     * after it.
     * @param notAfter Kills signatures gathered long ago: the approval reverts later than this time.
     */
    function approve(bytes32 id, ChangeClass changeClass, uint8 round, uint40 notAfter) external;

    /**
     * @notice Sends a queued change back to Proposed. The Emergency Council and the Sovereign Authority, each once a
     * change: renewed approvals have a fresh window and wait twice the delay. An approving Safe, as often as it likes:
     * that withdraws its approval, spends no veto, and changes neither window nor delay.
     */
    function veto(bytes32 id, uint64 asRole, bytes32 reasonDigest) external;

    /// @notice Withdraws an own proposal that no council has approved yet. Its id follows from the caller.
    function cancel(Change calldata change) external;

    /// @notice Confirms that monitoring looked and saw no reason against the change. MONITOR, once the approvals are
    /// complete; void with them.
    function acknowledge(bytes32 id, uint256 observedBlock, bytes32 metricsDigest) external;

    /// @notice Kills a change that needs monitoring's acknowledgement. MONITOR.
    function object(bytes32 id, bytes32 reasonDigest) external;

    /// @notice Executes. CHANGE_EXECUTOR. `windowId` is 0 when the policy asks for no maintenance window.
    function execute(Change calldata change, address proposer, uint256 windowId) external payable;

    /// @notice Runs the committed rollback. Its approvers or the Emergency Council.
    function rollback(Change calldata change, address proposer, uint64 asRole, bytes32 reasonDigest) external;

    // --------------------------------------------------------------------------------------------------- settings

    function setPolicy(ChangeClass changeClass, ApprovalPolicy calldata policy) external;
    function setMaintenanceCalendar(address calendar) external;

    // ------------------------------------------------------------------------------------------------------- views

    function hashChange(Change calldata change, address proposer) external view returns (bytes32);
    function recordOf(bytes32 id) external view returns (ChangeRecord memory);
    function statusOf(bytes32 id) external view returns (ChangeStatus);

    /// @notice The round that an approval given now must name: the next one when the approvals at hand are void.
    function roundOf(bytes32 id) external view returns (uint8);
    function policyOf(ChangeClass changeClass) external view returns (ApprovalPolicy memory policy, uint24 version);
    function pendingPolicyOf(
        ChangeClass changeClass
    ) external view returns (ApprovalPolicy memory policy, uint40 effectiveAt);

    /// @notice The layer of the last executed change of `target` that was not rolled back; 0 for none.
    function topLayer(address target) external view returns (uint256);
    function acknowledgementOf(
        bytes32 id
    ) external view returns (uint40 acknowledgedAt, uint64 observedBlock, bytes32 metricsDigest);
    function maintenanceCalendar() external view returns (address);

    /// @notice Id of the change that is executing or rolling back now; zero outside.
    function changeInProgress() external view returns (bytes32);
}
