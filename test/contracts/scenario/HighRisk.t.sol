// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {
    ApprovalPolicy,
    Call,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {ClassConfinement} from "../../../contracts/change/libraries/ClassConfinement.sol";
import {Constituencies} from "../../../contracts/access/Constituencies.sol";
import {CouncilBook} from "../../../contracts/safe/libraries/CouncilBook.sol";
import {CouncilGoverned} from "../../../contracts/safe/CouncilGoverned.sol";
import {GovernanceKit} from "../support/GovernanceKit.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";

/// @notice Changes of the core, which only the governance council may approve.
contract HighRiskTest is GovernanceKit {
    function test_TheRegistryIsReplacedAndPutBack() external {
        address old = registry.implementation();
        address code = deploy("RoleRegistry", "");
        Change memory change = upgradeOf(ChangeClass.HighRiskUpgrade, address(registry), code);
        bytes32 id = carry(change);
        vm.assertEq(registry.implementation(), code, "new code");
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp, "at the first moment");

        rollback(emergency, Roles.EMERGENCY_COUNCIL, change);
        vm.assertEq(registry.implementation(), old, "old code");
    }

    function test_TheChangeManagerReplacesItselfAndIsPutBackByItsSuccessor() external {
        address old = manager.implementation();
        address code = deploy("ChangeManager", abi.encode(registry, guard, emergencyController));
        Change memory change = upgradeOf(ChangeClass.HighRiskUpgrade, address(manager), code);
        bytes32 id = carry(change);
        vm.assertEq(manager.implementation(), code, "new code");
        requireStatus(id, ChangeStatus.Executed);

        rollback(governance, Roles.GOVERNANCE_COUNCIL, change);
        vm.assertEq(manager.implementation(), old, "old code");
        requireStatus(id, ChangeStatus.RolledBack);
        carry(configChange(3 hours));
    }

    function test_ASuccessorTakesTheEmergencyCouncilsPlace() external {
        Body storage successor = _successor();
        Change memory change = blank(ChangeClass.HighRiskUpgrade);
        change.irreversible = true;
        change.calls = new Call[](6);
        for (uint256 i = 0; i < 3; ++i) {
            change.calls[i] = Call(
                address(registry),
                0,
                abi.encodeCall(
                    IRoleRegistry.assignSeat,
                    (address(successor.safe), successor.owners[i], RESPONSE_TEAM, Constituencies.EMERGENCY)
                )
            );
        }
        change.calls[3] = Call(
            address(guard),
            0,
            abi.encodeCall(
                IGovernanceGuard.registerCouncil,
                (
                    address(successor.safe),
                    birthOf(successor.owners, 2, 7),
                    IGovernanceGuard.CouncilPolicy(2, 3, 5, uint32(1) << Constituencies.EMERGENCY)
                )
            )
        );
        change.calls[4] = Call(
            address(registry),
            0,
            abi.encodeCall(
                IRoleRegistry.grantMandate,
                (Roles.EMERGENCY_COUNCIL, address(successor.safe), uint48(block.timestamp + 90 days))
            )
        );
        change.calls[5] = Call(
            address(registry),
            0,
            abi.encodeCall(IAccessManager.revokeRole, (Roles.EMERGENCY_COUNCIL, address(emergency.safe)))
        );
        pinEverything(change);
        carry(change);

        Change memory fire = configChange(1 days);
        bytes32 id = propose(fire);
        approve(technical, fire);
        refused(
            emergency,
            quorumOf(emergency),
            address(manager),
            abi.encodeCall(IChangeManager.veto, (id, Roles.EMERGENCY_COUNCIL, REASON)),
            abi.encodeWithSelector(
                IRoleRegistry.CouncilRoleRequired.selector,
                address(emergency.safe),
                Roles.EMERGENCY_COUNCIL
            )
        );
        veto(successor, Roles.EMERGENCY_COUNCIL, id);
        requireStatus(id, ChangeStatus.Proposed);
    }

    function test_ACouncilIsNotRegisteredTwice() external {
        bytes memory again = abi.encodeCall(
            IGovernanceGuard.registerCouncil,
            (
                address(technical.safe),
                birthOf(technical.owners, 2, 1),
                IGovernanceGuard.CouncilPolicy(2, 3, 5, uint32(1) << Constituencies.TECHNICAL)
            )
        );
        Change memory change = highRisk(address(guard), again);
        bytes32 id = propose(change);
        approve(governance, change);
        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(
            change,
            abi.encodeWithSelector(
                CouncilBook.AlreadyRegistered.selector,
                address(technical.safe),
                IGovernanceGuard.CouncilStatus.Registered
            )
        );
    }

    function test_AShorterDelayWaitsOutTheOldOneAndVoidsWhatWasApproved() external {
        (ApprovalPolicy memory policy, uint24 version) = manager.policyOf(ChangeClass.ConfigOnly);
        policy.delay = 12 hours;
        carry(highRisk(address(manager), abi.encodeCall(IChangeManager.setPolicy, (ChangeClass.ConfigOnly, policy))));
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 24 hours, "still the old delay");

        vm.warp(block.timestamp + 24 hours);
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.ApprovalVoidByPolicy.selector, id, version, version + 1)
        );
        approve(technical, change);
        vm.assertEq(manager.recordOf(id).readyAt, block.timestamp + 12 hours, "the new delay");
    }

    function test_ThreeTechnicalPeopleAreNoGovernanceQuorum() external {
        Change memory change = upgradeOf(ChangeClass.HighRiskUpgrade, address(registry), deploy("RoleRegistry", ""));
        bytes32 id = propose(change);
        refused(
            governance,
            technicalPeopleOfGovernance(),
            address(manager),
            approval(id, change.class),
            abi.encodeWithSelector(
                CouncilGoverned.MissingConstituency.selector,
                address(governance.safe),
                Constituencies.POLICY
            )
        );
    }

    function test_CoreIsBeyondOrdinaryClasses() external {
        address code = deploy("RoleRegistry", "");
        for (uint256 i = 1; i < 5; ++i) {
            if (i == 3) continue;
            ChangeClass class = ChangeClass(i);
            proposalRefused(
                upgradeOf(class, address(registry), code),
                abi.encodeWithSelector(ClassConfinement.CoreTargetForbidden.selector, class, address(registry))
            );
        }
    }

    Body private _heirs;

    function _successor() private returns (Body storage) {
        (_heirs.owners, _heirs.keys) = people("heirs", 3);
        _heirs.safe = bear(birthOf(_heirs.owners, 2, 7));
        return _heirs;
    }
}
