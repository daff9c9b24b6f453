// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {ClassConfinement} from "../../../../../contracts/change/libraries/ClassConfinement.sol";
import {FakeTarget, FakeTargetV2} from "../../../mocks/change/FakeTarget.sol";
import {Pins} from "../../../../../contracts/change/libraries/Pins.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerRollbackTest is ChangeFixture {
    function test_RevertWhen_ReasonIsMissing() external {
        Change memory change = configChange(1);
        done(change);
        vm.prank(EMERGENCY);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ReasonMissing.selector));
        manager.rollback(change, PROPOSER, Roles.EMERGENCY_COUNCIL, 0);
    }

    function test_RevertWhen_ContentDiffers() external {
        Change memory change = configChange(1);
        done(change);
        change.rollback[0].data = abi.encodeCall(FakeTarget.setValue, (666));
        bytes32 other = manager.hashChange(change, PROPOSER);
        refuse(change, abi.encodeWithSelector(IChangeManager.UnknownChange.selector, other));
    }

    function test_RevertWhen_NotExecuted() external {
        Change memory change = configChange(1);
        bytes32 id = ready(change);
        refuse(change, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Ready));
    }

    function test_RevertWhen_NoWayBack() external {
        Change memory change = highRiskChange(address(target), abi.encodeCall(FakeTarget.setValue, (1)));
        bytes32 id = done(change);
        refuse(change, abi.encodeWithSelector(IChangeManager.Irreversible.selector, id));
        Change memory words = docChange();
        id = done(words);
        refuse(words, abi.encodeWithSelector(IChangeManager.Irreversible.selector, id));
    }

    function testFuzz_RunsInsideItsWindowOnly(uint256 elapsed) external {
        Change memory change = configChange(1);
        bytes32 id = done(change);
        uint256 until = block.timestamp + 7 days;
        elapsed = bound(elapsed, 0, 20 days);
        vm.warp(block.timestamp + elapsed);
        if (elapsed > 7 days) {
            refuse(change, abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, until));
        } else {
            back(change, COMMITTEE, Roles.TECHNICAL_COMMITTEE);
            assertStatus(id, ChangeStatus.RolledBack, "rolled back");
        }
    }

    function test_RevertWhen_CouncilHasNoSay() external {
        Change memory change = configChange(1);
        bytes32 id = done(change);
        bytes memory sovereign = abi.encodeWithSelector(IChangeManager.ApproverRequired.selector, id, SOVEREIGN);
        vm.prank(SOVEREIGN);
        vm.expectRevert(sovereign);
        manager.rollback(change, PROPOSER, Roles.SOVEREIGN_AUTHORITY, REASON);
        registry.setRole(Roles.TECHNICAL_COMMITTEE, COUNCIL, true);
        vm.prank(COUNCIL);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ApproverRequired.selector, id, COUNCIL));
        manager.rollback(change, PROPOSER, Roles.TECHNICAL_COMMITTEE, REASON);
    }

    function testFuzz_UndoesOnce(bool byEmergencyCouncil) external {
        (address safe, uint64 role) = byEmergencyCouncil
            ? (EMERGENCY, Roles.EMERGENCY_COUNCIL)
            : (COMMITTEE, Roles.TECHNICAL_COMMITTEE);
        Change memory change = configChange(1);
        bytes32 id = done(change);
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeRolledBack(id, safe, role, REASON);
        back(change, safe, role);
        assertStatus(id, ChangeStatus.RolledBack, "rolled back");
        vm.assertEq(target.value(), 0, "undone");
        vm.assertEq(target.changeSeen(), id, "in progress for the targets");
        vm.assertEq(manager.changeInProgress(), bytes32(0), "and over");
        bytes memory reason = abi.encodeWithSelector(
            IChangeManager.UnexpectedStatus.selector,
            id,
            ChangeStatus.RolledBack
        );
        refuse(change, reason);
        vm.prank(EXECUTOR);
        vm.expectRevert(reason);
        manager.execute(change, PROPOSER, 0);
    }

    function test_BringsTheImplementationBack() external {
        Change memory change = upgradeChange("");
        done(change);
        back(change, EMERGENCY, Roles.EMERGENCY_COUNCIL);
        vm.assertEq(target.implementation(), address(implementationV1), "as it was");
    }

    function test_RevertWhen_LaterChangeTouchedATarget() external {
        Change memory first = configChange(1);
        bytes32 id = done(first);
        Change memory second = configChange(2);
        bytes32 later = done(second);
        bytes memory reason = abi.encodeWithSelector(
            IChangeManager.RollbackSuperseded.selector,
            id,
            address(target),
            manager.recordOf(id).layer,
            manager.recordOf(later).layer
        );
        refuse(first, reason);
    }

    function test_RevertWhen_TargetIsNotAsLeft() external {
        Change memory change = upgradeChange("");
        done(change);
        FakeTargetV2 third = new FakeTargetV2();
        target.upgradeToAndCall(address(third), "");
        refuse(
            change,
            abi.encodeWithSelector(
                Pins.ImplementationChanged.selector,
                address(target),
                address(implementationV2),
                address(third)
            )
        );
        target.upgradeToAndCall(address(implementationV1), "");
        refuse(
            change,
            abi.encodeWithSelector(
                Pins.ImplementationChanged.selector,
                address(target),
                address(implementationV2),
                address(implementationV1)
            )
        );
    }

    function test_RevertWhen_WayBackLeadsElsewhere() external {
        Change memory change = upgradeChange("");
        done(change);
        bytes32 pinned = address(implementationV1).codehash;
        vm.etch(address(implementationV1), hex"00");
        bytes32 found = address(implementationV1).codehash;
        refuse(change, abi.encodeWithSelector(Pins.CodeChanged.selector, address(implementationV1), pinned, found));
    }

    function test_RevertWhen_FunctionMovedToAnotherClass() external {
        Change memory change = configChange(1);
        done(change);
        registry.map(address(target), FakeTarget.setValue.selector, Roles.ADMIN);
        refuse(
            change,
            abi.encodeWithSelector(
                ClassConfinement.FunctionOfAnotherClass.selector,
                ChangeClass.ConfigOnly,
                address(target),
                FakeTarget.setValue.selector,
                Roles.ADMIN
            )
        );
    }

    function back(Change memory change, address safe, uint64 role) private {
        vm.prank(safe);
        manager.rollback(change, PROPOSER, role, REASON);
    }

    function refuse(Change memory change, bytes memory reason) private {
        vm.prank(EMERGENCY);
        vm.expectRevert(reason);
        manager.rollback(change, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
    }
}
