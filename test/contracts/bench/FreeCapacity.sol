// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILimiter, UNLIMITED} from "./ILimiter.sol";

/// @notice What may be done to the settings of a limiter. scripts/lib/bench/limiter-scoreboard.ts knows them by number.
enum Update {
    First,
    Same,
    HigherCapacity,
    HigherRate,
    LowerThenRaise,
    ShorterThenLonger,
    AllZero
}

/**
 * @notice Asks of a limiter whether an update creates capacity: whether more can be spent right after it than right before.
 * @dev Time passes between the calls: a window after {begin}, so that what refills is full, and {REST} after {halve}.
 */
contract FreeCapacity {
    /// @dev A million tokens with 6 decimals: every peer refills by whole numbers.
    uint128 public constant CAPACITY = 1e12;
    uint40 public constant WINDOW = 1 days;
    uint40 public constant REST = 1 hours;

    error ShowsAnotherAmountThanItLetsThrough(uint256 before, uint256 shown);

    function begin(ILimiter limiter) external {
        limiter.set(CAPACITY, WINDOW);
    }

    function halve(ILimiter limiter) external {
        limiter.spend(CAPACITY / 2);
    }

    /// @dev `First` is for a limiter that was never set, the others for one that has rested.
    function creates(ILimiter limiter, Update update) external returns (bool) {
        if (update == Update.AllZero) {
            uint256 before = limiter.available();
            limiter.clear();
            return grew(limiter, before);
        }
        if (update == Update.HigherCapacity) return changes(limiter, 2 * CAPACITY, WINDOW);
        if (update == Update.HigherRate) return changes(limiter, CAPACITY, WINDOW / 2);
        bool created;
        if (update == Update.LowerThenRaise) created = changes(limiter, CAPACITY / 10, WINDOW);
        if (update == Update.ShorterThenLonger) created = changes(limiter, CAPACITY, WINDOW / 24);
        return changes(limiter, CAPACITY, WINDOW) || created;
    }

    function changes(ILimiter limiter, uint128 capacity, uint40 window) private returns (bool) {
        uint256 before = limiter.available();
        limiter.set(capacity, window);
        return grew(limiter, before);
    }

    /// @dev Not what it shows counts, but what it lets through.
    function grew(ILimiter limiter, uint256 before) private returns (bool more) {
        if (before == UNLIMITED) return false;
        uint256 shown = limiter.available();
        try limiter.spend(before + 1) {
            more = true;
        } catch {}
        if (more != (shown > before)) revert ShowsAnotherAmountThanItLetsThrough(before, shown);
    }
}
