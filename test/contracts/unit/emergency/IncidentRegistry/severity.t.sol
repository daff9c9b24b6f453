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

    /// @dev Whoever answers for the incident does not call it harmless, nor who ever did.
    function testFuzz_RevertWhen_AResponsibleEntityLowersIt(bool reassigned) external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        if (reassigned) {
            vm.prank(AUDITOR);
            incidents.reassign(INCIDENT, OTHER_INFRA, REASON);
        }
        vm.prank(OWN_AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewOfOwnEntity.selector, INCIDENT, INFRA));
        incidents.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
        vm.prank(UNBOUND);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.EntityRequired.selector, UNBOUND));
        incidents.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
    }

    /// @dev An auditor who lowers an incident opens no gate on the same day; resolving it does not either.
    function testFuzz_CountsForADayAfterItIsLowered(uint256 elapsed, bool resolved) external {
        elapsed = bound(elapsed, 0, 48 hours);
        reach(Severity.Sev2, IncidentStatus.Mitigated);
        lower(Severity.Sev3);
        if (resolved) resolve();
        vm.warp(START + elapsed);
        vm.assertEq(incidents.openSevereIncidents(), elapsed < 24 hours ? 1 : 0, "counts");
    }

    /// @dev Only what leaves SEV1 and SEV2 counts on: neither within them, nor below, nor what was lowered before.
    function test_CountsOnOnlyWhenItWasSevere() external {
        open(Severity.Sev1);
        lower(Severity.Sev2);
        vm.assertEq(incidents.openSevereIncidents(), 1, "itself");
        lower(Severity.Sev3);
        vm.warp(START + 24 hours);
        vm.assertEq(incidents.openSevereIncidents(), 0, "a day later");
        lower(Severity.Sev4);
        vm.assertEq(incidents.openSevereIncidents(), 0, "was not severe");
        incidents.raiseSeverity(INCIDENT, Severity.Sev1, REASON);
        lower(Severity.Sev4);
        vm.assertEq(incidents.openSevereIncidents(), 1, "another day");
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
            emit IIncidentRegistry.SeverityChanged(
                INCIDENT,
                asked,
                raise ? OPERATOR : AUDITOR,
                REASON,
                incidents.serviceLevelsOf(asked)
            );
        } else {
            bytes4 refusal =
                raise ? IIncidentRegistry.NotMoreSevere.selector : IIncidentRegistry.NotLessSevere.selector;
            vm.expectRevert(abi.encodeWithSelector(refusal, INCIDENT, current, asked));
        }
        vm.prank(raise ? OPERATOR : AUDITOR);
        if (raise) incidents.raiseSeverity(INCIDENT, asked, REASON);
        else incidents.lowerSeverity(INCIDENT, asked, REASON);
        if (!raise) vm.warp(START + 24 hours);
        assertSeverity(allowed ? asked : current);
    }

    function lower(Severity severity) private {
        vm.prank(AUDITOR);
        incidents.lowerSeverity(INCIDENT, severity, REASON);
    }

    function assertSeverity(Severity expected) private view {
        Incident memory incident = incidents.incidentOf(INCIDENT);
        vm.assertEq(uint256(incident.severity), uint256(expected), "severity");
        assertLevels(incident.levels, incidents.serviceLevelsOf(expected));
        vm.assertEq(incidents.openSevereIncidents(), expected <= Severity.Sev2 ? 1 : 0, "severe");
    }
}
