// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {CouncilRules} from "../../../../contracts/safe/libraries/CouncilRules.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {CouncilFixture} from "./CouncilFixture.sol";
import {CouncilProbe} from "../../mocks/CouncilProbe.sol";

/// @notice What a policy may say, and what setting another one does to a council.
contract PolicyTest is CouncilFixture {
    function test_SetsAPolicyThatTheSafeSatisfies() external {
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.CouncilPolicySet(address(council), 3, 5, 7, TECHNICAL);
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.EpochRaised(address(council), 2);
        set(3, 5, 7, TECHNICAL);

        IGovernanceGuard.Council memory entry = guard.councilOf(address(council));
        vm.assertEq(entry.maxOwners, 7, "owners at most");
        vm.assertEq(entry.constituencies, TECHNICAL, "constituencies");
        vm.assertEq(entry.id, 2, "same council");
        execute(council, address(probe), abi.encodeCall(CouncilProbe.approve, ()), threeTechnical());
        vm.assertEq(probe.constituencies(), TECHNICAL, "as callers see it");
    }

    /// @dev A policy is raised after the Safe.
    function test_RefusesAPolicyThatTheSafeDoesNotSatisfy() external {
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.ThresholdTooLow.selector, address(council), 3, 4));
        set(4, 5, 7, TECHNICAL);
        execute(council, address(council), abi.encodeWithSignature("changeThreshold(uint256)", 4), three());
        set(4, 5, 7, TECHNICAL);

        vm.expectRevert(
            abi.encodeWithSelector(CouncilRules.ConstituencyAbsent.selector, address(council), Constituencies.SOVEREIGN)
        );
        set(4, 5, 7, uint32(1) << Constituencies.SOVEREIGN);
    }

    function test_OnlyCouncilsHaveOne() external {
        bytes memory reason = abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, stranger);
        vm.expectRevert(reason);
        guard.setCouncilPolicy(stranger, committeePolicy());
        vm.expectRevert(reason);
        guard.dismissCouncil(stranger);
    }

    function test_DismissalIsFinal() external {
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.CouncilDismissed(address(committee));
        guard.dismissCouncil(address(committee));

        bytes memory reason = abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, address(committee));
        vm.expectRevert(reason);
        guard.dismissCouncil(address(committee));
        vm.expectRevert(reason);
        guard.setCouncilPolicy(address(committee), committeePolicy());
        vm.assertEq(guard.councilAt(1), address(committee), "its id stays its own");
        vm.assertEq(guard.councilCount(), 2, "ids are not given twice");
    }

    // ------------------------------------------------------------------------------------------------------ bounds

    function test_RefusesWhatNoCouncilCanLiveUnder() external {
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.PolicyThresholdTooLow.selector, 1, 2));
        set(1, 1, 3, 0);
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.PolicyOwnersOutOfBounds.selector, 3, 17, 16));
        set(2, 3, 17, 0);
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.PolicyOwnersOutOfBounds.selector, 6, 5, 16));
        set(3, 6, 5, 0);
        // As many owners as the threshold: a lost key would lock the council.
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.PolicyQuorumUnbalanced.selector, 3, 3));
        set(3, 3, 5, 0);
        // Half of the owners: two quorums without a person in common.
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.PolicyQuorumUnbalanced.selector, 2, 4));
        set(2, 4, 5, 0);
        // No constituency has the number 0, and three cannot all be among two signers.
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.PolicyConstituenciesInvalid.selector, 3, 2));
        set(2, 3, 5, 3);
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.PolicyConstituenciesInvalid.selector, 14, 2));
        set(2, 3, 5, 14);
    }

    /// @dev Whatever passes keeps its promises; whatever keeps them passes.
    function testFuzz_ValidPoliciesAreLivable(
        uint8 minThreshold,
        uint8 minOwners,
        uint8 maxOwners,
        uint32 constituencies
    ) external {
        minThreshold = uint8(bound(minThreshold, 0, 18));
        minOwners = uint8(bound(minOwners, 0, 18));
        maxOwners = uint8(bound(maxOwners, 0, 18));
        bool livable =
            minThreshold >= 2 &&
                minOwners > minThreshold &&
                2 * uint256(minThreshold) > minOwners &&
                maxOwners >= minOwners &&
                maxOwners <= 16 &&
                constituencies % 2 == 0 &&
                bits(constituencies) <= minThreshold;

        RulesProbe rules = new RulesProbe();
        (bool accepted, ) = address(rules).call(
            abi.encodeCall(
                RulesProbe.requireValid,
                (IGovernanceGuard.CouncilPolicy(minThreshold, minOwners, maxOwners, constituencies))
            )
        );
        vm.assertEq(accepted, livable, "accepted when livable");
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    function set(uint8 minThreshold, uint8 minOwners, uint8 maxOwners, uint32 constituencies) private {
        guard.setCouncilPolicy(
            address(council),
            IGovernanceGuard.CouncilPolicy(minThreshold, minOwners, maxOwners, constituencies)
        );
    }

    function bits(uint256 set_) private pure returns (uint256 count) {
        for (uint256 i = 0; i < 32; ++i) count += (set_ >> i) & 1;
    }
}

/// @notice Lets tests call the library.
contract RulesProbe {
    function requireValid(IGovernanceGuard.CouncilPolicy calldata policy) external pure {
        CouncilRules.requireValid(policy);
    }
}
