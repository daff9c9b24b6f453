// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction, FailureReason, IBridgeGateway} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {FlowLimit} from "../../../../../contracts/bridge/libraries/FlowLimit.sol";
import {ISystemModes, Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

/// @notice Value that was committed on the private rail and cannot be released now: state with a reason, no revert.
contract BridgeGatewayAttestInFailureTest is BridgeGatewayTest {
    function setUp() public override {
        super.setUp();
        settled(400_000);
    }

    function test_FailsInAnotherMode() public {
        modes.setMode(rail, Mode.ReadOnly);
        assertFails(100, FailureReason.Restricted, ISystemModes.OperationRestricted.selector);
    }

    function test_FailsAboveTheVolumeOfALimitedRail() public {
        modes.setMode(rail, Mode.Limited);
        modes.setAvailable(rail, 99);
        assertFails(100, FailureReason.Restricted, ISystemModes.VolumeExceeded.selector);
        vm.assertEq(modes.available(rail), 99, "drew nothing");
    }

    function test_FailsForAFrozenCounterparty() public {
        modes.setMode(counterpartySystem(bank), Mode.Halted);
        assertFails(100, FailureReason.Restricted, ISystemModes.OperationRestricted.selector);
    }

    function test_FailsWhenTheGatewayIsNotOfTheRail() public {
        modes.assignSystem(address(gateway), bytes32(0));
        assertFails(100, FailureReason.Restricted, ISystemModes.NotOfSystem.selector);
    }

    function test_FailsWithoutCapacity() public {
        applyFlow(Direction.In, bank, 99, DAY, VERSION + 1);
        assertFails(100, FailureReason.CapacityExceeded, FlowLimit.CapacityExceeded.selector);
    }

    function test_FailsWithoutCapacityOfTheRail_AndDrawsNothing() public {
        applyFlow(Direction.In, address(0), 99, DAY, VERSION + 1);
        assertFails(100, FailureReason.CapacityExceeded, FlowLimit.CapacityExceeded.selector);
        assertAvailable(Direction.In, bank, OWN_CAPACITY);
        assertVolume(Direction.In, bank, 0, 0, 0);
    }

    function test_FailsAboveTheMaximum() public {
        applyParameter(Parameter.ConversionMaximum, 99, VERSION + 1);
        assertFails(100, FailureReason.AboveMaximum, IBridgeGateway.AmountAboveMaximum.selector);
    }

    function test_FailsWhenTheReserveIsStale() public {
        vm.warp(NOW + MAX_AGE + 1);
        assertFails(100, FailureReason.ReserveStale, IBridgeGateway.ReserveStale.selector);
    }

    function test_FailsWhenTheMaximumAgeIsZero_EvenAtOnce() public {
        applyParameter(Parameter.ReserveMaxAge, 0, VERSION + 1);
        observeLater(0);
        assertFails(100, FailureReason.ReserveStale, IBridgeGateway.ReserveStale.selector);
    }

    function test_ReleasesAtTheMaximumAge() public {
        vm.warp(NOW + MAX_AGE);
        admit(arrival(7, 100));
        vm.assertEq(token.balanceOf(recipient), 100, "paid");
    }

    function test_FailsWhenMoreWasIssuedThanLocked() public {
        observeLater(400_001);
        assertFails(100, FailureReason.ConservationBroken, IBridgeGateway.ConservationBroken.selector);
        vm.assertFalse(gateway.conservationHolds(), "conservation");
    }

    function test_ReleasesWhenAllThatIsLockedWasIssued() public {
        observeLater(400_000);
        admit(arrival(7, 100));
        vm.assertEq(token.balanceOf(recipient), 100, "paid");
        vm.assertTrue(gateway.conservationHolds(), "conservation");
    }

    function observeLater(uint128 issued) private {
        vm.warp(NOW + 1);
        observe(issued, REDEEMED);
    }

    function assertFails(uint128 amount, FailureReason reason, bytes4 cause) private {
        attestIn(operator, arrival(7, amount));
        bytes32 id = gateway.conversionId(Direction.In, 7);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.InboundAdmitted(id, bank, 7, recipient, amount, SETTLEMENT);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ConversionFailed(id, bank, reason, Direction.In, amount, bytes32(cause));
        attestIn(otherOperator, arrival(7, amount));
        assertFailed(id, reason);
        assertBooks(400_000, 0, 0, 0);
        vm.assertEq(uint256(gateway.positionOf().admitted), amount, "admitted");
        vm.assertEq(uint256(gateway.failuresOf(Direction.In, reason)), 1, "counted");
        vm.assertEq(token.balanceOf(recipient), 0, "not paid");
    }
}
