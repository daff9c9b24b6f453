// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParameters} from "../../../../contracts/bridge/BridgeParameters.sol";
import {BridgeParametersTest} from "../../unit/bridge/BridgeParameters/BridgeParametersTest.sol";
import {ChangeStatus} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {Direction} from "../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {EvidenceReplay} from "../../support/EvidenceReplay.sol";
import {FakeBridgeGateway} from "../../mocks/bridge/FakeBridgeGateway.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterAct,
    ParameterState
} from "../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Vm} from "../../support/Vm.sol";

/**
 * @notice Everybody moves the parameters of the rail pair and of two counterparties, one of which begins unset: in small
 * steps, the largest, and far too large ones; on what they see and on what they saw before; while the bridge is well, and
 * while it is not.
 * @dev The story of each parameter is told from the logs alone, and judged by rules that share no code with the contract.
 */
contract ParametersHandler is BridgeParametersTest {
    using EvidenceReplay for bytes32;

    struct Story {
        uint128 value;
        uint128 baseline;
        uint32 moves;
    }

    mapping(Parameter parameter => mapping(address counterparty => Story)) private _stories;
    /// @dev When a flow, or another parameter, was loosened or established last.
    mapping(bytes32 subject => uint256) private _loosenedAt;
    /// @dev What somebody saw before, and may still act on.
    ParameterState private _seen;

    mapping(ParameterAct act => uint256) public acts;
    string[] public violations;
    uint256 public moves;
    bytes32 public head;

    bool private _ill;

    modifier watched() {
        vm.recordLogs();
        _;
        read(vm.getRecordedLogs());
    }

    constructor() {
        vm.recordLogs();
        setUp();
        // The chain of these logs begins with the proxy's initialisation; of earlier heads nothing is known here.
        read(vm.getRecordedLogs());
        head = parameters.evidenceHead();
    }

    // ----------------------------------------------------------------------------------------------------- actions

    function establishOne(uint256 which, uint256 value) external watched {
        (Parameter parameter, ) = pick(which, 0);
        uint128 drawn = near(parameter, otherBank, value);
        vm.prank(address(manager));
        try parameters.establish(parameter, otherBank, drawn) {} catch {}
    }

    function tightenOne(uint256 which, uint256 who, uint256 value) external watched {
        (Parameter parameter, address subject) = pick(which, who);
        uint128 drawn = near(parameter, subject, value);
        vm.prank(emergencyCouncil);
        try parameters.tighten(parameter, subject, drawn, REASON) {} catch {}
    }

    function loosenOne(uint256 which, uint256 who, uint256 value) external watched {
        (Parameter parameter, address subject) = pick(which, who);
        _loosen(parameter, subject, near(parameter, subject, value));
    }

    /// @dev Chance seldom finds the largest step.
    function loosenByAStep(uint256 which, uint256 who) external watched {
        (Parameter parameter, address subject) = pick(which, who);
        try parameters.nextStepOf(parameter, subject) returns (uint128 limit, uint40) {
            _loosen(parameter, subject, limit);
        } catch {}
    }

    /// @dev On what was seen by {look}, of whichever parameter it was.
    function loosenOnOldNews(uint256 which, uint256 who, uint256 value) external watched {
        (Parameter parameter, address subject) = pick(which, who);
        uint128 drawn = near(parameter, subject, value);
        vm.prank(address(manager));
        try parameters.loosen(parameter, subject, _seen.value, _seen.version, drawn) {
            ParameterState memory present = parameters.stateOf(parameter, subject);
            if (present.version != _seen.version + 1) violations.push("P3: loosened on what was decided since");
        } catch {}
    }

    function look(uint256 which, uint256 who) external {
        (Parameter parameter, address subject) = pick(which, who);
        _seen = parameters.stateOf(parameter, subject);
    }

    function returnOne(uint256 which, uint256 who) external watched {
        (Parameter parameter, address subject) = pick(which, who);
        ParameterState memory seen = parameters.stateOf(parameter, subject);
        vm.prank(address(manager));
        try parameters.returnToBaseline(parameter, subject, seen.value, seen.version) {} catch {}
    }

    function retractOne(uint256 which, uint256 who, uint256 value, uint256 baseline) external watched {
        (Parameter parameter, address subject) = pick(which, who);
        uint128 drawn = near(parameter, subject, value);
        uint128 drawnBaseline = near(parameter, subject, baseline);
        vm.prank(address(manager));
        try parameters.retract(parameter, subject, drawn, drawnBaseline) {} catch {
            if (_stories[parameter][subject].moves != 0) violations.push("P5: what is within its bounds was refused");
        }
    }

    /// @dev Every other time everything is well.
    function fallIll(uint256 how) external {
        _ill = how % 2 == 1;
        uint256 illness = _ill ? 1 + ((how / 2) % 6) : 0;
        modes.setMode(rail, illness == 1 ? Mode.Limited : Mode.Normal);
        incidents.setOpenSevereIncidents(illness == 2 ? 1 : 0);
        if (illness == 3) gateway.breakConservation(2, 1);
        else gateway.mendConservation();
        // Beyond whatever the bounds can be.
        gateway.setFailures(illness == 4 ? 3 : 0, 10);
        gateway.setObservedAt(illness == 5 ? 1 : uint40(block.timestamp));
        manager.setStatus(illness == 6 ? ChangeStatus.RolledBack : ChangeStatus.Executed);
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + (time % 20 days));
        if (!_ill) gateway.setObservedAt(uint40(block.timestamp));
    }

    // ------------------------------------------------------------------------------------------------ observations

    function read(Vm.Log[] memory logs) private {
        head = head.advance(logs, address(parameters));
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(parameters)) continue;
            if (logs[i].topics[0] != IBridgeParameters.ParameterSet.selector) continue;
            judge(
                Parameter(uint8(uint256(logs[i].topics[1]))),
                address(uint160(uint256(logs[i].topics[2]))),
                ParameterAct(uint8(uint256(logs[i].topics[3]))),
                logs[i].data
            );
        }
    }

    function judge(Parameter parameter, address subject, ParameterAct act, bytes memory data) private {
        (uint128 value, uint128 previous, uint128 baseline, uint32 version, uint64 total) = abi.decode(
            data,
            (uint128, uint128, uint128, uint32, uint64)
        );
        Story memory before = _stories[parameter][subject];
        _stories[parameter][subject] = Story(value, baseline, before.moves + 1);
        ++acts[act];
        if (version != before.moves + 1 || total != ++moves) violations.push("P6: a version skipped or stood still");
        if (previous != before.value) violations.push("P6: another value than the one before");
        if (act == ParameterAct.Established) {
            _loosenedAt[subjectOf(parameter, subject)] = block.timestamp;
            return;
        }
        judgeMove(parameter, before, Story(value, baseline, 0), act);
        if (act == ParameterAct.Loosened) judgeSpacing(parameter, subject);
    }

    function judgeMove(Parameter parameter, Story memory before, Story memory next, ParameterAct act) private {
        bool valueGrew = reach(parameter, next.value) > reach(parameter, before.value);
        bool baselineGrew = reach(parameter, next.baseline) > reach(parameter, before.baseline);
        bool loosens = act == ParameterAct.Loosened;
        if (valueGrew != (loosens || act == ParameterAct.ReturnedToBaseline)) violations.push("P3: by another way");
        if (valueGrew && _ill && !isBound(parameter)) violations.push("P4: loosened while ill");
        if (baselineGrew && !loosens) violations.push("P2: a baseline by another way");
        if (act == ParameterAct.Tightened && next.baseline != before.baseline) {
            violations.push("P2: a tightening moved the baseline");
        }
        if (!loosens) return;
        uint256 moved = reach(parameter, next.value) - reach(parameter, before.value);
        if (moved > 1 && 4 * moved > before.value) violations.push("P2: more than a quarter");
        moved = reach(parameter, next.baseline) - reach(parameter, before.baseline);
        if (moved > 1 && 4 * moved > before.baseline) violations.push("P2: more than a quarter of the baseline");
    }

    function judgeSpacing(Parameter parameter, address subject) private {
        bytes32 key = subjectOf(parameter, subject);
        if (block.timestamp < _loosenedAt[key] + 14 days) violations.push("P2: twice in 14 days");
        _loosenedAt[key] = block.timestamp;
    }

    // ------------------------------------------------------------------------------------------------------- rules

    /// @dev How much a value lets through, whatever its unit: more is looser. Windows have 90 days at most.
    function reach(Parameter parameter, uint128 value) public pure returns (uint256) {
        return isWindow(parameter) ? 90 days - value : value;
    }

    function isWindow(Parameter parameter) private pure returns (bool) {
        return uint8(parameter) == 2 || uint8(parameter) == 3;
    }

    /// @dev One that is not asked about itself. It may be loosened in an illness of its own kind.
    function isBound(Parameter parameter) private pure returns (bool) {
        return uint8(parameter) >= 5;
    }

    /// @dev Outward, inward, and each of the others by itself.
    function subjectOf(Parameter parameter, address subject) private pure returns (bytes32) {
        uint256 line = uint8(parameter) < 4 ? uint8(parameter) % 2 : uint8(parameter);
        return keccak256(abi.encode(line, subject));
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _loosen(Parameter parameter, address subject, uint128 value) private {
        ParameterState memory seen = parameters.stateOf(parameter, subject);
        vm.prank(address(manager));
        try parameters.loosen(parameter, subject, seen.value, seen.version, value) {} catch {}
    }

    /// @dev Of the rail pair alone where a parameter has no counterparties.
    function pick(uint256 which, uint256 who) public view returns (Parameter parameter, address subject) {
        parameter = Parameter(uint8(which % 7));
        address[3] memory subjects = [ALL, bank, otherBank];
        return (parameter, uint8(parameter) < 4 ? subjects[who % 3] : ALL);
    }

    /// @dev Within the bounds; mostly within a step or two of what is.
    function near(Parameter parameter, address subject, uint256 seed) private view returns (uint128) {
        (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
        uint256 value = parameters.stateOf(parameter, subject).value;
        uint256 drawn = seed % 8 == 0 ? seed / 8 : (value * ((seed / 8) % 200)) / 100 + ((seed / 1600) % 3);
        return uint128(bound(drawn, floor, ceiling));
    }

    // ----------------------------------------------------------------------------------------------------- answers

    function storyOf(Parameter parameter, address subject) external view returns (Story memory) {
        return _stories[parameter][subject];
    }

    function violationCount() external view returns (uint256) {
        return violations.length;
    }

    /// @dev What the gateway got, or zero while a flow lacks its other half.
    function inForce(Parameter parameter, address subject) external view returns (uint256) {
        if (uint8(parameter) >= 4) return gateway.valueOf(parameter).capacity;
        FakeBridgeGateway.Limit memory limit = gateway.limitOf(Direction(uint8(parameter) % 2), subject);
        return isWindow(parameter) ? limit.window : limit.capacity;
    }

    function capacityBegan(Parameter parameter, address subject) external view returns (bool) {
        return uint8(parameter) >= 4 || _stories[Parameter(uint8(parameter) % 2)][subject].moves != 0;
    }

    function theParameters() external view returns (BridgeParameters) {
        return parameters;
    }
}
