// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";

import {IEmergencyController} from "../interfaces/IEmergencyController.sol";
import {ISystemModes} from "../interfaces/ISystemModes.sol";

/**
 * @title LimitedVolume
 * @notice What a system may still move while it is not `Normal`: a bucket that starts empty, holds what its cap says and
 * refills in 24 hours. Nothing else fills it: no setting, in whatever order, creates volume.
 * @dev A bucket that has filled up lets at most twice its cap through within 24 hours. Each system has a bucket of its
 * own, because OpenZeppelin's shares its settings among all keys.
 */
library LimitedVolume {
    using RateLimiter for RateLimiter.RefillingBucket;

    uint48 internal constant WINDOW = 24 hours;

    /// @dev In the smallest unit of whatever the system moves. Far above any economy at 18 decimals: a cap, not none.
    uint128 internal constant MAX_PER_DAY = 1e36;

    /// @dev The only key of each bucket.
    bytes32 private constant KEY = 0;

    struct Book {
        mapping(bytes32 systemId => RateLimiter.RefillingBucket) buckets;
    }

    /// @notice Sets the cap. What is available now never grows by it.
    function set(Book storage book, bytes32 systemId, uint128 perDay) internal {
        if (perDay == 0 || perDay > MAX_PER_DAY) revert IEmergencyController.VolumeCapOutOfBounds(perDay);
        RateLimiter.RefillingBucket storage bucket = book.buckets[systemId];
        uint256 before = bucket.available(KEY);
        bucket.sync(KEY);
        bucket.updateSettings(WINDOW, perDay);
        uint256 present = bucket.available(KEY);
        if (present > before) bucket.consume(KEY, present - before);
    }

    function draw(Book storage book, bytes32 systemId, uint256 amount) internal {
        RateLimiter.RefillingBucket storage bucket = book.buckets[systemId];
        if (!bucket.tryConsume(KEY, amount)) {
            revert ISystemModes.VolumeExceeded(systemId, amount, bucket.available(KEY));
        }
    }

    function stateOf(Book storage book, bytes32 systemId) internal view returns (uint128 perDay, uint256 available) {
        RateLimiter.RefillingBucket storage bucket = book.buckets[systemId];
        return (uint128(bucket._capacity), bucket.available(KEY));
    }
}
