// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {IBridgeGateway} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

contract BridgeGatewayApplyParameterTest is BridgeGatewayTest {
    function test_TakesTheMaximum() public {
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ParameterApplied(Parameter.ConversionMaximum, 10, VERSION + 1);
        applyParameter(Parameter.ConversionMaximum, 10, VERSION + 1);
        bytes32 id = request(10);
        vm.assertEq(uint256(gateway.conversionOf(id).parametersVersion), VERSION + 1, "version");
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.AmountAboveMaximum.selector, 11, 10));
        request(11);
    }

    function test_TakesTheMaximumAge() public {
        settled(100);
        applyParameter(Parameter.ReserveMaxAge, 10, VERSION + 1);
        bytes32 id = stopped(1, 100);
        vm.warp(NOW + 11);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReserveStale.selector, NOW, 10));
        gateway.retry(id);
        vm.warp(NOW + 10);
        gateway.retry(id);
    }

    /// @dev It binds the BridgeParameters alone; the version moves.
    function test_TakesNoticeOfTheFailureMaximum() public {
        applyParameter(Parameter.FailureMaximum, 10, VERSION + 1);
        vm.assertEq(uint256(gateway.conversionOf(request(MAXIMUM)).parametersVersion), VERSION + 1, "version");
    }

    function test_RevertWhen_ItBelongsToAFlow() public {
        for (uint8 i = 0; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ParameterOfFlow.selector, Parameter(i)));
            applyParameter(Parameter(i), 1, VERSION + 1);
        }
    }

    function test_RevertWhen_TheAgeIsNoTime() public {
        uint128 tooLarge = uint128(type(uint40).max) + 1;
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 40, tooLarge));
        applyParameter(Parameter.ReserveMaxAge, tooLarge, VERSION + 1);
    }

    function test_RevertWhen_AnybodyElseCalls() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.OnlyParameters.selector, stranger));
        vm.prank(stranger);
        gateway.applyParameter(Parameter.ConversionMaximum, 1, VERSION + 1);
    }
}
