// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchLeaf} from "../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @notice Merkle trees over credentials, laid out like those of `@openzeppelin/merkle-tree` (but not sorted).
library CredentialTree {
    struct Tree {
        bytes32[] digests;
        uint40 expiresAt;
        /// @dev Children of node i are 2i + 1 and 2i + 2; leaf j is the j-th node from the end.
        bytes32[] nodes;
    }

    /// @dev A batch of `count` credentials whose digests follow from `name`.
    function grow(string memory name, uint256 count, uint40 expiresAt) internal pure returns (Tree memory tree) {
        bytes32[] memory digests = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) digests[i] = keccak256(abi.encode(name, i));
        return over(digests, expiresAt);
    }

    function over(bytes32[] memory digests, uint40 expiresAt) internal pure returns (Tree memory tree) {
        tree.digests = digests;
        tree.expiresAt = expiresAt;
        tree.nodes = new bytes32[](2 * digests.length - 1);
        for (uint256 fromEnd = 0; fromEnd < tree.nodes.length; ++fromEnd) {
            uint256 i = tree.nodes.length - 1 - fromEnd;
            tree.nodes[i] =
                fromEnd < digests.length
                    ? hashOf(digests[fromEnd], expiresAt)
                    : Hashes.commutativeKeccak256(tree.nodes[2 * i + 1], tree.nodes[2 * i + 2]);
        }
    }

    function hashOf(bytes32 credentialDigest, uint40 expiresAt) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(credentialDigest, expiresAt))));
    }

    function rootOf(Tree memory tree) internal pure returns (bytes32) {
        return tree.nodes[0];
    }

    function leaf(Tree memory tree, uint256 index) internal pure returns (BatchLeaf memory) {
        uint256 start = tree.nodes.length - 1 - index;
        uint256 depth;
        for (uint256 node = start; node != 0; node = (node - 1) / 2) ++depth;
        bytes32[] memory proof = new bytes32[](depth);
        uint256 child = start;
        for (uint256 i = 0; i < depth; ++i) {
            proof[i] = tree.nodes[child % 2 == 0 ? child - 1 : child + 1];
            child = (child - 1) / 2;
        }
        return BatchLeaf(tree.nodes[0], tree.digests[index], tree.expiresAt, proof);
    }
}
