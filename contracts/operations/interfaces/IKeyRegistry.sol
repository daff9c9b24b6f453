// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIssuerKeys} from "./IIssuerKeys.sol";
import {IKeyRotations} from "./IKeyRotations.sol";

/// @notice What a key is for ("Key categories" of the source text).
enum KeyCategory {
    None,
    Governance,
    Issuer,
    Operator,
    Audit
}

/// @notice How a key is kept ("governance keys should be multisig and/or HSM-backed").
enum Custody {
    None,
    Multisig,
    Hsm,
    Software
}

/// @notice Where a key stands. `Due` and `Overdue` follow from the clock and are never stored.
enum KeyStatus {
    None,
    Current,
    Due,
    Overdue,
    Compromised,
    Rotated,
    Retired
}

/// @notice Who holds a key, how it is kept and how often it is replaced.
struct KeyTerms {
    /// @dev The account itself, where the key is an account's, or the account for which the key signs.
    address holder;
    Custody custody;
    /// @dev Of the attestation of an HSM, or of the approval of an exception for software. A multisig needs none.
    bytes32 custodyDigest;
    /// @dev Seconds from its registration until it must be replaced.
    uint32 rotationPeriod;
}

struct Key {
    KeyStatus status;
    KeyCategory category;
    Custody custody;
    /// @dev The legal entity that the holder acts for; zero for a Safe that is bound to none.
    uint8 entity;
    address holder;
    uint40 dueAt;
    uint40 registeredAt;
    /// @dev Zero unless it was reported as compromised.
    uint40 compromisedAt;
    /// @dev When it was replaced or retired; zero while it is in use.
    uint40 endedAt;
    /// @dev Of the last drill of its recovery; zero before.
    uint40 drilledAt;
    uint32 rotationPeriod;
    bytes32 custodyDigest;
    /// @dev The key that replaced it.
    bytes32 successor;
}

/**
 * @title IKeyRegistry
 * @notice Which keys govern, issue, operate and audit; who holds them and how; until when they must be replaced.
 *
 *   past its deadline        Governance  Issuer   Operator  Audit
 *   until the grace ends     usable      usable   usable    usable
 *   after                    usable      blocked  blocked   usable
 *   reported as compromised  usable      blocked  blocked   blocked
 *
 * The id of a key begins with its category (one byte: 1 Governance, 2 Issuer, 3 Operator, 4 Audit); 31 bytes of a digest
 * of its public part follow, or the account as a word. It is never used twice. An issuer has one key at a time, so that
 * there is no other one to fall back on when it is overdue or compromised. A bridge operator's key is its account: it is
 * replaced by another account, so that no rotation is one on paper only.
 *
 * @dev "Key management" of the source text. One body keeps each category: an AccessManager allows one role a function.
 */
interface IKeyRegistry is IIssuerKeys, IKeyRotations {
    event KeyRegistered(
        bytes32 indexed keyId,
        KeyCategory indexed category,
        address indexed holder,
        uint8 entity,
        Custody custody,
        bytes32 custodyDigest,
        uint32 rotationPeriod,
        uint40 dueAt,
        address by
    );
    /// @notice Follows the registration of the new key.
    event KeyRotated(bytes32 indexed keyId, bytes32 indexed successor, address indexed by, bytes32 evidenceDigest);
    event KeyRetired(bytes32 indexed keyId, address indexed by, bytes32 reasonDigest);
    event KeyCompromised(bytes32 indexed keyId, address indexed by, bytes32 evidenceDigest);
    event KeyRecoveryDrilled(bytes32 indexed keyId, address indexed by, bytes32 evidenceDigest);

    error KeyIdMissing();
    error HolderMissing();
    error DigestMissing();
    error UnknownKey(bytes32 keyId);
    error KeyIdOutsideCategory(bytes32 keyId, KeyCategory category);
    error KeyAlreadyRegistered(bytes32 keyId);
    error KeyOfAnotherCategory(bytes32 keyId, KeyCategory category);
    error KeyOfAnotherHolder(bytes32 keyId, address holder);
    error UnexpectedKeyStatus(bytes32 keyId, KeyStatus status);
    error KeyNotUsable(bytes32 keyId, KeyStatus status);
    error CustodyMissing();
    error CustodyTooWeak(KeyCategory category, Custody custody);
    error CustodyDigestMissing(Custody custody);
    error MultisigRequired(address holder);
    /// @notice An issuer's key is replaced, not joined by another one.
    error IssuerHasKey(address holder, bytes32 keyId);
    error IssuerKeyMissing(address issuer);
    error EntityRequired(address account);
    error EntityMismatch(bytes32 keyId, uint8 entity, uint8 given);
    error RotationPeriodOutOfBounds(uint32 rotationPeriod, uint32 minimum, uint32 maximum);

    // ---------------------------------------------------------------------------------------------- governance keys

    /// @notice Registers the key of a council's owner, or a council. SOVEREIGN_AUTHORITY.
    function registerGovernanceKey(bytes32 keyId, KeyTerms calldata terms) external;

    /// @notice Replaces a key by a new one of the same entity. SOVEREIGN_AUTHORITY.
    function rotateGovernanceKey(
        bytes32 keyId,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) external;

    /// @notice Takes a key out of use without a successor. SOVEREIGN_AUTHORITY.
    function retireGovernanceKey(bytes32 keyId, bytes32 reasonDigest) external;

    // -------------------------------------------------------------------------------------------------- issuer keys

    /// @notice Registers a key that signs credentials or attestations. IDENTITY_AUTHORITY.
    function registerIssuerKey(bytes32 keyId, KeyTerms calldata terms) external;

    /// @notice As {rotateGovernanceKey}. IDENTITY_AUTHORITY.
    function rotateIssuerKey(
        bytes32 keyId,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) external;

    /// @notice As {retireGovernanceKey}. IDENTITY_AUTHORITY.
    function retireIssuerKey(bytes32 keyId, bytes32 reasonDigest) external;

    // ------------------------------------------------------------------------------------------------ operator keys

    /// @notice Registers a key that runs infrastructure or operates a bridge. TECHNICAL_OPERATOR.
    function registerOperatorKey(bytes32 keyId, KeyTerms calldata terms) external;

    /// @notice As {rotateGovernanceKey}. TECHNICAL_OPERATOR.
    function rotateOperatorKey(
        bytes32 keyId,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) external;

    /// @notice As {retireGovernanceKey}. TECHNICAL_OPERATOR.
    function retireOperatorKey(bytes32 keyId, bytes32 reasonDigest) external;

    // --------------------------------------------------------------------------------------------------- audit keys

    /// @notice Registers a key that opens lawful audit datasets. AUDITOR.
    function registerAuditKey(bytes32 keyId, KeyTerms calldata terms) external;

    /// @notice As {rotateGovernanceKey}. AUDITOR.
    function rotateAuditKey(bytes32 keyId, bytes32 successor, KeyTerms calldata terms, bytes32 evidenceDigest) external;

    /// @notice As {retireGovernanceKey}. AUDITOR.
    function retireAuditKey(bytes32 keyId, bytes32 reasonDigest) external;

    // -------------------------------------------------------------------------------------------- every category

    /// @notice Says that a key may be in other hands; only its replacement or retirement ends that.
    /// TECHNICAL_OPERATOR.
    function reportCompromise(bytes32 keyId, bytes32 evidenceDigest) external;

    /// @notice {reportCompromise} by MONITOR.
    function signalCompromise(bytes32 keyId, bytes32 evidenceDigest) external;

    /// @notice Records that the recovery of a key was tried ("document and test recovery procedures").
    /// TECHNICAL_OPERATOR.
    function recordDrill(bytes32 keyId, bytes32 evidenceDigest) external;

    // -------------------------------------------------------------------------------------------------------- views

    /**
     * @notice Reverts unless `keyId` is a usable key of this category and holder.
     * @dev Category and holder are asked for, so that nobody escapes a deadline with a key that has none, or with
     * somebody else's.
     */
    function requireUsable(bytes32 keyId, KeyCategory category, address holder) external view;

    /// @notice Whether the key may be used now; false for an unknown key.
    function isUsable(bytes32 keyId) external view returns (bool);
    function statusOf(bytes32 keyId) external view returns (KeyStatus);

    /// @notice All that is known of a key, with its status by the clock.
    function keyOf(bytes32 keyId) external view returns (Key memory);

    /// @notice The id of the key that an account itself is.
    function keyIdOf(KeyCategory category, address account) external pure returns (bytes32);
}
