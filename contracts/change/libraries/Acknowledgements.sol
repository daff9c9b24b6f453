// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChangeManager} from "../interfaces/IChangeManager.sol";

/**
 * @title Acknowledgements
 * @notice Monitoring's word that it looked: bound to a block that the chain still knows, to the digest of the metrics
 * seen there, and to a day ("bridge parameter change: 3-of-5 + monitoring escalation requirement").
 */
library Acknowledgements {
    uint256 internal constant MAX_AGE = 24 hours;

    struct Acknowledgement {
        uint40 acknowledgedAt;
        uint64 observedBlock;
        bytes32 metricsDigest;
    }

    struct Book {
        mapping(bytes32 id => Acknowledgement) byChange;
    }

    /// @notice Keeps an acknowledgement; a later one replaces it.
    function record(
        Book storage book,
        bytes32 id,
        uint256 observedBlock,
        bytes32 metricsDigest
    ) internal returns (bytes32 observedHash) {
        if (metricsDigest == bytes32(0)) revert IChangeManager.MetricsMissing();
        // Zero for this block, for later ones, and for those more than 256 back.
        observedHash = blockhash(observedBlock);
        if (observedHash == bytes32(0)) revert IChangeManager.UnknownBlock(observedBlock);
        book.byChange[id] = Acknowledgement(uint40(block.timestamp), uint64(observedBlock), metricsDigest);
    }

    /// @notice Reverts unless monitoring acknowledged the change within the last day.
    function requireFresh(Book storage book, bytes32 id) internal view {
        uint256 acknowledgedAt = book.byChange[id].acknowledgedAt;
        if (acknowledgedAt == 0) revert IChangeManager.AcknowledgementMissing(id);
        if (block.timestamp > acknowledgedAt + MAX_AGE) revert IChangeManager.AcknowledgementStale(id, acknowledgedAt);
    }
}
