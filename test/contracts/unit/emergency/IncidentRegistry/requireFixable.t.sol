// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryRequireFixableTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        incidents.requireFixable(INCIDENT);
    }

    function testFuzz_RevertWhen_ItIsResolved(bool reviewed) external {
        IncidentStatus status = reviewed ? IncidentStatus.Reviewed : IncidentStatus.Resolved;
        reach(Severity.Sev1, status);
        vm.roll(1001);
        expectUnexpected(status);
        incidents.requireFixable(INCIDENT);
    }

    function testFuzz_RevertWhen_ItIsMild(bool milder) external {
        Severity severity = milder ? Severity.Sev4 : Severity.Sev3;
        open(severity);
        vm.roll(1001);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.NotSevereEnough.selector, INCIDENT, severity));
        incidents.requireFixable(INCIDENT);
    }

    function test_RevertWhen_ItWasOpenedInThisBlock() external {
        open(Severity.Sev1);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.IncidentTooRecent.selector, INCIDENT, block.number));
        incidents.requireFixable(INCIDENT);
    }

    function testFuzz_HoldsForASevereIncidentOfAnEarlierBlock(bool second, uint256 reached) external {
        reach(second ? Severity.Sev2 : Severity.Sev1, IncidentStatus(bound(reached, 1, 3)));
        vm.roll(1001);
        incidents.requireFixable(INCIDENT);
    }

    /// @dev Neither the operator's step nor the auditor's judgement refuses what two councils sign.
    function testFuzz_HoldsForWhatTheCouncilDeclaredUntilItsReviewIsAccepted(bool second, uint256 reached) external {
        reach(Severity.Sev1, IncidentStatus(bound(reached, 1, 4)));
        declare(second ? Severity.Sev2 : Severity.Sev1);
        if (statusOf(INCIDENT) < IncidentStatus.Resolved) {
            vm.prank(AUDITOR);
            incidents.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
        }
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.IncidentTooRecent.selector, INCIDENT, block.number));
        incidents.requireFixable(INCIDENT);
        vm.roll(1001);
        incidents.requireFixable(INCIDENT);
    }

    function test_RevertWhen_TheReviewOfWhatTheCouncilDeclaredIsAccepted() external {
        declare(Severity.Sev1);
        acknowledge();
        mitigate();
        resolve();
        vm.roll(1001);
        incidents.requireFixable(INCIDENT);
        file(false);
        accept();
        expectUnexpected(IncidentStatus.Reviewed);
        incidents.requireFixable(INCIDENT);
    }
}
