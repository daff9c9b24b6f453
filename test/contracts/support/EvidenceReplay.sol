// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice Recomputes an evidence chain from logs as an auditor does: written from the rule, not from the contract.
library EvidenceReplay {
    function genesis(address emitter) internal view returns (bytes32) {
        return keccak256(abi.encode(keccak256("sign.evidence.genesis.v1"), block.chainid, emitter));
    }

    /// @dev Applies every log of `emitter` in order; all of them in the current block.
    function advance(bytes32 head, Vm.Log[] memory logs, address emitter) internal view returns (bytes32) {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == emitter && isChained(logs[i].topics[0])) head = step(head, logs[i]);
        }
        return head;
    }

    function step(bytes32 head, Vm.Log memory log) internal view returns (bytes32) {
        bytes memory content;
        for (uint256 t = 1; t < log.topics.length; ++t) content = bytes.concat(content, log.topics[t]);
        content = bytes.concat(content, log.data);
        return keccak256(abi.encode(head, log.topics[0], keccak256(content), block.number));
    }

    /// @dev Emitted by ERC-1967 and by OpenZeppelin's initializer, outside the chain.
    function isChained(bytes32 topic0) internal pure returns (bool) {
        return topic0 != keccak256("Upgraded(address)") && topic0 != keccak256("Initialized(uint64)");
    }
}
