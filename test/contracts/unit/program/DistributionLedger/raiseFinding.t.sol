// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    BatchStatus,
    BatchTerms,
    ExceptionKind,
    ExceptionStatus,
    IDistributionLedger,
    Row
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {RowExceptions} from "../../../../../contracts/program/libraries/RowExceptions.sol";
import {RowTree} from "../../../support/RowTree.sol";

contract DistributionLedgerRaiseFindingTest is DistributionLedgerTest {
    using RowTree for RowTree.Tree;

    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
    }

    function test_AnObjectionSetsAsideWhatIsNotPaidInEveryMode() public {
        restrict(service, Mode.Halted);
        Row memory row = rowOf("batch", 2);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.ExceptionRaised(
            batchId,
            2,
            COURT,
            ExceptionKind.Objection,
            row.rowDigest,
            EACH,
            REASON
        );
        find(batchId, row, false);
        assertEquation(batchId, 0, EACH, 1);
        assertVolume(TOTAL, 0, EACH, 0);
        vm.assertEq(uint256(ledger.findingsOf(batchId, COURT)), 1, "findings");
    }

    function test_AFindingAboutAPaidRowStandsBesideTheEquation() public {
        settle(batchId, REFERENCE, TOTAL, COUNT);
        find(batchId, rowOf("batch", 2), true);
        assertEquation(batchId, TOTAL, 0, 1);
        assertVolume(TOTAL, TOTAL, 0, 0);
        vm.assertEq(uint256(ledger.exceptionOf(batchId, 2).amount), 0, "nothing set aside");
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.AmountExceedsBatch.selector, batchId, EACH, 0));
        find(batchId, rowOf("batch", 3), false);
    }

    function test_ARowAboveTheWholeBatchCanBeNamed() public {
        uint256[] memory amounts = new uint256[](2);
        (amounts[0], amounts[1]) = (1, type(uint256).max);
        RowTree.Tree memory lying = RowTree.over("lying", amounts);
        BatchTerms memory given = terms("lying", 2, 2);
        given.root = lying.rootOf();
        bytes32 lyingId = submit(given);
        authorise(lyingId);
        find(lyingId, lying.row(1), true);
        assertEquation(lyingId, 0, 0, 1);
    }

    function test_AnEntitysFindingsOnABatchAreBounded() public {
        for (uint256 i = 0; i < RowExceptions.MAX_FINDINGS; ++i) {
            find(batchId, rowOf("batch", 0), false);
            vm.prank(auditor);
            ledger.withdrawFinding(batchId, 0, REASON);
        }
        Row memory row = rowOf("batch", 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDistributionLedger.TooManyFindings.selector,
                batchId,
                COURT,
                RowExceptions.MAX_FINDINGS
            )
        );
        find(batchId, row, false);
        vm.prank(otherAuditor);
        ledger.raiseFinding(batchId, row, false, REASON);
        find(authorised("other"), rowOf("other", 0), false);
    }

    function test_RevertGiven_AnOpenOrUpheldExceptionOfTheRow() public {
        raise(batchId, rowOf("batch", 0));
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.ExceptionIsOpen.selector, batchId, 0));
        find(batchId, rowOf("batch", 0), true);
        resolve(batchId, 0, ExceptionStatus.Upheld);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.ExceptionIsFinal.selector, batchId, 0));
        find(batchId, rowOf("batch", 0), true);
    }

    function test_RevertWhen_TheRowIsNotProvenOrTheBatchNotAuthorised() public {
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.NotInBatch.selector, batchId, 1));
        find(batchId, rowOf("other", 1), true);
        bytes32 pending = submitted("pending");
        expectStatus(pending, BatchStatus.Pending);
        find(pending, rowOf("pending", 1), false);
    }

    function test_RevertWhen_TheReasonIsMissingOrTheCallerNoAuditor() public {
        Row memory row = rowOf("batch", 0);
        expectDigestMissing();
        vm.prank(auditor);
        ledger.raiseFinding(batchId, row, false, bytes32(0));
        expectUnauthorized(distributor);
        ledger.raiseFinding(batchId, row, false, REASON);
        offices.bind(auditor, 0);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.EntityRequired.selector, auditor));
        find(batchId, row, false);
    }
}
