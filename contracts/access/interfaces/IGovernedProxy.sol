// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A proxy that says which implementation it runs (ERC-897's `implementation()`), so that a change can pin it.
interface IGovernedProxy {
    function implementation() external view returns (address);
}
