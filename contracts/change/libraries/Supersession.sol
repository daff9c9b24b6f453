// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, IChangeManager} from "../interfaces/IChangeManager.sol";

/**
 * @title Supersession
 * @notice What a later change did must not be undone by an older rollback. Executed changes lie on their targets in
 * layers: a change is put one above the highest layer that it meets, and is rolled back only while it is on top of every
 * one of its targets. Rolled back, it lays bare what it covered, so that a harmless change on top does not make a harmful
 * one permanent.
 *
 *   target A   1 ─ 2 ─ 4      A change of A and B met 3 and 2: it is layer 4 of both, and notes that between it and what
 *   target B   1 ─ 2 ─ 3 ─ 4  lies beneath one layer of A is missing.
 *
 * The changes on one target have rising layers, so the layer on top names one of them. A layer that was taken off is
 * given again; what had it is rolled back, and stays so.
 *
 * @dev One word a target, and the layer in the change's own record: that a gap is noted is rare. Warning: a later change
 * without a rollback covers an earlier one for good, because what it did cannot be taken off again. Whoever approves an
 * irreversible change approves that too.
 */
library Supersession {
    struct Layers {
        mapping(address target => uint256 layer) top;
        /// @dev For a change and a target: how many layers are missing beneath it.
        mapping(bytes32 id => mapping(address target => uint256)) gaps;
    }

    /// @notice Puts the change `id` on top of every target of `calls`.
    /// @return layer Where it lies.
    function cover(Layers storage layers, bytes32 id, Call[] calldata calls) internal returns (uint24 layer) {
        uint256 highest = 0;
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 top = layers.top[calls[i].target];
            if (top > highest) highest = top;
        }
        // Layers grow with executed changes only: 2^24 are more than any country makes.
        layer = uint24(highest) + 1;
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            uint256 top = layers.top[target];
            // A target that is called twice is covered once.
            if (top == layer) continue;
            layers.top[target] = layer;
            if (top != highest) layers.gaps[id][target] = highest - top;
        }
    }

    /// @notice Reverts unless the change `id` is on top of every target of `calls`; takes it off.
    function uncover(Layers storage layers, bytes32 id, uint24 layer, Call[] calldata calls) internal {
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            uint256 top = layers.top[target];
            if (top != layer) revert IChangeManager.RollbackSuperseded(id, target, layer, top);
        }
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            if (layers.top[target] != layer) continue;
            uint256 gap = layers.gaps[id][target];
            layers.top[target] = layer - 1 - gap;
            if (gap != 0) delete layers.gaps[id][target];
        }
    }
}
