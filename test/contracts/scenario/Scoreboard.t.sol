// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AxelarLimiter,
    CcipLimiter,
    LayerZeroLimiter,
    OpenZeppelinLimiter,
    OpenZeppelinSyncedLimiter,
    SuiteLimiter
} from "../bench/Limiters.sol";
import {FreeCapacity, Update} from "../bench/FreeCapacity.sol";
import {ILimiter} from "../bench/ILimiter.sol";
import {Test} from "../support/Test.sol";

/**
 * @notice The same updates of each public limiter: after which of them more can be spent than right before.
 * @dev Of the peers these are facts that were measured. A test fails when a new version behaves differently.
 */
contract ScoreboardTest is Test {
    /// @dev Two hours into one of Axelar's epochs: it does not end while the limiter rests.
    uint256 private constant NOW = 1_800_000_000;

    FreeCapacity private scoreboard;

    function setUp() public {
        scoreboard = new FreeCapacity();
    }

    function test_OursCreatesNone() external {
        requireCreation(suite, "");
    }

    function test_OpenZeppelin() external {
        requireCreation(openZeppelin, " First HigherCapacity HigherRate LowerThenRaise ShorterThenLonger");
    }

    function test_OpenZeppelinSynced() external {
        requireCreation(openZeppelinSynced, " First HigherCapacity LowerThenRaise");
    }

    function test_ChainlinkCcip() external {
        requireCreation(ccip, " Same HigherCapacity HigherRate LowerThenRaise ShorterThenLonger AllZero");
    }

    function test_LayerZero() external {
        requireCreation(layerZero, " First HigherCapacity LowerThenRaise");
    }

    function test_Axelar() external {
        requireCreation(axelar, " HigherCapacity LowerThenRaise AllZero");
    }

    /// @dev Full at first, 3,000 units and 3,000 more in a day: enough for one every 20 seconds, 4,320 times. Axelar's epochs
    /// do not refill, so they are not compared.
    function test_ATokenWithoutDecimalsUsedEvery20Seconds() external {
        vm.assertEq(passedInADay(suite()), 4320, "ours: all");
        vm.assertEq(
            passedInADay(openZeppelin()),
            3660,
            "OpenZeppelin: a refill between two uses is rounded down to zero"
        );
        vm.assertEq(passedInADay(layerZero()), 3660, "LayerZero: the same");
        vm.assertEq(passedInADay(ccip()), 3000, "CCIP: a whole number of units per second, which is zero");
    }

    function passedInADay(ILimiter limiter) private returns (uint256 passed) {
        vm.warp(NOW);
        limiter.set(3000, 1 days);
        vm.warp(NOW + 1 days);
        for (uint256 i = 0; i < 1 days / 20; ++i) {
            vm.warp(block.timestamp + 20);
            try limiter.spend(1) {
                ++passed;
            } catch {}
        }
    }

    function requireCreation(function() internal returns (ILimiter) make, string memory expected) private {
        string[7] memory names = [
            " First",
            " Same",
            " HigherCapacity",
            " HigherRate",
            " LowerThenRaise",
            " ShorterThenLonger",
            " AllZero"
        ];
        string memory found = scoreboard.creates(make(), Update.First) ? names[0] : "";
        for (uint256 i = 1; i < names.length; ++i) {
            if (scoreboard.creates(rested(make()), Update(i))) found = string.concat(found, names[i]);
        }
        vm.assertEq(found, expected, "updates that create capacity");
    }

    /// @dev Once full, then half used, then left alone for a while.
    function rested(ILimiter limiter) private returns (ILimiter) {
        vm.warp(NOW);
        scoreboard.begin(limiter);
        vm.warp(NOW + scoreboard.WINDOW());
        scoreboard.halve(limiter);
        vm.warp(block.timestamp + scoreboard.REST());
        return limiter;
    }

    // --------------------------------------------------------------------------------------------------- limiters

    function suite() private returns (ILimiter) {
        return new SuiteLimiter();
    }

    function openZeppelin() private returns (ILimiter) {
        return new OpenZeppelinLimiter();
    }

    function openZeppelinSynced() private returns (ILimiter) {
        return new OpenZeppelinSyncedLimiter();
    }

    function ccip() private returns (ILimiter) {
        return new CcipLimiter();
    }

    function layerZero() private returns (ILimiter) {
        return new LayerZeroLimiter();
    }

    function axelar() private returns (ILimiter) {
        return new AxelarLimiter();
    }
}
