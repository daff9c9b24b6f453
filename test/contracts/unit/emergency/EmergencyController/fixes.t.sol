// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {FakeIncidentRegistry} from "../../../mocks/emergency/FakeIncidentRegistry.sol";

contract EmergencyControllerFixesTest is EmergencyKit {
    address[] private targets;

    function setUp() public override {
        super.setUp();
        targets.push(address(rail));
    }

    function test_PassesForSystemsThatTheIncidentHolds() external {
        govern(abi.encodeCall(IEmergencyController.assignSystem, (address(operations), SERVICE)));
        targets.push(address(operations));
        restrict(both(RAIL, Mode.Halted, SERVICE, Mode.Limited), 1 hours, INCIDENT);
        controller.requireFixable(INCIDENT, targets);
        vm.warp(soon(2 hours) - 1);
        controller.requireFixable(INCIDENT, targets);
        vm.warp(soon(1));
        refuse(INCIDENT, abi.encodeWithSelector(IEmergencyController.SystemNotRestricted.selector, RAIL));
    }

    function test_RevertWhen_ATargetIsOfNoSystem() external {
        restrict(Mode.Halted, 1 hours);
        targets.push(address(operations));
        refuse(INCIDENT, abi.encodeWithSelector(IEmergencyController.TargetOfNoSystem.selector, address(operations)));
    }

    function test_RevertWhen_TheSystemIsAnotherIncidents() external {
        restrict(RAIL, Mode.ReadOnly, 10 hours, INCIDENT);
        bytes memory another = foreign(OTHER_INCIDENT);
        refuse(OTHER_INCIDENT, another);
        // Both hold it until the shorter hold is over.
        restrict(RAIL, Mode.Halted, 1 hours, OTHER_INCIDENT);
        controller.requireFixable(OTHER_INCIDENT, targets);
        controller.requireFixable(INCIDENT, targets);
        vm.warp(soon(2 hours));
        refuse(OTHER_INCIDENT, another);
        controller.requireFixable(INCIDENT, targets);
    }

    function test_ARestorationEndsEveryHold() external {
        restrict(RAIL, Mode.Halted, 10 hours, INCIDENT);
        restore(Mode.Limited);
        controller.requireFixable(INCIDENT, targets);
        restore(Mode.Normal);
        restrict(RAIL, Mode.Halted, 1 hours, OTHER_INCIDENT);
        refuse(INCIDENT, foreign(INCIDENT));
        restrict(SERVICE, Mode.Halted, 1 hours, INCIDENT);
        refuse(INCIDENT, foreign(INCIDENT));
    }

    function test_AnExtensionHolds() external {
        restrict(RAIL, Mode.Halted, 1 hours, INCIDENT);
        extend(Mode.Halted, soon(20 days));
        vm.warp(soon(19 days));
        controller.requireFixable(INCIDENT, targets);
    }

    function test_RevertWhen_TheIncidentRegistryDisagrees() external {
        restrict(Mode.Halted, 1 hours);
        incidents.setFixable(false);
        refuse(INCIDENT, abi.encodeWithSelector(FakeIncidentRegistry.NotFixable.selector, INCIDENT));
        deployController();
        delete targets;
        refuse(INCIDENT, abi.encodeWithSelector(IEmergencyController.IncidentRegistryMissing.selector));
    }

    function test_AFixOwesAReview() external {
        restrict(Mode.Halted, 10 minutes);
        incidents.accept(INCIDENT);
        bytes32 changeId = keccak256("change");
        vm.expectEmit(address(controller));
        emit IEmergencyController.EmergencyFixNoted(INCIDENT, changeId);
        vm.expectEmit(address(controller));
        emit IEmergencyController.ReviewOwed(INCIDENT, soon(14 days), 0);
        vm.prank(address(manager));
        controller.noteEmergencyFix(INCIDENT, changeId);
        vm.assertTrue(controller.debtOf(INCIDENT).open, "owed");
    }

    function test_RevertWhen_AFixCannotBeNoted() external {
        vm.prank(address(manager));
        vm.expectRevert(abi.encodeWithSelector(IEmergencyController.UnknownIncident.selector, INCIDENT));
        controller.noteEmergencyFix(INCIDENT, 0);
        restrict(Mode.Halted, 1 hours);
        vm.prank(address(incidents));
        vm.expectRevert(
            abi.encodeWithSelector(IEmergencyController.ChangeManagerRequired.selector, address(incidents))
        );
        controller.noteEmergencyFix(INCIDENT, 0);
    }

    function refuse(bytes32 incidentId, bytes memory reason) private {
        vm.expectRevert(reason);
        controller.requireFixable(incidentId, targets);
    }

    function foreign(bytes32 incidentId) private view returns (bytes memory) {
        return abi.encodeWithSelector(IEmergencyController.SystemOfAnotherIncident.selector, RAIL, incidentId);
    }
}
