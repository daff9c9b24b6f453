// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice How far a programme has come ("Deployment methodology (phased)" of the source text). Only forwards.
enum Phase {
    None,
    Assessment,
    Pilot,
    Expansion,
    FullIntegration
}

/// @notice What a programme lets one entity distribute now.
struct DistributionTerms {
    /// @dev `None` for a programme that nobody registered. `Assessment` distributes nothing.
    Phase phase;
    bool closed;
    /// @dev Whether the programme authorises the entity that was asked about.
    bool authorised;
    /// @dev Entity that governs the programme.
    uint8 authority;
    /// @dev The present one, from 1; zero before the programme starts.
    uint32 period;
    /// @dev In force; zero before the first.
    uint32 ruleSetVersion;
    /// @dev The most that the rule set in force grants one row, in the smallest unit.
    uint128 rowMaximum;
    /// @dev Of the phase, within one period.
    uint32 maxParticipants;
    uint128 maxAmount;
}

/**
 * @title IProgramTerms
 * @notice What a ledger of distributions asks of the register of programmes, in one call.
 */
interface IProgramTerms {
    error UnknownProgram(bytes32 programId);

    /// @notice The terms of a programme for `entity`, at this moment. Reverts for an unknown programme.
    function termsFor(bytes32 programId, uint8 entity) external view returns (DistributionTerms memory);
}
