// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    ChangeClass,
    ChangeRecord,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {ChangeLifecycle} from "../../../../../contracts/change/libraries/ChangeLifecycle.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @dev What an approving Safe says against its own approval takes the approval back, and nothing from anybody else.
contract ChangeManagerVetoWithdrawTest is ChangeFixture {
    ChangeClass private constant CLASS = ChangeClass.ConfigOnly;

    bytes32 private id;

    function setUp() public override {
        super.setUp();
        id = queue(configChange(1));
    }

    function testFuzz_WithdrawsItsApproval(uint256 elapsed, uint256 pause) external {
        ChangeRecord memory before = manager.recordOf(id);
        vm.warp(START + bound(elapsed, 0, 7 days));
        withdraw();
        ChangeRecord memory record = manager.recordOf(id);
        assertStatus(id, ChangeStatus.Proposed, "proposed again");
        vm.assertEq(record.flags, 0, "no approval left, no veto spent");
        vm.assertEq(record.approveBy, before.approveBy, "the window that there was");
        vm.assertEq(uint256(record.readyAt) + record.deadline + record.councilId + record.policyVersion, 0, "clean");

        vm.warp(block.timestamp + bound(pause, 0, 7 days));
        approve(id, CLASS, COMMITTEE);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 24 hours, "the plain delay");
    }

    /// @dev However often it approves and withdraws, its proposal does not live longer.
    function test_RevertWhen_ApprovedAfterTheFirstWindow() external {
        uint40 approveBy = manager.recordOf(id).approveBy;
        withdraw();
        vm.warp(approveBy);
        approve(id, CLASS, COMMITTEE);
        vm.warp(block.timestamp + 1);
        withdraw();
        assertStatus(id, ChangeStatus.Expired, "its window is over");
        refuseApproval(
            id,
            CLASS,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, approveBy)
        );
    }

    function test_BothOfficesKeepTheirVetoes() external {
        withdraw();
        approve(id, CLASS, COMMITTEE);
        veto(EMERGENCY, Roles.EMERGENCY_COUNCIL);
        approve(id, CLASS, COMMITTEE);
        withdraw();
        approve(id, CLASS, COMMITTEE);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 48 hours, "twice the delay, from the veto alone");
        veto(SOVEREIGN, Roles.SOVEREIGN_AUTHORITY);
        vm.assertEq(manager.recordOf(id).flags, ChangeLifecycle.VETOES, "both vetoes");
    }

    /// @dev In even rounds by withdrawing alone, in odd ones after a void approval: the veto is never out of rounds.
    function testFuzz_RoundsAreLeftForTheVeto(bool odd, bool vetoed) external {
        if (odd) {
            guard.setEpoch(COMMITTEE, 1);
            approve(id, CLASS, COMMITTEE);
        }
        uint8 last = ChangeLifecycle.LAST_ROUND - (odd ? 0 : 1);
        while (manager.roundOf(id) < last) {
            withdraw();
            approve(id, CLASS, COMMITTEE);
        }
        if (vetoed) veto(EMERGENCY, Roles.EMERGENCY_COUNCIL);
        else withdraw();
        refuseApproval(
            id,
            CLASS,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.RoundsExhausted.selector, id, ChangeLifecycle.LAST_ROUND)
        );
    }

    function test_RevertWhen_SignaturesForAVoidRoundMeetAWithdrawal() external {
        guard.setEpoch(COMMITTEE, 1);
        uint8 kept = manager.roundOf(id);
        withdraw();
        vm.prank(COMMITTEE);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.RoundMismatch.selector, id, kept + 1, kept));
        manager.approve(id, CLASS, kept, uint40(block.timestamp));
    }

    /// @dev The Sovereign Authority approves here: what it says is about its own approval, and its veto stays.
    function test_AnOfficeThatApprovedWithdraws() external {
        ApprovalPolicy memory policy = policyOf(CLASS);
        policy.secondApproverRole = uint8(Roles.SOVEREIGN_AUTHORITY);
        setPolicy(CLASS, policy);
        vm.warp(START + 24 hours);
        id = queue(configChange(2));
        withdrawAs(SOVEREIGN, Roles.SOVEREIGN_AUTHORITY);
        vm.assertEq(manager.recordOf(id).flags, 0, "both approvals void, no veto spent");
    }

    // ------------------------------------------------------------------------------------------------------- private

    function withdraw() private {
        withdrawAs(COMMITTEE, Roles.TECHNICAL_COMMITTEE);
    }

    function withdrawAs(address safe, uint64 role) private {
        vm.expectEmit(address(manager));
        emit IChangeManager.ApprovalWithdrawn(id, safe, role, REASON);
        vm.prank(safe);
        manager.veto(id, role, REASON);
    }

    function veto(address safe, uint64 role) private {
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeVetoed(id, safe, role, REASON);
        vm.prank(safe);
        manager.veto(id, role, REASON);
    }
}
