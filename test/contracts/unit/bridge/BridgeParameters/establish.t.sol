// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParametersTest} from "./BridgeParametersTest.sol";
import {Direction} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {FakeBridgeGateway} from "../../../mocks/bridge/FakeBridgeGateway.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterAct,
    ParameterState
} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

contract BridgeParametersEstablishTest is BridgeParametersTest {
    function test_SetsValueAndBaselineAndStartsTheSpacing() external {
        vm.warp(NOW + 5 days);
        vm.expectEmit(address(parameters));
        emit IBridgeParameters.ParameterSet(
            Parameter.InWindow,
            otherBank,
            ParameterAct.Established,
            2 days,
            0,
            2 days,
            1,
            12,
            address(manager),
            CHANGE
        );
        establish(Parameter.InWindow, otherBank, 2 days);
        ParameterState memory state = parameters.stateOf(Parameter.InWindow, otherBank);
        vm.assertEq(uint256(state.value), 2 days, "value");
        vm.assertEq(uint256(state.baseline), 2 days, "baseline");
        vm.assertEq(uint256(state.version), 1, "version");
        vm.assertEq(uint256(state.changedAt), NOW + 5 days, "changed");
        vm.assertEq(uint256(state.loosenedAt), NOW + 5 days, "loosened");
        vm.assertEq(uint256(parameters.version()), 12, "version of all");
        vm.assertEq(uint256(parameters.valueOf(Parameter.InWindow, otherBank)), 2 days, "valueOf");
    }

    function test_AFlowBeginsWithItsCapacity() external {
        uint256 before = gateway.handovers();
        establish(Parameter.OutWindow, otherBank, 3 days);
        vm.assertEq(gateway.handovers(), before, "a window alone is no limit");
        vm.assertEq(uint256(gateway.limitOf(Direction.Out, otherBank).window), 0, "no flow yet");
        establish(Parameter.OutCapacity, otherBank, 7);
        FakeBridgeGateway.Limit memory limit = gateway.limitOf(Direction.Out, otherBank);
        vm.assertEq(uint256(limit.capacity), 7, "capacity");
        vm.assertEq(uint256(limit.window), 3 days, "window");
        vm.assertEq(uint256(limit.version), parameters.version(), "version");
        vm.assertEq(gateway.lastCaller(), address(parameters), "by");
    }

    function test_OthersAreHandedOverAtOnce() external view {
        vm.assertEq(uint256(gateway.valueOf(Parameter.ConversionMaximum).capacity), MAXIMUM, "maximum");
        vm.assertEq(uint256(gateway.valueOf(Parameter.ReserveMaxAge).capacity), RESERVE_AGE, "age");
        vm.assertEq(uint256(gateway.valueOf(Parameter.FailureMaximum).capacity), FAILURES, "failures");
        vm.assertEq(uint256(gateway.valueOf(Parameter.FailureMaximum).version), parameters.version(), "version");
    }

    function test_RevertWhen_TheFlowHasNoWindow() external {
        vm.expectRevert(unset(Parameter.OutWindow, otherBank));
        establish(Parameter.OutCapacity, otherBank, CAPACITY);
        // The other direction's window is none of this flow, nor is the whole rail's.
        establish(Parameter.OutWindow, otherBank, WINDOW);
        vm.expectRevert(unset(Parameter.InWindow, otherBank));
        establish(Parameter.InCapacity, otherBank, CAPACITY);
    }

    function test_RevertWhen_ItIsSet() external {
        for (uint8 i = 0; i <= uint8(type(Parameter).max); ++i) {
            Parameter parameter = Parameter(i);
            uint128 value = parameters.valueOf(parameter, ALL);
            bytes memory known = abi.encodeWithSelector(
                IBridgeParameters.ParameterAlreadySet.selector,
                parameter,
                ALL,
                value
            );
            vm.expectRevert(known);
            establish(parameter, ALL, value);
        }
        // Not even what blocks is unset again.
        tighten(Parameter.OutCapacity, ALL, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IBridgeParameters.ParameterAlreadySet.selector,
                Parameter.OutCapacity,
                ALL,
                uint128(0)
            )
        );
        establish(Parameter.OutCapacity, ALL, CAPACITY);
    }

    function test_TakesTheBoundsAndNothingBeyond() external {
        address subject = address(0x1000);
        for (uint8 i = 0; i <= uint8(Parameter.InWindow); ++i) {
            // Windows first.
            Parameter parameter = Parameter(i ^ 2);
            (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
            if (floor != 0) refuse(parameter, subject, 0);
            if (floor != 0) refuse(parameter, subject, floor - 1);
            refuse(parameter, subject, ceiling + 1);
            refuse(parameter, subject, type(uint128).max);
            establish(parameter, subject, floor);
            establish(parameter, address(0x2000), ceiling);
        }
    }

    function testFuzz_RevertWhen_OutOfBounds(uint8 which, uint128 value) external {
        Parameter parameter = Parameter(which % 7);
        (uint128 floor, uint128 ceiling, , bool perCounterparty) = parameters.boundsOf(parameter);
        vm.assume(value < floor || value > ceiling);
        refuse(parameter, perCounterparty ? otherBank : ALL, value);
    }

    function test_RevertWhen_TheParameterHasNoCounterparties() external {
        for (uint8 i = uint8(Parameter.ConversionMaximum); i <= uint8(type(Parameter).max); ++i) {
            vm.expectRevert(noCounterparty(Parameter(i)));
            establish(Parameter(i), bank, 1);
        }
    }

    function test_RevertWhen_TheParameterDoesNotExist() external {
        vm.startPrank(address(manager));
        (bool done, bytes memory answer) = address(parameters).call(
            abi.encodeWithSelector(parameters.establish.selector, uint8(type(Parameter).max) + 1, ALL, 1)
        );
        vm.assertFalse(done, "eighth parameter");
        vm.assertEq(answer.length, 0, "refused by the decoder");
    }

    function test_RevertWhen_TheCallerIsNobody() external {
        address[3] memory others = [emergencyCouncil, otherCouncil, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            parameters.establish(Parameter.OutWindow, otherBank, WINDOW);
        }
    }

    /// @dev What was denied is allowed from now on: that was the step.
    function test_RevertWhen_LoosenedRightAfterIt() external {
        refuseLoosening(Parameter.OutCapacity, bank, CAPACITY + 1, loosenedRecently(Parameter.OutCapacity, bank, NOW));
        wait(SPACING - 1);
        refuseLoosening(Parameter.OutCapacity, bank, CAPACITY + 1, loosenedRecently(Parameter.OutCapacity, bank, NOW));
        wait(1);
        loosen(Parameter.OutCapacity, bank, CAPACITY + 1);
    }

    /// @dev In genesis the deployer establishes, before there is a ChangeManager.
    function test_InGenesisNoChangeIsTheCause() external {
        registry.appoint(address(0));
        vm.expectEmit(address(parameters));
        emit IBridgeParameters.ParameterSet(
            Parameter.OutWindow,
            otherBank,
            ParameterAct.Established,
            WINDOW,
            0,
            WINDOW,
            1,
            12,
            address(manager),
            bytes32(0)
        );
        establish(Parameter.OutWindow, otherBank, WINDOW);
    }

    function test_UnsetHasNoValue() external {
        ParameterState memory state = parameters.stateOf(Parameter.OutCapacity, otherBank);
        vm.assertEq(uint256(state.version), 0, "never set");
        vm.expectRevert(unset(Parameter.OutCapacity, otherBank));
        parameters.valueOf(Parameter.OutCapacity, otherBank);
        vm.expectRevert(unset(Parameter.OutCapacity, otherBank));
        parameters.nextStepOf(Parameter.OutCapacity, otherBank);
        vm.expectRevert(noCounterparty(Parameter.FailureMaximum));
        parameters.valueOf(Parameter.FailureMaximum, bank);
    }

    function refuse(Parameter parameter, address counterparty, uint128 value) private {
        bytes memory reason = outOfBounds(parameter, value);
        vm.expectRevert(reason);
        establish(parameter, counterparty, value);
    }
}
