// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryReassignTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        vm.prank(AUDITOR);
        incidents.reassign(INCIDENT, OTHER_INFRA, REASON);
    }

    function test_RevertWhen_NobodyIsResponsibleYet() external {
        open(Severity.Sev1);
        expectUnexpected(IncidentStatus.Open);
        vm.prank(AUDITOR);
        incidents.reassign(INCIDENT, OTHER_INFRA, REASON);
    }

    function test_RevertWhen_TheReasonIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.reassign(INCIDENT, OTHER_INFRA, bytes32(0));
    }

    function test_RevertWhen_TheEntityOperatesNothing() external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        refuse(0);
        refuse(200);
        // What only audits would be out of the judgement by it.
        refuse(registry.AUDITORS());
    }

    function test_RevertWhen_TheAuditorIsConcerned() external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        vm.prank(OWN_AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewOfOwnEntity.selector, INCIDENT, INFRA));
        incidents.reassign(INCIDENT, OTHER_INFRA, REASON);
        vm.prank(AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewOfOwnEntity.selector, INCIDENT, SUPERVISOR));
        incidents.reassign(INCIDENT, SUPERVISOR, REASON);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.reassign(INCIDENT, OTHER_INFRA, REASON);
    }

    function testFuzz_AnotherEntityBecomesResponsible(uint256 reached) external {
        IncidentStatus status = IncidentStatus(bound(reached, 2, 5));
        reach(Severity.Sev1, status);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentReassigned(INCIDENT, AUDITOR, OTHER_INFRA, REASON);
        vm.prank(AUDITOR);
        incidents.reassign(INCIDENT, OTHER_INFRA, REASON);
        assertStatus(status);
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).entity), OTHER_INFRA, "entity");
        vm.assertEq(incidents.entitiesOf(INCIDENT), (1 << INFRA) | (1 << OTHER_INFRA), "entities");
    }

    function test_WhoeverWasResponsibleStillAcceptsNothing() external {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        vm.prank(AUDITOR);
        incidents.reassign(INCIDENT, OTHER_INFRA, REASON);
        vm.prank(OTHER_OPERATOR);
        incidents.fileReview(INCIDENT, REVIEW, false);
        vm.prank(OWN_AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewOfOwnEntity.selector, INCIDENT, INFRA));
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
        accept();
        assertStatus(IncidentStatus.Reviewed);
    }

    function refuse(uint8 entity) private {
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.OperatorMissing.selector, entity));
        vm.prank(AUDITOR);
        incidents.reassign(INCIDENT, entity, REASON);
    }
}
