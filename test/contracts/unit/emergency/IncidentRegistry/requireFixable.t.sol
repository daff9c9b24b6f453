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
}
