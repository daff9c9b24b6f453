// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistrySeverityTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        incidents.raiseSeverity(INCIDENT, Severity.Sev1, REASON);
        expectUnknown();
        incidents.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
    }

    function test_RevertWhen_SomethingIsMissing() external {
        open(Severity.Sev3);
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.raiseSeverity(INCIDENT, Severity.Sev1, bytes32(0));
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.lowerSeverity(INCIDENT, Severity.Sev4, bytes32(0));
        vm.expectRevert(IIncidentRegistry.SeverityMissing.selector);
        incidents.raiseSeverity(INCIDENT, Severity.None, REASON);
        vm.expectRevert(IIncidentRegistry.SeverityMissing.selector);
        incidents.lowerSeverity(INCIDENT, Severity.None, REASON);
    }

    function testFuzz_RevertWhen_ItIsResolved(bool reviewed) external {
        IncidentStatus status = reviewed ? IncidentStatus.Reviewed : IncidentStatus.Resolved;
        reach(Severity.Sev2, status);
        expectUnexpected(status);
        incidents.raiseSeverity(INCIDENT, Severity.Sev1, REASON);
        expectUnexpected(status);
        incidents.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.raiseSeverity(INCIDENT, Severity.Sev1, REASON);
        expectStranger();
        incidents.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
    }

    function testFuzz_EachMovesOneWayOnly(uint256 before, uint256 given, uint256 reached, bool raise) external {
        Severity current = Severity(bound(before, 1, 4));
        Severity asked = Severity(bound(given, 1, 4));
        reach(current, IncidentStatus(bound(reached, 1, 3)));
        bool allowed = raise ? asked < current : asked > current;
        if (allowed) {
            vm.expectEmit(address(incidents));
            emit IIncidentRegistry.SeverityChanged(INCIDENT, asked, OPERATOR, REASON, incidents.serviceLevelsOf(asked));
        } else {
            bytes4 refusal =
                raise ? IIncidentRegistry.NotMoreSevere.selector : IIncidentRegistry.NotLessSevere.selector;
            vm.expectRevert(abi.encodeWithSelector(refusal, INCIDENT, current, asked));
        }
        vm.prank(OPERATOR);
        if (raise) incidents.raiseSeverity(INCIDENT, asked, REASON);
        else incidents.lowerSeverity(INCIDENT, asked, REASON);
        assertSeverity(allowed ? asked : current);
    }

    function assertSeverity(Severity expected) private view {
        Incident memory incident = incidents.incidentOf(INCIDENT);
        vm.assertEq(uint256(incident.severity), uint256(expected), "severity");
        assertLevels(incident.levels, incidents.serviceLevelsOf(expected));
        vm.assertEq(incidents.openSevereIncidents(), expected <= Severity.Sev2 ? 1 : 0, "severe");
    }
}
