// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyPolicy} from "../../../../contracts/operations/libraries/KeyPolicy.sol";

/// @notice A register in which every account is a good operator key of its own, but for those whom a test names.
contract FakeOperatorKeys {
    mapping(bytes32 keyId => bool) private _compromised;

    function compromise(address operator) external {
        _compromised[idOf(operator)] = true;
    }

    function requireUsable(bytes32 keyId, KeyCategory category, address holder) external view {
        if (keyId != idOf(holder)) revert IKeyRegistry.KeyOfAnotherHolder(keyId, holder);
        if (category != KeyCategory.Operator) revert IKeyRegistry.KeyOfAnotherCategory(keyId, category);
        if (_compromised[keyId]) revert IKeyRegistry.KeyNotUsable(keyId, KeyStatus.Compromised);
    }

    function isUsable(bytes32 keyId) external view returns (bool) {
        return !_compromised[keyId];
    }

    function idOf(address operator) public pure returns (bytes32) {
        return KeyPolicy.idIn(KeyCategory.Operator, bytes32(uint256(uint160(operator))));
    }
}
