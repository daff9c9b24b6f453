// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Direction, FailureReason, IBridgeGateway} from "../interfaces/IBridgeGateway.sol";
import {ISystemModes} from "../../emergency/interfaces/ISystemModes.sol";

import {FlowLimit} from "./FlowLimit.sol";

/**
 * @title FailureCounts
 * @notice Error rates that can be read from the chain: failures by direction and reason, and by day.
 * @dev Warning: counted, not weighed. Who may convert can thin a rate out by many small conversions, and raise it by
 * naming beneficiaries that the private rail refuses.
 */
library FailureCounts {
    uint256 private constant BASIS_POINTS = 10_000;

    /// @dev One slot.
    struct Day {
        uint64 failures;
        uint64 conversions;
    }

    struct Book {
        mapping(Direction direction => mapping(FailureReason reason => uint64)) byReason;
        /// @dev Days of UTC since 1970.
        mapping(uint256 day => Day) byDay;
    }

    function addConversion(Book storage book) internal {
        ++book.byDay[_today()].conversions;
    }

    function addFailure(Book storage book, Direction direction, FailureReason reason) internal {
        ++book.byReason[direction][reason];
        ++book.byDay[_today()].failures;
    }

    /// @return failures Of today and yesterday.
    /// @return conversions That came to be in these days.
    /// @return basisPoints Rounded up; a failure beside no conversion is all of them.
    function recent(
        Book storage book
    ) internal view returns (uint64 failures, uint64 conversions, uint256 basisPoints) {
        Day memory today = book.byDay[_today()];
        Day memory yesterday = book.byDay[_today() - 1];
        failures = today.failures + yesterday.failures;
        conversions = today.conversions + yesterday.conversions;
        basisPoints = Math.ceilDiv(failures * BASIS_POINTS, Math.max(conversions, 1));
    }

    /// @notice The reason that stands for an error of a release.
    function reasonOf(bytes4 cause) internal pure returns (FailureReason) {
        if (cause == ISystemModes.OperationRestricted.selector) return FailureReason.Restricted;
        if (cause == ISystemModes.VolumeExceeded.selector) return FailureReason.Restricted;
        if (cause == ISystemModes.NotOfSystem.selector) return FailureReason.Restricted;
        if (cause == FlowLimit.CapacityExceeded.selector) return FailureReason.CapacityExceeded;
        if (cause == FlowLimit.FlowUnset.selector) return FailureReason.CapacityExceeded;
        if (cause == IBridgeGateway.AmountAboveMaximum.selector) return FailureReason.AboveMaximum;
        if (cause == IBridgeGateway.ReserveStale.selector) return FailureReason.ReserveStale;
        if (cause == IBridgeGateway.ConservationBroken.selector) return FailureReason.ConservationBroken;
        return FailureReason.TransferFailed;
    }

    function _today() private view returns (uint256) {
        return block.timestamp / 1 days;
    }
}
