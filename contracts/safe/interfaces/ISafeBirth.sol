// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the code of the official SafeProxy answers itself, whatever its singleton is.
interface ISafeProxy {
    /// @notice The singleton that the proxy delegates to.
    function masterCopy() external view returns (address);
}

/// @notice What the official SafeProxyFactory says about the proxies it makes.
interface ISafeProxyFactory {
    /// @notice Creation code of the proxy, to be followed by the singleton as one word.
    function proxyCreationCode() external pure returns (bytes memory);
}
