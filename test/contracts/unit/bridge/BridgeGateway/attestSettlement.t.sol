// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConversionStatus, IBridgeGateway} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Direction} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract BridgeGatewayAttestSettlementTest is BridgeGatewayTest {
    bytes32 private id;
    bytes32 private statement;

    function setUp() public override {
        super.setUp();
        id = request(400_000);
        statement = statementOf(gateway.attestSettlement.selector, abi.encode(SETTLEMENT));
    }

    function test_TheFirstStatementChangesNothing() public {
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionAttested(id, operator, 1, statement, false);
        attestSettlement(operator, id);
        assertStatus(id, ConversionStatus.Requested);
        vm.assertEq(uint256(gateway.attestedBy(id, statement)), 1, "entity");
        assertBooks(400_000, 400_000, 0, 0);
    }

    function test_TheSecondEntitySettles() public {
        attestSettlement(operator, id);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionAttested(id, otherOperator, 2, statement, true);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionSettled(id, bank, Direction.Out, 400_000, SETTLEMENT, VERSION);
        attestSettlement(otherOperator, id);
        assertStatus(id, ConversionStatus.Settled);
        assertBooks(400_000, 0, 0, 0);
    }

    function test_WorksInEveryMode() public {
        modes.setMode(rail, Mode.Halted);
        modes.setMode(counterpartySystem(bank), Mode.Halted);
        attestSettlement(operator, id);
        attestSettlement(otherOperator, id);
        assertStatus(id, ConversionStatus.Settled);
    }

    function test_RevertWhen_BothAreOfOneEntity() public {
        attestSettlement(operator, id);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.SameEntity.selector, id, 1));
        attestSettlement(colleague, id);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.SameEntity.selector, id, 1));
        attestSettlement(operator, id);
    }

    function test_GarbageNeverBlocksTheTruth() public {
        vm.prank(operator);
        gateway.attestSettlement(id, keccak256("garbage"));
        vm.prank(otherOperator);
        gateway.attestSettlement(id, keccak256("other garbage"));
        assertStatus(id, ConversionStatus.Requested);
        attestSettlement(operator, id);
        attestSettlement(otherOperator, id);
        assertStatus(id, ConversionStatus.Settled);
    }

    function test_AStatementAboutOneConversionIsNoneAboutAnother() public {
        bytes32 other = request(1);
        attestSettlement(operator, id);
        attestSettlement(otherOperator, other);
        assertStatus(id, ConversionStatus.Requested);
        assertStatus(other, ConversionStatus.Requested);
    }

    function test_WhatARevokedOperatorSaidDoesNotCount() public {
        attestSettlement(operator, id);
        registry.revokeRole(Roles.BRIDGE_OPERATOR, operator);
        attestSettlement(otherOperator, id);
        assertStatus(id, ConversionStatus.Requested);
        vm.assertEq(uint256(gateway.attestedBy(id, statement)), 2, "the other one is first now");
        attestSettlement(colleague, id);
        assertStatus(id, ConversionStatus.Settled);
    }

    function test_ARevokedOperatorsColleagueTakesItsPlace() public {
        attestSettlement(operator, id);
        registry.revokeRole(Roles.BRIDGE_OPERATOR, operator);
        attestSettlement(colleague, id);
        assertStatus(id, ConversionStatus.Requested);
        attestSettlement(otherOperator, id);
        assertStatus(id, ConversionStatus.Settled);
    }

    function test_AnOperatorWhoChangedItsEntityIsNoSecond() public {
        attestSettlement(operator, id);
        registry.bindAccount(operator, 7);
        attestSettlement(operator, id);
        assertStatus(id, ConversionStatus.Requested);
        vm.assertEq(uint256(gateway.attestedBy(id, statement)), 7, "one entity spoke");
    }

    function test_WhatAStolenKeySaidDoesNotCount() public {
        attestSettlement(operator, id);
        keys.compromise(operator);
        attestSettlement(otherOperator, id);
        assertStatus(id, ConversionStatus.Requested);
        vm.assertEq(uint256(gateway.attestedBy(id, statement)), 2, "the other one is first now");
        attestSettlement(colleague, id);
        assertStatus(id, ConversionStatus.Settled);
    }

    function test_RevertWhen_ItIsFinal() public {
        attestSettlement(operator, id);
        attestSettlement(otherOperator, id);
        address[3] memory all = [operator, colleague, otherOperator];
        for (uint256 i = 0; i < 3; ++i) {
            expectUnexpected(id, ConversionStatus.Settled);
            attestSettlement(all[i], id);
            expectUnexpected(id, ConversionStatus.Settled);
            attestFailure(all[i], id);
        }
    }

    function test_RevertWhen_TheConversionIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnknownConversion.selector, EVIDENCE));
        attestSettlement(operator, EVIDENCE);
    }

    function test_RevertWhen_TheConversionCameIn() public {
        attestSettlement(operator, id);
        attestSettlement(otherOperator, id);
        bytes32 inwards = admit(arrival(1, 1));
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnexpectedDirection.selector, inwards, Direction.In));
        attestSettlement(operator, inwards);
    }

    function test_RevertWhen_TheReferenceIsMissing() public {
        vm.expectRevert(IBridgeGateway.DigestMissing.selector);
        vm.prank(operator);
        gateway.attestSettlement(id, bytes32(0));
    }

    function test_RevertWhen_TheOperatorHasNoEntity() public {
        registry.bindAccount(operator, 0);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.EntityRequired.selector, operator));
        attestSettlement(operator, id);
    }

    function test_RevertWhen_TheOperatorsKeyIsNotUsable() public {
        keys.compromise(operator);
        expectKeyNotUsable(operator);
        attestSettlement(operator, id);
        vm.assertEq(uint256(gateway.attestedBy(id, statement)), 0, "nothing was said");
        attestSettlement(otherOperator, id);
        expectKeyNotUsable(operator);
        attestSettlement(operator, id);
        assertStatus(id, ConversionStatus.Requested);
    }

    function test_RevertWhen_TheCallerIsNoOperator() public {
        expectUnauthorized(monitor);
        gateway.attestSettlement(id, SETTLEMENT);
    }
}
