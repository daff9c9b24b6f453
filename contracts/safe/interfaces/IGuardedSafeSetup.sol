// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What `Safe.setup` delegatecalls to give birth to a guarded Safe.
interface IGuardedSafeSetup {
    /// @notice Called directly: it would change nothing but this contract's own storage.
    error DelegateCallOnly();
    error NotAGuard(address guard, bytes4 interfaceId);

    /// @notice Makes `guard` the transaction guard and the module guard of the Safe that delegatecalls.
    function setup(address guard) external;
}
