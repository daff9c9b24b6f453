// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    FiledReview,
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryAcceptReviewTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        accept();
    }

    function test_RevertWhen_TheOpinionIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.acceptReview(INCIDENT, REVIEW, bytes32(0));
    }

    function test_RevertWhen_NoneIsFiled() external {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        vm.prank(AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewMissing.selector, INCIDENT));
        incidents.acceptReview(INCIDENT, bytes32(0), OPINION);
    }

    function testFuzz_RevertWhen_AnotherDigestIsMeant(bytes32 given) external {
        vm.assume(given != REVIEW);
        resolveAndFile();
        vm.prank(AUDITOR);
        vm.expectRevert(
            abi.encodeWithSelector(IIncidentRegistry.ReviewDigestMismatch.selector, INCIDENT, REVIEW, given)
        );
        incidents.acceptReview(INCIDENT, given, OPINION);
    }

    function testFuzz_RevertWhen_ItIsInterim(uint256 reached) external {
        reach(Severity.Sev1, IncidentStatus(bound(reached, 2, 4)));
        file(true);
        vm.prank(AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewIsInterim.selector, INCIDENT));
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
    }

    /// @dev What owes a review came after this one, unheard: what the registry is told overtakes what is filed.
    function test_RevertWhen_ItWasNotToldWhatIsOwed() external {
        resolveAndFile();
        emergency.owe(INCIDENT);
        vm.prank(AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.DeclarationMissing.selector, INCIDENT));
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
        declare(Severity.Sev1);
        file(false);
        accept();
        vm.assertFalse(emergency.debtOf(INCIDENT).open, "paid");
    }

    function test_RevertWhen_TheAuditorIsOfTheResponsibleEntity() external {
        resolveAndFile();
        vm.prank(OWN_AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewOfOwnEntity.selector, INCIDENT, INFRA));
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
    }

    function test_RevertWhen_TheAuditorActsForNoEntity() external {
        resolveAndFile();
        vm.prank(UNBOUND);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.EntityRequired.selector, UNBOUND));
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
    }

    function test_RevertWhen_AcceptedTwice() external {
        reach(Severity.Sev1, IncidentStatus.Reviewed);
        vm.prank(AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewMissing.selector, INCIDENT));
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
    }

    function test_IsReviewedNow() external {
        resolveAndFile();
        vm.warp(START + 7 days);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.ReviewApproved(INCIDENT, AUDITOR, SUPERVISOR, REVIEW, OPINION);
        accept();
        assertStatus(IncidentStatus.Reviewed);
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).reviewedAt), START + 7 days, "time");
        FiledReview memory none;
        vm.assertEq(abi.encode(incidents.reviewOf(INCIDENT)), abi.encode(none), "off the table");
        vm.assertEq(emergency.acceptances(INCIDENT), 1, "the controller is told");
    }

    function test_PaysADebtThatCameLater() external {
        reach(Severity.Sev1, IncidentStatus.Reviewed);
        vm.warp(START + 30 days);
        declare(Severity.Sev1);
        file(false);
        accept();
        assertStatus(IncidentStatus.Reviewed);
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).reviewedAt), START, "of the first");
        vm.assertEq(emergency.acceptances(INCIDENT), 2, "the controller is told");
        vm.assertFalse(emergency.debtOf(INCIDENT).open, "paid");
    }

    function resolveAndFile() private {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        file(false);
    }
}
