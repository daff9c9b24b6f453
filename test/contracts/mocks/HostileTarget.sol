// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @notice A governed contract that turned against its governors.
contract HostileTarget {
    address private _caller;
    bytes private _errand;
    address private _implementation;
    bool private _bomb;

    /// @dev What to do when a change pokes this contract.
    function arm(address to, bytes calldata data) external {
        (_caller, _errand) = (to, data);
    }

    function lie(address code) external {
        _implementation = code;
    }

    function loadBomb() external {
        _bomb = true;
    }

    function poke() external {
        if (_bomb) {
            assembly ("memory-safe") {
                revert(0, 0)
            }
        }
        if (_caller == address(0)) return;
        (bool success, bytes memory answer) = _caller.call(_errand);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    /// @dev An executor whose code the target may call back.
    function relay(address to, bytes calldata data) external {
        (bool success, bytes memory answer) = to.call(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    function implementation() external view returns (address) {
        return _implementation;
    }
}

/// @notice Code that can be upgraded but does not say what it runs.
contract SilentCode is UUPSUpgradeable {
    function _authorizeUpgrade(address) internal override {}
}
