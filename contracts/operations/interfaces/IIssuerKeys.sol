// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the CredentialLedger asks of the register of keys.
interface IIssuerKeys {
    /// @notice Reverts unless the issuer holds a registered key that is in use, not overdue and not compromised.
    function requireIssuerKey(address issuer) external view;
}
