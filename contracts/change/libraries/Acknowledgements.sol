// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ChangeRecord, ChangeStatus, IChangeManager} from "../interfaces/IChangeManager.sol";

/**
 * @title Acknowledgements
 * @notice Monitoring's word that it looked: bound to a block that the chain still knows, to the digest of the metrics
 * seen there, to a day, and to the approvals that stand ("bridge parameter change: 3-of-5 + monitoring escalation
 * requirement").
 *
 * It is monitoring's last word, not its first: given once the approvals are complete, and void with them. What monitoring
 * said before a veto answers to another state of things than the one in which the change comes back.
 */
library Acknowledgements {
    uint256 internal constant MAX_AGE = 24 hours;

    struct Acknowledgement {
        uint40 acknowledgedAt;
        uint64 observedBlock;
        /// @dev Of the approvals that it follows.
        uint8 round;
        bytes32 metricsDigest;
    }

    struct Book {
        mapping(bytes32 id => Acknowledgement) byChange;
    }

    /// @notice Keeps an acknowledgement; a later one replaces it.
    function record(
        Book storage book,
        bytes32 id,
        ChangeRecord memory change,
        uint256 observedBlock,
        bytes32 metricsDigest
    ) internal returns (bytes32 observedHash) {
        // Nothing else that monitoring may still speak about has all its approvals.
        if (change.status != ChangeStatus.Queued) revert IChangeManager.UnexpectedStatus(id, change.status);
        if (metricsDigest == bytes32(0)) revert IChangeManager.MetricsMissing();
        // Zero for this block, for later ones, and for those more than 256 back.
        observedHash = blockhash(observedBlock);
        if (observedHash == bytes32(0)) revert IChangeManager.UnknownBlock(observedBlock);
        book.byChange[id] = Acknowledgement(
            uint40(block.timestamp),
            uint64(observedBlock),
            change.round,
            metricsDigest
        );
    }

    /// @notice Reverts unless monitoring acknowledged the change in `round`, within the last day.
    function requireFresh(Book storage book, bytes32 id, uint8 round) internal view {
        Acknowledgement storage given = book.byChange[id];
        uint256 acknowledgedAt = given.acknowledgedAt;
        if (acknowledgedAt == 0) revert IChangeManager.AcknowledgementMissing(id);
        if (given.round != round) revert IChangeManager.AcknowledgementOfAnotherRound(id, round, given.round);
        if (block.timestamp > acknowledgedAt + MAX_AGE) revert IChangeManager.AcknowledgementStale(id, acknowledgedAt);
    }
}
