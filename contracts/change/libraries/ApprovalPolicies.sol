// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ApprovalPolicy, ChangeClass} from "../interfaces/IChangeManager.sol";
import {PolicyFloors} from "../PolicyFloors.sol";
import {PolicySlot} from "./PolicySlot.sol";

/**
 * @title ApprovalPolicies
 * @notice What a class of change needs, now and next. Strengthening is in force at once; whatever weakens the policy in
 * any respect waits out the delay that is in force.
 *
 * Each effective policy has a version of its own, never used twice. An approval given under another version is void: a
 * quorum that was lowered revives nothing, one that was raised is not undercut by what was approved before.
 */
library ApprovalPolicies {
    using PolicySlot for uint256;
    using PolicySlot for ApprovalPolicy;

    /// @dev A second approver always answers with at least two people; the council's own policy may ask for more.
    uint8 internal constant SECOND_MIN_SIGNERS = 2;

    /// @dev `effectiveAt` and `pending` mean something only while `current` says that a policy is pending.
    struct Book {
        uint256 current;
        uint256 pending;
        uint256 effectiveAt;
    }

    /// @notice The policy in force, and its version.
    function currentOf(Book storage book) internal view returns (ApprovalPolicy memory policy, uint24 version) {
        uint256 slot = book.current;
        if (slot.hasPending() && block.timestamp >= book.effectiveAt) slot = book.pending;
        return (slot.unpack(), slot.versionOf());
    }

    /// @notice The policy that waits; all zero when none does.
    function pendingOf(Book storage book) internal view returns (ApprovalPolicy memory policy, uint40 effectiveAt) {
        if (book.current.hasPending() && block.timestamp < book.effectiveAt) {
            policy = book.pending.unpack();
            effectiveAt = uint40(book.effectiveAt);
        }
    }

    /**
     * @notice Sets the policy of a class and replaces one that is still waiting.
     * @return version The version that the policy has once it is in force.
     * @return effectiveAt When that is.
     */
    function set(
        Book storage book,
        ChangeClass class,
        ApprovalPolicy calldata policy,
        PolicyFloors floors
    ) internal returns (uint24 version, uint40 effectiveAt) {
        (ApprovalPolicy memory old, uint24 oldVersion) = currentOf(book);
        bool weaker = floors.judge(class, policy, old);
        version = (book.current.hasPending() ? book.pending.versionOf() : oldVersion) + 1;
        effectiveAt = uint40(block.timestamp);
        if (weaker) effectiveAt += old.delay;

        if (effectiveAt == block.timestamp) {
            book.current = policy.pack(version, false);
            book.pending = 0;
            book.effectiveAt = 0;
        } else {
            book.current = old.pack(oldVersion, true);
            book.pending = policy.pack(version, false);
            book.effectiveAt = effectiveAt;
        }
    }

    /// @notice Writes the first policy of a class.
    function begin(Book storage book, ApprovalPolicy memory policy) internal returns (uint24 version) {
        version = 1;
        book.current = policy.pack(version, false);
    }
}
