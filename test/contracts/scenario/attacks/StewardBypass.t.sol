// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CcipLimiter, SuiteLimiter} from "../../bench/Limiters.sol";
import {FlowLimit} from "../../../../contracts/bridge/libraries/FlowLimit.sol";
import {ILimiter, UNLIMITED} from "../../bench/ILimiter.sol";
import {Test} from "../../support/Test.sol";

/// @notice May lower every number as far as it likes, and raise it by a quarter: the usual mandate of a steward.
contract Steward {
    ILimiter private immutable LIMITER;
    uint256[2] private _last;

    error StepTooLarge(uint256 from, uint256 to);

    constructor(ILimiter limiter, uint128 capacity, uint40 window) {
        LIMITER = limiter;
        LIMITER.set(capacity, window);
        _last = [uint256(capacity), capacity / window];
    }

    function set(uint128 capacity, uint40 window) external {
        judge([uint256(capacity), capacity / window]);
        LIMITER.set(capacity, window);
    }

    /// @dev Smaller numbers throughout: a tightening, as the mandate reads.
    function clear() external {
        judge([uint256(0), 0]);
        LIMITER.clear();
    }

    function judge(uint256[2] memory next) private {
        for (uint256 i = 0; i < 2; ++i) {
            if (next[i] > (_last[i] * 5) / 4) revert StepTooLarge(_last[i], next[i]);
        }
        _last = next;
    }
}

/// @notice A steward who may loosen a limiter by a quarter at most, and wants it off. "Disabled" is a smaller number.
contract StewardBypassTest is Test {
    uint128 private constant CAPACITY = 1e12;
    uint40 private constant WINDOW = 1 days;

    function setUp() public {
        vm.warp(1_800_000_000);
    }

    function test_ChainlinkCcipIsSwitchedOff() external {
        (ILimiter limiter, Steward steward) = mandate(new CcipLimiter());
        steward.clear();
        vm.assertEq(limiter.available(), UNLIMITED, "off");
        limiter.spend(1000 * uint256(CAPACITY));
    }

    function test_OursIsBlocked() external {
        (ILimiter limiter, Steward steward) = mandate(new SuiteLimiter());
        vm.warp(block.timestamp + WINDOW);
        steward.clear();
        vm.expectRevert(abi.encodeWithSelector(FlowLimit.CapacityExceeded.selector, 1, 0));
        limiter.spend(1);
    }

    function test_NoLimiterIsLoosenedByMoreThanAQuarter() external {
        (, Steward steward) = mandate(new CcipLimiter());
        vm.expectRevert(abi.encodeWithSelector(Steward.StepTooLarge.selector, CAPACITY, 2 * uint256(CAPACITY)));
        steward.set(2 * CAPACITY, WINDOW);
    }

    /// @dev Twenty updates that change nothing: no step at all.
    function test_ChainlinkCcipIsFilledByStepsOfZero() external {
        (ILimiter limiter, Steward steward) = mandate(new CcipLimiter());
        vm.assertEq(
            spendEverything(limiter, steward),
            20 * uint256(CAPACITY),
            "twenty times the day's capacity at once"
        );
    }

    function test_OursIsNot() external {
        (ILimiter limiter, Steward steward) = mandate(new SuiteLimiter());
        vm.warp(block.timestamp + WINDOW);
        vm.assertEq(spendEverything(limiter, steward), CAPACITY, "the day's capacity once");
    }

    function mandate(ILimiter limiter) private returns (ILimiter, Steward) {
        return (limiter, new Steward(limiter, CAPACITY, WINDOW));
    }

    function spendEverything(ILimiter limiter, Steward steward) private returns (uint256 spent) {
        for (uint256 i = 0; i < 20; ++i) {
            uint256 available = limiter.available();
            limiter.spend(available);
            spent += available;
            steward.set(CAPACITY, WINDOW);
        }
    }
}
