// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Phase} from "./IProgramTerms.sol";

/**
 * @notice What a distributor submits: rows under a root, how many, how much, and by which rules.
 * @dev Leaf and tree are those of OpenZeppelin's `StandardMerkleTree.of(rows, ["uint256", "bytes32", "uint256"])`, a row
 * being (index, rowDigest, amount). `rowDigest` covers a random salt of at least 128 bits: a digest of personal data alone
 * can be guessed.
 */
struct BatchTerms {
    bytes32 programId;
    bytes32 root;
    /// @dev Rows; their indices are 0 to `count` − 1.
    uint32 count;
    /// @dev Sum of the rows' amounts, in the smallest unit.
    uint128 total;
    uint32 ruleSetVersion;
    uint32 period;
    bytes32 manifestDigest;
}

/// @notice A row of a batch, with the way from its leaf to the root.
struct Row {
    uint256 index;
    bytes32 rowDigest;
    uint256 amount;
    bytes32[] proof;
}

enum BatchStatus {
    None,
    Pending,
    Authorised,
    Rejected,
    Reconciled
}

struct Batch {
    bytes32 programId;
    bytes32 root;
    bytes32 manifestDigest;
    address submitter;
    /// @dev Entity for which it was submitted.
    uint8 distributor;
    BatchStatus status;
    uint32 count;
    uint32 ruleSetVersion;
    uint128 total;
    uint32 period;
    uint40 submittedAt;
    /// @dev When it was rejected or reconciled.
    uint40 closedAt;
    uint128 settled;
    /// @dev Amount of the rows that are not paid: exceptions that are open or were upheld.
    uint128 setAside;
    uint32 settledRows;
    uint32 rowsSetAside;
    /// @dev Of all kinds.
    uint32 openExceptions;
}

/// @notice One payment on the rail. `amount` is zero for a reference that nobody used.
struct Settlement {
    bytes32 batchId;
    uint128 amount;
    uint32 rows;
    bool reversed;
}

enum ExceptionKind {
    None,
    /// @dev A distributor could not pay, or must not: the amount is set aside.
    Undelivered,
    /// @dev An auditor objects to a row that is not paid: the amount is set aside.
    Objection,
    /// @dev An auditor objects to a row that was paid. Sets nothing aside.
    PaidInError
}

enum ExceptionStatus {
    None,
    Raised,
    Disputed,
    /// @dev The row is not paid, or should not have been. Final.
    Upheld,
    /// @dev The amount may be settled again.
    Dismissed,
    Withdrawn
}

struct RowException {
    ExceptionKind kind;
    ExceptionStatus status;
    /// @dev Entities.
    uint8 raisedBy;
    uint8 disputedBy;
    uint40 raisedAt;
    /// @dev Set aside; none by a finding about a row that was paid.
    uint128 amount;
}

/// @notice What is left of a batch at its end: settled + exceptions + residual = total.
struct Reconciliation {
    uint128 settled;
    uint128 exceptions;
    /// @dev Neither settled nor set aside: given up, and back in the budget.
    uint128 residual;
    bytes32 reportDigest;
}

/// @notice Of one programme, since the beginning; as large as the sums of the events.
struct DistributionVolume {
    /// @dev Batches that were authorised, their rows and their amount.
    uint64 batches;
    uint64 rows;
    uint128 authorised;
    /// @dev Less what was reversed.
    uint128 settled;
    /// @dev Set aside: exceptions that are open or were upheld.
    uint128 exceptions;
    /// @dev Given up when batches were reconciled.
    uint128 residual;
}

/**
 * @title IDistributionLedger
 * @notice Who distributes how much, by which rules, within which budget, and what became of it: without a word about
 * anybody.
 *
 *   submit ─┬─ within the day's threshold ─▶ Authorised ──reconcile──▶ Reconciled
 *           │                                    ▲    settle, exceptions
 *           └─ larger ─▶ Pending ──authorise─────┘
 *                           └──────reject──────▶ Rejected
 *
 * Budget, caps of the phase and volume belong to authorised batches. A pending one holds nothing, and is void when its
 * period ends, its rule set is replaced, its entity is withdrawn or its submitter loses the role.
 *
 * @dev "Program authority: approves large batch distributions, manages program budgets and reconciliation", "distribution
 * manifests, settlement references, reconciliation reports", "exceptions log" of the source text.
 */
interface IDistributionLedger {
    error DigestMissing();
    error EntityRequired(address account);
    error UnknownBatch(bytes32 batchId);
    error UnexpectedBatchStatus(bytes32 batchId, BatchStatus status);

    // ----------------------------------------------------------------------------------------- budget and threshold

    event BudgetSet(bytes32 indexed programId, uint128 budget, bytes32 approvalDigest);
    event ApprovalThresholdSet(bytes32 indexed programId, uint128 perDay);

    error BudgetOutOfBounds(uint128 budget, uint128 minimum, uint128 maximum);
    error BudgetBelowCommitted(bytes32 programId, uint128 budget, uint128 committed);
    error ThresholdOutOfBounds(uint128 perDay, uint128 minimum, uint128 maximum);

    /**
     * @notice Sets what a programme may spend altogether; raising it needs a mode that allows configuring. Sovereign
     * Authority.
     * @param budget In the smallest unit; never below what is committed.
     */
    function setBudget(bytes32 programId, uint128 budget, bytes32 approvalDigest) external;

    /**
     * @notice Sets how much the batches of a day may sum up to without the Program Authority's Safe, of all distributors
     * together; raising it needs a mode that allows configuring. Program Authority's Safe.
     * @dev Never set, each batch needs the Safe. What is set anew starts empty and fills in a day: up to twice of it passes
     * within 24 hours after a quiet day, never more.
     */
    function setApprovalThreshold(bytes32 programId, uint128 perDay) external;

    // --------------------------------------------------------------------------------------------------- batches

    /// @param distributor Entity of the submitter.
    event BatchSubmitted(
        bytes32 indexed batchId,
        bytes32 indexed programId,
        uint8 indexed distributor,
        address submitter,
        BatchTerms terms
    );
    /// @param by The submitter, within the threshold, or the Program Authority's Safe.
    event BatchAuthorised(
        bytes32 indexed batchId,
        bytes32 indexed programId,
        address indexed by,
        uint32 count,
        uint128 total,
        uint32 period
    );
    event BatchRejected(bytes32 indexed batchId, bytes32 indexed programId, address indexed by, bytes32 reasonDigest);

    error ProgramClosedToBatches(bytes32 programId);
    error PhaseDistributesNothing(bytes32 programId, Phase phase);
    error DistributorNotAuthorised(bytes32 programId, uint8 entity);
    error ProgramNotStarted(bytes32 programId);
    error RuleSetNotInForce(bytes32 programId, uint32 version, uint32 inForce);
    error PeriodNotCurrent(bytes32 programId, uint32 period, uint32 current);
    error CountOutOfBounds(uint32 count, uint32 minimum, uint32 maximum);
    error TotalMissing();
    /// @notice So many rows cannot be granted so much.
    error TotalAboveRowMaximum(uint128 total, uint256 maximum);
    error RootAlreadySubmitted(bytes32 root, bytes32 batchId);
    error ParticipantsAboveCap(bytes32 programId, uint32 period, uint256 participants, uint32 cap);
    error AmountAboveCap(bytes32 programId, uint32 period, uint256 amount, uint128 cap);
    error BudgetExceeded(bytes32 programId, uint256 committed, uint128 budget);
    error ManifestDiffers(bytes32 batchId, bytes32 manifestDigest, bytes32 submittedDigest);
    /// @notice Who submitted it may not submit any more, or no longer for that entity.
    error SubmitterStoodDown(bytes32 batchId, address submitter);

    /**
     * @notice Submits a batch. Authorises it if the day's threshold has room, else it waits for the Program Authority's
     * Safe. DISTRIBUTION_OPERATOR of an entity that the programme authorises, while the service and the programme may
     * distribute.
     * @return batchId See {batchIdOf}.
     */
    function submitBatch(BatchTerms calldata terms) external returns (bytes32 batchId);

    /**
     * @notice Authorises a pending batch, of which everything is asked again. Program Authority's Safe, while the service
     * and the programme may distribute.
     * @param manifestDigest Of the manifest that the signers have read.
     */
    function authoriseBatch(bytes32 batchId, bytes32 manifestDigest) external;

    /// @notice Refuses a pending batch, in every mode. PROGRAM_AUTHORITY, for the programme's authority.
    function rejectBatch(bytes32 batchId, bytes32 reasonDigest) external;

    // ------------------------------------------------------------------------------------------------ settlement

    event BatchSettled(
        bytes32 indexed batchId,
        bytes32 indexed programId,
        bytes32 indexed settlementReference,
        address by,
        uint128 amount,
        uint32 rows
    );
    event SettlementReversed(
        bytes32 indexed batchId,
        bytes32 indexed programId,
        bytes32 indexed settlementReference,
        address by,
        uint128 amount,
        uint32 rows,
        bytes32 reasonDigest
    );

    error ReferenceMissing();
    error AmountMissing();
    error ReferenceAlreadyUsed(bytes32 settlementReference, bytes32 batchId);
    error UnknownReference(bytes32 settlementReference);
    error SettlementAlreadyReversed(bytes32 settlementReference);
    error AmountExceedsBatch(bytes32 batchId, uint256 amount, uint256 outstanding);
    error RowsExceedBatch(bytes32 batchId, uint256 rows, uint256 outstanding);

    /**
     * @notice Records a payment on the rail. TREASURY_OPERATOR, while the service and the programme may settle.
     * @param settlementReference Of the rail; counts once in the whole ledger, for ever.
     * @param rows How many rows are complete with it, of those neither complete nor set aside. None, for a part of a row.
     */
    function settle(bytes32 batchId, bytes32 settlementReference, uint128 amount, uint32 rows) external;

    /// @notice Takes a settlement back that came back or was never made, in every mode. TREASURY_OPERATOR.
    function reverseSettlement(bytes32 settlementReference, bytes32 reasonDigest) external;

    // ------------------------------------------------------------------------------------------------ exceptions

    event ExceptionRaised(
        bytes32 indexed batchId,
        uint256 indexed index,
        uint8 indexed entity,
        ExceptionKind kind,
        bytes32 rowDigest,
        uint256 amount,
        bytes32 reasonDigest
    );
    event ExceptionDisputed(
        bytes32 indexed batchId,
        uint256 indexed index,
        uint8 indexed entity,
        bytes32 evidenceDigest
    );
    /// @param outcome `Upheld` or `Dismissed`.
    event ExceptionResolved(
        bytes32 indexed batchId,
        uint256 indexed index,
        address indexed by,
        ExceptionStatus outcome,
        bytes32 decisionDigest
    );
    event FindingWithdrawn(bytes32 indexed batchId, uint256 indexed index, uint8 indexed entity, bytes32 reasonDigest);

    error IndexOutOfBounds(bytes32 batchId, uint256 index, uint32 count);
    error NotInBatch(bytes32 batchId, uint256 index);
    error ExceptionIsOpen(bytes32 batchId, uint256 index);
    error ExceptionIsFinal(bytes32 batchId, uint256 index);
    error ExceptionNotOpen(bytes32 batchId, uint256 index, ExceptionStatus status);
    error AlreadyDisputed(bytes32 batchId, uint256 index, uint8 entity);
    error DisputesItself(bytes32 batchId, uint256 index, uint8 entity);
    error NotAnOutcome(ExceptionStatus outcome);
    error FindingCannotBeDismissed(bytes32 batchId, uint256 index);
    error JudgesItself(bytes32 batchId, uint256 index, uint8 entity);
    error NotAFinding(bytes32 batchId, uint256 index);
    error FindingOfAnother(bytes32 batchId, uint256 index, uint8 raisedBy, uint8 entity);
    error TooManyFindings(bytes32 batchId, uint8 entity, uint32 limit);

    /**
     * @notice Sets the amount of a row aside that cannot or must not be paid, in every mode. DISTRIBUTION_OPERATOR of an
     * entity that the programme authorises.
     */
    function raiseException(bytes32 batchId, Row calldata row, bytes32 reasonDigest) external;

    /**
     * @notice An auditor's finding about a row; the batch does not close while it is open. AUDITOR, in every mode.
     * @dev An entity of auditors raises at most 200 on a batch, withdrawn ones included: what a stolen or lying key holds
     * up, so many decisions clear.
     * @param paid Whether the row was paid. If not, its amount is set aside; a row that exceeds what is outstanding was
     * paid, or the batch's total is false.
     */
    function raiseFinding(bytes32 batchId, Row calldata row, bool paid, bytes32 reasonDigest) external;

    /**
     * @notice Contests an open exception that another entity raised, once. DISTRIBUTION_OPERATOR of an entity that the
     * programme authorises.
     */
    function disputeException(bytes32 batchId, uint256 index, bytes32 evidenceDigest) external;

    /**
     * @notice Decides an open exception. PROGRAM_AUTHORITY, for the programme's authority; never by an entity that raised
     * or disputed it. A finding can only be upheld: it is the auditor's to withdraw, or the Sovereign Authority's to
     * overrule.
     * @param outcome `Upheld` or `Dismissed`.
     */
    function resolveException(bytes32 batchId, uint256 index, ExceptionStatus outcome, bytes32 decisionDigest) external;

    /// @notice Decides any open exception, where nobody else may or will. Sovereign Authority.
    function overruleException(
        bytes32 batchId,
        uint256 index,
        ExceptionStatus outcome,
        bytes32 decisionDigest
    ) external;

    /// @notice Takes an own finding back. AUDITOR of the entity that raised it.
    function withdrawFinding(bytes32 batchId, uint256 index, bytes32 reasonDigest) external;

    // -------------------------------------------------------------------------------------------- reconciliation

    event BatchReconciled(
        bytes32 indexed batchId,
        bytes32 indexed programId,
        address indexed by,
        uint128 settled,
        uint128 exceptions,
        uint128 residual,
        bytes32 reportDigest
    );

    error SettledDiffers(bytes32 batchId, uint128 settled, uint128 recorded);
    error ExceptionsDiffer(bytes32 batchId, uint128 exceptions, uint128 recorded);
    error ResidualDiffers(bytes32 batchId, uint128 residual, uint128 recorded);
    error ExceptionsOpen(bytes32 batchId, uint32 open);
    error ResidualNeedsCouncil(bytes32 batchId, uint128 residual);
    error ReconcilesItself(bytes32 batchId, uint8 entity);

    /**
     * @notice Closes a batch for ever of which nothing is outstanding. What was not settled is back in the budget.
     * PROGRAM_AUTHORITY, for the programme's authority; never by the entity that submitted it.
     */
    function reconcile(bytes32 batchId, Reconciliation calldata figures) external;

    /**
     * @notice {reconcile} that may give up a residual: also what ends a batch that should never have been. Program
     * Authority's Safe.
     */
    function writeOff(bytes32 batchId, Reconciliation calldata figures) external;

    // ----------------------------------------------------------------------------------------------------- views

    /// @notice The system whose mode governs the ledger as a whole: the service "distribution".
    function systemId() external view returns (bytes32);

    /// @notice The register of programmes that it asks.
    function programs() external view returns (address);

    /// @notice Id of a batch: `keccak256(abi.encode(chain id, ledger, distributor, terms))`. It covers all of its terms.
    function batchIdOf(uint8 distributor, BatchTerms calldata terms) external view returns (bytes32);

    /// @notice The batch that was submitted with a root; zero for none.
    function batchWith(bytes32 root) external view returns (bytes32 batchId);

    /// @notice All zero for an unknown batch.
    function batchOf(bytes32 batchId) external view returns (Batch memory);

    function settlementOf(bytes32 settlementReference) external view returns (Settlement memory);

    /// @notice The last exception of a row.
    function exceptionOf(bytes32 batchId, uint256 index) external view returns (RowException memory);

    /// @notice How many findings an entity of auditors has raised on a batch.
    function findingsOf(bytes32 batchId, uint8 entity) external view returns (uint32);

    /// @return budget Zero until it is set.
    /// @return committed Totals of the batches that are open, and what was settled of the others.
    function budgetOf(bytes32 programId) external view returns (uint128 budget, uint128 committed);

    /// @return perDay Zero until it is set.
    /// @return available What may be authorised now without the Program Authority's Safe.
    function approvalThresholdOf(bytes32 programId) external view returns (uint128 perDay, uint256 available);

    /// @notice What was authorised in a period, less residuals.
    function periodUseOf(bytes32 programId, uint32 period) external view returns (uint32 participants, uint128 amount);

    /// @notice "Distribution volume (by program)" of the source text.
    function volumeOf(bytes32 programId) external view returns (DistributionVolume memory);
}
