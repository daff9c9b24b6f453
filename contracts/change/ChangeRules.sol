// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, Change, Pin} from "./interfaces/IChangeManager.sol";
import {IEmergencyController} from "../emergency/interfaces/IEmergencyController.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {ChangeContent} from "./libraries/ChangeContent.sol";
import {ClassConfinement} from "./libraries/ClassConfinement.sol";
import {EmergencyFix} from "./libraries/EmergencyFix.sol";
import {Pins} from "./libraries/Pins.sol";

/**
 * @title ChangeRules
 * @notice Judges the content of a change at each step of its life: complete, confined to its class, made of the code
 * that was pinned. What a change may be; when and by whom it runs is the ChangeManager's own business.
 *
 * @dev Stateless, and a contract of its own, so that the ChangeManager's code stays within its limit: it creates one in
 * its constructor, and no upgrade reaches it. The parameters of every function are those that a change's id is the hash
 * of (`ChangeContent.encode`), so that one encoding serves both.
 */
contract ChangeRules {
    IRoleRegistry private immutable REGISTRY;
    IGovernanceGuard private immutable GUARD;
    IEmergencyController private immutable EMERGENCY;

    constructor(IRoleRegistry registry, IGovernanceGuard guard, IEmergencyController emergency) {
        REGISTRY = registry;
        GUARD = guard;
        EMERGENCY = emergency;
    }

    /// @notice Reverts unless the change is complete, what it may run is open to its class, and all code is pinned.
    function requireProposable(uint256, address manager, address, Change calldata change) external view {
        (Call[] calldata calls, Call[] calldata rollback) = (change.calls, change.rollback);
        Pin[] calldata pins = change.pins;
        ChangeContent.requireComplete(change, calls, rollback, pins.length);
        ClassConfinement.Classified memory last;
        ClassConfinement.requireConfined(change.class, calls, REGISTRY, address(GUARD), manager, last);
        ClassConfinement.requireConfined(change.class, rollback, REGISTRY, address(GUARD), manager, last);
        Pins.requireCovered(pins, calls);
        Pins.requireCovered(pins, rollback);
        Pins.requireIntact(pins);
        EmergencyFix.requireFixable(change, calls, EMERGENCY);
    }

    /// @notice Reverts unless the calls are still open to the class, and the code is still what the pins say.
    /// @dev Which targets are pinned was judged when it was proposed, and the id binds calls and pins.
    function requireExecutable(uint256, address manager, address, Change calldata change) external view {
        ClassConfinement.Classified memory last;
        ClassConfinement.requireConfined(change.class, change.calls, REGISTRY, address(GUARD), manager, last);
        Pins.requireIntact(change.pins);
        EmergencyFix.requireFixable(change, change.calls, EMERGENCY);
    }

    /// @notice Reverts unless the code is what the change left behind, so that its rollback could run.
    function requireIntactAfter(uint256, address, address, Change calldata change) external view {
        Pins.requireIntactAfter(change.pins, change.calls);
    }

    /// @notice Reverts unless the rollback is open to the class, and the code is what the change left behind.
    function requireRevocable(uint256, address manager, address, Change calldata change) external view {
        ClassConfinement.Classified memory last;
        ClassConfinement.requireConfined(change.class, change.rollback, REGISTRY, address(GUARD), manager, last);
        Pins.requireIntactAfter(change.pins, change.calls);
    }
}
