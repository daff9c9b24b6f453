// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIncidentRegistry, ServiceLevels, Severity} from "../interfaces/IIncidentRegistry.sol";

/**
 * @title ServiceLevelBook
 * @notice How fast each severity is to be answered: acknowledged, spoken about, mitigated, resolved and reviewed.
 * @dev "What the SLAs are" and "how incidents are handled" of the source text. No level can be switched off: each lies
 * between hard bounds, and no step is due before the one that precedes it.
 */
library ServiceLevelBook {
    uint32 internal constant SHORTEST = 1 minutes;
    uint32 internal constant LONGEST_ACKNOWLEDGEMENT = 7 days;
    uint32 internal constant LONGEST_STATEMENT = 30 days;
    uint32 internal constant LONGEST_MITIGATION = 90 days;
    uint32 internal constant LONGEST_RESOLUTION = 180 days;
    uint32 internal constant SHORTEST_REVIEW = 1 days;
    uint32 internal constant LONGEST_REVIEW = 90 days;

    struct Book {
        mapping(Severity severity => ServiceLevels) bySeverity;
    }

    function set(Book storage book, Severity severity, ServiceLevels memory levels) internal {
        if (severity == Severity.None) revert IIncidentRegistry.SeverityMissing();
        _bound("acknowledgeWithin", levels.acknowledgeWithin, SHORTEST, LONGEST_ACKNOWLEDGEMENT);
        _bound("statementWithin", levels.statementWithin, SHORTEST, LONGEST_STATEMENT);
        _bound("mitigateWithin", levels.mitigateWithin, levels.acknowledgeWithin, LONGEST_MITIGATION);
        _bound("resolveWithin", levels.resolveWithin, levels.mitigateWithin, LONGEST_RESOLUTION);
        _bound("reviewWithin", levels.reviewWithin, SHORTEST_REVIEW, LONGEST_REVIEW);
        book.bySeverity[severity] = levels;
    }

    /// @notice What a severity promises until a country decides otherwise.
    function defaultsOf(Severity severity) internal pure returns (ServiceLevels memory) {
        if (severity == Severity.Sev1) return ServiceLevels(15 minutes, 1 hours, 4 hours, 24 hours, 14 days);
        if (severity == Severity.Sev2) return ServiceLevels(30 minutes, 4 hours, 24 hours, 72 hours, 14 days);
        if (severity == Severity.Sev3) return ServiceLevels(4 hours, 24 hours, 7 days, 14 days, 30 days);
        return ServiceLevels(24 hours, 72 hours, 30 days, 60 days, 60 days);
    }

    function _bound(string memory field, uint32 value, uint32 minimum, uint32 maximum) private pure {
        if (value < minimum || value > maximum) {
            revert IIncidentRegistry.ServiceLevelOutOfBounds(field, value, minimum, maximum);
        }
    }
}
