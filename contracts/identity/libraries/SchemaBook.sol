// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccreditationRegistry, Schema, SchemaTerms} from "../interfaces/IAccreditationRegistry.sol";

/**
 * @title SchemaBook
 * @notice Schemas, their versions and their end.
 *
 *   publish              publish              retire
 *   ───────▶ version 1 ──────────▶ version 2 … ──────▶ retired, for good
 *
 * @dev An issuer is judged by a version. The version before the one in force is good until its transition ends, so that
 * issuers can be judged anew; any earlier one is not.
 */
library SchemaBook {
    /// @dev Seconds.
    uint32 internal constant MAX_TRANSITION = 180 days;

    struct Book {
        mapping(bytes32 schemaId => Schema) byId;
        mapping(bytes32 schemaId => mapping(uint32 version => SchemaTerms)) terms;
    }

    /// @return version That is in force now.
    /// @return previousUntil End of the transition.
    function publish(
        Book storage book,
        bytes32 schemaId,
        uint32 current,
        SchemaTerms calldata terms,
        uint32 transition
    ) internal returns (uint32 version, uint40 previousUntil) {
        if (schemaId == bytes32(0)) revert IAccreditationRegistry.SchemaMissing();
        if (terms.digest == bytes32(0) || terms.revocationPolicyDigest == bytes32(0)) {
            revert IAccreditationRegistry.DigestMissing();
        }
        Schema storage schema = book.byId[schemaId];
        if (schema.retiredAt != 0) revert IAccreditationRegistry.SchemaAlreadyRetired(schemaId);
        version = schema.version;
        if (version != current) revert IAccreditationRegistry.SchemaVersionNotCurrent(schemaId, version, current);
        // The first version follows none.
        uint32 maximum = version == 0 ? 0 : MAX_TRANSITION;
        if (transition > maximum) revert IAccreditationRegistry.TransitionOutOfBounds(transition, maximum);
        SchemaTerms storage before = book.terms[schemaId][version];
        if (before.digest == terms.digest && before.revocationPolicyDigest == terms.revocationPolicyDigest) {
            revert IAccreditationRegistry.SchemaUnchanged(schemaId, version);
        }
        ++version;
        previousUntil = uint40(block.timestamp) + transition;
        book.byId[schemaId] = Schema({
            version: version,
            publishedAt: uint40(block.timestamp),
            previousUntil: previousUntil,
            retiredAt: 0
        });
        book.terms[schemaId][version] = terms;
    }

    function retire(Book storage book, bytes32 schemaId) internal {
        requireInForce(book, schemaId);
        book.byId[schemaId].retiredAt = uint40(block.timestamp);
    }

    /// @return version That is in force.
    function requireInForce(Book storage book, bytes32 schemaId) internal view returns (uint32 version) {
        Schema storage schema = book.byId[schemaId];
        version = schema.version;
        if (version == 0) revert IAccreditationRegistry.UnknownSchema(schemaId);
        if (schema.retiredAt != 0) revert IAccreditationRegistry.SchemaAlreadyRetired(schemaId);
    }

    /// @notice Reverts unless an issuer who was judged by `version` may issue now.
    function requireIssuable(Book storage book, bytes32 schemaId, uint32 version) internal view {
        uint32 current = requireInForce(book, schemaId);
        if (version == current) return;
        if (version + 1 == current && block.timestamp < book.byId[schemaId].previousUntil) return;
        revert IAccreditationRegistry.SchemaOutdated(schemaId, version, current);
    }
}
