// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, Change, IChangeManager} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

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
        vm.assertEq(manager.lastChange(address(target)), secondId, "the second is the last again");
        refuse(first, firstId, secondId);
        back(second);
        back(first);
        vm.assertEq(manager.lastChange(address(target)), firstId, "nothing beneath the first");
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
        vm.assertEq(manager.lastChange(address(target)), firstId, "the first");
        back(first);
    }

    /// @dev What can be rolled back no more needs no place beneath.
    function testFuzz_ForgetsWhatIsClosed(uint256 pause) external {
        Change memory first = configChange(1);
        bytes32 firstId = done(first);
        uint256 until = manager.recordOf(firstId).deadline;
        pause = bound(pause, 0, 14 days);
        Change memory second = configChange(2);
        bytes32 secondId = queue(second);
        vm.warp(block.timestamp + 24 hours + (pause % 6 days));
        bool open = block.timestamp <= until;
        execute(second);
        back(second);
        vm.assertEq(manager.lastChange(address(target)), open ? firstId : secondId, "by the clock");
    }

    function test_ForgetsWhatWasRolledBack() external {
        Change memory first = configChange(1);
        done(first);
        back(first);
        Change memory second = configChange(2);
        bytes32 secondId = done(second);
        back(second);
        vm.assertEq(manager.lastChange(address(target)), secondId, "nothing came back");
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

    function refuse(Change memory change, bytes32 id, bytes32 later) private {
        vm.prank(EMERGENCY);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.RollbackSuperseded.selector, id, address(target), later));
        manager.rollback(change, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
    }
}
