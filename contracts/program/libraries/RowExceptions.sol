// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {
    Batch,
    ExceptionKind,
    ExceptionStatus,
    IDistributionLedger,
    Row,
    RowException
} from "../interfaces/IDistributionLedger.sol";

/**
 * @title RowExceptions
 * @notice Rows of a batch that are not paid, or should not have been; one open exception a row at a time.
 *
 *   leaf = keccak256(keccak256(abi.encode(index, rowDigest, amount)))
 *
 *   Raised ──dispute──▶ Disputed          a distributor, once
 *      └────────┬──────────┘
 *               ├─ resolve ──▶ Upheld     for ever
 *               ├─ resolve ──▶ Dismissed  not of a finding, but by the Sovereign Authority
 *               └─ withdraw ─▶ Withdrawn  a finding, by the auditor
 *
 * @dev Hashed twice, as OpenZeppelin's standard tree does, so that no inner node can pass for a leaf. Who raised, disputed
 * and judges are entities: two accounts of one are one.
 */
library RowExceptions {
    /// @dev By one entity of auditors on one batch. Each can be cleared by one decision.
    uint32 internal constant MAX_FINDINGS = 200;

    struct Book {
        mapping(bytes32 batchId => mapping(uint256 index => RowException)) byRow;
        mapping(bytes32 batchId => mapping(uint8 entity => uint32)) findings;
    }

    /// @return exception Without an amount: that is the batch's to set aside.
    function raise(
        Book storage book,
        Batch storage batch,
        bytes32 batchId,
        Row calldata row,
        ExceptionKind kind,
        uint8 entity
    ) internal returns (RowException storage exception) {
        _requireRow(batch, batchId, row);
        exception = book.byRow[batchId][row.index];
        if (_isOpen(exception.status)) revert IDistributionLedger.ExceptionIsOpen(batchId, row.index);
        if (exception.status == ExceptionStatus.Upheld) {
            revert IDistributionLedger.ExceptionIsFinal(batchId, row.index);
        }
        if (kind != ExceptionKind.Undelivered) _countFinding(book, batchId, entity);
        book.byRow[batchId][row.index] = RowException({
            kind: kind,
            status: ExceptionStatus.Raised,
            raisedBy: entity,
            disputedBy: 0,
            raisedAt: uint40(block.timestamp),
            amount: 0
        });
    }

    function dispute(Book storage book, bytes32 batchId, uint256 index, uint8 entity) internal {
        RowException storage exception = open(book, batchId, index);
        if (exception.status == ExceptionStatus.Disputed) {
            revert IDistributionLedger.AlreadyDisputed(batchId, index, exception.disputedBy);
        }
        if (exception.raisedBy == entity) revert IDistributionLedger.DisputesItself(batchId, index, entity);
        exception.status = ExceptionStatus.Disputed;
        exception.disputedBy = entity;
    }

    /// @param entities For whom the judge speaks, as a bit set.
    function requireImpartial(
        Book storage book,
        bytes32 batchId,
        uint256 index,
        ExceptionStatus outcome,
        uint256 entities
    ) internal view {
        RowException storage exception = open(book, batchId, index);
        if (outcome == ExceptionStatus.Dismissed && exception.kind != ExceptionKind.Undelivered) {
            revert IDistributionLedger.FindingCannotBeDismissed(batchId, index);
        }
        _requireOther(batchId, index, entities, exception.raisedBy);
        // Zero for none, and no entity has that number.
        _requireOther(batchId, index, entities, exception.disputedBy);
    }

    function resolve(
        Book storage book,
        bytes32 batchId,
        uint256 index,
        ExceptionStatus outcome
    ) internal returns (RowException storage exception) {
        if (outcome != ExceptionStatus.Upheld && outcome != ExceptionStatus.Dismissed) {
            revert IDistributionLedger.NotAnOutcome(outcome);
        }
        exception = open(book, batchId, index);
        exception.status = outcome;
    }

    function withdraw(
        Book storage book,
        bytes32 batchId,
        uint256 index,
        uint8 entity
    ) internal returns (RowException storage exception) {
        exception = open(book, batchId, index);
        if (exception.kind == ExceptionKind.Undelivered) revert IDistributionLedger.NotAFinding(batchId, index);
        if (exception.raisedBy != entity) {
            revert IDistributionLedger.FindingOfAnother(batchId, index, exception.raisedBy, entity);
        }
        exception.status = ExceptionStatus.Withdrawn;
    }

    function open(
        Book storage book,
        bytes32 batchId,
        uint256 index
    ) internal view returns (RowException storage exception) {
        exception = book.byRow[batchId][index];
        if (!_isOpen(exception.status)) {
            revert IDistributionLedger.ExceptionNotOpen(batchId, index, exception.status);
        }
    }

    // --------------------------------------------------------------------------------------------------- private

    function _countFinding(Book storage book, bytes32 batchId, uint8 entity) private {
        uint32 raised = book.findings[batchId][entity];
        if (raised >= MAX_FINDINGS) revert IDistributionLedger.TooManyFindings(batchId, entity, MAX_FINDINGS);
        book.findings[batchId][entity] = raised + 1;
    }

    /// @dev A tree of `count` leaves is ⌈log2(count)⌉ deep: a longer proof belongs to a tree that holds more.
    function _requireRow(Batch storage batch, bytes32 batchId, Row calldata row) private view {
        uint32 count = batch.count;
        if (row.index >= count) revert IDistributionLedger.IndexOutOfBounds(batchId, row.index, count);
        bytes32 inner = keccak256(abi.encode(row.index, row.rowDigest, row.amount));
        bool holds =
            row.proof.length <= Math.log2(count, Math.Rounding.Ceil) &&
                MerkleProof.verifyCalldata(row.proof, batch.root, keccak256(bytes.concat(inner)));
        if (!holds) revert IDistributionLedger.NotInBatch(batchId, row.index);
    }

    function _requireOther(bytes32 batchId, uint256 index, uint256 entities, uint8 entity) private pure {
        if (entities & (uint256(1) << entity) != 0) revert IDistributionLedger.JudgesItself(batchId, index, entity);
    }

    function _isOpen(ExceptionStatus status) private pure returns (bool) {
        return status == ExceptionStatus.Raised || status == ExceptionStatus.Disputed;
    }
}
