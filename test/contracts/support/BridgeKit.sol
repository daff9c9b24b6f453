// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {BridgeParameters} from "../../../contracts/bridge/BridgeParameters.sol";
import {Change, ChangeClass} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {FakeBridgeGateway} from "../mocks/bridge/FakeBridgeGateway.sol";
import {IBridgeParameters, Parameter, ParameterState} from "../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {IEmergencyController, Restriction} from "../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IncidentRegistry} from "../../../contracts/emergency/IncidentRegistry.sol";
import {Mode} from "../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../contracts/emergency/SystemIds.sol";

import {GovernanceKit} from "./GovernanceKit.sol";

/**
 * @notice The suite with a bridge: parameters of the whole rail pair established, and old enough to be loosened. The
 * gateway is a fake that says how the bridge fares; everything that decides about it is real.
 */
abstract contract BridgeKit is GovernanceKit {
    bytes32 internal constant METRICS = keccak256("metrics");
    bytes32 internal constant REPORT = keccak256("report");
    bytes32 internal constant INCIDENT = keccak256("incident");
    address internal constant ALL = address(0);

    uint128 internal constant CAPACITY = 1_000_000;
    uint128 internal constant WINDOW = 1 days;

    bytes32 internal immutable RAIL = SystemIds.named(SystemIds.RAIL, "retail-rail");

    IncidentRegistry internal incidents;
    BridgeParameters internal parameters;
    FakeBridgeGateway internal gateway;

    function setUp() public virtual override {
        super.setUp();
        incidents = IncidentRegistry(
            address(
                new ERC1967Proxy(
                    address(new IncidentRegistry(emergencyController)),
                    abi.encodeCall(IncidentRegistry.initialize, (registry))
                )
            )
        );
        parameters = BridgeParameters(
            address(
                new ERC1967Proxy(
                    address(new BridgeParameters(registry, guard, emergencyController, incidents)),
                    abi.encodeCall(BridgeParameters.initialize, ())
                )
            )
        );
        gateway = new FakeBridgeGateway(RAIL);
        vm.startPrank(address(manager));
        _mapTo(address(incidents), incidents.open.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(incidents), incidents.acknowledge.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(incidents), incidents.mitigate.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(incidents), incidents.resolve.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(parameters), parameters.linkGateway.selector, Roles.HIGH_RISK_UPGRADE);
        _mapTo(address(parameters), parameters.establish.selector, Roles.HIGH_RISK_UPGRADE);
        _mapTo(address(parameters), parameters.upgradeToAndCall.selector, Roles.HIGH_RISK_UPGRADE);
        _mapTo(address(parameters), parameters.loosen.selector, Roles.BRIDGE_PARAMETER);
        _mapTo(address(parameters), parameters.returnToBaseline.selector, Roles.BRIDGE_PARAMETER);
        _mapTo(address(parameters), parameters.retract.selector, Roles.BRIDGE_PARAMETER);
        parameters.linkGateway(address(gateway));
        parameters.establish(Parameter.OutWindow, ALL, WINDOW);
        parameters.establish(Parameter.InWindow, ALL, WINDOW);
        parameters.establish(Parameter.OutCapacity, ALL, CAPACITY);
        parameters.establish(Parameter.InCapacity, ALL, CAPACITY);
        parameters.establish(Parameter.ConversionMaximum, ALL, CAPACITY / 10);
        parameters.establish(Parameter.ReserveMaxAge, ALL, 1 days);
        parameters.establish(Parameter.FailureMaximum, ALL, 400);
        vm.stopPrank();
        waitOutTheSpacing();
    }

    // ----------------------------------------------------------------------------------------------------- changes

    /// @dev A step as the proposer sees it now; undone by going back to exactly what is.
    function loosening(Parameter parameter, uint128 value) internal returns (Change memory) {
        ParameterState memory seen = parameters.stateOf(parameter, ALL);
        bytes memory step = abi.encodeCall(IBridgeParameters.loosen, (parameter, ALL, seen.value, seen.version, value));
        return changeOf(ChangeClass.BridgeParameter, address(parameters), step, undoing(parameter, seen));
    }

    function returning(Parameter parameter) internal returns (Change memory) {
        ParameterState memory seen = parameters.stateOf(parameter, ALL);
        return
            changeOf(ChangeClass.BridgeParameter, address(parameters), returnCall(parameter), undoing(parameter, seen));
    }

    function returnCall(Parameter parameter) internal view returns (bytes memory) {
        ParameterState memory seen = parameters.stateOf(parameter, ALL);
        return abi.encodeCall(IBridgeParameters.returnToBaseline, (parameter, ALL, seen.value, seen.version));
    }

    function undoing(Parameter parameter, ParameterState memory seen) internal pure returns (bytes memory) {
        return abi.encodeCall(IBridgeParameters.retract, (parameter, ALL, seen.value, seen.baseline));
    }

    // -------------------------------------------------------------------------------------------------------- acts

    function tighten(Parameter parameter, uint128 value) internal {
        speak(
            emergency,
            address(parameters),
            abi.encodeCall(IBridgeParameters.tighten, (parameter, ALL, value, REASON))
        );
    }

    function acknowledge(bytes32 id) internal {
        vm.prank(monitor);
        manager.acknowledge(id, block.number - 1, METRICS);
    }

    /// @dev Monitoring objects.
    function objectTo(bytes32 id) internal {
        vm.prank(monitor);
        manager.object(id, REASON);
    }

    /// @dev Proposed, approved and acknowledged; at the first moment at which it may run.
    function readyWithItsWord(Change memory change) internal returns (bytes32 id) {
        id = readyWithoutAWord(change);
        acknowledge(id);
    }

    function readyWithoutAWord(Change memory change) internal returns (bytes32 id) {
        id = propose(change);
        approve(governance, change);
        vm.warp(manager.recordOf(id).readyAt);
        watchTheReserve();
    }

    /// @dev The whole way of a change of limits that nobody stops.
    function carryWithItsWord(Change memory change) internal returns (bytes32 id) {
        id = readyWithItsWord(change);
        executeChange(change);
    }

    function restrictTheRail(Mode mode) internal {
        Restriction[] memory restrictions = new Restriction[](1);
        restrictions[0] = Restriction(RAIL, mode);
        speak(
            emergency,
            address(emergencyController),
            abi.encodeCall(IEmergencyController.restrict, (restrictions, 1 hours, INCIDENT, 1, REASON))
        );
    }

    function waitOutTheSpacing() internal {
        vm.warp(block.timestamp + 14 days);
        watchTheReserve();
    }

    /// @dev Monitoring looks at the private rail's books.
    function watchTheReserve() internal {
        gateway.setObservedAt(uint40(block.timestamp));
    }

    function requireValue(Parameter parameter, uint128 value, string memory when) internal view {
        vm.assertEq(uint256(parameters.valueOf(parameter, ALL)), value, when);
    }

    function _mapTo(address target, bytes4 selector, uint64 role) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        registry.setTargetFunctionRole(target, selectors, role);
    }
}
