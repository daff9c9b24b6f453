// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {ApprovalStanding} from "../../../../../contracts/change/libraries/ApprovalStanding.sol";
import {ChangeFixture} from "../ChangeFixture.sol";
import {ClassConfinement} from "../../../../../contracts/change/libraries/ClassConfinement.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Pins} from "../../../../../contracts/change/libraries/Pins.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @dev What was approved is void when policy, Safe, mandate, code or mapping are no longer what they were.
contract ChangeManagerExecuteStandingTest is ChangeFixture {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        Change memory proposed = configChange(1);
        id = ready(proposed);
    }

    function testFuzz_RevertWhen_SafeChanged(uint24 epoch) external {
        epoch = uint24(bound(epoch, 1, type(uint24).max));
        guard.setEpoch(COMMITTEE, epoch);
        refuse(abi.encodeWithSelector(IChangeManager.ApprovalVoidByEpoch.selector, id, COMMITTEE, 0, epoch));
    }

    /// @dev Whoever signed may have lost the seat, or lose it and get it back.
    function testFuzz_RevertWhen_ASeatWasVacated(uint256 seats, bool seatedAgain) external {
        seats = bound(seats, 1, 3);
        for (uint256 i = 0; i < seats; ++i) registry.vacate(COMMITTEE, person(COMMITTEE, i));
        if (seatedAgain) registry.seat(COMMITTEE, person(COMMITTEE, 0), 1, 2);
        refuse(abi.encodeWithSelector(IChangeManager.ApprovalVoidByEpoch.selector, id, COMMITTEE, 0, seats));
    }

    function test_RevertWhen_RoleIsLost() external {
        registry.setRole(Roles.TECHNICAL_COMMITTEE, COMMITTEE, false);
        refuse(mandateLost());
        registry.setRole(Roles.TECHNICAL_COMMITTEE, COMMITTEE, true);
        executeAgain();
    }

    function test_RevertWhen_SafeIsNoCouncil() external {
        guard.setStatus(COMMITTEE, IGovernanceGuard.CouncilStatus.Dismissed, 0);
        refuse(mandateLost());
        guard.setStatus(COMMITTEE, IGovernanceGuard.CouncilStatus.Exited, 0);
        refuse(mandateLost());
        guard.setStatus(COMMITTEE, IGovernanceGuard.CouncilStatus.Unknown, 0);
        refuse(mandateLost());
    }

    function testFuzz_AnnouncedExitCountsWhenItIsDue(uint256 ahead, bool due) external {
        uint256 exitAt = due ? block.timestamp - bound(ahead, 0, 30 days) : block.timestamp + bound(ahead, 1, 30 days);
        guard.setStatus(COMMITTEE, IGovernanceGuard.CouncilStatus.ExitAnnounced, uint48(exitAt));
        if (due) refuse(mandateLost());
        else executeAgain();
    }

    /// @dev CVE-2022-31198: a lowered quorum revives nothing; here neither does any other change of the policy.
    function testFuzz_RevertWhen_PolicyChanged(uint256 field) external {
        guard.setConstituencies(COMMITTEE, TECHNICAL);
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        field = field % 4;
        if (field == 0) policy.minSigners = 3;
        else if (field == 1) policy.delay = 5 days;
        else if (field == 2) policy.constituencies = TECHNICAL;
        else policy.executionWindow = 2 days;
        setPolicy(ChangeClass.ConfigOnly, policy);
        refuse(abi.encodeWithSelector(IChangeManager.ApprovalVoidByPolicy.selector, id, 1, 2));
    }

    function test_RevertWhen_PendingPolicyTakesOver() external {
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        policy.delay = 12 hours;
        setPolicy(ChangeClass.ConfigOnly, policy);
        vm.warp(block.timestamp + 24 hours - 1);
        vm.assertEq(versionOf(ChangeClass.ConfigOnly), 1, "not yet");
        vm.warp(block.timestamp + 1);
        refuse(abi.encodeWithSelector(IChangeManager.ApprovalVoidByPolicy.selector, id, 1, 2));
    }

    /// @dev Aave's payloads: a longer window set later does not bring an expired change back.
    function testFuzz_RevertWhen_WindowIsProlongedLater(uint256 elapsed) external {
        vm.warp(manager.recordOf(id).deadline + 1);
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        policy.executionWindow = 30 days;
        policy.approvalWindow = 30 days;
        setPolicy(ChangeClass.ConfigOnly, policy);
        vm.warp(block.timestamp + bound(elapsed, 24 hours, 20 days));
        uint40 deadline = manager.recordOf(id).deadline;
        refuse(abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, deadline));
        assertStatus(id, ChangeStatus.Expired, "stays expired");
        refuseApproval(
            id,
            ChangeClass.ConfigOnly,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Expired)
        );
    }

    /// @dev Tornado Cash governance: other code under the same address.
    function test_RevertWhen_CodeIsReplacedAfterApproval() external {
        Change memory proposed = configChange(1);
        bytes32 pinned = address(implementationV1).codehash;
        vm.etch(address(implementationV1), address(implementationV2).code);
        bytes32 found = address(implementationV1).codehash;
        refuse(abi.encodeWithSelector(Pins.CodeChanged.selector, address(implementationV1), pinned, found), proposed);
    }

    function test_RevertWhen_TargetIsUpgradedAfterApproval() external {
        Change memory proposed = configChange(1);
        target.upgradeToAndCall(address(implementationV2), "");
        refuse(
            abi.encodeWithSelector(
                Pins.ImplementationChanged.selector,
                address(target),
                address(implementationV1),
                address(implementationV2)
            ),
            proposed
        );
    }

    function test_RevertWhen_FunctionMovedToAnotherClass() external {
        registry.map(address(target), FakeTarget.setValue.selector, Roles.HIGH_RISK_UPGRADE);
        refuse(
            abi.encodeWithSelector(
                ClassConfinement.FunctionOfAnotherClass.selector,
                ChangeClass.ConfigOnly,
                address(target),
                FakeTarget.setValue.selector,
                Roles.HIGH_RISK_UPGRADE
            )
        );
    }

    function mandateLost() private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ApprovalStanding.ApprovalVoidByMandate.selector,
                id,
                COMMITTEE,
                Roles.TECHNICAL_COMMITTEE
            );
    }

    function executeAgain() private {
        Change memory proposed = configChange(1);
        execute(proposed);
        assertStatus(id, ChangeStatus.Executed, "stands");
    }

    function refuse(bytes memory reason) private {
        refuse(reason, configChange(1));
    }

    function refuse(bytes memory reason, Change memory proposed) private {
        vm.prank(EXECUTOR);
        vm.expectRevert(reason);
        manager.execute(proposed, PROPOSER, 0);
    }
}
