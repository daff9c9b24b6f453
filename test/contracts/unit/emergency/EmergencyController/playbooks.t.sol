// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IEmergencyController,
    Playbook,
    Restriction
} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract EmergencyControllerPlaybooksTest is EmergencyKit {
    bytes32 private constant NARRATIVE = keccak256("narrative");

    function setUp() public override {
        super.setUp();
        Playbook memory entry = playbookOf(both(RAIL, Mode.Halted, SERVICE, Mode.Limited), 6 hours);
        set(PLAYBOOK, entry);
    }

    // ------------------------------------------------------------------------------------------------------ settings

    function test_RevertWhen_APlaybookMakesNoSense() external {
        Playbook memory entry = playbookOf(only(RAIL, Mode.Halted), 6 hours);
        refuse(0, entry, abi.encodeWithSelector(IEmergencyController.PlaybookIdMissing.selector));
        entry.digest = 0;
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(IEmergencyController.DigestMissing.selector));
        entry = playbookOf(only(RAIL, Mode.Halted), 10 minutes - 1);
        bytes4 selector = IEmergencyController.DurationOutOfBounds.selector;
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(selector, 10 minutes - 1, 10 minutes, 72 hours));
        entry.duration = 72 hours + 1;
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(selector, 72 hours + 1, 10 minutes, 72 hours));
        entry = playbookOf(only(RAIL, Mode.Normal), 1 hours);
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(IEmergencyController.ModeNotAllowed.selector, Mode.Normal));
        entry = playbookOf(only(0, Mode.Halted), 1 hours);
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(IEmergencyController.SystemMissing.selector));
        entry = playbookOf(new Restriction[](0), 1 hours);
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(IEmergencyController.RestrictionsMissing.selector));
        entry = playbookOf(new Restriction[](17), 1 hours);
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(IEmergencyController.TooManyRestrictions.selector, 17, 16));
        entry = playbookOf(only(RAIL, Mode.Halted), 1 hours);
        entry.severity = 3;
        refuse(PLAYBOOK, entry, abi.encodeWithSelector(IEmergencyController.SeverityOutOfBounds.selector, 3, 2));
    }

    function test_ReplacesAndForgets() external {
        Playbook memory entry = playbookOf(only(SERVICE, Mode.ReadOnly), 2 hours);
        entry.severity = 2;
        vm.expectEmit(address(controller));
        emit IEmergencyController.PlaybookSet(PLAYBOOK, entry);
        set(PLAYBOOK, entry);
        vm.assertEq(abi.encode(controller.playbookOf(PLAYBOOK)), abi.encode(entry), "as it was set");

        vm.expectEmit(address(controller));
        emit IEmergencyController.PlaybookRemoved(PLAYBOOK);
        govern(abi.encodeCall(IEmergencyController.removePlaybook, (PLAYBOOK)));
        vm.assertEq(controller.playbookOf(PLAYBOOK).restrictions.length, 0, "gone");
        bytes memory unknown = abi.encodeWithSelector(IEmergencyController.UnknownPlaybook.selector, PLAYBOOK);
        refusedTo(emergency, invoking(INCIDENT), unknown);
        vm.prank(address(manager));
        vm.expectRevert(unknown);
        controller.removePlaybook(PLAYBOOK);
    }

    // ------------------------------------------------------------------------------------------------------ invoking

    function test_RevertWhen_ItCannotBeInvoked() external {
        refusedTo(emergency, invoking(0), abi.encodeWithSelector(IEmergencyController.IncidentMissing.selector));
        refusedTo(technical, invoking(INCIDENT), roleRequired(address(technical.safe)));
    }

    function test_RestrictsWhatItNames() external {
        vm.expectEmit(address(controller));
        emit IEmergencyController.SystemRestricted(
            RAIL,
            INCIDENT,
            Mode.Halted,
            soon(6 hours),
            soon(12 hours),
            6 hours,
            false
        );
        vm.expectEmit(address(controller));
        emit IEmergencyController.SystemRestricted(
            SERVICE,
            INCIDENT,
            Mode.Limited,
            soon(6 hours),
            soon(12 hours),
            6 hours,
            false
        );
        vm.expectEmit(address(controller));
        emit IEmergencyController.ReviewOwed(INCIDENT, soon(12 hours + 14 days), soon(24 hours));
        invoke();
        requireModeUntil(Mode.Halted, soon(6 hours));
        vm.assertEq(controller.debtOf(INCIDENT).reasonDigest, keccak256("playbook document"), "reason");
        vm.assertEq(controller.debtOf(INCIDENT).declaredBy, address(emergency.safe), "by");
    }

    function test_RestrictsWhatItCan() external {
        restrict(RAIL, Mode.Halted, 1 hours, OTHER_INCIDENT);
        vm.expectEmit(address(controller));
        emit IEmergencyController.RestrictionSkipped(RAIL, INCIDENT, IEmergencyController.NotStricter.selector);
        invoke();
        (Mode mode, ) = controller.modeOf(SERVICE);
        vm.assertEq(uint256(mode), uint256(Mode.Limited), "the other one");
    }

    // ---------------------------------------------------------------------------------------------------- narratives

    function test_TheNarrativeIsDueWithinADay() external {
        invoke();
        uint256 start = block.timestamp;
        vm.warp(start + 13 hours);
        invoke();
        vm.assertEq(controller.debtOf(INCIDENT).narrativeDueAt, start + 24 hours, "not put off");
        vm.warp(start + 24 hours);
        vm.assertFalse(controller.isReviewOverdue(), "until the last second");
        vm.warp(start + 24 hours + 1);
        vm.assertTrue(controller.isReviewOverdue(), "overdue");
        // A review does not stand for the narrative.
        incidents.file(INCIDENT);
        vm.assertTrue(controller.isReviewOverdue(), "still overdue");

        vm.expectEmit(address(controller));
        emit IEmergencyController.NarrativeFiled(INCIDENT, address(emergency.safe), NARRATIVE);
        speak(emergency, address(controller), narrating(INCIDENT, NARRATIVE));
        vm.assertFalse(controller.isReviewOverdue(), "filed");
        vm.assertTrue(controller.debtOf(INCIDENT).open, "the review is still owed");
    }

    function test_AnAcceptedReviewOwesNoNarrative() external {
        invoke();
        incidents.accept(INCIDENT);
        vm.warp(soon(2 days));
        vm.assertFalse(controller.isReviewOverdue(), "not overdue");
        restrict(Mode.Halted, 1 hours);
        vm.assertFalse(controller.isReviewOverdue(), "nor when it owes another review");
    }

    function test_RevertWhen_NoNarrativeCanBeFiled() external {
        bytes memory notOwed = abi.encodeWithSelector(IEmergencyController.NarrativeNotOwed.selector, INCIDENT);
        refusedTo(emergency, narrating(INCIDENT, NARRATIVE), notOwed);
        restrict(Mode.Limited, 1 hours);
        refusedTo(emergency, narrating(INCIDENT, NARRATIVE), notOwed);
        invoke();
        bytes memory missing = abi.encodeWithSelector(IEmergencyController.DigestMissing.selector);
        refusedTo(emergency, narrating(INCIDENT, 0), missing);
        refusedTo(sovereign, narrating(INCIDENT, NARRATIVE), roleRequired(address(sovereign.safe)));
        speak(emergency, address(controller), narrating(INCIDENT, NARRATIVE));
        refusedTo(emergency, narrating(INCIDENT, NARRATIVE), notOwed);
    }

    // ------------------------------------------------------------------------------------------------------- private

    function set(bytes32 playbookId, Playbook memory entry) private {
        vm.prank(address(manager));
        controller.setPlaybook(playbookId, entry);
    }

    function refuse(bytes32 playbookId, Playbook memory entry, bytes memory reason) private {
        vm.prank(address(manager));
        vm.expectRevert(reason);
        controller.setPlaybook(playbookId, entry);
    }

    function invoke() private {
        speak(emergency, address(controller), invoking(INCIDENT));
    }

    function invoking(bytes32 incidentId) private pure returns (bytes memory) {
        return abi.encodeCall(IEmergencyController.invokePlaybook, (PLAYBOOK, incidentId));
    }

    function narrating(bytes32 incidentId, bytes32 digest) private pure returns (bytes memory) {
        return abi.encodeCall(IEmergencyController.fileNarrative, (incidentId, digest));
    }

    function roleRequired(address safe) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, safe, Roles.EMERGENCY_COUNCIL);
    }
}
