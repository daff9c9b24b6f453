// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction, FailureReason} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";

contract BridgeGatewayRecentFailuresTest is BridgeGatewayTest {
    function test_TheErrorRateIsReadFromTheChain() public {
        assertRecent(0, 0, 0);
        settled(400_000);
        request(1);
        request(1);
        assertRecent(0, 3, 0);
        stopped(1, 1);
        assertRecent(1, 4, 2500);
        vm.warp(NOW + DAY);
        failed(1);
        assertRecent(2, 5, 4000);
        failed(1);
        assertRecent(3, 6, 5000);
        vm.warp(NOW + 2 * DAY);
        assertRecent(2, 2, 10_000);
        vm.warp(NOW + 3 * DAY);
        assertRecent(0, 0, 0);
    }

    function test_TheErrorRateIsRoundedUpAndKnowsOldConversions() public {
        bytes32[3] memory ids = [request(1), request(1), request(1)];
        attestFailure(operator, ids[0]);
        attestFailure(otherOperator, ids[0]);
        assertRecent(1, 3, 3334);
        vm.warp(NOW + 2 * DAY);
        attestFailure(operator, ids[1]);
        attestFailure(otherOperator, ids[1]);
        assertRecent(1, 0, 10_000);
        vm.assertEq(uint256(gateway.failuresOf(Direction.Out, FailureReason.RailRejected)), 2, "all of them");
    }

    function assertRecent(uint256 failures, uint256 conversions, uint256 basisPoints) private view {
        (uint64 failuresNow, uint64 conversionsNow, uint256 rate) = gateway.recentFailures();
        vm.assertEq(uint256(failuresNow), failures, "failures");
        vm.assertEq(uint256(conversionsNow), conversions, "conversions");
        vm.assertEq(rate, basisPoints, "rate");
    }
}
