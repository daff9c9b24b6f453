// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParametersTest} from "./BridgeParametersTest.sol";
import {CouncilGoverned} from "../../../../../contracts/safe/CouncilGoverned.sol";
import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {Direction} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {FakeBridgeGateway} from "../../../mocks/bridge/FakeBridgeGateway.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterAct
} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract BridgeParametersTightenTest is BridgeParametersTest {
    function test_MovesTheValueAndLeavesTheBaseline() external {
        vm.warp(NOW + 1);
        vm.expectEmit(address(parameters));
        emit IBridgeParameters.ParameterSet(
            Parameter.OutCapacity,
            bank,
            ParameterAct.Tightened,
            10,
            CAPACITY,
            CAPACITY,
            2,
            12,
            emergencyCouncil,
            REASON
        );
        tighten(Parameter.OutCapacity, bank, 10);
        assertState(Parameter.OutCapacity, bank, 10, CAPACITY, 2);
        vm.assertEq(
            uint256(parameters.stateOf(Parameter.OutCapacity, bank).loosenedAt),
            NOW,
            "the spacing is no tightening's business"
        );
        FakeBridgeGateway.Limit memory limit = gateway.limitOf(Direction.Out, bank);
        vm.assertEq(uint256(limit.capacity), 10, "handed over");
        vm.assertEq(uint256(limit.window), WINDOW, "with the window as it is");
        vm.assertEq(uint256(limit.version), 12, "version");
        // Nobody else's flow.
        vm.assertEq(uint256(gateway.limitOf(Direction.Out, ALL).capacity), CAPACITY, "whole rail");
        vm.assertEq(uint256(gateway.limitOf(Direction.In, bank).capacity), CAPACITY, "other direction");
    }

    function test_AWindowTightensUpwards() external {
        refuseTightening(Parameter.InWindow, ALL, WINDOW - 1, notTighter(Parameter.InWindow, WINDOW, WINDOW - 1));
        refuseTightening(Parameter.InWindow, ALL, WINDOW, notTighter(Parameter.InWindow, WINDOW, WINDOW));
        tighten(Parameter.InWindow, ALL, 90 days);
        vm.assertEq(uint256(gateway.limitOf(Direction.In, ALL).window), 90 days, "window");
    }

    function test_EveryParameterGoesToItsStrictestEndAndNoFurther() external {
        for (uint8 i = 0; i <= uint8(type(Parameter).max); ++i) {
            Parameter parameter = Parameter(i);
            (uint128 floor, uint128 ceiling, bool looserIsHigher, ) = parameters.boundsOf(parameter);
            uint128 end = looserIsHigher ? floor : ceiling;
            if (!looserIsHigher) refuseTightening(parameter, ALL, end + 1, outOfBounds(parameter, end + 1));
            tighten(parameter, ALL, end);
            refuseTightening(parameter, ALL, end, notTighter(parameter, end, end));
        }
    }

    function testFuzz_NeverLooser(uint8 which, uint128 value) external {
        Parameter parameter = Parameter(which % 7);
        (uint128 floor, uint128 ceiling, bool looserIsHigher, ) = parameters.boundsOf(parameter);
        uint128 present = parameters.valueOf(parameter, ALL);
        value = uint128(bound(value, floor, ceiling));
        bool stricter = looserIsHigher ? value < present : value > present;
        if (!stricter) vm.expectRevert(notTighter(parameter, present, value));
        tighten(parameter, ALL, value);
        assertState(parameter, ALL, stricter ? value : present, present, stricter ? 2 : 1);
    }

    function test_WorksInEveryModeAndInAnyHealth() external {
        incidents.setOpenSevereIncidents(3);
        gateway.breakConservation(2, 1);
        gateway.setFailures(100, 100);
        gateway.setObservedAt(0);
        uint128 value = CAPACITY;
        for (uint8 mode = 0; mode <= uint8(type(Mode).max); ++mode) {
            modes.setMode(rail, Mode(mode));
            tighten(Parameter.OutCapacity, ALL, --value);
        }
    }

    function test_CancelsWhatWasPending() external {
        wait();
        tighten(Parameter.OutCapacity, ALL, CAPACITY - 1);
        returnToBaseline(Parameter.OutCapacity, ALL);
        // The value is what the proposer saw, but it has been decided since.
        vm.expectRevert(
            abi.encodeWithSelector(
                IBridgeParameters.StaleParameter.selector,
                Parameter.OutCapacity,
                ALL,
                CAPACITY,
                uint32(1),
                CAPACITY,
                uint32(3)
            )
        );
        vm.prank(address(manager));
        parameters.loosen(Parameter.OutCapacity, ALL, CAPACITY, 1, CAPACITY + 1);
    }

    function test_RevertWhen_Unset() external {
        refuseTightening(Parameter.OutCapacity, otherBank, 0, unset(Parameter.OutCapacity, otherBank));
        refuseTightening(Parameter.FailureMaximum, bank, 0, noCounterparty(Parameter.FailureMaximum));
    }

    function test_RevertWhen_TheReasonIsMissing() external {
        vm.expectRevert(IBridgeParameters.ReasonMissing.selector);
        vm.prank(emergencyCouncil);
        parameters.tighten(Parameter.OutCapacity, ALL, 0, bytes32(0));
    }

    // -------------------------------------------------------------------------------------------------- who may

    function test_RevertWhen_TheCallerIsNotTheEmergencyCouncil() external {
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, otherCouncil, Roles.EMERGENCY_COUNCIL)
        );
        vm.prank(otherCouncil);
        parameters.tighten(Parameter.OutCapacity, ALL, 0, REASON);
        address[2] memory nobody = [stranger, address(manager)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, nobody[i]));
            vm.prank(nobody[i]);
            parameters.tighten(Parameter.OutCapacity, ALL, 0, REASON);
        }
    }

    function test_RevertWhen_NothingIsInFlight() external {
        guard.sign(emergencyCouncil, new address[](0));
        refuseTightening(
            Parameter.OutCapacity,
            ALL,
            0,
            abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, emergencyCouncil)
        );
    }

    function test_RevertWhen_AConstituencyIsMissing() external {
        guard.setConstituencies(emergencyCouncil, uint32(1) << Constituencies.SOVEREIGN);
        refuseTightening(
            Parameter.OutCapacity,
            ALL,
            0,
            abi.encodeWithSelector(
                CouncilGoverned.MissingConstituency.selector,
                emergencyCouncil,
                Constituencies.SOVEREIGN
            )
        );
    }

    function notTighter(Parameter parameter, uint128 value, uint128 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IBridgeParameters.NotTighter.selector, parameter, ALL, value, given);
    }
}
