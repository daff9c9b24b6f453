// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParameters} from "../../../../contracts/bridge/BridgeParameters.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterAct,
    ParameterState
} from "../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {ParametersHandler} from "./ParametersHandler.sol";
import {Test} from "../../support/Test.sol";

/// @notice Section "Bridge parameters" of the README beside this folder says what each number means.
contract BridgeParametersInvariantTest is Test {
    ParametersHandler private handler;
    BridgeParameters private parameters;

    function setUp() public {
        handler = new ParametersHandler();
        parameters = handler.theParameters();
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = ParametersHandler.establishOne.selector;
        selectors[1] = ParametersHandler.tightenOne.selector;
        selectors[2] = ParametersHandler.loosenOne.selector;
        selectors[3] = ParametersHandler.loosenByAStep.selector;
        selectors[4] = ParametersHandler.loosenOnOldNews.selector;
        selectors[5] = ParametersHandler.look.selector;
        selectors[6] = ParametersHandler.returnOne.selector;
        selectors[7] = ParametersHandler.retractOne.selector;
        selectors[8] = ParametersHandler.fallIll.selector;
        selectors[9] = ParametersHandler.pass.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_parameters() external view {
        if (handler.violationCount() != 0) vm.assertEq(handler.violations(0), "", "P2, P3, P4, P5, P6");
        for (uint256 which = 0; which < 7; ++which) {
            for (uint256 who = 0; who < 3; ++who) {
                (Parameter parameter, address subject) = handler.pick(which, who);
                assertStory(parameter, subject);
            }
        }
        vm.assertEq(uint256(parameters.version()), handler.moves(), "P6: all moves");
        vm.assertEq(parameters.evidenceHead(), handler.head(), "P8: evidence");
    }

    /// @dev The campaign above is worth something only if it gets anywhere.
    function test_HandlerReachesEverything() external {
        handler.pass(15 days);
        handler.establishOne(2, 8 * 50);
        handler.tightenOne(0, 0, 8 * 50 + 1);
        handler.loosenByAStep(0, 0);
        handler.returnOne(0, 0);
        handler.retractOne(0, 0, 8 * 50 + 1, 8 * 60 + 1);
        handler.look(1, 0);
        handler.loosenOnOldNews(1, 0, 8 * 120 + 1);
        handler.loosenOne(4, 0, 8 * 110 + 1);
        for (uint8 act = 0; act <= uint8(type(ParameterAct).max); ++act) {
            vm.assertGe(handler.acts(ParameterAct(act)), 1, "reached");
        }
        vm.assertEq(handler.acts(ParameterAct.Loosened), 3, "three ways to loosen");
        this.invariant_parameters();
    }

    function assertStory(Parameter parameter, address subject) private view {
        ParametersHandler.Story memory story = handler.storyOf(parameter, subject);
        ParameterState memory state = parameters.stateOf(parameter, subject);
        vm.assertEq(uint256(state.version), story.moves, "P6: moves");
        vm.assertEq(uint256(state.value), story.value, "P6: value");
        vm.assertEq(uint256(state.baseline), story.baseline, "P6: baseline");
        if (story.moves == 0) {
            (bool answered, ) = address(parameters).staticcall(
                abi.encodeCall(IBridgeParameters.valueOf, (parameter, subject))
            );
            vm.assertFalse(answered, "P5: unset denies");
            vm.assertEq(handler.inForce(parameter, subject), 0, "P7: nothing in force");
            return;
        }
        (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
        vm.assertGe(uint256(story.value), floor, "P5: floor");
        vm.assertLe(uint256(story.value), ceiling, "P5: ceiling");
        vm.assertLe(
            handler.reach(parameter, story.value),
            handler.reach(parameter, story.baseline),
            "P1: looser than its baseline"
        );
        bool began = handler.capacityBegan(parameter, subject);
        vm.assertEq(handler.inForce(parameter, subject), began ? story.value : 0, "P7: in force");
    }
}
