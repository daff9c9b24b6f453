// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Stands in for the EmergencyController: says which targets burn for which incident, and keeps what it is told.
contract FakeEmergency {
    mapping(bytes32 incidentId => mapping(address target => bool)) private _burning;
    bytes32[2][] private _fixes;

    error NotBurning(bytes32 incidentId, address target);

    function burn(bytes32 incidentId, address target, bool burning) external {
        _burning[incidentId][target] = burning;
    }

    function requireFixable(bytes32 incidentId, address[] calldata targets) external view {
        for (uint256 i = 0; i < targets.length; ++i) {
            if (!_burning[incidentId][targets[i]]) revert NotBurning(incidentId, targets[i]);
        }
    }

    function noteEmergencyFix(bytes32 incidentId, bytes32 changeId) external {
        _fixes.push([incidentId, changeId]);
    }

    function fixes() external view returns (bytes32[2][] memory) {
        return _fixes;
    }
}
