// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowLimitHandler} from "./FlowLimitHandler.sol";
import {Test} from "../../support/Test.sol";

/// @notice Section "Bridge flows" of the README beside this folder says what each number means.
contract FlowLimitInvariantTest is Test {
    FlowLimitHandler private handler;

    function setUp() public {
        handler = new FlowLimitHandler();
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = FlowLimitHandler.configure.selector;
        selectors[1] = FlowLimitHandler.configureThereAndBack.selector;
        selectors[2] = FlowLimitHandler.use.selector;
        selectors[3] = FlowLimitHandler.useTooMuch.selector;
        selectors[4] = FlowLimitHandler.useOften.selector;
        selectors[5] = FlowLimitHandler.refund.selector;
        selectors[6] = FlowLimitHandler.wait.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_flows() external view {
        vm.assertEq(handler.gainsByUpdate(), 0, "F1: no update gains");
        vm.assertEq(handler.wrongVerdicts(), 0, "F4: what is available can be used, nothing else");
        vm.assertEq(handler.wrongRefunds(), 0, "F5: a refund gives what it says");
        for (uint256 i = 0; i < handler.FLOWS(); ++i) {
            (uint128 capacity, , uint256 available, uint256 used) = handler.stateOf(i);
            (uint256 least, uint256 most) = handler.expected(i);
            vm.assertLe(available, most, "F2: no more than has refilled");
            vm.assertLe(least, available + 1, "F2: no less, but for a unit");
            vm.assertEq(available + used, capacity, "F3: used and available are the capacity");
            vm.assertLe(available, handler.availableToTwin(i), "F6: refunds are no gain");
        }
    }

    /// @dev The campaign above is worth something only if it gets anywhere.
    function test_HandlerReachesEverything() external {
        for (uint256 i = 0; i < handler.FLOWS(); ++i) {
            handler.configure(i, 1000, 1 days, 7);
            handler.wait(12 hours, true);
            handler.useTooMuch(i, type(uint256).max);
            handler.use(i, 10, true);
            handler.refund(i, 0);
            handler.useOften(i, 5, 1 minutes);
            handler.configureThereAndBack(i, 10, 1 hours);
        }
        vm.assertEq(handler.updates(), 12, "updates");
        vm.assertEq(handler.uses(), 24, "uses");
        vm.assertEq(handler.refunds(), 4, "refunds");
        this.invariant_flows();
    }
}
