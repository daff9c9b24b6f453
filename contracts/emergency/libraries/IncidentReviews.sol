// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FiledReview, IIncidentRegistry} from "../interfaces/IIncidentRegistry.sol";

/**
 * @title IncidentReviews
 * @notice The review of an incident that awaits acceptance, and the entities that may not accept it.
 *
 *            file (again: replaces)      accept: another entity, final, this digest
 *   (none) ─────────────────────────▶ filed ──────────────────────────────────────▶ (none), the debt is paid
 *                                       │ reject; or overtaken by a new declaration
 *                                       └─────────────────────────────────────────▶ (none), the debt stands
 */
library IncidentReviews {
    struct Book {
        mapping(bytes32 incidentId => FiledReview) filed;
        /// @dev Entities that are or were responsible, as a bit set: none of them judges a review.
        mapping(bytes32 incidentId => uint256 entities) responsible;
    }

    function hold(Book storage book, bytes32 incidentId, uint8 entity) internal {
        book.responsible[incidentId] |= 1 << entity;
    }

    function file(Book storage book, bytes32 incidentId, bytes32 digest, uint8 entity, bool interim) internal {
        book.filed[incidentId] = FiledReview({
            digest: digest,
            entity: entity,
            interim: interim,
            filedAt: uint40(block.timestamp)
        });
    }

    /// @notice Takes the review off the table for an auditor of `entity`, who must mean this one.
    /// @return interim Whether it was unfinished.
    function take(Book storage book, bytes32 incidentId, bytes32 digest, uint8 entity) internal returns (bool interim) {
        FiledReview storage review = book.filed[incidentId];
        if (review.filedAt == 0) revert IIncidentRegistry.ReviewMissing(incidentId);
        if (review.digest != digest) {
            revert IIncidentRegistry.ReviewDigestMismatch(incidentId, review.digest, digest);
        }
        requireIndependent(book, incidentId, entity);
        interim = review.interim;
        delete book.filed[incidentId];
    }

    /// @notice Drops a final review, since it was written before what it would have to explain.
    /// @return digest Of the review that was dropped; zero for none.
    function overtake(Book storage book, bytes32 incidentId) internal returns (bytes32 digest) {
        FiledReview storage review = book.filed[incidentId];
        if (review.filedAt == 0 || review.interim) return bytes32(0);
        digest = review.digest;
        delete book.filed[incidentId];
    }

    function requireIndependent(Book storage book, bytes32 incidentId, uint8 entity) internal view {
        if (book.responsible[incidentId] & (1 << entity) != 0) {
            revert IIncidentRegistry.ReviewOfOwnEntity(incidentId, entity);
        }
    }
}
