// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController, ModeEnds} from "../interfaces/IEmergencyController.sol";
import {Mode, Operation} from "../interfaces/ISystemModes.sol";

/**
 * @title SystemModeBook
 * @notice When each mode ends on a system, and what that allows now.
 *
 *   council     Normal ──restrict──▶ Halted ─time─▶ ReadOnly ─time─▶ Limited ─time─▶ Normal
 *                                       └──restrict may begin at any stricter mode, and is followed by Limited──┘
 *   sovereign   the same three ends once more, moved later by extend; restore moves all six to the past
 *
 * The mode now is the strictest whose end lies ahead, in either half. {restrict} and {extend} only ever move ends later:
 * neither makes a system looser at any moment to come. {restore} alone moves ends earlier.
 */
library SystemModeBook {
    uint40 internal constant EXTENSION_MAX = 30 days;

    /// @dev The longest step-down after an extension.
    uint40 internal constant STEP_DOWN_MAX = 72 hours;

    /// @dev Operations allowed in each mode, 16 bits a mode, one bit an operation: the table of {ISystemModes}.
    uint256 private constant ALLOWED = 0x0084_0086_01ff_01ff;

    /// @dev Issue, Distribute, Settle, ConvertOut, ConvertIn: what the table marks with a star.
    uint256 private constant METERED = 0x79;

    /// @dev Bits of one end, and of the three ends of a half.
    uint256 private constant END = 40;
    uint256 private constant HALF = 120;

    /// @dev Where the ends of `Limited` begin: 2 * END, and HALF more. Not computed, because arithmetic with constants is.
    uint256 private constant LIMITED = 80;
    uint256 private constant EXTENDED_LIMITED = 200;

    // ------------------------------------------------------------------------------------------------------ reading

    /// @notice Whether the system is in `Normal` now.
    /// @dev What nearly every guarded call asks: one read of storage, and both ends of `Limited`, because each half holds
    /// `Limited` for longer than anything stricter.
    function isNormal(ModeEnds storage ends) internal view returns (bool) {
        uint256 word = _load(ends);
        // The highest end has nothing above it.
        return word == 0 || (uint40(word >> LIMITED) <= block.timestamp && word >> EXTENDED_LIMITED <= block.timestamp);
    }

    /// @notice The mode now, and when it ends; zero in `Normal`.
    function modeOf(ModeEnds storage ends) internal view returns (Mode mode, uint40 until) {
        uint256 word = _load(ends);
        until = _laterHalf(word);
        if (until > block.timestamp) return (Mode.Halted, until);
        until = _laterHalf(word >> END);
        if (until > block.timestamp) return (Mode.ReadOnly, until);
        until = _laterHalf(word >> LIMITED);
        if (until > block.timestamp) return (Mode.Limited, until);
        return (Mode.Normal, 0);
    }

    function allows(Mode mode, Operation operation) internal pure returns (bool) {
        return (ALLOWED >> ((uint256(mode) << 4) + uint256(operation))) & 1 == 1;
    }

    /// @notice Whether amounts of the operation draw from the volume cap outside `Normal`.
    function isMetered(Operation operation) internal pure returns (bool) {
        return (METERED >> uint256(operation)) & 1 == 1;
    }

    // ------------------------------------------------------------------------------------------------------ writing

    /// @notice Holds `mode` until `until` and `Limited` until `limitedUntil`, as far as the council's half does not yet.
    function restrict(ModeEnds storage ends, Mode mode, uint40 until, uint40 limitedUntil) internal {
        if (mode == Mode.Halted) ends.halted = _later(ends.halted, until);
        if (mode == Mode.ReadOnly) ends.readOnly = _later(ends.readOnly, until);
        ends.limited = _later(ends.limited, limitedUntil);
    }

    /**
     * @notice Holds a mode no stricter than the one in force until `until`, and after a stricter one `Limited` for as
     * long again, at most 72 hours.
     * @dev Errors: ModeNotAllowed, NotRestricted, StricterThanInForce, ExtensionOutOfBounds. What ends later already is
     * not extended.
     */
    function extend(
        ModeEnds storage ends,
        bytes32 systemId,
        Mode mode,
        uint40 until
    ) internal returns (uint40 limitedUntil) {
        if (mode == Mode.Normal) revert IEmergencyController.ModeNotAllowed(mode);
        (Mode current, ) = modeOf(ends);
        if (current == Mode.Normal) revert IEmergencyController.NotRestricted(systemId);
        if (mode > current) revert IEmergencyController.StricterThanInForce(systemId, current, mode);
        uint40 present = uint40(block.timestamp);
        uint40 earliest = _heldUntil(ends, mode) + 1;
        if (until < earliest || until > present + EXTENSION_MAX) {
            revert IEmergencyController.ExtensionOutOfBounds(until, earliest, present + EXTENSION_MAX);
        }

        limitedUntil = until;
        if (mode != Mode.Limited) {
            uint40 length = until - present;
            limitedUntil += length < STEP_DOWN_MAX ? length : STEP_DOWN_MAX;
        }
        if (mode == Mode.Halted) ends.extendedHalted = _later(ends.extendedHalted, until);
        if (mode == Mode.ReadOnly) ends.extendedReadOnly = _later(ends.extendedReadOnly, until);
        ends.extendedLimited = _later(ends.extendedLimited, limitedUntil);
    }

    /**
     * @notice Loosens a system now: to `Limited`, until its step-down ends, or to `Normal`.
     * @dev Errors: NotRestricted, ModeNotAllowed, NotLooser. Each half holds `Limited` for longer than anything
     * stricter, so that clearing the stricter ends leaves `Limited`.
     */
    function restore(ModeEnds storage ends, bytes32 systemId, Mode mode) internal {
        (Mode current, ) = modeOf(ends);
        if (current == Mode.Normal) revert IEmergencyController.NotRestricted(systemId);
        if (mode > Mode.Limited) revert IEmergencyController.ModeNotAllowed(mode);
        if (mode >= current) revert IEmergencyController.NotLooser(systemId, current, mode);

        (ends.halted, ends.readOnly, ends.extendedHalted, ends.extendedReadOnly) = (0, 0, 0, 0);
        if (mode == Mode.Normal) (ends.limited, ends.extendedLimited) = (0, 0);
    }

    // ------------------------------------------------------------------------------------------------------ private

    /// @dev Until when the system is held in `mode` or a stricter one.
    function _heldUntil(ModeEnds memory ends, Mode mode) private pure returns (uint40 until) {
        until = _later(ends.halted, ends.extendedHalted);
        if (mode <= Mode.ReadOnly) until = _later(until, _later(ends.readOnly, ends.extendedReadOnly));
        if (mode <= Mode.Limited) until = _later(until, _later(ends.limited, ends.extendedLimited));
    }

    function _load(ModeEnds storage ends) private view returns (uint256 word) {
        assembly ("memory-safe") {
            word := sload(ends.slot)
        }
    }

    /// @dev The end in the lowest bits, or the same mode's in the other half.
    function _laterHalf(uint256 word) private pure returns (uint40) {
        return _later(uint40(word), uint40(word >> HALF));
    }

    function _later(uint40 a, uint40 b) private pure returns (uint40) {
        return a > b ? a : b;
    }
}
