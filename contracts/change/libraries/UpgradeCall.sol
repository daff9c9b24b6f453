// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/**
 * @title UpgradeCall
 * @notice Reads `upgradeToAndCall(address newImplementation, bytes data)` strictly: one encoding, the canonical one, so
 * that what is judged here is what the target decodes.
 */
library UpgradeCall {
    bytes4 internal constant SELECTOR = UUPSUpgradeable.upgradeToAndCall.selector;

    /// @dev Selector, address, offset of the data, length of the data.
    uint256 private constant HEAD = 4 + 3 * 32;

    error MalformedUpgrade(address target);

    /// @notice Whether `data` calls `upgradeToAndCall`.
    function isUpgrade(bytes calldata data) internal pure returns (bool) {
        return data.length >= 4 && bytes4(data) == SELECTOR;
    }

    /// @notice The new implementation, and the call that the proxy makes into it.
    function decode(
        address target,
        bytes calldata data
    ) internal pure returns (address newImplementation, bytes calldata payload) {
        if (data.length < HEAD) revert MalformedUpgrade(target);
        uint256 word = uint256(bytes32(data[4:36]));
        uint256 offset = uint256(bytes32(data[36:68]));
        uint256 length = uint256(bytes32(data[68:100]));
        if (
            word > type(uint160).max ||
            offset != 64 ||
            length > data.length ||
            data.length != HEAD + ((length + 31) / 32) * 32
        ) revert MalformedUpgrade(target);
        return (address(uint160(word)), data[HEAD:HEAD + length]);
    }
}
