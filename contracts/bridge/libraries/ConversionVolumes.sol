// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction} from "../interfaces/IBridgeGateway.sol";

/**
 * @title ConversionVolumes
 * @notice How much was converted, by direction and counterparty, and altogether (counterparty zero).
 */
library ConversionVolumes {
    /// @dev Two slots, the second of refunds alone.
    struct Volume {
        uint128 converted;
        uint64 conversions;
        uint128 refunded;
    }

    struct Book {
        mapping(Direction direction => mapping(address counterparty => Volume)) volumes;
    }

    function add(Book storage book, Direction direction, address counterparty, uint128 amount) internal {
        _add(book.volumes[direction][counterparty], amount);
        _add(book.volumes[direction][address(0)], amount);
    }

    function addRefund(Book storage book, Direction direction, address counterparty, uint128 amount) internal {
        _addRefund(book.volumes[direction][counterparty], amount);
        _addRefund(book.volumes[direction][address(0)], amount);
    }

    function _add(Volume storage volume, uint128 amount) private {
        volume.converted += amount;
        ++volume.conversions;
    }

    function _addRefund(Volume storage volume, uint128 amount) private {
        volume.converted -= amount;
        volume.refunded += amount;
    }
}
