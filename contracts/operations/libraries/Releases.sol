// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOperationsLog} from "../interfaces/IOperationsLog.sol";

/**
 * @title Releases
 * @notice The version that each component runs, and the least time between two of its releases.
 * @dev "Release cadence" and "deployment log entry (time, operator, version)" of the source text.
 */
library Releases {
    uint32 internal constant MIN_CADENCE = 1 hours;
    uint32 internal constant MAX_CADENCE = 180 days;

    struct Release {
        string version;
        uint40 releasedAt;
        /// @dev Seconds; zero until a cadence is set for the component.
        uint32 minInterval;
    }

    struct Book {
        mapping(bytes32 component => Release) byComponent;
    }

    /// @dev Replaces `fromVersion`, which must be the current one (empty for a first release), by `toVersion`.
    function advance(
        Book storage book,
        bytes32 component,
        string calldata fromVersion,
        string calldata toVersion
    ) internal {
        if (component == bytes32(0)) revert IOperationsLog.ComponentMissing();
        if (bytes(toVersion).length == 0) revert IOperationsLog.VersionMissing();
        Release storage release = book.byComponent[component];
        if (keccak256(bytes(release.version)) != keccak256(bytes(fromVersion))) {
            revert IOperationsLog.VersionNotCurrent(component, release.version, fromVersion);
        }
        uint256 earliest = uint256(release.releasedAt) + release.minInterval;
        if (release.releasedAt != 0 && block.timestamp < earliest) {
            revert IOperationsLog.ReleaseTooSoon(component, earliest);
        }
        release.version = toVersion;
        release.releasedAt = uint40(block.timestamp);
    }

    /// @dev A cadence can be changed within its bounds, never switched off.
    function setCadence(Book storage book, bytes32 component, uint32 minInterval) internal {
        if (component == bytes32(0)) revert IOperationsLog.ComponentMissing();
        if (minInterval < MIN_CADENCE || minInterval > MAX_CADENCE) {
            revert IOperationsLog.CadenceOutOfBounds(minInterval, MIN_CADENCE, MAX_CADENCE);
        }
        book.byComponent[component].minInterval = minInterval;
    }
}
