// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction, FlowState, IBridgeGateway} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract BridgeGatewayApplyFlowTest is BridgeGatewayTest {
    function test_ANewFlowStartsEmpty() public {
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.FlowConfigured(Direction.Out, stranger, 1000, DAY, VERSION + 1);
        applyFlow(Direction.Out, stranger, 1000, DAY, VERSION + 1);
        FlowState memory state = gateway.flowOf(Direction.Out, stranger);
        vm.assertEq(uint256(state.capacity), 1000, "capacity");
        vm.assertEq(uint256(state.window), DAY, "window");
        vm.assertEq(state.available, 0, "available");
        vm.assertEq(state.used, 1000, "used");
        vm.assertEq(uint256(gateway.flowOf(Direction.In, stranger).window), 0, "the other direction is unset");
    }

    function test_StampsWhatFollows() public {
        applyFlow(Direction.Out, stranger, 1000, DAY, VERSION + 1);
        vm.assertEq(uint256(gateway.conversionOf(request(1)).parametersVersion), VERSION + 1, "version");
    }

    function test_WorksInEveryMode() public {
        modes.setMode(rail, Mode.Halted);
        applyFlow(Direction.Out, bank, 0, DAY, VERSION + 1);
        assertAvailable(Direction.Out, bank, 0);
    }

    function test_LowerThenRaiseGivesNothing() public {
        request(400_000);
        uint256 before = gateway.flowOf(Direction.Out, bank).available;
        applyFlow(Direction.Out, bank, 100, DAY, VERSION + 1);
        applyFlow(Direction.Out, bank, 10 * CAPACITY, 1 hours, VERSION + 2);
        vm.assertLe(gateway.flowOf(Direction.Out, bank).available, before, "no gain");
    }

    function test_RevertWhen_ItIsOutOfBounds() public {
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.WindowOutOfBounds.selector, 0));
        applyFlow(Direction.Out, bank, CAPACITY, 0, VERSION + 1);
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityOutOfBounds.selector, type(uint128).max));
        applyFlow(Direction.Out, bank, type(uint128).max, DAY, VERSION + 1);
    }

    function test_RevertWhen_AnybodyElseCalls() public {
        address[4] memory others = [operator, monitor, upgrader, stranger];
        for (uint256 i = 0; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.OnlyParameters.selector, others[i]));
            vm.prank(others[i]);
            gateway.applyFlow(Direction.Out, bank, CAPACITY, DAY, VERSION + 1);
        }
    }
}
