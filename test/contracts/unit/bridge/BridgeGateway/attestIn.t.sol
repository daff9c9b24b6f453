// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Conversion,
    ConversionStatus,
    Direction,
    FailureReason,
    IBridgeGateway,
    Inbound
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract BridgeGatewayAttestInTest is BridgeGatewayTest {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        settled(400_000);
        id = gateway.conversionId(Direction.In, 7);
    }

    function test_TheFirstStatementAdmitsNothing() public {
        bytes32 statement = statementOf(gateway.attestIn.selector, abi.encode(arrival(7, 300_000)));
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionAttested(id, operator, 1, statement, false);
        vm.assertEq(attestIn(operator, arrival(7, 300_000)), id, "id");
        assertStatus(id, ConversionStatus.None);
        vm.assertEq(uint256(gateway.attestedBy(id, statement)), 1, "entity");
        vm.assertEq(uint256(gateway.positionOf().admitted), 0, "admitted");
    }

    function test_TheSecondEntityReleases() public {
        attestIn(operator, arrival(7, 300_000));
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.InboundAdmitted(id, bank, 7, recipient, 300_000, SETTLEMENT);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionSettled(id, bank, Direction.In, 300_000, bytes32(0), VERSION);
        attestIn(otherOperator, arrival(7, 300_000));
        Conversion memory conversion = gateway.conversionOf(id);
        vm.assertEq(uint256(conversion.status), uint256(ConversionStatus.Settled), "status");
        vm.assertEq(uint256(conversion.direction), uint256(Direction.In), "direction");
        vm.assertEq(conversion.counterparty, bank, "counterparty");
        vm.assertEq(conversion.recipient, recipient, "recipient");
        vm.assertEq(uint256(conversion.amount), 300_000, "amount");
        vm.assertEq(uint256(conversion.nonce), 7, "nonce");
        vm.assertEq(uint256(conversion.parametersVersion), VERSION, "version");
        vm.assertEq(uint256(conversion.usedAt), NOW, "used");
        vm.assertEq(token.balanceOf(recipient), 300_000, "paid");
        assertBooks(400_000, 0, 0, 300_000);
        vm.assertEq(uint256(gateway.positionOf().admitted), 300_000, "admitted");
    }

    function test_DrawsBothFlowsAndTheRail() public {
        uint256 metered = modes.metered(rail);
        admit(arrival(7, 300_000));
        assertAvailable(Direction.In, bank, OWN_CAPACITY - 300_000);
        assertAvailable(Direction.In, address(0), CAPACITY - 300_000);
        assertAvailable(Direction.In, otherBank, OWN_CAPACITY);
        vm.assertEq(modes.metered(rail), metered + 300_000, "drawn from the rail");
        assertVolume(Direction.In, bank, 300_000, 0, 1);
        assertVolume(Direction.In, address(0), 300_000, 0, 1);
    }

    function test_TakesAllThatIsSettledAndRedeemed() public {
        settled(200_000);
        admit(arrival(7, 500_000));
        admit(arrival(8, 100_000));
        assertBooks(600_000, 0, 0, 600_000);
        vm.assertEq(token.balanceOf(address(gateway)), 0, "nothing left");
    }

    // ------------------------------------------------------------------------------------------ what is not believed

    function test_RevertWhen_BothAreOfOneEntity() public {
        attestIn(operator, arrival(7, 1));
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.SameEntity.selector, id, 1));
        attestIn(colleague, arrival(7, 1));
    }

    function test_EveryFieldIsPartOfTheStatement() public {
        attestIn(operator, arrival(7, 1));
        Inbound[4] memory others = [arrival(7, 2), arrival(7, 1), arrival(7, 1), arrival(7, 1)];
        others[1].counterparty = otherBank;
        others[2].recipient = stranger;
        others[3].settlementReference = EVIDENCE;
        for (uint256 i = 0; i < 4; ++i) attestIn(otherOperator, others[i]);
        assertStatus(id, ConversionStatus.None);
        attestIn(otherOperator, arrival(7, 1));
        assertStatus(id, ConversionStatus.Settled);
    }

    function test_RevertWhen_ItWasAdmitted() public {
        admit(arrival(7, 1));
        Inbound memory other = arrival(7, 2);
        address[3] memory all = [operator, colleague, otherOperator];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ConversionAlreadyAdmitted.selector, id));
            attestIn(all[i], arrival(7, 1));
            vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ConversionAlreadyAdmitted.selector, id));
            attestIn(all[i], other);
        }
        vm.assertEq(token.balanceOf(recipient), 1, "once");
    }

    function test_RevertWhen_ItFailed_EvenForTheSameStatement() public {
        id = stopped(7, 1);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ConversionAlreadyAdmitted.selector, id));
        attestIn(operator, arrival(7, 1));
    }

    /// @dev What is pending or owed backs nothing: it may have to be given back.
    function test_RevertWhen_MoreThanWhatIsSettled_UntilItIs() public {
        bytes32 pending = request(50_000);
        failed(50_000);
        attestIn(operator, arrival(7, 400_001));
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReleaseExceedsLocked.selector, id, 400_001, 400_000));
        attestIn(otherOperator, arrival(7, 400_001));
        assertStatus(id, ConversionStatus.None);
        attestSettlement(operator, pending);
        attestSettlement(otherOperator, pending);
        attestIn(otherOperator, arrival(7, 400_001));
        assertStatus(id, ConversionStatus.Settled);
    }

    /// @dev Two stolen operators cannot go beyond what a third independent party has seen.
    function test_RevertWhen_MonitoringHasNotSeenIt_UntilItHas() public {
        settled(300_000);
        admit(arrival(1, 400_000));
        attestIn(operator, arrival(7, 200_001));
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReleaseExceedsReserve.selector, id, 600_001, REDEEMED));
        attestIn(otherOperator, arrival(7, 200_001));
        assertStatus(id, ConversionStatus.None);
        vm.warp(NOW + 1);
        observe(0, REDEEMED + 1);
        attestIn(otherOperator, arrival(7, 200_001));
        assertStatus(id, ConversionStatus.Settled);
    }

    /// @dev A claim that failed holds its place: fakes do not share one headroom.
    function test_RevertWhen_WhatFailedAlreadyCountsAgainstTheReserve() public {
        stopped(1, 400_000);
        stopped(2, 200_000);
        attestIn(operator, arrival(7, 1));
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReleaseExceedsReserve.selector, id, 600_001, REDEEMED));
        attestIn(otherOperator, arrival(7, 1));
    }

    function test_RevertWhen_TheLargestAmountIsClaimed() public {
        vm.warp(NOW + 1);
        observe(0, type(uint128).max);
        admit(arrival(1, 1));
        attestIn(operator, arrival(7, type(uint128).max));
        vm.expectRevert(
            abi.encodeWithSelector(
                IBridgeGateway.ReleaseExceedsReserve.selector,
                id,
                uint256(type(uint128).max) + 1,
                type(uint128).max
            )
        );
        attestIn(otherOperator, arrival(7, type(uint128).max));
    }

    function test_RevertWhen_SomethingIsMissing() public {
        vm.expectRevert(IBridgeGateway.AmountMissing.selector);
        attestIn(operator, arrival(7, 0));
        Inbound memory inbound = arrival(7, 1);
        inbound.recipient = address(0);
        vm.expectRevert(IBridgeGateway.RecipientMissing.selector);
        attestIn(operator, inbound);
        inbound = arrival(7, 1);
        inbound.counterparty = address(0);
        vm.expectRevert(IBridgeGateway.CounterpartyMissing.selector);
        attestIn(operator, inbound);
        inbound = arrival(7, 1);
        inbound.settlementReference = bytes32(0);
        vm.expectRevert(IBridgeGateway.DigestMissing.selector);
        attestIn(operator, inbound);
    }

    function test_WhatARevokedOperatorSaidDoesNotCount() public {
        attestIn(operator, arrival(7, 1));
        registry.revokeRole(Roles.BRIDGE_OPERATOR, operator);
        attestIn(otherOperator, arrival(7, 1));
        assertStatus(id, ConversionStatus.None);
    }

    function test_RevertWhen_TheOperatorsKeyIsNotUsable() public {
        keys.compromise(operator);
        expectKeyNotUsable(operator);
        vm.prank(operator);
        gateway.attestIn(arrival(7, 1));
    }

    function test_RevertWhen_TheCallerIsNoOperator() public {
        expectUnauthorized(monitor);
        gateway.attestIn(arrival(7, 1));
    }

    // ----------------------------------------------------------------------------------------------------- gas

    /// @dev However little gas the second operator sends: it is released, or nothing happened.
    function test_NobodyStarvesAReleaseIntoAFailure() public {
        attestIn(operator, arrival(7, 300_000));
        bytes memory call = abi.encodeCall(gateway.attestIn, (arrival(7, 300_000)));
        bool done;
        bool refused;
        for (uint256 gas_ = 30_000; !done && gas_ < 1_500_000; gas_ += 7_000) {
            vm.prank(otherOperator);
            bytes memory answer;
            // solhint-disable-next-line avoid-low-level-calls
            (done, answer) = address(gateway).call{gas: gas_}(call);
            refused = refused || bytes4(answer) == IBridgeGateway.ReleaseGasMissing.selector;
            assertStatus(id, done ? ConversionStatus.Settled : ConversionStatus.None);
        }
        vm.assertTrue(done, "enough is enough");
        vm.assertTrue(refused, "too little is refused");
    }

    function test_TheFirstStatementNeedsNoSuchGas() public {
        vm.prank(operator);
        gateway.attestIn{gas: 250_000}(arrival(7, 300_000));
    }

    function testFuzz_ReleasesNeverExceedSettledOrRedeemed(uint128 first, uint128 second, uint128 redeemed) public {
        first = uint128(bound(first, 1, MAXIMUM));
        second = uint128(bound(second, 1, MAXIMUM));
        vm.warp(NOW + 1);
        observe(0, uint128(bound(redeemed, REDEEMED, 2 * REDEEMED)));
        uint256 expected;
        uint128[2] memory amounts = [first, second];
        for (uint64 i = 0; i < 2; ++i) {
            attestIn(operator, arrival(i, amounts[i]));
            vm.prank(otherOperator);
            try gateway.attestIn(arrival(i, amounts[i])) {
                if (gateway.conversionOf(gateway.conversionId(Direction.In, i)).status == ConversionStatus.Settled) {
                    expected += amounts[i];
                }
            } catch {}
        }
        vm.assertLe(expected, 400_000, "settled");
        vm.assertEq(token.balanceOf(recipient), expected, "paid");
        vm.assertGe(uint256(gateway.positionOf().reserve.redeemed), gateway.positionOf().admitted, "redeemed");
    }

    function test_ACounterpartyWithoutAFlowFailsAsState() public {
        Inbound memory inbound = arrival(7, 1);
        inbound.counterparty = stranger;
        attestIn(operator, inbound);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionFailed(
            id,
            stranger,
            FailureReason.CapacityExceeded,
            Direction.In,
            1,
            bytes32(FlowLimit.FlowUnset.selector)
        );
        attestIn(otherOperator, inbound);
        assertFailed(id, FailureReason.CapacityExceeded);
    }
}
