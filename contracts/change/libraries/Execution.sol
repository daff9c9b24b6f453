// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, IChangeManager} from "../interfaces/IChangeManager.sol";
import {IMaintenanceCalendar} from "../interfaces/IMaintenanceCalendar.sol";

/**
 * @title Execution
 * @notice Runs the calls of a change, all or none. Ordinary calls only; a target's error reaches the caller unchanged.
 */
library Execution {
    /// @notice The target reverted without saying why.
    error CallFailed(uint256 index, address target);

    /// @notice Reverts unless the transaction brings exactly the value that the calls send.
    function requireValue(Call[] calldata calls) internal view {
        uint256 required = 0;
        for (uint256 i = 0; i < calls.length; ++i) required += calls[i].value;
        if (msg.value != required) revert IChangeManager.ValueMismatch(msg.value, required);
    }

    /// @notice Reverts unless the maintenance window is open, and was announced with as much notice as asked for.
    function requireWindow(address calendar, uint32 notice, bytes32 id, uint256 windowId) internal view {
        if (calendar == address(0) || windowId == 0) revert IChangeManager.MaintenanceWindowRequired(id);
        if (!IMaintenanceCalendar(calendar).isWindowOpen(windowId, notice)) {
            revert IChangeManager.MaintenanceWindowClosed(windowId);
        }
    }

    /// @notice Runs `calls` in their order.
    function run(Call[] calldata calls) internal {
        for (uint256 i = 0; i < calls.length; ++i) {
            Call calldata call = calls[i];
            (bool success, bytes memory answer) = call.target.call{value: call.value}(call.data);
            if (success) continue;
            if (answer.length == 0) revert CallFailed(i, call.target);
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}
