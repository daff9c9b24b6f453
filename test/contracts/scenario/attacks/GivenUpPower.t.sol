// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Change, ChangeStatus, IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice A thief who cannot use a power may try to destroy it, or to shut everybody out of it.
contract GivenUpPowerTest is GovernanceKit {
    /// @dev A Safe's call proves its threshold, not its constituencies; and what is given up could not be renewed.
    function test_NoCouncilGivesUpItsRole() external {
        _keepsItsRole(governance, technicalPeopleOfGovernance(), Roles.GOVERNANCE_COUNCIL);
        _keepsItsRole(technical, quorumOf(technical), Roles.TECHNICAL_COMMITTEE);
        _keepsItsRole(emergency, quorumOf(emergency), Roles.EMERGENCY_COUNCIL);
    }

    /// @dev While it is the break-glass holder: the path would be lost by a side door.
    function test_NorDoesTheSovereignAuthority() external {
        address safe = address(sovereign.safe);
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            abi.encodeCall(IAccessManager.renounceRole, (Roles.SOVEREIGN_AUTHORITY, safe)),
            abi.encodeWithSignature("AdminReserved(address)", safe)
        );
    }

    /// @dev A delay on a target's administration would be one that no change can sit out.
    function test_NoChangeImposesADelayOnATargetsAdministration() external {
        Change memory change = highRisk(
            address(registry),
            abi.encodeCall(IAccessManager.setTargetAdminDelay, (address(operations), 1 days))
        );
        bytes32 id = propose(change);
        approve(governance, change);
        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(
            change,
            abi.encodeWithSelector(
                IAccessManager.AccessManagerLockedFunction.selector,
                IAccessManager.setTargetAdminDelay.selector
            )
        );
    }

    /// @dev A proposer withdraws what is its own, and nothing else: with two of them, none stops the other's proposals.
    function test_AProposerWithdrawsOnlyItsOwnProposals() external {
        (address second, ) = account("second proposer");
        Change memory dismissal = highRisk(
            address(registry),
            abi.encodeCall(IAccessManager.revokeRole, (Roles.CHANGE_PROPOSER, proposer))
        );
        bytes32 id = propose(dismissal);
        bytes32 foreign = manager.hashChange(dismissal, second);
        vm.prank(second);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownChange.selector, foreign));
        manager.cancel(dismissal);
        vm.assertEq(uint256(manager.statusOf(id)), uint256(ChangeStatus.Proposed), "still there");
        vm.prank(proposer);
        manager.cancel(dismissal);
        vm.assertEq(uint256(manager.statusOf(id)), uint256(ChangeStatus.Cancelled), "withdrawn by its proposer");
    }

    function _keepsItsRole(Body storage body, uint256[] memory keys, uint64 role) private {
        address safe = address(body.safe);
        refused(
            body,
            keys,
            address(registry),
            abi.encodeCall(IAccessManager.renounceRole, (role, safe)),
            abi.encodeWithSelector(IAccessManager.AccessManagerLockedRole.selector, role)
        );
        (bool holds, ) = registry.hasRole(role, safe);
        vm.assertTrue(holds, "kept");
    }
}
