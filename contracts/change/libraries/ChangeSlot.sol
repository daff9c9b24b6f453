// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ChangeClass, ChangeRecord, ChangeStatus} from "../interfaces/IChangeManager.sol";

/**
 * @title ChangeSlot
 * @notice A change's record as one storage word.
 *
 *   bits   0..7   status        bits  48..87   approveBy     bits 168..175  councilId
 *   bits   8..15  class         bits  88..127  readyAt       bits 176..199  epoch
 *   bits  16..23  flags         bits 128..167  deadline      bits 200..207  secondCouncilId
 *   bits  24..47  policyVersion                              bits 208..231  secondEpoch
 *                                                            bits 232..239  round
 *
 * @dev Packed by hand, so that a transition is exactly one read and one write whatever the code generator does.
 */
library ChangeSlot {
    function pack(ChangeRecord memory record) internal pure returns (uint256 slot) {
        slot =
            uint256(uint8(record.status)) |
            (uint256(uint8(record.class)) << 8) |
            (uint256(record.flags) << 16) |
            (uint256(record.policyVersion) << 24) |
            (uint256(record.approveBy) << 48) |
            (uint256(record.readyAt) << 88) |
            (uint256(record.deadline) << 128);
        slot |=
            (uint256(record.councilId) << 168) |
            (uint256(record.epoch) << 176) |
            (uint256(record.secondCouncilId) << 200) |
            (uint256(record.secondEpoch) << 208) |
            (uint256(record.round) << 232);
    }

    function unpack(uint256 slot) internal pure returns (ChangeRecord memory record) {
        record.status = ChangeStatus(uint8(slot));
        record.class = ChangeClass(uint8(slot >> 8));
        record.flags = uint8(slot >> 16);
        record.policyVersion = uint24(slot >> 24);
        record.approveBy = uint40(slot >> 48);
        record.readyAt = uint40(slot >> 88);
        record.deadline = uint40(slot >> 128);
        record.councilId = uint8(slot >> 168);
        record.epoch = uint24(slot >> 176);
        record.secondCouncilId = uint8(slot >> 200);
        record.secondEpoch = uint24(slot >> 208);
        record.round = uint8(slot >> 232);
    }
}
