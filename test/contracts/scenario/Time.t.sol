// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {Constituencies} from "../../../contracts/access/Constituencies.sol";
import {GovernanceKit} from "../support/GovernanceKit.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";

/// @notice What time does: mandates run out, owners rotate, maintenance windows open and close.
contract TimeTest is GovernanceKit {
    function test_AMandateRunsOutAndIsRenewed() external {
        vm.warp(registry.mandateEnd(Roles.TECHNICAL_COMMITTEE, address(technical.safe)));
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        refused(
            technical,
            quorumOf(technical),
            address(manager),
            approval(id, change.class),
            abi.encodeWithSelector(
                IRoleRegistry.CouncilRoleRequired.selector,
                address(technical.safe),
                Roles.TECHNICAL_COMMITTEE
            )
        );
        _renew();
        approve(technical, change);
        requireStatus(id, ChangeStatus.Queued);
    }

    function test_AMandateThatRunsOutInBetweenVoidsTheApproval() external {
        uint48 end = registry.mandateEnd(Roles.TECHNICAL_COMMITTEE, address(technical.safe));
        vm.warp(end - 24 hours);
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        vm.warp(end);
        executionRefused(
            change,
            abi.encodeWithSignature(
                "ApprovalVoidByMandate(bytes32,address,uint64)",
                id,
                address(technical.safe),
                Roles.TECHNICAL_COMMITTEE
            )
        );
        _renew();
        executeChange(change);
    }

    function test_ABystanderCannotPruneACouncilAtItsEnd() external {
        uint48 end = registry.mandateEnd(Roles.TECHNICAL_COMMITTEE, address(technical.safe));
        vm.warp(end + 90 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRoleRegistry.MandateNotExpired.selector,
                Roles.TECHNICAL_COMMITTEE,
                address(technical.safe)
            )
        );
        vm.prank(thief);
        registry.pruneMandate(Roles.TECHNICAL_COMMITTEE, address(technical.safe));
        vm.warp(end + 90 days);
        registry.pruneMandate(Roles.TECHNICAL_COMMITTEE, address(technical.safe));
        vm.assertEq(registry.rolesOf(address(technical.safe)), 0, "pruned");
    }

    function test_ANewOwnerVoidsWhatTheOldOnesApproved() external {
        address heir = _standby();
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        speak(technical, address(technical.safe), _swap(heir));

        vm.warp(manager.recordOf(id).readyAt);
        bytes memory reason = abi.encodeWithSelector(
            IChangeManager.ApprovalVoidByEpoch.selector,
            id,
            address(technical.safe),
            1,
            2
        );
        executionRefused(change, reason);
        approve(technical, change);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 24 hours, "waits anew");
        vm.warp(block.timestamp + 24 hours);
        executeChange(change);
    }

    function test_ANewCouncilPolicyVoidsWhatWasApproved() external {
        Change memory tighter = highRisk(
            address(guard),
            abi.encodeCall(
                IGovernanceGuard.setCouncilPolicy,
                (
                    address(technical.safe),
                    IGovernanceGuard.CouncilPolicy(2, 3, 3, uint32(1) << Constituencies.TECHNICAL)
                )
            )
        );
        bytes32 tighterId = propose(tighter);
        approve(governance, tighter);
        vm.warp(manager.recordOf(tighterId).readyAt - 25 hours);
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        vm.warp(manager.recordOf(tighterId).readyAt);
        executeChange(tighter);
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.ApprovalVoidByEpoch.selector, id, address(technical.safe), 1, 2)
        );
    }

    /// @dev One batch rotates an owner and approves: the approval belongs to the epoch that the batch ended.
    function test_AnApprovalInTheBatchThatRotatesIsVoid() external {
        address heir = _standby();
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        bytes memory packed = bytes.concat(
            packCall(address(technical.safe), 0, _swap(heir)),
            packCall(address(manager), 0, approval(id, change.class))
        );
        executeTx(technical.safe, batch(packed), quorumOf(technical));
        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.ApprovalVoidByEpoch.selector, id, address(technical.safe), 1, 2)
        );
    }

    function test_ARoutineUpgradeWaitsForItsMaintenanceWindow() external {
        _askForMaintenanceWindows();
        Change memory change = upgradeOf(
            ChangeClass.RoutineUpgrade,
            address(operations),
            deploy("OperationsLogRehearsal", "")
        );
        bytes32 id = propose(change);
        approve(technical, change);
        uint40 start = uint40(block.timestamp + 3 days);
        vm.prank(operator);
        uint256 window = operations.announceWindow(start, start + 2 hours, REASON);
        vm.prank(operator);
        uint256 hasty = operations.announceWindow(uint40(block.timestamp + 1 hours), start, REASON);

        vm.warp(start - 1);
        executionRefused(change, abi.encodeWithSelector(IChangeManager.MaintenanceWindowRequired.selector, id));
        _executionRefusedIn(change, window);
        _executionRefusedIn(change, hasty);
        _executionRefusedIn(change, 99);
        vm.warp(start + 2 hours);
        _executionRefusedIn(change, window);
        vm.warp(start);
        vm.prank(executor);
        manager.execute(change, proposer, window);
        requireStatus(id, ChangeStatus.Executed);
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _renew() private {
        speak(
            sovereign,
            address(registry),
            abi.encodeCall(
                IRoleRegistry.renewMandate,
                (Roles.TECHNICAL_COMMITTEE, address(technical.safe), uint48(block.timestamp + 90 days))
            )
        );
    }

    function _standby() private returns (address heir) {
        (heir, ) = account("heir");
        carry(
            highRisk(
                address(registry),
                abi.encodeCall(
                    IRoleRegistry.assignSeat,
                    (address(technical.safe), heir, AGENCY, Constituencies.TECHNICAL)
                )
            )
        );
    }

    /// @dev The third person, who does not sign, makes place.
    function _swap(address heir) private view returns (bytes memory) {
        return
            abi.encodeWithSignature(
                "swapOwner(address,address,address)",
                technical.owners[1],
                technical.owners[2],
                heir
            );
    }

    function _askForMaintenanceWindows() private {
        (ApprovalPolicy memory policy, ) = manager.policyOf(ChangeClass.RoutineUpgrade);
        policy.maintenanceNotice = 1 days;
        carry(highRisk(address(manager), abi.encodeCall(IChangeManager.setMaintenanceCalendar, (address(operations)))));
        carry(
            highRisk(address(manager), abi.encodeCall(IChangeManager.setPolicy, (ChangeClass.RoutineUpgrade, policy)))
        );
    }

    function _executionRefusedIn(Change memory change, uint256 window) private {
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.MaintenanceWindowClosed.selector, window));
        vm.prank(executor);
        manager.execute(change, proposer, window);
    }
}
