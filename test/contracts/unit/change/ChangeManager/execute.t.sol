// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    ApprovalPolicy,
    Call,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {Execution} from "../../../../../contracts/change/libraries/Execution.sol";
import {FakeCalendar} from "../../../mocks/change/FakeCalendar.sol";
import {FakeChangeRegistry} from "../../../mocks/change/FakeChangeRegistry.sol";
import {FakeTarget, FakeTargetV2} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerExecuteTest is ChangeFixture {
    function test_RevertWhen_CallerIsNoExecutor() external {
        Change memory change = configChange(1);
        ready(change);
        vm.prank(PROPOSER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, PROPOSER));
        manager.execute(change, PROPOSER, 0);
    }

    function testFuzz_RevertWhen_ContentDiffers(uint256 what) external {
        Change memory change = configChange(1);
        ready(change);
        address proposer = PROPOSER;
        what = what % 8;
        if (what == 0) change.calls[0].data = abi.encodeCall(FakeTarget.setValue, (2));
        else if (what == 1) change.rollback[0].data = abi.encodeCall(FakeTarget.setValue, (2));
        else if (what == 2) change.artifacts.privacyImpact = REASON;
        else if (what == 3) change.version = "1.1.1";
        else if (what == 4) change.uri = "dossier://002";
        else if (what == 5) change.salt = REASON;
        else if (what == 6) change.class = ChangeClass.HighRiskUpgrade;
        else proposer = STRANGER;
        bytes32 other = manager.hashChange(change, proposer);
        vm.prank(EXECUTOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownChange.selector, other));
        manager.execute(change, proposer, 0);
    }

    function test_RevertWhen_NotApproved() external {
        Change memory change = configChange(1);
        bytes32 id = propose(change);
        vm.warp(block.timestamp + 2 days);
        refuse(change, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Proposed));
    }

    function testFuzz_RunsInsideItsWindowOnly(uint256 elapsed) external {
        Change memory change = configChange(7);
        bytes32 id = queue(change);
        elapsed = bound(elapsed, 0, 30 days);
        vm.warp(START + elapsed);
        if (elapsed < 24 hours) {
            refuse(change, abi.encodeWithSelector(IChangeManager.NotReady.selector, id, START + 24 hours));
        } else if (elapsed > 8 days) {
            refuse(change, abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, START + 8 days));
        } else {
            execute(change);
            vm.assertEq(target.value(), 7, "executed");
        }
    }

    function test_ExecutesOnce() external {
        Change memory change = configChange(7);
        bytes32 id = ready(change);
        bytes32 head = manager.evidenceHead();
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeExecuted(
            id,
            EXECUTOR,
            ChangeClass.ConfigOnly,
            0,
            uint40(block.timestamp),
            uint40(block.timestamp + 7 days),
            "1.1.0"
        );
        execute(change);
        assertStatus(id, ChangeStatus.Executed, "executed");
        vm.assertEq(target.value(), 7, "value");
        vm.assertEq(target.changeSeen(), id, "the target sees the change in progress");
        vm.assertEq(manager.changeInProgress(), bytes32(0), "nothing in progress afterwards");
        vm.assertEq(manager.topLayer(address(target)), 1, "the top layer");
        vm.assertEq(manager.recordOf(id).layer, 1, "of the target");
        vm.assertEq(manager.recordOf(id).deadline, block.timestamp + 7 days, "rollbackUntil");
        vm.assertNotEq(manager.evidenceHead(), head, "evidence moves");
        refuse(change, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Executed));
        vm.assertEq(target.runs(), 1, "once");
    }

    function test_RunsCallsInOrder() external {
        FakeTarget other = newTarget();
        Change memory change = configChange(1);
        Call memory first = change.calls[0];
        change.calls = new Call[](3);
        change.calls[0] = first;
        change.calls[1] = Call(address(other), 0, abi.encodeCall(FakeTarget.setValue, (2)));
        change.calls[2] = Call(address(target), 0, abi.encodeCall(FakeTarget.setValue, (3)));
        change.pins = upgradeChange("").pins;
        change.pins[1] = pinOf(address(other));
        bytes32 id = done(change);
        vm.assertEq(target.value(), 3, "the last one");
        vm.assertEq(target.runs(), 2, "both");
        vm.assertEq(other.value(), 2, "and the other");
        vm.assertEq(manager.topLayer(address(other)), manager.recordOf(id).layer, "on top of the other");
    }

    function test_DocOnlyGoesOnRecord() external {
        Change memory change = docChange();
        bytes32 id = queue(change);
        assertStatus(id, ChangeStatus.Ready, "no delay");
        execute(change);
        assertStatus(id, ChangeStatus.Executed, "executed");
    }

    function test_UpgradesAndReinitializes() external {
        done(upgradeChange(abi.encodeCall(FakeTarget.reinitialize, (abi.encode(2)))));
        vm.assertEq(target.implementation(), address(implementationV2), "implementation");
        vm.assertEq(FakeTargetV2(payable(address(target))).version(), 2, "version");
        vm.assertEq(target.generation(), 2, "reinitialized");
    }

    function test_HighRiskGrantsARole() external {
        done(
            highRiskChange(
                address(registry),
                abi.encodeCall(FakeChangeRegistry.grantRole, (Roles.AUDITOR, STRANGER, 0))
            )
        );
        (bool granted, ) = registry.hasRole(Roles.AUDITOR, STRANGER);
        vm.assertTrue(granted, "granted after 7 days by 3 of 5");
    }

    // --------------------------------------------------------------------------------------------------------- value

    function testFuzz_SendsExactlyWhatItCarries(uint256 value, uint256 sent) external {
        value = bound(value, 1, 100 ether);
        sent = bound(sent, 0, 200 ether);
        Change memory change = highRiskChange(address(target), abi.encodeCall(FakeTarget.setValue, (1)));
        change.calls[0].value = value;
        ready(change);
        vm.deal(EXECUTOR, 1000 ether);
        vm.prank(EXECUTOR);
        if (sent != value) {
            vm.expectRevert(abi.encodeWithSelector(IChangeManager.ValueMismatch.selector, sent, value));
        }
        manager.execute{value: sent}(change, PROPOSER, 0);
        vm.assertEq(address(target).balance, sent == value ? value : 0, "value");
        vm.assertEq(address(manager).balance, 0, "nothing stays");
    }

    // -------------------------------------------------------------------------------------------------- maintenance

    function test_RevertWhen_MaintenanceWindowIsMissing() external {
        askForMaintenance(2 days);
        Change memory change = upgradeChange("");
        bytes32 id = ready(change);
        bytes memory required = abi.encodeWithSelector(IChangeManager.MaintenanceWindowRequired.selector, id);
        refuseIn(change, 5, required);
        FakeCalendar calendar = new FakeCalendar(5, 2 days - 1);
        vm.prank(address(manager));
        manager.setMaintenanceCalendar(address(calendar));
        refuseIn(change, 0, required);
        refuseIn(change, 4, abi.encodeWithSelector(IChangeManager.MaintenanceWindowClosed.selector, 4));
        // Open, but announced a second too late.
        refuseIn(change, 5, abi.encodeWithSelector(IChangeManager.MaintenanceWindowClosed.selector, 5));
    }

    function test_ExecutesInAMaintenanceWindow() external {
        askForMaintenance(2 days);
        FakeCalendar calendar = new FakeCalendar(5, 2 days);
        vm.prank(address(manager));
        manager.setMaintenanceCalendar(address(calendar));
        Change memory change = upgradeChange("");
        bytes32 id = ready(change);
        vm.prank(EXECUTOR);
        manager.execute(change, PROPOSER, 5);
        assertStatus(id, ChangeStatus.Executed, "executed");
    }

    // ------------------------------------------------------------------------------------------------------- targets

    function testFuzz_RevertWhen_TargetRefuses(uint256 value) external {
        Change memory change = configChange(1);
        change.calls[0].data = abi.encodeCall(FakeTarget.refuse, (value));
        bytes32 id = ready(change);
        refuse(change, abi.encodeWithSelector(FakeTarget.TargetRefused.selector, value));
        assertStatus(id, ChangeStatus.Ready, "as if nothing had happened");
        vm.assertEq(manager.topLayer(address(target)), 0, "no trace");
    }

    function test_RevertWhen_TargetSaysNothing() external {
        Change memory change = configChange(1);
        Call memory first = change.calls[0];
        change.calls = new Call[](2);
        change.calls[0] = first;
        change.calls[1] = Call(address(target), 0, abi.encodeCall(FakeTarget.refuseSilently, ()));
        ready(change);
        refuse(change, abi.encodeWithSelector(Execution.CallFailed.selector, 1, address(target)));
        vm.assertEq(target.runs(), 0, "all or nothing");
    }

    function askForMaintenance(uint32 notice) private {
        ApprovalPolicy memory policy = policyOf(ChangeClass.RoutineUpgrade);
        policy.maintenanceNotice = notice;
        setPolicy(ChangeClass.RoutineUpgrade, policy);
    }

    function refuse(Change memory change, bytes memory reason) private {
        refuseIn(change, 0, reason);
    }

    function refuseIn(Change memory change, uint256 windowId, bytes memory reason) private {
        vm.prank(EXECUTOR);
        vm.expectRevert(reason);
        manager.execute(change, PROPOSER, windowId);
    }
}
