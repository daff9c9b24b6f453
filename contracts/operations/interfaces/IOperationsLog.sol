// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMaintenanceCalendar} from "../../change/interfaces/IMaintenanceCalendar.sol";

/**
 * @title IOperationsLog
 * @notice Releases of nodes, indexers and APIs, and the maintenance windows in which they happen.
 */
interface IOperationsLog is IMaintenanceCalendar {
    event ReleaseRecorded(
        bytes32 indexed component,
        bytes32 indexed changeId,
        string fromVersion,
        string toVersion,
        bytes32 artifactDigest
    );
    event ReleaseCadenceSet(bytes32 indexed component, uint32 minInterval);
    event MaintenanceWindowAnnounced(uint256 indexed windowId, uint40 start, uint40 end, bytes32 digest);
    event MaintenanceWindowWithdrawn(uint256 indexed windowId);

    error ComponentMissing();
    error VersionMissing();
    error DigestMissing();
    error VersionNotCurrent(bytes32 component, string currentVersion, string givenVersion);
    error ReleaseTooSoon(bytes32 component, uint256 earliest);
    error CadenceOutOfBounds(uint32 minInterval, uint32 minimum, uint32 maximum);
    error WindowOutOfBounds(uint40 start, uint40 end);
    error UnknownWindow(uint256 windowId);

    /// @notice Records the release of an off-chain or on-chain component. Upgrade classes of change only.
    function recordRelease(
        bytes32 component,
        string calldata fromVersion,
        string calldata toVersion,
        bytes32 artifactDigest
    ) external;

    /// @notice Sets the minimum time between two releases of a component. ConfigOnly changes.
    function setReleaseCadence(bytes32 component, uint32 minInterval) external;

    /// @notice Announces a maintenance window. TECHNICAL_OPERATOR.
    function announceWindow(uint40 start, uint40 end, bytes32 digest) external returns (uint256 windowId);

    /// @notice Withdraws a window that has not begun. TECHNICAL_OPERATOR.
    function withdrawWindow(uint256 windowId) external;

    function releaseOf(bytes32 component) external view returns (string memory version, uint40 releasedAt);
    function releaseCadence(bytes32 component) external view returns (uint32 minInterval);
    function windowOf(uint256 windowId) external view returns (uint40 start, uint40 end, uint40 announcedAt);
}
