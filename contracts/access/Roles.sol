// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title Roles
 * @notice Ids of the roles that the suite knows. Ids stay below 256, so that a set of roles is one word.
 * @dev "Roles and responsibilities" of the source text. AccessManager's PUBLIC_ROLE (2^64 - 1) is not listed.
 */
library Roles {
    // Root of administration: the ChangeManager, and the Sovereign Authority behind the break-glass delay.
    uint64 internal constant ADMIN = 0;

    // Institutional roles: held by accounts of legal entities.
    uint64 internal constant SOVEREIGN_AUTHORITY = 1;
    uint64 internal constant GOVERNANCE_COUNCIL = 2;
    uint64 internal constant TECHNICAL_COMMITTEE = 3;
    uint64 internal constant EMERGENCY_COUNCIL = 4;
    uint64 internal constant TREASURY_OPERATOR = 5;
    uint64 internal constant IDENTITY_AUTHORITY = 6;
    uint64 internal constant PROGRAM_AUTHORITY = 7;
    uint64 internal constant TECHNICAL_OPERATOR = 8;
    uint64 internal constant AUDITOR = 9;
    uint64 internal constant MONITOR = 10;
    uint64 internal constant ISSUER = 11;
    uint64 internal constant VERIFIER = 12;
    uint64 internal constant BRIDGE_OPERATOR = 13;
    uint64 internal constant CHANGE_PROPOSER = 14;
    uint64 internal constant CHANGE_EXECUTOR = 15;

    // Capability roles: held by the ChangeManager alone; a function mapped to one belongs to that class of change.
    uint64 internal constant CONFIG = 16;
    uint64 internal constant ROUTINE_UPGRADE = 17;
    uint64 internal constant HIGH_RISK_UPGRADE = 18;
    uint64 internal constant BRIDGE_PARAMETER = 19;
    uint64 internal constant EMERGENCY_FIX = 20;

    // Institutional roles that came later.
    uint64 internal constant DISTRIBUTION_OPERATOR = 21;

    /// @dev First id that does not fit a role set.
    uint64 internal constant LIMIT = 256;

    /// @dev Institutional roles as a bit set: all but ADMIN (bit 0) and the five capabilities (bits 16 to 20).
    uint256 internal constant INSTITUTIONAL = ~uint256(1 | (0x1f << 16));

    /// @notice Whether `role` is one that only the ChangeManager may hold.
    function isCapability(uint64 role) internal pure returns (bool) {
        return role >= CONFIG && role <= EMERGENCY_FIX;
    }

    /// @notice Whether `role` is held for a legal entity: every role below {LIMIT} but ADMIN and the capabilities.
    function isInstitutional(uint64 role) internal pure returns (bool) {
        return role != ADMIN && role < LIMIT && !isCapability(role);
    }

    /// @notice Whether `role` is held by a Safe as a mandate with an end date.
    function isCouncil(uint64 role) internal pure returns (bool) {
        return role >= SOVEREIGN_AUTHORITY && role <= EMERGENCY_COUNCIL;
    }

    /// @notice Whether `role` is only held until a date. The Sovereign Authority's has no end: it renews the others.
    function needsMandate(uint64 role) internal pure returns (bool) {
        return isCouncil(role) && role != SOVEREIGN_AUTHORITY;
    }
}
