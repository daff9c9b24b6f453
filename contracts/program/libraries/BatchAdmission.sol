// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchTerms, IDistributionLedger} from "../interfaces/IDistributionLedger.sol";
import {DistributionTerms, Phase} from "../interfaces/IProgramTerms.sol";

/**
 * @title BatchAdmission
 * @notice Whether a batch fits the present terms of its programme. Asked when it is submitted, and again when it is
 * authorised.
 * @dev The submitter chooses neither rules nor period: it says which ones it has worked by, and they must be the present
 * ones. A batch of last month is a batch of last month, whoever signs it now.
 */
library BatchAdmission {
    uint32 internal constant MAX_COUNT = 10_000_000;

    /// @param present Of the programme, for the entity that submitted.
    function requireAdmissible(BatchTerms memory terms, uint8 entity, DistributionTerms memory present) internal pure {
        bytes32 programId = terms.programId;
        if (present.closed) revert IDistributionLedger.ProgramClosedToBatches(programId);
        if (present.phase <= Phase.Assessment) {
            revert IDistributionLedger.PhaseDistributesNothing(programId, present.phase);
        }
        if (!present.authorised) revert IDistributionLedger.DistributorNotAuthorised(programId, entity);
        if (present.period == 0) revert IDistributionLedger.ProgramNotStarted(programId);
        if (terms.period != present.period) {
            revert IDistributionLedger.PeriodNotCurrent(programId, terms.period, present.period);
        }
        if (present.ruleSetVersion == 0 || terms.ruleSetVersion != present.ruleSetVersion) {
            revert IDistributionLedger.RuleSetNotInForce(programId, terms.ruleSetVersion, present.ruleSetVersion);
        }
        if (terms.count == 0 || terms.count > MAX_COUNT) {
            revert IDistributionLedger.CountOutOfBounds(terms.count, 1, MAX_COUNT);
        }
        if (terms.total == 0) revert IDistributionLedger.TotalMissing();
        uint256 maximum = uint256(terms.count) * present.rowMaximum;
        if (terms.total > maximum) revert IDistributionLedger.TotalAboveRowMaximum(terms.total, maximum);
    }
}
