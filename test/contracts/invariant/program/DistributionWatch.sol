// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Batch,
    BatchStatus,
    BatchTerms,
    ExceptionKind,
    ExceptionStatus,
    IDistributionLedger
} from "../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "../../unit/program/DistributionLedger/DistributionLedgerTest.sol";
import {DistributionTerms} from "../../../../contracts/program/interfaces/IProgramTerms.sol";
import {EvidenceReplay} from "../../support/EvidenceReplay.sol";
import {IEvidenceChain} from "../../../../contracts/evidence/interfaces/IEvidenceChain.sol";
import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Vm} from "../../support/Vm.sol";

/**
 * @notice Books of two programmes that are kept from the ledger's logs alone, and what must be true of each entry when it
 * is made.
 */
abstract contract DistributionWatch is DistributionLedgerTest {
    using EvidenceReplay for bytes32;

    struct Seen {
        bytes32 programId;
        BatchStatus status;
        uint8 distributor;
        uint32 count;
        uint32 version;
        uint32 period;
        uint256 total;
        uint256 settled;
        uint256 aside;
        uint256 residual;
        uint256 open;
    }

    /// @dev Sums of a programme's events.
    struct Sums {
        uint256 batches;
        uint256 rows;
        uint256 authorised;
        uint256 settled;
        uint256 exceptions;
        uint256 residual;
    }

    /// @dev What may be authorised without the Safe, in units times the seconds of a day: nothing is rounded.
    struct Threshold {
        uint256 perDay;
        uint256 available;
        uint256 updatedAt;
    }

    bytes32[] internal ids;
    mapping(bytes32 batchId => Seen) internal seen;
    mapping(bytes32 programId => Sums) internal sums;
    mapping(bytes32 programId => mapping(uint32 period => uint256[2])) internal used;
    mapping(bytes32 programId => uint256) internal committed;
    mapping(bytes32 programId => Threshold) private _thresholds;
    mapping(bytes32 batchId => mapping(uint256 index => uint256)) private _aside;
    mapping(bytes32 root => uint256) private _roots;
    mapping(bytes32 settlementReference => uint256) private _references;
    bytes32 public head;

    /// @dev By the number of the invariant.
    mapping(uint256 number => uint256) public violations;
    mapping(bytes32 topic0 => uint256) public events;

    modifier watched() {
        vm.recordLogs();
        _;
        _read(vm.getRecordedLogs());
    }

    // ------------------------------------------------------------------------------------------------------ reading

    function _read(Vm.Log[] memory logs) private {
        head = head.advance(logs, address(ledger));
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(ledger)) continue;
            ++events[logs[i].topics[0]];
            _readOne(logs[i].topics[0], logs[i]);
        }
    }

    function _readOne(bytes32 topic0, Vm.Log memory log) private {
        bytes32 batchId = log.topics[1];
        if (topic0 == IDistributionLedger.BatchSubmitted.selector) _submitted(batchId, log);
        else if (topic0 == IDistributionLedger.BatchAuthorised.selector) _authorised(batchId, log);
        else if (topic0 == IDistributionLedger.BatchRejected.selector) {
            _step(batchId, BatchStatus.Pending, BatchStatus.Rejected);
        } else if (topic0 == IDistributionLedger.BatchSettled.selector) _settled(batchId, log);
        else if (topic0 == IDistributionLedger.SettlementReversed.selector) _reversed(batchId, log);
        else if (topic0 == IDistributionLedger.ExceptionRaised.selector) _raised(batchId, log);
        else if (topic0 == IDistributionLedger.ExceptionResolved.selector) {
            (ExceptionStatus outcome, ) = abi.decode(log.data, (ExceptionStatus, bytes32));
            _ended(batchId, uint256(log.topics[2]), outcome);
        } else if (topic0 == IDistributionLedger.FindingWithdrawn.selector) {
            _ended(batchId, uint256(log.topics[2]), ExceptionStatus.Withdrawn);
        } else if (topic0 == IDistributionLedger.BatchReconciled.selector) _reconciled(batchId, log);
        else if (topic0 == IDistributionLedger.ApprovalThresholdSet.selector) _limited(log.topics[1], log);
    }

    function _submitted(bytes32 batchId, Vm.Log memory log) private {
        (, BatchTerms memory given) = abi.decode(log.data, (address, BatchTerms));
        ids.push(batchId);
        if (++_roots[given.root] != 1 || seen[batchId].status != BatchStatus.None) ++violations[7];
        Seen storage batch = seen[batchId];
        batch.programId = given.programId;
        batch.status = BatchStatus.Pending;
        batch.distributor = uint8(uint256(log.topics[3]));
        (batch.count, batch.total) = (given.count, given.total);
        (batch.version, batch.period) = (given.ruleSetVersion, given.period);
    }

    /// @dev In the state in which it happened: nothing else happens in the same call.
    function _authorised(bytes32 batchId, Vm.Log memory log) private {
        _step(batchId, BatchStatus.Pending, BatchStatus.Authorised);
        Seen storage batch = seen[batchId];
        bytes32 programId = batch.programId;
        DistributionTerms memory present = programs.termsFor(programId, batch.distributor);
        bool current = batch.version == present.ruleSetVersion && batch.period == present.period;
        if (!current || !present.authorised) ++violations[8];
        if (!_open(programId)) ++violations[9];
        uint256[2] storage of_ = used[programId][batch.period];
        of_[0] += batch.count;
        of_[1] += batch.total;
        if (of_[0] > present.maxParticipants || of_[1] > present.maxAmount) ++violations[3];
        committed[programId] += batch.total;
        (uint128 budget, ) = ledger.budgetOf(programId);
        if (committed[programId] > budget) ++violations[2];
        Sums storage sum = sums[programId];
        ++sum.batches;
        sum.rows += batch.count;
        sum.authorised += batch.total;
        if (address(uint160(uint256(log.topics[3]))) != council) _draw(programId, batch.total);
    }

    function _draw(bytes32 programId, uint256 total) private {
        Threshold storage threshold = _refilled(programId);
        if (total * 1 days > threshold.available) ++violations[5];
        else threshold.available -= total * 1 days;
    }

    /// @dev By the threshold that was in force until now; the first one starts empty.
    function _limited(bytes32 programId, Vm.Log memory log) private {
        uint256 perDay = abi.decode(log.data, (uint128));
        Threshold storage threshold = _refilled(programId);
        threshold.perDay = perDay;
        if (threshold.available > perDay * 1 days) threshold.available = perDay * 1 days;
    }

    function _refilled(bytes32 programId) private returns (Threshold storage threshold) {
        threshold = _thresholds[programId];
        threshold.available += threshold.perDay * (block.timestamp - threshold.updatedAt);
        if (threshold.available > threshold.perDay * 1 days) threshold.available = threshold.perDay * 1 days;
        threshold.updatedAt = block.timestamp;
    }

    function _settled(bytes32 batchId, Vm.Log memory log) private {
        (, uint128 amount, ) = abi.decode(log.data, (address, uint128, uint32));
        Seen storage batch = seen[batchId];
        if (batch.status != BatchStatus.Authorised) ++violations[4];
        if (!_open(batch.programId)) ++violations[9];
        if (++_references[log.topics[3]] != 1) ++violations[7];
        batch.settled += amount;
        sums[batch.programId].settled += amount;
    }

    function _reversed(bytes32 batchId, Vm.Log memory log) private {
        (, uint128 amount, , ) = abi.decode(log.data, (address, uint128, uint32, bytes32));
        seen[batchId].settled -= amount;
        sums[seen[batchId].programId].settled -= amount;
    }

    function _raised(bytes32 batchId, Vm.Log memory log) private {
        (ExceptionKind kind, , uint256 amount, ) = abi.decode(log.data, (ExceptionKind, bytes32, uint256, bytes32));
        Seen storage batch = seen[batchId];
        if (batch.status != BatchStatus.Authorised) ++violations[4];
        ++batch.open;
        if (kind == ExceptionKind.PaidInError) amount = 0;
        _aside[batchId][uint256(log.topics[2])] = amount;
        batch.aside += amount;
        sums[batch.programId].exceptions += amount;
    }

    function _ended(bytes32 batchId, uint256 index, ExceptionStatus outcome) private {
        Seen storage batch = seen[batchId];
        --batch.open;
        if (outcome == ExceptionStatus.Upheld) return;
        batch.aside -= _aside[batchId][index];
        sums[batch.programId].exceptions -= _aside[batchId][index];
    }

    function _reconciled(bytes32 batchId, Vm.Log memory log) private {
        (uint128 settled, uint128 exceptions, uint128 residual, ) = abi.decode(
            log.data,
            (uint128, uint128, uint128, bytes32)
        );
        _step(batchId, BatchStatus.Authorised, BatchStatus.Reconciled);
        Seen storage batch = seen[batchId];
        bool equal = settled == batch.settled && exceptions == batch.aside;
        if (!equal || uint256(settled) + exceptions + residual != batch.total) ++violations[1];
        if (batch.open != 0) ++violations[1];
        if (residual != 0 && address(uint160(uint256(log.topics[3]))) != council) ++violations[1];
        batch.residual = residual;
        committed[batch.programId] -= batch.total - settled;
        uint256[2] storage of_ = used[batch.programId][batch.period];
        if (settled == 0) of_[0] -= batch.count;
        of_[1] -= residual;
        sums[batch.programId].residual += residual;
    }

    function _step(bytes32 batchId, BatchStatus from, BatchStatus to) private {
        if (seen[batchId].status != from) ++violations[10];
        seen[batchId].status = to;
    }

    function _open(bytes32 programId) private view returns (bool) {
        (Mode ofService, ) = modes.modeOf(service);
        (Mode ofProgram, ) = modes.modeOf(systemOf(programId));
        return ofService <= Mode.Limited && ofProgram <= Mode.Limited;
    }

    // ------------------------------------------------------------------------------------------------- assertions

    function assertBatches() external view {
        for (uint256 i = 0; i < ids.length; ++i) {
            Batch memory batch = ledger.batchOf(ids[i]);
            Seen memory known = seen[ids[i]];
            vm.assertEq(uint256(batch.status), uint256(known.status), "P10: status as the events say");
            vm.assertEq(uint256(batch.settled), known.settled, "P1: settled as the events say");
            vm.assertEq(uint256(batch.setAside), known.aside, "P1: set aside as the events say");
            vm.assertEq(uint256(batch.openExceptions), known.open, "P1: open exceptions");
            uint256 sum = known.settled + known.aside + known.residual;
            vm.assertLe(sum, known.total, "P1: never more than authorised");
            if (known.status == BatchStatus.Reconciled) vm.assertEq(sum, known.total, "P1: closed to the unit");
            bool holds = known.status == BatchStatus.Authorised || known.status == BatchStatus.Reconciled;
            if (!holds) vm.assertEq(sum + known.open, 0, "P4: nothing of what is not authorised");
        }
    }

    function evidenceHead() external view returns (bytes32) {
        return IEvidenceChain(address(ledger)).evidenceHead();
    }
}
