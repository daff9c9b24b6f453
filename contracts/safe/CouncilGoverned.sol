// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "./interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

/**
 * @title CouncilGoverned
 * @notice One check for every function that a council calls: the caller is a registered, guarded Safe whose transaction
 * is in flight, it holds the role, everyone who signed is seated, and each constituency that its policy names is among
 * the signers.
 *
 * @dev Trust: the guard is immutable and sees every transaction of a registered Safe; the registry knows roles and seats.
 */
abstract contract CouncilGoverned {
    /// @notice Who signed for a council, and for whom.
    struct Quorum {
        uint8 councilId;
        /// @dev Of owners and threshold (guard) plus of seats (registry): neither ever falls, so it moves when one does.
        uint24 epoch;
        uint256 signers;
        uint256 entities;
        uint256 constituencies;
        /// @dev Hash of the Safe's transaction.
        bytes32 safeTxHash;
    }

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IRoleRegistry internal immutable REGISTRY;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IGovernanceGuard internal immutable GUARD;

    /// @notice No signer of the Safe's transaction in flight sits for this constituency.
    error MissingConstituency(address safe, uint8 constituency);

    /// @dev For functions whose role is fixed.
    modifier onlyCouncil(uint64 role) {
        _quorumOf(role, msg.sender);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IRoleRegistry registry, IGovernanceGuard guard) {
        REGISTRY = registry;
        GUARD = guard;
    }

    /// @dev Reverts unless `safe` speaks as a council in this very transaction; says who signed.
    function _quorumOf(uint64 role, address safe) internal view returns (Quorum memory quorum) {
        address[] memory signers;
        uint32 required;
        (signers, quorum.councilId, quorum.epoch, required, quorum.safeTxHash) = GUARD.flightOf(safe);
        quorum.signers = signers.length;
        uint24 seatEpoch;
        (quorum.entities, quorum.constituencies, seatEpoch) = REGISTRY.judgeSigners(role, safe, signers);
        quorum.epoch += seatEpoch;
        _requireConstituencies(safe, quorum.constituencies, required);
    }

    /// @dev Names the first constituency that is required and did not sign.
    function _requireConstituencies(address safe, uint256 present, uint256 required) internal pure {
        uint256 missing = required & ~present;
        if (missing == 0) return;
        uint8 constituency = 0;
        while (missing & 1 == 0) {
            missing >>= 1;
            ++constituency;
        }
        revert MissingConstituency(safe, constituency);
    }
}
