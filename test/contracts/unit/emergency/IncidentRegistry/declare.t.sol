// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    FiledReview,
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryDeclareTest is IncidentFixture {
    function testFuzz_RevertWhen_AnyoneElseDeclares(address caller) external {
        vm.assume(caller != address(emergency));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.EmergencyControllerRequired.selector, caller));
        incidents.declare(INCIDENT, Severity.Sev1, SAFE, REASON);
    }

    function test_RevertWhen_ItIsUnknownAndSomethingIsMissing() external {
        vm.expectRevert(IIncidentRegistry.IncidentIdMissing.selector);
        emergency.declare(incidents, bytes32(0), Severity.Sev1, SAFE, REASON);
        vm.expectRevert(IIncidentRegistry.SeverityMissing.selector);
        emergency.declare(incidents, INCIDENT, Severity.None, SAFE, REASON);
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        emergency.declare(incidents, INCIDENT, Severity.Sev1, SAFE, bytes32(0));
    }

    function test_OpensAnUnknownIncident() external {
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentOpened(
            INCIDENT,
            Severity.Sev2,
            SAFE,
            REASON,
            incidents.serviceLevelsOf(Severity.Sev2)
        );
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentDeclared(INCIDENT, SAFE, REASON);
        declare(Severity.Sev2);
        assertStatus(IncidentStatus.Open);
        vm.assertEq(incidents.openSevereIncidents(), 1, "severe");
    }

    function testFuzz_OnlyEverRaisesTheSeverity(uint256 before, uint256 given, uint256 reached) external {
        Severity severity = Severity(bound(before, 1, 4));
        Severity declared = Severity(bound(given, 1, 4));
        IncidentStatus status = IncidentStatus(bound(reached, 1, 3));
        reach(severity, status);
        Severity expected = declared < severity ? declared : severity;
        if (declared < severity) {
            vm.expectEmit(address(incidents));
            emit IIncidentRegistry.SeverityChanged(
                INCIDENT,
                declared,
                SAFE,
                REASON,
                incidents.serviceLevelsOf(declared)
            );
        }
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentDeclared(INCIDENT, SAFE, REASON);
        declare(declared);

        Incident memory incident = incidents.incidentOf(INCIDENT);
        assertStatus(status);
        vm.assertEq(uint256(incident.severity), uint256(expected), "severity");
        assertLevels(incident.levels, incidents.serviceLevelsOf(expected));
        vm.assertEq(incidents.openSevereIncidents(), expected <= Severity.Sev2 ? 1 : 0, "severe");
    }

    function test_TakesNoSeverityForNone() external {
        open(Severity.Sev3);
        declare(Severity.None);
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).severity), uint256(Severity.Sev3), "severity");
    }

    function testFuzz_NeverReopensWhatIsResolved(uint256 given, bool reviewed) external {
        IncidentStatus status = reviewed ? IncidentStatus.Reviewed : IncidentStatus.Resolved;
        reach(Severity.Sev3, status);
        Incident memory before = incidents.incidentOf(INCIDENT);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentDeclared(INCIDENT, SAFE, REASON);
        declare(Severity(bound(given, 1, 4)));
        vm.assertEq(abi.encode(incidents.incidentOf(INCIDENT)), abi.encode(before), "as it was");
        vm.assertEq(incidents.openSevereIncidents(), 0, "severe");
    }

    function test_OvertakesAFinalReview() external {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        file(false);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.ReviewOvertaken(INCIDENT, REVIEW);
        declare(Severity.Sev1);
        FiledReview memory none;
        vm.assertEq(abi.encode(incidents.reviewOf(INCIDENT)), abi.encode(none), "review");
        vm.prank(AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewMissing.selector, INCIDENT));
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
    }

    function test_LeavesAnInterimReview() external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        file(true);
        declare(Severity.Sev1);
        vm.assertEq(incidents.reviewOf(INCIDENT).digest, REVIEW, "review");
    }
}
