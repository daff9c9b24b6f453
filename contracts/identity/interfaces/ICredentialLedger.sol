// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the chain knows of a credential now.
enum CredentialStatus {
    Unknown,
    Active,
    Expired,
    Revoked
}

/**
 * @notice A credential that was issued in a batch, with the way from its leaf to the root.
 * @dev Leaf and tree are those of OpenZeppelin's `StandardMerkleTree.of(rows, ["bytes32", "uint40"])`.
 */
struct BatchLeaf {
    bytes32 root;
    bytes32 credentialDigest;
    uint40 expiresAt;
    bytes32[] proof;
}

/**
 * @title ICredentialLedger
 * @notice Issuance, revocation and verification of credentials, one by one or as counted batch roots, so that volumes by
 * issuer, verifier and schema can be read from the chain.
 * @dev "Issuance volume (by issuer)", "verification volume (by verifier)", "revocation/status check logs" of the source
 * text. A credential belongs to its issuer: the same digest of another issuer is another credential, so that nobody can
 * occupy a digest before its issuer does, and whoever asks for a status says whose credential it must be.
 *
 * @dev Warning: a digest is public for ever. It must cover a random salt of at least 128 bits: a hash of personal data
 * alone can be guessed.
 */
interface ICredentialLedger {
    // -------------------------------------------------------------------------------------------------- issuance

    event CredentialIssued(
        address indexed issuer,
        bytes32 indexed credentialDigest,
        bytes32 indexed schemaId,
        uint40 expiresAt
    );
    event BatchIssued(address indexed issuer, bytes32 indexed root, bytes32 indexed schemaId, uint32 count);

    error DigestMissing();
    error ExpiryOutOfBounds(uint40 expiresAt, uint256 earliest, uint256 latest);
    error CountOutOfBounds(uint32 count, uint32 minimum, uint32 maximum);
    error CredentialAlreadyKnown(address issuer, bytes32 credentialDigest);
    error BatchAlreadyIssued(address issuer, bytes32 root);

    /**
     * @notice Issues one credential. ISSUER that is accredited for the schema and has a key in use, while both the
     * identity service and the issuer may issue.
     * @param expiresAt Unix time from which it is Expired; ahead, and at most 50 years.
     * @dev Warning: `Limited` slows the service only, whose volume is drawn. An issuer whose own system is Limited issues
     * on; stopping it takes ReadOnly or Halted.
     */
    function issue(bytes32 schemaId, bytes32 credentialDigest, uint40 expiresAt) external;

    /**
     * @notice Issues the credentials below `root`. ISSUER, under the conditions of {issue}; all of `count` draw from the
     * volume of the service.
     * @dev The chain cannot count leaves, but no leaf deeper than a tree of `count` leaves is part of the batch: a
     * count that is too small by a factor of two or more leaves credentials Unknown.
     */
    function issueBatch(bytes32 schemaId, bytes32 root, uint32 count) external;

    // ------------------------------------------------------------------------------------------------ revocation

    /// @param root Of the batch that proved the credential; zero for one that was issued singly.
    /// @param by The issuer, or the Identity Authority's account.
    event CredentialRevoked(
        address indexed issuer,
        bytes32 indexed credentialDigest,
        bytes32 indexed root,
        address by,
        bytes32 reasonDigest
    );
    /// @param count Credentials of the batch that were not revoked before.
    event BatchRevoked(
        address indexed issuer,
        bytes32 indexed root,
        address indexed by,
        uint32 count,
        bytes32 reasonDigest
    );

    error UnknownCredential(address issuer, bytes32 credentialDigest);
    error UnknownBatch(address issuer, bytes32 root);
    error NotInBatch(bytes32 root, bytes32 credentialDigest);
    error CredentialAlreadyRevoked(address issuer, bytes32 credentialDigest);
    error BatchAlreadyRevoked(address issuer, bytes32 root);

    /// @notice Revokes a credential of the caller. ISSUER, in every mode.
    function revoke(bytes32 credentialDigest, bytes32 reasonDigest) external;

    /// @notice Revokes one credential of a batch of the caller: it is Revoked in all of them. ISSUER, in every mode.
    function revokeLeaf(BatchLeaf calldata leaf, bytes32 reasonDigest) external;

    /// @notice Revokes a whole batch of the caller. ISSUER, in every mode.
    function revokeBatch(bytes32 root, bytes32 reasonDigest) external;

    /// @notice {revoke} for an issuer that cannot or will not. IDENTITY_AUTHORITY, in every mode.
    function revokeFor(address issuer, bytes32 credentialDigest, bytes32 reasonDigest) external;

    /// @notice {revokeLeaf} for an issuer that cannot or will not. IDENTITY_AUTHORITY, in every mode.
    function revokeLeafFor(address issuer, BatchLeaf calldata leaf, bytes32 reasonDigest) external;

    /// @notice {revokeBatch} for an issuer that cannot or will not. IDENTITY_AUTHORITY, in every mode.
    function revokeBatchFor(address issuer, bytes32 root, bytes32 reasonDigest) external;

    // ---------------------------------------------------------------------------------------------- verification

    /**
     * @param root Of the batch that the credential was shown with; zero for one that was issued singly.
     * @param status What the chain knew when the check was recorded.
     * @param accepted What the verifier decided. It stands beside `status`: an accepted credential that was Revoked is
     * for the auditor to find, not for the ledger to hide.
     */
    event VerificationRecorded(
        address indexed verifier,
        address indexed issuer,
        bytes32 indexed credentialDigest,
        bytes32 root,
        CredentialStatus status,
        bool accepted,
        bytes32 purposeDigest
    );
    event VerificationBatchRecorded(address indexed verifier, bytes32 indexed root, uint32 count, uint32 accepted);

    error AcceptedAboveCount(uint32 accepted, uint32 count);
    error VerificationBatchAlreadyRecorded(address verifier, bytes32 root);

    /**
     * @notice Records that a credential was checked, with its status on chain. VERIFIER that is accredited, while the
     * identity service may verify.
     * @dev Warning: checks of one credential can be linked by its digest. Where that would follow a person around, use
     * {recordVerificationBatch}.
     */
    function recordVerification(
        address issuer,
        bytes32 credentialDigest,
        bool accepted,
        bytes32 purposeDigest
    ) external;

    /// @notice {recordVerification} for a credential of a batch; without a valid proof its status is Unknown.
    function recordLeafVerification(
        address issuer,
        BatchLeaf calldata leaf,
        bool accepted,
        bytes32 purposeDigest
    ) external;

    /**
     * @notice Records `count` checks by the root of their log. VERIFIER, under the conditions of {recordVerification}.
     * @param accepted How many of them ended in acceptance.
     */
    function recordVerificationBatch(bytes32 root, uint32 count, uint32 accepted) external;

    // ----------------------------------------------------------------------------------------------------- views

    /// @notice The system whose mode governs the ledger as a whole: the service "identity".
    function systemId() external view returns (bytes32);

    /// @notice Status of a credential that was issued singly; Revoked also for one that was revoked in a batch.
    function statusOf(address issuer, bytes32 credentialDigest) external view returns (CredentialStatus);

    /// @notice Status of a credential of a batch; Unknown unless the proof holds.
    function statusOfLeaf(address issuer, BatchLeaf calldata leaf) external view returns (CredentialStatus);

    /// @notice Times of a credential. One that was revoked in a batch has neither schema, issue nor expiry here.
    function credentialOf(
        address issuer,
        bytes32 credentialDigest
    ) external view returns (bytes32 schemaId, uint40 issuedAt, uint40 expiresAt, uint40 revokedAt);

    /**
     * @param revoked Leaves that were revoked one by one before the batch was. More than `count` prove that the batch
     * was larger than its issuer said.
     * @param revokedAt Zero unless the whole batch is revoked.
     */
    function batchOf(
        address issuer,
        bytes32 root
    ) external view returns (bytes32 schemaId, uint32 count, uint32 revoked, uint40 issuedAt, uint40 revokedAt);

    /// @notice When a verifier recorded a batch of checks; zero for never.
    function verificationBatchAt(address verifier, bytes32 root) external view returns (uint40);

    /// @notice Credentials issued and revoked, singly and in batches, since the beginning.
    function issuerVolume(address issuer) external view returns (uint64 issued, uint64 revoked);

    /// @notice {issuerVolume} of a schema, over all issuers.
    function schemaVolume(bytes32 schemaId) external view returns (uint64 issued, uint64 revoked);

    /// @notice Checks recorded, singly and in batches, and how many of them ended in acceptance.
    function verifierVolume(address verifier) external view returns (uint64 verified, uint64 accepted);
}
