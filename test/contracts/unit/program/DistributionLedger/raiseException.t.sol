// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    BatchStatus,
    BatchTerms,
    ExceptionKind,
    ExceptionStatus,
    IDistributionLedger,
    Row,
    RowException
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {RowTree} from "../../../support/RowTree.sol";

contract DistributionLedgerRaiseExceptionTest is DistributionLedgerTest {
    using RowTree for RowTree.Tree;

    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
    }

    function test_SetsTheRowsAmountAsideInEveryMode() public {
        restrict(service, Mode.Halted);
        restrict(systemOf(PROGRAM), Mode.Halted);
        Row memory row = rowOf("batch", 3);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.ExceptionRaised(
            batchId,
            3,
            BANK,
            ExceptionKind.Undelivered,
            row.rowDigest,
            EACH,
            REASON
        );
        raise(batchId, row);
        assertEquation(batchId, 0, EACH, 1);
        assertVolume(TOTAL, 0, EACH, 0);
        vm.assertEq(uint256(ledger.batchOf(batchId).rowsSetAside), 1, "rows");
        RowException memory exception = ledger.exceptionOf(batchId, 3);
        vm.assertEq(uint256(exception.kind), uint256(ExceptionKind.Undelivered), "kind");
        vm.assertEq(uint256(exception.status), uint256(ExceptionStatus.Raised), "raised");
        vm.assertEq(uint256(exception.raisedBy), BANK, "by");
        vm.assertEq(uint256(exception.raisedAt), NOW, "at");
        vm.assertEq(uint256(exception.amount), EACH, "amount");
    }

    function testFuzz_ProvesEachRow(uint256 index) public {
        raise(batchId, rowOf("batch", bound(index, 0, COUNT - 1)));
        assertEquation(batchId, 0, EACH, 1);
    }

    function test_ARowOfASingleRowedBatch() public {
        RowTree.Tree memory lone = RowTree.grow("lone", 1, EACH);
        BatchTerms memory given = terms("lone", 1, EACH);
        given.root = lone.rootOf();
        bytes32 loneId = submit(given);
        authorise(loneId);
        raise(loneId, lone.row(0));
        assertEquation(loneId, 0, EACH, 1);
    }

    function test_RevertWhen_TheRowIsNotProven() public {
        Row memory row = rowOf("batch", 3);
        ++row.amount;
        refuseRow(row, notInBatch(3));
        row = rowOf("batch", 3);
        row.rowDigest = REASON;
        refuseRow(row, notInBatch(3));
        row = rowOf("batch", 3);
        row.index = 4;
        refuseRow(row, notInBatch(4));
        row = rowOf("batch", 3);
        row.proof[0] = REASON;
        refuseRow(row, notInBatch(3));
        refuseRow(rowOf("other", 3), notInBatch(3));
    }

    function test_RevertWhen_TheTreeIsDeeperThanTheCountSays() public {
        RowTree.Tree memory large = RowTree.grow("large", 64, EACH);
        BatchTerms memory given = terms("large");
        given.root = large.rootOf();
        bytes32 largeId = submit(given);
        authorise(largeId);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.NotInBatch.selector, largeId, 3));
        raise(largeId, large.row(3));
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.IndexOutOfBounds.selector, largeId, COUNT, COUNT));
        raise(largeId, large.row(COUNT));
    }

    function test_RevertWhen_MoreThanOutstandingWouldBeSetAside() public {
        settle(batchId, REFERENCE, 901, 1);
        refuseRow(
            rowOf("batch", 0),
            abi.encodeWithSelector(IDistributionLedger.AmountExceedsBatch.selector, batchId, EACH, 99)
        );
    }

    function test_AFalseNumberOfRowsKeepsNobodyFromIt() public {
        settle(batchId, REFERENCE, 1, COUNT);
        raise(batchId, rowOf("batch", 0));
        find(batchId, rowOf("batch", 1), false);
        assertEquation(batchId, 1, 2 * EACH, 2);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.RowsExceedBatch.selector, batchId, 1, 0));
        settle(batchId, "rest", TOTAL - 2 * EACH - 1, 1);
        settle(batchId, "rest", TOTAL - 2 * EACH - 1, 0);
    }

    function test_ARowHasOneOpenExceptionAndIsNeverSetAsideTwice() public {
        raise(batchId, rowOf("batch", 0));
        bytes memory open = abi.encodeWithSelector(IDistributionLedger.ExceptionIsOpen.selector, batchId, 0);
        refuseRow(rowOf("batch", 0), open);
        vm.prank(postOffice);
        ledger.disputeException(batchId, 0, DIGEST);
        refuseRow(rowOf("batch", 0), open);
        resolve(batchId, 0, ExceptionStatus.Upheld);
        refuseRow(rowOf("batch", 0), abi.encodeWithSelector(IDistributionLedger.ExceptionIsFinal.selector, batchId, 0));
        assertEquation(batchId, 0, EACH, 0);
    }

    function test_ADismissedRowMayFailAgain() public {
        raise(batchId, rowOf("batch", 0));
        resolve(batchId, 0, ExceptionStatus.Dismissed);
        raise(batchId, rowOf("batch", 0));
        assertEquation(batchId, 0, EACH, 1);
    }

    function test_RevertGiven_ABatchThatIsNotAuthorised() public {
        bytes32 pending = submitted("pending");
        expectStatus(pending, BatchStatus.Pending);
        raise(pending, rowOf("pending", 0));
        expectUnknown(REPORT);
        raise(REPORT, rowOf("pending", 0));
        writeOff(batchId, 0, 0, TOTAL);
        expectStatus(batchId, BatchStatus.Reconciled);
        raise(batchId, rowOf("batch", 0));
    }

    function test_RevertGiven_AnEntityThatIsWithdrawn() public {
        vm.prank(official);
        programs.withdrawEntity(PROGRAM, BANK, REASON);
        refuseRow(
            rowOf("batch", 0),
            abi.encodeWithSelector(IDistributionLedger.DistributorNotAuthorised.selector, PROGRAM, BANK)
        );
    }

    function test_RevertWhen_TheReasonIsMissingOrTheCallerNoDistributor() public {
        Row memory row = rowOf("batch", 0);
        expectDigestMissing();
        vm.prank(distributor);
        ledger.raiseException(batchId, row, bytes32(0));
        expectUnauthorized(auditor);
        ledger.raiseException(batchId, row, REASON);
        expectUnauthorized(official);
        ledger.raiseException(batchId, row, REASON);
    }

    function refuseRow(Row memory row, bytes memory reason) private {
        vm.expectRevert(reason);
        raise(batchId, row);
    }

    function notInBatch(uint256 index) private view returns (bytes memory) {
        return abi.encodeWithSelector(IDistributionLedger.NotInBatch.selector, batchId, index);
    }
}
