// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, Key, KeyCategory, KeyStatus, KeyTerms} from "../interfaces/IKeyRegistry.sol";

import {KeyPolicy} from "./KeyPolicy.sol";

/**
 * @title KeyBook
 * @notice Keys and how they end.
 *
 *   register              deadline        grace
 *   ─────────▶ Current ──────────▶ Due ─────────▶ Overdue         by the clock alone
 *                 │                 │                │
 *                 ├─────────────────┴────────────────┴── report ──▶ Compromised
 *                 │                                                      │
 *                 └──── from each of the four: rotate ──▶ Rotated, or retire ──▶ Retired
 *
 * Nothing leads out of Rotated and Retired, and an id is never registered again.
 */
library KeyBook {
    using KeyPolicy for Key;

    struct Book {
        mapping(bytes32 keyId => Key) byId;
        /// @dev The one key of an issuer that is in use.
        mapping(address holder => bytes32 keyId) ofIssuer;
    }

    /// @return dueAt When it must be replaced.
    function register(
        Book storage book,
        bytes32 keyId,
        KeyCategory category,
        uint8 entity,
        KeyTerms calldata terms
    ) internal returns (uint40 dueAt) {
        if (keyId == bytes32(0)) revert IKeyRegistry.KeyIdMissing();
        if (KeyPolicy.idIn(category, keyId) != keyId) revert IKeyRegistry.KeyIdOutsideCategory(keyId, category);
        Key storage key = book.byId[keyId];
        if (key.status != KeyStatus.None) revert IKeyRegistry.KeyAlreadyRegistered(keyId);
        KeyPolicy.requireTerms(category, terms);
        if (category == KeyCategory.Issuer) {
            bytes32 present = book.ofIssuer[terms.holder];
            if (present != bytes32(0)) revert IKeyRegistry.IssuerHasKey(terms.holder, present);
            book.ofIssuer[terms.holder] = keyId;
        }
        dueAt = uint40(block.timestamp) + terms.rotationPeriod;
        key.status = KeyStatus.Current;
        key.category = category;
        key.custody = terms.custody;
        key.entity = entity;
        key.holder = terms.holder;
        key.dueAt = dueAt;
        key.registeredAt = uint40(block.timestamp);
        key.rotationPeriod = terms.rotationPeriod;
        key.custodyDigest = terms.custodyDigest;
    }

    /// @return entity Whose key it was, and must be.
    function rotate(
        Book storage book,
        bytes32 keyId,
        KeyCategory category,
        bytes32 successor
    ) internal returns (uint8 entity) {
        Key storage key = _end(book, keyId, category, KeyStatus.Rotated);
        key.successor = successor;
        return key.entity;
    }

    function retire(Book storage book, bytes32 keyId, KeyCategory category) internal {
        _end(book, keyId, category, KeyStatus.Retired);
    }

    function compromise(Book storage book, bytes32 keyId) internal {
        Key storage key = inUse(book, keyId);
        if (key.status == KeyStatus.Compromised) {
            revert IKeyRegistry.UnexpectedKeyStatus(keyId, KeyStatus.Compromised);
        }
        key.status = KeyStatus.Compromised;
        key.compromisedAt = uint40(block.timestamp);
    }

    function drill(Book storage book, bytes32 keyId) internal {
        inUse(book, keyId).drilledAt = uint40(block.timestamp);
    }

    // ---------------------------------------------------------------------------------------------------- views

    function known(Book storage book, bytes32 keyId) internal view returns (Key storage key) {
        key = book.byId[keyId];
        if (key.status == KeyStatus.None) revert IKeyRegistry.UnknownKey(keyId);
    }

    function inUse(Book storage book, bytes32 keyId) internal view returns (Key storage key) {
        key = known(book, keyId);
        if (key.endedAt != 0) revert IKeyRegistry.UnexpectedKeyStatus(keyId, key.status);
    }

    function isUsable(Book storage book, bytes32 keyId) internal view returns (bool) {
        Key storage key = book.byId[keyId];
        return KeyPolicy.isUsable(key.category, key.statusOf());
    }

    function requireUsable(Book storage book, bytes32 keyId, KeyCategory category, address holder) internal view {
        Key storage key = known(book, keyId);
        if (key.category != category) revert IKeyRegistry.KeyOfAnotherCategory(keyId, key.category);
        if (key.holder != holder) revert IKeyRegistry.KeyOfAnotherHolder(keyId, key.holder);
        KeyStatus status = key.statusOf();
        if (!KeyPolicy.isUsable(category, status)) revert IKeyRegistry.KeyNotUsable(keyId, status);
    }

    function requireIssuerKey(Book storage book, address issuer) internal view {
        bytes32 keyId = book.ofIssuer[issuer];
        if (keyId == bytes32(0)) revert IKeyRegistry.IssuerKeyMissing(issuer);
        KeyStatus status = book.byId[keyId].statusOf();
        if (!KeyPolicy.isUsable(KeyCategory.Issuer, status)) revert IKeyRegistry.KeyNotUsable(keyId, status);
    }

    // -------------------------------------------------------------------------------------------------- private

    /// @dev Each body ends only keys of its own category.
    function _end(
        Book storage book,
        bytes32 keyId,
        KeyCategory category,
        KeyStatus status
    ) private returns (Key storage key) {
        key = inUse(book, keyId);
        if (key.category != category) revert IKeyRegistry.KeyOfAnotherCategory(keyId, key.category);
        key.status = status;
        key.endedAt = uint40(block.timestamp);
        if (category == KeyCategory.Issuer) delete book.ofIssuer[key.holder];
    }
}
