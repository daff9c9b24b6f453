// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Change, ChangeClass, IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {ClassConfinement} from "../../../../contracts/change/libraries/ClassConfinement.sol";
import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {CouncilBook} from "../../../../contracts/safe/libraries/CouncilBook.sol";
import {CouncilRules} from "../../../../contracts/safe/libraries/CouncilRules.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";
import {SafeCallRules} from "../../../../contracts/safe/libraries/SafeCallRules.sol";

/// @notice A thief holds keys of owners: of each council one, of one council a quorum, of one council all.
contract StolenKeysTest is GovernanceKit {
    // ------------------------------------------------------------------------------------------ one key of each

    function test_OneKeyOfEachCouncilMovesNoSafe() external {
        bytes memory data = abi.encodeCall(IGovernanceGuard.announceExit, ());
        refused(technical, pick(technical.keys, 1), address(guard), data, _safeError("GS020"));
        refused(governance, pick(governance.keys, 1), address(guard), data, _safeError("GS020"));
        refused(emergency, pick(emergency.keys, 1), address(guard), data, _safeError("GS020"));
        refused(sovereign, pick(sovereign.keys, 1), address(guard), data, _safeError("GS020"));
    }

    function test_AnOwnerAloneIsNoCouncil() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        address owner = technical.owners[0];
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, owner));
        vm.prank(owner);
        manager.approve(id, change.class, 0, uint40(block.timestamp + 1 days));
    }

    function test_TheSafesAddressAloneIsNoCouncil() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, address(technical.safe)));
        vm.prank(address(technical.safe));
        manager.approve(id, change.class, 0, uint40(block.timestamp + 1 days));
    }

    // ------------------------------------------------------------------------------------------- technical keys

    function test_TechnicalKeysApproveNothingOfTheCouncils() external {
        Change memory change = upgradeOf(ChangeClass.HighRiskUpgrade, address(registry), deploy("RoleRegistry", ""));
        bytes32 id = propose(change);
        refused(
            technical,
            technical.keys,
            address(manager),
            approval(id, ChangeClass.HighRiskUpgrade),
            abi.encodeWithSelector(
                IRoleRegistry.CouncilRoleRequired.selector,
                address(technical.safe),
                Roles.GOVERNANCE_COUNCIL
            )
        );
        refused(
            technical,
            quorumOf(technical),
            address(manager),
            approval(id, ChangeClass.ConfigOnly),
            abi.encodeWithSelector(
                IChangeManager.ClassMismatch.selector,
                id,
                ChangeClass.HighRiskUpgrade,
                ChangeClass.ConfigOnly
            )
        );
    }

    function test_AnUpgradeDoesNotHideInAConfigChange() external {
        Change memory change = upgradeOf(
            ChangeClass.ConfigOnly,
            address(operations),
            deploy("OperationsLogRehearsal", "")
        );
        proposalRefused(
            change,
            abi.encodeWithSelector(
                ClassConfinement.FunctionOfAnotherClass.selector,
                ChangeClass.ConfigOnly,
                address(operations),
                _upgradeSelector(),
                Roles.ROUTINE_UPGRADE
            )
        );
    }

    function test_TechnicalKeysCannotLowerTheirThreshold() external {
        refused(
            technical,
            technical.keys,
            address(technical.safe),
            abi.encodeWithSignature("changeThreshold(uint256)", 1),
            abi.encodeWithSelector(CouncilRules.ThresholdTooLow.selector, address(technical.safe), 1, 2)
        );
    }

    function test_TechnicalKeysCannotSeatAStranger() external {
        refused(
            technical,
            technical.keys,
            address(technical.safe),
            abi.encodeWithSignature("addOwnerWithThreshold(address,uint256)", thief, 3),
            abi.encodeWithSelector(CouncilRules.UnseatedOwner.selector, address(technical.safe), thief)
        );
    }

    function test_TechnicalKeysCannotEnableAModule() external {
        refused(
            technical,
            technical.keys,
            address(technical.safe),
            abi.encodeWithSignature("enableModule(address)", thief),
            abi.encodeWithSelector(
                SafeCallRules.SelfCallRefused.selector,
                address(technical.safe),
                bytes4(keccak256("enableModule(address)"))
            )
        );
    }

    function test_TechnicalKeysCannotTakeTheGuardOff() external {
        refused(
            technical,
            technical.keys,
            address(technical.safe),
            abi.encodeWithSignature("setGuard(address)", address(0)),
            abi.encodeWithSelector(CouncilBook.NoExitAnnounced.selector, address(technical.safe))
        );
    }

    // --------------------------------------------------------------------------- technical people of governance

    function test_TechnicalPeopleOfGovernanceCannotChangeItsOwners() external {
        refused(
            governance,
            technicalPeopleOfGovernance(),
            address(governance.safe),
            abi.encodeWithSignature("changeThreshold(uint256)", 4),
            abi.encodeWithSelector(
                CouncilRules.MissingConstituency.selector,
                address(governance.safe),
                Constituencies.POLICY
            )
        );
    }

    function test_TechnicalPeopleOfGovernanceCannotVetoForIt() external {
        Change memory change = upgradeOf(ChangeClass.HighRiskUpgrade, address(registry), deploy("RoleRegistry", ""));
        bytes32 id = propose(change);
        approve(governance, change);
        refused(
            governance,
            technicalPeopleOfGovernance(),
            address(manager),
            abi.encodeCall(IChangeManager.veto, (id, Roles.GOVERNANCE_COUNCIL, REASON)),
            abi.encodeWithSelector(
                CouncilRules.MissingConstituency.selector,
                address(governance.safe),
                Constituencies.POLICY
            )
        );
    }

    // ------------------------------------------------------------------------------------------- emergency keys

    /// @dev Veto once, suspend the council and the executor in turn: the change that removes the thieves still runs.
    function test_ACapturedEmergencyCouncilCannotPreventItsRemoval() external {
        Change memory removal = highRisk(
            address(registry),
            abi.encodeCall(IAccessManager.revokeRole, (Roles.EMERGENCY_COUNCIL, address(emergency.safe)))
        );
        bytes32 id = propose(removal);
        approve(governance, removal);
        vm.warp(manager.recordOf(id).readyAt);
        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        approve(governance, removal);
        vm.warp(manager.recordOf(id).readyAt);

        _suspend(address(governance.safe));
        executionRefused(removal, _voidByMandate(id));
        vm.warp(block.timestamp + 72 hours);
        _suspend(executor);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, executor));
        executeChange(removal);
        vm.warp(block.timestamp + 72 hours);
        uint48 due = registry.suspendedUntil(address(governance.safe)) + 7 days;
        refused(
            emergency,
            quorumOf(emergency),
            address(registry),
            _suspension(address(governance.safe)),
            abi.encodeWithSelector(IRoleRegistry.SuspensionNotDue.selector, address(governance.safe), due)
        );
        executeChange(removal);
        (bool holds, ) = registry.hasRole(Roles.EMERGENCY_COUNCIL, address(emergency.safe));
        vm.assertFalse(holds, "removed");
    }

    function test_TheEmergencyCouncilSuspendsNeitherSovereignNorChangeManager() external {
        refused(
            emergency,
            quorumOf(emergency),
            address(registry),
            _suspension(address(sovereign.safe)),
            abi.encodeWithSelector(IRoleRegistry.NotSuspendable.selector, address(sovereign.safe))
        );
        refused(
            emergency,
            quorumOf(emergency),
            address(registry),
            _suspension(address(manager)),
            abi.encodeWithSelector(IRoleRegistry.NotSuspendable.selector, address(manager))
        );
    }

    function test_TheEmergencyCouncilApprovesNothing() external {
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        refused(
            emergency,
            emergency.keys,
            address(manager),
            approval(id, change.class),
            abi.encodeWithSelector(
                IRoleRegistry.CouncilRoleRequired.selector,
                address(emergency.safe),
                Roles.TECHNICAL_COMMITTEE
            )
        );
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _suspension(address who) private view returns (bytes memory) {
        return abi.encodeCall(IRoleRegistry.suspend, (who, uint48(block.timestamp + 72 hours), REASON));
    }

    function _suspend(address who) private {
        speak(emergency, address(registry), _suspension(who));
    }

    function _voidByMandate(bytes32 id) private view returns (bytes memory) {
        return
            abi.encodeWithSignature(
                "ApprovalVoidByMandate(bytes32,address,uint64)",
                id,
                address(governance.safe),
                Roles.GOVERNANCE_COUNCIL
            );
    }

    function _safeError(string memory code) private pure returns (bytes memory) {
        return abi.encodeWithSignature("Error(string)", code);
    }

    function _upgradeSelector() private pure returns (bytes4) {
        return bytes4(keccak256("upgradeToAndCall(address,bytes)"));
    }
}
