// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {IGovernanceGuard} from "../interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../access/interfaces/IRoleRegistry.sol";

/**
 * @title CouncilRules
 * @notice What a policy may say, and what a council's Safe must look like under it.
 *
 * @dev Two bounds hold beyond the policy: a threshold above half of the owners, so that any two quorums share a person;
 * and below their number, so that one lost key locks nobody out.
 */
library CouncilRules {
    uint8 internal constant MIN_THRESHOLD = 2;
    uint8 internal constant MAX_OWNERS = 16;

    error PolicyThresholdTooLow(uint8 minThreshold, uint8 floor);
    error PolicyQuorumUnbalanced(uint8 minThreshold, uint8 minOwners);
    error PolicyOwnersOutOfBounds(uint8 minOwners, uint8 maxOwners, uint8 ceiling);
    error PolicyConstituenciesInvalid(uint32 constituencies, uint8 minThreshold);

    error ThresholdTooLow(address safe, uint256 threshold, uint8 minThreshold);
    error QuorumUnbalanced(address safe, uint256 threshold, uint256 owners);
    error OwnerCountOutOfBounds(address safe, uint256 owners, uint8 minOwners, uint8 maxOwners);
    error UnseatedOwner(address safe, address owner);
    error ConstituencyAbsent(address safe, uint8 constituency);

    /// @notice No signer of the Safe's transaction sits for this constituency.
    error MissingConstituency(address safe, uint8 constituency);

    /// @notice Reverts unless a council can live under `policy`.
    function requireValid(IGovernanceGuard.CouncilPolicy calldata policy) internal pure {
        if (policy.minThreshold < MIN_THRESHOLD) revert PolicyThresholdTooLow(policy.minThreshold, MIN_THRESHOLD);
        if (policy.maxOwners > MAX_OWNERS || policy.minOwners > policy.maxOwners) {
            revert PolicyOwnersOutOfBounds(policy.minOwners, policy.maxOwners, MAX_OWNERS);
        }
        if (!_balanced(policy.minThreshold, policy.minOwners)) {
            revert PolicyQuorumUnbalanced(policy.minThreshold, policy.minOwners);
        }
        // Only as many people as the threshold are read as signers, so more constituencies could never all sign.
        if (policy.constituencies & 1 != 0 || _count(policy.constituencies) > policy.minThreshold) {
            revert PolicyConstituenciesInvalid(policy.constituencies, policy.minThreshold);
        }
    }

    /// @notice Reverts unless owners, threshold and seats of `safe` satisfy its policy now.
    function requireCompliant(
        address safe,
        IGovernanceGuard.Council storage council,
        IRoleRegistry registry
    ) internal view {
        uint256 threshold = ISafe(payable(safe)).getThreshold();
        if (threshold < council.minThreshold) revert ThresholdTooLow(safe, threshold, council.minThreshold);

        address[] memory owners = ISafe(payable(safe)).getOwners();
        if (owners.length < council.minOwners || owners.length > council.maxOwners) {
            revert OwnerCountOutOfBounds(safe, owners.length, council.minOwners, council.maxOwners);
        }
        if (!_balanced(threshold, owners.length)) revert QuorumUnbalanced(safe, threshold, owners.length);

        uint256 absent = council.constituencies & ~_constituenciesOf(safe, owners, registry);
        if (absent != 0) revert ConstituencyAbsent(safe, _lowest(absent));
    }

    /// @notice Reverts unless everyone who signed is seated, and each constituency of the policy is among them.
    function requireSigned(
        address safe,
        IGovernanceGuard.Council storage council,
        IRoleRegistry registry,
        address[] memory signers
    ) internal view {
        uint256 missing = council.constituencies & ~_constituenciesOf(safe, signers, registry);
        if (missing != 0) revert MissingConstituency(safe, _lowest(missing));
    }

    function _constituenciesOf(
        address safe,
        address[] memory people,
        IRoleRegistry registry
    ) private view returns (uint256 present) {
        for (uint256 i = 0; i < people.length; ++i) {
            IRoleRegistry.Seat memory seat = registry.seatOf(safe, people[i]);
            if (seat.entity == 0) revert UnseatedOwner(safe, people[i]);
            present |= uint256(1) << seat.constituency;
        }
    }

    function _balanced(uint256 threshold, uint256 owners) private pure returns (bool) {
        return threshold < owners && 2 * threshold > owners;
    }

    function _count(uint256 set) private pure returns (uint256 size) {
        for (; set != 0; set &= set - 1) ++size;
    }

    function _lowest(uint256 set) private pure returns (uint8 index) {
        for (; set & 1 == 0; set >>= 1) ++index;
    }
}
