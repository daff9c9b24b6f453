// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {ClassConfinement} from "../../../../contracts/change/libraries/ClassConfinement.sol";
import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Pins} from "../../../../contracts/change/libraries/Pins.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";
import {SilentCode} from "../../mocks/HostileTarget.sol";

/// @notice Changes that would close the way back: of an upgrade, of a class, of a council.
contract NoWayBackTest is GovernanceKit {
    /// @dev Two technical keys put a harmless change on top of a hostile upgrade, to make it permanent.
    function test_AHarmlessLaterChangeIsTakenOffAgain() external {
        address before = operations.implementation();
        address code = deploy("OperationsLogRehearsal", "");
        Change memory upgrade = upgradeOf(ChangeClass.RoutineUpgrade, address(operations), code);
        bytes32 id = propose(upgrade);
        approve(technical, upgrade);
        vm.warp(manager.recordOf(id).readyAt);
        executeChange(upgrade);
        Change memory cover = configChange(2 hours);
        carry(cover);

        refused(
            emergency,
            quorumOf(emergency),
            address(manager),
            abi.encodeCall(IChangeManager.rollback, (upgrade, proposer, Roles.EMERGENCY_COUNCIL, REASON)),
            abi.encodeWithSelector(IChangeManager.RollbackSuperseded.selector, id, address(operations), 1, 2)
        );
        rollback(emergency, Roles.EMERGENCY_COUNCIL, cover);
        rollback(emergency, Roles.EMERGENCY_COUNCIL, upgrade);
        requireStatus(id, ChangeStatus.RolledBack);
        vm.assertEq(operations.implementation(), before, "the code before the attack");
    }

    /// @dev Code that does not say what runs: the rollback that the change promised could never run.
    function test_AnUpgradeToSilentCodeIsRefused() external {
        address code = address(new SilentCode());
        address before = operations.implementation();
        Change memory change = upgradeOf(ChangeClass.RoutineUpgrade, address(operations), code);
        bytes32 id = propose(change);
        approve(technical, change);
        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(
            change,
            abi.encodeWithSelector(Pins.ImplementationChanged.selector, address(operations), code, address(0))
        );
        vm.assertEq(operations.implementation(), before, "nothing happened");
    }

    /// @dev No council of the suite can ever give fifteen signatures; high-risk changes would be over.
    function test_APolicyThatNobodyCanMeetIsRefused() external {
        (ApprovalPolicy memory policy, ) = manager.policyOf(ChangeClass.HighRiskUpgrade);
        policy.minSigners = 15;
        policyRefused(policy, "minSigners");
        policy.minSigners = 3;
        policy.constituencies |= uint32(1) << Constituencies.SOVEREIGN;
        policyRefused(policy, "constituencies");
    }

    /// @dev A contract that signs for a council would be upgraded by two technical keys.
    function test_ASignerByContractIsNoRoutineUpgrade() external {
        carry(
            highRisk(
                address(registry),
                abi.encodeCall(
                    IRoleRegistry.assignSeat,
                    (address(governance.safe), address(operations), MINISTRY, Constituencies.POLICY)
                )
            )
        );
        address code = deploy("OperationsLogRehearsal", "");
        proposalRefused(
            upgradeOf(ChangeClass.RoutineUpgrade, address(operations), code),
            abi.encodeWithSelector(ClassConfinement.UpgradeOfSeatHolder.selector, address(operations))
        );
    }

    function policyRefused(ApprovalPolicy memory policy, string memory unmet) private {
        Change memory change = highRisk(
            address(manager),
            abi.encodeCall(IChangeManager.setPolicy, (ChangeClass.HighRiskUpgrade, policy))
        );
        bytes32 id = propose(change);
        approve(governance, change);
        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(
            change,
            abi.encodeWithSelector(
                IChangeManager.PolicyCannotBeMet.selector,
                ChangeClass.HighRiskUpgrade,
                uint8(Roles.GOVERNANCE_COUNCIL),
                unmet
            )
        );
    }
}
