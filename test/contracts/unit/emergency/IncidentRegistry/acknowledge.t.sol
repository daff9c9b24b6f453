// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryAcknowledgeTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        vm.prank(OPERATOR);
        incidents.acknowledge(INCIDENT);
    }

    function test_RevertWhen_TheCallerActsForNoEntity() external {
        open(Severity.Sev1);
        vm.prank(UNBOUND);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.EntityRequired.selector, UNBOUND));
        incidents.acknowledge(INCIDENT);
    }

    function testFuzz_RevertWhen_ItIsNotOpen(uint256 reached) external {
        IncidentStatus status = IncidentStatus(bound(reached, 2, 5));
        reach(Severity.Sev1, status);
        expectUnexpected(status);
        vm.prank(OTHER_OPERATOR);
        incidents.acknowledge(INCIDENT);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.acknowledge(INCIDENT);
    }

    function test_TheCallersEntityBecomesResponsible() external {
        open(Severity.Sev1);
        vm.warp(START + 10 minutes);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentAcknowledged(INCIDENT, OPERATOR, INFRA);
        acknowledge();
        Incident memory incident = incidents.incidentOf(INCIDENT);
        assertStatus(IncidentStatus.Acknowledged);
        vm.assertEq(uint256(incident.entity), INFRA, "entity");
        vm.assertEq(uint256(incident.acknowledgedAt), START + 10 minutes, "time");
        vm.assertEq(incidents.entitiesOf(INCIDENT), 1 << INFRA, "entities");
    }
}
