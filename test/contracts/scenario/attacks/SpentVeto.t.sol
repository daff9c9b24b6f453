// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {ApprovalStanding} from "../../../../contracts/change/libraries/ApprovalStanding.sol";
import {BreakGlassKit} from "../../support/BreakGlassKit.sol";
import {
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {ChangeLifecycle} from "../../../../contracts/change/libraries/ChangeLifecycle.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice Whoever wants a harmful change through tries to have its vetoes spent before anybody honest looks.
contract SpentVetoTest is BreakGlassKit {
    bytes private content;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        bytes memory data = abi.encodeCall(IChangeManager.setMaintenanceCalendar, (address(0)));
        Change memory change = highRisk(address(manager), data);
        content = abi.encode(change);
        id = propose(change);
    }

    /// @dev Three stolen keys of the Governance Council approve, take it back, and approve again at once. The offices keep
    /// their vetoes, and those last until break-glass has taken the council's role.
    function test_StolenApproversSpendNobodysVeto() external {
        approve(governance, harm());
        veto(governance, Roles.GOVERNANCE_COUNCIL, id);
        approve(governance, harm());
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 7 days, "the plain delay");

        bytes memory removal = abi.encodeCall(
            IAccessManager.revokeRole,
            (Roles.GOVERNANCE_COUNCIL, address(governance.safe))
        );
        bytes32 operation = schedule(address(registry), removal);
        justify(operation);
        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        approve(governance, harm());
        vm.warp(manager.recordOf(id).readyAt - 1);
        veto(sovereign, Roles.SOVEREIGN_AUTHORITY, id);
        approve(governance, harm());
        vm.warp(block.timestamp + 1);
        breakGlass(address(registry), removal);

        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(
            harm(),
            abi.encodeWithSelector(
                ApprovalStanding.ApprovalVoidByMandate.selector,
                id,
                address(governance.safe),
                Roles.GOVERNANCE_COUNCIL
            )
        );
    }

    /// @dev One office is in the thieves' hands as well, and spends its veto in their favour.
    function test_AStolenOfficeSpendsItsOwnVetoOnly() external {
        approve(governance, harm());
        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        approve(governance, harm());
        veto(sovereign, Roles.SOVEREIGN_AUTHORITY, id);
        requireStatus(id, ChangeStatus.Proposed);
    }

    /// @dev Approved and withdrawn in one transaction, until no round is left to approve in.
    function test_WithdrawalsUseUpNoRoundOfTheVeto() external {
        for (uint256 round = 0; round + 2 <= ChangeLifecycle.LAST_ROUND; round += 2) _approveAndWithdraw();
        approve(governance, harm());
        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        requireStatus(id, ChangeStatus.Proposed);
        refused(
            governance,
            quorumOf(governance),
            address(manager),
            approval(id, ChangeClass.HighRiskUpgrade),
            abi.encodeWithSelector(IChangeManager.RoundsExhausted.selector, id, ChangeLifecycle.LAST_ROUND)
        );
    }

    function harm() private view returns (Change memory) {
        return abi.decode(content, (Change));
    }

    function _approveAndWithdraw() private {
        bytes memory yes = approval(id, ChangeClass.HighRiskUpgrade);
        bytes memory no = abi.encodeCall(IChangeManager.veto, (id, Roles.GOVERNANCE_COUNCIL, REASON));
        executeTx(
            governance.safe,
            batch(bytes.concat(packCall(address(manager), 0, yes), packCall(address(manager), 0, no))),
            quorumOf(governance)
        );
    }
}
