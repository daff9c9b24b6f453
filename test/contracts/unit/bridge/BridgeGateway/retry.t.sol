// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Conversion,
    ConversionStatus,
    Direction,
    FailureReason,
    IBridgeGateway
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";
import {Malice} from "../../../mocks/bridge/HostileToken.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

contract BridgeGatewayRetryTest is BridgeGatewayTest {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        settled(400_000);
        id = stopped(7, 300_000);
    }

    function test_AnyoneReleasesOnceTheCauseHasPassed() public {
        vm.warp(NOW + 1);
        applyParameter(Parameter.FailureMaximum, 100, VERSION + 1);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionSettled(id, bank, Direction.In, 300_000, bytes32(0), VERSION + 1);
        vm.prank(stranger);
        gateway.retry(id);
        Conversion memory conversion = gateway.conversionOf(id);
        vm.assertEq(uint256(conversion.status), uint256(ConversionStatus.Settled), "status");
        vm.assertEq(uint256(conversion.reason), uint256(FailureReason.None), "reason");
        vm.assertEq(uint256(conversion.usedAt), NOW + 1, "used");
        vm.assertEq(uint256(conversion.parametersVersion), VERSION + 1, "judged by the parameters of now");
        vm.assertEq(token.balanceOf(recipient), 300_000, "paid");
        vm.assertEq(uint256(gateway.failuresOf(Direction.In, FailureReason.Restricted)), 1, "it did fail");
        assertBooks(400_000, 0, 0, 300_000);
        assertVolume(Direction.In, bank, 300_000, 0, 1);
        assertAvailable(Direction.In, address(0), CAPACITY - 300_000);
    }

    function test_RevertWhen_RetriedTwice() public {
        gateway.retry(id);
        expectUnexpected(id, ConversionStatus.Settled);
        gateway.retry(id);
    }

    function test_RevertWhen_TheCauseHasNotPassed() public {
        modes.setMode(rail, Mode.Halted);
        vm.expectRevert(restricted(rail, Mode.Halted, Operation.ConvertIn));
        gateway.retry(id);
        modes.setMode(rail, Mode.Normal);
        applyFlow(Direction.In, bank, 1, DAY, VERSION);
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityExceeded.selector, 300_000, 1));
        gateway.retry(id);
        applyParameter(Parameter.ConversionMaximum, 1, VERSION);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.AmountAboveMaximum.selector, 300_000, 1));
        gateway.retry(id);
        vm.warp(NOW + MAX_AGE + 1);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReserveStale.selector, NOW, MAX_AGE));
        gateway.retry(id);
        observe(400_001, REDEEMED);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ConservationBroken.selector, 400_001, 400_000));
        gateway.retry(id);
        assertFailed(id, FailureReason.Restricted);
    }

    function test_RevertWhen_TheTokenRefuses() public {
        token.turn(Malice.Blocks);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.TokenTransferFailed.selector, recipient, 300_000));
        gateway.retry(id);
    }

    /// @dev Two that were admitted when each was covered alone.
    function test_RevertWhen_SomethingElseWasReleasedMeanwhile() public {
        bytes32 other = stopped(8, 200_000);
        gateway.retry(id);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReleaseExceedsLocked.selector, other, 500_000, 400_000));
        gateway.retry(other);
        settled(100_000);
        gateway.retry(other);
        vm.assertEq(token.balanceOf(address(gateway)), 0, "all of it");
    }

    function test_RevertWhen_ItHasNotFailed() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnknownConversion.selector, EVIDENCE));
        gateway.retry(EVIDENCE);
        attestReturn(operator, id);
        attestReturn(otherOperator, id);
        expectUnexpected(id, ConversionStatus.Refunded);
        gateway.retry(id);
    }

    function test_RevertWhen_ItWentOut() public {
        bytes32 outwards = failed(1);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnexpectedDirection.selector, outwards, Direction.Out));
        gateway.retry(outwards);
    }
}
