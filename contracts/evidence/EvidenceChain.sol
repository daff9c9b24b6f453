// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEvidenceChain} from "./interfaces/IEvidenceChain.sol";

/**
 * @title EvidenceChain
 * @notice Binds every event of a contract into one hash chain whose head is one storage slot.
 *
 *   genesis = keccak256(GENESIS_TAG, chain id, address of this contract)
 *   head'   = keccak256(head, topic0, keccak256(topic1.. ‖ data), block number)
 *
 * An auditor who holds all logs recomputes the head and compares it with a storage proof of the head's slot: one event
 * dropped, added, moved or altered gives another head. The number of events and their order follow from the
 * recomputation, so that nothing but the head is stored.
 *
 * @dev {_record} emits and moves the head in one step without an external call between the two, so that the order of
 * the logs is the order of the chain even under reentrancy. Indexed arguments must be value types: the hash of a dynamic
 * indexed argument would hide its content. `Upgraded` (ERC-1967) and `Initialized` (OpenZeppelin) are emitted by code
 * that is not ours and stay outside the chain; {_recordUpgrade} puts the same fact into it.
 */
abstract contract EvidenceChain is IEvidenceChain {
    /// @custom:storage-location erc7201:sign.storage.EvidenceChain
    struct EvidenceStorage {
        bytes32 head;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.EvidenceChain")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant EVIDENCE_STORAGE = 0xe02e1e53ae4ed99bb275b56b5ca6efc3701fdf8ae34e76fe6d689d20a67dfc00;

    bytes32 private constant GENESIS_TAG = keccak256("sign.evidence.genesis.v1");

    /// @inheritdoc IEvidenceChain
    function evidenceHead() public view returns (bytes32) {
        bytes32 head = _evidence().head;
        return head == bytes32(0) ? _genesis() : head;
    }

    // ------------------------------------------------------------------------------------------------- recording

    /// @dev Emits an event without indexed arguments and moves the head.
    function _record(bytes32 topic0, bytes memory data) internal {
        _advance(topic0, keccak256(data));
        assembly ("memory-safe") {
            log1(add(data, 0x20), mload(data), topic0)
        }
    }

    /// @dev Emits an event with one indexed argument and moves the head.
    function _record(bytes32 topic0, bytes32 topic1, bytes memory data) internal {
        _advance(topic0, keccak256(bytes.concat(topic1, data)));
        assembly ("memory-safe") {
            log2(add(data, 0x20), mload(data), topic0, topic1)
        }
    }

    /// @dev Emits an event with two indexed arguments and moves the head.
    function _record(bytes32 topic0, bytes32 topic1, bytes32 topic2, bytes memory data) internal {
        _advance(topic0, keccak256(bytes.concat(topic1, topic2, data)));
        assembly ("memory-safe") {
            log3(add(data, 0x20), mload(data), topic0, topic1, topic2)
        }
    }

    /// @dev Emits an event with three indexed arguments and moves the head.
    function _record(bytes32 topic0, bytes32 topic1, bytes32 topic2, bytes32 topic3, bytes memory data) internal {
        _advance(topic0, keccak256(bytes.concat(topic1, topic2, topic3, data)));
        assembly ("memory-safe") {
            log4(add(data, 0x20), mload(data), topic0, topic1, topic2, topic3)
        }
    }

    /**
     * @dev Moves the head for an event that inherited code has just emitted. Call it right after that code, with
     * nothing between.
     * @param topicsAndData The indexed arguments as words, followed by the event's data.
     */
    function _follow(bytes32 topic0, bytes memory topicsAndData) internal {
        _advance(topic0, keccak256(topicsAndData));
    }

    /// @dev Records an upgrade in the chain of the code that is being replaced.
    function _recordUpgrade(address implementation) internal {
        _record(
            UpgradeAuthorized.selector,
            bytes32(uint256(uint160(implementation))),
            abi.encode(implementation.codehash)
        );
    }

    // --------------------------------------------------------------------------------------------------- private

    function _advance(bytes32 topic0, bytes32 contentHash) private {
        EvidenceStorage storage $ = _evidence();
        bytes32 head = $.head;
        if (head == bytes32(0)) head = _genesis();
        $.head = keccak256(abi.encode(head, topic0, contentHash, block.number));
    }

    function _genesis() private view returns (bytes32) {
        return keccak256(abi.encode(GENESIS_TAG, block.chainid, address(this)));
    }

    function _evidence() private pure returns (EvidenceStorage storage $) {
        assembly ("memory-safe") {
            $.slot := EVIDENCE_STORAGE
        }
    }
}
