// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Custody, IBridgeGateway, Position, ReservePosition} from "../interfaces/IBridgeGateway.sol";

/**
 * @title RailLedger
 * @notice Conservation: what left the public rail, what arrived there, and what monitoring sees on the private one.
 *
 *   locked = settled + pending + owed       released ≤ admitted ≤ reserve.redeemed       reserve.issued ≤ locked
 *   held:   released ≤ settled              minted: locked ≤ released
 *
 * @dev Against what is settled, not against all that is locked: a refund of what is pending can then always be paid. And
 * what was admitted counts for ever, as the private rail's own counter does: a claim that failed leaves no room for
 * another in its place.
 */
library RailLedger {
    /// @dev Every request touches the first slot only, every arrival the second. Checked: sums that overflow revert.
    struct Book {
        uint128 locked;
        uint128 pending;
        uint128 released;
        uint128 admitted;
        uint128 owed;
        ReservePosition reserve;
    }

    // -------------------------------------------------------------------------------------- public rail to private

    function request(Book storage book, uint128 amount, Custody custody) internal {
        uint256 locked = uint256(book.locked) + amount;
        if (custody == Custody.Minted && locked > book.released) {
            revert IBridgeGateway.RequestExceedsMinted(locked, book.released);
        }
        book.locked += amount;
        book.pending += amount;
    }

    function settle(Book storage book, uint128 amount) internal {
        book.pending -= amount;
    }

    function fail(Book storage book, uint128 amount) internal {
        book.pending -= amount;
        book.owed += amount;
    }

    /// @dev Two operators who declare failed what was credited would double it, again and again within one flow: no more
    /// is given back once monitoring sees it.
    function refund(Book storage book, uint128 amount) internal {
        uint128 locked = book.locked - amount;
        if (book.reserve.issued > locked) revert IBridgeGateway.ConservationBroken(book.reserve.issued, locked);
        book.locked = locked;
        book.owed -= amount;
    }

    // -------------------------------------------------------------------------------------- private rail to public

    /// @dev Reverts what the books of either rail do not bear out.
    function admit(Book storage book, bytes32 id, uint128 amount, Custody custody) internal {
        uint256 admitted = uint256(book.admitted) + amount;
        if (admitted > book.reserve.redeemed) {
            revert IBridgeGateway.ReleaseExceedsReserve(id, admitted, book.reserve.redeemed);
        }
        _requireSettled(book, id, amount, custody);
        book.admitted += amount;
    }

    /// @dev Of what was admitted. More may have been released meanwhile.
    function release(Book storage book, bytes32 id, uint128 amount, Custody custody) internal {
        _requireSettled(book, id, amount, custody);
        book.released += amount;
    }

    // ----------------------------------------------------------------------------------------------------- reserve

    function attest(Book storage book, ReservePosition calldata given) internal {
        ReservePosition memory last = book.reserve;
        if (given.digest == bytes32(0)) revert IBridgeGateway.DigestMissing();
        if (given.observedAt > block.timestamp) revert IBridgeGateway.ReserveFromTheFuture(given.observedAt);
        bool later = given.observedAt > last.observedAt;
        if (!later || given.issued < last.issued || given.redeemed < last.redeemed) {
            revert IBridgeGateway.ReserveOutOfOrder(given, last);
        }
        book.reserve = given;
    }

    /// @param maximumAge In seconds; zero, which is also never set, blocks.
    function requireProven(Book storage book, uint40 maximumAge) internal view {
        uint40 observedAt = book.reserve.observedAt;
        if (maximumAge == 0 || block.timestamp > uint256(observedAt) + maximumAge) {
            revert IBridgeGateway.ReserveStale(observedAt, maximumAge);
        }
        if (!isConserved(book)) revert IBridgeGateway.ConservationBroken(book.reserve.issued, book.locked);
    }

    function positionOf(Book storage book) internal view returns (Position memory) {
        return
            Position({
                locked: book.locked,
                pending: book.pending,
                owed: book.owed,
                released: book.released,
                admitted: book.admitted,
                reserve: book.reserve
            });
    }

    function isConserved(Book storage book) internal view returns (bool) {
        return book.reserve.issued <= book.locked;
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev A minted token's releases have no other bound than what was committed on the private rail.
    function _requireSettled(Book storage book, bytes32 id, uint128 amount, Custody custody) private view {
        if (custody == Custody.Minted) return;
        uint256 released = uint256(book.released) + amount;
        uint256 settled = book.locked - book.pending - book.owed;
        if (released > settled) revert IBridgeGateway.ReleaseExceedsLocked(id, released, settled);
    }
}
