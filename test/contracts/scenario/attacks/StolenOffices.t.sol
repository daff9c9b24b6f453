// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager,
    Pin
} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {ChangeContent} from "../../../../contracts/change/libraries/ChangeContent.sol";
import {ClassConfinement} from "../../../../contracts/change/libraries/ClassConfinement.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {OperationsLog} from "../../../../contracts/operations/OperationsLog.sol";
import {Pins} from "../../../../contracts/change/libraries/Pins.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice A thief holds the key of the proposer, the executor, the monitor, or the deployer's old one.
contract StolenOfficesTest is GovernanceKit {
    // --------------------------------------------------------------------------------------------------- proposer

    function test_TheProposerCannotPassGrantsAsConfig() external {
        bytes memory grant = abi.encodeCall(IAccessManager.grantRole, (Roles.ADMIN, thief, 0));
        proposalRefused(
            changeOf(ChangeClass.ConfigOnly, address(registry), grant, grant),
            abi.encodeWithSelector(
                ClassConfinement.CoreTargetForbidden.selector,
                ChangeClass.ConfigOnly,
                address(registry)
            )
        );
    }

    function test_TheProposerCannotHideCallsFromTheCouncil() external {
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(IAccessManager.grantRole, (Roles.ADMIN, thief, 0));
        _hiddenRefused(abi.encodeCall(Multicall.multicall, (calls)));
        _hiddenRefused(abi.encodeCall(IAccessManager.execute, (address(registry), calls[0])));
        _hiddenRefused(abi.encodeCall(IAccessManager.schedule, (address(registry), calls[0], 0)));
    }

    function test_TheProposerCannotLeaveCodeUnpinned() external {
        Change memory change = configChange(1 days);
        change.pins = new Pin[](0);
        proposalRefused(change, abi.encodeWithSelector(Pins.TargetUnpinned.selector, address(operations)));
    }

    function test_TheRollbackReachesNothingNew() external {
        Change memory change = configChange(1 days);
        change.rollback = one(address(manager), abi.encodeCall(IChangeManager.setMaintenanceCalendar, (thief)));
        pinEverything(change);
        proposalRefused(
            change,
            abi.encodeWithSelector(ChangeContent.RollbackTargetUnrelated.selector, address(manager))
        );
    }

    function test_NobodyIsStoppedByASquattedId() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        proposalRefused(change, abi.encodeWithSelector(IChangeManager.ChangeAlreadyExists.selector, id));
        vm.assertNotEq(manager.hashChange(change, thief), id, "the id is the proposer's");
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.UnknownChange.selector, manager.hashChange(change, thief))
        );
        vm.prank(thief);
        manager.cancel(change);
    }

    function test_TheProposerCannotWithdrawWhatACouncilApproved() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Queued));
        vm.prank(proposer);
        manager.cancel(change);
    }

    // --------------------------------------------------------------------------------------------------- executor

    function test_TheExecutorRunsNothingUnapprovedAndNothingAltered() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Proposed)
        );
        approve(technical, change);
        vm.warp(manager.recordOf(id).readyAt);
        change.calls[0].data = abi.encodeCall(OperationsLog.setReleaseCadence, (NODE, 3 days));
        executionRefused(change, abi.encodeWithSelector(IChangeManager.UnknownChange.selector, idOf(change)));
    }

    function test_TheExecutorBringsNoValueOfItsOwn() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        vm.warp(manager.recordOf(id).readyAt);
        vm.deal(executor, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ValueMismatch.selector, 1 wei, 0));
        vm.prank(executor);
        manager.execute{value: 1 wei}(change, proposer, 0);
    }

    function test_TheExecutorNeitherProposesNorSpeaksForMonitoring() external {
        Change memory change = configChange(1 days);
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, executor);
        vm.expectRevert(reason);
        vm.prank(executor);
        manager.propose(change);
        bytes32 id = propose(change);
        vm.expectRevert(reason);
        vm.prank(executor);
        manager.object(id, REASON);
    }

    // ---------------------------------------------------------------------------------------------------- monitor

    function test_TheMonitorHasNoSayInWhatDoesNotAskForIt() external {
        Change memory change = highRisk(address(manager), upgradeCall(manager.implementation()));
        bytes32 id = propose(change);
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.AcknowledgementNotAsked.selector, ChangeClass.HighRiskUpgrade)
        );
        vm.prank(monitor);
        manager.object(id, REASON);
    }

    function test_TheMonitorExecutesNothing() external {
        Change memory change = configChange(1 days);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, monitor));
        vm.prank(monitor);
        manager.execute(change, proposer, 0);
    }

    // --------------------------------------------------------------------------------------------------- deployer

    function test_TheDeployerIsNobody() external {
        vm.assertEq(registry.rolesOf(address(this)), 0, "no roles");
        bytes memory reason = abi.encodeWithSelector(
            IAccessManager.AccessManagerUnauthorizedAccount.selector,
            address(this),
            Roles.ADMIN
        );
        vm.expectRevert(reason);
        registry.grantRole(Roles.CHANGE_PROPOSER, address(this), 0);
        vm.expectRevert(reason);
        registry.registerCore(address(operations));
        vm.expectRevert(reason);
        registry.closeGenesis();
        vm.expectRevert(reason);
        registry.upgradeToAndCall(address(1), "");
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        guard.dismissCouncil(address(technical.safe));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        manager.upgradeToAndCall(address(1), "");
    }

    function test_NothingIsInitializedTwice() external {
        address code = registry.implementation();
        address managerCode = manager.implementation();
        address operationsCode = operations.implementation();
        bytes memory reason = abi.encodeWithSelector(Initializable.InvalidInitialization.selector);
        vm.expectRevert(reason);
        registry.initialize(thief);
        vm.expectRevert(reason);
        manager.initialize();
        vm.expectRevert(reason);
        operations.initialize(registry);
        vm.expectRevert(reason);
        IInitialize(code).initialize(thief);
        vm.expectRevert(reason);
        IInitialize(managerCode).initialize();
        vm.expectRevert(reason);
        IInitialize(operationsCode).initialize(thief);
    }

    function test_TheChangeManagerCannotBeMadeToGiveUpAdmin() external {
        Change memory change = highRisk(
            address(registry),
            abi.encodeCall(IAccessManager.renounceRole, (Roles.ADMIN, address(manager)))
        );
        bytes32 id = propose(change);
        approve(governance, change);
        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(change, abi.encodeWithSelector(IRoleRegistry.AdminIrrevocable.selector, address(manager)));
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _hiddenRefused(bytes memory data) private {
        proposalRefused(
            highRisk(address(registry), data),
            abi.encodeWithSelector(
                ClassConfinement.SelectorForbidden.selector,
                ChangeClass.HighRiskUpgrade,
                address(registry),
                bytes4(data)
            )
        );
    }
}

interface IInitialize {
    function initialize() external;
    function initialize(address who) external;
}
