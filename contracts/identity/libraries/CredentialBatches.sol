// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {BatchLeaf, CredentialStatus, ICredentialLedger} from "../interfaces/ICredentialLedger.sol";

import {Credentials} from "./Credentials.sol";

/**
 * @title CredentialBatches
 * @notice Credentials that were issued together: the root over them, and how many there are.
 *
 *   leaf = keccak256(keccak256(abi.encode(credentialDigest, expiresAt)))
 *
 * @dev Hashed twice, as OpenZeppelin's standard tree does, so that no inner node can pass for a leaf. The chain does not
 * see the expiry of a leaf before the leaf is shown: the longest validity, counted from the batch, bounds it then.
 */
library CredentialBatches {
    uint32 internal constant MAX_COUNT = 10_000_000;

    /// @dev One slot.
    struct Batch {
        uint40 issuedAt;
        uint40 revokedAt;
        uint32 count;
        uint32 revoked;
        uint32 schema;
    }

    struct Book {
        mapping(address issuer => mapping(bytes32 root => Batch)) byIssuer;
    }

    /// @param schema Number of its schema (`CredentialVolumes`).
    function issue(Book storage book, address issuer, bytes32 root, uint32 count, uint32 schema) internal {
        checkCounted(root, count);
        if (book.byIssuer[issuer][root].issuedAt != 0) revert ICredentialLedger.BatchAlreadyIssued(issuer, root);
        book.byIssuer[issuer][root] = Batch({
            issuedAt: uint40(block.timestamp),
            revokedAt: 0,
            count: count,
            revoked: 0,
            schema: schema
        });
    }

    /// @dev What is true of every counted root, of credentials and of verifications.
    function checkCounted(bytes32 root, uint32 count) internal pure {
        if (root == bytes32(0)) revert ICredentialLedger.DigestMissing();
        if (count == 0 || count > MAX_COUNT) revert ICredentialLedger.CountOutOfBounds(count, 1, MAX_COUNT);
    }

    /// @dev Counts one leaf; that it is revoked is kept by `Credentials`.
    function revokeLeaf(Book storage book, address issuer, BatchLeaf calldata leaf) internal returns (uint32 schema) {
        Batch storage batch = _standing(book, issuer, leaf.root);
        if (!_holds(batch, leaf)) revert ICredentialLedger.NotInBatch(leaf.root, leaf.credentialDigest);
        ++batch.revoked;
        return batch.schema;
    }

    /// @return count Credentials that were not revoked one by one before; none when the issuer's count was too small.
    /// @return schema Number of the batch's schema.
    function revoke(Book storage book, address issuer, bytes32 root) internal returns (uint32 count, uint32 schema) {
        Batch storage batch = _standing(book, issuer, root);
        batch.revokedAt = uint40(block.timestamp);
        return (uint32(Math.saturatingSub(batch.count, batch.revoked)), batch.schema);
    }

    function statusOf(
        Book storage book,
        Credentials.Book storage credentials,
        address issuer,
        BatchLeaf calldata leaf
    ) internal view returns (CredentialStatus) {
        Batch memory batch = book.byIssuer[issuer][leaf.root];
        if (batch.issuedAt == 0 || !_holds(batch, leaf)) return CredentialStatus.Unknown;
        bool revoked = batch.revokedAt != 0 || Credentials.isRevoked(credentials, issuer, leaf.credentialDigest);
        if (revoked) return CredentialStatus.Revoked;
        return Credentials.byExpiry(Math.min(leaf.expiresAt, uint256(batch.issuedAt) + Credentials.MAX_VALIDITY));
    }

    // --------------------------------------------------------------------------------------------------- private

    function _standing(Book storage book, address issuer, bytes32 root) private view returns (Batch storage batch) {
        batch = book.byIssuer[issuer][root];
        if (batch.issuedAt == 0) revert ICredentialLedger.UnknownBatch(issuer, root);
        if (batch.revokedAt != 0) revert ICredentialLedger.BatchAlreadyRevoked(issuer, root);
    }

    /// @dev A tree of `count` leaves is ⌈log2(count)⌉ deep: a longer proof belongs to a tree that holds more.
    function _holds(Batch memory batch, BatchLeaf calldata leaf) private pure returns (bool) {
        if (leaf.credentialDigest == bytes32(0)) return false;
        if (leaf.proof.length > Math.log2(batch.count, Math.Rounding.Ceil)) return false;
        bytes32 inner = keccak256(abi.encode(leaf.credentialDigest, leaf.expiresAt));
        return MerkleProof.verifyCalldata(leaf.proof, leaf.root, keccak256(bytes.concat(inner)));
    }
}
