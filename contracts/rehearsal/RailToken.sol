// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {IMintedToken} from "../bridge/interfaces/IMintedToken.sol";

/**
 * @title RailToken
 * @notice The token of a public rail for demonstrations and drills: anyone mints what they like.
 * @dev Never deployed as part of a suite. A gateway can hold it, or mint and burn it.
 */
contract RailToken is ERC20, IMintedToken {
    uint8 private immutable DECIMALS;

    constructor(string memory name, string memory symbol, uint8 decimals_) ERC20(name, symbol) {
        DECIMALS = decimals_;
    }

    /// @notice The open faucet.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc IMintedToken
    function burnFrom(address from, uint256 amount) external {
        _spendAllowance(from, msg.sender, amount);
        _burn(from, amount);
    }

    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }
}
