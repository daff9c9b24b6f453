// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "../access/Governed.sol";
import {IChangeManager} from "../change/interfaces/IChangeManager.sol";
import {IMaintenanceCalendar} from "../change/interfaces/IMaintenanceCalendar.sol";
import {Document, DocumentKind, IOperationsLog} from "./interfaces/IOperationsLog.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {Documents} from "./libraries/Documents.sol";
import {MaintenanceWindows} from "./libraries/MaintenanceWindows.sol";
import {Releases} from "./libraries/Releases.sol";

/**
 * @title OperationsLog
 * @notice The releases of nodes, indexers, APIs and contracts, the maintenance windows in which they happen, and the
 * documents that people work by.
 *
 * Design: an upgrade of an off-chain component is a governed change too. Its release can be recorded only while an
 * approved change of an upgrade class executes, names the version that it replaces, and keeps the component's cadence.
 *
 * A document is on the chain as a digest: whoever works by it can tell whether it is the one in force. Older versions
 * stay in the evidence.
 *
 * Trust assumptions: the RoleRegistry maps {recordRelease} to ROUTINE_UPGRADE and {setReleaseCadence} to CONFIG, roles
 * that only the ChangeManager holds. What a document says is for its readers to judge; a recorded digest allows nothing.
 * The contract holds neither funds nor roles.
 */
contract OperationsLog is Governed, IOperationsLog {
    using Documents for Documents.Book;
    using MaintenanceWindows for MaintenanceWindows.Book;
    using Releases for Releases.Book;

    /// @custom:storage-location erc7201:sign.storage.OperationsLog
    struct OperationsStorage {
        Releases.Book releases;
        MaintenanceWindows.Book windows;
        Documents.Book documents;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.OperationsLog")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant OPERATIONS_STORAGE = 0x7f8de022151a998270875e486ee9c733d52ff6152fbc7f46ec7a9dcca5fa8d00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Puts the contract under the RoleRegistry's authority.
    function initialize(IRoleRegistry registry) external initializer {
        __AccessManaged_init(address(registry));
    }

    // -------------------------------------------------------------------------------------------------- releases

    /// @inheritdoc IOperationsLog
    function recordRelease(
        bytes32 component,
        string calldata fromVersion,
        string calldata toVersion,
        bytes32 artifactDigest
    ) external restricted {
        if (artifactDigest == bytes32(0)) revert DigestMissing();
        _operations().releases.advance(component, fromVersion, toVersion);
        _record(
            ReleaseRecorded.selector,
            component,
            _changeInProgress(),
            abi.encode(fromVersion, toVersion, artifactDigest)
        );
    }

    /// @inheritdoc IOperationsLog
    function setReleaseCadence(bytes32 component, uint32 minInterval) external restricted {
        _operations().releases.setCadence(component, minInterval);
        _record(ReleaseCadenceSet.selector, component, abi.encode(minInterval));
    }

    /// @inheritdoc IOperationsLog
    function releaseOf(bytes32 component) external view returns (string memory version, uint40 releasedAt) {
        Releases.Release storage release = _operations().releases.byComponent[component];
        return (release.version, release.releasedAt);
    }

    /// @inheritdoc IOperationsLog
    function releaseCadence(bytes32 component) external view returns (uint32 minInterval) {
        return _operations().releases.byComponent[component].minInterval;
    }

    // --------------------------------------------------------------------------------------- maintenance windows

    /// @inheritdoc IOperationsLog
    function announceWindow(uint40 start, uint40 end, bytes32 digest) external restricted returns (uint256 windowId) {
        if (digest == bytes32(0)) revert DigestMissing();
        windowId = _operations().windows.announce(start, end);
        _record(MaintenanceWindowAnnounced.selector, bytes32(windowId), abi.encode(start, end, digest));
    }

    /// @inheritdoc IOperationsLog
    function withdrawWindow(uint256 windowId) external restricted {
        _operations().windows.withdraw(windowId);
        _record(MaintenanceWindowWithdrawn.selector, bytes32(windowId), "");
    }

    /// @inheritdoc IMaintenanceCalendar
    function isWindowOpen(uint256 windowId, uint32 notice) external view returns (bool) {
        return _operations().windows.isOpen(windowId, notice);
    }

    /// @inheritdoc IOperationsLog
    function windowOf(uint256 windowId) external view returns (uint40 start, uint40 end, uint40 announcedAt) {
        MaintenanceWindows.Window storage window = _operations().windows.byId[windowId];
        return (window.start, window.end, window.announcedAt);
    }

    // ------------------------------------------------------------------------------------------------- documents

    /// @inheritdoc IOperationsLog
    function recordDocument(
        DocumentKind kind,
        bytes32 subject,
        bytes32 digest,
        string calldata uri
    ) external restricted {
        if (kind == DocumentKind.LegalApproval) revert KindOfAnotherBody(kind);
        _putInForce(kind, subject, digest, uri);
    }

    /// @inheritdoc IOperationsLog
    function recordLegalApproval(bytes32 subject, bytes32 digest, string calldata uri) external restricted {
        _putInForce(DocumentKind.LegalApproval, subject, digest, uri);
    }

    /// @inheritdoc IOperationsLog
    function documentOf(DocumentKind kind, bytes32 subject) external view returns (Document memory) {
        return _operations().documents.inForce[kind][subject];
    }

    // --------------------------------------------------------------------------------------------------- private

    function _putInForce(DocumentKind kind, bytes32 subject, bytes32 digest, string calldata uri) private {
        if (digest == bytes32(0)) revert DigestMissing();
        Documents.requireShort(uri);
        uint32 version = _operations().documents.put(kind, subject, digest);
        _record(
            DocumentRecorded.selector,
            bytes32(uint256(kind)),
            subject,
            bytes32(uint256(uint160(msg.sender))),
            abi.encode(version, digest, uri)
        );
    }

    /// @dev Zero when the break-glass path, and not a change, records the release.
    function _changeInProgress() private view returns (bytes32) {
        return IChangeManager(IRoleRegistry(authority()).changeManager()).changeInProgress();
    }

    function _operations() private pure returns (OperationsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := OPERATIONS_STORAGE
        }
    }
}
