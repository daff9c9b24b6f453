// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Batch,
    BatchStatus,
    BatchTerms,
    DistributionVolume,
    ExceptionKind,
    ExceptionStatus,
    IDistributionLedger,
    Reconciliation,
    Row,
    RowException,
    Settlement
} from "./interfaces/IDistributionLedger.sol";
import {DistributionTerms, IProgramTerms} from "./interfaces/IProgramTerms.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Operation} from "../emergency/interfaces/ISystemModes.sol";

import {BatchAdmission} from "./libraries/BatchAdmission.sol";
import {BatchBook} from "./libraries/BatchBook.sol";
import {FlowLimit} from "../bridge/libraries/FlowLimit.sol";
import {ProgramAccounts} from "./libraries/ProgramAccounts.sol";
import {ProgramGoverned} from "./ProgramGoverned.sol";
import {Roles} from "../access/Roles.sol";
import {RowExceptions} from "./libraries/RowExceptions.sol";
import {Settlements} from "./libraries/Settlements.sol";
import {SystemIds} from "../emergency/SystemIds.sol";

/**
 * @title DistributionLedger
 * @notice Batches of a programme's payments from their submission to their reconciliation; {IDistributionLedger} draws
 * their lifecycle.
 *
 * Design: digests, roots, counts and amounts; nobody's name. What a batch must fit is the programme's, asked when it is
 * submitted and again when it is authorised. Who submits, who authorises what is large, who settles, who audits and who
 * reconciles are five.
 *
 * What is feared, and what stands against it:
 * - a distributor's stolen key: one threshold a day for all distributors together, so that splitting a large batch gains
 *   nothing; pending batches take nothing; period and rule set are the present ones; a root is taken once. What it got
 *   authorised, {writeOff} ends. It can set rows aside until its entity is withdrawn, and the authority releases them.
 * - the treasury's stolen key: no reference counts twice, nothing is settled beyond a batch's total, nor of one that is
 *   pending or closed. What it reversed and settled anew stands in the evidence, under two references. A false number of rows
 *   keeps nobody from setting one aside.
 * - a stolen account of the programme's authority: it judges no exception that its entity raised or disputed, dismisses no
 *   finding, reconciles no batch of its own entity, and closes nothing that is off by one unit or still owed.
 * - a lying auditor: its findings are upheld by the authority or overruled by the Sovereign Authority, 200 a batch.
 * - what changed between submission and authorisation: everything is asked again, the submitter's role included; the id
 *   that signers sign covers all terms.
 * - a tired operator: a settlement can be reversed, a root cannot be submitted twice.
 *
 * Trust assumptions: the RoleRegistry maps submitting, settling, auditing and reconciling to four roles, of which the
 * first three share no entity. What a root holds, that its rows sum up to the total, and that a payment was made, only
 * those vouch for who say so; the manifest proves it to whoever has it. The controller of modes has fixed code and calls
 * nobody back, the register of programmes has governed code; the ledger must be assigned to the distribution service, whose
 * volume it draws: a programme's own mode lets its distributions through or stops them. The contract holds neither funds
 * nor roles, but its code says what may be paid.
 */
contract DistributionLedger is ProgramGoverned, IDistributionLedger {
    using BatchAdmission for BatchTerms;
    using BatchBook for Batch;
    using BatchBook for BatchBook.Book;
    using FlowLimit for FlowLimit.Flow;
    using ProgramAccounts for ProgramAccounts.Account;
    using RowExceptions for RowExceptions.Book;
    using Settlements for Settlements.Book;

    /// @custom:storage-location erc7201:sign.storage.DistributionLedger
    struct LedgerStorage {
        BatchBook.Book batches;
        Settlements.Book settlements;
        RowExceptions.Book exceptions;
        ProgramAccounts.Book accounts;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.DistributionLedger")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LEDGER_STORAGE = 0xaa8b6d21cbcf88689ec5c09b5449d741ef6beb695458f74df7bb580548610700;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    bytes32 private immutable DISTRIBUTION_SERVICE = SystemIds.named(SystemIds.SERVICE, "distribution");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IProgramTerms private immutable PROGRAMS;

    /// @notice Nothing that has no code says what a programme may distribute.
    error ProgramsWithoutCode(address programs);

    modifier given(bytes32 digest) {
        if (digest == bytes32(0)) revert DigestMissing();
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IRoleRegistry registry,
        IGovernanceGuard guard,
        ISystemModes modes,
        IProgramTerms programs_
    ) ProgramGoverned(registry, guard, modes) {
        if (address(programs_).code.length == 0) revert ProgramsWithoutCode(address(programs_));
        PROGRAMS = programs_;
    }

    /// @notice Takes the registry as authority.
    function initialize() external initializer {
        __AccessManaged_init(address(REGISTRY));
    }

    // ---------------------------------------------------------------------------------------- budget and threshold

    /// @inheritdoc IDistributionLedger
    function setBudget(
        bytes32 programId,
        uint128 budget,
        bytes32 approvalDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) given(approvalDigest) {
        PROGRAMS.termsFor(programId, 0);
        bool raised = _account(programId).setBudget(programId, budget);
        if (raised) _requireAllowed(_systemOf(programId), Operation.Configure);
        _record(BudgetSet.selector, programId, abi.encode(budget, approvalDigest));
    }

    /// @inheritdoc IDistributionLedger
    function setApprovalThreshold(bytes32 programId, uint128 perDay) external onlyCouncil(Roles.PROGRAM_AUTHORITY) {
        PROGRAMS.termsFor(programId, 0);
        bool raised = _account(programId).setThreshold(perDay);
        if (raised) _requireAllowed(_systemOf(programId), Operation.Configure);
        _record(ApprovalThresholdSet.selector, programId, abi.encode(perDay));
    }

    // ---------------------------------------------------------------------------------------------------- batches

    /// @inheritdoc IDistributionLedger
    function submitBatch(BatchTerms calldata terms) external restricted returns (bytes32 batchId) {
        uint8 distributor = _entity();
        _requireRoom(terms, distributor);
        _requireAllowed(DISTRIBUTION_SERVICE, Operation.Distribute);
        Batch storage batch;
        (batchId, batch) = _ledger().batches.submit(terms, distributor);
        _record(
            BatchSubmitted.selector,
            batchId,
            terms.programId,
            bytes32(uint256(distributor)),
            abi.encode(msg.sender, terms)
        );
        if (_account(terms.programId).fitsThreshold(terms.total)) _authorise(batchId, batch);
    }

    /// @inheritdoc IDistributionLedger
    function authoriseBatch(bytes32 batchId, bytes32 manifestDigest) external onlyCouncil(Roles.PROGRAM_AUTHORITY) {
        Batch storage batch = _expect(batchId, BatchStatus.Pending);
        if (manifestDigest != batch.manifestDigest) {
            revert ManifestDiffers(batchId, manifestDigest, batch.manifestDigest);
        }
        (address submitter, uint8 distributor) = (batch.submitter, batch.distributor);
        (bool stands, ) = REGISTRY.hasRole(Roles.DISTRIBUTION_OPERATOR, submitter);
        if (!stands || REGISTRY.entityOf(submitter) != distributor) revert SubmitterStoodDown(batchId, submitter);
        _requireRoom(batch.termsOf(), distributor);
        _authorise(batchId, batch);
    }

    /// @inheritdoc IDistributionLedger
    function rejectBatch(bytes32 batchId, bytes32 reasonDigest) external restricted given(reasonDigest) {
        Batch storage batch = _expect(batchId, BatchStatus.Pending);
        _speakForProgram(batch.programId);
        batch.reject();
        _record(BatchRejected.selector, batchId, batch.programId, _topic(msg.sender), abi.encode(reasonDigest));
    }

    // ------------------------------------------------------------------------------------------------- settlement

    /// @inheritdoc IDistributionLedger
    function settle(bytes32 batchId, bytes32 settlementReference, uint128 amount, uint32 rows) external restricted {
        Batch storage batch = _expect(batchId, BatchStatus.Authorised);
        bytes32 programId = batch.programId;
        _requireAllowed(_systemOf(programId), Operation.Settle);
        MODES.meter(DISTRIBUTION_SERVICE, Operation.Settle, amount);
        _ledger().settlements.add(settlementReference, batchId, amount, rows);
        batch.settle(batchId, amount, rows);
        _account(programId).volume.settled += amount;
        _record(BatchSettled.selector, batchId, programId, settlementReference, abi.encode(msg.sender, amount, rows));
    }

    /// @inheritdoc IDistributionLedger
    function reverseSettlement(
        bytes32 settlementReference,
        bytes32 reasonDigest
    ) external restricted given(reasonDigest) {
        Settlement memory settlement = _ledger().settlements.reverse(settlementReference);
        Batch storage batch = _expect(settlement.batchId, BatchStatus.Authorised);
        batch.reverse(settlement.amount, settlement.rows);
        _account(batch.programId).volume.settled -= settlement.amount;
        _record(
            SettlementReversed.selector,
            settlement.batchId,
            batch.programId,
            settlementReference,
            abi.encode(msg.sender, settlement.amount, settlement.rows, reasonDigest)
        );
    }

    // ------------------------------------------------------------------------------------------------- exceptions

    /// @inheritdoc IDistributionLedger
    function raiseException(
        bytes32 batchId,
        Row calldata row,
        bytes32 reasonDigest
    ) external restricted given(reasonDigest) {
        Batch storage batch = _expect(batchId, BatchStatus.Authorised);
        _raise(batch, batchId, row, ExceptionKind.Undelivered, _distributorOf(batch.programId), reasonDigest);
    }

    /// @inheritdoc IDistributionLedger
    function raiseFinding(
        bytes32 batchId,
        Row calldata row,
        bool paid,
        bytes32 reasonDigest
    ) external restricted given(reasonDigest) {
        Batch storage batch = _expect(batchId, BatchStatus.Authorised);
        ExceptionKind kind = paid ? ExceptionKind.PaidInError : ExceptionKind.Objection;
        _raise(batch, batchId, row, kind, _entity(), reasonDigest);
    }

    /// @inheritdoc IDistributionLedger
    function disputeException(
        bytes32 batchId,
        uint256 index,
        bytes32 evidenceDigest
    ) external restricted given(evidenceDigest) {
        Batch storage batch = _expect(batchId, BatchStatus.Authorised);
        uint8 entity = _distributorOf(batch.programId);
        _ledger().exceptions.dispute(batchId, index, entity);
        _record(
            ExceptionDisputed.selector,
            batchId,
            bytes32(index),
            bytes32(uint256(entity)),
            abi.encode(evidenceDigest)
        );
    }

    /// @inheritdoc IDistributionLedger
    function resolveException(
        bytes32 batchId,
        uint256 index,
        ExceptionStatus outcome,
        bytes32 decisionDigest
    ) external restricted given(decisionDigest) {
        Batch storage batch = _expect(batchId, BatchStatus.Authorised);
        uint256 entities = _speakForProgram(batch.programId);
        _ledger().exceptions.requireImpartial(batchId, index, outcome, entities);
        _resolve(batch, batchId, index, outcome, decisionDigest);
    }

    /// @inheritdoc IDistributionLedger
    function overruleException(
        bytes32 batchId,
        uint256 index,
        ExceptionStatus outcome,
        bytes32 decisionDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) given(decisionDigest) {
        _resolve(_expect(batchId, BatchStatus.Authorised), batchId, index, outcome, decisionDigest);
    }

    /// @inheritdoc IDistributionLedger
    function withdrawFinding(
        bytes32 batchId,
        uint256 index,
        bytes32 reasonDigest
    ) external restricted given(reasonDigest) {
        Batch storage batch = _expect(batchId, BatchStatus.Authorised);
        uint8 entity = _entity();
        _settleException(batch, _ledger().exceptions.withdraw(batchId, index, entity));
        _record(FindingWithdrawn.selector, batchId, bytes32(index), bytes32(uint256(entity)), abi.encode(reasonDigest));
    }

    // --------------------------------------------------------------------------------------------- reconciliation

    /// @inheritdoc IDistributionLedger
    function reconcile(bytes32 batchId, Reconciliation calldata figures) external restricted {
        Batch storage batch = _expect(batchId, BatchStatus.Authorised);
        uint8 distributor = batch.distributor;
        uint256 entities = _speakForProgram(batch.programId);
        if (entities & (1 << distributor) != 0) revert ReconcilesItself(batchId, distributor);
        if (figures.residual != 0) revert ResidualNeedsCouncil(batchId, figures.residual);
        _reconcile(batch, batchId, figures);
    }

    /// @inheritdoc IDistributionLedger
    function writeOff(bytes32 batchId, Reconciliation calldata figures) external onlyCouncil(Roles.PROGRAM_AUTHORITY) {
        _reconcile(_expect(batchId, BatchStatus.Authorised), batchId, figures);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IDistributionLedger
    function systemId() external view returns (bytes32) {
        return DISTRIBUTION_SERVICE;
    }

    /// @inheritdoc IDistributionLedger
    function programs() external view returns (address) {
        return address(PROGRAMS);
    }

    /// @inheritdoc IDistributionLedger
    function batchIdOf(uint8 distributor, BatchTerms calldata terms) external view returns (bytes32) {
        return BatchBook.idOf(distributor, terms);
    }

    /// @inheritdoc IDistributionLedger
    function batchWith(bytes32 root) external view returns (bytes32 batchId) {
        return _ledger().batches.byRoot[root];
    }

    /// @inheritdoc IDistributionLedger
    function batchOf(bytes32 batchId) external view returns (Batch memory) {
        return _ledger().batches.byId[batchId];
    }

    /// @inheritdoc IDistributionLedger
    function settlementOf(bytes32 settlementReference) external view returns (Settlement memory) {
        return _ledger().settlements.byReference[settlementReference];
    }

    /// @inheritdoc IDistributionLedger
    function exceptionOf(bytes32 batchId, uint256 index) external view returns (RowException memory) {
        return _ledger().exceptions.byRow[batchId][index];
    }

    /// @inheritdoc IDistributionLedger
    function findingsOf(bytes32 batchId, uint8 entity) external view returns (uint32) {
        return _ledger().exceptions.findings[batchId][entity];
    }

    /// @inheritdoc IDistributionLedger
    function budgetOf(bytes32 programId) external view returns (uint128 budget, uint128 committed) {
        ProgramAccounts.Budget storage present = _account(programId).budget;
        return (present.limit, present.committed);
    }

    /// @inheritdoc IDistributionLedger
    function approvalThresholdOf(bytes32 programId) external view returns (uint128 perDay, uint256 available) {
        (perDay, , available, ) = _account(programId).threshold.stateOf();
    }

    /// @inheritdoc IDistributionLedger
    function periodUseOf(bytes32 programId, uint32 period) external view returns (uint32 participants, uint128 amount) {
        ProgramAccounts.PeriodUse storage used = _account(programId).uses[period];
        return (used.participants, used.amount);
    }

    /// @inheritdoc IDistributionLedger
    function volumeOf(bytes32 programId) external view returns (DistributionVolume memory) {
        return _account(programId).volume;
    }

    // ---------------------------------------------------------------------------------------------------- private

    /// @dev Of the programme as it is now, and of its own system's mode. Takes nothing.
    function _requireRoom(BatchTerms memory terms, uint8 distributor) private view {
        bytes32 programId = terms.programId;
        DistributionTerms memory present = PROGRAMS.termsFor(programId, distributor);
        terms.requireAdmissible(distributor, present);
        _requireAllowed(_systemOf(programId), Operation.Distribute);
        _account(programId).requireRoom(programId, terms.count, terms.total, present);
    }

    /// @dev What fits takes budget, caps and the service's volume.
    function _authorise(bytes32 batchId, Batch storage batch) private {
        (bytes32 programId, uint128 total) = (batch.programId, batch.total);
        MODES.meter(DISTRIBUTION_SERVICE, Operation.Distribute, total);
        batch.status = BatchStatus.Authorised;
        _account(programId).commit(batch);
        _record(
            BatchAuthorised.selector,
            batchId,
            programId,
            _topic(msg.sender),
            abi.encode(batch.count, total, batch.period)
        );
    }

    function _raise(
        Batch storage batch,
        bytes32 batchId,
        Row calldata row,
        ExceptionKind kind,
        uint8 entity,
        bytes32 reasonDigest
    ) private {
        RowException storage exception = _ledger().exceptions.raise(batch, batchId, row, kind, entity);
        ++batch.openExceptions;
        if (kind != ExceptionKind.PaidInError) {
            uint128 amount = batch.withhold(batchId, row.amount);
            exception.amount = amount;
            _account(batch.programId).volume.exceptions += amount;
        }
        _record(
            ExceptionRaised.selector,
            batchId,
            bytes32(row.index),
            bytes32(uint256(entity)),
            abi.encode(kind, row.rowDigest, row.amount, reasonDigest)
        );
    }

    function _resolve(
        Batch storage batch,
        bytes32 batchId,
        uint256 index,
        ExceptionStatus outcome,
        bytes32 decisionDigest
    ) private {
        _settleException(batch, _ledger().exceptions.resolve(batchId, index, outcome));
        _record(
            ExceptionResolved.selector,
            batchId,
            bytes32(index),
            _topic(msg.sender),
            abi.encode(outcome, decisionDigest)
        );
    }

    /// @dev It is open no more; what is not upheld may be paid again.
    function _settleException(Batch storage batch, RowException storage exception) private {
        --batch.openExceptions;
        bool aside = exception.kind != ExceptionKind.PaidInError;
        if (!aside || exception.status == ExceptionStatus.Upheld) return;
        batch.release(exception.amount);
        _account(batch.programId).volume.exceptions -= exception.amount;
    }

    function _reconcile(Batch storage batch, bytes32 batchId, Reconciliation calldata figures) private {
        batch.reconcile(batchId, figures);
        bytes32 programId = batch.programId;
        _account(programId).close(batch, figures.residual);
        _record(
            BatchReconciled.selector,
            batchId,
            programId,
            _topic(msg.sender),
            abi.encode(figures.settled, figures.exceptions, figures.residual, figures.reportDigest)
        );
    }

    /// @dev Entity of the caller, whom the programme must authorise.
    function _distributorOf(bytes32 programId) private view returns (uint8 entity) {
        entity = _entity();
        bool authorised = PROGRAMS.termsFor(programId, entity).authorised;
        if (!authorised) revert DistributorNotAuthorised(programId, entity);
    }

    /// @return entities For whom the caller speaks, as a bit set.
    function _speakForProgram(bytes32 programId) private view returns (uint256 entities) {
        return _speakFor(PROGRAMS.termsFor(programId, 0).authority);
    }

    function _entity() private view returns (uint8 entity) {
        entity = REGISTRY.entityOf(msg.sender);
        if (entity == 0) revert EntityRequired(msg.sender);
    }

    function _expect(bytes32 batchId, BatchStatus status) private view returns (Batch storage batch) {
        return _ledger().batches.expect(batchId, status);
    }

    function _account(bytes32 programId) private view returns (ProgramAccounts.Account storage) {
        return _ledger().accounts.byProgram[programId];
    }

    function _ledger() private pure returns (LedgerStorage storage $) {
        assembly ("memory-safe") {
            $.slot := LEDGER_STORAGE
        }
    }
}
