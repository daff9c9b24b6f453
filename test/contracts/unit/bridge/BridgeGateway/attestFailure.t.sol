// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ConversionStatus,
    Direction,
    FailureReason,
    IBridgeGateway
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract BridgeGatewayAttestFailureTest is BridgeGatewayTest {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        id = request(400_000);
    }

    function test_TheSecondEntityFailsIt() public {
        attestFailure(operator, id);
        assertStatus(id, ConversionStatus.Requested);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionAttested(
            id,
            otherOperator,
            2,
            statementOf(gateway.attestFailure.selector, abi.encode(FailureReason.RailRejected, EVIDENCE)),
            true
        );
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionFailed(id, bank, FailureReason.RailRejected, Direction.Out, 400_000, EVIDENCE);
        attestFailure(otherOperator, id);
        assertStatus(id, ConversionStatus.Failed);
        vm.assertEq(uint256(gateway.conversionOf(id).reason), uint256(FailureReason.RailRejected), "reason");
        vm.assertEq(uint256(gateway.failuresOf(Direction.Out, FailureReason.RailRejected)), 1, "counted");
        assertBooks(400_000, 0, 400_000, 0);
        vm.assertEq(token.balanceOf(address(gateway)), 400_000, "moves nothing");
        assertAvailable(Direction.Out, bank, OWN_CAPACITY - 400_000);
    }

    function test_TakesEveryAttestableReasonAndNoOther() public {
        for (uint8 reason = 0; reason <= uint8(type(FailureReason).max); ++reason) {
            bool attestable = reason >= 1 && reason <= 4;
            if (!attestable) {
                vm.expectRevert(
                    abi.encodeWithSelector(IBridgeGateway.ReasonNotAttestable.selector, FailureReason(reason))
                );
            }
            vm.prank(operator);
            gateway.attestFailure(id, FailureReason(reason), EVIDENCE);
        }
    }

    function test_RevertWhen_TheReasonIsOutOfRange() public {
        vm.prank(operator);
        // solhint-disable-next-line avoid-low-level-calls
        (bool taken, ) = address(gateway).call(
            abi.encodeWithSelector(gateway.attestFailure.selector, id, uint8(type(FailureReason).max) + 1, EVIDENCE)
        );
        vm.assertFalse(taken, "no such reason");
    }

    function test_OtherReasonsOrEvidenceAreOtherStatements() public {
        attestFailure(operator, id);
        vm.startPrank(otherOperator);
        gateway.attestFailure(id, FailureReason.RailUnavailable, EVIDENCE);
        gateway.attestFailure(id, FailureReason.RailRejected, keccak256("other evidence"));
        vm.stopPrank();
        attestSettlement(otherOperator, id);
        assertStatus(id, ConversionStatus.Requested);
    }

    function test_WorksInEveryMode() public {
        modes.setMode(rail, Mode.Halted);
        attestFailure(operator, id);
        attestFailure(otherOperator, id);
        assertStatus(id, ConversionStatus.Failed);
    }

    function test_RevertWhen_BothAreOfOneEntity() public {
        attestFailure(operator, id);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.SameEntity.selector, id, 1));
        attestFailure(colleague, id);
    }

    function test_RevertWhen_ItHasFailedOrWasRefunded() public {
        attestFailure(operator, id);
        attestFailure(otherOperator, id);
        expectUnexpected(id, ConversionStatus.Failed);
        attestFailure(otherOperator, id);
        expectUnexpected(id, ConversionStatus.Failed);
        attestSettlement(otherOperator, id);
        gateway.refund(id);
        expectUnexpected(id, ConversionStatus.Refunded);
        attestFailure(operator, id);
        expectUnexpected(id, ConversionStatus.Refunded);
        attestSettlement(operator, id);
    }

    function test_RevertWhen_TheConversionCannotFail() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnknownConversion.selector, EVIDENCE));
        attestFailure(operator, EVIDENCE);
        settled(100);
        bytes32 inwards = stopped(1, 100);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnexpectedDirection.selector, inwards, Direction.In));
        attestFailure(operator, inwards);
    }

    function test_RevertWhen_TheEvidenceIsMissing() public {
        vm.expectRevert(IBridgeGateway.DigestMissing.selector);
        vm.prank(operator);
        gateway.attestFailure(id, FailureReason.RailRejected, bytes32(0));
    }

    function test_RevertWhen_TheOperatorsKeyIsNotUsable() public {
        keys.compromise(operator);
        expectKeyNotUsable(operator);
        vm.prank(operator);
        gateway.attestFailure(id, FailureReason.RailRejected, EVIDENCE);
    }

    function test_RevertWhen_TheCallerIsNoOperator() public {
        expectUnauthorized(bank);
        gateway.attestFailure(id, FailureReason.RailRejected, EVIDENCE);
    }
}
