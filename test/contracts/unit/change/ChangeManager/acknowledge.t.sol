// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerAcknowledgeTest is ChangeFixture {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        id = propose(bridgeChange(1));
    }

    function test_RevertWhen_CallerIsNotMonitoring() external {
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, EXECUTOR);
        vm.prank(EXECUTOR);
        vm.expectRevert(reason);
        manager.acknowledge(id, block.number - 1, METRICS);
        vm.prank(EXECUTOR);
        vm.expectRevert(reason);
        manager.object(id, REASON);
    }

    /// @dev A stolen monitor key must not block all governance.
    function test_RevertWhen_ClassAsksForNothing() external {
        bytes32 doc = propose(docChange());
        bytes32 high = propose(highRiskChange(address(registry), abi.encodePacked(FakeTarget.refuse.selector)));
        refuse(doc, abi.encodeWithSelector(IChangeManager.AcknowledgementNotAsked.selector, ChangeClass.DocOnly));
        refuse(
            high,
            abi.encodeWithSelector(IChangeManager.AcknowledgementNotAsked.selector, ChangeClass.HighRiskUpgrade)
        );
        vm.prank(MONITOR);
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.AcknowledgementNotAsked.selector, ChangeClass.HighRiskUpgrade)
        );
        manager.object(high, REASON);
    }

    /// @dev Monitoring looks at what was approved, not at what may be.
    function test_RevertWhen_ApprovalsAreIncomplete() external {
        refuse(id, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Proposed));
    }

    function test_RevertWhen_PaperIsMissing() external {
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        vm.prank(MONITOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.MetricsMissing.selector));
        manager.acknowledge(id, block.number - 1, 0);
        vm.prank(MONITOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ReasonMissing.selector));
        manager.object(id, 0);
    }

    function testFuzz_RevertWhen_BlockIsUnknown(uint256 ahead, uint256 behind) external {
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        uint256 observed = block.number + bound(ahead, 0, type(uint128).max);
        vm.prank(MONITOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownBlock.selector, observed));
        manager.acknowledge(id, observed, METRICS);
        observed = block.number - bound(behind, 257, block.number);
        vm.prank(MONITOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownBlock.selector, observed));
        manager.acknowledge(id, observed, METRICS);
    }

    function testFuzz_KeepsTheLatest(uint256 behind) external {
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        acknowledge(id);
        uint256 observed = block.number - bound(behind, 1, 256);
        vm.setBlockhash(observed, keccak256("observed"));
        bytes32 other = keccak256("other metrics");
        vm.warp(block.timestamp + 1 hours);
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeAcknowledged(id, MONITOR, observed, keccak256("observed"), other);
        vm.prank(MONITOR);
        manager.acknowledge(id, observed, other);
        (uint40 acknowledgedAt, uint64 observedBlock, bytes32 digest) = manager.acknowledgementOf(id);
        vm.assertEq(acknowledgedAt, block.timestamp, "time");
        vm.assertEq(observedBlock, observed, "block");
        vm.assertEq(digest, other, "digest");
    }

    // ------------------------------------------------------------------------------------------------- at execution

    function test_RevertWhen_ExecutedWithoutAWord() external {
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        vm.warp(block.timestamp + 48 hours);
        refuseExecution(abi.encodeWithSelector(IChangeManager.AcknowledgementMissing.selector, id));
    }

    function testFuzz_ExecutesOnAFreshWordOnly(uint256 age) external {
        age = bound(age, 0, 48 hours);
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        vm.warp(block.timestamp + 48 hours - age);
        acknowledge(id);
        uint256 acknowledgedAt = block.timestamp;
        vm.warp(acknowledgedAt + age);
        if (age > 24 hours) {
            refuseExecution(abi.encodeWithSelector(IChangeManager.AcknowledgementStale.selector, id, acknowledgedAt));
        } else {
            execute(bridgeChange(1));
            vm.assertEq(target.value(), 1, "executed");
        }
    }

    /// @dev Policies let other classes ask for a word as well, and wait less than a day: age alone would not do.
    function test_RevertWhen_TheWordIsOfAnotherRound() external {
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        acknowledge(id);
        vm.prank(EMERGENCY);
        manager.veto(id, Roles.EMERGENCY_COUNCIL, REASON);
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        vm.warp(manager.recordOf(id).readyAt);
        refuseExecution(wordOfTheFirstRound());
        acknowledge(id);
        execute(bridgeChange(1));
        vm.assertEq(target.value(), 1, "executed");
    }

    /// @dev The Safe's owners changed after monitoring looked; the approval is given anew.
    function test_RevertWhen_TheWordFollowedVoidApprovals() external {
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        acknowledge(id);
        guard.setEpoch(COUNCIL, 1);
        approve(id, ChangeClass.BridgeParameter, COUNCIL);
        vm.warp(manager.recordOf(id).readyAt);
        refuseExecution(wordOfTheFirstRound());
    }

    // -------------------------------------------------------------------------------------------------- objections

    function testFuzz_ObjectionKills(uint256 stage) external {
        stage = stage % 3;
        if (stage > 0) approve(id, ChangeClass.BridgeParameter, COUNCIL);
        if (stage > 1) vm.warp(block.timestamp + 48 hours);
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeObjected(id, MONITOR, REASON);
        vm.prank(MONITOR);
        manager.object(id, REASON);
        assertStatus(id, ChangeStatus.Objected, "objected");

        bytes memory reason = abi.encodeWithSelector(
            IChangeManager.UnexpectedStatus.selector,
            id,
            ChangeStatus.Objected
        );
        refuse(id, reason);
        vm.prank(MONITOR);
        vm.expectRevert(reason);
        manager.object(id, REASON);
        refuseApproval(id, ChangeClass.BridgeParameter, COUNCIL, reason);
        vm.warp(block.timestamp + 48 hours);
        refuseExecution(reason);
    }

    function test_RevertWhen_ChangeIsOver() external {
        vm.warp(block.timestamp + 7 days + 1);
        bytes memory reason = abi.encodeWithSelector(
            IChangeManager.UnexpectedStatus.selector,
            id,
            ChangeStatus.Expired
        );
        refuse(id, reason);
        vm.prank(MONITOR);
        vm.expectRevert(reason);
        manager.object(id, REASON);
    }

    function wordOfTheFirstRound() private view returns (bytes memory) {
        uint8 round = manager.recordOf(id).round;
        return abi.encodeWithSelector(IChangeManager.AcknowledgementOfAnotherRound.selector, id, round, uint8(0));
    }

    function refuse(bytes32 which, bytes memory reason) private {
        vm.prank(MONITOR);
        vm.expectRevert(reason);
        manager.acknowledge(which, block.number - 1, METRICS);
    }

    function refuseExecution(bytes memory reason) private {
        Change memory change = bridgeChange(1);
        vm.prank(EXECUTOR);
        vm.expectRevert(reason);
        manager.execute(change, PROPOSER, 0);
    }
}
