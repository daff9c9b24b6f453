// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBridgeGateway, Position} from "../interfaces/IBridgeGateway.sol";
import {IBridgeParameters} from "../interfaces/IBridgeParameters.sol";
import {IIncidentRegistry} from "../../emergency/interfaces/IIncidentRegistry.sol";
import {ISystemModes, Mode} from "../../emergency/interfaces/ISystemModes.sol";

/**
 * @title BridgeHealth
 * @notice What must be well before a bridge may let more through. Each condition is asked of the contract that knows it,
 * at the moment of the loosening; whoever cannot answer refuses.
 */
library BridgeHealth {
    uint256 private constant BASIS = 10_000;

    function requireNormal(ISystemModes modes, bytes32 systemId) internal view {
        (Mode mode, ) = modes.modeOf(systemId);
        if (mode != Mode.Normal) revert IBridgeParameters.BridgeNotNormal(systemId);
    }

    function requireNoSevereIncident(IIncidentRegistry incidents) internal view {
        uint256 count = incidents.openSevereIncidents();
        if (count != 0) revert IBridgeParameters.SevereIncidentOpen(count);
    }

    /// @notice Reverts unless both rails' books agree, as monitoring saw them last.
    function requireConserved(IBridgeGateway gateway) internal view {
        if (gateway.conservationHolds()) return;
        Position memory position = gateway.positionOf();
        revert IBridgeParameters.ConservationBroken(position.reserve.issued, position.locked);
    }

    /// @notice Reverts when more conversions failed lately than `maximum` basis points of them.
    /// @dev Counted, not rounded: with a maximum of zero a single failure among any number is too many.
    function requireFewFailures(IBridgeGateway gateway, uint128 maximum) internal view {
        (uint64 failures, uint64 conversions, uint256 basisPoints) = gateway.recentFailures();
        if (failures * BASIS > maximum * uint256(conversions)) {
            revert IBridgeParameters.FailureRateTooHigh(basisPoints, maximum);
        }
    }

    /// @notice Reverts unless monitoring has looked at the private rail's books within `maximumAge` seconds; zero blocks.
    function requireReserveProven(IBridgeGateway gateway, uint128 maximumAge) internal view {
        (uint40 observedAt, uint256 age) = gateway.reserveAge();
        bool proven = observedAt != 0 && maximumAge != 0 && age <= maximumAge;
        if (!proven) revert IBridgeParameters.ReserveUnproven(observedAt, maximumAge);
    }
}
