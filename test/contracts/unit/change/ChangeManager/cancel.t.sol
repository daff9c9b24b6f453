// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerCancelTest is ChangeFixture {
    function testFuzz_RevertWhen_CallerIsNotTheProposer(address caller) external {
        vm.assume(caller != PROPOSER);
        Change memory change = docChange();
        propose(change);
        bytes32 theirs = manager.hashChange(change, caller);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownChange.selector, theirs));
        manager.cancel(change);
    }

    function test_RevertWhen_Queued() external {
        Change memory change = configChange(1);
        bytes32 id = queue(change);
        refuse(change, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Queued));
    }

    function test_RevertWhen_HalfApproved() external {
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        policy.secondApproverRole = uint8(Roles.SOVEREIGN_AUTHORITY);
        setPolicy(ChangeClass.ConfigOnly, policy);
        vm.warp(block.timestamp + 24 hours);
        Change memory change = configChange(1);
        bytes32 id = propose(change);
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        refuse(change, abi.encodeWithSelector(IChangeManager.AlreadyApproved.selector, id, PROPOSER));
    }

    function test_RevertWhen_OverAlready() external {
        Change memory change = docChange();
        bytes32 id = propose(change);
        vm.warp(block.timestamp + 14 days + 1);
        refuse(change, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Expired));
    }

    function test_EndsAnOwnProposal() external {
        Change memory change = docChange();
        bytes32 id = propose(change);
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeCancelled(id, PROPOSER);
        vm.prank(PROPOSER);
        manager.cancel(change);
        assertStatus(id, ChangeStatus.Cancelled, "cancelled");

        refuse(change, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Cancelled));
        refuseApproval(
            id,
            ChangeClass.DocOnly,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Cancelled)
        );
    }

    function refuse(Change memory change, bytes memory reason) private {
        vm.prank(PROPOSER);
        vm.expectRevert(reason);
        manager.cancel(change);
    }
}
