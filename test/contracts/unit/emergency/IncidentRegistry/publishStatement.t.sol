// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Audience,
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryPublishStatementTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        incidents.publishStatement(INCIDENT, Audience.Public, REPORT);
    }

    function test_RevertWhen_TheDigestIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.publishStatement(INCIDENT, Audience.Public, bytes32(0));
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.publishStatement(INCIDENT, Audience.Public, REPORT);
    }

    function testFuzz_KeepsTheTimeOfTheFirstToEachAudience(uint256 reached) external {
        IncidentStatus status = IncidentStatus(bound(reached, 1, 5));
        reach(Severity.Sev1, status);
        publish(Audience.Internal, 1 minutes);
        publish(Audience.Public, 2 minutes);
        publish(Audience.Internal, 3 minutes);
        publish(Audience.Public, 4 minutes);
        Incident memory incident = incidents.incidentOf(INCIDENT);
        assertStatus(status);
        vm.assertEq(uint256(incident.internalStatementAt), START + 1 minutes, "internal");
        vm.assertEq(uint256(incident.publicStatementAt), START + 2 minutes, "public");
    }

    function publish(Audience audience, uint256 after_) private {
        vm.warp(START + after_);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.StatementPublished(INCIDENT, audience, OPERATOR, REPORT);
        vm.prank(OPERATOR);
        incidents.publishStatement(INCIDENT, audience, REPORT);
    }
}
