// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Row} from "../../../contracts/program/interfaces/IDistributionLedger.sol";

/// @notice Merkle trees over rows of a batch, laid out like those of `@openzeppelin/merkle-tree` (but not sorted).
library RowTree {
    struct Tree {
        bytes32 name;
        uint256[] amounts;
        /// @dev Children of node i are 2i + 1 and 2i + 2; leaf j is the j-th node from the end.
        bytes32[] nodes;
    }

    /// @dev `count` rows of the same amount, whose digests follow from `name`.
    function grow(bytes32 name, uint256 count, uint256 amount) internal pure returns (Tree memory) {
        uint256[] memory amounts = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) amounts[i] = amount;
        return over(name, amounts);
    }

    function over(bytes32 name, uint256[] memory amounts) internal pure returns (Tree memory tree) {
        (tree.name, tree.amounts) = (name, amounts);
        tree.nodes = new bytes32[](2 * amounts.length - 1);
        for (uint256 fromEnd = 0; fromEnd < tree.nodes.length; ++fromEnd) {
            uint256 i = tree.nodes.length - 1 - fromEnd;
            tree.nodes[i] =
                fromEnd < amounts.length
                    ? hashOf(fromEnd, digestOf(tree, fromEnd), amounts[fromEnd])
                    : Hashes.commutativeKeccak256(tree.nodes[2 * i + 1], tree.nodes[2 * i + 2]);
        }
    }

    function hashOf(uint256 index, bytes32 rowDigest, uint256 amount) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(index, rowDigest, amount))));
    }

    function digestOf(Tree memory tree, uint256 index) internal pure returns (bytes32) {
        return keccak256(abi.encode(tree.name, index));
    }

    function rootOf(Tree memory tree) internal pure returns (bytes32) {
        return tree.nodes[0];
    }

    function row(Tree memory tree, uint256 index) internal pure returns (Row memory) {
        uint256 start = tree.nodes.length - 1 - index;
        uint256 depth;
        for (uint256 node = start; node != 0; node = (node - 1) / 2) ++depth;
        bytes32[] memory proof = new bytes32[](depth);
        uint256 child = start;
        for (uint256 i = 0; i < depth; ++i) {
            proof[i] = tree.nodes[child % 2 == 0 ? child - 1 : child + 1];
            child = (child - 1) / 2;
        }
        return Row(index, digestOf(tree, index), tree.amounts[index], proof);
    }
}
