// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, Change, ChangeClass} from "../interfaces/IChangeManager.sol";
import {IEmergencyController} from "../../emergency/interfaces/IEmergencyController.sol";

/**
 * @title EmergencyFix
 * @notice A fix within hours instead of days, for what is on fire and nothing else: every contract that it touches belongs
 * to a system that is restricted now, for the incident that the change names.
 *
 * @dev Judged when the change is proposed and again when it executes: a system that was restored meanwhile is changed in
 * the ordinary way. Its rollback runs whatever the mode is then; it reaches only what the change reached.
 */
library EmergencyFix {
    /// @notice Reverts when an EmergencyFix touches more than its incident put on fire. Nothing for other classes.
    function requireFixable(
        Change calldata change,
        Call[] calldata calls,
        IEmergencyController emergency
    ) internal view {
        if (change.class != ChangeClass.EmergencyFix) return;
        address[] memory targets = new address[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) targets[i] = calls[i].target;
        emergency.requireFixable(change.incident, targets);
    }
}
