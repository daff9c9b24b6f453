// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";

import {Change, ChangeStatus, IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice Approvals that were given, or signed, in another state of things than the one in which they would count.
contract StaleApprovalsTest is GovernanceKit {
    /// @dev Signatures of the same people for the Safe's next nonce, collected before the veto.
    function test_AnApprovalSignedBeforeTheVetoIsNoRenewal() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        SafeTx memory transaction = SafeTx(address(manager), 0, approval(id, change.class), Enum.Operation.Call);
        bytes memory first = signSafe(technical.safe, transaction, quorumOf(technical));
        bytes memory spare = _signAhead(transaction);

        executeSigned(technical.safe, transaction, first);
        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.RoundMismatch.selector, id, 2, 0));
        executeSigned(technical.safe, transaction, spare);
        requireStatus(id, ChangeStatus.Proposed);

        approve(technical, change);
        requireStatus(id, ChangeStatus.Queued);
    }

    /// @dev One of the two who approved loses the seat before the change runs.
    function test_AnApprovalFallsWithTheSeatOfItsSigner() external {
        Change memory dismissal = highRisk(
            address(registry),
            abi.encodeCall(IRoleRegistry.vacateSeat, (address(technical.safe), technical.owners[0]))
        );
        bytes32 dismissalId = propose(dismissal);
        approve(governance, dismissal);
        vm.warp(manager.recordOf(dismissalId).readyAt - 25 hours);
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        uint24 epoch = manager.recordOf(id).epoch;
        vm.warp(manager.recordOf(dismissalId).readyAt);
        executeChange(dismissal);
        executionRefused(
            change,
            abi.encodeWithSelector(
                IChangeManager.ApprovalVoidByEpoch.selector,
                id,
                address(technical.safe),
                epoch,
                epoch + 1
            )
        );
    }

    /// @dev The quorum's signatures for the nonce after the next.
    function _signAhead(SafeTx memory transaction) private view returns (bytes memory signatures) {
        bytes32 digest = safeHash(technical.safe, transaction, technical.safe.nonce() + 1);
        uint256[] memory sorted = sortKeys(quorumOf(technical));
        for (uint256 i = 0; i < sorted.length; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(sorted[i], digest);
            signatures = bytes.concat(signatures, r, s, bytes1(v));
        }
    }
}
