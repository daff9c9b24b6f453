// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    ChangeClass,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @dev A policy that nobody can meet would leave its class, and with HighRiskUpgrade everything, without a way.
contract ChangeManagerSetPolicyMeetableTest is ChangeFixture {
    ChangeClass private constant CLASS = ChangeClass.HighRiskUpgrade;
    uint8 private constant APPROVER = uint8(Roles.GOVERNANCE_COUNCIL);
    address private constant SUCCESSOR = address(0xb5);

    function testFuzz_RevertWhen_NoSafeGivesSoManySignatures(uint8 threshold, uint8 asked) external {
        threshold = uint8(bound(threshold, 3, 15));
        asked = uint8(bound(asked, 3, 15));
        setThreshold(COUNCIL, threshold);
        ApprovalPolicy memory policy = policyOf(CLASS);
        policy.minSigners = asked;
        if (asked > threshold) expectUnmet(APPROVER, "minSigners");
        setPolicy(CLASS, policy);
    }

    function testFuzz_RevertWhen_NoCouncilSitsForTheConstituencies(uint32 seated, uint32 asked) external {
        seated = POLICY | TECHNICAL | (seated & 0x1e);
        asked = POLICY | TECHNICAL | (asked & 0x1e);
        guard.setConstituencies(COUNCIL, seated);
        ApprovalPolicy memory policy = policyOf(CLASS);
        policy.constituencies = asked;
        if (asked & ~seated != 0) expectUnmet(APPROVER, "constituencies");
        setPolicy(CLASS, policy);
    }

    function test_RevertWhen_NoCouncilHoldsTheRole() external {
        registry.setRole(APPROVER, COUNCIL, false);
        refusePolicy(APPROVER, "council");
    }

    function testFuzz_RevertWhen_TheOnlyCouncilIsNotLive(uint256 how, uint256 exitAt) external {
        bool exiting = how % 4 == 0;
        exitAt = bound(exitAt, START - 30 days, START + 30 days);
        IGovernanceGuard.CouncilStatus[4] memory statuses = [
            IGovernanceGuard.CouncilStatus.ExitAnnounced,
            IGovernanceGuard.CouncilStatus.Exited,
            IGovernanceGuard.CouncilStatus.Dismissed,
            IGovernanceGuard.CouncilStatus.Unknown
        ];
        guard.setStatus(COUNCIL, statuses[how % 4], uint48(exitAt));
        ApprovalPolicy memory policy = policyOf(CLASS);
        if (!exiting || exitAt <= START) expectUnmet(APPROVER, "council");
        setPolicy(CLASS, policy);
    }

    /// @dev Each council for itself: what two together would have does not count.
    function test_RevertWhen_OnlyTwoTogetherCould() external {
        guard.register(SUCCESSOR, POLICY | TECHNICAL | (uint32(1) << 3));
        registry.setRole(APPROVER, SUCCESSOR, true);
        setThreshold(SUCCESSOR, 3);
        ApprovalPolicy memory policy = policyOf(CLASS);
        policy.minSigners = 5;
        policy.constituencies |= uint32(1) << 3;
        expectUnmet(APPROVER, "constituencies");
        setPolicy(CLASS, policy);
        setThreshold(SUCCESSOR, 5);
        setPolicy(CLASS, policy);
        vm.assertEq(policyOf(CLASS).minSigners, 5, "the last council alone can");
    }

    function test_RevertWhen_SecondApproverIsMissing() external {
        ApprovalPolicy memory policy = policyOf(CLASS);
        policy.secondApproverRole = uint8(Roles.SOVEREIGN_AUTHORITY);
        setThreshold(SOVEREIGN, 1);
        expectUnmet(policy.secondApproverRole, "minSigners");
        setPolicy(CLASS, policy);
        registry.setRole(Roles.SOVEREIGN_AUTHORITY, SOVEREIGN, false);
        expectUnmet(policy.secondApproverRole, "council");
        setPolicy(CLASS, policy);
        registry.setRole(Roles.SOVEREIGN_AUTHORITY, SOVEREIGN, true);
        setThreshold(SOVEREIGN, 2);
        setPolicy(CLASS, policy);
        (ApprovalPolicy memory waiting, ) = manager.pendingPolicyOf(CLASS);
        vm.assertEq(waiting.secondApproverRole, policy.secondApproverRole, "set");
    }

    function refusePolicy(uint8 role, string memory unmet) private {
        ApprovalPolicy memory policy = policyOf(CLASS);
        expectUnmet(role, unmet);
        setPolicy(CLASS, policy);
    }

    function expectUnmet(uint8 role, string memory unmet) private {
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.PolicyCannotBeMet.selector, CLASS, role, unmet));
    }
}
