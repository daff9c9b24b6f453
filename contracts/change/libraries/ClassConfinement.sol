// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ITransactionGuard} from "@safe-global/safe-smart-account/contracts/base/GuardManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {Call, ChangeClass} from "../interfaces/IChangeManager.sol";
import {IRoleRegistry} from "../../access/interfaces/IRoleRegistry.sol";

import {Roles} from "../../access/Roles.sol";
import {UpgradeCall} from "./UpgradeCall.sol";

/**
 * @title ClassConfinement
 * @notice What a class of change may touch. Everything follows from the role that a function is mapped to in the
 * registry, and from rules that no mapping can lift.
 *
 *   class            functions mapped to   besides
 *   ConfigOnly       CONFIG                never an upgrade
 *   RoutineUpgrade   ROUTINE_UPGRADE       upgrades only of targets without roles and seats, with no data or
 *                                          `reinitialize(bytes)`
 *   BridgeParameter  BRIDGE_PARAMETER      never an upgrade
 *   EmergencyFix     EMERGENCY_FIX,        of the system that its incident restricts (`EmergencyFix`); upgrades as in
 *                    CONFIG,               RoutineUpgrade
 *                    ROUTINE_UPGRADE
 *   HighRiskUpgrade  anything else         never what belongs to BridgeParameter or EmergencyFix, never calls that hide
 *                                          what they call
 *
 * Only HighRiskUpgrade reaches core contracts (and with them every grant of a role), sends value, calls with less than a
 * selector, or moves a contract to another authority.
 *
 * @dev That a routine upgrade must not touch contracts that hold funds is expressed by the mapping of their
 * `upgradeToAndCall` to HIGH_RISK_UPGRADE, not by looking at balances: an outsider can send a coin to any contract and
 * would block its upgrades.
 */
library ClassConfinement {
    bytes4 internal constant REINITIALIZE = bytes4(keccak256("reinitialize(bytes)"));

    error TargetWithoutCode(address target);
    error CoreTargetForbidden(ChangeClass changeClass, address target);
    error ValueForbidden(ChangeClass changeClass, address target, uint256 value);
    error CalldataTooShort(ChangeClass changeClass, address target, uint256 length);
    error FunctionOfAnotherClass(ChangeClass changeClass, address target, bytes4 selector, uint64 role);
    error SelectorForbidden(ChangeClass changeClass, address target, bytes4 selector);
    error UpgradeOfRoleHolder(address target, uint256 roles);
    /// @notice The target signs for a council: new code behind it would be a new signer.
    error UpgradeOfSeatHolder(address target);
    error UpgradePayloadForbidden(address target, bytes4 selector);

    /// @dev What the registry says of a function. One judgement asks it once of functions that follow each other, as those
    /// of a change and of its rollback mostly do.
    struct Classified {
        address target;
        bytes4 selector;
        uint64 role;
        bool core;
    }

    /// @notice Reverts unless every one of `calls` is open to `class`.
    /// @param last The function that was classified last, empty for none.
    function requireConfined(
        ChangeClass class,
        Call[] calldata calls,
        IRoleRegistry registry,
        address guard,
        address manager,
        Classified memory last
    ) internal view {
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            if (target.code.length == 0) revert TargetWithoutCode(target);
            // Zero-padded where it is shorter, as a sloppy dispatcher would read it.
            bytes4 selector = bytes4(calls[i].data);
            if (target != last.target || selector != last.selector) {
                (last.role, last.core) = registry.classify(target, selector);
                (last.target, last.selector) = (target, selector);
            }
            if (class == ChangeClass.HighRiskUpgrade) {
                _requireOpenToHighRisk(target, selector, last.role, registry, guard);
            } else {
                // These three are core whatever the registry was told.
                bool core = last.core || target == address(registry) || target == guard || target == manager;
                if (core) revert CoreTargetForbidden(class, target);
                _requireOrdinary(class, calls[i], selector, last.role, registry);
            }
        }
    }

    /// @notice Whether functions mapped to `role` are open to `class`, one of those that name what they may touch.
    function isOpenTo(ChangeClass class, uint64 role) internal pure returns (bool) {
        if (class == ChangeClass.ConfigOnly) return role == Roles.CONFIG;
        if (class == ChangeClass.RoutineUpgrade) return role == Roles.ROUTINE_UPGRADE;
        if (class == ChangeClass.BridgeParameter) return role == Roles.BRIDGE_PARAMETER;
        // What guards funds (HIGH_RISK_UPGRADE) keeps its seven days: the restriction contains the fire meanwhile.
        if (class == ChangeClass.EmergencyFix) {
            return role == Roles.EMERGENCY_FIX || role == Roles.CONFIG || role == Roles.ROUTINE_UPGRADE;
        }
        return false;
    }

    /// @dev Monitoring's acknowledgement and the Emergency Council's say must not be walked around.
    function _requireOpenToHighRisk(
        address target,
        bytes4 selector,
        uint64 role,
        IRoleRegistry registry,
        address guard
    ) private pure {
        if (role == Roles.BRIDGE_PARAMETER || role == Roles.EMERGENCY_FIX) {
            revert FunctionOfAnotherClass(ChangeClass.HighRiskUpgrade, target, selector, role);
        }
        bool hides =
            target == address(registry) &&
                (selector == Multicall.multicall.selector ||
                    selector == IAccessManager.execute.selector ||
                    selector == IAccessManager.schedule.selector);
        bool forges =
            target == guard &&
                (selector == ITransactionGuard.checkTransaction.selector ||
                    selector == ITransactionGuard.checkAfterExecution.selector);
        if (hides || forges) revert SelectorForbidden(ChangeClass.HighRiskUpgrade, target, selector);
    }

    function _requireOrdinary(
        ChangeClass class,
        Call calldata call,
        bytes4 selector,
        uint64 role,
        IRoleRegistry registry
    ) private view {
        (address target, bytes calldata data) = (call.target, call.data);
        if (call.value != 0) revert ValueForbidden(class, target, call.value);
        if (data.length < 4) revert CalldataTooShort(class, target, data.length);
        if (!isOpenTo(class, role)) revert FunctionOfAnotherClass(class, target, selector, role);
        bool upgrades = selector == UpgradeCall.SELECTOR;
        bool mayUpgrade = class == ChangeClass.RoutineUpgrade || class == ChangeClass.EmergencyFix;
        if (selector == IAccessManaged.setAuthority.selector || (upgrades && !mayUpgrade)) {
            revert SelectorForbidden(class, target, selector);
        }
        if (!upgrades) return;

        uint256 roles = registry.rolesOf(target);
        if (roles != 0) revert UpgradeOfRoleHolder(target, roles);
        if (registry.holdsSeat(target)) revert UpgradeOfSeatHolder(target);
        (, bytes calldata payload) = UpgradeCall.decode(target, data);
        if (payload.length != 0 && bytes4(payload) != REINITIALIZE) {
            revert UpgradePayloadForbidden(target, bytes4(payload));
        }
    }
}
