// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../interfaces/IRoleRegistry.sol";

import {Roles} from "../Roles.sol";

/**
 * @title Mandates
 * @notice When a grant is in force: until its end, and not while its holder is suspended.
 *
 *            set             end passes              prune (a council's: after the grace)
 *   (none) ───────▶ in force ──────────▶ expired ───────────────────────────────────────▶ (none)
 *                      ▲  set a new end     │
 *                      └────────────────────┘
 *
 * An expired grant gives no power but still counts as held, so that it cannot be revived into a conflict.
 */
library Mandates {
    // keccak256(abi.encode(uint256(keccak256("sign.storage.RoleRegistry.Mandates")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xb82d634a22eb4f815b037f3dec4e4e84c06efa4d8ccddb46019df2a5b9073b00;

    uint48 internal constant SHORTEST = 1 days;
    uint48 internal constant LONGEST = 730 days;

    /**
     * @dev Anyone may prune an expired grant; a council's only after this. Else a bystander could prune each council at
     * the second of its expiry, and the Sovereign Authority would have nothing left to renew.
     */
    uint48 internal constant COUNCIL_GRACE = 90 days;

    uint48 internal constant LONGEST_SUSPENSION = 72 hours;
    uint48 internal constant SUSPENSION_PAUSE = 7 days;

    /**
     * @dev What every use of a role reads, in one slot. `dated` counts the account's grants with an end: none, and
     * {inForce} needs to read no end. `seatEpoch` counts the seats that were vacated on it, for who judges a council.
     */
    struct Standing {
        uint48 suspendedUntil;
        uint16 dated;
        uint24 seatEpoch;
    }

    struct Ledger {
        mapping(address account => Standing) standings;
        mapping(address account => mapping(uint64 role => uint48)) ends;
    }

    // ------------------------------------------------------------------------------------------------- mandates

    /// @notice Whether a grant of `role` to `account` gives its power now.
    function inForce(uint64 role, address account) internal view returns (bool) {
        Ledger storage ledger = load();
        Standing storage standing = ledger.standings[account];
        if (block.timestamp < standing.suspendedUntil) return false;
        if (standing.dated == 0) return true;
        uint48 end = ledger.ends[account][role];
        return end == 0 || block.timestamp < end;
    }

    function requireBounds(uint48 until) internal view {
        uint48 earliest = uint48(block.timestamp) + SHORTEST;
        uint48 latest = uint48(block.timestamp) + LONGEST;
        if (until < earliest || until > latest) revert IRoleRegistry.MandateOutOfBounds(until, earliest, latest);
    }

    /// @notice Sets the end of a grant; 0 for none.
    /// @return changed False when there was no end and there is none.
    function set(uint64 role, address account, uint48 until) internal returns (bool changed) {
        Ledger storage ledger = load();
        uint48 end = ledger.ends[account][role];
        if (end == 0 && until == 0) return false;
        unchecked {
            // At most 256 roles; an end that is cleared was counted.
            if (end == 0) ++ledger.standings[account].dated;
            if (until == 0) --ledger.standings[account].dated;
        }
        ledger.ends[account][role] = until;
        return true;
    }

    /// @notice Counts a seat that was vacated on `safe`.
    function raiseEpoch(address safe) internal {
        ++load().standings[safe].seatEpoch;
    }

    function seatEpochOf(address safe) internal view returns (uint24) {
        return load().standings[safe].seatEpoch;
    }

    function requirePrunable(uint64 role, address account) internal view {
        Ledger storage ledger = load();
        uint48 end = ledger.ends[account][role];
        if (end == 0) revert IRoleRegistry.NoMandate(role, account);
        if (Roles.isCouncil(role)) end += COUNCIL_GRACE;
        if (block.timestamp < end) revert IRoleRegistry.MandateNotExpired(role, account);
    }

    // ----------------------------------------------------------------------------------------------- suspension

    function suspend(address account, uint48 until) internal {
        Ledger storage ledger = load();
        uint48 latest = uint48(block.timestamp) + LONGEST_SUSPENSION;
        if (until <= block.timestamp) revert IRoleRegistry.SuspensionInPast(until);
        if (until > latest) revert IRoleRegistry.SuspensionTooLong(until, latest);
        Standing storage standing = ledger.standings[account];
        uint48 previous = standing.suspendedUntil;
        if (previous != 0 && block.timestamp < previous + SUSPENSION_PAUSE) {
            revert IRoleRegistry.SuspensionNotDue(account, previous + SUSPENSION_PAUSE);
        }
        standing.suspendedUntil = until;
    }

    function lift(address account) internal {
        Ledger storage ledger = load();
        Standing storage standing = ledger.standings[account];
        if (standing.suspendedUntil <= block.timestamp) revert IRoleRegistry.NotSuspended(account);
        standing.suspendedUntil = uint48(block.timestamp);
    }

    function load() internal pure returns (Ledger storage ledger) {
        assembly ("memory-safe") {
            ledger.slot := STORAGE
        }
    }
}
