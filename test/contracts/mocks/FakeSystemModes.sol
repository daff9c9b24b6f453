// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISystemModes, Mode, Operation} from "../../../contracts/emergency/interfaces/ISystemModes.sol";

/**
 * @notice A fake controller of modes: they are set, not earned; it keeps the table of `ISystemModes` and remembers what
 * was drawn.
 */
contract FakeSystemModes is ISystemModes {
    uint40 public constant UNTIL = 2_000_000_000;

    mapping(bytes32 systemId => Mode) private _modes;
    mapping(bytes32 systemId => uint256) public available;
    /// @dev Sum of the amounts of {meter}, in every mode.
    mapping(bytes32 systemId => uint256) public metered;
    mapping(address target => bytes32) public systemOf;

    function setMode(bytes32 systemId, Mode mode) external {
        _modes[systemId] = mode;
    }

    /// @dev What is left to draw in `Limited`.
    function setAvailable(bytes32 systemId, uint256 amount) external {
        available[systemId] = amount;
    }

    function assignSystem(address target, bytes32 systemId) external {
        systemOf[target] = systemId;
    }

    function meter(bytes32 systemId, Operation operation, uint256 amount) external {
        requireAllowed(systemId, operation);
        if (systemOf[msg.sender] != systemId) revert NotOfSystem(msg.sender, systemId);
        metered[systemId] += amount;
        if (_modes[systemId] == Mode.Normal) return;
        if (amount > available[systemId]) revert VolumeExceeded(systemId, amount, available[systemId]);
        available[systemId] -= amount;
    }

    function requireAllowed(bytes32 systemId, Operation operation) public view {
        Mode mode = _modes[systemId];
        bool always = operation == Operation.Revoke || operation == Operation.Refund;
        bool readable = mode == Mode.ReadOnly && operation == Operation.Verify;
        if (mode <= Mode.Limited || always || readable) return;
        revert OperationRestricted(systemId, mode, operation, UNTIL);
    }

    function modeOf(bytes32 systemId) external view returns (Mode mode, uint40 until) {
        mode = _modes[systemId];
        return (mode, mode == Mode.Normal ? 0 : UNTIL);
    }
}
