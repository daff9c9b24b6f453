// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Document, DocumentKind, IOperationsLog} from "../interfaces/IOperationsLog.sol";

/**
 * @title Documents
 * @notice The document of each kind that is in force for a subject.
 * @dev Only the last digest is stored; its predecessors and every address where one may be had are in the events.
 */
library Documents {
    /// @dev Bytes. An event is paid for by whoever exports the evidence, for ever.
    uint256 internal constant MAX_URI = 512;

    struct Book {
        mapping(DocumentKind kind => mapping(bytes32 subject => Document)) inForce;
    }

    function put(
        Book storage book,
        DocumentKind kind,
        bytes32 subject,
        bytes32 digest
    ) internal returns (uint32 version) {
        if (subject == bytes32(0)) revert IOperationsLog.SubjectMissing();
        Document storage document = book.inForce[kind][subject];
        version = document.version + 1;
        document.digest = digest;
        document.version = version;
        document.recordedAt = uint40(block.timestamp);
        document.recordedBy = msg.sender;
    }

    function requireShort(string calldata uri) internal pure {
        uint256 length = bytes(uri).length;
        if (length > MAX_URI) revert IOperationsLog.UriTooLong(length, MAX_URI);
    }
}
