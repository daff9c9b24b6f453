// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBridgeGateway} from "../interfaces/IBridgeGateway.sol";
import {IKeyRegistry, KeyCategory} from "../../operations/interfaces/IKeyRegistry.sol";
import {IRoleRegistry} from "../../access/interfaces/IRoleRegistry.sol";

import {KeyPolicy} from "../../operations/libraries/KeyPolicy.sol";

/**
 * @title Attestations
 * @notice Who made a statement about a conversion first. It takes a second entity that makes the same to complete it.
 * @dev Kept by conversion and statement, so that garbage that comes first never stands in the way of the truth. The first
 * statement counts only as long as whoever made it may still make it: what a stolen key said dies with the key's role, and
 * with the report that it is stolen.
 *
 * An operator's key is its account: what signs a statement is what must be kept, replaced in time and reported. An account
 * with other keys besides, for its hosts, is judged by this one alone.
 */
library Attestations {
    /// @dev One slot.
    struct Attestation {
        address operator;
        uint8 entity;
    }

    struct Book {
        mapping(bytes32 id => mapping(bytes32 statement => Attestation)) first;
    }

    /**
     * @notice Takes the statement of the caller, whose key is in use, not overdue and not compromised.
     * @return entity For which the caller speaks.
     * @return complete Whether two entities have made it now.
     */
    function attest(
        Book storage book,
        IRoleRegistry registry,
        IKeyRegistry keys,
        bytes32 id,
        bytes32 statement
    ) internal returns (uint8 entity, bool complete) {
        entity = registry.entityOf(msg.sender);
        if (entity == 0) revert IBridgeGateway.EntityRequired(msg.sender);
        keys.requireUsable(_keyOf(msg.sender), KeyCategory.Operator, msg.sender);
        Attestation memory first = book.first[id][statement];
        if (!_stands(first, registry, keys)) {
            book.first[id][statement] = Attestation(msg.sender, entity);
            return (entity, false);
        }
        if (first.entity == entity) revert IBridgeGateway.SameEntity(id, entity);
        return (entity, true);
    }

    /// @dev Made through the same function as the one in progress, because the function is part of every statement.
    function _stands(Attestation memory first, IRoleRegistry registry, IKeyRegistry keys) private view returns (bool) {
        if (first.entity == 0 || registry.entityOf(first.operator) != first.entity) return false;
        (bool immediate, ) = registry.canCall(first.operator, address(this), msg.sig);
        return immediate && keys.isUsable(_keyOf(first.operator));
    }

    function _keyOf(address operator) private pure returns (bytes32) {
        return KeyPolicy.idIn(KeyCategory.Operator, bytes32(uint256(uint160(operator))));
    }
}
