// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    IIncidentRegistry,
    IncidentStatus,
    ServiceLevels,
    Severity
} from "../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";

import {FakeEmergencyController} from "../../mocks/emergency/FakeEmergencyController.sol";
import {FakeEntityRegistry} from "../../mocks/emergency/FakeEntityRegistry.sol";
import {FakeKeyRotations} from "../../mocks/emergency/FakeKeyRotations.sol";
import {IncidentRegistry} from "../../../../contracts/emergency/IncidentRegistry.sol";
import {Test} from "../../support/Test.sol";

/// @notice An IncidentRegistry on fakes of its neighbours, people of several entities, and the steps of an incident.
abstract contract IncidentFixture is Test {
    uint256 internal constant START = 1_800_000_000;
    bytes32 internal constant INCIDENT = keccak256("incident");
    bytes32 internal constant REPORT = keccak256("report");
    bytes32 internal constant REASON = keccak256("reason");
    bytes32 internal constant REVIEW = keccak256("review");
    bytes32 internal constant OPINION = keccak256("opinion");

    uint8 internal constant INFRA = 1;
    uint8 internal constant OTHER_INFRA = 2;
    uint8 internal constant SUPERVISOR = 3;

    address internal constant OPERATOR = address(0xa1);
    address internal constant OTHER_OPERATOR = address(0xa2);
    address internal constant AUDITOR = address(0xa3);
    /// @dev Someone who audits for the entity that operates: separation of duties forbids it, and so does the review.
    address internal constant OWN_AUDITOR = address(0xa4);
    address internal constant UNBOUND = address(0xa5);
    address internal constant SAFE = address(0xb1);
    address internal constant STRANGER = address(0xbad);

    FakeEmergencyController internal emergency;
    FakeEntityRegistry internal registry;
    FakeKeyRotations internal keys;
    IncidentRegistry internal incidents;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1000);
        emergency = new FakeEmergencyController();
        registry = new FakeEntityRegistry(STRANGER);
        registry.bindAccount(OPERATOR, INFRA);
        registry.bindAccount(OTHER_OPERATOR, OTHER_INFRA);
        registry.bindAccount(AUDITOR, SUPERVISOR);
        registry.bindAccount(OWN_AUDITOR, INFRA);
        incidents = newRegistry();
        keys = new FakeKeyRotations();
        incidents.setKeyRegistry(address(keys));
    }

    function newRegistry() internal returns (IncidentRegistry) {
        address logic = deploy("IncidentRegistry", abi.encode(emergency));
        bytes memory init = abi.encodeCall(IncidentRegistry.initialize, (IRoleRegistry(address(registry))));
        return IncidentRegistry(address(new ERC1967Proxy(logic, init)));
    }

    // -------------------------------------------------------------------------------------------------------- steps

    function open(Severity severity) internal {
        vm.prank(OPERATOR);
        incidents.open(INCIDENT, severity, REPORT);
    }

    function declare(Severity severity) internal {
        emergency.declare(incidents, INCIDENT, severity, SAFE, REASON);
    }

    function acknowledge() internal {
        vm.prank(OPERATOR);
        incidents.acknowledge(INCIDENT);
    }

    function mitigate() internal {
        vm.prank(OPERATOR);
        incidents.mitigate(INCIDENT, REPORT);
    }

    function resolve() internal {
        vm.prank(OPERATOR);
        incidents.resolve(INCIDENT, REPORT);
    }

    function file(bool interim) internal {
        vm.prank(OPERATOR);
        incidents.fileReview(INCIDENT, REVIEW, interim);
    }

    function accept() internal {
        vm.prank(AUDITOR);
        incidents.acceptReview(INCIDENT, REVIEW, OPINION);
    }

    /// @dev Takes an incident from nothing to `status`, as everyone does their duty.
    function reach(Severity severity, IncidentStatus status) internal {
        open(severity);
        if (status >= IncidentStatus.Acknowledged) acknowledge();
        if (status >= IncidentStatus.Mitigated) mitigate();
        if (status >= IncidentStatus.Resolved) resolve();
        if (status < IncidentStatus.Reviewed) return;
        file(false);
        accept();
    }

    // ------------------------------------------------------------------------------------------------- expectations

    function statusOf(bytes32 incidentId) internal view returns (IncidentStatus) {
        return incidents.incidentOf(incidentId).status;
    }

    function assertStatus(IncidentStatus expected) internal view {
        vm.assertEq(uint256(statusOf(INCIDENT)), uint256(expected), "status");
    }

    function assertLevels(ServiceLevels memory found, ServiceLevels memory expected) internal pure {
        vm.assertEq(abi.encode(found), abi.encode(expected), "service levels");
    }

    function expectUnexpected(IncidentStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.UnexpectedIncidentStatus.selector, INCIDENT, status));
    }

    function expectUnknown() internal {
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.IncidentUnknown.selector, INCIDENT));
    }

    /// @dev The next call is the stranger's, and refused.
    function expectStranger() internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        vm.prank(STRANGER);
    }
}
