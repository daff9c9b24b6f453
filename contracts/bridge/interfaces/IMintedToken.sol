// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a token offers to the gateway that alone mints and burns it, beside ERC-20.
interface IMintedToken {
    function mint(address to, uint256 amount) external;

    /// @notice Burns what `from` has allowed the caller to spend.
    function burnFrom(address from, uint256 amount) external;
}
