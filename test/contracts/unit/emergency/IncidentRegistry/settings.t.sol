// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {
    Audience,
    IIncidentRegistry,
    IncidentStatus,
    ServiceLevels,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";
import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";

import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {IncidentFixture} from "../IncidentFixture.sol";
import {IncidentRegistry} from "../../../../../contracts/emergency/IncidentRegistry.sol";

contract IncidentRegistrySettingsTest is IncidentFixture {
    using EvidenceReplay for bytes32;

    // --------------------------------------------------------------------------------------------------- initialize

    function test_BeginsWithServiceLevels() external view {
        expectDefaults(Severity.Sev1, ServiceLevels(900, 3600, 14_400, 86_400, 1_209_600));
        expectDefaults(Severity.Sev2, ServiceLevels(1800, 14_400, 86_400, 259_200, 1_209_600));
        expectDefaults(Severity.Sev3, ServiceLevels(14_400, 86_400, 604_800, 1_209_600, 2_592_000));
        expectDefaults(Severity.Sev4, ServiceLevels(86_400, 259_200, 2_592_000, 5_184_000, 5_184_000));
        vm.assertEq(incidents.emergencyController(), address(emergency), "controller");
    }

    function test_RevertWhen_InitializedAgain() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        incidents.initialize(IRoleRegistry(address(registry)));
        IncidentRegistry bare = new IncidentRegistry(IEmergencyController(address(emergency)));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(IRoleRegistry(address(registry)));
    }

    function test_RevertWhen_BuiltWithoutAController() external {
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ContractRequired.selector, address(0)));
        new IncidentRegistry(IEmergencyController(address(0)));
    }

    // ---------------------------------------------------------------------------------------------- setServiceLevels

    function test_RevertWhen_TheSeverityIsMissing() external {
        vm.expectRevert(IIncidentRegistry.SeverityMissing.selector);
        incidents.setServiceLevels(Severity.None, ServiceLevels(60, 60, 60, 60, 1 days));
    }

    function test_RevertWhen_ALevelIsOutOfBounds() external {
        uint32 minute = 1 minutes;
        refuse(ServiceLevels(59, 60, 60, 60, 1 days), "acknowledgeWithin", 59, minute, 7 days);
        refuse(ServiceLevels(7 days + 1, 60, 8 days, 8 days, 1 days), "acknowledgeWithin", 7 days + 1, minute, 7 days);
        refuse(ServiceLevels(60, 59, 60, 60, 1 days), "statementWithin", 59, minute, 30 days);
        refuse(ServiceLevels(60, 30 days + 1, 60, 60, 1 days), "statementWithin", 30 days + 1, minute, 30 days);
        refuse(ServiceLevels(61, 60, 60, 60, 1 days), "mitigateWithin", 60, 61, 90 days);
        refuse(ServiceLevels(60, 60, 90 days + 1, 100 days, 1 days), "mitigateWithin", 90 days + 1, minute, 90 days);
        refuse(ServiceLevels(60, 60, 61, 60, 1 days), "resolveWithin", 60, 61, 180 days);
        refuse(ServiceLevels(60, 60, 60, 180 days + 1, 1 days), "resolveWithin", 180 days + 1, minute, 180 days);
        refuse(ServiceLevels(60, 60, 60, 60, 1 days - 1), "reviewWithin", 1 days - 1, 1 days, 90 days);
        refuse(ServiceLevels(60, 60, 60, 60, 90 days + 1), "reviewWithin", 90 days + 1, 1 days, 90 days);
    }

    function test_BoundsThemselvesAreAllowed() external {
        set(Severity.Sev1, ServiceLevels(60, 60, 60, 60, 1 days));
        set(Severity.Sev4, ServiceLevels(7 days, 30 days, 90 days, 180 days, 90 days));
    }

    function testFuzz_SetsWhatIsInOrder(uint256[5] memory spans, uint256 level) external {
        uint256 acknowledgement = bound(spans[0], 60, 7 days);
        uint256 mitigation = bound(spans[2], acknowledgement, 90 days);
        set(
            Severity(bound(level, 1, 4)),
            ServiceLevels({
                acknowledgeWithin: uint32(acknowledgement),
                statementWithin: uint32(bound(spans[1], 60, 30 days)),
                mitigateWithin: uint32(mitigation),
                resolveWithin: uint32(bound(spans[3], mitigation, 180 days)),
                reviewWithin: uint32(bound(spans[4], 1 days, 90 days))
            })
        );
    }

    // ----------------------------------------------------------------------------------------------- setKeyRegistry

    function test_RevertWhen_TheKeyRegistryHasNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ContractRequired.selector, SAFE));
        incidents.setKeyRegistry(SAFE);
    }

    function test_SetsTheKeyRegistry() external {
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.KeyRegistrySet(address(registry));
        incidents.setKeyRegistry(address(registry));
        vm.assertEq(incidents.keyRegistry(), address(registry), "key registry");
    }

    // ---------------------------------------------------------------------------------------------------- everything

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.setServiceLevels(Severity.Sev1, ServiceLevels(60, 60, 60, 60, 1 days));
        expectStranger();
        incidents.setKeyRegistry(address(keys));
        expectStranger();
        incidents.upgradeToAndCall(address(incidents), "");
    }

    /// @dev A whole life with a second declaration: what is not in the chain is not in the evidence.
    function test_EveryEventMovesTheEvidenceChain() external {
        keys.add(REPORT);
        vm.recordLogs();
        bytes32 head = incidents.evidenceHead();
        incidents.setServiceLevels(Severity.Sev4, incidents.serviceLevelsOf(Severity.Sev3));
        incidents.setKeyRegistry(address(keys));
        incidents.report(INCIDENT, Severity.Sev4, REPORT);
        incidents.raiseSeverity(INCIDENT, Severity.Sev3, REASON);
        vm.prank(AUDITOR);
        incidents.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
        declare(Severity.Sev1);
        acknowledge();
        incidents.publishStatement(INCIDENT, Audience.Public, REPORT);
        vm.prank(OPERATOR);
        incidents.nameKey(INCIDENT, REPORT);
        keys.end(REPORT);
        mitigate();
        file(true);
        vm.prank(AUDITOR);
        incidents.rejectReview(INCIDENT, REVIEW, REASON);
        resolve();
        file(false);
        declare(Severity.Sev1);
        vm.prank(AUDITOR);
        incidents.reassign(INCIDENT, INFRA, REASON);
        file(false);
        accept();
        incidents.upgradeToAndCall(deploy("IncidentRegistry", abi.encode(emergency)), "");
        vm.assertEq(incidents.evidenceHead(), head.advance(vm.getRecordedLogs(), address(incidents)), "head");
        assertStatus(IncidentStatus.Reviewed);
    }

    function set(Severity severity, ServiceLevels memory levels) private {
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.ServiceLevelsSet(severity, levels);
        incidents.setServiceLevels(severity, levels);
        assertLevels(incidents.serviceLevelsOf(severity), levels);
    }

    function refuse(
        ServiceLevels memory levels,
        string memory field,
        uint32 value,
        uint32 minimum,
        uint32 maximum
    ) private {
        vm.expectRevert(
            abi.encodeWithSelector(IIncidentRegistry.ServiceLevelOutOfBounds.selector, field, value, minimum, maximum)
        );
        incidents.setServiceLevels(Severity.Sev1, levels);
    }

    function expectDefaults(Severity severity, ServiceLevels memory expected) private view {
        assertLevels(incidents.serviceLevelsOf(severity), expected);
    }
}
