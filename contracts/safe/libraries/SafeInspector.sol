// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {IGovernanceGuard} from "../interfaces/IGovernanceGuard.sol";
import {IGuardedSafeSetup} from "../interfaces/IGuardedSafeSetup.sol";
import {ISafeProxy, ISafeProxyFactory} from "../interfaces/ISafeBirth.sol";

import {SafeSlots} from "./SafeSlots.sol";

/**
 * @title SafeInspector
 * @notice Proves that an address is a genuine Safe which has been guarded from its first moment.
 *
 * Each answer may be believed because of the one before it:
 *   1. the code is the official SafeProxy's, so it answers `masterCopy()` itself;
 *   2. that singleton's code is pinned, so every getter is honest;
 *   3. guard and module guard are ours, no module is linked, the fallback handler is allowed;
 *   4. the factory's code is pinned, and the address is the one it gives to a Safe whose setup was exactly ours. So no
 *      owner or module was written outside the lists that getters walk, and no transaction preceded the guard.
 *
 * @dev Trust: the guarded Safe cannot leave this state, because its guard refuses whatever would. What is not proven:
 * the past of a Safe that was born otherwise; such a Safe is refused whatever it looks like now.
 */
library SafeInspector {
    /// @dev Head of a Safe's list of modules.
    address private constant SENTINEL = address(0x1);

    error NotASafeProxy(address safe, bytes32 codehash);
    error UnknownSingleton(address safe, address singleton, bytes32 codehash);
    error SingletonMismatch(address safe, address singleton, address birthSingleton);
    error ModulesEnabled(address safe, address module);
    error GuardNotSet(address safe, address guard);
    error ModuleGuardNotSet(address safe, address moduleGuard);
    error FallbackHandlerRefused(address safe, address handler);
    error UnknownFactory(address factory, bytes32 codehash);
    error NotBornGuarded(address safe, address provenAddress);

    /// @notice Steps 1 and 2: from here on the Safe's answers are the Safe's.
    function requireGenuine(
        address safe,
        bytes32 proxyCodehash,
        mapping(bytes32 codehash => bool) storage singletons
    ) internal view returns (address singleton) {
        if (safe.codehash != proxyCodehash) revert NotASafeProxy(safe, safe.codehash);
        singleton = ISafeProxy(safe).masterCopy();
        if (!singletons[singleton.codehash]) revert UnknownSingleton(safe, singleton, singleton.codehash);
    }

    /// @notice Step 3. Code of the guard: `address(this)` is the guard.
    function requireGuarded(address safe, mapping(address handler => bool) storage handlers) internal view {
        (address[] memory modules, ) = ISafe(payable(safe)).getModulesPaginated(SENTINEL, 1);
        if (modules.length != 0) revert ModulesEnabled(safe, modules[0]);

        address guard = _addressAt(safe, SafeSlots.GUARD);
        if (guard != address(this)) revert GuardNotSet(safe, guard);
        address moduleGuard = _addressAt(safe, SafeSlots.MODULE_GUARD);
        if (moduleGuard != address(this)) revert ModuleGuardNotSet(safe, moduleGuard);
        address handler = _addressAt(safe, SafeSlots.FALLBACK_HANDLER);
        if (!handlers[handler]) revert FallbackHandlerRefused(safe, handler);
    }

    /// @notice Step 4. Code of the guard: `address(this)` is the guard.
    function requireBornGuarded(
        address safe,
        address singleton,
        IGovernanceGuard.Birth calldata birth,
        bytes32 factoryCodehash,
        address guardedSetup
    ) internal view {
        if (birth.singleton != singleton) revert SingletonMismatch(safe, singleton, birth.singleton);
        if (birth.factory.codehash != factoryCodehash) revert UnknownFactory(birth.factory, birth.factory.codehash);
        address proven = _addressOf(birth, guardedSetup);
        if (proven != safe) revert NotBornGuarded(safe, proven);
    }

    /// @dev Where `SafeProxyFactory.createProxyWithNonce` puts a Safe with this birth.
    function _addressOf(IGovernanceGuard.Birth calldata birth, address guardedSetup) private view returns (address) {
        bytes memory initializer = abi.encodeCall(
            ISafe.setup,
            (
                birth.owners,
                birth.threshold,
                guardedSetup,
                abi.encodeCall(IGuardedSafeSetup.setup, (address(this))),
                birth.fallbackHandler,
                address(0),
                0,
                payable(address(0))
            )
        );
        bytes32 salt = keccak256(abi.encodePacked(keccak256(initializer), birth.saltNonce));
        bytes32 creation = keccak256(
            abi.encodePacked(ISafeProxyFactory(birth.factory).proxyCreationCode(), uint256(uint160(birth.singleton)))
        );
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), birth.factory, salt, creation)))));
    }

    function _addressAt(address safe, bytes32 slot) private view returns (address) {
        return abi.decode(ISafe(payable(safe)).getStorageAt(uint256(slot), 1), (address));
    }
}
