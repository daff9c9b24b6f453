// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryOpenTest is IncidentFixture {
    function test_RevertWhen_TheIdIsMissing() external {
        vm.expectRevert(IIncidentRegistry.IncidentIdMissing.selector);
        incidents.open(bytes32(0), Severity.Sev1, REPORT);
    }

    function test_RevertWhen_TheSeverityIsMissing() external {
        vm.expectRevert(IIncidentRegistry.SeverityMissing.selector);
        incidents.open(INCIDENT, Severity.None, REPORT);
    }

    function test_RevertWhen_TheReportIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.open(INCIDENT, Severity.Sev1, bytes32(0));
    }

    function test_RevertWhen_ItIsKnown() external {
        open(Severity.Sev4);
        bytes memory known = abi.encodeWithSelector(IIncidentRegistry.IncidentAlreadyKnown.selector, INCIDENT);
        vm.expectRevert(known);
        incidents.open(INCIDENT, Severity.Sev1, REPORT);
        vm.expectRevert(known);
        incidents.report(INCIDENT, Severity.Sev1, REPORT);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.open(INCIDENT, Severity.Sev1, REPORT);
        expectStranger();
        incidents.report(INCIDENT, Severity.Sev1, REPORT);
    }

    function testFuzz_KeepsTheServiceLevelsOfItsSeverity(uint256 level, bool byMonitor) external {
        Severity severity = Severity(bound(level, 1, 4));
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentOpened(
            INCIDENT,
            severity,
            OPERATOR,
            REPORT,
            incidents.serviceLevelsOf(severity)
        );
        vm.prank(OPERATOR);
        if (byMonitor) incidents.report(INCIDENT, severity, REPORT);
        else incidents.open(INCIDENT, severity, REPORT);

        Incident memory incident = incidents.incidentOf(INCIDENT);
        assertStatus(IncidentStatus.Open);
        vm.assertEq(uint256(incident.severity), uint256(severity), "severity");
        vm.assertEq(uint256(incident.openedAt), START, "time");
        vm.assertEq(uint256(incident.openedBlock), block.number, "block");
        assertLevels(incident.levels, incidents.serviceLevelsOf(severity));
    }

    function testFuzz_CountsSevereIncidents(uint256 level) external {
        open(Severity(bound(level, 1, 4)));
        vm.assertEq(incidents.openSevereIncidents(), bound(level, 1, 4) <= 2 ? 1 : 0, "severe");
    }

    function test_LaterLevelsMoveNoClock() external {
        open(Severity.Sev1);
        incidents.setServiceLevels(Severity.Sev1, incidents.serviceLevelsOf(Severity.Sev4));
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).levels.acknowledgeWithin), 15 minutes, "as promised");
    }
}
