// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerSetPolicyTest is ChangeFixture {
    function setUp() public override {
        super.setUp();
        // Whatever these tests ask of the committee, it can give.
        setThreshold(COMMITTEE, 15);
        guard.setConstituencies(COMMITTEE, POLICY | TECHNICAL);
    }

    function testFuzz_RevertWhen_CallerIsNotTheManager(address caller) external {
        vm.assume(caller != address(manager));
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
        manager.setPolicy(ChangeClass.ConfigOnly, policy);
    }

    function test_StrengtheningIsInForceAtOnce() external {
        ApprovalPolicy memory policy = policyOf(ChangeClass.RoutineUpgrade);
        policy.minSigners = 3;
        policy.delay = 4 days;
        policy.executionWindow = 3 days;
        policy.approvalWindow = 5 days;
        policy.needsAcknowledgement = true;
        policy.constituencies = TECHNICAL;
        policy.maintenanceNotice = 1 days;
        vm.expectEmit(address(manager));
        emit IChangeManager.PolicySet(ChangeClass.RoutineUpgrade, 2, uint40(block.timestamp), policy);
        setPolicy(ChangeClass.RoutineUpgrade, policy);
        vm.assertEq(abi.encode(policyOf(ChangeClass.RoutineUpgrade)), abi.encode(policy), "in force");
        vm.assertEq(versionOf(ChangeClass.RoutineUpgrade), 2, "version");
        (, uint40 effectiveAt) = manager.pendingPolicyOf(ChangeClass.RoutineUpgrade);
        vm.assertEq(effectiveAt, 0, "nothing waits");
    }

    function testFuzz_WeakeningWaitsOutTheOldDelay(uint256 field, uint256 elapsed) external {
        ApprovalPolicy memory strong = policyOf(ChangeClass.RoutineUpgrade);
        strong.minSigners = 3;
        strong.delay = 5 days;
        strong.needsAcknowledgement = true;
        strong.constituencies = TECHNICAL;
        strong.maintenanceNotice = 1 days;
        setPolicy(ChangeClass.RoutineUpgrade, strong);

        ApprovalPolicy memory weak = weakened(strong, field % 11);
        // What gets stronger besides does not speed up what gets weaker.
        if (field % 11 != 0) weak.minSigners = 5;
        vm.expectEmit(address(manager));
        emit IChangeManager.PolicySet(ChangeClass.RoutineUpgrade, 3, uint40(START + 5 days), weak);
        setPolicy(ChangeClass.RoutineUpgrade, weak);

        (ApprovalPolicy memory waiting, uint40 effectiveAt) = manager.pendingPolicyOf(ChangeClass.RoutineUpgrade);
        vm.assertEq(abi.encode(waiting), abi.encode(weak), "waits");
        vm.assertEq(effectiveAt, START + 5 days, "for the old delay");
        elapsed = bound(elapsed, 0, 10 days);
        vm.warp(START + elapsed);
        bool due = elapsed >= 5 days;
        ApprovalPolicy memory current = policyOf(ChangeClass.RoutineUpgrade);
        vm.assertEq(abi.encode(current), abi.encode(due ? weak : strong), "in force by the clock");
        vm.assertEq(versionOf(ChangeClass.RoutineUpgrade), due ? 3 : 2, "version by the clock");
        (, effectiveAt) = manager.pendingPolicyOf(ChangeClass.RoutineUpgrade);
        vm.assertEq(effectiveAt, due ? 0 : START + 5 days, "pending by the clock");
    }

    /// @dev OpenZeppelin #6388: a setter must not be the way around a delay, in any number of steps.
    function testFuzz_NoSequenceShortensADelayEarly(uint256 seed) external {
        ApprovalPolicy memory policy = policyOf(ChangeClass.HighRiskUpgrade);
        for (uint256 i = 0; i < 8; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 before = policyOf(ChangeClass.HighRiskUpgrade).delay;
            policy.delay = uint32(bound(seed, 84 hours, 30 days));
            setPolicy(ChangeClass.HighRiskUpgrade, policy);
            vm.assertGe(policyOf(ChangeClass.HighRiskUpgrade).delay, before, "never shorter at once");
            if (policy.delay < before) {
                (, uint40 effectiveAt) = manager.pendingPolicyOf(ChangeClass.HighRiskUpgrade);
                vm.assertEq(effectiveAt, block.timestamp + before, "the delay in force");
            }
            vm.warp(block.timestamp + (seed % 4 days));
        }
    }

    function test_VersionsAreNeverUsedTwice() external {
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        ApprovalPolicy memory weak = policyOf(ChangeClass.ConfigOnly);
        weak.delay = 12 hours;
        setPolicy(ChangeClass.ConfigOnly, weak);
        setPolicy(ChangeClass.ConfigOnly, weak);
        vm.assertEq(versionOf(ChangeClass.ConfigOnly), 1, "both wait, as 2 and 3");
        setPolicy(ChangeClass.ConfigOnly, policy);
        vm.assertEq(versionOf(ChangeClass.ConfigOnly), 4, "the same policy again is a new version");
        vm.warp(block.timestamp + 2 days);
        vm.assertEq(versionOf(ChangeClass.ConfigOnly), 4, "what waited is gone");
        vm.assertEq(policyOf(ChangeClass.ConfigOnly).delay, 24 hours, "and with it the short delay");
        setPolicy(ChangeClass.ConfigOnly, weak);
        vm.warp(block.timestamp + 24 hours);
        vm.assertEq(versionOf(ChangeClass.ConfigOnly), 5, "in force");
        setPolicy(ChangeClass.ConfigOnly, policy);
        vm.assertEq(versionOf(ChangeClass.ConfigOnly), 6, "after a lapsed wait");
    }

    /// @dev CVE-2022-31198: a proposal that missed the quorum of its time.
    function test_LoweredQuorumRevivesNothing() external {
        guard.setConstituencies(COMMITTEE, TECHNICAL);
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        policy.minSigners = 3;
        setPolicy(ChangeClass.ConfigOnly, policy);
        bytes32 id = propose(configChange(1));
        refuseApproval(
            id,
            ChangeClass.ConfigOnly,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.TooFewSigners.selector, COMMITTEE, 2, 3)
        );
        vm.warp(START + 14 days + 1);
        assertStatus(id, ChangeStatus.Expired, "defeated");
        policy.minSigners = 2;
        setPolicy(ChangeClass.ConfigOnly, policy);
        vm.warp(block.timestamp + 24 hours);
        refuseApproval(
            id,
            ChangeClass.ConfigOnly,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, START + 14 days)
        );
    }

    /// @dev Gravita #214: a grace period shorter than the delay made operations impossible.
    function testFuzz_NoPolicyMakesAClassImpossible(uint256 seed) external {
        guard.setConstituencies(COMMITTEE, TECHNICAL);
        ChangeClass class = ChangeClass(bound(seed, 0, 3));
        ApprovalPolicy memory policy = policyOf(class);
        policy.approvalWindow = 1 days;
        policy.executionWindow = class == ChangeClass.HighRiskUpgrade ? 4 days : 1 days;
        policy.delay = 30 days;
        if (class == ChangeClass.RoutineUpgrade) policy.needsAcknowledgement = seed % 2 == 0;
        setPolicy(class, policy);
        Change memory change =
            class == ChangeClass.DocOnly
                ? docChange()
                : (
                    class == ChangeClass.ConfigOnly
                        ? configChange(1)
                        : (class == ChangeClass.RoutineUpgrade ? upgradeChange("") : highRisk())
                );
        bytes32 id = queue(change);
        vm.prank(EMERGENCY);
        manager.veto(id, Roles.EMERGENCY_COUNCIL, REASON);
        vm.warp(block.timestamp + 1 days);
        approve(id, class, safeOf(policy.approverRole));
        vm.warp(block.timestamp + 61 days);
        if (policy.needsAcknowledgement) acknowledge(id);
        execute(change);
        assertStatus(id, ChangeStatus.Executed, "the longest delay, twice, and the shortest windows");
    }

    function highRisk() private view returns (Change memory change) {
        change = configChange(1);
        change.class = ChangeClass.HighRiskUpgrade;
    }

    function weakened(ApprovalPolicy memory strong, uint256 field) private pure returns (ApprovalPolicy memory policy) {
        policy = abi.decode(abi.encode(strong), (ApprovalPolicy));
        if (field == 0) policy.minSigners = 2;
        else if (field == 1) policy.delay -= 1;
        else if (field == 2) policy.needsAcknowledgement = false;
        else if (field == 3) policy.constituencies = POLICY;
        else if (field == 4) policy.maintenanceNotice -= 1;
        else if (field == 5) policy.executionWindow += 1;
        else if (field == 6) policy.approvalWindow += 1;
        else if (field == 7) policy.rollbackWindow += 1;
        else if (field == 8) policy.rollbackWindow -= 1;
        else if (field == 9) policy.approverRole = uint8(Roles.GOVERNANCE_COUNCIL);
        else policy.secondApproverRole = uint8(Roles.SOVEREIGN_AUTHORITY);
    }
}
