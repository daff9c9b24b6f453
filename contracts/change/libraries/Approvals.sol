// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ApprovalPolicy, ChangeRecord, IChangeManager} from "../interfaces/IChangeManager.sol";
import {IRoleRegistry} from "../../access/interfaces/IRoleRegistry.sol";

import {ChangeLifecycle} from "./ChangeLifecycle.sol";
import {CouncilGoverned} from "../../safe/CouncilGoverned.sol";

/**
 * @title Approvals
 * @notice Which approvals a record holds, and which one is missing. Two approvals come from two Safes and from signers
 * of disjoint entities.
 */
library Approvals {
    /// @dev How far ahead the end of an approval may lie.
    uint256 private constant HORIZON = 30 days;

    /// @notice Reverts unless the approval of `id` counts now, and not for longer than a month.
    function requireInTime(bytes32 id, uint40 notAfter) internal view {
        if (block.timestamp > notAfter) revert IChangeManager.ApprovalExpired(id, notAfter);
        uint256 latest = block.timestamp + HORIZON;
        if (notAfter > latest) revert IChangeManager.ApprovalHorizonTooFar(notAfter, latest);
    }

    /// @notice The role whose approval `safe` gives: of two, the one that is missing, the first one if both are.
    function missingRole(
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        address safe,
        IRoleRegistry registry
    ) internal view returns (uint64) {
        if (policy.secondApproverRole == 0 || record.flags & ChangeLifecycle.SECOND_APPROVED != 0) {
            return policy.approverRole;
        }
        if (record.flags & ChangeLifecycle.APPROVED != 0) return policy.secondApproverRole;
        (bool holdsFirst, ) = registry.hasRole(policy.approverRole, safe);
        return holdsFirst ? policy.approverRole : policy.secondApproverRole;
    }

    /**
     * @notice Notes in `record` who approved.
     * @param entities Of the first of two approvals, by change.
     */
    function enter(
        mapping(bytes32 id => uint256) storage entities,
        bytes32 id,
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        uint64 role,
        CouncilGoverned.Quorum memory quorum
    ) internal {
        if (record.round > ChangeLifecycle.LAST_ROUND) {
            revert IChangeManager.RoundsExhausted(id, ChangeLifecycle.LAST_ROUND);
        }
        bool isSecondRole = role == policy.secondApproverRole;
        if (record.flags & ChangeLifecycle.APPROVALS != 0) {
            uint8 other = isSecondRole ? record.councilId : record.secondCouncilId;
            if (other == quorum.councilId) revert IChangeManager.AlreadyApproved(id, msg.sender);
            uint256 shared = entities[id] & quorum.entities;
            if (shared != 0) revert IChangeManager.SharedEntity(id, shared);
        } else if (policy.secondApproverRole != 0) {
            entities[id] = quorum.entities;
        }
        if (isSecondRole) {
            record.flags |= ChangeLifecycle.SECOND_APPROVED;
            (record.secondCouncilId, record.secondEpoch) = (quorum.councilId, quorum.epoch);
        } else {
            record.flags |= ChangeLifecycle.APPROVED;
            (record.councilId, record.epoch) = (quorum.councilId, quorum.epoch);
        }
    }

    /// @notice Whether every approval that the policy asks for is there.
    function areComplete(ChangeRecord memory record, ApprovalPolicy memory policy) internal pure returns (bool) {
        uint8 approvals = record.flags & ChangeLifecycle.APPROVALS;
        return
            policy.secondApproverRole == 0
                ? approvals == ChangeLifecycle.APPROVED
                : approvals == ChangeLifecycle.APPROVALS;
    }

    /// @notice Whether the council approved the change, in this role.
    function includes(
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        uint64 role,
        uint8 councilId
    ) internal pure returns (bool) {
        if (role == policy.approverRole && record.flags & ChangeLifecycle.APPROVED != 0) {
            if (record.councilId == councilId) return true;
        }
        return
            role == policy.secondApproverRole &&
            record.flags & ChangeLifecycle.SECOND_APPROVED != 0 &&
            record.secondCouncilId == councilId;
    }
}
