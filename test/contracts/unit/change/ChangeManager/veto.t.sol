// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ChangeClass,
    ChangeRecord,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {ChangeLifecycle} from "../../../../../contracts/change/libraries/ChangeLifecycle.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerVetoTest is ChangeFixture {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        id = queue(configChange(1));
    }

    function test_RevertWhen_ReasonIsMissing() external {
        vm.prank(EMERGENCY);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ReasonMissing.selector));
        manager.veto(id, Roles.EMERGENCY_COUNCIL, 0);
    }

    function testFuzz_RevertWhen_ChangeIsUnknown(bytes32 unknown) external {
        vm.assume(unknown != id);
        vm.prank(EMERGENCY);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownChange.selector, unknown));
        manager.veto(unknown, Roles.EMERGENCY_COUNCIL, REASON);
    }

    function test_RevertWhen_NothingIsQueued() external {
        bytes32 open = propose(configChange(2));
        vm.prank(EMERGENCY);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, open, ChangeStatus.Proposed));
        manager.veto(open, Roles.EMERGENCY_COUNCIL, REASON);

        vm.warp(manager.recordOf(id).readyAt);
        execute(configChange(1));
        refuse(
            EMERGENCY,
            Roles.EMERGENCY_COUNCIL,
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Executed)
        );
    }

    function test_RevertWhen_Expired() external {
        vm.warp(manager.recordOf(id).deadline + 1);
        refuse(
            EMERGENCY,
            Roles.EMERGENCY_COUNCIL,
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Expired)
        );
    }

    function test_RevertWhen_CouncilDidNotApprove() external {
        refuse(
            COUNCIL,
            Roles.GOVERNANCE_COUNCIL,
            abi.encodeWithSelector(IChangeManager.ApproverRequired.selector, id, COUNCIL)
        );
        // The same role in another Safe is not the Safe that approved.
        registry.setRole(Roles.TECHNICAL_COMMITTEE, COUNCIL, true);
        refuse(
            COUNCIL,
            Roles.TECHNICAL_COMMITTEE,
            abi.encodeWithSelector(IChangeManager.ApproverRequired.selector, id, COUNCIL)
        );
        // Nor does the Safe speak in a role other than the one in which it approved.
        registry.setRole(Roles.CHANGE_EXECUTOR, COMMITTEE, true);
        refuse(
            COMMITTEE,
            Roles.CHANGE_EXECUTOR,
            abi.encodeWithSelector(IChangeManager.ApproverRequired.selector, id, COMMITTEE)
        );
    }

    function test_RevertWhen_RoleIsClaimed() external {
        refuse(
            COMMITTEE,
            Roles.EMERGENCY_COUNCIL,
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, COMMITTEE, Roles.EMERGENCY_COUNCIL)
        );
        refuse(
            STRANGER,
            Roles.SOVEREIGN_AUTHORITY,
            abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, STRANGER)
        );
    }

    function testFuzz_EachOfficeSendsBackOnce(bool sovereignFirst, uint256 elapsed, uint256 pause) external {
        vm.warp(START + bound(elapsed, 0, 8 days));
        sendBack(sovereignFirst);
        ChangeRecord memory record = manager.recordOf(id);
        assertStatus(id, ChangeStatus.Proposed, "proposed again");
        vm.assertEq(record.flags, flagOf(sovereignFirst), "flagged, no approval left");
        vm.assertEq(record.approveBy, block.timestamp + 14 days, "a fresh window");
        vm.assertEq(uint256(record.readyAt) + record.deadline + record.councilId + record.policyVersion, 0, "clean");

        vm.warp(block.timestamp + bound(pause, 0, 14 days));
        renew();
        refuseAgain(sovereignFirst);
        vm.warp(manager.recordOf(id).deadline);
        sendBack(!sovereignFirst);
        vm.assertEq(manager.recordOf(id).flags, ChangeLifecycle.VETOES, "both have had theirs");
        vm.assertEq(manager.recordOf(id).approveBy, block.timestamp + 14 days, "a fresh window again");

        renew();
        refuseAgain(sovereignFirst);
        refuseAgain(!sovereignFirst);
        vm.warp(manager.recordOf(id).readyAt);
        execute(configChange(1));
        vm.assertEq(target.value(), 1, "governance prevails");
    }

    /// @dev Approvals that became void and are given anew do not shake off the flag.
    function test_FlagSurvivesAVoidApproval() external {
        sendBack(false);
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        guard.setEpoch(COMMITTEE, 1);
        renew();
        refuseAgain(false);
    }

    // ------------------------------------------------------------------------------------------------------- private

    function sendBack(bool bySovereign) private {
        (address safe, uint64 role) = officeOf(bySovereign);
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeVetoed(id, safe, role, REASON);
        vm.prank(safe);
        manager.veto(id, role, REASON);
    }

    /// @dev Approved after a veto: twice the delay, whether one office spoke or both, then the usual window.
    function renew() private {
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        ChangeRecord memory record = manager.recordOf(id);
        vm.assertEq(record.readyAt, block.timestamp + 48 hours, "twice the delay");
        vm.assertEq(record.deadline, block.timestamp + 48 hours + 7 days, "then the usual window");
    }

    function refuseAgain(bool sovereignOffice) private {
        (address safe, uint64 role) = officeOf(sovereignOffice);
        refuse(safe, role, abi.encodeWithSelector(IChangeManager.AlreadyVetoed.selector, id, role));
    }

    function officeOf(bool sovereignOffice) private pure returns (address safe, uint64 role) {
        if (sovereignOffice) return (SOVEREIGN, Roles.SOVEREIGN_AUTHORITY);
        return (EMERGENCY, Roles.EMERGENCY_COUNCIL);
    }

    function flagOf(bool sovereignOffice) private pure returns (uint8) {
        if (sovereignOffice) return ChangeLifecycle.VETOED_BY_SOVEREIGN_AUTHORITY;
        return ChangeLifecycle.VETOED_BY_EMERGENCY_COUNCIL;
    }

    function refuse(address safe, uint64 role, bytes memory reason) private {
        vm.prank(safe);
        vm.expectRevert(reason);
        manager.veto(id, role, REASON);
    }
}
