// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBridgeGateway} from "../interfaces/IBridgeGateway.sol";
import {IRoleRegistry} from "../../access/interfaces/IRoleRegistry.sol";

/**
 * @title Attestations
 * @notice Who made a statement about a conversion first. It takes a second entity that makes the same to complete it.
 * @dev Kept by conversion and statement, so that garbage that comes first never stands in the way of the truth. The first
 * statement counts only as long as whoever made it may still make it: what a stolen key said dies with the key's role.
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
     * @notice Takes the statement of the caller.
     * @return entity For which the caller speaks.
     * @return complete Whether two entities have made it now.
     */
    function attest(
        Book storage book,
        IRoleRegistry registry,
        bytes32 id,
        bytes32 statement
    ) internal returns (uint8 entity, bool complete) {
        entity = registry.entityOf(msg.sender);
        if (entity == 0) revert IBridgeGateway.EntityRequired(msg.sender);
        Attestation memory first = book.first[id][statement];
        if (!_stands(first, registry)) {
            book.first[id][statement] = Attestation(msg.sender, entity);
            return (entity, false);
        }
        if (first.entity == entity) revert IBridgeGateway.SameEntity(id, entity);
        return (entity, true);
    }

    /// @dev Made through the same function as the one in progress, because the function is part of every statement.
    function _stands(Attestation memory first, IRoleRegistry registry) private view returns (bool) {
        if (first.entity == 0 || registry.entityOf(first.operator) != first.entity) return false;
        (bool immediate, ) = registry.canCall(first.operator, address(this), msg.sig);
        return immediate;
    }
}
