// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Call,
    Change,
    ChangeStatus,
    IChangeManager,
    Pin
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @dev Which change is the last one of a target, and what is beneath it.
contract ChangeManagerRollbackSupersededTest is ChangeFixture {
    function test_UncoversWhatLiesBeneath() external {
        Change memory first = configChange(1);
        bytes32 firstId = done(first);
        Change memory second = configChange(2);
        bytes32 secondId = done(second);
        Change memory third = configChange(3);
        bytes32 thirdId = done(third);

        refuse(first, firstId, thirdId);
        refuse(second, secondId, thirdId);
        back(third);
        requireTop(target, secondId, "the second is the last again");
        refuse(first, firstId, secondId);
        back(second);
        requireTop(target, firstId, "the first is the last again");
        back(first);
        vm.assertEq(manager.topLayer(address(target)), 0, "nothing beneath the first");
    }

    /// @dev A target that is called twice by one change does not cover itself.
    function test_UncoversATargetOfTwoCalls() external {
        Change memory first = configChange(1);
        bytes32 firstId = done(first);
        Change memory second = configChange(2);
        second.calls = new Call[](2);
        for (uint256 i = 0; i < 2; ++i) {
            second.calls[i] = Call(address(target), 0, abi.encodeCall(FakeTarget.setValue, (i + 2)));
        }
        done(second);
        back(second);
        requireTop(target, firstId, "the first");
        back(first);
    }

    /// @dev The clock decides what may come off, not what lies above.
    function testFuzz_ClosesByTheClock(uint256 pause) external {
        Change memory first = configChange(1);
        bytes32 firstId = done(first);
        uint256 until = manager.recordOf(firstId).deadline;
        pause = bound(pause, 0, 14 days);
        Change memory second = configChange(2);
        queue(second);
        vm.warp(block.timestamp + 24 hours + (pause % 6 days));
        bool open = block.timestamp <= until;
        execute(second);
        back(second);
        requireTop(target, firstId, "the first");
        vm.prank(EMERGENCY);
        if (!open) vm.expectRevert(abi.encodeWithSelector(IChangeManager.WindowClosed.selector, firstId, until));
        manager.rollback(first, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
    }

    /// @dev The layer is given again; what had it stays rolled back.
    function test_ForgetsWhatWasRolledBack() external {
        Change memory first = configChange(1);
        bytes32 firstId = done(first);
        back(first);
        Change memory second = configChange(2);
        bytes32 secondId = done(second);
        vm.assertEq(manager.recordOf(secondId).layer, manager.recordOf(firstId).layer, "the same layer");
        vm.prank(EMERGENCY);
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, firstId, ChangeStatus.RolledBack)
        );
        manager.rollback(first, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
        back(second);
        vm.assertEq(manager.topLayer(address(target)), 0, "nothing came back");
    }

    /// @dev A change of two targets of unequal height lies above both, and lays bare what it met on each.
    function test_UncoversTargetsOfUnequalHeight() external {
        FakeTarget other = newTarget();
        Change memory first = configChange(1);
        bytes32 firstId = done(first);
        Change memory second = configChange(2);
        bytes32 secondId = done(second);
        Change memory both = onBoth(other, 3);
        bytes32 bothId = done(both);
        vm.assertEq(manager.recordOf(bothId).layer, 3, "one above the higher");
        requireTop(target, bothId, "on the one");
        requireTop(other, bothId, "on the other");
        Change memory again = onBoth(other, 4);
        bytes32 againId = done(again);
        refuse(second, secondId, againId);
        refuse(both, bothId, againId);

        back(again);
        refuse(second, secondId, bothId);
        back(both);
        vm.assertEq(manager.topLayer(address(other)), 0, "nothing was beneath");
        requireTop(target, secondId, "the second");
        refuse(first, firstId, secondId);
        back(second);
        back(first);
        vm.assertEq(manager.topLayer(address(target)), 0, "all off");
    }

    /// @dev On top of one target is not enough.
    function test_RevertWhen_OneOfItsTargetsIsCovered() external {
        FakeTarget other = newTarget();
        Change memory both = onBoth(other, 1);
        bytes32 bothId = done(both);
        Change memory later = configChange(2);
        bytes32 laterId = done(later);
        requireTop(other, bothId, "still on top of the other");
        refuse(both, bothId, laterId);
        back(later);
        back(both);
    }

    /// @dev What cannot be taken off covers for good.
    function test_RevertWhen_IrreversibleChangeLiesOnTop() external {
        Change memory first = configChange(1);
        bytes32 firstId = done(first);
        Change memory second = configChange(2);
        second.irreversible = true;
        second.rollback = new Call[](0);
        bytes32 secondId = done(second);
        vm.assertEq(manager.recordOf(secondId).deadline, block.timestamp, "no time for a rollback");
        vm.prank(EMERGENCY);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.Irreversible.selector, secondId));
        manager.rollback(second, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
        refuse(first, firstId, secondId);
    }

    function back(Change memory change) private {
        vm.prank(EMERGENCY);
        manager.rollback(change, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
    }

    /// @dev A config change of `target` and of `other`.
    function onBoth(FakeTarget other, uint256 value) private view returns (Change memory change) {
        change = configChange(value);
        (Call memory call, Call memory undo) = (change.calls[0], change.rollback[0]);
        (change.calls, change.rollback) = (new Call[](2), new Call[](2));
        (change.calls[0], change.rollback[0]) = (call, undo);
        change.calls[1] = Call(address(other), 0, call.data);
        change.rollback[1] = Call(address(other), 0, undo.data);
        Pin memory pin = change.pins[0];
        change.pins = new Pin[](2);
        (change.pins[0], change.pins[1]) = (pin, pinOf(address(other)));
    }

    function requireTop(FakeTarget onTarget, bytes32 id, string memory what) private view {
        vm.assertEq(manager.topLayer(address(onTarget)), manager.recordOf(id).layer, what);
    }

    function refuse(Change memory change, bytes32 id, bytes32 later) private {
        (uint24 layer, uint24 top) = (manager.recordOf(id).layer, manager.recordOf(later).layer);
        vm.assertTrue(layer < top, "a later one");
        vm.prank(EMERGENCY);
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.RollbackSuperseded.selector, id, address(target), layer, top)
        );
        manager.rollback(change, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
    }
}
