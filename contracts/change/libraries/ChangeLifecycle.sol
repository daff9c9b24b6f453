// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    ChangeClass,
    ChangeRecord,
    ChangeStatus,
    IChangeManager
} from "../interfaces/IChangeManager.sol";

import {ChangeSlot} from "./ChangeSlot.sol";
import {Roles} from "../../access/Roles.sol";

/**
 * @title ChangeLifecycle
 * @notice The status machine of changes: every write of a record is here. Times are absolute from the moment they are
 * set, so that no later policy revives an expired change or prolongs a queued one.
 */
library ChangeLifecycle {
    using ChangeSlot for uint256;
    using ChangeSlot for ChangeRecord;

    struct Records {
        mapping(bytes32 id => uint256 slot) slots;
    }

    /// @dev Flags of a record.
    uint8 internal constant APPROVED = 1;
    uint8 internal constant SECOND_APPROVED = 2;
    uint8 internal constant VETOED_BY_EMERGENCY_COUNCIL = 4;
    uint8 internal constant VETOED_BY_SOVEREIGN_AUTHORITY = 8;
    uint8 internal constant APPROVALS = APPROVED | SECOND_APPROVED;
    uint8 internal constant VETOES = VETOED_BY_EMERGENCY_COUNCIL | VETOED_BY_SOVEREIGN_AUTHORITY;

    /// @dev The last round in which a change can be approved. Sending it back takes two more: an approver who could use
    /// them up, by voiding or withdrawing its approvals, would make its change one that nobody can veto.
    uint8 internal constant LAST_ROUND = type(uint8).max - 2;

    function load(Records storage records, bytes32 id) internal view returns (ChangeRecord memory) {
        return records.slots[id].unpack();
    }

    /// @notice The record as stored; reverts for an unknown change.
    function loadKnown(Records storage records, bytes32 id) internal view returns (ChangeRecord memory record) {
        uint256 slot = records.slots[id];
        if (slot == 0) revert IChangeManager.UnknownChange(id);
        return slot.unpack();
    }

    function save(Records storage records, bytes32 id, ChangeRecord memory record) internal {
        records.slots[id] = record.pack();
    }

    /// @notice The status that follows from the record and the clock.
    function statusOf(ChangeRecord memory record) internal view returns (ChangeStatus) {
        if (record.status == ChangeStatus.Proposed && block.timestamp > record.approveBy) return ChangeStatus.Expired;
        if (record.status != ChangeStatus.Queued) return record.status;
        if (block.timestamp > record.deadline) return ChangeStatus.Expired;
        return block.timestamp < record.readyAt ? ChangeStatus.Queued : ChangeStatus.Ready;
    }

    // ------------------------------------------------------------------------------------------------ transitions

    /// @notice None → Proposed.
    function propose(
        Records storage records,
        bytes32 id,
        ChangeClass class,
        ApprovalPolicy memory policy
    ) internal returns (uint40 approveBy) {
        if (records.slots[id] != 0) revert IChangeManager.ChangeAlreadyExists(id);
        ChangeRecord memory record;
        record.status = ChangeStatus.Proposed;
        record.class = class;
        approveBy = uint40(block.timestamp) + policy.approvalWindow;
        record.approveBy = approveBy;
        save(records, id, record);
    }

    /// @notice Proposed → Queued: the last approval that was missing starts the delay, twice as long after any veto.
    function queue(ChangeRecord memory record, ApprovalPolicy memory policy) internal view {
        uint40 delay = record.flags & VETOES == 0 ? uint40(policy.delay) : uint40(policy.delay) * 2;
        record.status = ChangeStatus.Queued;
        record.readyAt = uint40(block.timestamp) + delay;
        record.deadline = record.readyAt + policy.executionWindow;
    }

    /**
     * @notice Takes back approvals that are void: Queued → Proposed, with the flags of the past kept.
     * @dev The next round begins. After `LAST_ROUND` the change can only be proposed anew.
     */
    function withdrawApprovals(ChangeRecord memory record) internal pure {
        ++record.round;
        record.status = ChangeStatus.Proposed;
        record.flags &= ~APPROVALS;
        record.policyVersion = 0;
        record.readyAt = 0;
        record.deadline = 0;
        (record.councilId, record.epoch) = (0, 0);
        (record.secondCouncilId, record.secondEpoch) = (0, 0);
    }

    /// @notice Queued | Ready → Proposed, once for each office. Reverts for any other role.
    function veto(
        Records storage records,
        bytes32 id,
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        uint64 office
    ) internal {
        uint8 flag = _vetoOf(office);
        if (flag == 0) revert IChangeManager.ApproverRequired(id, msg.sender);
        if (record.flags & flag != 0) revert IChangeManager.AlreadyVetoed(id, office);
        record.flags |= flag;
        record.approveBy = uint40(block.timestamp) + policy.approvalWindow;
        withdraw(records, id, record);
    }

    /// @notice Queued | Ready → Proposed, in the window that there was: an approver does not prolong its own proposal.
    function withdraw(Records storage records, bytes32 id, ChangeRecord memory record) internal {
        withdrawApprovals(record);
        // One more: if the approvals were void already, signatures may have been given for the round after them.
        ++record.round;
        save(records, id, record);
    }

    /// @notice Proposed → Cancelled, as long as no council has approved.
    function cancel(Records storage records, bytes32 id) internal {
        ChangeRecord memory record = loadKnown(records, id);
        requireStatus(id, record, ChangeStatus.Proposed);
        if (record.flags & APPROVALS != 0) revert IChangeManager.AlreadyApproved(id, msg.sender);
        record.status = ChangeStatus.Cancelled;
        save(records, id, record);
    }

    /// @notice Proposed | Queued | Ready → Objected.
    function object(Records storage records, bytes32 id, ChangeRecord memory record) internal {
        record.status = ChangeStatus.Objected;
        save(records, id, record);
    }

    /// @notice Ready → Executed. From here on the deadline is that of the rollback.
    function execute(
        Records storage records,
        bytes32 id,
        ChangeRecord memory record,
        uint32 rollbackWindow
    ) internal returns (uint40 rollbackUntil) {
        rollbackUntil = uint40(block.timestamp) + rollbackWindow;
        record.status = ChangeStatus.Executed;
        record.deadline = rollbackUntil;
        save(records, id, record);
    }

    /// @notice Executed → RolledBack.
    function rollBack(Records storage records, bytes32 id, ChangeRecord memory record) internal {
        record.status = ChangeStatus.RolledBack;
        save(records, id, record);
    }

    /// @dev Zero for a role without a veto.
    function _vetoOf(uint64 office) private pure returns (uint8) {
        if (office == Roles.EMERGENCY_COUNCIL) return VETOED_BY_EMERGENCY_COUNCIL;
        return office == Roles.SOVEREIGN_AUTHORITY ? VETOED_BY_SOVEREIGN_AUTHORITY : 0;
    }

    // ------------------------------------------------------------------------------------------------ conditions

    function requireStatus(bytes32 id, ChangeRecord memory record, ChangeStatus wanted) internal view {
        ChangeStatus status = statusOf(record);
        if (status != wanted) revert IChangeManager.UnexpectedStatus(id, status);
    }

    /// @notice Reverts unless the change is queued and its time is now.
    function requireReady(bytes32 id, ChangeRecord memory record) internal view {
        if (record.status != ChangeStatus.Queued) revert IChangeManager.UnexpectedStatus(id, statusOf(record));
        if (block.timestamp < record.readyAt) revert IChangeManager.NotReady(id, record.readyAt);
        if (block.timestamp > record.deadline) revert IChangeManager.WindowClosed(id, record.deadline);
    }

    /// @notice Reverts unless the change was executed and its rollback window is open.
    function requireRevocable(bytes32 id, ChangeRecord memory record) internal view {
        requireStatus(id, record, ChangeStatus.Executed);
        if (block.timestamp > record.deadline) revert IChangeManager.WindowClosed(id, record.deadline);
    }

    /// @notice Reverts unless monitoring may still speak about the change.
    function requirePending(bytes32 id, ChangeRecord memory record) internal view {
        ChangeStatus status = statusOf(record);
        if (status != ChangeStatus.Proposed && status != ChangeStatus.Queued && status != ChangeStatus.Ready) {
            revert IChangeManager.UnexpectedStatus(id, status);
        }
    }
}
