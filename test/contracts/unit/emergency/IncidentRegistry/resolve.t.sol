// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";

contract IncidentRegistryResolveTest is IncidentFixture {
    function test_RevertWhen_ItIsUnknown() external {
        expectUnknown();
        incidents.resolve(INCIDENT, REPORT);
    }

    function test_RevertWhen_TheDigestIsMissing() external {
        vm.expectRevert(IIncidentRegistry.DigestMissing.selector);
        incidents.resolve(INCIDENT, bytes32(0));
    }

    function testFuzz_RevertWhen_ItIsNotMitigated(uint256 reached) external {
        IncidentStatus status = IncidentStatus(bound(reached, 1, 5));
        vm.assume(status != IncidentStatus.Mitigated);
        reach(Severity.Sev1, status);
        expectUnexpected(status);
        incidents.resolve(INCIDENT, REPORT);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.resolve(INCIDENT, REPORT);
    }

    /// @dev The last of 32 keys holds the incident as the first does.
    function test_RevertWhen_AnyNamedKeyIsNotRotated() external {
        reach(Severity.Sev1, IncidentStatus.Mitigated);
        for (uint256 i = 0; i < 32; ++i) {
            keys.add(bytes32(i + 1));
            registry.bindAccount(address(this), uint8(1 + i / 8));
            incidents.nameKey(INCIDENT, bytes32(i + 1));
        }
        for (uint256 i = 0; i < 32; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyNotRotated.selector, INCIDENT, bytes32(i + 1)));
            incidents.resolve(INCIDENT, REPORT);
            keys.end(bytes32(i + 1));
        }
        resolve();
        assertStatus(IncidentStatus.Resolved);
    }

    function testFuzz_IsResolvedNow(uint256 level) external {
        reach(Severity(bound(level, 1, 4)), IncidentStatus.Mitigated);
        vm.warp(START + 5 hours);
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.IncidentResolved(INCIDENT, OPERATOR, REPORT);
        resolve();
        assertStatus(IncidentStatus.Resolved);
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).resolvedAt), START + 5 hours, "time");
        vm.assertEq(incidents.openSevereIncidents(), 0, "severe");
    }
}
