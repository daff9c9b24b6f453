// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ChangeClass, ChangeRecord, ChangeStatus} from "../interfaces/IChangeManager.sol";

/**
 * @title ChangeSlot
 * @notice A change's record as one storage word.
 *
 *   bits   0..3   status        bits  40..79   approveBy     bits 160..167  councilId
 *   bits   4..7   class         bits  80..119  readyAt       bits 168..191  epoch
 *   bits   8..15  flags         bits 120..159  deadline      bits 192..199  secondCouncilId
 *   bits  16..39  policyVersion                              bits 200..223  secondEpoch
 *                               bits 232..255  layer         bits 224..231  round
 *
 * @dev Packed by hand, so that a transition is exactly one read and one write whatever the code generator does.
 */
library ChangeSlot {
    function pack(ChangeRecord memory record) internal pure returns (uint256 slot) {
        slot =
            uint256(uint8(record.status)) |
            (uint256(uint8(record.class)) << 4) |
            (uint256(record.flags) << 8) |
            (uint256(record.policyVersion) << 16) |
            (uint256(record.approveBy) << 40) |
            (uint256(record.readyAt) << 80) |
            (uint256(record.deadline) << 120);
        slot |=
            (uint256(record.councilId) << 160) |
            (uint256(record.epoch) << 168) |
            (uint256(record.secondCouncilId) << 192) |
            (uint256(record.secondEpoch) << 200) |
            (uint256(record.round) << 224) |
            (uint256(record.layer) << 232);
    }

    function unpack(uint256 slot) internal pure returns (ChangeRecord memory record) {
        record.status = ChangeStatus(slot & 0xf);
        record.class = ChangeClass((slot >> 4) & 0xf);
        record.flags = uint8(slot >> 8);
        record.policyVersion = uint24(slot >> 16);
        record.approveBy = uint40(slot >> 40);
        record.readyAt = uint40(slot >> 80);
        record.deadline = uint40(slot >> 120);
        record.councilId = uint8(slot >> 160);
        record.epoch = uint24(slot >> 168);
        record.secondCouncilId = uint8(slot >> 192);
        record.secondEpoch = uint24(slot >> 200);
        record.round = uint8(slot >> 224);
        record.layer = uint24(slot >> 232);
    }
}
