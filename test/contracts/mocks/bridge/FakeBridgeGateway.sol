// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction, Position} from "../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {Parameter} from "../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

/// @notice What the BridgeParameters hand to a gateway and ask of it: kept, and answered as a test says.
contract FakeBridgeGateway {
    struct Limit {
        uint128 capacity;
        uint40 window;
        uint64 version;
    }

    bytes32 public immutable systemId;

    mapping(Direction direction => mapping(address counterparty => Limit)) private _limits;
    mapping(Parameter parameter => Limit) private _values;
    /// @dev How often anything was handed over.
    uint256 public handovers;
    address public lastCaller;

    bool public conservationHolds = true;
    Position private _position;
    uint64 private _failures;
    uint64 private _conversions;
    uint40 private _observedAt;

    error NothingToTake();

    constructor(bytes32 system) {
        systemId = system;
        _observedAt = uint40(block.timestamp);
    }

    // ------------------------------------------------------------------------------------ what the parameters call

    function applyFlow(
        Direction direction,
        address counterparty,
        uint128 capacity,
        uint40 window,
        uint64 version
    ) external {
        if (window == 0) revert NothingToTake();
        _limits[direction][counterparty] = Limit(capacity, window, version);
        (handovers, lastCaller) = (handovers + 1, msg.sender);
    }

    function applyParameter(Parameter parameter, uint128 value, uint64 version) external {
        _values[parameter] = Limit(value, 0, version);
        (handovers, lastCaller) = (handovers + 1, msg.sender);
    }

    // --------------------------------------------------------------------------------------------- what a test says

    function breakConservation(uint128 issued, uint128 locked) external {
        conservationHolds = false;
        _position.reserve.issued = issued;
        _position.locked = locked;
    }

    function mendConservation() external {
        conservationHolds = true;
    }

    function setFailures(uint64 failures, uint64 conversions) external {
        (_failures, _conversions) = (failures, conversions);
    }

    function setObservedAt(uint40 observedAt) external {
        _observedAt = observedAt;
    }

    // ------------------------------------------------------------------------------------------------------- views

    function positionOf() external view returns (Position memory) {
        return _position;
    }

    /// @dev Rounded up, as the gateway does.
    function recentFailures() external view returns (uint64, uint64, uint256 basisPoints) {
        uint256 parts = uint256(_failures) * 10_000;
        basisPoints = _conversions == 0 ? parts : (parts + _conversions - 1) / _conversions;
        return (_failures, _conversions, basisPoints);
    }

    /// @dev What was never observed has no age: whoever asks must see that.
    function reserveAge() external view returns (uint40, uint256) {
        return (_observedAt, _observedAt == 0 ? 0 : block.timestamp - _observedAt);
    }

    function limitOf(Direction direction, address counterparty) external view returns (Limit memory) {
        return _limits[direction][counterparty];
    }

    function valueOf(Parameter parameter) external view returns (Limit memory) {
        return _values[parameter];
    }
}
