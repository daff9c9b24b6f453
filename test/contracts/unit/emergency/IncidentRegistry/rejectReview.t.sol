// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    FiledReview,
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryRejectReviewTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        incidents.rejectReview(INCIDENT, REVIEW, REASON);
    }

    function test_RevertWhen_TheReasonIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.rejectReview(INCIDENT, REVIEW, bytes32(0));
    }

    function test_RevertWhen_NoneIsFiled() external {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        vm.prank(AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewMissing.selector, INCIDENT));
        incidents.rejectReview(INCIDENT, REVIEW, REASON);
    }

    function test_RevertWhen_AnotherDigestIsMeant() external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        file(true);
        vm.prank(AUDITOR);
        vm.expectRevert(
            abi.encodeWithSelector(IIncidentRegistry.ReviewDigestMismatch.selector, INCIDENT, REVIEW, REPORT)
        );
        incidents.rejectReview(INCIDENT, REPORT, REASON);
    }

    function test_RevertWhen_TheAuditorIsOfTheResponsibleEntity() external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        file(true);
        vm.prank(OWN_AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewOfOwnEntity.selector, INCIDENT, INFRA));
        incidents.rejectReview(INCIDENT, REVIEW, REASON);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.rejectReview(INCIDENT, REVIEW, REASON);
    }

    function testFuzz_TheReviewIsOffTheTable(bool interim) external {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        file(interim);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.ReviewReturned(INCIDENT, AUDITOR, SUPERVISOR, REVIEW, REASON);
        vm.prank(AUDITOR);
        incidents.rejectReview(INCIDENT, REVIEW, REASON);
        assertStatus(IncidentStatus.Resolved);
        FiledReview memory none;
        vm.assertEq(abi.encode(incidents.reviewOf(INCIDENT)), abi.encode(none), "review");
        vm.assertEq(emergency.rejections(INCIDENT), 1, "the controller is told");
        vm.assertEq(emergency.acceptances(INCIDENT), 0, "nothing is paid");
    }

    function test_AnotherCanBeFiledAndAccepted() external {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        file(false);
        vm.prank(AUDITOR);
        incidents.rejectReview(INCIDENT, REVIEW, REASON);
        file(false);
        accept();
        assertStatus(IncidentStatus.Reviewed);
    }
}
