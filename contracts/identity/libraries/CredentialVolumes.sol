// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title CredentialVolumes
 * @notice How many credentials were issued, revoked and verified: by issuer, by schema, by verifier.
 * @dev Counters only grow, and are as large as the sums of the events. A schema gets a number with its first credential,
 * so that a credential's slot has room for it.
 */
library CredentialVolumes {
    /// @dev One slot. 64 bits outlast a billion credentials a second for 500 years.
    struct Issued {
        uint64 issued;
        uint64 revoked;
    }

    /// @dev One slot.
    struct Verified {
        uint64 verified;
        uint64 accepted;
    }

    /// @dev One slot, which is why the counters are not an `Issued`: a struct within a struct takes a slot of its own.
    struct Schema {
        uint64 issued;
        uint64 revoked;
        uint32 number;
    }

    struct Book {
        mapping(address issuer => Issued) byIssuer;
        mapping(address verifier => Verified) byVerifier;
        mapping(bytes32 schemaId => Schema) bySchema;
        /// @dev Numbers start at 1.
        mapping(uint32 number => bytes32 schemaId) schemas;
        uint32 schemaCount;
    }

    /// @return number Of the schema.
    function addIssued(
        Book storage book,
        address issuer,
        bytes32 schemaId,
        uint32 count
    ) internal returns (uint32 number) {
        Schema storage schema = book.bySchema[schemaId];
        number = schema.number;
        if (number == 0) {
            number = ++book.schemaCount;
            schema.number = number;
            book.schemas[number] = schemaId;
        }
        schema.issued += count;
        book.byIssuer[issuer].issued += count;
    }

    function addRevoked(Book storage book, address issuer, uint32 schema, uint32 count) internal {
        book.bySchema[book.schemas[schema]].revoked += count;
        book.byIssuer[issuer].revoked += count;
    }

    function addVerified(Book storage book, address verifier, uint32 count, uint32 accepted) internal {
        Verified storage volume = book.byVerifier[verifier];
        volume.verified += count;
        volume.accepted += accepted;
    }
}
