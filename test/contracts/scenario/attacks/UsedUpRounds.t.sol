// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOwnerManager} from "@safe-global/safe-smart-account/contracts/interfaces/IOwnerManager.sol";

import {Change, ChangeStatus, IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {ChangeLifecycle} from "../../../../contracts/change/libraries/ChangeLifecycle.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice A stolen quorum approves and voids its own approval until the counter of rounds is full: a veto that begins
/// another round would overflow it, and the change could not be stopped.
contract UsedUpRoundsTest is GovernanceKit {
    function test_NoApproverUsesUpTheRoundOfTheVeto() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        for (uint256 i = 0; i <= ChangeLifecycle.LAST_ROUND; ++i) _approveAndVoid(change);
        vm.assertEq(manager.roundOf(id), ChangeLifecycle.LAST_ROUND + 1, "every round is used up");
        refused(
            technical,
            quorumOf(technical),
            address(manager),
            approval(id, change.class),
            abi.encodeWithSelector(IChangeManager.RoundsExhausted.selector, id, ChangeLifecycle.LAST_ROUND)
        );

        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        requireStatus(id, ChangeStatus.Proposed);
        vm.assertEq(manager.roundOf(id), type(uint8).max, "the veto had its rounds");
    }

    /// @dev In one transaction: setting the threshold that it has raises the Safe's epoch.
    function _approveAndVoid(Change memory change) private {
        bytes memory approve = approval(idOf(change), change.class);
        bytes memory void = abi.encodeCall(IOwnerManager.changeThreshold, (2));
        executeTx(
            technical.safe,
            batch(bytes.concat(packCall(address(manager), 0, approve), packCall(address(technical.safe), 0, void))),
            quorumOf(technical)
        );
    }
}
