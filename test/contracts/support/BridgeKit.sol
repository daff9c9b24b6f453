// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {BridgeGateway} from "../../../contracts/bridge/BridgeGateway.sol";
import {BridgeParameters} from "../../../contracts/bridge/BridgeParameters.sol";
import {Change, ChangeClass} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {IBridgeParameters, Parameter, ParameterState} from "../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {
    Custody,
    FailureReason,
    Position,
    ReservePosition
} from "../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {FakeOperatorKeys} from "../mocks/bridge/FakeOperatorKeys.sol";
import {IEmergencyController, Restriction} from "../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IncidentRegistry} from "../../../contracts/emergency/IncidentRegistry.sol";
import {Mode} from "../../../contracts/emergency/interfaces/ISystemModes.sol";
import {RailToken} from "../../../contracts/rehearsal/RailToken.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../contracts/emergency/SystemIds.sol";

import {GovernanceKit} from "./GovernanceKit.sol";

/**
 * @notice The suite with a bridge between a token and a private rail: limits of the whole rail pair and of one bank, old
 * enough to be loosened and filled; operators of two entities, and monitoring that watches the reserve.
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
    BridgeGateway internal gateway;
    RailToken internal money;

    address internal bank;
    address internal bridgeOperator;
    address internal otherBridgeOperator;

    function setUp() public virtual override {
        super.setUp();
        incidents = IncidentRegistry(
            address(
                new ERC1967Proxy(
                    deploy("IncidentRegistry", abi.encode(emergencyController)),
                    abi.encodeCall(IncidentRegistry.initialize, (registry))
                )
            )
        );
        parameters = BridgeParameters(
            address(
                new ERC1967Proxy(
                    deploy("BridgeParameters", abi.encode(registry, guard, emergencyController, incidents)),
                    abi.encodeCall(BridgeParameters.initialize, ())
                )
            )
        );
        money = new RailToken("Money", "MNY", 2);
        gateway = BridgeGateway(
            address(
                new ERC1967Proxy(
                    deploy(
                        "BridgeGateway",
                        abi.encode(emergencyController, parameters, registry, new FakeOperatorKeys())
                    ),
                    abi.encodeCall(
                        BridgeGateway.initialize,
                        ("retail-rail", keccak256("private rail"), money, Custody.Held)
                    )
                )
            )
        );
        vm.startPrank(address(manager));
        _mapResponse();
        _mapBridge();
        _appointOperators();
        _establish();
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

    /// @dev Monitoring looks at the private rail's books, where nothing has changed.
    function watchTheReserve() internal {
        observe(gateway.positionOf().reserve.issued);
    }

    function observe(uint128 issued) internal {
        Position memory position = gateway.positionOf();
        if (position.reserve.observedAt == block.timestamp && position.reserve.issued == issued) return;
        vm.prank(monitor);
        gateway.attestReserve(ReservePosition(issued, 0, uint40(block.timestamp), METRICS));
    }

    /// @dev The bank sends `count` units to the private rail, one by one.
    function convert(uint256 count) internal returns (bytes32 last) {
        vm.startPrank(bank);
        money.mint(bank, count);
        money.approve(address(gateway), count);
        for (uint256 i = 0; i < count; ++i) last = gateway.requestOut(1, keccak256("account"));
        vm.stopPrank();
    }

    /// @dev Both operators say that the private rail refused a conversion.
    function fail(bytes32 conversion) internal {
        address[2] memory operators = [bridgeOperator, otherBridgeOperator];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(operators[i]);
            gateway.attestFailure(conversion, FailureReason.RailRejected, REPORT);
        }
    }

    function requireValue(Parameter parameter, uint128 value, string memory when) internal view {
        vm.assertEq(uint256(parameters.valueOf(parameter, ALL)), value, when);
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _mapResponse() private {
        _mapTo(address(incidents), incidents.open.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(incidents), incidents.acknowledge.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(incidents), incidents.mitigate.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(incidents), incidents.resolve.selector, Roles.TECHNICAL_OPERATOR);
        _mapTo(address(emergencyController), emergencyController.assignSystem.selector, Roles.HIGH_RISK_UPGRADE);
    }

    function _mapBridge() private {
        _mapTo(address(parameters), parameters.linkGateway.selector, Roles.HIGH_RISK_UPGRADE);
        _mapTo(address(parameters), parameters.establish.selector, Roles.HIGH_RISK_UPGRADE);
        _mapTo(address(parameters), parameters.upgradeToAndCall.selector, Roles.HIGH_RISK_UPGRADE);
        _mapTo(address(parameters), parameters.loosen.selector, Roles.BRIDGE_PARAMETER);
        _mapTo(address(parameters), parameters.returnToBaseline.selector, Roles.BRIDGE_PARAMETER);
        _mapTo(address(parameters), parameters.retract.selector, Roles.BRIDGE_PARAMETER);
        _mapTo(address(gateway), gateway.attestFailure.selector, Roles.BRIDGE_OPERATOR);
        _mapTo(address(gateway), gateway.attestReserve.selector, Roles.MONITOR);
    }

    function _appointOperators() private {
        (bank, ) = account("bank");
        (bridgeOperator, ) = account("bridge operator");
        (otherBridgeOperator, ) = account("other bridge operator");
        registry.bindAccount(bridgeOperator, RUNNERS);
        registry.bindAccount(otherBridgeOperator, RESPONSE_TEAM);
        registry.grantRole(Roles.BRIDGE_OPERATOR, bridgeOperator, 0);
        registry.grantRole(Roles.BRIDGE_OPERATOR, otherBridgeOperator, 0);
    }

    function _establish() private {
        emergencyController.assignSystem(address(gateway), RAIL);
        parameters.linkGateway(address(gateway));
        address[2] memory subjects = [ALL, bank];
        for (uint256 i = 0; i < 2; ++i) {
            parameters.establish(Parameter.OutWindow, subjects[i], WINDOW);
            parameters.establish(Parameter.InWindow, subjects[i], WINDOW);
            parameters.establish(Parameter.OutCapacity, subjects[i], CAPACITY);
            parameters.establish(Parameter.InCapacity, subjects[i], CAPACITY);
        }
        parameters.establish(Parameter.ConversionMaximum, ALL, CAPACITY / 10);
        parameters.establish(Parameter.ReserveMaxAge, ALL, 1 days);
        parameters.establish(Parameter.FailureMaximum, ALL, 400);
    }

    function _mapTo(address target, bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        registry.setTargetFunctionRole(target, selectors, role);
    }
}
