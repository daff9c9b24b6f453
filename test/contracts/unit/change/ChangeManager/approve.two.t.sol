// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeRecord,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";

import {ApprovalStanding} from "../../../../../contracts/change/libraries/ApprovalStanding.sol";
import {ChangeFixture} from "../ChangeFixture.sol";
import {ChangeLifecycle} from "../../../../../contracts/change/libraries/ChangeLifecycle.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @dev Routine upgrades where the policy asks the Sovereign Authority as well.
contract ChangeManagerApproveTwoTest is ChangeFixture {
    ChangeClass private constant CLASS = ChangeClass.RoutineUpgrade;

    bytes32 private id;

    function setUp() public override {
        super.setUp();
        ApprovalPolicy memory policy = policyOf(CLASS);
        policy.secondApproverRole = uint8(Roles.SOVEREIGN_AUTHORITY);
        setPolicy(CLASS, policy);
        vm.warp(START + 48 hours);
        id = propose(upgradeChange(""));
    }

    function testFuzz_WaitsForBoth(bool sovereignFirst, uint256 pause) external {
        (address first, address second) = sovereignFirst ? (SOVEREIGN, COMMITTEE) : (COMMITTEE, SOVEREIGN);
        approve(id, CLASS, first);
        assertStatus(id, ChangeStatus.Proposed, "one of two");
        vm.assertEq(manager.recordOf(id).readyAt, 0, "no delay runs");
        vm.warp(block.timestamp + bound(pause, 0, 14 days));
        approve(id, CLASS, second);
        ChangeRecord memory record = manager.recordOf(id);
        assertStatus(id, ChangeStatus.Queued, "both");
        vm.assertEq(record.readyAt, block.timestamp + 48 hours, "the delay starts with the second");
        vm.assertEq(record.councilId, 1, "committee in the first place");
        vm.assertEq(record.secondCouncilId, 4, "sovereign in the second place");
    }

    function testFuzz_RevertWhen_EntityIsShared(bool sovereignFirst) external {
        registry.seat(SOVEREIGN, person(SOVEREIGN, 0), 2, 1);
        (address first, address second) = sovereignFirst ? (SOVEREIGN, COMMITTEE) : (COMMITTEE, SOVEREIGN);
        approve(id, CLASS, first);
        refuseApproval(id, CLASS, second, abi.encodeWithSelector(IChangeManager.SharedEntity.selector, id, 1 << 2));
        // Other people of the same Safe may.
        if (sovereignFirst) registry.seat(COMMITTEE, person(COMMITTEE, 1), 3, 2);
        else sign(SOVEREIGN, 1, 3);
        approve(id, CLASS, second);
        assertStatus(id, ChangeStatus.Queued, "disjoint entities");
    }

    function test_RevertWhen_OneSafeApprovesTwice() external {
        registry.setRole(Roles.SOVEREIGN_AUTHORITY, COMMITTEE, true);
        sign(COMMITTEE, 0, 2);
        approve(id, CLASS, COMMITTEE);
        refuseApproval(
            id,
            CLASS,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.AlreadyApproved.selector, id, COMMITTEE)
        );
    }

    function test_RevertWhen_CallersRoleIsTaken() external {
        approve(id, CLASS, COMMITTEE);
        refuseApproval(
            id,
            CLASS,
            COMMITTEE,
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, COMMITTEE, Roles.SOVEREIGN_AUTHORITY)
        );
    }

    function test_RevertWhen_SecondApproverIsAlone() external {
        sign(SOVEREIGN, 0, 1);
        refuseApproval(
            id,
            CLASS,
            SOVEREIGN,
            abi.encodeWithSelector(IChangeManager.TooFewSigners.selector, SOVEREIGN, 1, 2)
        );
    }

    function testFuzz_VoidFirstApprovalCountsNoMore(bool byPolicy) external {
        approve(id, CLASS, COMMITTEE);
        if (byPolicy) {
            ApprovalPolicy memory policy = policyOf(CLASS);
            policy.delay += 1;
            setPolicy(CLASS, policy);
        } else {
            guard.setEpoch(COMMITTEE, 1);
        }
        approve(id, CLASS, SOVEREIGN);
        ChangeRecord memory record = manager.recordOf(id);
        assertStatus(id, ChangeStatus.Proposed, "still one of two");
        vm.assertEq(record.flags, ChangeLifecycle.SECOND_APPROVED, "only the sovereign's");
        vm.assertEq(record.councilId, 0, "the committee's is gone");
        approve(id, CLASS, COMMITTEE);
        assertStatus(id, ChangeStatus.Queued, "approved anew");
    }

    function test_RevertWhen_SecondApproversSafeChanges() external {
        approve(id, CLASS, SOVEREIGN);
        approve(id, CLASS, COMMITTEE);
        vm.warp(block.timestamp + 48 hours);
        guard.setEpoch(SOVEREIGN, 5);
        Change memory change = upgradeChange("");
        vm.prank(EXECUTOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ApprovalVoidByEpoch.selector, id, SOVEREIGN, 0, 5));
        manager.execute(change, PROPOSER, 0);
        guard.setEpoch(SOVEREIGN, 0);
        registry.setRole(Roles.SOVEREIGN_AUTHORITY, SOVEREIGN, false);
        vm.prank(EXECUTOR);
        vm.expectRevert(
            abi.encodeWithSelector(
                ApprovalStanding.ApprovalVoidByMandate.selector,
                id,
                SOVEREIGN,
                Roles.SOVEREIGN_AUTHORITY
            )
        );
        manager.execute(change, PROPOSER, 0);
    }

    function testFuzz_EitherApproverMayWithdraw(bool sovereignWithdraws) external {
        approve(id, CLASS, SOVEREIGN);
        approve(id, CLASS, COMMITTEE);
        vm.prank(sovereignWithdraws ? SOVEREIGN : COMMITTEE);
        manager.veto(id, sovereignWithdraws ? Roles.SOVEREIGN_AUTHORITY : Roles.TECHNICAL_COMMITTEE, REASON);
        assertStatus(id, ChangeStatus.Proposed, "withdrawn");
        approve(id, CLASS, SOVEREIGN);
        assertStatus(id, ChangeStatus.Proposed, "both approve anew");
        approve(id, CLASS, COMMITTEE);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 48 hours, "the plain delay");
    }
}
