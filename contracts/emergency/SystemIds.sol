// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title SystemIds
 * @notice Ids of the systems that can be restricted, so that one issuer, programme or counterparty can be frozen while
 * the others go on.
 * @dev A kind and a name, hashed: ids of two kinds never meet.
 */
library SystemIds {
    bytes32 internal constant SERVICE = keccak256("sign.system.service");
    bytes32 internal constant RAIL = keccak256("sign.system.rail");
    bytes32 internal constant PROGRAM = keccak256("sign.system.program");
    bytes32 internal constant ISSUER = keccak256("sign.system.issuer");
    bytes32 internal constant COUNTERPARTY = keccak256("sign.system.counterparty");

    /// @notice A service or a rail, by its name ("identity", "retail-rail").
    function named(bytes32 kind, string memory name) internal pure returns (bytes32) {
        return keyed(kind, keccak256(bytes(name)));
    }

    /// @notice An issuer, by its account.
    function issuer(address account) internal pure returns (bytes32) {
        return keyed(ISSUER, bytes32(uint256(uint160(account))));
    }

    /// @notice A programme or a counterparty, by its key in its register.
    function keyed(bytes32 kind, bytes32 key) internal pure returns (bytes32) {
        return keccak256(abi.encode(kind, key));
    }
}
