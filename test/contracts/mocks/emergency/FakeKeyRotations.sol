// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRotations} from "../../../../contracts/operations/interfaces/IKeyRotations.sol";

/// @notice A register of keys without rules: a test says which keys there are and when they ended.
contract FakeKeyRotations is IKeyRotations {
    mapping(bytes32 keyId => bool) public isKey;
    mapping(bytes32 keyId => uint40) private _endedAt;

    function add(bytes32 keyId) external {
        isKey[keyId] = true;
    }

    function end(bytes32 keyId) external {
        _endedAt[keyId] = uint40(block.timestamp);
    }

    function isInUse(bytes32 keyId) external view returns (bool) {
        return isKey[keyId] && _endedAt[keyId] == 0;
    }

    function isRotatedSince(bytes32 keyId, uint40 time) external view returns (bool) {
        return _endedAt[keyId] != 0 && _endedAt[keyId] >= time;
    }
}
