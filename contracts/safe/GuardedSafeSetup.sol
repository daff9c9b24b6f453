// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGuardManager} from "@safe-global/safe-smart-account/contracts/interfaces/IGuardManager.sol";
import {IModuleManager} from "@safe-global/safe-smart-account/contracts/interfaces/IModuleManager.sol";

import {IGuardedSafeSetup} from "./interfaces/IGuardedSafeSetup.sol";
import {IModuleGuard, ITransactionGuard} from "./interfaces/ISafeGuards.sol";

import {SafeSlots} from "./libraries/SafeSlots.sol";

/**
 * @title GuardedSafeSetup
 * @notice Lets a Safe be born with its guards: `Safe.setup` delegatecalls {setup} while the Safe comes into being, so that
 * no transaction of that Safe was ever unguarded.
 *
 * @dev Design: the Safe's own `setGuard` accepts only the Safe as its caller, which a newborn Safe cannot be; so this
 * code writes the two slots that `setGuard` and `setModuleGuard` write, with their checks and their events. It holds no
 * state and does nothing else: the address of a Safe born through it proves what was written at setup.
 */
contract GuardedSafeSetup is IGuardedSafeSetup {
    address private immutable SELF = address(this);

    /// @inheritdoc IGuardedSafeSetup
    function setup(address guard) external {
        if (address(this) == SELF) revert DelegateCallOnly();
        if (!ITransactionGuard(guard).supportsInterface(type(ITransactionGuard).interfaceId)) {
            revert NotAGuard(guard, type(ITransactionGuard).interfaceId);
        }
        if (!IModuleGuard(guard).supportsInterface(type(IModuleGuard).interfaceId)) {
            revert NotAGuard(guard, type(IModuleGuard).interfaceId);
        }
        bytes32 guardSlot = SafeSlots.GUARD;
        bytes32 moduleGuardSlot = SafeSlots.MODULE_GUARD;
        assembly ("memory-safe") {
            sstore(guardSlot, guard)
            sstore(moduleGuardSlot, guard)
        }
        emit IGuardManager.ChangedGuard(guard);
        emit IModuleManager.ChangedModuleGuard(guard);
    }
}
