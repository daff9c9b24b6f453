// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParametersTest} from "./BridgeParametersTest.sol";
import {Direction} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterAct,
    ParameterState
} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract BridgeParametersRetractTest is BridgeParametersTest {
    function setUp() public override {
        super.setUp();
        wait();
    }

    function test_UndoesALoosening() external {
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 9);
        vm.expectEmit(address(parameters));
        emit IBridgeParameters.ParameterSet(
            Parameter.OutCapacity,
            ALL,
            ParameterAct.Retracted,
            CAPACITY,
            CAPACITY + 9,
            CAPACITY,
            3,
            13,
            address(manager),
            CHANGE
        );
        retract(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY);
        assertState(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY, 3);
        vm.assertEq(uint256(gateway.limitOf(Direction.Out, ALL).capacity), CAPACITY, "handed over");
    }

    /// @dev Both ways of loosening, from anywhere, are undone exactly: nothing of what was approved before is lost.
    function testFuzz_UndoesEverythingExactly(uint8 which, uint128 value, bool wholly) external {
        Parameter parameter = Parameter(which % 7);
        uint128 baseline = parameters.valueOf(parameter, ALL);
        value = tightenSomewhere(parameter, value);
        if (wholly) {
            returnToBaseline(parameter, ALL);
        } else {
            (uint128 limit, ) = parameters.nextStepOf(parameter, ALL);
            loosen(parameter, ALL, limit);
        }
        retract(parameter, ALL, value, baseline);
        assertState(parameter, ALL, value, baseline, 4);
    }

    /// @dev The Emergency Council was quicker: what it did stays, and the rollback does not fail.
    function test_WhatIsStricterStays() external {
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 9);
        tighten(Parameter.OutCapacity, ALL, 5);
        retract(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY);
        assertState(Parameter.OutCapacity, ALL, 5, CAPACITY, 4);
        tighten(Parameter.InWindow, ALL, 30 days);
        retract(Parameter.InWindow, ALL, WINDOW, WINDOW);
        assertState(Parameter.InWindow, ALL, 30 days, WINDOW, 3);
    }

    function test_NothingToUndoIsNoFailure() external {
        retract(Parameter.FailureMaximum, ALL, FAILURES, FAILURES);
        assertState(Parameter.FailureMaximum, ALL, FAILURES, FAILURES, 2);
    }

    /// @dev Given out of order, the value is not let past the baseline.
    function test_NoValuePassesItsBaseline() external {
        retract(Parameter.OutCapacity, ALL, CAPACITY, 7);
        assertState(Parameter.OutCapacity, ALL, 7, 7, 2);
        retract(Parameter.InWindow, ALL, WINDOW, WINDOW + 7);
        assertState(Parameter.InWindow, ALL, WINDOW + 7, WINDOW + 7, 2);
    }

    function testFuzz_NeverLooser(uint8 which, uint128 value, uint128 baseline, uint128 tightened) external {
        Parameter parameter = Parameter(which % 7);
        (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
        tightenSomewhere(parameter, tightened);
        ParameterState memory before = parameters.stateOf(parameter, ALL);
        value = uint128(bound(value, floor, ceiling));
        baseline = uint128(bound(baseline, floor, ceiling));
        retract(parameter, ALL, value, baseline);
        baseline = stricter(parameter, before.baseline, baseline);
        assertState(
            parameter,
            ALL,
            stricter(parameter, stricter(parameter, before.value, value), baseline),
            baseline,
            3
        );
    }

    function test_CancelsWhatWasPendingAndLeavesTheSpacing() external {
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 1);
        uint256 since = block.timestamp;
        wait(1 days);
        retract(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY);
        vm.assertEq(uint256(parameters.stateOf(Parameter.OutCapacity, ALL).loosenedAt), since, "spacing");
        refuseLoosening(Parameter.OutCapacity, ALL, CAPACITY + 1, loosenedRecently(Parameter.OutCapacity, ALL, since));
    }

    function test_WorksInEveryModeAndInAnyHealth() external {
        incidents.setOpenSevereIncidents(1);
        gateway.breakConservation(2, 1);
        gateway.setFailures(1, 1);
        gateway.setObservedAt(0);
        for (uint8 mode = 0; mode <= uint8(type(Mode).max); ++mode) {
            modes.setMode(rail, Mode(mode));
            retract(Parameter.OutCapacity, ALL, CAPACITY - mode, CAPACITY - mode);
        }
    }

    function test_RevertWhen_OutOfBounds() external {
        for (uint8 i = 0; i <= uint8(type(Parameter).max); ++i) {
            Parameter parameter = Parameter(i);
            (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
            refuse(parameter, ceiling + 1, ceiling, outOfBounds(parameter, ceiling + 1));
            refuse(parameter, floor, ceiling + 1, outOfBounds(parameter, ceiling + 1));
            if (floor == 0) continue;
            refuse(parameter, floor - 1, floor, outOfBounds(parameter, floor - 1));
            refuse(parameter, floor, floor - 1, outOfBounds(parameter, floor - 1));
        }
    }

    function test_RevertWhen_Unset() external {
        vm.expectRevert(unset(Parameter.OutCapacity, otherBank));
        retract(Parameter.OutCapacity, otherBank, 0, 0);
        vm.expectRevert(noCounterparty(Parameter.FailureMaximum));
        retract(Parameter.FailureMaximum, bank, 0, 0);
    }

    function test_RevertWhen_TheCallerIsNobody() external {
        address[3] memory others = [emergencyCouncil, otherCouncil, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            parameters.retract(Parameter.OutCapacity, ALL, 0, 0);
        }
    }

    function refuse(Parameter parameter, uint128 value, uint128 baseline, bytes memory reason) private {
        vm.expectRevert(reason);
        retract(parameter, ALL, value, baseline);
    }

    function tightenSomewhere(Parameter parameter, uint256 seed) private returns (uint128 value) {
        (uint128 floor, uint128 ceiling, bool higher, ) = parameters.boundsOf(parameter);
        uint128 present = parameters.valueOf(parameter, ALL);
        value = uint128(higher ? bound(seed, floor, present - 1) : bound(seed, present + 1, ceiling));
        tighten(parameter, ALL, value);
    }

    function stricter(Parameter parameter, uint128 a, uint128 b) private view returns (uint128) {
        (, , bool higher, ) = parameters.boundsOf(parameter);
        return (a < b) == higher ? a : b;
    }
}
