// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Batch, DistributionVolume, IDistributionLedger} from "../interfaces/IDistributionLedger.sol";
import {DistributionTerms} from "../interfaces/IProgramTerms.sol";

import {FlowLimit} from "../../bridge/libraries/FlowLimit.sol";

/**
 * @title ProgramAccounts
 * @notice What each programme may still distribute: its budget, the caps of its period, the day's threshold; and how much
 * it has.
 *
 *   budget       all of its life     taken by totals, given back what was not settled when a batch closes
 *   period       caps of the phase   taken by totals and rows, given back as residuals are
 *   threshold    a day               taken by totals, given back by time alone
 *
 * @dev Only authorised batches take anything: what anybody may submit exhausts nothing.
 */
library ProgramAccounts {
    using FlowLimit for FlowLimit.Flow;

    uint40 internal constant THRESHOLD_WINDOW = 1 days;

    /// @dev One slot.
    struct Budget {
        uint128 limit;
        uint128 committed;
    }

    /// @dev One slot.
    struct PeriodUse {
        uint32 participants;
        uint128 amount;
    }

    struct Account {
        Budget budget;
        DistributionVolume volume;
        FlowLimit.Flow threshold;
        mapping(uint32 period => PeriodUse) uses;
    }

    struct Book {
        mapping(bytes32 programId => Account) byProgram;
    }

    // --------------------------------------------------------------------------------------------------- settings

    /// @return raised Whether it is more than before.
    function setBudget(Account storage account, bytes32 programId, uint128 limit) internal returns (bool raised) {
        if (limit == 0 || limit > FlowLimit.MAX_CAPACITY) {
            revert IDistributionLedger.BudgetOutOfBounds(limit, 1, FlowLimit.MAX_CAPACITY);
        }
        Budget memory budget = account.budget;
        if (limit < budget.committed) {
            revert IDistributionLedger.BudgetBelowCommitted(programId, limit, budget.committed);
        }
        account.budget.limit = limit;
        return limit > budget.limit;
    }

    /// @return raised Whether it is more than before.
    function setThreshold(Account storage account, uint128 perDay) internal returns (bool raised) {
        if (perDay == 0 || perDay > FlowLimit.MAX_CAPACITY) {
            revert IDistributionLedger.ThresholdOutOfBounds(perDay, 1, FlowLimit.MAX_CAPACITY);
        }
        (uint128 before, , , ) = account.threshold.stateOf();
        account.threshold.configure(perDay, THRESHOLD_WINDOW);
        return perDay > before;
    }

    // ---------------------------------------------------------------------------------------------------- batches

    /// @dev Takes nothing.
    function requireRoom(
        Account storage account,
        bytes32 programId,
        uint32 count,
        uint128 total,
        DistributionTerms memory present
    ) internal view {
        PeriodUse memory used = account.uses[present.period];
        uint256 participants = uint256(used.participants) + count;
        if (participants > present.maxParticipants) {
            revert IDistributionLedger.ParticipantsAboveCap(
                programId,
                present.period,
                participants,
                present.maxParticipants
            );
        }
        uint256 amount = uint256(used.amount) + total;
        if (amount > present.maxAmount) {
            revert IDistributionLedger.AmountAboveCap(programId, present.period, amount, present.maxAmount);
        }
        Budget memory budget = account.budget;
        uint256 committed = uint256(budget.committed) + total;
        if (committed > budget.limit) revert IDistributionLedger.BudgetExceeded(programId, committed, budget.limit);
    }

    /// @dev Whether the day's threshold had room, which is taken. Never set, it has none.
    function fitsThreshold(Account storage account, uint128 total) internal returns (bool fits) {
        (, , uint256 available, ) = account.threshold.stateOf();
        fits = total <= available;
        if (fits) account.threshold.use(total);
    }

    /// @dev Room must have been required.
    function commit(Account storage account, Batch storage batch) internal {
        (uint32 count, uint128 total) = (batch.count, batch.total);
        account.budget.committed += total;
        PeriodUse storage used = account.uses[batch.period];
        used.participants += count;
        used.amount += total;
        DistributionVolume storage volume = account.volume;
        ++volume.batches;
        volume.rows += count;
        volume.authorised += total;
    }

    /**
     * @dev Participants come back only from a batch of which nothing was paid: of the others nobody has counted the rows
     * but the treasury.
     */
    function close(Account storage account, Batch storage batch, uint128 residual) internal {
        uint128 settled = batch.settled;
        account.budget.committed -= batch.total - settled;
        PeriodUse storage used = account.uses[batch.period];
        used.amount -= residual;
        if (settled == 0) used.participants -= batch.count;
        account.volume.residual += residual;
    }
}
