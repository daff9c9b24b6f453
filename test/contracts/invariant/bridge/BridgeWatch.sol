// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction, FailureReason, IBridgeGateway} from "../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGateway} from "../../../../contracts/bridge/BridgeGateway.sol";
import {EvidenceReplay} from "../../support/EvidenceReplay.sol";
import {Vm} from "../../support/Vm.sol";

/// @notice What an auditor reads from a gateway's logs: nothing here knows the gateway's storage.
contract BridgeWatch {
    using EvidenceReplay for bytes32;

    address private immutable GATEWAY;
    bytes32 public head;
    mapping(Direction direction => mapping(address counterparty => uint256)) public converted;
    mapping(Direction direction => mapping(address counterparty => uint256)) public refunded;
    mapping(Direction direction => mapping(FailureReason reason => uint256)) public failures;
    mapping(bytes32 topic0 => uint256) public events;

    uint256 public completedAlone;
    uint256 public withoutTwoEntities;
    uint256 public forbiddenSteps;
    uint256 public wrongVersions;

    mapping(bytes32 id => mapping(bytes32 statement => uint256)) private _entities;
    mapping(bytes32 id => uint256) private _completions;
    mapping(bytes32 id => bytes32 topic0) private _last;

    constructor(BridgeGateway gateway) {
        GATEWAY = address(gateway);
        head = gateway.evidenceHead();
    }

    /// @param version Of the parameters while the logs were written.
    function read(Vm.Log[] calldata logs, uint64 version) external {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != GATEWAY || wasReverted(logs, i)) continue;
            head = head.step(logs[i]);
            note(logs[i], version);
        }
    }

    /// @dev The recorder keeps logs of reverted calls. Of a gateway there is one: a release that failed at its very end.
    function wasReverted(Vm.Log[] calldata logs, uint256 i) private view returns (bool) {
        if (logs[i].topics[0] != IBridgeGateway.ConversionSettled.selector) return false;
        for (uint256 next = i + 1; next < logs.length; ++next) {
            if (logs[next].emitter == GATEWAY) return logs[next].topics[0] == IBridgeGateway.ConversionFailed.selector;
        }
        return false;
    }

    function note(Vm.Log calldata log, uint64 version) private {
        bytes32 topic0 = log.topics[0];
        ++events[topic0];
        if (topic0 == IBridgeGateway.ConversionAttested.selector) attested(log);
        else if (topic0 == IBridgeGateway.ConversionRequested.selector) requested(log, version);
        else if (topic0 == IBridgeGateway.InboundAdmitted.selector) step(log, bytes32(0), bytes32(0), true);
        else if (topic0 == IBridgeGateway.ConversionFailed.selector) failed(log);
        else if (topic0 == IBridgeGateway.ConversionSettled.selector) settled(log, version);
        else if (topic0 == IBridgeGateway.ConversionRefunded.selector) returned(log);
    }

    function attested(Vm.Log calldata log) private {
        (bytes32 statement, bool complete) = abi.decode(log.data, (bytes32, bool));
        uint256 entity = uint256(log.topics[3]);
        bytes32 id = log.topics[1];
        if (complete && _entities[id][statement] | (1 << entity) == 1 << entity) ++completedAlone;
        _entities[id][statement] |= 1 << entity;
        if (complete) ++_completions[id];
    }

    function requested(Vm.Log calldata log, uint64 version) private {
        (uint128 amount, , uint64 stamped) = abi.decode(log.data, (uint128, bytes32, uint64));
        step(log, bytes32(0), bytes32(0), false);
        if (stamped != version) ++wrongVersions;
        converted[Direction.Out][counterparty(log)] += amount;
    }

    function failed(Vm.Log calldata log) private {
        (Direction direction, , ) = abi.decode(log.data, (Direction, uint128, bytes32));
        bool out = direction == Direction.Out;
        bytes32 from = out ? IBridgeGateway.ConversionRequested.selector : IBridgeGateway.InboundAdmitted.selector;
        step(log, from, from, out);
        ++failures[direction][FailureReason(uint256(log.topics[3]))];
    }

    function settled(Vm.Log calldata log, uint64 version) private {
        if (Direction(uint256(log.topics[3])) == Direction.Out) {
            bytes32 from = IBridgeGateway.ConversionRequested.selector;
            step(log, from, from, true);
            return;
        }
        (uint128 amount, , uint64 stamped) = abi.decode(log.data, (uint128, bytes32, uint64));
        step(log, IBridgeGateway.InboundAdmitted.selector, IBridgeGateway.ConversionFailed.selector, false);
        if (stamped != version) ++wrongVersions;
        converted[Direction.In][counterparty(log)] += amount;
    }

    function returned(Vm.Log calldata log) private {
        (uint128 amount, , , ) = abi.decode(log.data, (uint128, uint128, uint128, bytes32));
        bool out = Direction(uint256(log.topics[3])) == Direction.Out;
        step(log, IBridgeGateway.ConversionFailed.selector, IBridgeGateway.ConversionFailed.selector, !out);
        if (out) refunded[Direction.Out][counterparty(log)] += amount;
    }

    /// @dev From one of two events, and where operators decide, after another statement of two entities.
    function step(Vm.Log calldata log, bytes32 from, bytes32 orFrom, bool byOperators) private {
        bytes32 id = log.topics[1];
        if (_last[id] != from && _last[id] != orFrom) ++forbiddenSteps;
        _last[id] = log.topics[0];
        if (!byOperators) return;
        if (_completions[id] == 0) ++withoutTwoEntities;
        else --_completions[id];
    }

    function counterparty(Vm.Log calldata log) private pure returns (address) {
        return address(uint160(uint256(log.topics[2])));
    }
}
