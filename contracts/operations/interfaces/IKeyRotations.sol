// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the IncidentRegistry asks of the register of keys.
interface IKeyRotations {
    function isKey(bytes32 keyId) external view returns (bool);

    /// @notice Whether the key has been neither replaced nor retired.
    function isInUse(bytes32 keyId) external view returns (bool);

    /// @notice Whether the key was replaced, or retired, at `time` or later. False for an unknown key.
    function isRotatedSince(bytes32 keyId, uint40 time) external view returns (bool);
}
