// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParametersTest} from "./BridgeParametersTest.sol";
import {ChangeStatus} from "../../../../../contracts/change/interfaces/IChangeManager.sol";
import {Direction} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {FakeBridgeGateway} from "../../../mocks/bridge/FakeBridgeGateway.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterAct,
    ParameterState
} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

contract BridgeParametersLoosenTest is BridgeParametersTest {
    function setUp() public override {
        super.setUp();
        wait();
    }

    function test_MovesValueAndBaseline() external {
        vm.expectEmit(address(parameters));
        emit IBridgeParameters.ParameterSet(
            Parameter.OutCapacity,
            ALL,
            ParameterAct.Loosened,
            CAPACITY + 5,
            CAPACITY,
            CAPACITY + 5,
            2,
            12,
            address(manager),
            CHANGE
        );
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 5);
        assertState(Parameter.OutCapacity, ALL, CAPACITY + 5, CAPACITY + 5, 2);
        ParameterState memory state = parameters.stateOf(Parameter.OutCapacity, ALL);
        vm.assertEq(uint256(state.loosenedAt), block.timestamp, "loosened");
        vm.assertEq(uint256(state.changedAt), block.timestamp, "changed");
        FakeBridgeGateway.Limit memory limit = gateway.limitOf(Direction.Out, ALL);
        vm.assertEq(uint256(limit.capacity), CAPACITY + 5, "handed over");
        vm.assertEq(uint256(limit.version), 12, "version");
    }

    // ------------------------------------------------------------------------------------------------------- step

    function test_EveryParameterTakesAQuarterAndNotOneUnitMore() external {
        for (uint8 i = 0; i <= uint8(type(Parameter).max); ++i) {
            Parameter parameter = Parameter(i);
            (, , bool higher, ) = parameters.boundsOf(parameter);
            uint128 value = parameters.valueOf(parameter, ALL);
            uint128 limit = higher ? value + value / 4 : value - value / 4;
            (uint128 announced, ) = parameters.nextStepOf(parameter, ALL);
            vm.assertEq(uint256(announced), limit, "nextStepOf");
            uint128 beyond = higher ? limit + 1 : limit - 1;
            refuseLoosening(parameter, ALL, beyond, tooLarge(parameter, ALL, value, beyond, limit));
            loosen(parameter, ALL, limit);
            assertState(parameter, ALL, limit, limit, 2);
            wait();
        }
    }

    /// @dev Of the smallest values a quarter is nothing.
    function test_TheSmallestStepIsOneUnit() external {
        for (uint128 value = 0; value < 8; ++value) {
            address subject = address(uint160(0x1000 + value));
            establish(Parameter.InWindow, subject, WINDOW);
            establish(Parameter.InCapacity, subject, value);
            wait();
            uint128 limit = value + 1;
            refuseLoosening(
                Parameter.InCapacity,
                subject,
                limit + 1,
                tooLarge(Parameter.InCapacity, subject, value, limit + 1, limit)
            );
            loosen(Parameter.InCapacity, subject, limit);
        }
    }

    function test_StopsAtTheLoosestEnd() external {
        address subject = address(0x1000);
        establish(Parameter.OutWindow, subject, 1 hours + 1);
        establish(Parameter.OutCapacity, subject, 1e36 - 1);
        wait();
        (uint128 limit, ) = parameters.nextStepOf(Parameter.OutCapacity, subject);
        vm.assertEq(uint256(limit), 1e36, "ceiling");
        (limit, ) = parameters.nextStepOf(Parameter.OutWindow, subject);
        vm.assertEq(uint256(limit), 1 hours, "floor");
        refuseLoosening(Parameter.OutCapacity, subject, 1e36 + 1, outOfBounds(Parameter.OutCapacity, 1e36 + 1));
        refuseLoosening(Parameter.OutWindow, subject, 1 hours - 1, outOfBounds(Parameter.OutWindow, 1 hours - 1));
        refuseLoosening(Parameter.OutWindow, subject, 0, outOfBounds(Parameter.OutWindow, 0));
        refuseLoosening(
            Parameter.OutCapacity,
            subject,
            type(uint128).max,
            outOfBounds(Parameter.OutCapacity, type(uint128).max)
        );
        loosen(Parameter.OutCapacity, subject, 1e36);
        wait();
        loosen(Parameter.OutWindow, subject, 1 hours);
    }

    function testFuzz_AtMostAQuarter(uint8 which, uint128 value) external {
        Parameter parameter = Parameter(which % 7);
        uint128 present = parameters.valueOf(parameter, ALL);
        value = withinReach(parameter, value);
        (, , bool higher, ) = parameters.boundsOf(parameter);
        uint256 moved = value > present ? value - present : present - value;
        if (value == present || (value > present) != higher) {
            refuseLoosening(parameter, ALL, value, notLooser(parameter, present, value));
        } else if (4 * moved > present) {
            (uint128 limit, ) = parameters.nextStepOf(parameter, ALL);
            refuseLoosening(parameter, ALL, value, tooLarge(parameter, ALL, present, value, limit));
        } else {
            loosen(parameter, ALL, value);
            vm.assertEq(uint256(parameters.valueOf(parameter, ALL)), value, "value");
        }
    }

    // --------------------------------------------------------------------------------------------- below a baseline

    /// @dev Tightened, a step is a quarter of what is left, not of what once was approved; and the baseline is not lost
    /// by it.
    function test_BelowTheBaselineAStepIsOfTheValue() external {
        tighten(Parameter.OutCapacity, ALL, 100);
        refuseLoosening(Parameter.OutCapacity, ALL, 126, tooLarge(Parameter.OutCapacity, ALL, 100, 126, 125));
        loosen(Parameter.OutCapacity, ALL, 125);
        assertState(Parameter.OutCapacity, ALL, 125, CAPACITY, 3);
        returnToBaseline(Parameter.OutCapacity, ALL);
        assertState(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY, 4);
    }

    function test_ThePassedBaselineFollows() external {
        tighten(Parameter.OutCapacity, ALL, CAPACITY - 1);
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 1);
        assertState(Parameter.OutCapacity, ALL, CAPACITY + 1, CAPACITY + 1, 3);
        tighten(Parameter.OutWindow, ALL, WINDOW + 1);
        wait();
        loosen(Parameter.OutWindow, ALL, WINDOW - 1);
        assertState(Parameter.OutWindow, ALL, WINDOW - 1, WINDOW - 1, 3);
    }

    // --------------------------------------------------------------------------------------------------- spacing

    function test_CapacityAndWindowOfAFlowShareTheirSpacing() external {
        loosen(Parameter.OutCapacity, bank, CAPACITY + 1);
        uint256 since = block.timestamp;
        refuseLoosening(Parameter.OutWindow, bank, WINDOW - 1, loosenedRecently(Parameter.OutWindow, bank, since));
        refuseLoosening(
            Parameter.OutCapacity,
            bank,
            CAPACITY + 2,
            loosenedRecently(Parameter.OutCapacity, bank, since)
        );
        // Other flows keep their own.
        loosen(Parameter.InWindow, bank, WINDOW - 1);
        loosen(Parameter.OutWindow, ALL, WINDOW - 1);
        loosen(Parameter.InCapacity, ALL, CAPACITY + 1);
        loosen(Parameter.ConversionMaximum, ALL, MAXIMUM + 1);
        wait();
        loosen(Parameter.OutWindow, bank, WINDOW - 1);
        refuseLoosening(
            Parameter.OutCapacity,
            bank,
            CAPACITY + 2,
            loosenedRecently(Parameter.OutCapacity, bank, block.timestamp)
        );
    }

    function testFuzz_OnceIn14Days(uint8 which, uint256 time) external {
        Parameter parameter = Parameter(which % 7);
        time = bound(time, 0, 2 * SPACING);
        step(parameter);
        uint256 since = block.timestamp;
        wait(time);
        (, uint40 notBefore) = parameters.nextStepOf(parameter, ALL);
        vm.assertEq(uint256(notBefore), since + SPACING, "announced");
        (uint128 next, ) = parameters.nextStepOf(parameter, ALL);
        if (time < SPACING) {
            refuseLoosening(parameter, ALL, next, loosenedRecently(parameter, ALL, since));
        } else {
            loosen(parameter, ALL, next);
        }
    }

    /// @dev The spacing counts from the last loosening, whatever happened since.
    function test_NothingInBetweenShortensTheSpacing() external {
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 4);
        uint256 since = block.timestamp;
        tighten(Parameter.OutCapacity, ALL, 1);
        returnToBaseline(Parameter.OutCapacity, ALL);
        refuseStep(since);
        retract(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY);
        refuseStep(since);
        tighten(Parameter.OutWindow, ALL, 2 days);
        returnToBaseline(Parameter.OutWindow, ALL);
        refuseStep(since);
        wait(SPACING - 1);
        refuseStep(since);
        wait(1);
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 1);
    }

    // ------------------------------------------------------------------------------------------- compare-and-set

    function test_RevertWhen_DecidedSince() external {
        refuseStale(CAPACITY + 1, 1);
        refuseStale(CAPACITY - 1, 1);
        refuseStale(CAPACITY, 0);
        refuseStale(CAPACITY, 2);
        refuseStale(type(uint128).max, type(uint32).max);
    }

    /// @dev Two changes that were approved on the same state: only one of them runs, though it be in the same block.
    function test_RevertWhen_TwoChangesRunOnOneState() external {
        vm.startPrank(address(manager));
        parameters.loosen(Parameter.ConversionMaximum, ALL, MAXIMUM, 1, MAXIMUM + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IBridgeParameters.StaleParameter.selector,
                Parameter.ConversionMaximum,
                ALL,
                MAXIMUM,
                uint32(1),
                MAXIMUM + 1,
                uint32(2)
            )
        );
        parameters.loosen(Parameter.ConversionMaximum, ALL, MAXIMUM, 1, MAXIMUM + 1);
        vm.stopPrank();
    }

    function test_RevertWhen_Unset() external {
        refuseLoosening(Parameter.OutCapacity, otherBank, 1, unset(Parameter.OutCapacity, otherBank));
        refuseLoosening(Parameter.ReserveMaxAge, bank, 1, noCounterparty(Parameter.ReserveMaxAge));
    }

    function test_RevertWhen_TheCallerIsNobody() external {
        address[3] memory others = [emergencyCouncil, otherCouncil, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            parameters.loosen(Parameter.OutCapacity, ALL, CAPACITY, 1, CAPACITY + 1);
        }
    }

    /// @dev Within the bounds, and at most twice the present value: most steps are near the limit.
    function withinReach(Parameter parameter, uint128 value) private view returns (uint128) {
        (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
        uint128 twice = 2 * parameters.valueOf(parameter, ALL);
        return uint128(bound(value, floor, ceiling < twice ? ceiling : twice));
    }

    function notLooser(Parameter parameter, uint128 value, uint128 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IBridgeParameters.NotLooser.selector, parameter, ALL, value, given);
    }

    /// @dev A rollback is run without a fresh acknowledgement: what loosens must not hide in one.
    function test_RevertWhen_ARollbackRuns() external {
        tighten(Parameter.OutCapacity, ALL, CAPACITY - 1);
        bytes memory reason = abi.encodeWithSelector(IBridgeParameters.NotExecuting.selector, CHANGE);
        for (uint8 status = 0; status <= uint8(type(ChangeStatus).max); ++status) {
            if (status == uint8(ChangeStatus.Executed)) continue;
            manager.setStatus(ChangeStatus(status));
            refuseLoosening(Parameter.OutCapacity, ALL, CAPACITY, reason);
            refuseReturn(Parameter.OutCapacity, ALL, reason);
        }
        manager.setStatus(ChangeStatus.RolledBack);
        retract(Parameter.OutCapacity, ALL, CAPACITY - 1, CAPACITY);
    }

    function step(Parameter parameter) private {
        (uint128 next, ) = parameters.nextStepOf(parameter, ALL);
        loosen(parameter, ALL, next);
    }

    function refuseStep(uint256 since) private {
        (uint128 next, ) = parameters.nextStepOf(Parameter.OutCapacity, ALL);
        refuseLoosening(Parameter.OutCapacity, ALL, next, loosenedRecently(Parameter.OutCapacity, ALL, since));
    }

    function refuseStale(uint128 expected, uint32 version) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IBridgeParameters.StaleParameter.selector,
                Parameter.OutCapacity,
                ALL,
                expected,
                version,
                CAPACITY,
                uint32(1)
            )
        );
        vm.prank(address(manager));
        parameters.loosen(Parameter.OutCapacity, ALL, expected, version, CAPACITY + 1);
    }
}
