// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ConversionStatus,
    Direction,
    IBridgeGateway
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {Malice} from "../../../mocks/bridge/HostileToken.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract BridgeGatewayRefundTest is BridgeGatewayTest {
    function test_AnyoneGivesItBackToItsCounterparty() public {
        bytes32 id = failed(400_000);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionRefunded(id, bank, Direction.Out, 400_000, 400_000, 400_000, bytes32(0));
        vm.prank(stranger);
        gateway.refund(id);
        assertStatus(id, ConversionStatus.Refunded);
        vm.assertEq(token.balanceOf(bank), 1e12, "tokens");
        assertBooks(0, 0, 0, 0);
        assertAvailable(Direction.Out, bank, OWN_CAPACITY);
        assertAvailable(Direction.Out, address(0), CAPACITY);
        assertVolume(Direction.Out, bank, 0, 400_000, 1);
        assertVolume(Direction.Out, address(0), 0, 400_000, 1);
    }

    function test_WorksInEveryMode() public {
        bytes32 id = failed(400_000);
        modes.setMode(rail, Mode.Halted);
        modes.setMode(counterpartySystem(bank), Mode.Halted);
        gateway.refund(id);
        assertStatus(id, ConversionStatus.Refunded);
    }

    /// @dev Nor does what anybody else may do wait for an operator's key.
    function test_NeedsNoOperatorsKey() public {
        bytes32 id = failed(400_000);
        keys.compromise(operator);
        keys.compromise(otherOperator);
        gateway.refund(id);
        request(1);
        vm.warp(NOW + 1);
        observe(0, REDEEMED + 1);
        assertStatus(id, ConversionStatus.Refunded);
    }

    function test_GivesBackNoCapacityThatHasRefilled() public {
        bytes32 id = failed(400_000);
        vm.warp(NOW + DAY / 4);
        // A quarter of a day refilled 250,000 of the rail's flow and 200,000 of the counterparty's.
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionRefunded(id, bank, Direction.Out, 400_000, 150_000, 200_000, bytes32(0));
        gateway.refund(id);
        assertAvailable(Direction.Out, bank, OWN_CAPACITY);
        assertAvailable(Direction.Out, address(0), CAPACITY);
    }

    /// @dev Failures are kept for a day on end and cashed together: nothing beyond the capacity comes of it.
    function test_RefundsCannotBeBanked() public {
        bytes32[4] memory ids;
        for (uint256 i = 0; i < 4; ++i) {
            ids[i] = failed(400_000);
            vm.warp(block.timestamp + DAY);
        }
        request(MAXIMUM);
        uint256 before = gateway.flowOf(Direction.Out, bank).available;
        for (uint256 i = 0; i < 4; ++i) gateway.refund(ids[i]);
        assertAvailable(Direction.Out, bank, before);
    }

    function test_RevertWhen_RefundedTwice() public {
        bytes32 id = failed(400_000);
        gateway.refund(id);
        expectUnexpected(id, ConversionStatus.Refunded);
        gateway.refund(id);
    }

    function test_RevertWhen_ItHasNotFailed() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnknownConversion.selector, EVIDENCE));
        gateway.refund(EVIDENCE);
        bytes32 id = request(1);
        expectUnexpected(id, ConversionStatus.Requested);
        gateway.refund(id);
        id = settled(1);
        expectUnexpected(id, ConversionStatus.Settled);
        gateway.refund(id);
    }

    function test_RevertWhen_ItCameIn() public {
        settled(100);
        bytes32 id = stopped(1, 100);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnexpectedDirection.selector, id, Direction.In));
        gateway.refund(id);
    }

    /// @dev Two stolen operators declare failed what was credited: not once monitoring has seen it.
    function test_RevertWhen_ThePrivateRailHasCreditedIt() public {
        settled(100_000);
        bytes32 id = failed(400_000);
        vm.warp(NOW + 1);
        observe(100_001, REDEEMED);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ConservationBroken.selector, 100_001, 100_000));
        gateway.refund(id);
    }

    function test_IsPaidWhenMonitoringSeesAllThatWasSettled() public {
        settled(100_000);
        bytes32 id = failed(400_000);
        vm.warp(NOW + 1);
        observe(100_000, REDEEMED);
        gateway.refund(id);
        assertBooks(100_000, 0, 0, 0);
    }

    function test_RevertWhen_TheTokenRefuses_AndLater() public {
        bytes32 id = failed(400_000);
        token.turn(Malice.Blocks);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.TokenTransferFailed.selector, bank, 400_000));
        gateway.refund(id);
        assertStatus(id, ConversionStatus.Failed);
        token.turn(Malice.None);
        gateway.refund(id);
        vm.assertEq(token.balanceOf(bank), 1e12, "tokens");
    }

    function test_WorksAfterTheCounterpartysFlowWasLowered() public {
        bytes32 id = failed(400_000);
        vm.warp(NOW + 1);
        applyFlow(Direction.Out, bank, 0, DAY, VERSION + 1);
        gateway.refund(id);
        assertAvailable(Direction.Out, bank, 0);
    }
}
