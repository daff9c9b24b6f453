// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, ChangeRecord, ChangeStatus, IChangeManager} from "../interfaces/IChangeManager.sol";

import {ChangeLifecycle} from "./ChangeLifecycle.sol";

/**
 * @title Supersession
 * @notice Which change was the last one to touch a target: what a later change did must not be undone by an older
 * rollback. When the later change is rolled back itself, the older one is the last again, so that a harmless change on
 * top does not make a harmful one permanent.
 *
 * @dev What lies beneath is noted only while it could still be rolled back, so that ordinary executions write nothing
 * but the last change. Warning: a later change without a rollback covers an earlier one for good, because what it did
 * cannot be taken off again. Whoever approves an irreversible change approves that too.
 */
library Supersession {
    using ChangeLifecycle for ChangeLifecycle.Records;

    /// @dev For a change and a target: the change that was the last one before, if it could still be rolled back.
    struct Covered {
        mapping(bytes32 id => mapping(address target => bytes32)) beneath;
    }

    /// @notice Makes `id` the last change of every target of `calls`.
    function cover(
        mapping(address => bytes32) storage last,
        Covered storage covered,
        ChangeLifecycle.Records storage records,
        bytes32 id,
        Call[] calldata calls,
        bool reversible
    ) internal {
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            bytes32 previous = last[target];
            // A target that is called twice is covered once.
            if (previous == id) continue;
            last[target] = id;
            if (!reversible || previous == bytes32(0)) continue;
            ChangeRecord memory record = records.load(previous);
            if (record.status == ChangeStatus.Executed && block.timestamp <= record.deadline) {
                covered.beneath[id][target] = previous;
            }
        }
    }

    /// @notice Reverts unless `id` is the last change of every target of `calls`; puts back what lay beneath.
    function uncover(
        mapping(address => bytes32) storage last,
        Covered storage covered,
        bytes32 id,
        Call[] calldata calls
    ) internal {
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            if (last[target] != id) revert IChangeManager.RollbackSuperseded(id, target, last[target]);
        }
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            bytes32 previous = covered.beneath[id][target];
            if (previous == bytes32(0)) continue;
            last[target] = previous;
            delete covered.beneath[id][target];
        }
    }
}
