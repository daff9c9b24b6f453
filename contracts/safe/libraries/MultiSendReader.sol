// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title MultiSendReader
 * @notice Reads the calls of a `multiSend(bytes)` payload, strictly: what it returns is what `MultiSendCallOnly` does.
 *
 * @dev A payload has one accepted encoding. The argument is where the canonical ABI encoding puts it, zero-padded, with
 * nothing after it; the entries fill it to the last byte. Entry: operation (1 byte, 0), to (20), value (32), length of
 * data (32), data. `to` of zero means the Safe itself in Safe 1.5.0, and is returned as the Safe.
 */
library MultiSendReader {
    /// @dev Bounds what a guard must judge in one transaction.
    uint256 internal constant MAX_CALLS = 32;

    bytes4 private constant MULTI_SEND = 0x8d80ff0a;
    uint256 private constant HEAD = 68;
    uint256 private constant ENTRY = 85;

    error NotMultiSend(bytes4 selector);
    error NonCanonicalBatch();
    error EmptyBatch();
    error TooManyCalls(uint256 limit);
    error BatchOperationRefused(uint256 offset, uint8 operation);
    error TruncatedBatch(uint256 offset);

    /// @notice The packed entries inside the calldata of `multiSend(bytes)`.
    function entries(bytes calldata data) internal pure returns (bytes calldata packed) {
        if (data.length < 4 || bytes4(data) != MULTI_SEND)
            revert NotMultiSend(data.length < 4 ? bytes4(0) : bytes4(data));
        if (data.length < HEAD || uint256(bytes32(data[4:36])) != 0x20) revert NonCanonicalBatch();

        uint256 length = uint256(bytes32(data[36:68]));
        if (length == 0) revert EmptyBatch();
        if (length > data.length || data.length != HEAD + ((length + 31) & ~uint256(31))) revert NonCanonicalBatch();

        packed = data[HEAD:HEAD + length];
        for (uint256 i = HEAD + length; i < data.length; ++i) {
            if (data[i] != 0) revert NonCanonicalBatch();
        }
    }

    /**
     * @notice Reads the entry at `offset`.
     * @param packed As returned by {entries}.
     * @param offset 0, or what the call before returned as `next`, as long as that is below the length of `packed`.
     * @param safe Whose batch it is.
     */
    function read(
        bytes calldata packed,
        uint256 offset,
        address safe
    ) internal pure returns (address to, uint256 value, bytes calldata data, uint256 next) {
        if (packed.length - offset < ENTRY) revert TruncatedBatch(offset);
        uint8 operation = uint8(packed[offset]);
        if (operation != 0) revert BatchOperationRefused(offset, operation);

        to = address(bytes20(packed[offset + 1:offset + 21]));
        if (to == address(0)) to = safe;
        value = uint256(bytes32(packed[offset + 21:offset + 53]));

        uint256 length = uint256(bytes32(packed[offset + 53:offset + ENTRY]));
        if (length > packed.length - offset - ENTRY) revert TruncatedBatch(offset);
        next = offset + ENTRY + length;
        data = packed[offset + ENTRY:next];
    }
}
