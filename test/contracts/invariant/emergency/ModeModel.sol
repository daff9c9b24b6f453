// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ModeEnds} from "../../../../contracts/emergency/interfaces/IEmergencyController.sol";

/// @notice The mode of a system at any moment, written from the rule and not from the contract.
library ModeModel {
    function modeAt(ModeEnds memory ends, uint256 moment) internal pure returns (Mode) {
        if (moment < ends.halted || moment < ends.extendedHalted) return Mode.Halted;
        if (moment < ends.readOnly || moment < ends.extendedReadOnly) return Mode.ReadOnly;
        if (moment < ends.limited || moment < ends.extendedLimited) return Mode.Limited;
        return Mode.Normal;
    }

    /// @notice When the council's half ends.
    function councilEnd(ModeEnds memory ends) internal pure returns (uint256 end) {
        end = ends.halted > ends.readOnly ? ends.halted : ends.readOnly;
        if (ends.limited > end) end = ends.limited;
    }

    /// @notice Seconds by which the council's hold got longer.
    function gained(ModeEnds memory before, ModeEnds memory present) internal view returns (uint256) {
        (uint256 from, uint256 to) = (councilEnd(before), councilEnd(present));
        if (from < block.timestamp) from = block.timestamp;
        return to > from ? to - from : 0;
    }

    /// @notice Seconds of the one restriction that lies between the two.
    function restrictedFor(ModeEnds memory before, ModeEnds memory present) internal view returns (uint256) {
        if (present.halted != before.halted) return present.halted - block.timestamp;
        if (present.readOnly != before.readOnly) return present.readOnly - block.timestamp;
        return (present.limited - block.timestamp) / 2;
    }

    /// @notice Whether a system is looser than it would have been, at any moment from now on.
    function isEverLooser(ModeEnds memory before, ModeEnds memory present) internal view returns (bool) {
        uint256[6] memory first = list(before);
        uint256[6] memory second = list(present);
        if (modeAt(present, block.timestamp) < modeAt(before, block.timestamp)) return true;
        for (uint256 i = 0; i < 12; ++i) {
            uint256 moment = i < 6 ? first[i] : second[i - 6];
            if (moment <= block.timestamp) continue;
            if (modeAt(present, moment) < modeAt(before, moment)) return true;
            if (modeAt(present, moment - 1) < modeAt(before, moment - 1)) return true;
        }
        return false;
    }

    /// @notice Whether time alone would make a system stricter, or Normal without a step-down.
    function leaps(ModeEnds memory ends) internal view returns (bool) {
        uint256[6] memory moments = list(ends);
        for (uint256 i = 0; i < 6; ++i) {
            if (moments[i] <= block.timestamp) continue;
            Mode before = modeAt(ends, moments[i] - 1);
            Mode present = modeAt(ends, moments[i]);
            if (present > before) return true;
            if (before > Mode.Limited && present == Mode.Normal) return true;
        }
        return false;
    }

    function list(ModeEnds memory ends) internal pure returns (uint256[6] memory) {
        return
            [
                uint256(ends.halted),
                ends.readOnly,
                ends.limited,
                ends.extendedHalted,
                ends.extendedReadOnly,
                ends.extendedLimited
            ];
    }
}
