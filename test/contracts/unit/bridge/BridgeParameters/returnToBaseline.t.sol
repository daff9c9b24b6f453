// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParametersTest} from "./BridgeParametersTest.sol";
import {Direction} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterAct
} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

contract BridgeParametersReturnTest is BridgeParametersTest {
    function test_TakesTighteningsBackInOneStep() external {
        tighten(Parameter.OutCapacity, ALL, CAPACITY / 2);
        tighten(Parameter.OutCapacity, ALL, 0);
        vm.expectEmit(address(parameters));
        emit IBridgeParameters.ParameterSet(
            Parameter.OutCapacity,
            ALL,
            ParameterAct.ReturnedToBaseline,
            CAPACITY,
            0,
            CAPACITY,
            4,
            14,
            address(manager),
            CHANGE
        );
        returnToBaseline(Parameter.OutCapacity, ALL);
        assertState(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY, 4);
        vm.assertEq(uint256(gateway.limitOf(Direction.Out, ALL).capacity), CAPACITY, "handed over");
    }

    /// @dev Whatever the Emergency Council did, one change takes back all of it.
    function testFuzz_FromAnywhere(uint8 which, uint128 value) external {
        Parameter parameter = Parameter(which % 7);
        (uint128 floor, uint128 ceiling, bool higher, ) = parameters.boundsOf(parameter);
        uint128 baseline = parameters.valueOf(parameter, ALL);
        value = uint128(higher ? bound(value, floor, baseline - 1) : bound(value, baseline + 1, ceiling));
        tighten(parameter, ALL, value);
        returnToBaseline(parameter, ALL);
        assertState(parameter, ALL, baseline, baseline, 3);
    }

    function test_NeitherWaitsForTheSpacingNorStartsIt() external {
        wait();
        uint256 notBefore = block.timestamp;
        tighten(Parameter.OutCapacity, ALL, 1);
        returnToBaseline(Parameter.OutCapacity, ALL);
        (, uint40 announced) = parameters.nextStepOf(Parameter.OutCapacity, ALL);
        vm.assertEq(uint256(announced), notBefore, "as before");
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 1);
        tighten(Parameter.OutCapacity, ALL, 1);
        returnToBaseline(Parameter.OutCapacity, ALL);
        assertState(Parameter.OutCapacity, ALL, CAPACITY + 1, CAPACITY + 1, 6);
    }

    function test_RevertWhen_NothingWasTightened() external {
        refuseReturn(
            Parameter.OutCapacity,
            ALL,
            abi.encodeWithSelector(IBridgeParameters.AlreadyAtBaseline.selector, Parameter.OutCapacity, ALL, CAPACITY)
        );
    }

    /// @dev Tightened once more: what was approved was the return from another value.
    function test_RevertWhen_DecidedSince() external {
        tighten(Parameter.OutCapacity, ALL, 2);
        tighten(Parameter.OutCapacity, ALL, 1);
        bytes memory stale = abi.encodeWithSelector(
            IBridgeParameters.StaleParameter.selector,
            Parameter.OutCapacity,
            ALL,
            uint128(2),
            uint32(2),
            uint128(1),
            uint32(3)
        );
        vm.startPrank(address(manager));
        vm.expectRevert(stale);
        parameters.returnToBaseline(Parameter.OutCapacity, ALL, 2, 2);
        vm.expectRevert(
            abi.encodeWithSelector(
                IBridgeParameters.StaleParameter.selector,
                Parameter.OutCapacity,
                ALL,
                uint128(1),
                uint32(2),
                uint128(1),
                uint32(3)
            )
        );
        parameters.returnToBaseline(Parameter.OutCapacity, ALL, 1, 2);
        vm.stopPrank();
    }

    function test_RevertWhen_Unset() external {
        refuseReturn(Parameter.OutWindow, otherBank, unset(Parameter.OutWindow, otherBank));
        refuseReturn(Parameter.ConversionMaximum, bank, noCounterparty(Parameter.ConversionMaximum));
    }

    function test_RevertWhen_TheCallerIsNobody() external {
        tighten(Parameter.OutCapacity, ALL, 1);
        address[3] memory others = [emergencyCouncil, otherCouncil, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            parameters.returnToBaseline(Parameter.OutCapacity, ALL, 1, 2);
        }
    }
}
