// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialStatus, ICredentialLedger} from "../interfaces/ICredentialLedger.sol";

/**
 * @title Credentials
 * @notice Credentials by issuer and digest: when they were issued, expire and were revoked.
 *
 *   Unknown ──issue──▶ Active ──time──▶ Expired
 *      │                 │                 │
 *      └──── revoke ─────┴──── revoke ─────┴──▶ Revoked, for ever
 *
 * @dev A credential of a batch has no record until it is revoked, which is the arrow from Unknown: its revocation is
 * kept under its digest, so that it holds in every batch of the issuer, and the digest cannot be issued again.
 */
library Credentials {
    uint40 internal constant MAX_VALIDITY = 50 * 365 days;

    /// @dev One slot.
    struct Credential {
        uint40 issuedAt;
        uint40 expiresAt;
        uint40 revokedAt;
        uint32 schema;
    }

    struct Book {
        mapping(address issuer => mapping(bytes32 credentialDigest => Credential)) byIssuer;
    }

    /// @param schema Number of its schema (`CredentialVolumes`).
    function issue(
        Book storage book,
        address issuer,
        bytes32 credentialDigest,
        uint40 expiresAt,
        uint32 schema
    ) internal {
        if (credentialDigest == bytes32(0)) revert ICredentialLedger.DigestMissing();
        if (expiresAt <= block.timestamp || expiresAt > block.timestamp + MAX_VALIDITY) {
            revert ICredentialLedger.ExpiryOutOfBounds(expiresAt, block.timestamp + 1, block.timestamp + MAX_VALIDITY);
        }
        Credential storage credential = book.byIssuer[issuer][credentialDigest];
        if (credential.issuedAt != 0 || credential.revokedAt != 0) {
            revert ICredentialLedger.CredentialAlreadyKnown(issuer, credentialDigest);
        }
        book.byIssuer[issuer][credentialDigest] = Credential({
            issuedAt: uint40(block.timestamp),
            expiresAt: expiresAt,
            revokedAt: 0,
            schema: schema
        });
    }

    /// @dev One that was issued singly. An expired one can be revoked as well: why it ended is worth knowing.
    function revoke(Book storage book, address issuer, bytes32 credentialDigest) internal returns (uint32 schema) {
        Credential storage credential = book.byIssuer[issuer][credentialDigest];
        if (credential.issuedAt == 0) revert ICredentialLedger.UnknownCredential(issuer, credentialDigest);
        markRevoked(book, issuer, credentialDigest);
        return credential.schema;
    }

    /// @dev For credentials whose issuance was proven otherwise.
    function markRevoked(Book storage book, address issuer, bytes32 credentialDigest) internal {
        Credential storage credential = book.byIssuer[issuer][credentialDigest];
        if (credential.revokedAt != 0) revert ICredentialLedger.CredentialAlreadyRevoked(issuer, credentialDigest);
        credential.revokedAt = uint40(block.timestamp);
    }

    function isRevoked(Book storage book, address issuer, bytes32 credentialDigest) internal view returns (bool) {
        return book.byIssuer[issuer][credentialDigest].revokedAt != 0;
    }

    function statusOf(
        Book storage book,
        address issuer,
        bytes32 credentialDigest
    ) internal view returns (CredentialStatus) {
        Credential memory credential = book.byIssuer[issuer][credentialDigest];
        if (credential.revokedAt != 0) return CredentialStatus.Revoked;
        if (credential.issuedAt == 0) return CredentialStatus.Unknown;
        return byExpiry(credential.expiresAt);
    }

    /// @dev Status of a credential that was issued and not revoked.
    function byExpiry(uint256 expiresAt) internal view returns (CredentialStatus) {
        return block.timestamp < expiresAt ? CredentialStatus.Active : CredentialStatus.Expired;
    }
}
