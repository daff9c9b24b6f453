// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDistributionLedger, Settlement} from "../interfaces/IDistributionLedger.sol";

/**
 * @title Settlements
 * @notice Payments on the rail by their reference. A reference counts once, for ever: reversed, it is not free again.
 */
library Settlements {
    struct Book {
        mapping(bytes32 settlementReference => Settlement) byReference;
    }

    function add(
        Book storage book,
        bytes32 settlementReference,
        bytes32 batchId,
        uint128 amount,
        uint32 rows
    ) internal {
        if (settlementReference == bytes32(0)) revert IDistributionLedger.ReferenceMissing();
        if (amount == 0) revert IDistributionLedger.AmountMissing();
        Settlement storage settlement = book.byReference[settlementReference];
        if (settlement.amount != 0) {
            revert IDistributionLedger.ReferenceAlreadyUsed(settlementReference, settlement.batchId);
        }
        book.byReference[settlementReference] = Settlement(batchId, amount, rows, false);
    }

    function reverse(Book storage book, bytes32 settlementReference) internal returns (Settlement memory settlement) {
        settlement = book.byReference[settlementReference];
        if (settlement.amount == 0) revert IDistributionLedger.UnknownReference(settlementReference);
        if (settlement.reversed) revert IDistributionLedger.SettlementAlreadyReversed(settlementReference);
        book.byReference[settlementReference].reversed = true;
    }
}
