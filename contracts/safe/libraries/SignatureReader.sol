// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title SignatureReader
 * @notice Says who signed a Safe transaction, from the signature bytes that the Safe has just verified.
 *
 * @dev Reads exactly as many 65-byte records (r, s, v) as the Safe verified, which is its threshold: whatever follows
 * was verified by nobody. A record's kind follows from v, as in the Safe: 0 an EIP-1271 signature of the contract in
 * r; 1 a hash approved by the address in r; above 30 `eth_sign` with v raised by 4; anything else plain ECDSA, where a
 * high s is valid. It verifies nothing again: EIP-1271 owners may answer only once, or only to their Safe.
 */
library SignatureReader {
    uint256 private constant RECORD = 65;

    error SignaturesTooShort(uint256 length, uint256 required);
    error UnrecoverableSignature(uint256 index);

    /// @notice The signers in the order of their records.
    function read(
        bytes memory signatures,
        bytes32 hash,
        uint256 count
    ) internal pure returns (address[] memory signers) {
        // The quotient, because a huge count would overflow the product.
        if (signatures.length / RECORD < count) revert SignaturesTooShort(signatures.length, count);
        signers = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            address signer = _signer(signatures, i * RECORD, hash);
            if (signer == address(0)) revert UnrecoverableSignature(i);
            signers[i] = signer;
        }
    }

    /// @dev The caller has checked that a record of 65 bytes lies at `offset`.
    function _signer(bytes memory signatures, uint256 offset, bytes32 hash) private pure returns (address) {
        bytes32 r;
        bytes32 s;
        uint8 v;
        assembly ("memory-safe") {
            let record := add(add(signatures, 0x20), offset)
            r := mload(record)
            s := mload(add(record, 0x20))
            v := byte(0, mload(add(record, 0x40)))
        }
        if (v < 2) return address(uint160(uint256(r)));
        if (v > 30)
            return ecrecover(keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash)), v - 4, r, s);
        return ecrecover(hash, v, r, s);
    }
}
