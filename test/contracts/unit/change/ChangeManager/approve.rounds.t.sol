// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {ChangeLifecycle} from "../../../../../contracts/change/libraries/ChangeLifecycle.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @dev An approval answers the round that the change is in: signatures kept back for later are worth nothing then.
contract ChangeManagerApproveRoundsTest is ChangeFixture {
    ChangeClass private constant CLASS = ChangeClass.ConfigOnly;

    bytes32 private id;

    function setUp() public override {
        super.setUp();
        id = propose(configChange(1));
    }

    function testFuzz_RevertWhen_RoundDiffers(uint8 given) external {
        vm.assume(given != 0);
        refuseRound(0, given);
        answer(0);
        assertStatus(id, ChangeStatus.Queued, "the round it is in");
    }

    function test_VetoBeginsAnotherRound() external {
        answer(0);
        veto();
        uint8 round = manager.roundOf(id);
        vm.assertEq(round, 2, "beyond the round of approvals given anew");
        for (uint8 given = 0; given < round; ++given) refuseRound(round, given);
        answer(round);
        assertStatus(id, ChangeStatus.Queued, "approved after the veto");
        uint8 flag = ChangeLifecycle.VETOED_BY_EMERGENCY_COUNCIL;
        vm.assertEq(manager.recordOf(id).flags & ChangeLifecycle.VETOES, flag, "flag stays");
    }

    function testFuzz_VoidApprovalBeginsAnotherRound(uint256 how) external {
        answer(0);
        vm.assertEq(manager.roundOf(id), 0, "it stands");
        void(how);
        vm.assertEq(manager.roundOf(id), 1, "it does not stand");
        vm.assertEq(manager.recordOf(id).round, 0, "as long as nobody approves");
        refuseRound(1, 0);
        answer(1);
        vm.assertEq(manager.recordOf(id).round, 1, "stored with the approval");
        vm.assertEq(manager.roundOf(id), 1, "which stands");
    }

    /// @dev Signatures for the round after a void approval, kept back, and then the veto of the void approval.
    function testFuzz_RevertWhen_SignaturesForAVoidRoundMeetAVeto(uint256 how) external {
        answer(0);
        void(how);
        uint8 kept = manager.roundOf(id);
        veto();
        refuseRound(2, kept);
    }

    function testFuzz_RevertWhen_SecondApprovalAnswersAVoidFirst(uint256 how) external {
        ApprovalPolicy memory policy = policyOf(CLASS);
        policy.secondApproverRole = uint8(Roles.SOVEREIGN_AUTHORITY);
        setPolicy(CLASS, policy);
        vm.warp(START + 24 hours);
        id = propose(configChange(2));
        answer(0);
        void(how);
        vm.prank(SOVEREIGN);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.RoundMismatch.selector, id, 1, 0));
        manager.approve(id, CLASS, 0, uint40(block.timestamp));
        vm.prank(SOVEREIGN);
        manager.approve(id, CLASS, 1, uint40(block.timestamp));
        vm.assertEq(manager.recordOf(id).flags, ChangeLifecycle.SECOND_APPROVED, "the first is gone");
    }

    /// @dev The approver voids its own approvals; what is left of the rounds belongs to the veto.
    function test_RevertWhen_RoundsAreUsedUp() external {
        uint8 last = ChangeLifecycle.LAST_ROUND;
        for (uint24 round = 0; round <= last; ++round) {
            answer(uint8(round));
            guard.setEpoch(COMMITTEE, round + 1);
        }
        refuseUsedUp(last + 1);
        veto();
        vm.assertEq(manager.roundOf(id), last + 2, "vetoed in rounds of its own");
        refuseUsedUp(last + 2);
    }

    function testFuzz_RevertWhen_RoundOfAnUnknownChange(bytes32 unknown) external {
        vm.assume(unknown != id);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownChange.selector, unknown));
        manager.roundOf(unknown);
    }

    /// @dev The three ways in which an approval becomes void and another one is possible.
    function void(uint256 how) private {
        if (how % 3 == 0) guard.setEpoch(COMMITTEE, 1);
        else if (how % 3 == 1) {
            registry.vacate(COMMITTEE, person(COMMITTEE, 2));
        } else {
            ApprovalPolicy memory policy = policyOf(CLASS);
            policy.delay += 1;
            setPolicy(CLASS, policy);
        }
    }

    function veto() private {
        vm.prank(EMERGENCY);
        manager.veto(id, Roles.EMERGENCY_COUNCIL, REASON);
    }

    function answer(uint8 round) private {
        vm.prank(COMMITTEE);
        manager.approve(id, CLASS, round, uint40(block.timestamp));
    }

    function refuseUsedUp(uint8 round) private {
        vm.prank(COMMITTEE);
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.RoundsExhausted.selector, id, ChangeLifecycle.LAST_ROUND)
        );
        manager.approve(id, CLASS, round, uint40(block.timestamp));
    }

    function refuseRound(uint8 round, uint8 given) private {
        vm.prank(COMMITTEE);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.RoundMismatch.selector, id, round, given));
        manager.approve(id, CLASS, given, uint40(block.timestamp));
    }
}
