// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBridgeGateway} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";

contract BridgeGatewayReleaseAdmittedTest is BridgeGatewayTest {
    function test_RevertWhen_AnybodyElseCalls() public {
        settled(400_000);
        bytes32 id = stopped(7, 100);
        address[4] memory others = [operator, parameters, monitor, stranger];
        for (uint256 i = 0; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.OnlySelf.selector, others[i]));
            vm.prank(others[i]);
            gateway.releaseAdmitted(id);
        }
    }
}
