// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EmergencyController} from "../../../contracts/emergency/EmergencyController.sol";
import {FakeIncidentRegistry} from "../mocks/emergency/FakeIncidentRegistry.sol";
import {GuardedProbe} from "../mocks/emergency/GuardedProbe.sol";
import {
    IEmergencyController,
    ModeEnds,
    Playbook,
    Restriction
} from "../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Mode, Operation} from "../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../contracts/emergency/SystemIds.sol";

import {GovernanceKit} from "./GovernanceKit.sol";

/// @notice The suite with an EmergencyController, a rail that obeys it, and what the two councils say to it.
abstract contract EmergencyKit is GovernanceKit {
    bytes32 internal constant INCIDENT = keccak256("incident");
    bytes32 internal constant OTHER_INCIDENT = keccak256("other incident");
    bytes32 internal constant PLAYBOOK = keccak256("playbook");

    uint32 internal constant BUDGET = 72 hours;
    uint32 internal constant RESERVE = 12 hours;

    bytes32 internal immutable RAIL = SystemIds.named(SystemIds.RAIL, "retail-rail");
    bytes32 internal immutable SERVICE = SystemIds.named(SystemIds.SERVICE, "identity");

    EmergencyController internal controller;
    FakeIncidentRegistry internal incidents;
    GuardedProbe internal rail;

    function setUp() public virtual override {
        super.setUp();
        deployController();
        incidents = new FakeIncidentRegistry(controller);
        rail = new GuardedProbe(controller, RAIL);

        bytes4[] memory settings = new bytes4[](5);
        settings[0] = IEmergencyController.setIncidentRegistry.selector;
        settings[1] = IEmergencyController.setPlaybook.selector;
        settings[2] = IEmergencyController.removePlaybook.selector;
        settings[3] = IEmergencyController.assignSystem.selector;
        settings[4] = IEmergencyController.setVolumeCap.selector;
        vm.startPrank(address(manager));
        registry.setTargetFunctionRole(address(controller), settings, Roles.HIGH_RISK_UPGRADE);
        controller.setIncidentRegistry(address(incidents));
        controller.assignSystem(address(rail), RAIL);
        vm.stopPrank();
    }

    /// @dev A controller that nobody has told anything yet.
    function deployController() internal {
        controller = EmergencyController(deploy("EmergencyController", abi.encode(registry, guard)));
    }

    // ------------------------------------------------------------------------------------------------ what is said

    function restricting(
        Restriction[] memory restrictions,
        uint32 duration,
        bytes32 incidentId
    ) internal pure returns (bytes memory) {
        return abi.encodeCall(IEmergencyController.restrict, (restrictions, duration, incidentId, 1, REASON));
    }

    function only(bytes32 systemId, Mode mode) internal pure returns (Restriction[] memory restrictions) {
        restrictions = new Restriction[](1);
        restrictions[0] = Restriction(systemId, mode);
    }

    function both(
        bytes32 systemId,
        Mode mode,
        bytes32 secondId,
        Mode secondMode
    ) internal pure returns (Restriction[] memory restrictions) {
        restrictions = new Restriction[](2);
        restrictions[0] = Restriction(systemId, mode);
        restrictions[1] = Restriction(secondId, secondMode);
    }

    function extending(Mode mode, uint40 until) internal view returns (bytes memory) {
        return abi.encodeCall(IEmergencyController.extend, (RAIL, mode, until, INCIDENT, REASON));
    }

    function restoring(Mode mode) internal view returns (bytes memory) {
        return abi.encodeCall(IEmergencyController.restore, (RAIL, mode, REASON));
    }

    function overriding(Operation operation, uint40 until) internal view returns (bytes memory) {
        return abi.encodeCall(IEmergencyController.grantOverride, (RAIL, operation, until, INCIDENT, REASON));
    }

    // -------------------------------------------------------------------------------------------------------- acts

    /// @dev The Emergency Council restricts the rail for the incident.
    function restrict(Mode mode, uint32 duration) internal {
        restrict(RAIL, mode, duration, INCIDENT);
    }

    function restrict(bytes32 systemId, Mode mode, uint32 duration, bytes32 incidentId) internal {
        restrict(only(systemId, mode), duration, incidentId);
    }

    function restrict(Restriction[] memory restrictions, uint32 duration, bytes32 incidentId) internal {
        speak(emergency, address(controller), restricting(restrictions, duration, incidentId));
    }

    function extend(Mode mode, uint40 until) internal {
        speak(sovereign, address(controller), extending(mode, until));
    }

    function restore(Mode mode) internal {
        speak(sovereign, address(controller), restoring(mode));
    }

    function refill() internal {
        speak(sovereign, address(controller), abi.encodeCall(IEmergencyController.refillBudget, (RAIL, REASON)));
    }

    function grant(Operation operation, uint40 until) internal {
        speak(sovereign, address(controller), overriding(operation, until));
    }

    /// @dev What only a HighRiskUpgrade may do.
    function govern(bytes memory data) internal {
        vm.prank(address(manager));
        (bool success, bytes memory reason) = address(controller).call(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    function playbookOf(
        Restriction[] memory restrictions,
        uint32 duration
    ) internal pure returns (Playbook memory playbook) {
        return Playbook(keccak256("playbook document"), duration, 1, restrictions);
    }

    /// @dev A council says something and is refused with exactly `reason`.
    function refusedTo(Body storage body, bytes memory data, bytes memory reason) internal {
        refused(body, quorumOf(body), address(controller), data, reason);
    }

    /// @dev A review of the incident becomes overdue: filed by nobody, 14 days after its restriction ended.
    function letReviewLapse(bytes32 incidentId) internal {
        vm.warp(controller.debtOf(incidentId).dueAt + 1);
    }

    // ---------------------------------------------------------------------------------------------------- findings

    function requireMode(Mode mode, string memory when) internal view {
        (Mode found, ) = controller.modeOf(RAIL);
        vm.assertEq(uint256(found), uint256(mode), when);
    }

    /// @dev The rail is in `mode` until exactly `until`.
    function requireModeUntil(Mode mode, uint256 until) internal view {
        (Mode found, uint40 end) = controller.modeOf(RAIL);
        vm.assertEq(uint256(found), uint256(mode), "mode");
        vm.assertEq(end, until, "until");
    }

    function requireUse(uint256 strict, uint256 reserve, uint256 overrides) internal view {
        vm.assertEq(controller.budgetUseOf(RAIL).strict, strict, "strict use");
        vm.assertEq(controller.budgetUseOf(RAIL).reserve, reserve, "use of the reserve");
        vm.assertEq(controller.budgetUseOf(RAIL).overrides, overrides, "use for overrides");
    }

    function endsOf(bytes32 systemId) internal view returns (ModeEnds memory) {
        return controller.modeEndsOf(systemId);
    }

    function soon(uint256 time) internal view returns (uint40) {
        return uint40(block.timestamp + time);
    }
}
