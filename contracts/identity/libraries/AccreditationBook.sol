// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Accreditation,
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry,
    Subject
} from "../interfaces/IAccreditationRegistry.sol";

/**
 * @title AccreditationBook
 * @notice Accreditations and how they end.
 *
 *         accredit                end passes
 *   None ──────────▶ Accredited ─────────────▶ Expired           by the clock alone
 *                     ▲  ▲  │                   │  │
 *           reinstate │  └──┼────── renew ──────┘  │             renew also from Accredited to itself
 *                     │     ▼                      │
 *                    Suspended ◀──── suspend ──────┤
 *                         │                        │
 *                         └─────── withdraw ───────┴──▶ Withdrawn      also from Accredited
 *
 * Withdrawn is left by another accreditation alone, which begins the next round.
 */
library AccreditationBook {
    /// @dev Seconds from now to an end. Nobody is accredited for good.
    uint40 internal constant SHORTEST = 1 days;
    uint40 internal constant LONGEST = 730 days;

    struct Book {
        mapping(AccreditationKind kind => mapping(address account => mapping(bytes32 scope => Accreditation))) bySubject;
    }

    /// @param schemaVersion Zero unless the subject is an issuer.
    /// @return round Counts from 1.
    function accredit(
        Book storage book,
        Subject calldata subject,
        uint8 entity,
        uint32 schemaVersion,
        bytes32 requirementDigest,
        uint40 until
    ) internal returns (uint16 round) {
        _requireTerm(until);
        Accreditation storage accreditation = recordOf(book, subject);
        AccreditationStatus status = accreditation.status;
        if (status == AccreditationStatus.Withdrawn) {
            if (accreditation.requirementDigest == requirementDigest) {
                revert IAccreditationRegistry.RequirementWithdrawn(requirementDigest);
            }
        } else if (status != AccreditationStatus.None) {
            revert IAccreditationRegistry.UnexpectedAccreditationStatus(subject, statusOf(accreditation));
        }
        round = accreditation.round + 1;
        accreditation.status = AccreditationStatus.Accredited;
        accreditation.entity = entity;
        accreditation.round = round;
        accreditation.since = uint40(block.timestamp);
        _judge(accreditation, schemaVersion, requirementDigest, until);
    }

    /// @dev What is suspended is not renewed on the way: a renewal would end the suspension, or its end would outlast it.
    function renew(
        Book storage book,
        Subject calldata subject,
        uint8 entity,
        uint32 schemaVersion,
        bytes32 requirementDigest,
        uint40 until
    ) internal {
        _requireTerm(until);
        Accreditation storage accreditation = _in(book, subject, AccreditationStatus.Accredited);
        requireEntity(accreditation, subject.account, entity);
        _judge(accreditation, schemaVersion, requirementDigest, until);
    }

    function suspend(Book storage book, Subject calldata subject) internal {
        _in(book, subject, AccreditationStatus.Accredited).status = AccreditationStatus.Suspended;
    }

    function reinstate(Book storage book, Subject calldata subject, uint8 entity) internal {
        Accreditation storage accreditation = _in(book, subject, AccreditationStatus.Suspended);
        requireEntity(accreditation, subject.account, entity);
        accreditation.status = AccreditationStatus.Accredited;
    }

    function withdraw(Book storage book, Subject calldata subject) internal {
        Accreditation storage accreditation = recordOf(book, subject);
        AccreditationStatus status = accreditation.status;
        if (status == AccreditationStatus.None || status == AccreditationStatus.Withdrawn) {
            revert IAccreditationRegistry.UnexpectedAccreditationStatus(subject, status);
        }
        accreditation.status = AccreditationStatus.Withdrawn;
    }

    // ---------------------------------------------------------------------------------------------------- views

    function recordOf(Book storage book, Subject memory subject) internal view returns (Accreditation storage) {
        return book.bySubject[subject.kind][subject.account][subject.scope];
    }

    /// @notice The status by the clock; a suspension and a withdrawal outlast the end.
    function statusOf(Accreditation storage accreditation) internal view returns (AccreditationStatus) {
        AccreditationStatus stored = accreditation.status;
        if (stored != AccreditationStatus.Accredited || block.timestamp < accreditation.until) return stored;
        return AccreditationStatus.Expired;
    }

    /// @dev What was judged was an entity: an account that acts for another one since is not accredited for it.
    function requireEntity(Accreditation storage accreditation, address account, uint8 current) internal view {
        uint8 accredited = accreditation.entity;
        if (accredited != current) revert IAccreditationRegistry.EntityChanged(account, accredited, current);
    }

    // -------------------------------------------------------------------------------------------------- private

    function _judge(
        Accreditation storage accreditation,
        uint32 schemaVersion,
        bytes32 requirementDigest,
        uint40 until
    ) private {
        accreditation.schemaVersion = schemaVersion;
        accreditation.until = until;
        accreditation.requirementDigest = requirementDigest;
    }

    /// @param stored Accredited stands for Expired, too.
    function _in(
        Book storage book,
        Subject calldata subject,
        AccreditationStatus stored
    ) private view returns (Accreditation storage accreditation) {
        accreditation = recordOf(book, subject);
        if (accreditation.status != stored) {
            revert IAccreditationRegistry.UnexpectedAccreditationStatus(subject, statusOf(accreditation));
        }
    }

    function _requireTerm(uint40 until) private view {
        uint256 earliest = block.timestamp + SHORTEST;
        uint256 latest = block.timestamp + LONGEST;
        if (until < earliest || until > latest) {
            revert IAccreditationRegistry.TermOutOfBounds(until, earliest, latest);
        }
    }
}
