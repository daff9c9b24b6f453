// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";

/**
 * @title FlowLimit
 * @notice What may still pass in one direction: a bucket that starts empty, holds `capacity` and refills evenly, all of it
 * in `window` seconds. Only time and a refund fill it: no update of its settings, in whatever order, adds to what can be
 * spent at that moment. Never set, it denies; with capacity zero it blocks; nothing stands for "unlimited".
 *
 *   available   use         −amount, or a revert
 *               time        +capacity × elapsed / window, up to capacity
 *               giveBack    +what of that use has not refilled since, up to capacity
 *               configure   the same, or the new capacity if that is less; nothing the first time
 *
 * @dev Amounts are whole units outside (the token's smallest) and 2^-64 of one inside: a token without decimals that is
 * used every second would else lose each second's refill to rounding. What is rounded is rounded against the user.
 * A flow that has filled up lets at most twice its capacity through within one window.
 *
 * OpenZeppelin's bucket shares its settings among all keys and applies new ones to the time before them: so each flow has a
 * bucket of its own with one key, and what is available is read under the old settings and put back under the new.
 */
library FlowLimit {
    using RateLimiter for RateLimiter.RefillingBucket;

    /// @dev Far above any economy at 18 decimals: a limit, not none. Scaled it has 184 of the bucket's 208 bits.
    uint128 internal constant MAX_CAPACITY = 1e36;

    uint40 internal constant MIN_WINDOW = 1 hours;
    uint40 internal constant MAX_WINDOW = 90 days;

    uint256 private constant SCALE_BITS = 64;

    /// @dev The only key of each bucket.
    bytes32 private constant KEY = 0;

    struct Flow {
        RateLimiter.RefillingBucket bucket;
        /// @dev When its settings were last updated: older uses are not given back.
        uint40 configuredAt;
    }

    /// @notice In whole units.
    error CapacityExceeded(uint256 amount, uint256 available);
    error FlowUnset();
    error CapacityOutOfBounds(uint128 capacity);
    error WindowOutOfBounds(uint40 window);
    error UsedInTheFuture(uint40 usedAt);

    /**
     * @notice Sets the limit. A flow that had none starts empty; any other keeps what is available, as far as the new
     * capacity holds it. What was used beyond a lowered capacity is forgotten: it refills at the new rate from now on.
     * @param capacity In the token's smallest unit; zero blocks.
     * @param window Seconds in which all of it refills.
     */
    function configure(Flow storage flow, uint128 capacity, uint40 window) internal {
        if (capacity > MAX_CAPACITY) revert CapacityOutOfBounds(capacity);
        if (window < MIN_WINDOW || window > MAX_WINDOW) revert WindowOutOfBounds(window);
        uint256 available = flow.bucket.available(KEY);
        uint256 scaled = uint256(capacity) << SCALE_BITS;
        flow.bucket.updateSettings(window, uint208(scaled));
        setAvailable(flow.bucket, Math.min(available, scaled));
        flow.configuredAt = uint40(block.timestamp);
    }

    /// @notice Draws from what is available. Nothing at all passes an unset flow, not even zero.
    function use(Flow storage flow, uint256 amount) internal {
        if (!isSet(flow)) revert FlowUnset();
        // What exceeds the highest capacity could lose its highest bits when it is scaled.
        if (amount > MAX_CAPACITY || !flow.bucket.tryConsume(KEY, amount << SCALE_BITS)) {
            revert CapacityExceeded(amount, flow.bucket.available(KEY) >> SCALE_BITS);
        }
    }

    /**
     * @notice Gives back what of a use has not refilled since, never above capacity: as if the use had never been, or
     * less. Refunds can thus not be banked and cashed in one burst. An unset flow gets nothing, and reverts nothing.
     * @dev A use from before the last update gives nothing back: what refilled since then, or was cut away by a lower
     * capacity, cannot be told under the present settings.
     * Warning: does not know uses. That one is given back once, with its own amount and time, is the caller's duty.
     * @param amount What was used, in the token's smallest unit.
     * @param usedAt When it was used.
     * @return given In the token's smallest unit, rounded down.
     */
    function giveBack(Flow storage flow, uint256 amount, uint40 usedAt) internal returns (uint256 given) {
        if (usedAt > block.timestamp) revert UsedInTheFuture(usedAt);
        if (!isSet(flow) || usedAt <= flow.configuredAt) return 0;
        (uint128 capacity, uint40 window, , ) = stateOf(flow);
        uint256 refilled = Math.mulDiv(capacity, block.timestamp - usedAt, window, Math.Rounding.Ceil);
        (uint256 used, uint256 available) = flow.bucket.state(KEY);
        given = Math.min(Math.saturatingSub(amount, refilled), used >> SCALE_BITS);
        if (given != 0) setAvailable(flow.bucket, available + (given << SCALE_BITS));
    }

    /**
     * @notice The settings, and what they let through now. All zero for an unset flow.
     * @return capacity In the token's smallest unit.
     * @return window In seconds.
     * @return available Rounded down.
     * @return used Rounded up: the rest of the capacity.
     */
    function stateOf(
        Flow storage flow
    ) internal view returns (uint128 capacity, uint40 window, uint256 available, uint256 used) {
        capacity = uint128(flow.bucket._capacity >> SCALE_BITS);
        window = uint40(flow.bucket._window);
        available = flow.bucket.available(KEY) >> SCALE_BITS;
        used = capacity - available;
    }

    /// @notice Whether it was ever configured. Zero is no window.
    function isSet(Flow storage flow) internal view returns (bool) {
        return flow.bucket._window != 0;
    }

    /// @dev Only through the bucket's own functions: full first, then without what is not available.
    function setAvailable(RateLimiter.RefillingBucket storage bucket, uint256 available) private {
        bucket.reset(KEY);
        bucket.consume(KEY, bucket.available(KEY) - available);
    }
}
