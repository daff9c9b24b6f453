// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBridgeParameters, Parameter, ParameterState} from "../interfaces/IBridgeParameters.sol";

import {ParameterBounds} from "./ParameterBounds.sol";

/**
 * @title ParameterBook
 * @notice The values of a bridge's parameters, and the only five ways in which one moves.
 *
 *              value            baseline               besides
 *   establish  from unset       the value              starts the spacing
 *   tighten    stricter         stays
 *   loosen     looser by ¼      follows, if passed     compare-and-set; starts the spacing, and waits for it
 *   return     to the baseline  stays                  compare-and-set
 *   retract    stricter, stays  stricter, stays
 *
 * At no moment is a value looser than its baseline, and the baseline grows looser by {loosen} alone: by at most a quarter
 * of itself in 14 days, for capacity and window of one flow together. So tightening and returning, in whatever order, lead
 * nowhere that was not approved.
 *
 * A loosening below the baseline leaves the baseline where it is, so that {retract} undoes it exactly.
 *
 * @dev Every move raises the version, so that a loosening which was decided on anything else fails.
 */
library ParameterBook {
    using ParameterBounds for Parameter;

    uint40 internal constant SPACING = 14 days;

    /// @dev Two slots.
    struct Entry {
        uint128 value;
        uint128 baseline;
        uint32 version;
        uint40 changedAt;
        /// @dev When it was last loosened, or established.
        uint40 loosenedAt;
    }

    struct Book {
        mapping(Parameter parameter => mapping(address counterparty => Entry)) entries;
        uint64 version;
    }

    // ---------------------------------------------------------------------------------------------------- moves

    /// @notice Unset → `value`.
    /// @dev An establishment is the first loosening: what was denied is allowed from now on.
    function establish(Book storage book, Parameter parameter, address counterparty, uint128 value) internal {
        parameter.requireSubject(counterparty);
        parameter.requireWithin(value);
        Entry storage entry = book.entries[parameter][counterparty];
        if (entry.version != 0) revert IBridgeParameters.ParameterAlreadySet(parameter, counterparty, entry.value);
        // A capacity without a window would limit nothing that is known.
        if (parameter.isOfFlow() && !parameter.isWindow()) known(book, parameter.windowOf(), counterparty);
        entry.loosenedAt = uint40(block.timestamp);
        _move(book, entry, value, value);
    }

    /// @notice Towards stricter, by any amount, at any time.
    function tighten(
        Book storage book,
        Parameter parameter,
        address counterparty,
        uint128 value
    ) internal returns (uint128 previous) {
        Entry storage entry = known(book, parameter, counterparty);
        parameter.requireWithin(value);
        previous = entry.value;
        if (!parameter.isLooser(previous, value)) {
            revert IBridgeParameters.NotTighter(parameter, counterparty, previous, value);
        }
        _move(book, entry, value, entry.baseline);
    }

    /// @notice Towards looser, by one step, once in {SPACING}.
    function loosen(Book storage book, Parameter parameter, address counterparty, uint128 value) internal {
        Entry storage entry = known(book, parameter, counterparty);
        parameter.requireWithin(value);
        uint128 previous = entry.value;
        if (!parameter.isLooser(value, previous)) {
            revert IBridgeParameters.NotLooser(parameter, counterparty, previous, value);
        }
        (uint128 limit, uint40 notBefore) = nextStepOf(book, parameter, counterparty);
        if (parameter.isLooser(value, limit)) {
            revert IBridgeParameters.StepTooLarge(parameter, counterparty, previous, value, limit);
        }
        if (block.timestamp < notBefore) {
            revert IBridgeParameters.LoosenedRecently(parameter, counterparty, notBefore - SPACING, notBefore);
        }
        entry.loosenedAt = uint40(block.timestamp);
        _move(book, entry, value, parameter.looserOf(value, entry.baseline));
    }

    /// @notice To the baseline, by any amount, at any time.
    function returnToBaseline(Book storage book, Parameter parameter, address counterparty) internal {
        Entry storage entry = known(book, parameter, counterparty);
        uint128 baseline = entry.baseline;
        if (entry.value == baseline) revert IBridgeParameters.AlreadyAtBaseline(parameter, counterparty, baseline);
        _move(book, entry, baseline, baseline);
    }

    /// @notice To the stricter of what is and what is given. What is stricter already stays, so that a rollback never
    /// fails because somebody tightened meanwhile.
    function retract(
        Book storage book,
        Parameter parameter,
        address counterparty,
        uint128 value,
        uint128 baseline
    ) internal returns (uint128 previous) {
        Entry storage entry = known(book, parameter, counterparty);
        parameter.requireWithin(value);
        parameter.requireWithin(baseline);
        previous = entry.value;
        baseline = parameter.tighterOf(baseline, entry.baseline);
        // Not even a value that is given looser than its own baseline passes it.
        value = parameter.tighterOf(parameter.tighterOf(value, previous), baseline);
        _move(book, entry, value, baseline);
    }

    // ------------------------------------------------------------------------------------------------- conditions

    /// @notice The entry of a parameter that was established. There is no default.
    function known(
        Book storage book,
        Parameter parameter,
        address counterparty
    ) internal view returns (Entry storage entry) {
        parameter.requireSubject(counterparty);
        entry = book.entries[parameter][counterparty];
        if (entry.version == 0) revert IBridgeParameters.ParameterUnset(parameter, counterparty);
    }

    /// @notice Reverts unless the parameter is what the proposer saw.
    /// @dev The version besides the value: tightened and returned to the same value, it has been decided since.
    function requireUnchanged(
        Book storage book,
        Parameter parameter,
        address counterparty,
        uint128 expected,
        uint32 expectedVersion
    ) internal view {
        Entry storage entry = known(book, parameter, counterparty);
        (uint128 value, uint32 version) = (entry.value, entry.version);
        if (value != expected || version != expectedVersion) {
            revert IBridgeParameters.StaleParameter(parameter, counterparty, expected, expectedVersion, value, version);
        }
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice All zero for a parameter that was never established, but for the spacing of its flow.
    function stateOf(
        Book storage book,
        Parameter parameter,
        address counterparty
    ) internal view returns (ParameterState memory) {
        Entry storage entry = book.entries[parameter][counterparty];
        uint40 since = loosenedAt(book, parameter, counterparty);
        return ParameterState(entry.value, entry.baseline, entry.version, entry.changedAt, since);
    }

    function nextStepOf(
        Book storage book,
        Parameter parameter,
        address counterparty
    ) internal view returns (uint128 limit, uint40 notBefore) {
        limit = parameter.stepFrom(known(book, parameter, counterparty).value);
        notBefore = loosenedAt(book, parameter, counterparty) + SPACING;
    }

    /// @notice When the parameter was last loosened or established, or the other half of its flow.
    function loosenedAt(Book storage book, Parameter parameter, address counterparty) internal view returns (uint40) {
        uint40 own = book.entries[parameter][counterparty].loosenedAt;
        uint40 twin = book.entries[parameter.twinOf()][counterparty].loosenedAt;
        return own > twin ? own : twin;
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _move(Book storage book, Entry storage entry, uint128 value, uint128 baseline) private {
        (entry.value, entry.baseline) = (value, baseline);
        (entry.version, entry.changedAt) = (entry.version + 1, uint40(block.timestamp));
        ++book.version;
    }
}
