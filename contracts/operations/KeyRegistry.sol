// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, Key, KeyCategory, KeyStatus, KeyTerms} from "./interfaces/IKeyRegistry.sol";
import {Governed} from "../access/Governed.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IIssuerKeys} from "./interfaces/IIssuerKeys.sol";
import {IKeyRotations} from "./interfaces/IKeyRotations.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {CouncilGoverned} from "../safe/CouncilGoverned.sol";
import {KeyBook} from "./libraries/KeyBook.sol";
import {KeyPolicy} from "./libraries/KeyPolicy.sol";
import {Roles} from "../access/Roles.sol";

/**
 * @title KeyRegistry
 * @notice The keys of a country's systems: for what, whose, kept how, to be replaced when.
 *
 * Design: the register gives no power to a key, it takes power away: whoever issues needs {requireIssuerKey}, whoever
 * makes a statement on a bridge {requireUsable} for its account, and a key that is overdue or reported as compromised is
 * refused there until it is replaced. Whoever needs a key does not keep its record: issuers' keys are kept by the Identity
 * Authority, operators' by the technical operator, who may issue nothing. Audit keys are kept by the auditors, since
 * lawful datasets are encrypted to them; governance keys by the Sovereign Authority, which appoints the councils and needs
 * no delay to record a rotation.
 *
 * An id begins with the number of its category. Each body keeps one category, so that none takes the id of a key that
 * another one has yet to register.
 *
 * Trust assumptions: that a key exists, is kept as its terms say and was really replaced is the word of the body that
 * records it, bound to the digest of its evidence. The chain cannot see two ids of one key.
 */
contract KeyRegistry is Governed, CouncilGoverned, IKeyRegistry {
    using KeyBook for KeyBook.Book;
    using KeyPolicy for Key;

    /// @custom:storage-location erc7201:sign.storage.KeyRegistry
    struct KeyStorage {
        KeyBook.Book keys;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.KeyRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant KEY_STORAGE = 0x306e4fef1476296d7e1d79ecc272f6df83a1fba3d1bfd90439a12fff680ef300;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IRoleRegistry registry, IGovernanceGuard guard) CouncilGoverned(registry, guard) {
        _disableInitializers();
    }

    /// @notice Puts the contract under the RoleRegistry's authority.
    function initialize() external initializer {
        __AccessManaged_init(address(REGISTRY));
    }

    // ------------------------------------------------------------------------------------------- governance keys

    /// @inheritdoc IKeyRegistry
    function registerGovernanceKey(
        bytes32 keyId,
        KeyTerms calldata terms
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) {
        _register(keyId, KeyCategory.Governance, terms);
    }

    /// @inheritdoc IKeyRegistry
    function rotateGovernanceKey(
        bytes32 keyId,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) {
        _rotate(keyId, KeyCategory.Governance, successor, terms, evidenceDigest);
    }

    /// @inheritdoc IKeyRegistry
    function retireGovernanceKey(bytes32 keyId, bytes32 reasonDigest) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) {
        _retire(keyId, KeyCategory.Governance, reasonDigest);
    }

    // ----------------------------------------------------------------------------------------------- issuer keys

    /// @inheritdoc IKeyRegistry
    function registerIssuerKey(bytes32 keyId, KeyTerms calldata terms) external restricted {
        _register(keyId, KeyCategory.Issuer, terms);
    }

    /// @inheritdoc IKeyRegistry
    function rotateIssuerKey(
        bytes32 keyId,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) external restricted {
        _rotate(keyId, KeyCategory.Issuer, successor, terms, evidenceDigest);
    }

    /// @inheritdoc IKeyRegistry
    function retireIssuerKey(bytes32 keyId, bytes32 reasonDigest) external restricted {
        _retire(keyId, KeyCategory.Issuer, reasonDigest);
    }

    // --------------------------------------------------------------------------------------------- operator keys

    /// @inheritdoc IKeyRegistry
    function registerOperatorKey(bytes32 keyId, KeyTerms calldata terms) external restricted {
        _register(keyId, KeyCategory.Operator, terms);
    }

    /// @inheritdoc IKeyRegistry
    function rotateOperatorKey(
        bytes32 keyId,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) external restricted {
        _rotate(keyId, KeyCategory.Operator, successor, terms, evidenceDigest);
    }

    /// @inheritdoc IKeyRegistry
    function retireOperatorKey(bytes32 keyId, bytes32 reasonDigest) external restricted {
        _retire(keyId, KeyCategory.Operator, reasonDigest);
    }

    // ------------------------------------------------------------------------------------------------ audit keys

    /// @inheritdoc IKeyRegistry
    function registerAuditKey(bytes32 keyId, KeyTerms calldata terms) external restricted {
        _register(keyId, KeyCategory.Audit, terms);
    }

    /// @inheritdoc IKeyRegistry
    function rotateAuditKey(
        bytes32 keyId,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) external restricted {
        _rotate(keyId, KeyCategory.Audit, successor, terms, evidenceDigest);
    }

    /// @inheritdoc IKeyRegistry
    function retireAuditKey(bytes32 keyId, bytes32 reasonDigest) external restricted {
        _retire(keyId, KeyCategory.Audit, reasonDigest);
    }

    // -------------------------------------------------------------------------------------------- every category

    /// @inheritdoc IKeyRegistry
    function reportCompromise(bytes32 keyId, bytes32 evidenceDigest) external restricted {
        _compromise(keyId, evidenceDigest);
    }

    /// @inheritdoc IKeyRegistry
    function signalCompromise(bytes32 keyId, bytes32 evidenceDigest) external restricted {
        _compromise(keyId, evidenceDigest);
    }

    /// @inheritdoc IKeyRegistry
    function recordDrill(bytes32 keyId, bytes32 evidenceDigest) external restricted {
        _requireDigest(evidenceDigest);
        _storage().keys.drill(keyId);
        _record(KeyRecoveryDrilled.selector, keyId, _word(msg.sender), abi.encode(evidenceDigest));
    }

    // ----------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IKeyRegistry
    function requireUsable(bytes32 keyId, KeyCategory category, address holder) external view {
        _storage().keys.requireUsable(keyId, category, holder);
    }

    /// @inheritdoc IIssuerKeys
    function requireIssuerKey(address issuer) external view {
        _storage().keys.requireIssuerKey(issuer);
    }

    /// @inheritdoc IKeyRegistry
    function isUsable(bytes32 keyId) external view returns (bool) {
        return _storage().keys.isUsable(keyId);
    }

    /// @inheritdoc IKeyRegistry
    function statusOf(bytes32 keyId) external view returns (KeyStatus) {
        return _storage().keys.byId[keyId].statusOf();
    }

    /// @inheritdoc IKeyRegistry
    function keyOf(bytes32 keyId) external view returns (Key memory key) {
        Key storage stored = _storage().keys.byId[keyId];
        key = stored;
        key.status = stored.statusOf();
    }

    /// @inheritdoc IKeyRegistry
    function keyIdOf(KeyCategory category, address account) external pure returns (bytes32) {
        return KeyPolicy.idIn(category, _word(account));
    }

    /// @inheritdoc IKeyRotations
    function isKey(bytes32 keyId) external view returns (bool) {
        return _storage().keys.byId[keyId].status != KeyStatus.None;
    }

    /// @inheritdoc IKeyRotations
    function isInUse(bytes32 keyId) external view returns (bool) {
        Key storage key = _storage().keys.byId[keyId];
        return key.status != KeyStatus.None && key.endedAt == 0;
    }

    /// @inheritdoc IKeyRotations
    function isRotatedSince(bytes32 keyId, uint40 time) external view returns (bool) {
        uint40 endedAt = _storage().keys.byId[keyId].endedAt;
        return endedAt != 0 && endedAt >= time;
    }

    // --------------------------------------------------------------------------------------------------- private

    function _register(bytes32 keyId, KeyCategory category, KeyTerms calldata terms) private returns (uint8 entity) {
        entity = _entityOf(terms.holder);
        uint40 dueAt = _storage().keys.register(keyId, category, entity, terms);
        _record(
            KeyRegistered.selector,
            keyId,
            bytes32(uint256(category)),
            _word(terms.holder),
            abi.encode(entity, terms.custody, terms.custodyDigest, terms.rotationPeriod, dueAt, msg.sender)
        );
    }

    function _rotate(
        bytes32 keyId,
        KeyCategory category,
        bytes32 successor,
        KeyTerms calldata terms,
        bytes32 evidenceDigest
    ) private {
        _requireDigest(evidenceDigest);
        uint8 current = _storage().keys.rotate(keyId, category, successor);
        uint8 entity = _register(successor, category, terms);
        if (entity != current) revert EntityMismatch(keyId, current, entity);
        _record(KeyRotated.selector, keyId, successor, _word(msg.sender), abi.encode(evidenceDigest));
    }

    function _retire(bytes32 keyId, KeyCategory category, bytes32 reasonDigest) private {
        _requireDigest(reasonDigest);
        _storage().keys.retire(keyId, category);
        _record(KeyRetired.selector, keyId, _word(msg.sender), abi.encode(reasonDigest));
    }

    function _compromise(bytes32 keyId, bytes32 evidenceDigest) private {
        _requireDigest(evidenceDigest);
        _storage().keys.compromise(keyId);
        _record(KeyCompromised.selector, keyId, _word(msg.sender), abi.encode(evidenceDigest));
    }

    /// @dev A council's Safe acts for the entities of its seats and may be bound to none.
    function _entityOf(address holder) private view returns (uint8 entity) {
        if (holder == address(0)) revert HolderMissing();
        entity = REGISTRY.entityOf(holder);
        if (entity == 0 && REGISTRY.seatCount(holder) == 0) revert EntityRequired(holder);
    }

    function _requireDigest(bytes32 digest) private pure {
        if (digest == bytes32(0)) revert DigestMissing();
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _storage() private pure returns (KeyStorage storage $) {
        assembly ("memory-safe") {
            $.slot := KEY_STORAGE
        }
    }
}
