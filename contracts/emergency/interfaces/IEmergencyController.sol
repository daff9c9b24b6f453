// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISystemModes, Mode, Operation} from "./ISystemModes.sol";

/// @notice A system and the mode that it is to be put in.
struct Restriction {
    bytes32 systemId;
    Mode mode;
}

/// @notice Restrictions that were approved before they are needed, with the digest of the document that explains them.
struct Playbook {
    bytes32 digest;
    /// @dev For how long each system is held; cut to what the budget leaves.
    uint32 duration;
    /// @dev 1 or 2.
    uint8 severity;
    Restriction[] restrictions;
}

/**
 * @notice When each mode ends on a system; one slot. The first three are the Emergency Council's, the others what the
 * Sovereign Authority extended. The mode now is the strictest whose end lies ahead, in either half.
 */
struct ModeEnds {
    uint40 halted;
    uint40 readOnly;
    uint40 limited;
    uint40 extendedHalted;
    uint40 extendedReadOnly;
    uint40 extendedLimited;
}

/// @notice What was used up on a system, by incidents whose review is not accepted. Seconds.
struct BudgetUse {
    /// @dev Of the 72 h of restriction.
    uint32 strict;
    /// @dev Of the 12 h that are left to a council with an overdue review.
    uint32 reserve;
    /// @dev Of the 72 h of overrides.
    uint32 overrides;
}

/// @notice The review that an incident owes.
struct ReviewDebt {
    bool open;
    /// @dev The incident is known to the IncidentRegistry.
    bool registered;
    uint8 severity;
    uint40 openedAt;
    /// @dev 14 days after the last thing that owes it ends. It does not move once it has passed, and no restriction of
    /// the Emergency Council moves it beyond 21 days after `openedAt`.
    uint40 dueAt;
    /// @dev Zero when no narrative is owed: a restriction by playbook owes one within 24 hours.
    uint40 narrativeDueAt;
    /// @dev When a review was filed in time; zero if none was, or it was rejected.
    uint40 filedAt;
    address declaredBy;
    bytes32 reasonDigest;
}

/**
 * @title IEmergencyController
 * @notice Emergency power that expires. The Emergency Council restricts systems, for a time that is used up; the
 * Sovereign Authority extends, restores and overrides; each of these owes a post-incident review.
 * @dev "Emergency pause: 2-of-3 emergency council + post-incident review", "degraded-mode operations", "manual override
 * policy (with evidence logging)" of the source text.
 */
interface IEmergencyController is ISystemModes {
    // --------------------------------------------------------------------------------------------- Emergency Council

    /// @notice The head of a restriction: who, for which incident, why. One `SystemRestricted` for each system follows.
    event EmergencyDeclared(
        bytes32 indexed incidentId,
        address indexed safe,
        bytes32 indexed playbookId,
        uint8 severity,
        bytes32 reasonDigest,
        bytes32 safeTxHash,
        uint256 entities
    );
    /// @param strictUntil When the restriction ends and its step-down begins.
    /// @param limitedUntil When the council's `Limited` ends.
    /// @param charged Seconds taken from the budget, or from the reserve.
    event SystemRestricted(
        bytes32 indexed systemId,
        bytes32 indexed incidentId,
        Mode mode,
        uint40 strictUntil,
        uint40 limitedUntil,
        uint32 charged,
        bool fromReserve
    );
    /// @notice One of several systems needed no restriction or had no budget left; `reason` is the error's selector.
    event RestrictionSkipped(bytes32 indexed systemId, bytes32 indexed incidentId, bytes4 reason);
    event NarrativeFiled(bytes32 indexed incidentId, address indexed safe, bytes32 narrativeDigest);

    error NotStricter(bytes32 systemId, Mode mode, Mode given);
    error BudgetExhausted(bytes32 systemId, uint256 used, uint256 budget);
    error DurationOutOfBounds(uint32 duration, uint32 minimum, uint32 maximum);
    error RestrictionsMissing();
    error TooManyRestrictions(uint256 count, uint256 limit);
    error TooManySystems(bytes32 incidentId, uint256 limit);
    error SystemMissing();
    error IncidentMissing();
    error DigestMissing();
    error SeverityOutOfBounds(uint8 severity, uint8 mildest);
    error ModeNotAllowed(Mode mode);
    error UnknownPlaybook(bytes32 playbookId);
    error NarrativeNotOwed(bytes32 incidentId);

    /**
     * @notice Puts systems into stricter modes at once. EMERGENCY_COUNCIL.
     * @param duration Seconds; cut to what the budget of each system leaves (72 h, or a reserve of 12 h while a review
     * is overdue). `Limited` follows for as long again, after any mode: a milder restriction buys no less time.
     * @param severity 1 or 2. Of a known incident the more severe one counts.
     * @dev A single restriction that cannot be is refused with its own error. Of several, those that cannot be are
     * skipped and recorded, so that one exhausted budget does not keep the other systems running.
     */
    function restrict(
        Restriction[] calldata restrictions,
        uint32 duration,
        bytes32 incidentId,
        uint8 severity,
        bytes32 reasonDigest
    ) external;

    /// @notice {restrict} as a playbook says. The narrative is owed within 24 hours. EMERGENCY_COUNCIL.
    function invokePlaybook(bytes32 playbookId, bytes32 incidentId) external;

    /// @notice Files the narrative of a restriction by playbook. EMERGENCY_COUNCIL.
    function fileNarrative(bytes32 incidentId, bytes32 narrativeDigest) external;

    // ------------------------------------------------------------------------------------------ Sovereign Authority

    event RestrictionExtended(
        bytes32 indexed systemId,
        bytes32 indexed incidentId,
        address indexed safe,
        Mode mode,
        uint40 until,
        uint40 limitedUntil,
        bytes32 reasonDigest
    );
    event SystemRestored(bytes32 indexed systemId, address indexed safe, Mode mode, bytes32 reasonDigest);
    event BudgetRefilled(bytes32 indexed systemId, address indexed safe, bytes32 reasonDigest);
    event OverrideGranted(
        bytes32 indexed systemId,
        Operation indexed operation,
        bytes32 indexed incidentId,
        address safe,
        uint40 until,
        bytes32 evidenceDigest
    );
    event OverrideEnded(
        bytes32 indexed systemId,
        Operation indexed operation,
        address indexed safe,
        bytes32 reasonDigest
    );

    error NotRestricted(bytes32 systemId);
    error NotLooser(bytes32 systemId, Mode mode, Mode given);
    error StricterThanInForce(bytes32 systemId, Mode mode, Mode given);
    error ExtensionOutOfBounds(uint40 until, uint40 earliest, uint40 latest);
    error OverrideOutOfBounds(uint40 until, uint40 earliest, uint40 latest);
    error OverrideNotNeeded(bytes32 systemId, Operation operation);
    error OverrideBudgetExhausted(bytes32 systemId, uint256 used, uint256 asked, uint256 budget);
    error OverrideMissing(bytes32 systemId, Operation operation);
    error UnknownIncident(bytes32 incidentId);

    /// @notice Holds a restricted system in a mode no stricter than it is in, until later than it is held in it yet and
    /// for at most 30 days from now. After a stricter mode `Limited` follows for as long, at most 72 hours.
    /// SOVEREIGN_AUTHORITY.
    function extend(bytes32 systemId, Mode mode, uint40 until, bytes32 incidentId, bytes32 reasonDigest) external;

    /// @notice Loosens a system, to `Limited` or to `Normal`. SOVEREIGN_AUTHORITY.
    function restore(bytes32 systemId, Mode mode, bytes32 reasonDigest) external;

    /// @notice Gives the Emergency Council its whole budget and reserve on a system again; the budget of overrides stays
    /// what it is. SOVEREIGN_AUTHORITY.
    function refillBudget(bytes32 systemId, bytes32 reasonDigest) external;

    /// @notice Allows one operation on a restricted system for at most 24 hours, within 72 hours in all, up to the
    /// volume cap. The next restriction of the system ends it. SOVEREIGN_AUTHORITY.
    function grantOverride(
        bytes32 systemId,
        Operation operation,
        uint40 until,
        bytes32 incidentId,
        bytes32 evidenceDigest
    ) external;

    /// @notice Ends an override early. EMERGENCY_COUNCIL.
    function endOverride(bytes32 systemId, Operation operation, bytes32 reasonDigest) external;

    // ------------------------------------------------------------------------------------------------------ reviews

    event ReviewOwed(bytes32 indexed incidentId, uint40 dueAt, uint40 narrativeDueAt);
    event ReviewFiled(bytes32 indexed incidentId, uint40 filedAt);
    event ReviewRejected(bytes32 indexed incidentId);
    /// @notice The debt is paid; what the incident used of budgets is given back.
    event ReviewAccepted(bytes32 indexed incidentId);
    event IncidentRegistered(bytes32 indexed incidentId, address indexed by);
    /// @notice The IncidentRegistry did not take the incident, or did not hear what happened in it; anyone may register
    /// it later.
    event IncidentNotRegistered(bytes32 indexed incidentId);
    event EmergencyFixNoted(bytes32 indexed incidentId, bytes32 indexed changeId);

    error IncidentRegistryRequired(address caller);
    error ChangeManagerRequired(address caller);
    error IncidentAlreadyRegistered(bytes32 incidentId);
    error ReviewNotOwed(bytes32 incidentId);
    error IncidentRegistryMissing();
    error TargetOfNoSystem(address target);
    error SystemNotRestricted(bytes32 systemId);
    error SystemOfAnotherIncident(bytes32 systemId, bytes32 incidentId);

    /// @notice Registers an incident that owes a review and that the IncidentRegistry did not take when it was declared.
    /// Anyone, once.
    function registerIncident(bytes32 incidentId) external;

    /// @notice A review, interim or final, awaits its acceptance. In time, it keeps the debt from being overdue for 30
    /// more days; too late, it changes nothing, as for an incident that owes nothing here. IncidentRegistry only.
    function noteReviewFiled(bytes32 incidentId) external;

    /// @notice What was filed does not count. IncidentRegistry only.
    function noteReviewRejected(bytes32 incidentId) external;

    /// @notice Pays the debt and gives back what the incident used of budgets. IncidentRegistry only.
    function noteReviewAccepted(bytes32 incidentId) external;

    /// @notice An EmergencyFix ran: it owes a review. ChangeManager only.
    function noteEmergencyFix(bytes32 incidentId, bytes32 changeId) external;

    /**
     * @notice Reverts unless an EmergencyFix for the incident may touch all of `targets`: each belongs to a system that
     * is restricted now, for this incident, and the IncidentRegistry agrees (`IIncidentRegistry.requireFixable`).
     */
    function requireFixable(bytes32 incidentId, address[] calldata targets) external view;

    // ----------------------------------------------------------------------------------------------------- settings

    event IncidentRegistrySet(address indexed incidentRegistry);
    event PlaybookSet(bytes32 indexed playbookId, Playbook playbook);
    event PlaybookRemoved(bytes32 indexed playbookId);
    event SystemAssigned(address indexed target, bytes32 indexed systemId);
    event VolumeCapSet(bytes32 indexed systemId, uint128 perDay);

    error ContractRequired(address account);
    error PlaybookIdMissing();
    error VolumeCapOutOfBounds(uint128 perDay);

    /// @notice Another registry knows none of the incidents: those that owe a review can be registered again.
    function setIncidentRegistry(address incidentRegistry) external;

    /// @notice Enters a playbook, or replaces one.
    function setPlaybook(bytes32 playbookId, Playbook calldata playbook) external;
    function removePlaybook(bytes32 playbookId) external;

    /// @notice Says which system a contract belongs to; zero takes it out.
    function assignSystem(address target, bytes32 systemId) external;

    /// @notice What a system may move in 24 hours while it is not `Normal`, as a bucket that starts empty, holds this
    /// much and refills in 24 hours. Unset means nothing.
    function setVolumeCap(bytes32 systemId, uint128 perDay) external;

    // -------------------------------------------------------------------------------------------------------- views

    function modeEndsOf(bytes32 systemId) external view returns (ModeEnds memory);
    function budgetUseOf(bytes32 systemId) external view returns (BudgetUse memory);

    /// @notice Seconds for which the Emergency Council could restrict the system from now: what is left of budget or
    /// reserve, and what is paid already.
    function budgetLeft(bytes32 systemId) external view returns (uint256);

    /// @notice Until when the operation is allowed in any mode; zero if it is not.
    function overrideUntil(bytes32 systemId, Operation operation) external view returns (uint40);
    function debtOf(bytes32 incidentId) external view returns (ReviewDebt memory);

    /// @notice Whether any review or narrative is overdue; more than 32 open debts count as one.
    function isReviewOverdue() external view returns (bool);
    function openDebts() external view returns (bytes32[] memory incidentIds);
    function playbookOf(bytes32 playbookId) external view returns (Playbook memory);
    function volumeOf(bytes32 systemId) external view returns (uint128 perDay, uint256 available);
    function incidentRegistry() external view returns (address);

    /// @notice The RoleRegistry that says who may change settings.
    function authority() external view returns (address);
}
