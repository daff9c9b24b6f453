// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry,
    Subject
} from "../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {IAccreditations} from "../../../contracts/identity/interfaces/IAccreditations.sol";

/// @notice A register in which everyone is accredited, but for those whom a test suspends.
contract FakeAccreditations is IAccreditations {
    mapping(AccreditationKind kind => mapping(address account => mapping(bytes32 scope => bool))) private _suspended;

    function suspend(Subject calldata subject, bool suspended) external {
        _suspended[subject.kind][subject.account][subject.scope] = suspended;
    }

    function requireIssuer(address issuer, bytes32 schemaId) external view {
        _require(Subject(AccreditationKind.Issuer, issuer, schemaId));
    }

    function requireVerifier(address verifier) external view {
        _require(Subject(AccreditationKind.Verifier, verifier, bytes32(0)));
    }

    function _require(Subject memory subject) private view {
        if (!_suspended[subject.kind][subject.account][subject.scope]) return;
        revert IAccreditationRegistry.NotAccredited(subject, AccreditationStatus.Suspended);
    }
}
