// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "../access/Governed.sol";
import {BatchLeaf, CredentialStatus, ICredentialLedger} from "./interfaces/ICredentialLedger.sol";
import {IAccreditations} from "./interfaces/IAccreditations.sol";
import {IIssuerKeys} from "../operations/interfaces/IIssuerKeys.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Operation} from "../emergency/interfaces/ISystemModes.sol";
import {ModeGoverned} from "../emergency/ModeGoverned.sol";

import {CredentialBatches} from "./libraries/CredentialBatches.sol";
import {Credentials} from "./libraries/Credentials.sol";
import {CredentialVolumes} from "./libraries/CredentialVolumes.sol";
import {SystemIds} from "../emergency/SystemIds.sol";

/**
 * @title CredentialLedger
 * @notice Which credentials were issued, revoked and verified, by whom and how many, without a word about anybody.
 *
 * Design: digests and Merkle roots only. A credential is one slot under its issuer, a batch is one slot for up to ten
 * million of them, and counters of issuers, verifiers and schemas grow with the events. Issuing asks for the modes of
 * the identity service and of the issuer's own system, so that one issuer can be frozen while the others go on; for the
 * issuer's key: without a registered one, or with one that is overdue or compromised, nobody issues; and for its
 * accreditation for the schema. Verifying asks for the service's mode and the verifier's accreditation. Revoking works
 * in every mode, with any key and with none of these: who lost its accreditation must still undo what it did.
 *
 * Trust assumptions: the RoleRegistry maps issuing and revoking to ISSUER, revoking for another to IDENTITY_AUTHORITY and
 * verifying to VERIFIER. The controller of modes has fixed code and calls nobody back, so that it may be asked before
 * anything is written; the ledger must be assigned to the identity service there, whose volume it draws. What a digest
 * stands for, that a batch has as many leaves as its count says, and what a verifier accepted, only they vouch for.
 * The contract holds neither funds nor roles.
 */
contract CredentialLedger is Governed, ModeGoverned, ICredentialLedger {
    using CredentialBatches for CredentialBatches.Book;
    using Credentials for Credentials.Book;
    using CredentialVolumes for CredentialVolumes.Book;

    /// @custom:storage-location erc7201:sign.storage.CredentialLedger
    struct LedgerStorage {
        Credentials.Book credentials;
        CredentialBatches.Book batches;
        CredentialVolumes.Book volumes;
        mapping(address verifier => mapping(bytes32 root => uint40 recordedAt)) verificationBatches;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.CredentialLedger")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LEDGER_STORAGE = 0x16165b560e38e07e9d6697459b90c2e760b9d0a55716455a01c93066bc31e700;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    bytes32 private immutable IDENTITY_SERVICE = SystemIds.named(SystemIds.SERVICE, "identity");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IIssuerKeys private immutable KEYS;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAccreditations private immutable ACCREDITATIONS;

    /// @notice Nothing that has no code says which keys may issue.
    error KeysWithoutCode(address keys);
    /// @notice Nothing that has no code says who is accredited.
    error AccreditationsWithoutCode(address accreditations);

    /// @dev Draws `count` from the volume of the service, once issuer, its key, its accreditation and the service allow it.
    modifier whenIssuing(bytes32 schemaId, uint32 count) {
        _requireAllowed(SystemIds.issuer(msg.sender), Operation.Issue);
        KEYS.requireIssuerKey(msg.sender);
        ACCREDITATIONS.requireIssuer(msg.sender, schemaId);
        MODES.meter(IDENTITY_SERVICE, Operation.Issue, count);
        _;
    }

    modifier whenAccredited() {
        ACCREDITATIONS.requireVerifier(msg.sender);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(ISystemModes modes, IIssuerKeys keys, IAccreditations accreditations) ModeGoverned(modes) {
        if (address(keys).code.length == 0) revert KeysWithoutCode(address(keys));
        if (address(accreditations).code.length == 0) revert AccreditationsWithoutCode(address(accreditations));
        KEYS = keys;
        ACCREDITATIONS = accreditations;
        _disableInitializers();
    }

    /// @notice Puts the contract under the RoleRegistry's authority.
    function initialize(IRoleRegistry registry) external initializer {
        __AccessManaged_init(address(registry));
    }

    // -------------------------------------------------------------------------------------------------- issuance

    /// @inheritdoc ICredentialLedger
    function issue(
        bytes32 schemaId,
        bytes32 credentialDigest,
        uint40 expiresAt
    ) external restricted whenIssuing(schemaId, 1) {
        LedgerStorage storage $ = _ledger();
        uint32 schema = $.volumes.addIssued(msg.sender, schemaId, 1);
        $.credentials.issue(msg.sender, credentialDigest, expiresAt, schema);
        _record(CredentialIssued.selector, _topic(msg.sender), credentialDigest, schemaId, abi.encode(expiresAt));
    }

    /// @inheritdoc ICredentialLedger
    function issueBatch(bytes32 schemaId, bytes32 root, uint32 count) external restricted whenIssuing(schemaId, count) {
        LedgerStorage storage $ = _ledger();
        uint32 schema = $.volumes.addIssued(msg.sender, schemaId, count);
        $.batches.issue(msg.sender, root, count, schema);
        _record(BatchIssued.selector, _topic(msg.sender), root, schemaId, abi.encode(count));
    }

    // ------------------------------------------------------------------------------------------------ revocation

    /// @inheritdoc ICredentialLedger
    function revoke(bytes32 credentialDigest, bytes32 reasonDigest) external restricted {
        _revoke(msg.sender, credentialDigest, reasonDigest);
    }

    /// @inheritdoc ICredentialLedger
    function revokeLeaf(BatchLeaf calldata leaf, bytes32 reasonDigest) external restricted {
        _revokeLeaf(msg.sender, leaf, reasonDigest);
    }

    /// @inheritdoc ICredentialLedger
    function revokeBatch(bytes32 root, bytes32 reasonDigest) external restricted {
        _revokeBatch(msg.sender, root, reasonDigest);
    }

    /// @inheritdoc ICredentialLedger
    function revokeFor(address issuer, bytes32 credentialDigest, bytes32 reasonDigest) external restricted {
        _revoke(issuer, credentialDigest, reasonDigest);
    }

    /// @inheritdoc ICredentialLedger
    function revokeLeafFor(address issuer, BatchLeaf calldata leaf, bytes32 reasonDigest) external restricted {
        _revokeLeaf(issuer, leaf, reasonDigest);
    }

    /// @inheritdoc ICredentialLedger
    function revokeBatchFor(address issuer, bytes32 root, bytes32 reasonDigest) external restricted {
        _revokeBatch(issuer, root, reasonDigest);
    }

    // ---------------------------------------------------------------------------------------------- verification

    /// @inheritdoc ICredentialLedger
    function recordVerification(
        address issuer,
        bytes32 credentialDigest,
        bool accepted,
        bytes32 purposeDigest
    ) external restricted whenOperational(IDENTITY_SERVICE, Operation.Verify) whenAccredited {
        CredentialStatus status = statusOf(issuer, credentialDigest);
        _recordVerification(issuer, credentialDigest, bytes32(0), status, accepted, purposeDigest);
    }

    /// @inheritdoc ICredentialLedger
    function recordLeafVerification(
        address issuer,
        BatchLeaf calldata leaf,
        bool accepted,
        bytes32 purposeDigest
    ) external restricted whenOperational(IDENTITY_SERVICE, Operation.Verify) whenAccredited {
        CredentialStatus status = statusOfLeaf(issuer, leaf);
        if (leaf.root == bytes32(0)) revert DigestMissing();
        _recordVerification(issuer, leaf.credentialDigest, leaf.root, status, accepted, purposeDigest);
    }

    /// @inheritdoc ICredentialLedger
    function recordVerificationBatch(
        bytes32 root,
        uint32 count,
        uint32 accepted
    ) external restricted whenOperational(IDENTITY_SERVICE, Operation.Verify) whenAccredited {
        LedgerStorage storage $ = _ledger();
        CredentialBatches.checkCounted(root, count);
        if (accepted > count) revert AcceptedAboveCount(accepted, count);
        if ($.verificationBatches[msg.sender][root] != 0) revert VerificationBatchAlreadyRecorded(msg.sender, root);
        $.verificationBatches[msg.sender][root] = uint40(block.timestamp);
        $.volumes.addVerified(msg.sender, count, accepted);
        _record(VerificationBatchRecorded.selector, _topic(msg.sender), root, abi.encode(count, accepted));
    }

    // ----------------------------------------------------------------------------------------------------- views

    /// @inheritdoc ICredentialLedger
    function systemId() external view returns (bytes32) {
        return IDENTITY_SERVICE;
    }

    /// @inheritdoc ICredentialLedger
    function statusOf(address issuer, bytes32 credentialDigest) public view returns (CredentialStatus) {
        return _ledger().credentials.statusOf(issuer, credentialDigest);
    }

    /// @inheritdoc ICredentialLedger
    function statusOfLeaf(address issuer, BatchLeaf calldata leaf) public view returns (CredentialStatus) {
        LedgerStorage storage $ = _ledger();
        return $.batches.statusOf($.credentials, issuer, leaf);
    }

    /// @inheritdoc ICredentialLedger
    function credentialOf(
        address issuer,
        bytes32 credentialDigest
    ) external view returns (bytes32 schemaId, uint40 issuedAt, uint40 expiresAt, uint40 revokedAt) {
        LedgerStorage storage $ = _ledger();
        Credentials.Credential storage credential = $.credentials.byIssuer[issuer][credentialDigest];
        schemaId = $.volumes.schemas[credential.schema];
        return (schemaId, credential.issuedAt, credential.expiresAt, credential.revokedAt);
    }

    /// @inheritdoc ICredentialLedger
    function batchOf(
        address issuer,
        bytes32 root
    ) external view returns (bytes32 schemaId, uint32 count, uint32 revoked, uint40 issuedAt, uint40 revokedAt) {
        LedgerStorage storage $ = _ledger();
        CredentialBatches.Batch storage batch = $.batches.byIssuer[issuer][root];
        schemaId = $.volumes.schemas[batch.schema];
        return (schemaId, batch.count, batch.revoked, batch.issuedAt, batch.revokedAt);
    }

    /// @inheritdoc ICredentialLedger
    function verificationBatchAt(address verifier, bytes32 root) external view returns (uint40) {
        return _ledger().verificationBatches[verifier][root];
    }

    /// @inheritdoc ICredentialLedger
    function issuerVolume(address issuer) external view returns (uint64 issued, uint64 revoked) {
        CredentialVolumes.Issued storage volume = _ledger().volumes.byIssuer[issuer];
        return (volume.issued, volume.revoked);
    }

    /// @inheritdoc ICredentialLedger
    function schemaVolume(bytes32 schemaId) external view returns (uint64 issued, uint64 revoked) {
        CredentialVolumes.Schema storage schema = _ledger().volumes.bySchema[schemaId];
        return (schema.issued, schema.revoked);
    }

    /// @inheritdoc ICredentialLedger
    function verifierVolume(address verifier) external view returns (uint64 verified, uint64 accepted) {
        CredentialVolumes.Verified storage volume = _ledger().volumes.byVerifier[verifier];
        return (volume.verified, volume.accepted);
    }

    // --------------------------------------------------------------------------------------------------- private

    function _revoke(address issuer, bytes32 credentialDigest, bytes32 reasonDigest) private {
        LedgerStorage storage $ = _ledger();
        uint32 schema = $.credentials.revoke(issuer, credentialDigest);
        $.volumes.addRevoked(issuer, schema, 1);
        _recordRevocation(issuer, credentialDigest, bytes32(0), reasonDigest);
    }

    function _revokeLeaf(address issuer, BatchLeaf calldata leaf, bytes32 reasonDigest) private {
        LedgerStorage storage $ = _ledger();
        uint32 schema = $.batches.revokeLeaf(issuer, leaf);
        $.credentials.markRevoked(issuer, leaf.credentialDigest);
        $.volumes.addRevoked(issuer, schema, 1);
        _recordRevocation(issuer, leaf.credentialDigest, leaf.root, reasonDigest);
    }

    function _revokeBatch(address issuer, bytes32 root, bytes32 reasonDigest) private {
        if (reasonDigest == bytes32(0)) revert DigestMissing();
        LedgerStorage storage $ = _ledger();
        (uint32 count, uint32 schema) = $.batches.revoke(issuer, root);
        $.volumes.addRevoked(issuer, schema, count);
        _record(BatchRevoked.selector, _topic(issuer), root, _topic(msg.sender), abi.encode(count, reasonDigest));
    }

    function _recordRevocation(address issuer, bytes32 credentialDigest, bytes32 root, bytes32 reasonDigest) private {
        if (reasonDigest == bytes32(0)) revert DigestMissing();
        _record(
            CredentialRevoked.selector,
            _topic(issuer),
            credentialDigest,
            root,
            abi.encode(msg.sender, reasonDigest)
        );
    }

    function _recordVerification(
        address issuer,
        bytes32 credentialDigest,
        bytes32 root,
        CredentialStatus status,
        bool accepted,
        bytes32 purposeDigest
    ) private {
        if (credentialDigest == bytes32(0) || purposeDigest == bytes32(0)) revert DigestMissing();
        _ledger().volumes.addVerified(msg.sender, 1, accepted ? 1 : 0);
        _record(
            VerificationRecorded.selector,
            _topic(msg.sender),
            _topic(issuer),
            credentialDigest,
            abi.encode(root, status, accepted, purposeDigest)
        );
    }

    function _topic(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _ledger() private pure returns (LedgerStorage storage $) {
        assembly ("memory-safe") {
            $.slot := LEDGER_STORAGE
        }
    }
}
