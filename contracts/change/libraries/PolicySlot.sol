// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ApprovalPolicy} from "../interfaces/IChangeManager.sol";

/**
 * @title PolicySlot
 * @notice An approval policy, its version, and whether another one is waiting, as one storage word.
 *
 *   bits  0..7   approverRole          bits  64..95   approvalWindow    bits 192..223  maintenanceNotice
 *   bits  8..15  secondApproverRole    bits  96..127  delay             bits 224..247  version
 *   bits 16..23  minSigners            bits 128..159  executionWindow   bit  248       another policy is pending
 *   bit  24      needsAcknowledgement  bits 160..191  rollbackWindow
 *   bits 32..63  constituencies
 */
library PolicySlot {
    uint256 private constant PENDING = 1 << 248;

    function pack(ApprovalPolicy memory policy, uint24 version, bool pending) internal pure returns (uint256 slot) {
        slot =
            uint256(policy.approverRole) |
            (uint256(policy.secondApproverRole) << 8) |
            (uint256(policy.minSigners) << 16) |
            (uint256(policy.needsAcknowledgement ? 1 : 0) << 24) |
            (uint256(policy.constituencies) << 32) |
            (uint256(policy.approvalWindow) << 64) |
            (uint256(policy.delay) << 96);
        slot |=
            (uint256(policy.executionWindow) << 128) |
            (uint256(policy.rollbackWindow) << 160) |
            (uint256(policy.maintenanceNotice) << 192) |
            (uint256(version) << 224) |
            (pending ? PENDING : 0);
    }

    function unpack(uint256 slot) internal pure returns (ApprovalPolicy memory policy) {
        policy.approverRole = uint8(slot);
        policy.secondApproverRole = uint8(slot >> 8);
        policy.minSigners = uint8(slot >> 16);
        policy.needsAcknowledgement = (slot >> 24) & 1 == 1;
        policy.constituencies = uint32(slot >> 32);
        policy.approvalWindow = uint32(slot >> 64);
        policy.delay = uint32(slot >> 96);
        policy.executionWindow = uint32(slot >> 128);
        policy.rollbackWindow = uint32(slot >> 160);
        policy.maintenanceNotice = uint32(slot >> 192);
    }

    function versionOf(uint256 slot) internal pure returns (uint24) {
        return uint24(slot >> 224);
    }

    function hasPending(uint256 slot) internal pure returns (bool) {
        return slot & PENDING != 0;
    }
}
