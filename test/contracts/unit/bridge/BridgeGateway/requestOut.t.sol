// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Conversion,
    ConversionStatus,
    Direction,
    IBridgeGateway
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

contract BridgeGatewayRequestOutTest is BridgeGatewayTest {
    function test_TakesTheTokensAndStampsTheParameters() public {
        bytes32 id = gateway.conversionId(Direction.Out, 1);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionRequested(id, bank, 1, 400_000, BENEFICIARY, VERSION);
        vm.assertEq(request(400_000), id, "id");
        Conversion memory conversion = gateway.conversionOf(id);
        vm.assertEq(uint256(conversion.status), uint256(ConversionStatus.Requested), "status");
        vm.assertEq(uint256(conversion.direction), uint256(Direction.Out), "direction");
        vm.assertEq(uint256(conversion.reason), 0, "no reason");
        vm.assertEq(conversion.counterparty, bank, "counterparty");
        vm.assertEq(conversion.recipient, address(0), "no recipient");
        vm.assertEq(uint256(conversion.amount), 400_000, "amount");
        vm.assertEq(uint256(conversion.nonce), 1, "nonce");
        vm.assertEq(uint256(conversion.parametersVersion), VERSION, "version");
        vm.assertEq(uint256(conversion.usedAt), NOW, "used");
        vm.assertEq(token.balanceOf(address(gateway)), 400_000, "held");
        assertBooks(400_000, 400_000, 0, 0);
    }

    function test_DrawsBothFlowsAndTheRail() public {
        request(400_000);
        assertAvailable(Direction.Out, bank, OWN_CAPACITY - 400_000);
        assertAvailable(Direction.Out, address(0), CAPACITY - 400_000);
        assertAvailable(Direction.Out, otherBank, OWN_CAPACITY);
        assertAvailable(Direction.In, bank, OWN_CAPACITY);
        assertAvailable(Direction.In, address(0), CAPACITY);
        vm.assertEq(modes.metered(rail), 400_000, "drawn from the rail");
        assertVolume(Direction.Out, bank, 400_000, 0, 1);
        assertVolume(Direction.Out, address(0), 400_000, 0, 1);
        assertVolume(Direction.Out, otherBank, 0, 0, 0);
    }

    function test_EveryRequestIsAnother() public {
        bytes32 first = request(1);
        bytes32 second = request(1);
        vm.assertNotEq(first, second, "ids");
        vm.assertEq(uint256(gateway.outNonce()), 2, "nonce");
    }

    function test_RevertWhen_SomethingIsMissing() public {
        vm.expectRevert(IBridgeGateway.AmountMissing.selector);
        request(0);
        vm.expectRevert(IBridgeGateway.DigestMissing.selector);
        vm.prank(bank);
        gateway.requestOut(1, bytes32(0));
    }

    function test_TakesTheMaximumAndNoMore() public {
        request(MAXIMUM);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.AmountAboveMaximum.selector, MAXIMUM + 1, MAXIMUM));
        request(MAXIMUM + 1);
    }

    function test_RevertWhen_TheMaximumIsZero() public {
        applyParameter(Parameter.ConversionMaximum, 0, VERSION + 1);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.AmountAboveMaximum.selector, 1, 0));
        request(1);
    }

    function test_RevertWhen_TheMaximumWasNeverSet() public {
        gateway = deploy(custodyUnderTest());
        applyFlow(Direction.Out, bank, CAPACITY, DAY, 1);
        applyFlow(Direction.Out, address(0), CAPACITY, DAY, 1);
        vm.warp(NOW + DAY);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.AmountAboveMaximum.selector, 1, 0));
        request(1);
    }

    function test_RevertWhen_TheLargestAmountIsAsked() public {
        applyParameter(Parameter.ConversionMaximum, type(uint128).max, VERSION + 1);
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityExceeded.selector, type(uint128).max, OWN_CAPACITY));
        request(type(uint128).max);
    }

    function test_RevertWhen_TheCounterpartyHasNoFlow() public {
        vm.expectRevert(FlowLimit.FlowUnset.selector);
        vm.prank(stranger);
        gateway.requestOut(1, BENEFICIARY);
    }

    function test_RevertWhen_TheRailHasNoFlow() public {
        gateway = deploy(custodyUnderTest());
        applyFlow(Direction.Out, bank, CAPACITY, DAY, 1);
        applyParameter(Parameter.ConversionMaximum, MAXIMUM, 2);
        vm.warp(NOW + DAY);
        vm.expectRevert(FlowLimit.FlowUnset.selector);
        request(1);
    }

    function test_RevertWhen_TheCounterpartysFlowIsUsedUp() public {
        request(MAXIMUM);
        request(OWN_CAPACITY - MAXIMUM);
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityExceeded.selector, 1, 0));
        request(1);
    }

    function test_RevertWhen_TheRailsFlowIsUsedUp() public {
        request(MAXIMUM);
        vm.startPrank(otherBank);
        gateway.requestOut(MAXIMUM, BENEFICIARY);
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityExceeded.selector, 1, 0));
        gateway.requestOut(1, BENEFICIARY);
    }

    function test_RevertWhen_TheRailIsRestricted() public {
        modes.setMode(rail, Mode.ReadOnly);
        vm.expectRevert(restricted(rail, Mode.ReadOnly, Operation.ConvertOut));
        request(1);
    }

    function test_LimitedConvertsUpToTheVolume() public {
        modes.setMode(rail, Mode.Limited);
        modes.setAvailable(rail, 5);
        request(4);
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, rail, 2, 1));
        request(2);
    }

    function test_AFrozenCounterpartyStopsAlone() public {
        modes.setMode(counterpartySystem(bank), Mode.Halted);
        vm.expectRevert(restricted(counterpartySystem(bank), Mode.Halted, Operation.ConvertOut));
        request(1);
        vm.prank(otherBank);
        gateway.requestOut(1, BENEFICIARY);
    }

    function test_RevertWhen_TheGatewayIsNotOfTheRail() public {
        modes.assignSystem(address(gateway), bytes32(0));
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.NotOfSystem.selector, address(gateway), rail));
        request(1);
    }
}
