// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction} from "../interfaces/IBridgeGateway.sol";
import {IBridgeParameters, Parameter} from "../interfaces/IBridgeParameters.sol";

import {FlowLimit} from "./FlowLimit.sol";

/**
 * @title ParameterBounds
 * @notice What each parameter may be, which direction of it is looser, and how far one step towards looser goes.
 *
 * Values that mean "no limit" do not exist: every ceiling is finite, and no parameter has a switch. What "looser" is
 * belongs to the parameter, not to the size of the number, so that no smaller number ever disables anything.
 *
 * @dev Pure. What belongs to a flow has the flow's own bounds, so that the gateway refuses nothing that stands here.
 */
library ParameterBounds {
    uint128 internal constant MAX_AMOUNT = FlowLimit.MAX_CAPACITY;
    uint128 internal constant MIN_WINDOW = FlowLimit.MIN_WINDOW;
    uint128 internal constant MAX_WINDOW = FlowLimit.MAX_WINDOW;
    uint128 internal constant MAX_RESERVE_AGE = 7 days;
    /// @dev Basis points: a bridge on which one conversion in five fails is not loosened, whatever was decided.
    uint128 internal constant MAX_FAILURES = 2_000;

    /// @dev A step is at most a quarter of the value; of the smallest values, one unit.
    uint128 private constant STEP_DIVISOR = 4;

    struct Bounds {
        uint128 floor;
        uint128 ceiling;
        bool looserIsHigher;
        bool perCounterparty;
    }

    function boundsOf(Parameter parameter) internal pure returns (Bounds memory) {
        if (isWindow(parameter)) return Bounds(MIN_WINDOW, MAX_WINDOW, false, true);
        if (isOfFlow(parameter)) return Bounds(0, MAX_AMOUNT, true, true);
        if (parameter == Parameter.ConversionMaximum) return Bounds(0, MAX_AMOUNT, true, false);
        if (parameter == Parameter.ReserveMaxAge) return Bounds(0, MAX_RESERVE_AGE, true, false);
        return Bounds(0, MAX_FAILURES, true, false);
    }

    // ----------------------------------------------------------------------------------------------------- flows

    /// @notice Whether the parameter is one half of a flow: its capacity, or the window in which that refills.
    function isOfFlow(Parameter parameter) internal pure returns (bool) {
        return parameter <= Parameter.InWindow;
    }

    function isWindow(Parameter parameter) internal pure returns (bool) {
        return parameter == Parameter.OutWindow || parameter == Parameter.InWindow;
    }

    function directionOf(Parameter parameter) internal pure returns (Direction) {
        bool leaves = parameter == Parameter.OutCapacity || parameter == Parameter.OutWindow;
        return leaves ? Direction.Out : Direction.In;
    }

    /// @notice The capacity of the flow that the parameter belongs to.
    function capacityOf(Parameter parameter) internal pure returns (Parameter) {
        return directionOf(parameter) == Direction.Out ? Parameter.OutCapacity : Parameter.InCapacity;
    }

    /// @notice The window of the flow that the parameter belongs to.
    function windowOf(Parameter parameter) internal pure returns (Parameter) {
        return directionOf(parameter) == Direction.Out ? Parameter.OutWindow : Parameter.InWindow;
    }

    /// @notice What is not loosened in turns with the parameter: of a flow its other half, else nothing else.
    function twinOf(Parameter parameter) internal pure returns (Parameter) {
        if (!isOfFlow(parameter)) return parameter;
        return isWindow(parameter) ? capacityOf(parameter) : windowOf(parameter);
    }

    // ------------------------------------------------------------------------------------------------- comparing

    /// @notice Whether `a` lets more through than `b`.
    function isLooser(Parameter parameter, uint128 a, uint128 b) internal pure returns (bool) {
        return boundsOf(parameter).looserIsHigher ? a > b : a < b;
    }

    function tighterOf(Parameter parameter, uint128 a, uint128 b) internal pure returns (uint128) {
        return isLooser(parameter, a, b) ? b : a;
    }

    function looserOf(Parameter parameter, uint128 a, uint128 b) internal pure returns (uint128) {
        return isLooser(parameter, a, b) ? a : b;
    }

    /// @notice The loosest value that one step from `value` reaches.
    function stepFrom(Parameter parameter, uint128 value) internal pure returns (uint128 limit) {
        Bounds memory bounds = boundsOf(parameter);
        uint128 step = value < STEP_DIVISOR ? 1 : value / STEP_DIVISOR;
        limit = bounds.looserIsHigher ? value + step : value - step;
        if (limit > bounds.ceiling) return bounds.ceiling;
        if (limit < bounds.floor) return bounds.floor;
    }

    // ---------------------------------------------------------------------------------------------- conditions

    /// @notice Reverts unless the parameter exists for `counterparty`; zero stands for the whole rail pair.
    function requireSubject(Parameter parameter, address counterparty) internal pure {
        if (counterparty != address(0) && !boundsOf(parameter).perCounterparty) {
            revert IBridgeParameters.CounterpartyNotAllowed(parameter, counterparty);
        }
    }

    function requireWithin(Parameter parameter, uint128 value) internal pure {
        Bounds memory bounds = boundsOf(parameter);
        if (value < bounds.floor || value > bounds.ceiling) {
            revert IBridgeParameters.ValueOutOfBounds(parameter, value, bounds.floor, bounds.ceiling);
        }
    }
}
