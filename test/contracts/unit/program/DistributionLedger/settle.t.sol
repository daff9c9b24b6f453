// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    BatchStatus,
    IDistributionLedger,
    Settlement
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract DistributionLedgerSettleTest is DistributionLedgerTest {
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
    }

    function test_CountsAPayment() public {
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BatchSettled(batchId, PROGRAM, REFERENCE, treasurer, 300, 3);
        settle(batchId, REFERENCE, 300, 3);
        assertEquation(batchId, 300, 0, 0);
        assertVolume(TOTAL, 300, 0, 0);
        vm.assertEq(uint256(ledger.batchOf(batchId).settledRows), 3, "rows");
        Settlement memory settlement = ledger.settlementOf(REFERENCE);
        vm.assertEq(settlement.batchId, batchId, "batch of the reference");
        vm.assertEq(uint256(settlement.amount), 300, "amount of the reference");
        assertTaken(TOTAL, COUNT, TOTAL);
    }

    function test_NeverExceedsWhatIsOutstandingByOneUnit() public {
        settle(batchId, REFERENCE, 400, 4);
        raise(batchId, rowOf("batch", 9));
        refuse("p2", 501, 5, IDistributionLedger.AmountExceedsBatch.selector, 501, 500);
        refuse("p2", 500, 6, IDistributionLedger.RowsExceedBatch.selector, 6, 5);
        settle(batchId, "p2", 500, 5);
        refuse("p3", 1, 0, IDistributionLedger.AmountExceedsBatch.selector, 1, 0);
    }

    function test_APartOfARowCompletesNone() public {
        settle(batchId, REFERENCE, 50, 0);
        settle(batchId, "rest", 950, 10);
        assertEquation(batchId, TOTAL, 0, 0);
    }

    function test_RevertGiven_AReferenceThatWasUsedInWhateverBatch() public {
        bytes32 other = authorised("other");
        settle(batchId, REFERENCE, 100, 1);
        bytes memory used = abi.encodeWithSelector(
            IDistributionLedger.ReferenceAlreadyUsed.selector,
            REFERENCE,
            batchId
        );
        vm.expectRevert(used);
        settle(batchId, REFERENCE, 100, 1);
        vm.expectRevert(used);
        settle(other, REFERENCE, 100, 1);
    }

    function test_RevertGiven_ABatchThatIsNotAuthorised() public {
        bytes32 pending = submitted("pending");
        expectStatus(pending, BatchStatus.Pending);
        settle(pending, REFERENCE, 1, 1);
        expectUnknown(REPORT);
        settle(REPORT, REFERENCE, 1, 1);
        writeOff(batchId, 0, 0, TOTAL);
        expectStatus(batchId, BatchStatus.Reconciled);
        settle(batchId, REFERENCE, 1, 1);
    }

    function test_RevertWhen_ReferenceOrAmountIsMissing() public {
        vm.expectRevert(IDistributionLedger.ReferenceMissing.selector);
        settle(batchId, bytes32(0), 1, 1);
        vm.expectRevert(IDistributionLedger.AmountMissing.selector);
        settle(batchId, REFERENCE, 0, 1);
    }

    function test_RevertGiven_ARestrictedServiceOrProgramme() public {
        restrict(systemOf(PROGRAM), Mode.ReadOnly);
        expectRestricted(systemOf(PROGRAM), Mode.ReadOnly, Operation.Settle);
        settle(batchId, REFERENCE, 1, 1);
        restrict(systemOf(PROGRAM), Mode.Normal);
        restrict(service, Mode.ReadOnly);
        expectRestricted(service, Mode.ReadOnly, Operation.Settle);
        settle(batchId, REFERENCE, 1, 1);
        restrict(service, Mode.Limited);
        modes.setAvailable(service, 99);
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, service, 100, 99));
        settle(batchId, REFERENCE, 100, 1);
        settle(batchId, REFERENCE, 99, 1);
    }

    function test_AClosedProgrammesBatchesGoOn() public {
        vm.prank(sovereign);
        programs.closeProgram(PROGRAM, REASON);
        settle(batchId, REFERENCE, TOTAL, COUNT);
    }

    function test_RevertWhen_TheCallerIsNoTreasuryOperator() public {
        address[5] memory others = [distributor, official, auditor, council, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            ledger.settle(batchId, REFERENCE, 1, 1);
        }
    }

    function refuse(
        bytes32 settlementReference,
        uint128 amount,
        uint32 rows,
        bytes4 reason,
        uint256 given,
        uint256 outstanding
    ) private {
        vm.expectRevert(abi.encodeWithSelector(reason, batchId, given, outstanding));
        settle(batchId, settlementReference, amount, rows);
    }
}
