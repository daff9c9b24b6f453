// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the CredentialLedger asks of the register of accreditations.
interface IAccreditations {
    /// @notice Reverts unless `issuer` is accredited for the schema as it is in force, and acts for the same entity.
    function requireIssuer(address issuer, bytes32 schemaId) external view;

    /// @notice Reverts unless `verifier` is accredited, and acts for the same entity.
    function requireVerifier(address verifier) external view;
}
