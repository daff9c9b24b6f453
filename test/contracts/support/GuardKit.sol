// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {GovernanceGuard} from "../../../contracts/safe/GovernanceGuard.sol";
import {GuardedSafeSetup} from "../../../contracts/safe/GuardedSafeSetup.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {SafeKit} from "./SafeKit.sol";

/// @notice The guard over the official Safe contracts, and Safes that are born guarded.
abstract contract GuardKit is SafeKit {
    GovernanceGuard internal guard;
    GuardedSafeSetup internal guardedSetup;

    /// @dev The official contracts must be deployed.
    function deployGuard(address registry) internal {
        guardedSetup = GuardedSafeSetup(deploy("GuardedSafeSetup", ""));
        guard = GovernanceGuard(deploy("GovernanceGuard", abi.encode(registry, pins())));
    }

    function pins() internal returns (IGovernanceGuard.Pins memory pinned) {
        pinned.proxyCodehash = address(safeFactory.createProxyWithNonce(safeSingleton, "", 0xC0DE)).codehash;
        pinned.factoryCodehash = address(safeFactory).codehash;
        pinned.singletonCodehashes = new bytes32[](1);
        pinned.singletonCodehashes[0] = safeSingleton.codehash;
        pinned.multiSendCallOnly = multiSendCallOnly;
        pinned.guardedSetup = address(guardedSetup);
        pinned.fallbackHandlers = new address[](1);
        pinned.fallbackHandlers[0] = fallbackHandler;
    }

    function birthOf(
        address[] memory owners,
        uint256 threshold,
        uint256 saltNonce
    ) internal view returns (IGovernanceGuard.Birth memory) {
        return
            IGovernanceGuard.Birth(address(safeFactory), safeSingleton, owners, threshold, fallbackHandler, saltNonce);
    }

    /// @dev A Safe born through the guarded setup, exactly as the guard wants it.
    function bear(IGovernanceGuard.Birth memory birth) internal returns (ISafe) {
        return bearWith(birth, address(guardedSetup), abi.encodeCall(GuardedSafeSetup.setup, (address(guard))));
    }

    /// @dev A Safe whose setup delegatecalls whatever is given.
    function bearWith(IGovernanceGuard.Birth memory birth, address to, bytes memory data) internal returns (ISafe) {
        bytes memory initializer = abi.encodeCall(
            ISafe.setup,
            (birth.owners, birth.threshold, to, data, birth.fallbackHandler, address(0), 0, payable(address(0)))
        );
        return ISafe(payable(address(safeFactory.createProxyWithNonce(birth.singleton, initializer, birth.saltNonce))));
    }
}
