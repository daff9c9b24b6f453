// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIncidentRegistry} from "../interfaces/IIncidentRegistry.sol";
import {IKeyRotations} from "../../operations/interfaces/IKeyRotations.sol";

/**
 * @title NamedKeys
 * @notice The keys that an incident exposed. "Rotate keys on schedule and after incidents" of the source text: the
 * incident cannot be resolved before.
 */
library NamedKeys {
    /// @dev Bounds the work of resolving.
    uint256 internal constant LIMIT = 32;

    /// @dev What the people of one entity may name, so that a stolen operator's key leaves room for others.
    uint256 internal constant LIMIT_OF_ENTITY = 8;

    struct Book {
        IKeyRotations registry;
        mapping(bytes32 incidentId => bytes32[] keyIds) byIncident;
        mapping(bytes32 incidentId => mapping(uint8 entity => uint256)) namedBy;
    }

    /// @dev A key that was out of use when the incident opened can not be rotated any more: it would hold the incident
    /// for ever.
    function name(Book storage book, bytes32 incidentId, bytes32 keyId, uint40 openedAt, uint8 entity) internal {
        IKeyRotations registry = book.registry;
        if (address(registry) == address(0)) revert IIncidentRegistry.KeyRegistryMissing();
        if (!registry.isKey(keyId)) revert IIncidentRegistry.KeyUnknown(keyId);
        if (!registry.isInUse(keyId) && !registry.isRotatedSince(keyId, openedAt)) {
            revert IIncidentRegistry.KeyNotInUse(incidentId, keyId);
        }
        bytes32[] storage keyIds = book.byIncident[incidentId];
        uint256 count = keyIds.length;
        for (uint256 i = 0; i < count; ++i) {
            if (keyIds[i] == keyId) revert IIncidentRegistry.KeyAlreadyNamed(incidentId, keyId);
        }
        if (count == LIMIT) revert IIncidentRegistry.TooManyKeys(incidentId, LIMIT);
        if (book.namedBy[incidentId][entity] == LIMIT_OF_ENTITY) {
            revert IIncidentRegistry.TooManyKeysOfEntity(incidentId, entity, LIMIT_OF_ENTITY);
        }
        ++book.namedBy[incidentId][entity];
        keyIds.push(keyId);
    }

    function requireRotated(Book storage book, bytes32 incidentId, uint40 since) internal view {
        bytes32[] storage keyIds = book.byIncident[incidentId];
        uint256 count = keyIds.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 keyId = keyIds[i];
            if (!book.registry.isRotatedSince(keyId, since)) {
                revert IIncidentRegistry.KeyNotRotated(incidentId, keyId);
            }
        }
    }
}
