// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IncidentStatus, Severity} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {FakeIncidentRegistry, Temper} from "../../../mocks/emergency/FakeIncidentRegistry.sol";
import {IncidentRegistry} from "../../../../../contracts/emergency/IncidentRegistry.sol";

contract EmergencyControllerRegistrationTest is EmergencyKit {
    /// @dev Of what a council's act may cost at most with a registry that burns all it gets.
    uint256 private constant BOUND = 2_500_000;

    function test_TellsTheRegistryWhatIsDeclaredAndWhatFollows() external {
        restrict(Mode.ReadOnly, 24 hours);
        vm.assertTrue(controller.debtOf(INCIDENT).registered, "registered");
        requireTold(0, Severity.Sev1, address(emergency.safe), REASON);
        extend(Mode.ReadOnly, soon(10 days));
        requireTold(1, Severity.Sev1, address(sovereign.safe), REASON);
        grant(Operation.Settle, soon(1 hours));
        requireTold(2, Severity.Sev1, address(sovereign.safe), REASON);
        bytes32 change = keccak256("change");
        vm.prank(address(manager));
        controller.noteEmergencyFix(INCIDENT, change);
        requireTold(3, Severity.Sev1, address(manager), change);
        restrict(Mode.Halted, 1 hours);
        requireTold(4, Severity.Sev1, address(emergency.safe), REASON);
    }

    function test_NoTemperOfTheRegistryKeepsACouncilFromActing() external {
        Temper[3] memory tempers = [Temper.Reverting, Temper.GasEating, Temper.RevertBomb];
        for (uint256 i = 0; i < 3; ++i) {
            incidents.setTemper(tempers[i]);
            bytes32 incidentId = bytes32(i + 1);
            bytes32 systemId = keccak256(abi.encode("system", i));
            vm.expectEmit(address(controller));
            emit IEmergencyController.IncidentNotRegistered(incidentId);
            restrictWithinBound(systemId, incidentId);
            requireUnregistered(incidentId);
            overrideAndExtend(systemId, incidentId);
            requireUnregistered(incidentId);
            registerLater(incidentId);
        }
    }

    /// @dev A registry that takes the declaration and answers with half a megabyte.
    function test_NothingOfTheAnswerIsCopied() external {
        incidents.setTemper(Temper.ReturnBomb);
        restrictWithinBound(RAIL, INCIDENT);
        vm.assertTrue(controller.debtOf(INCIDENT).registered, "it says that it took it");
    }

    function test_NeedsNoRegistryAtAll() external {
        deployController();
        restrict(Mode.Halted, 1 hours);
        requireMode(Mode.Halted, "without a registry");
        requireUnregistered(INCIDENT);
        vm.expectRevert(IEmergencyController.IncidentRegistryMissing.selector);
        controller.registerIncident(INCIDENT);
    }

    function test_ARegistryThatCallsBackFindsTheRestriction() external {
        incidents.setTemper(Temper.Reentering);
        restrict(Mode.Halted, 1 hours);
        vm.assertEq(
            incidents.answer(),
            abi.encodeWithSelector(IEmergencyController.IncidentAlreadyRegistered.selector, INCIDENT),
            "once"
        );
        vm.assertEq(controller.debtOf(INCIDENT).filedAt, block.timestamp, "it found the debt");
        vm.assertEq(incidents.declarations().length, 1, "one declaration");
        requireMode(Mode.Halted, "restricted");
    }

    function test_AHigherSeverityIsTold() external {
        declareAs(2);
        requireTold(0, Severity.Sev2, address(emergency.safe), REASON);
        declareAs(1);
        requireTold(1, Severity.Sev1, address(emergency.safe), REASON);
        declareAs(2);
        requireTold(2, Severity.Sev1, address(emergency.safe), REASON);
        vm.assertEq(controller.debtOf(INCIDENT).severity, 1, "the more severe one");
    }

    function test_RevertWhen_ThereIsNothingToRegister() external {
        vm.expectRevert(abi.encodeWithSelector(IEmergencyController.UnknownIncident.selector, INCIDENT));
        controller.registerIncident(INCIDENT);
        restrict(Mode.Halted, 1 hours);
        vm.expectRevert(abi.encodeWithSelector(IEmergencyController.IncidentAlreadyRegistered.selector, INCIDENT));
        controller.registerIncident(INCIDENT);
    }

    function test_RevertWhen_TheRegistryRefusesToday() external {
        incidents.setTemper(Temper.Reverting);
        restrict(Mode.Halted, 1 hours);
        vm.expectRevert(abi.encodeWithSelector(FakeIncidentRegistry.Unwilling.selector, INCIDENT));
        controller.registerIncident(INCIDENT);
        requireUnregistered(INCIDENT);
    }

    function test_AnotherRegistryLearnsWhatOwesAReview() external {
        restrict(RAIL, Mode.Halted, 1 hours, INCIDENT);
        restrict(SERVICE, Mode.Halted, 1 hours, OTHER_INCIDENT);
        incidents.accept(OTHER_INCIDENT);
        incidents = new FakeIncidentRegistry(controller);
        govern(abi.encodeCall(IEmergencyController.setIncidentRegistry, (address(incidents))));

        requireUnregistered(INCIDENT);
        registerLater(INCIDENT);
        // A stranger does not reopen in the new registry what was reviewed in the old one.
        vm.expectRevert(abi.encodeWithSelector(IEmergencyController.ReviewNotOwed.selector, OTHER_INCIDENT));
        controller.registerIncident(OTHER_INCIDENT);
    }

    /// @dev The bound on gas is enough for the registry that we deploy.
    function test_TheRealRegistryTakesWhatIsDeclared() external {
        bytes memory init = abi.encodeCall(IncidentRegistry.initialize, (registry));
        IncidentRegistry real = IncidentRegistry(
            address(new ERC1967Proxy(deploy("IncidentRegistry", abi.encode(controller)), init))
        );
        govern(abi.encodeCall(IEmergencyController.setIncidentRegistry, (address(real))));
        restrict(Mode.Halted, 1 hours);
        vm.assertTrue(controller.debtOf(INCIDENT).registered, "registered");
        vm.assertEq(uint256(real.incidentOf(INCIDENT).status), uint256(IncidentStatus.Open), "open");
        extend(Mode.Halted, soon(2 days));
        vm.assertTrue(controller.debtOf(INCIDENT).registered, "told of what followed");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function overrideAndExtend(bytes32 systemId, bytes32 incidentId) private {
        speak(
            sovereign,
            address(controller),
            abi.encodeCall(
                IEmergencyController.grantOverride,
                (systemId, Operation.Settle, soon(1 hours), incidentId, REASON)
            )
        );
        vm.assertEq(controller.overrideUntil(systemId, Operation.Settle), soon(1 hours), "allowed");
        speak(
            sovereign,
            address(controller),
            abi.encodeCall(IEmergencyController.extend, (systemId, Mode.Halted, soon(2 days), incidentId, REASON))
        );
        vm.assertEq(endsOf(systemId).extendedHalted, soon(2 days), "extended");
    }

    /// @dev By a stranger, when the registry is honest again.
    function registerLater(bytes32 incidentId) private {
        incidents.setTemper(Temper.Honest);
        uint256 count = incidents.declarations().length;
        vm.expectEmit(address(controller));
        emit IEmergencyController.IncidentRegistered(incidentId, thief);
        vm.prank(thief);
        controller.registerIncident(incidentId);
        requireTold(count, Severity.Sev1, address(emergency.safe), REASON);
        vm.assertTrue(controller.debtOf(incidentId).registered, "registered");
        vm.expectRevert(abi.encodeWithSelector(IEmergencyController.IncidentAlreadyRegistered.selector, incidentId));
        controller.registerIncident(incidentId);
    }

    function restrictWithinBound(bytes32 systemId, bytes32 incidentId) private {
        uint256 before = gasleft();
        restrict(systemId, Mode.Halted, 24 hours, incidentId);
        vm.assertLe(before - gasleft(), BOUND, "bounded gas");
        (Mode mode, ) = controller.modeOf(systemId);
        vm.assertEq(uint256(mode), uint256(Mode.Halted), "restricted");
    }

    function declareAs(uint8 severity) private {
        bytes32 systemId = keccak256(abi.encode(severity, incidents.declarations().length));
        speak(
            emergency,
            address(controller),
            abi.encodeCall(
                IEmergencyController.restrict,
                (only(systemId, Mode.Halted), 1 hours, INCIDENT, severity, REASON)
            )
        );
    }

    function requireTold(uint256 index, Severity severity, address by, bytes32 digest) private view {
        FakeIncidentRegistry.Declaration[] memory told = incidents.declarations();
        vm.assertEq(told.length, index + 1, "declarations");
        vm.assertEq(uint256(told[index].severity), uint256(severity), "severity");
        vm.assertEq(told[index].by, by, "by");
        vm.assertEq(told[index].digest, digest, "digest");
    }

    function requireUnregistered(bytes32 incidentId) private view {
        vm.assertFalse(controller.debtOf(incidentId).registered, "not registered");
        vm.assertTrue(controller.debtOf(incidentId).open, "and yet owed");
    }
}
