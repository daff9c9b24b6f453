// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";

/// @notice The EIP-712 hash that a Safe's owners sign, for transactions without gas refund.
library SafeTransactionHash {
    // keccak256("EIP712Domain(uint256 chainId,address verifyingContract)")
    bytes32 private constant DOMAIN_TYPEHASH = 0x47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218;

    // keccak256("SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,
    // uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)")
    bytes32 private constant SAFE_TX_TYPEHASH = 0xbb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8;

    /// @notice Hash of the transaction of `safe` with that nonce whose refund fields and `safeTxGas` are all zero.
    function compute(
        address safe,
        address to,
        uint256 value,
        bytes calldata data,
        Enum.Operation operation,
        uint256 nonce
    ) internal view returns (bytes32 hash) {
        bytes32 dataHash;
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPEHASH, block.chainid, safe));
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, data.offset, data.length)
            dataHash := keccak256(free, data.length)

            // The five fields before the nonce (0xa0 to 0x120) are zero.
            mstore(free, SAFE_TX_TYPEHASH)
            mstore(add(free, 0x20), to)
            mstore(add(free, 0x40), value)
            mstore(add(free, 0x60), dataHash)
            mstore(add(free, 0x80), operation)
            calldatacopy(add(free, 0xa0), calldatasize(), 0xa0)
            mstore(add(free, 0x140), nonce)
            let transactionHash := keccak256(free, 0x160)

            mstore(free, hex"1901")
            mstore(add(free, 0x02), domain)
            mstore(add(free, 0x22), transactionHash)
            hash := keccak256(free, 0x42)
        }
    }
}
