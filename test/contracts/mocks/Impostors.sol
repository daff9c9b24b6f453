// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";

import {GovernanceGuard} from "../../../contracts/safe/GovernanceGuard.sol";

/// @notice Code that a Safe delegatecalls in a simulation: it opens a flight of its own and speaks.
contract Puppeteer {
    function speak(GovernanceGuard guard, address[] calldata owners, address to, bytes calldata data) external {
        bytes memory signatures;
        for (uint256 i = 0; i < owners.length; ++i) {
            signatures = bytes.concat(signatures, bytes32(uint256(uint160(owners[i]))), bytes32(0), bytes1(0x01));
        }
        guard.checkTransaction(
            to,
            0,
            data,
            Enum.Operation.Call,
            0,
            0,
            0,
            address(0),
            payable(address(0)),
            signatures,
            address(0)
        );
        (bool success, bytes memory answer) = to.call(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}

/// @notice An owner by contract that agrees to whatever it is shown.
contract YesMan {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return 0x1626ba7e;
    }
}
