// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ConversionStatus,
    Direction,
    IBridgeGateway
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract BridgeGatewayAttestReturnTest is BridgeGatewayTest {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        settled(400_000);
        id = stopped(7, 400_000);
    }

    function test_TheSecondEntityReturnsIt() public {
        attestReturn(operator, id);
        assertStatus(id, ConversionStatus.Failed);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionRefunded(id, bank, Direction.In, 400_000, 0, 0, SETTLEMENT);
        attestReturn(otherOperator, id);
        assertStatus(id, ConversionStatus.Refunded);
        assertBooks(400_000, 0, 0, 0);
        assertVolume(Direction.In, bank, 0, 0, 0);
        assertAvailable(Direction.In, bank, OWN_CAPACITY);
    }

    /// @dev The private rail's own counter still holds what it gave back.
    function test_WhatWasReturnedLeavesNoRoomForAnother() public {
        attestReturn(operator, id);
        attestReturn(otherOperator, id);
        attestIn(operator, arrival(8, 200_001));
        bytes32 other = gateway.conversionId(Direction.In, 8);
        vm.expectRevert(
            abi.encodeWithSelector(IBridgeGateway.ReleaseExceedsReserve.selector, other, 600_001, REDEEMED)
        );
        attestIn(otherOperator, arrival(8, 200_001));
    }

    function test_WorksInEveryMode() public {
        modes.setMode(rail, Mode.Halted);
        attestReturn(operator, id);
        attestReturn(otherOperator, id);
        assertStatus(id, ConversionStatus.Refunded);
    }

    /// @dev A settlement of the other direction with the same reference is another statement.
    function test_AStatementIsMadeByItsFunction() public {
        attestReturn(operator, id);
        bytes32 said = statementOf(gateway.attestReturn.selector, abi.encode(SETTLEMENT));
        vm.assertEq(uint256(gateway.attestedBy(id, said)), 1, "a return");
        said = statementOf(gateway.attestSettlement.selector, abi.encode(SETTLEMENT));
        vm.assertEq(uint256(gateway.attestedBy(id, said)), 0, "no settlement");
    }

    function test_RevertWhen_BothAreOfOneEntity() public {
        attestReturn(operator, id);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.SameEntity.selector, id, 1));
        attestReturn(colleague, id);
    }

    function test_RevertWhen_ItWasReleasedMeanwhile() public {
        attestReturn(operator, id);
        gateway.retry(id);
        expectUnexpected(id, ConversionStatus.Settled);
        attestReturn(otherOperator, id);
    }

    function test_RevertWhen_ItCannotBeReturned() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnknownConversion.selector, EVIDENCE));
        attestReturn(operator, EVIDENCE);
        bytes32 outwards = failed(1);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnexpectedDirection.selector, outwards, Direction.Out));
        attestReturn(operator, outwards);
    }

    function test_RevertWhen_TheReferenceIsMissing() public {
        vm.expectRevert(IBridgeGateway.DigestMissing.selector);
        vm.prank(operator);
        gateway.attestReturn(id, bytes32(0));
    }

    function test_RevertWhen_TheOperatorsKeyIsNotUsable() public {
        keys.compromise(operator);
        expectKeyNotUsable(operator);
        vm.prank(operator);
        gateway.attestReturn(id, SETTLEMENT);
    }

    function test_RevertWhen_TheCallerIsNoOperator() public {
        expectUnauthorized(bank);
        gateway.attestReturn(id, SETTLEMENT);
    }
}
