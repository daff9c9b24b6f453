// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {RailToken} from "../../../../../contracts/rehearsal/RailToken.sol";
import {Test} from "../../../support/Test.sol";

contract RailTokenTest is Test {
    function test_HasTheDecimalsThatItWasGiven() public {
        uint8[4] memory all = [0, 2, 6, 18];
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(uint256(new RailToken("Retail", "RTL", all[i]).decimals()), all[i], "decimals");
        }
    }

    function test_AnyoneMints_AndBurnsWhatWasAllowed() public {
        RailToken token = new RailToken("Retail", "RTL", 2);
        token.mint(address(0x1), 100);
        vm.prank(address(0x1));
        token.approve(address(this), 60);
        token.burnFrom(address(0x1), 60);
        vm.assertEq(token.balanceOf(address(0x1)), 40, "balance");
        vm.assertEq(token.totalSupply(), 40, "supply");
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(this), 0, 1));
        token.burnFrom(address(0x1), 1);
    }
}
