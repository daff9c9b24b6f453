// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryMitigateTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        incidents.mitigate(INCIDENT, REPORT);
    }

    function test_RevertWhen_TheDigestIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.mitigate(INCIDENT, bytes32(0));
    }

    function testFuzz_RevertWhen_ItIsNotAcknowledged(uint256 reached) external {
        IncidentStatus status = IncidentStatus(bound(reached, 1, 5));
        vm.assume(status != IncidentStatus.Acknowledged);
        reach(Severity.Sev1, status);
        expectUnexpected(status);
        incidents.mitigate(INCIDENT, REPORT);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.mitigate(INCIDENT, REPORT);
    }

    function test_IsMitigatedNow() external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        vm.warp(START + 1 hours);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentMitigated(INCIDENT, OPERATOR, REPORT);
        mitigate();
        assertStatus(IncidentStatus.Mitigated);
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).mitigatedAt), START + 1 hours, "time");
        vm.assertEq(incidents.openSevereIncidents(), 1, "severe until it is resolved");
    }
}
