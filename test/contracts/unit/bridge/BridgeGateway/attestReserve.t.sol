// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBridgeGateway, ReservePosition} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";

contract BridgeGatewayAttestReserveTest is BridgeGatewayTest {
    function test_KeepsWhatMonitoringSees() public {
        vm.warp(NOW + 100);
        vm.expectEmit(address(gateway));
        emit IBridgeGateway.ReserveAttested(monitor, 5, REDEEMED, NOW + 60, keccak256("books"));
        attestReserve(monitor, reserveAt(5, REDEEMED, NOW + 60));
        ReservePosition memory reserve = gateway.positionOf().reserve;
        vm.assertEq(uint256(reserve.issued), 5, "issued");
        vm.assertEq(uint256(reserve.redeemed), REDEEMED, "redeemed");
        vm.assertEq(reserve.digest, keccak256("books"), "digest");
        (uint40 observedAt, uint256 age) = gateway.reserveAge();
        vm.assertEq(uint256(observedAt), NOW + 60, "observed");
        vm.assertEq(age, 40, "age");
    }

    function test_RevertWhen_ACounterFallsOrNoTimeHasPassed() public {
        vm.warp(NOW + 10);
        attestReserve(monitor, reserveAt(5, REDEEMED, NOW + 5));
        ReservePosition memory last = gateway.positionOf().reserve;
        refuse(reserveAt(4, REDEEMED, NOW + 6), last);
        refuse(reserveAt(5, REDEEMED - 1, NOW + 6), last);
        refuse(reserveAt(5, REDEEMED, NOW + 5), last);
        refuse(reserveAt(6, REDEEMED + 1, NOW + 4), last);
        refuse(reserveAt(6, REDEEMED + 1, 0), last);
        attestReserve(monitor, reserveAt(5, REDEEMED, NOW + 6));
    }

    function test_RevertWhen_ItIsFromTheFuture() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReserveFromTheFuture.selector, NOW + 1));
        attestReserve(monitor, reserveAt(0, REDEEMED, NOW + 1));
    }

    function test_RevertWhen_TheDigestIsMissing() public {
        ReservePosition memory position = reserveAt(0, REDEEMED, NOW);
        position.digest = bytes32(0);
        vm.expectRevert(IBridgeGateway.DigestMissing.selector);
        attestReserve(monitor, position);
    }

    function test_RevertWhen_TheCallerIsNoMonitor() public {
        expectUnauthorized(operator);
        gateway.attestReserve(reserveAt(0, REDEEMED, NOW));
    }

    function test_RevertWhen_ItWasNeverAttested() public {
        gateway = deploy(custodyUnderTest());
        (uint40 observedAt, uint256 age) = gateway.reserveAge();
        vm.assertEq(uint256(observedAt), 0, "never");
        vm.assertEq(age, NOW, "as old as time");
        attestIn(operator, arrival(1, 1));
        bytes32 id = keccak256(abi.encode(PRIVATE_RAIL, publicRail(), uint64(1)));
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReleaseExceedsReserve.selector, id, 1, 0));
        attestIn(otherOperator, arrival(1, 1));
    }

    function publicRail() private view returns (bytes32) {
        return keccak256(abi.encode(rail, block.chainid, address(gateway)));
    }

    function refuse(ReservePosition memory given, ReservePosition memory last) private {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReserveOutOfOrder.selector, given, last));
        attestReserve(monitor, given);
    }
}
