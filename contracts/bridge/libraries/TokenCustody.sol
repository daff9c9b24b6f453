// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Custody, IBridgeGateway} from "../interfaces/IBridgeGateway.sol";
import {IMintedToken} from "../interfaces/IMintedToken.sol";

/**
 * @title TokenCustody
 * @notice The token on the public rail: held by the gateway, or minted and burnt by it.
 * @dev Believes no token: what moved is measured, on the gateway's balance if it holds, on the supply if it mints. A token
 * that takes a fee either way would leave the books with more than there is.
 */
library TokenCustody {
    using SafeERC20 for IERC20;

    /// @dev One slot.
    struct Keep {
        IERC20 token;
        Custody custody;
    }

    function begin(Keep storage keep, IERC20 token, Custody custody) internal {
        if (address(token).code.length == 0) revert IBridgeGateway.TokenWithoutCode(address(token));
        keep.token = token;
        keep.custody = custody;
    }

    /// @dev The error of a refusal comes through.
    function take(Keep storage keep, address from, uint128 amount) internal {
        (IERC20 token, Custody custody) = (keep.token, keep.custody);
        uint256 before = _measure(token, custody);
        if (custody == Custody.Held) {
            token.safeTransferFrom(from, address(this), amount);
            _requireMoved(amount, before, _measure(token, custody));
        } else {
            IMintedToken(address(token)).burnFrom(from, amount);
            _requireMoved(amount, _measure(token, custody), before);
        }
    }

    /// @dev Not to the gateway itself: nobody could take it from there.
    function give(Keep storage keep, address to, uint128 amount) internal {
        (IERC20 token, Custody custody) = (keep.token, keep.custody);
        if (to == address(this)) revert IBridgeGateway.TokenTransferFailed(to, amount);
        uint256 before = _measure(token, custody);
        if (custody == Custody.Held) {
            if (!token.trySafeTransfer(to, amount)) revert IBridgeGateway.TokenTransferFailed(to, amount);
            _requireMoved(amount, _measure(token, custody), before);
        } else {
            try IMintedToken(address(token)).mint(to, amount) {} catch {
                revert IBridgeGateway.TokenTransferFailed(to, amount);
            }
            _requireMoved(amount, before, _measure(token, custody));
        }
    }

    function _measure(IERC20 token, Custody custody) private view returns (uint256) {
        return custody == Custody.Held ? token.balanceOf(address(this)) : token.totalSupply();
    }

    function _requireMoved(uint128 amount, uint256 less, uint256 more) private pure {
        uint256 moved = Math.saturatingSub(more, less);
        if (moved != amount) revert IBridgeGateway.TokenTookAnotherAmount(amount, moved);
    }
}
