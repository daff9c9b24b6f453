// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../interfaces/IGovernanceGuard.sol";

/**
 * @title CouncilBook
 * @notice The councils that the guard knows, and their way out.
 *
 *   Unknown ──register──▶ Registered ◀──revoke── ExitAnnounced ──guard taken off, 30 to 60 d later──▶ Exited
 *                           │   └──────announce──────▶ │
 *                           └────────dismiss───────────┴──▶ Dismissed ──guard taken off──▶ Exited
 *
 * Nothing leads back from Dismissed or Exited: a Safe is registered once. A Safe that never was a council, or is one no
 * more, has the same way out; its status stays what it is until the guard is off.
 */
library CouncilBook {
    struct Book {
        mapping(address safe => IGovernanceGuard.Council) councils;
        mapping(uint8 councilId => address) safes;
        uint8 count;
    }

    uint48 internal constant EXIT_DELAY = 30 days;

    /// @dev An old announcement must not take the place of notice.
    uint48 internal constant EXIT_WINDOW = 30 days;

    error AlreadyRegistered(address safe, IGovernanceGuard.CouncilStatus status);
    error TooManyCouncils(uint256 limit);
    error ExitPending(address safe, uint48 exitAt);
    error NoExitAnnounced(address safe);
    error ExitNotOpen(address safe, uint48 from, uint48 until);

    /// @notice Enters a council; it has been proven to be one.
    function register(
        Book storage book,
        address safe,
        IGovernanceGuard.CouncilPolicy calldata policy
    ) internal returns (uint8 id) {
        IGovernanceGuard.Council storage council = book.councils[safe];
        if (council.status != IGovernanceGuard.CouncilStatus.Unknown) revert AlreadyRegistered(safe, council.status);
        if (council.exitAt != 0) revert ExitPending(safe, council.exitAt);
        if (book.count == type(uint8).max) revert TooManyCouncils(type(uint8).max);

        id = ++book.count;
        book.safes[id] = safe;
        council.id = id;
        council.status = IGovernanceGuard.CouncilStatus.Registered;
        council.epoch = 1;
        setPolicy(council, policy);
    }

    function setPolicy(
        IGovernanceGuard.Council storage council,
        IGovernanceGuard.CouncilPolicy calldata policy
    ) internal {
        council.minThreshold = policy.minThreshold;
        council.minOwners = policy.minOwners;
        council.maxOwners = policy.maxOwners;
        council.constituencies = policy.constituencies;
    }

    /// @notice The entry of a Safe that is a council now.
    function live(Book storage book, address safe) internal view returns (IGovernanceGuard.Council storage council) {
        council = book.councils[safe];
        if (council.status == IGovernanceGuard.CouncilStatus.Exited) {
            revert IGovernanceGuard.CouncilHasExited(safe);
        }
        if (!isLive(council)) revert IGovernanceGuard.UnknownCouncil(safe);
    }

    /**
     * @notice The entry of a Safe that speaks as a council now: from the end of its notice on it could take the guard off
     * between two of its acts, so it speaks no more, unless it revokes its exit.
     */
    function speaking(
        Book storage book,
        address safe
    ) internal view returns (IGovernanceGuard.Council storage council) {
        council = live(book, safe);
        if (!isInOffice(council)) revert IGovernanceGuard.CouncilHasExited(safe);
    }

    function isLive(IGovernanceGuard.Council storage council) internal view returns (bool) {
        return
            council.status == IGovernanceGuard.CouncilStatus.Registered ||
            council.status == IGovernanceGuard.CouncilStatus.ExitAnnounced;
    }

    /// @notice Whether it is a council now: until its exit is due, if it announced one.
    function isInOffice(IGovernanceGuard.Council storage council) internal view returns (bool) {
        if (council.status == IGovernanceGuard.CouncilStatus.Registered) return true;
        return council.status == IGovernanceGuard.CouncilStatus.ExitAnnounced && block.timestamp < council.exitAt;
    }

    // ------------------------------------------------------------------------------------------------------ the exit

    /// @notice Starts the exit clock of `safe`, council or not; again only after an earlier announcement has lapsed.
    function announceExit(Book storage book, address safe) internal returns (uint48 exitAt, bool wasLive) {
        IGovernanceGuard.Council storage council = book.councils[safe];
        if (council.status == IGovernanceGuard.CouncilStatus.Exited) {
            revert IGovernanceGuard.CouncilHasExited(safe);
        }
        if (council.exitAt != 0 && block.timestamp <= council.exitAt + EXIT_WINDOW) {
            revert ExitPending(safe, council.exitAt);
        }
        exitAt = uint48(block.timestamp) + EXIT_DELAY;
        wasLive = isLive(council);
        council.exitAt = exitAt;
        if (wasLive) council.status = IGovernanceGuard.CouncilStatus.ExitAnnounced;
    }

    function revokeExit(Book storage book, address safe) internal returns (bool wasLive) {
        IGovernanceGuard.Council storage council = book.councils[safe];
        if (council.status == IGovernanceGuard.CouncilStatus.Exited) {
            revert IGovernanceGuard.CouncilHasExited(safe);
        }
        if (council.exitAt == 0) revert NoExitAnnounced(safe);
        wasLive = isLive(council);
        council.exitAt = 0;
        if (wasLive) council.status = IGovernanceGuard.CouncilStatus.Registered;
    }

    /// @notice `safe` takes off its guard, or, having done so with one of the two, the other.
    function exit(Book storage book, address safe) internal returns (bool wasLive) {
        IGovernanceGuard.Council storage council = book.councils[safe];
        if (council.status == IGovernanceGuard.CouncilStatus.Exited) return false;
        uint48 exitAt = council.exitAt;
        if (exitAt == 0) revert NoExitAnnounced(safe);
        if (block.timestamp < exitAt || block.timestamp > exitAt + EXIT_WINDOW) {
            revert ExitNotOpen(safe, exitAt, exitAt + EXIT_WINDOW);
        }
        wasLive = isLive(council);
        council.status = IGovernanceGuard.CouncilStatus.Exited;
    }
}
