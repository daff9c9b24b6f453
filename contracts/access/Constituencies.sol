// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title Constituencies
 * @notice Which interest a seat on a council represents. Ids stay below 32: a set of them is one `uint32`.
 * @dev "High-risk upgrade: 3-of-5 multisig (policy + technical)", example approval policy of the source text.
 */
library Constituencies {
    uint8 internal constant POLICY = 1;
    uint8 internal constant TECHNICAL = 2;
    uint8 internal constant SOVEREIGN = 3;
    uint8 internal constant EMERGENCY = 4;

    /// @dev First id that does not fit a set of constituencies.
    uint8 internal constant LIMIT = 32;
}
