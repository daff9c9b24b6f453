// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {
    ConversionStatus,
    Direction,
    FailureReason,
    IBridgeGateway,
    Inbound
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {Malice} from "../../../mocks/bridge/HostileToken.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @notice Whatever a held token does: nothing is counted that did not move, and nothing is done twice.
contract BridgeGatewayTokensTest is BridgeGatewayTest {
    function setUp() public override {
        super.setUp();
        settled(400_000);
    }

    // ------------------------------------------------------------------------------------------------------- taking

    function test_RevertWhen_AFeeIsTakenOnTheWayIn() public {
        token.turn(Malice.FeeFromRecipient);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.TokenTookAnotherAmount.selector, 100, 99));
        request(100);
    }

    function test_RevertWhen_NothingMoves() public {
        token.turn(Malice.Lies);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.TokenTookAnotherAmount.selector, 100, 0));
        request(100);
        token.turn(Malice.ReturnsFalse);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token)));
        request(100);
    }

    function test_AFeeThatTheCounterpartyBearsIsItsOwn() public {
        token.turn(Malice.FeeFromSender);
        request(100);
        vm.assertEq(token.balanceOf(address(gateway)), 400_100, "all of it");
    }

    // ------------------------------------------------------------------------------------------------------- giving

    function test_EveryRefusalFailsAsState() public {
        Malice[6] memory all = [
            Malice.Blocks,
            Malice.ReturnsFalse,
            Malice.BurnsGas,
            Malice.Bomb,
            Malice.Impersonates,
            Malice.Lies
        ];
        for (uint64 i = 0; i < all.length; ++i) {
            token.turn(all[i]);
            assertFailed(admit(arrival(i, 10)), FailureReason.TransferFailed);
        }
        assertBooks(400_000, 0, 0, 0);
        token.turn(Malice.None);
        for (uint64 i = 0; i < all.length; ++i) gateway.retry(gateway.conversionId(Direction.In, i));
        vm.assertEq(token.balanceOf(recipient), 60, "paid after all");
        vm.assertEq(uint256(gateway.failuresOf(Direction.In, FailureReason.TransferFailed)), 6, "counted");
    }

    function test_AFeeOnTopWouldLeaveTheBooksUncovered() public {
        token.turn(Malice.FeeFromSender);
        bytes32 id = admit(arrival(1, 10));
        assertFailed(id, FailureReason.TransferFailed);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.TokenTookAnotherAmount.selector, 10, 11));
        gateway.retry(id);
    }

    function test_AFeeThatTheRecipientBearsIsItsOwn() public {
        token.turn(Malice.FeeFromRecipient);
        assertStatus(admit(arrival(1, 10)), ConversionStatus.Settled);
        vm.assertEq(token.balanceOf(address(gateway)), 399_990, "no more than the amount");
    }

    function test_NothingIsReleasedToTheGatewayItself() public {
        Inbound memory inbound = arrival(1, 10);
        inbound.recipient = address(gateway);
        bytes32 id = admit(inbound);
        assertFailed(id, FailureReason.TransferFailed);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.TokenTransferFailed.selector, address(gateway), 10));
        gateway.retry(id);
    }

    // ------------------------------------------------------------------------------------------------- calling back

    function test_RefusesACallBackInARequest() public {
        bytes32 id = failed(10);
        armToken(abi.encodeCall(gateway.refund, (id)));
        request(100);
        assertRefused(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.assertEq(token.balanceOf(address(gateway)), 400_110, "refunded nothing");
    }

    function test_RefusesACallBackInARefund() public {
        bytes32 id = failed(10);
        armToken(abi.encodeCall(gateway.refund, (id)));
        gateway.refund(id);
        assertRefused(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.assertEq(token.balanceOf(address(gateway)), 400_000, "refunded once");
    }

    function test_RefusesACallBackInARelease() public {
        bytes32 other = stopped(1, 10);
        bytes[4] memory errands = [
            abi.encodeCall(gateway.retry, (other)),
            abi.encodeCall(gateway.requestOut, (1, BENEFICIARY)),
            abi.encodeCall(gateway.attestIn, (arrival(50, 10))),
            abi.encodeCall(gateway.releaseAdmitted, (other))
        ];
        // The worst case: the token is itself an operator.
        registry.bindAccount(address(token), 8);
        registry.grantRole(Roles.BRIDGE_OPERATOR, address(token), 0);
        attestIn(operator, arrival(50, 10));
        for (uint64 i = 0; i < errands.length; ++i) {
            armToken(errands[i]);
            assertStatus(admit(arrival(10 + i, 10)), ConversionStatus.Settled);
            assertRefused(
                i == 3
                    ? IBridgeGateway.OnlySelf.selector
                    : ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
            );
            token.disarm();
        }
        vm.assertEq(token.balanceOf(recipient), 40, "each once");
        assertBooks(400_000, 0, 0, 40);
    }

    function test_RefusesACallBackInARetry() public {
        bytes32 id = stopped(1, 10);
        armToken(abi.encodeCall(gateway.retry, (id)));
        gateway.retry(id);
        assertRefused(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.assertEq(token.balanceOf(recipient), 10, "paid once");
    }

    /// @dev Effects come first: what is read in the middle of a transfer is what stands after it.
    function test_ReadsTheEndInTheMiddle() public {
        bytes32 id = stopped(1, 10);
        token.arm(address(gateway), abi.encodeCall(gateway.positionOf, ()));
        gateway.retry(id);
        vm.assertEq(token.answer(), abi.encode(gateway.positionOf()), "position");
    }

    function armToken(bytes memory errand) private {
        token.arm(address(gateway), errand);
    }

    function assertRefused(bytes4 reason) private view {
        vm.assertFalse(token.calledBack(), "came through");
        vm.assertEq(bytes32(bytes4(token.answer())), bytes32(reason), "reason");
    }
}
