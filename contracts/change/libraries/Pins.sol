// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, Pin} from "../interfaces/IChangeManager.sol";
import {IGovernedProxy} from "../../access/interfaces/IGovernedProxy.sol";

import {UpgradeCall} from "./UpgradeCall.sol";

/**
 * @title Pins
 * @notice Code that a change was judged with must be the code it meets: every target and every new implementation is
 * pinned by code hash, proxies by their implementation as well. A proxy's code hash alone says nothing about an upgrade.
 *
 * @dev Warning: a contract that delegates elsewhere without answering `implementation()` cannot be pinned by this. All
 * governed contracts answer it.
 */
library Pins {
    /// @dev EIP-7702: `0xef0100` followed by the delegate's address.
    uint256 private constant DELEGATION_LENGTH = 23;
    bytes3 private constant DELEGATION_PREFIX = 0xef0100;

    error TargetUnpinned(address target);
    error NewImplementationUnpinned(address target, address newImplementation);
    error AccountWithoutCode(address account);
    error AccountDelegated(address account);
    error CodeChanged(address account, bytes32 expected, bytes32 actual);
    error ImplementationUnpinned(address account, address implementation);
    error ImplementationChanged(address account, address expected, address actual);

    /// @notice Reverts unless every target of `calls` and every implementation that they install is pinned.
    function requireCovered(Pin[] calldata pins, Call[] calldata calls) internal pure {
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            if (!_isPinned(pins, target)) revert TargetUnpinned(target);
            bytes calldata data = calls[i].data;
            if (UpgradeCall.isUpgrade(data)) {
                (address newImplementation, ) = UpgradeCall.decode(target, data);
                if (!_isPinned(pins, newImplementation)) revert NewImplementationUnpinned(target, newImplementation);
            }
        }
    }

    /// @notice Reverts unless all pinned code is what the pins say.
    function requireIntact(Pin[] calldata pins) internal view {
        for (uint256 i = 0; i < pins.length; ++i) {
            _requireIntact(pins[i], pins[i].implementation);
        }
    }

    /// @notice The same after `executed` ran: what it installed is expected where it installed something.
    function requireIntactAfter(Pin[] calldata pins, Call[] calldata executed) internal view {
        for (uint256 i = 0; i < pins.length; ++i) {
            _requireIntact(pins[i], _installed(pins[i], executed));
        }
    }

    /// @dev The implementation that `executed` left behind `pin.account`.
    function _installed(Pin calldata pin, Call[] calldata executed) private pure returns (address expected) {
        for (uint256 i = executed.length; i > 0; --i) {
            Call calldata call = executed[i - 1];
            if (call.target == pin.account && UpgradeCall.isUpgrade(call.data)) {
                (expected, ) = UpgradeCall.decode(call.target, call.data);
                return expected;
            }
        }
        return pin.implementation;
    }

    function _requireIntact(Pin calldata pin, address expected) private view {
        address account = pin.account;
        bytes32 codehash = account.codehash;
        uint256 length = account.code.length;
        if (length == 0) revert AccountWithoutCode(account);
        if (length == DELEGATION_LENGTH && bytes3(account.code) == DELEGATION_PREFIX) revert AccountDelegated(account);
        if (codehash != pin.codehash) revert CodeChanged(account, pin.codehash, codehash);

        address actual = _implementationOf(account);
        if (actual != expected) {
            if (expected == address(0)) revert ImplementationUnpinned(account, actual);
            revert ImplementationChanged(account, expected, actual);
        }
        // What the change itself installed is pinned as an account of its own.
        if (actual != address(0) && expected == pin.implementation) {
            bytes32 implementationCodehash = actual.codehash;
            if (implementationCodehash != pin.implementationCodehash) {
                revert CodeChanged(actual, pin.implementationCodehash, implementationCodehash);
            }
        }
    }

    /// @dev Zero for what is no proxy, and for an implementation that is asked itself.
    function _implementationOf(address account) private view returns (address implementation) {
        (bool answered, bytes memory answer) = account.staticcall(abi.encodeCall(IGovernedProxy.implementation, ()));
        if (answered && answer.length >= 32) implementation = address(uint160(uint256(bytes32(answer))));
    }

    function _isPinned(Pin[] calldata pins, address account) private pure returns (bool) {
        for (uint256 i = 0; i < pins.length; ++i) {
            if (pins[i].account == account) return true;
        }
        return false;
    }
}
