// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EvidenceChain} from "../../../contracts/evidence/EvidenceChain.sol";

/**
 * @title EvidenceStub
 * @notice Emits whatever a test tells it to, as a contract of the suite would: any event, in its evidence chain. A test
 * primes the answer to the next unknown call, so that a Safe can call it by the suite's own functions.
 */
contract EvidenceStub is EvidenceChain {
    bytes32[][] private _topics;
    bytes[] private _data;

    /// @notice Answers a call to any other function with what was primed.
    fallback() external {
        for (uint256 i = 0; i < _topics.length; ++i) _emit(_topics[i], _data[i]);
        delete _topics;
        delete _data;
    }

    /// @notice Adds an event to those that the next unknown call emits.
    function prime(bytes32[] calldata topics, bytes calldata data) external {
        _topics.push(topics);
        _data.push(data);
    }

    /// @notice Emits an event now.
    function say(bytes32[] calldata topics, bytes calldata data) external {
        _emit(topics, data);
    }

    /**
     * @notice Emits an event many times, each time with another last indexed argument: load for measurements, which no
     * contract of the suite makes in one call.
     */
    function repeat(bytes32[] calldata topics, bytes calldata data, uint256 count) external {
        bytes32[] memory changing = topics;
        uint256 last = changing.length - 1;
        for (uint256 i = 0; i < count; ++i) {
            changing[last] = keccak256(abi.encode(changing[last], i));
            _emit(changing, data);
        }
    }

    /// @notice Emits an event outside the chain, as no contract of the suite ever does.
    function smuggle(bytes32 topic0, bytes calldata data) external {
        bytes memory copy = data;
        assembly ("memory-safe") {
            log1(add(copy, 0x20), mload(copy), topic0)
        }
    }

    function _emit(bytes32[] memory topics, bytes memory data) private {
        if (topics.length == 1) _record(topics[0], data);
        else if (topics.length == 2) _record(topics[0], topics[1], data);
        else if (topics.length == 3) _record(topics[0], topics[1], topics[2], data);
        else _record(topics[0], topics[1], topics[2], topics[3], data);
    }
}
