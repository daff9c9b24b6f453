// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {
    Batch,
    BatchStatus,
    BatchTerms,
    IDistributionLedger,
    Reconciliation
} from "../interfaces/IDistributionLedger.sol";

/**
 * @title BatchBook
 * @notice Batches by their id, and the equation of each: settled + set aside never exceed its total, and with the residual
 * they are the total when it closes.
 *
 *   Pending ──▶ Authorised ──▶ Reconciled
 *      └──────▶ Rejected
 *
 * @dev An id covers all terms, so that a signature for a batch is one for its amount. A root is taken once, whatever the
 * other terms: the same rows are never paid under a second id.
 */
library BatchBook {
    struct Book {
        mapping(bytes32 batchId => Batch) byId;
        mapping(bytes32 root => bytes32 batchId) byRoot;
    }

    function submit(
        Book storage book,
        BatchTerms calldata terms,
        uint8 distributor
    ) internal returns (bytes32 batchId, Batch storage batch) {
        if (terms.root == bytes32(0) || terms.manifestDigest == bytes32(0)) revert IDistributionLedger.DigestMissing();
        bytes32 known = book.byRoot[terms.root];
        if (known != bytes32(0)) revert IDistributionLedger.RootAlreadySubmitted(terms.root, known);
        batchId = idOf(distributor, terms);
        book.byRoot[terms.root] = batchId;
        batch = book.byId[batchId];
        batch.programId = terms.programId;
        batch.root = terms.root;
        batch.manifestDigest = terms.manifestDigest;
        batch.submitter = msg.sender;
        batch.distributor = distributor;
        batch.status = BatchStatus.Pending;
        batch.count = terms.count;
        batch.ruleSetVersion = terms.ruleSetVersion;
        batch.total = terms.total;
        batch.period = terms.period;
        batch.submittedAt = uint40(block.timestamp);
    }

    function reject(Batch storage batch) internal {
        batch.status = BatchStatus.Rejected;
        batch.closedAt = uint40(block.timestamp);
    }

    /// @param figures Must be what the book says, each of them.
    function reconcile(Batch storage batch, bytes32 batchId, Reconciliation calldata figures) internal {
        if (figures.reportDigest == bytes32(0)) revert IDistributionLedger.DigestMissing();
        if (batch.openExceptions != 0) revert IDistributionLedger.ExceptionsOpen(batchId, batch.openExceptions);
        (uint128 settled, uint128 setAside) = (batch.settled, batch.setAside);
        uint128 residual = batch.total - settled - setAside;
        if (figures.settled != settled) {
            revert IDistributionLedger.SettledDiffers(batchId, figures.settled, settled);
        }
        if (figures.exceptions != setAside) {
            revert IDistributionLedger.ExceptionsDiffer(batchId, figures.exceptions, setAside);
        }
        if (figures.residual != residual) {
            revert IDistributionLedger.ResidualDiffers(batchId, figures.residual, residual);
        }
        batch.status = BatchStatus.Reconciled;
        batch.closedAt = uint40(block.timestamp);
    }

    // -------------------------------------------------------------------------------------------------- equation

    /// @dev The number of rows is the treasury's word. One that is too high keeps it from completing others, and nobody from
    /// setting a row aside.
    function settle(Batch storage batch, bytes32 batchId, uint128 amount, uint32 rows) internal {
        _requireOutstanding(batch, batchId, amount);
        uint256 rowsLeft = Math.saturatingSub(batch.count, uint256(batch.settledRows) + batch.rowsSetAside);
        if (rows > rowsLeft) revert IDistributionLedger.RowsExceedBatch(batchId, rows, rowsLeft);
        batch.settled += amount;
        batch.settledRows += rows;
    }

    function reverse(Batch storage batch, uint128 amount, uint32 rows) internal {
        batch.settled -= amount;
        batch.settledRows -= rows;
    }

    /// @dev Sets one row aside.
    function withhold(Batch storage batch, bytes32 batchId, uint256 amount) internal returns (uint128 aside) {
        _requireOutstanding(batch, batchId, amount);
        aside = uint128(amount);
        batch.setAside += aside;
        ++batch.rowsSetAside;
    }

    function release(Batch storage batch, uint128 amount) internal {
        batch.setAside -= amount;
        --batch.rowsSetAside;
    }

    // ----------------------------------------------------------------------------------------------------- views

    function expect(
        Book storage book,
        bytes32 batchId,
        BatchStatus status
    ) internal view returns (Batch storage batch) {
        batch = book.byId[batchId];
        if (batch.status == BatchStatus.None) revert IDistributionLedger.UnknownBatch(batchId);
        if (batch.status != status) revert IDistributionLedger.UnexpectedBatchStatus(batchId, batch.status);
    }

    function termsOf(Batch storage batch) internal view returns (BatchTerms memory) {
        return
            BatchTerms({
                programId: batch.programId,
                root: batch.root,
                count: batch.count,
                total: batch.total,
                ruleSetVersion: batch.ruleSetVersion,
                period: batch.period,
                manifestDigest: batch.manifestDigest
            });
    }

    function idOf(uint8 distributor, BatchTerms calldata terms) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), distributor, terms));
    }

    function _requireOutstanding(Batch storage batch, bytes32 batchId, uint256 amount) private view {
        uint256 outstanding = batch.total - batch.settled - batch.setAside;
        if (amount > outstanding) revert IDistributionLedger.AmountExceedsBatch(batchId, amount, outstanding);
    }
}
