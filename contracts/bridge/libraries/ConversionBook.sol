// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Conversion,
    ConversionStatus,
    Direction,
    FailureReason,
    IBridgeGateway,
    Inbound
} from "../interfaces/IBridgeGateway.sol";

/**
 * @title ConversionBook
 * @notice Conversions by id, and the only steps that they take.
 *
 *   id = keccak256(source rail, destination rail, source nonce)
 *
 *   Out  None ─▶ Requested ─▶ Settled               In  None ─▶ Requested ─▶ Settled
 *                    └──────▶ Failed ─▶ Refunded                    └──────▶ Failed ─▶ Settled | Refunded
 *
 * @dev An inbound conversion is `Requested` only within the transaction that admits it.
 */
library ConversionBook {
    struct Book {
        bytes32 publicRail;
        bytes32 privateRail;
        uint64 outNonce;
        mapping(bytes32 id => Conversion) byId;
    }

    /// @dev The public rail's id is of this chain and this gateway: ids of a gateway that replaces it are others, and the
    /// private rail takes none of them for a replay.
    function begin(Book storage book, bytes32 systemId, bytes32 privateRail) internal {
        if (privateRail == bytes32(0)) revert IBridgeGateway.RailMissing();
        book.publicRail = keccak256(abi.encode(systemId, block.chainid, address(this)));
        book.privateRail = privateRail;
    }

    function idOf(Book storage book, Direction direction, uint64 nonce) internal view returns (bytes32) {
        return
            direction == Direction.Out
                ? keccak256(abi.encode(book.publicRail, book.privateRail, nonce))
                : keccak256(abi.encode(book.privateRail, book.publicRail, nonce));
    }

    /// @dev Reverts unless the conversion goes in this direction and stands here.
    function expect(
        Book storage book,
        bytes32 id,
        Direction direction,
        ConversionStatus status
    ) internal view returns (Conversion storage conversion) {
        conversion = book.byId[id];
        if (conversion.status == ConversionStatus.None) revert IBridgeGateway.UnknownConversion(id);
        if (conversion.direction != direction) revert IBridgeGateway.UnexpectedDirection(id, conversion.direction);
        if (conversion.status != status) revert IBridgeGateway.UnexpectedConversionStatus(id, conversion.status);
    }

    // ------------------------------------------------------------------------------------------------------- steps

    function request(
        Book storage book,
        address counterparty,
        uint128 amount,
        uint64 parametersVersion
    ) internal returns (bytes32 id, uint64 nonce) {
        nonce = ++book.outNonce;
        id = idOf(book, Direction.Out, nonce);
        Conversion storage conversion = book.byId[id];
        conversion.status = ConversionStatus.Requested;
        conversion.counterparty = counterparty;
        conversion.nonce = nonce;
        conversion.amount = amount;
        draw(conversion, parametersVersion);
    }

    function admit(Book storage book, bytes32 id, Inbound calldata inbound) internal {
        Conversion storage conversion = book.byId[id];
        conversion.status = ConversionStatus.Requested;
        conversion.direction = Direction.In;
        conversion.counterparty = inbound.counterparty;
        conversion.nonce = inbound.nonce;
        conversion.amount = inbound.amount;
        conversion.recipient = inbound.recipient;
    }

    /// @dev It has drawn from its flow, under these parameters.
    function draw(Conversion storage conversion, uint64 parametersVersion) internal {
        conversion.parametersVersion = parametersVersion;
        conversion.usedAt = uint40(block.timestamp);
    }

    function settle(Conversion storage conversion) internal {
        conversion.status = ConversionStatus.Settled;
        conversion.reason = FailureReason.None;
    }

    function fail(Conversion storage conversion, FailureReason reason) internal {
        conversion.status = ConversionStatus.Failed;
        conversion.reason = reason;
    }

    function refund(Conversion storage conversion) internal {
        conversion.status = ConversionStatus.Refunded;
    }
}
