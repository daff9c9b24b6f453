// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MultiSendReader} from "../../../contracts/safe/libraries/MultiSendReader.sol";
import {SignatureReader} from "../../../contracts/safe/libraries/SignatureReader.sol";

/// @notice Lets tests call the two readers, and play what MultiSendCallOnly would do.
contract ReaderProbe {
    struct Call {
        address to;
        uint256 value;
        bytes data;
    }

    function signers(bytes calldata signatures, bytes32 hash, uint256 count) external pure returns (address[] memory) {
        return SignatureReader.read(signatures, hash, count);
    }

    function calls(bytes calldata data, address safe) external pure returns (Call[] memory found) {
        bytes calldata packed = MultiSendReader.entries(data);
        // One more than fits, so that the reader itself meets what is left over.
        found = new Call[](packed.length / 85 + 1);
        uint256 next = 0;
        uint256 count = 0;
        for (; next < packed.length; ++count) {
            Call memory one = found[count];
            bytes calldata payload;
            (one.to, one.value, payload, next) = MultiSendReader.read(packed, next, safe);
            one.data = payload;
        }
        assembly ("memory-safe") {
            mstore(found, count)
        }
    }
}
