// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    FiledReview,
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryFileReviewTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        incidents.fileReview(INCIDENT, REVIEW, false);
    }

    function test_RevertWhen_TheDigestIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.fileReview(INCIDENT, bytes32(0), false);
    }

    function testFuzz_RevertWhen_NobodyIsResponsibleYet(bool interim) external {
        open(Severity.Sev1);
        expectUnexpected(IncidentStatus.Open);
        vm.prank(OPERATOR);
        incidents.fileReview(INCIDENT, REVIEW, interim);
    }

    function testFuzz_RevertWhen_FinalBeforeTheResolution(uint256 reached) external {
        IncidentStatus status = IncidentStatus(bound(reached, 2, 3));
        reach(Severity.Sev1, status);
        expectUnexpected(status);
        vm.prank(OPERATOR);
        incidents.fileReview(INCIDENT, REVIEW, false);
    }

    function testFuzz_RevertWhen_ReviewedAndNothingIsOwed(bool interim) external {
        reach(Severity.Sev1, IncidentStatus.Reviewed);
        expectUnexpected(IncidentStatus.Reviewed);
        vm.prank(OPERATOR);
        incidents.fileReview(INCIDENT, REVIEW, interim);
    }

    function test_RevertWhen_AnotherEntityFiles() external {
        reach(Severity.Sev1, IncidentStatus.Resolved);
        vm.prank(OTHER_OPERATOR);
        vm.expectRevert(
            abi.encodeWithSelector(IIncidentRegistry.NotResponsible.selector, INCIDENT, INFRA, OTHER_INFRA)
        );
        incidents.fileReview(INCIDENT, REVIEW, false);
        vm.prank(UNBOUND);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.EntityRequired.selector, UNBOUND));
        incidents.fileReview(INCIDENT, REVIEW, false);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.fileReview(INCIDENT, REVIEW, false);
    }

    function testFuzz_AwaitsItsAcceptance(uint256 reached) external {
        IncidentStatus status = IncidentStatus(bound(reached, 2, 4));
        bool interim = status != IncidentStatus.Resolved;
        reach(Severity.Sev1, status);
        vm.warp(START + 3 days);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.ReviewSubmitted(INCIDENT, OPERATOR, INFRA, REVIEW, interim);
        file(interim);
        assertStatus(status);
        assertFiled(FiledReview(REVIEW, INFRA, interim, uint40(START + 3 days)));
        vm.assertEq(emergency.filings(INCIDENT), 1, "the controller is told");
    }

    function test_ALaterReviewReplacesIt() external {
        reach(Severity.Sev1, IncidentStatus.Acknowledged);
        file(true);
        mitigate();
        resolve();
        vm.warp(START + 1 days);
        vm.prank(OPERATOR);
        incidents.fileReview(INCIDENT, REPORT, false);
        assertFiled(FiledReview(REPORT, INFRA, false, uint40(START + 1 days)));
        vm.assertEq(emergency.filings(INCIDENT), 2, "the controller is told of both");
    }

    function testFuzz_AReviewedIncidentThatOwesAgainTakesAnother(bool declared, bool interim) external {
        reach(Severity.Sev1, IncidentStatus.Reviewed);
        if (declared) declare(Severity.Sev1);
        else emergency.owe(INCIDENT);
        file(interim);
        vm.assertEq(incidents.reviewOf(INCIDENT).digest, REVIEW, "filed");
        assertStatus(IncidentStatus.Reviewed);
    }

    function assertFiled(FiledReview memory expected) private view {
        vm.assertEq(abi.encode(incidents.reviewOf(INCIDENT)), abi.encode(expected), "review");
    }
}
