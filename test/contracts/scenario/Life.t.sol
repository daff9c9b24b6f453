// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {GovernanceKit} from "../support/GovernanceKit.sol";
import {Roles} from "../../../contracts/access/Roles.sol";

/// @notice The lives of ordinary changes with the real contracts and real Safes.
contract LifeTest is GovernanceKit {
    function test_AConfigChangeWaitsADayAndRuns() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        requireStatus(id, ChangeStatus.Proposed);

        approve(technical, change);
        requireStatus(id, ChangeStatus.Queued);
        uint40 readyAt = manager.recordOf(id).readyAt;
        vm.assertEq(readyAt, block.timestamp + 24 hours, "delay");
        executionRefused(change, abi.encodeWithSelector(IChangeManager.NotReady.selector, id, readyAt));

        vm.warp(readyAt - 1);
        executionRefused(change, abi.encodeWithSelector(IChangeManager.NotReady.selector, id, readyAt));
        vm.warp(readyAt);
        executeChange(change);
        requireStatus(id, ChangeStatus.Executed);
        vm.assertEq(operations.releaseCadence(NODE), 1 days, "cadence");
        vm.assertEq(manager.topLayer(address(operations)), 1, "top layer");
        vm.assertEq(manager.recordOf(id).layer, 1, "its layer");

        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Executed)
        );
    }

    function test_AQueuedChangeExpires() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        uint40 deadline = manager.recordOf(id).deadline;
        vm.warp(deadline + 1);
        requireStatus(id, ChangeStatus.Expired);
        executionRefused(change, abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, deadline));
        refused(
            technical,
            quorumOf(technical),
            address(manager),
            approval(id, change.class),
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Expired)
        );
    }

    function test_ARoutineUpgradeRunsAndIsRolledBack() external {
        address old = operations.implementation();
        address code = deploy("OperationsLogRehearsal", "");
        Change memory change = upgradeOf(ChangeClass.RoutineUpgrade, address(operations), code);
        bytes32 id = carry(change);
        vm.assertEq(operations.implementation(), code, "new code");

        rollback(technical, Roles.TECHNICAL_COMMITTEE, change);
        vm.assertEq(operations.implementation(), old, "old code");
        requireStatus(id, ChangeStatus.RolledBack);
        refused(
            emergency,
            quorumOf(emergency),
            address(manager),
            abi.encodeCall(IChangeManager.rollback, (change, proposer, Roles.EMERGENCY_COUNCIL, REASON)),
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.RolledBack)
        );
    }

    function test_EachOfficeVetoesOnceAndTheDelayDoubles() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        requireStatus(id, ChangeStatus.Proposed);

        approve(technical, change);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 48 hours, "doubled");
        vetoRefused(emergency, Roles.EMERGENCY_COUNCIL, id);
        veto(sovereign, Roles.SOVEREIGN_AUTHORITY, id);
        approve(technical, change);
        vetoRefused(sovereign, Roles.SOVEREIGN_AUTHORITY, id);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 48 hours, "doubled, not more");
        vm.warp(block.timestamp + 48 hours);
        executeChange(change);
        requireStatus(id, ChangeStatus.Executed);
    }

    function test_ADocumentNeedsNoDelay() external {
        Change memory change = blank(ChangeClass.DocOnly);
        bytes32 id = propose(change);
        approve(technical, change);
        executeChange(change);
        requireStatus(id, ChangeStatus.Executed);
    }

    function test_RollbackWindowCloses() external {
        Change memory change = configChange(1 days);
        bytes32 id = carry(change);
        uint40 until = manager.recordOf(id).deadline;
        vm.assertEq(until, block.timestamp + 7 days, "window");
        vm.warp(until + 1);
        refused(
            technical,
            quorumOf(technical),
            address(manager),
            abi.encodeCall(IChangeManager.rollback, (change, proposer, Roles.TECHNICAL_COMMITTEE, REASON)),
            abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, until)
        );
    }
}
