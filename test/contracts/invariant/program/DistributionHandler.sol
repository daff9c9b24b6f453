// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Batch,
    BatchTerms,
    DistributionVolume,
    ExceptionStatus,
    Reconciliation,
    Row
} from "../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionWatch} from "./DistributionWatch.sol";
import {IEvidenceChain} from "../../../../contracts/evidence/interfaces/IEvidenceChain.sol";
import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {RowTree} from "../../support/RowTree.sol";

/**
 * @notice Everybody tries everything on the batches of two programmes: a distributor's key is stolen (counts and totals
 * that lie, other periods and rules), the treasury settles at random and twice, auditors object, the authority decides and
 * reconciles off by one; rules, caps, budgets, thresholds, modes and entities change, and time passes.
 */
contract DistributionHandler is DistributionWatch {
    using RowTree for RowTree.Tree;

    uint256 private constant MOST_BATCHES = 12;
    uint128 private constant MOST_PER_DAY = 3_000;

    mapping(bytes32 batchId => bytes32 name) private _names;
    mapping(bytes32 batchId => uint256) private _each;
    mapping(bytes32 batchId => uint256) private _leaves;

    constructor() {
        setUp();
        openPilot(OTHER_PROGRAM);
        vm.prank(sovereign);
        ledger.setBudget(OTHER_PROGRAM, BUDGET, DIGEST);
        head = IEvidenceChain(address(ledger)).evidenceHead();
        limit(PROGRAM);
        limit(OTHER_PROGRAM);
        vm.warp(NOW + 1 days);
    }

    // -------------------------------------------------------------------------------------------------- distributors

    /// @dev One in four lies: about its count, its total, its rules or its period.
    function submitOne(uint256 who, uint256 count, uint256 each, uint256 lie) external watched {
        if (ids.length >= MOST_BATCHES) return;
        (count, each) = (bound(count, 1, 20), bound(each, 1, 2 * ROW_MAXIMUM));
        bytes32 name = keccak256(abi.encode("batch", ids.length, lie % 3));
        BatchTerms memory given = terms(name, uint32(count), uint128(count * each));
        given.programId = program(who);
        given.ruleSetVersion = programs.programOf(given.programId).ruleSetVersion;
        given.root = RowTree.grow(name, count, each).rootOf();
        if (lie % 16 == 0) given.total = uint128(bound(lie >> 8, 0, 2 * AMOUNT));
        if (lie % 16 == 1) given.count = uint32(bound(lie >> 8, 0, 2 * PARTICIPANTS));
        if (lie % 16 == 2) given.period = uint32(lie >> 8);
        if (lie % 16 == 3) given.ruleSetVersion = uint32(bound(lie >> 8, 0, 5));
        bytes32 batchId = ledger.batchIdOf(who % 2 == 0 ? BANK : POST, given);
        (_names[batchId], _each[batchId], _leaves[batchId]) = (name, each, count);
        vm.prank(who % 2 == 0 ? distributor : postOffice);
        try ledger.submitBatch(given) {} catch {
            // The only call that can be refused after its first event: what was recorded never happened.
            vm.getRecordedLogs();
        }
    }

    function raiseOne(uint256 which, uint256 index, uint256 kind) external watched {
        if (ids.length == 0) return;
        (bytes32 batchId, Row memory row) = rowAt(which, index);
        if (kind % 3 == 0) {
            vm.prank(distributor);
            try ledger.raiseException(batchId, row, REASON) {} catch {}
        } else {
            vm.prank(auditor);
            try ledger.raiseFinding(batchId, row, kind % 3 == 1, REASON) {} catch {}
        }
    }

    function disputeOne(uint256 which, uint256 index) external watched {
        if (ids.length == 0) return;
        (bytes32 batchId, Row memory row) = rowAt(which, index);
        vm.prank(postOffice);
        try ledger.disputeException(batchId, row.index, DIGEST) {} catch {}
    }

    // ------------------------------------------------------------------------------------------------------ treasury

    /// @dev References repeat. Every other payment is all that is outstanding.
    function settleOne(uint256 which, uint256 settlementReference, uint256 amount) external watched {
        if (ids.length == 0) return;
        bytes32 batchId = batchAt(which);
        Batch memory batch = ledger.batchOf(batchId);
        uint256 outstanding = batch.total - batch.settled - batch.setAside;
        if (amount % 2 == 1) amount = bound(amount, 0, outstanding + 1);
        else amount = outstanding;
        vm.prank(treasurer);
        try ledger.settle(batchId, bytes32(bound(settlementReference, 0, 24)), uint128(amount), 0) {} catch {}
    }

    function reverseOne(uint256 settlementReference) external watched {
        vm.prank(treasurer);
        try ledger.reverseSettlement(bytes32(bound(settlementReference, 0, 24)), REASON) {} catch {}
    }

    // ----------------------------------------------------------------------------------------------------- authority

    function authoriseOne(uint256 which) external watched {
        if (ids.length == 0) return;
        vm.prank(council);
        try ledger.authoriseBatch(batchAt(which), MANIFEST) {} catch {}
    }

    function rejectOne(uint256 which) external watched {
        if (ids.length == 0) return;
        vm.prank(official);
        try ledger.rejectBatch(batchAt(which), REASON) {} catch {}
    }

    function decideOne(uint256 which, uint256 index, uint256 how) external watched {
        if (ids.length == 0) return;
        (bytes32 batchId, Row memory row) = rowAt(which, index);
        ExceptionStatus outcome = how % 2 == 0 ? ExceptionStatus.Upheld : ExceptionStatus.Dismissed;
        if (how % 3 == 0) {
            vm.prank(auditor);
            try ledger.withdrawFinding(batchId, row.index, REASON) {} catch {}
        }
        vm.prank(how % 5 == 0 ? sovereign : official);
        if (how % 5 == 0) {
            try ledger.overruleException(batchId, row.index, outcome, DIGEST) {} catch {}
        } else {
            try ledger.resolveException(batchId, row.index, outcome, DIGEST) {} catch {}
        }
    }

    /// @dev Exact, or one figure off by one.
    function closeOne(uint256 which, uint256 off, bool bySafe) external watched {
        if (ids.length == 0) return;
        bytes32 batchId = batchAt(which);
        Batch memory batch = ledger.batchOf(batchId);
        uint128 residual = batch.total - batch.settled - batch.setAside;
        Reconciliation memory figures = Reconciliation(batch.settled, batch.setAside, residual, REPORT);
        if (off % 8 == 1) ++figures.settled;
        if (off % 8 == 2) ++figures.exceptions;
        if (off % 8 == 3) ++figures.residual;
        if (off % 8 == 4 && residual != 0) --figures.residual;
        vm.prank(bySafe ? council : official);
        if (bySafe) {
            try ledger.writeOff(batchId, figures) {} catch {}
        } else {
            try ledger.reconcile(batchId, figures) {} catch {}
        }
    }

    // ------------------------------------------------------------------------------------------------------ settings

    function setOne(uint256 who, uint256 what, uint256 value) external watched {
        bytes32 programId = program(who);
        if (what % 5 == 0) {
            vm.prank(sovereign);
            try ledger.setBudget(programId, uint128(bound(value, 0, BUDGET)), DIGEST) {} catch {}
        } else if (what % 5 == 1) {
            vm.prank(council);
            try ledger.setApprovalThreshold(programId, uint128(bound(value, 0, MOST_PER_DAY))) {} catch {}
        } else if (what % 5 == 2) {
            setCaps(programId, uint32(bound(value, 1, PARTICIPANTS)), uint128(bound(value >> 32, 1, AMOUNT)));
        } else if (what % 5 == 3) {
            uint32 version = programs.programOf(programId).ruleSetVersion;
            vm.prank(council);
            programs.publishRuleSet(programId, version, keccak256(abi.encode(version)), ROW_MAXIMUM, "");
        } else {
            uint8 entity = value % 2 == 0 ? BANK : POST;
            bool authorises = !programs.isAuthorised(programId, entity);
            vm.prank(authorises ? council : official);
            if (authorises) programs.authoriseEntity(programId, entity, DIGEST);
            else programs.withdrawEntity(programId, entity, REASON);
        }
    }

    /// @dev Mostly back to Normal, or nothing would ever be distributed. Configuring is allowed throughout.
    function restrictOne(uint256 which, uint256 mode) external {
        Mode chosen = mode % 4 == 0 ? Mode((mode / 4) % 4) : Mode.Normal;
        if (which % 2 == 0) modes.setMode(service, chosen);
        else if (chosen <= Mode.Limited) modes.setMode(systemOf(PROGRAM), chosen);
        modes.setAvailable(service, mode % (2 * TOTAL));
    }

    function wait(uint256 time) external watched {
        vm.warp(block.timestamp + bound(time, 0, 4 days));
    }

    // --------------------------------------------------------------------------------------------------- assertions

    function assertPrograms() external view {
        bytes32[2] memory both = [PROGRAM, OTHER_PROGRAM];
        for (uint256 i = 0; i < both.length; ++i) {
            assertAccounts(both[i]);
            assertCounters(both[i]);
        }
    }

    function assertAccounts(bytes32 programId) private view {
        (uint128 budget, uint128 taken) = ledger.budgetOf(programId);
        vm.assertEq(uint256(taken), committed[programId], "P2: committed as the events say");
        vm.assertLe(uint256(taken), budget, "P2: within the budget");
        for (uint32 period = 0; period <= programs.periodOf(programId) + 1; ++period) {
            (uint32 participants, uint128 amount) = ledger.periodUseOf(programId, period);
            vm.assertEq(uint256(participants), used[programId][period][0], "P3: participants of the period");
            vm.assertEq(uint256(amount), used[programId][period][1], "P3: amount of the period");
        }
    }

    function assertCounters(bytes32 programId) private view {
        DistributionVolume memory volume = ledger.volumeOf(programId);
        vm.assertEq(uint256(volume.batches), sums[programId].batches, "P6: batches");
        vm.assertEq(uint256(volume.rows), sums[programId].rows, "P6: rows");
        vm.assertEq(uint256(volume.authorised), sums[programId].authorised, "P6: authorised");
        vm.assertEq(uint256(volume.settled), sums[programId].settled, "P6: settled");
        vm.assertEq(uint256(volume.exceptions), sums[programId].exceptions, "P6: exceptions");
        vm.assertEq(uint256(volume.residual), sums[programId].residual, "P6: residual");
    }

    // ------------------------------------------------------------------------------------------------------- choices

    function limit(bytes32 programId) private watched {
        vm.prank(council);
        ledger.setApprovalThreshold(programId, MOST_PER_DAY);
    }

    function program(uint256 which) private pure returns (bytes32) {
        return (which / 2) % 2 == 0 ? PROGRAM : OTHER_PROGRAM;
    }

    function batchAt(uint256 which) private view returns (bytes32) {
        return ids[which % ids.length];
    }

    /// @dev Of the first two rows, so that exceptions meet.
    function rowAt(uint256 which, uint256 index) private view returns (bytes32 batchId, Row memory) {
        batchId = batchAt(which);
        uint256 leaves = _leaves[batchId];
        RowTree.Tree memory grown = RowTree.grow(_names[batchId], leaves, _each[batchId]);
        return (batchId, grown.row(index % (leaves < 2 ? leaves : 2)));
    }
}
