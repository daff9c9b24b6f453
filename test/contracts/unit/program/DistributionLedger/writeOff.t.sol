// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    BatchStatus,
    ExceptionStatus,
    IDistributionLedger,
    Reconciliation
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerWriteOffTest is DistributionLedgerTest {
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
    }

    function test_GivesUpAResidualWhichIsBackInBudgetAndPeriod() public {
        settle(batchId, REFERENCE, 600, 6);
        raise(batchId, rowOf("batch", 9));
        resolve(batchId, 9, ExceptionStatus.Upheld);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BatchReconciled(batchId, PROGRAM, council, 600, 100, 300, REPORT);
        writeOff(batchId, 600, 100, 300);
        assertBatch(batchId, BatchStatus.Reconciled);
        assertTaken(600, COUNT, 700);
        assertVolume(TOTAL, 600, 100, 300);
    }

    function test_EndsABatchThatShouldNeverHaveBeen() public {
        writeOff(batchId, 0, 0, TOTAL);
        assertTaken(0, 0, 0);
        assertVolume(TOTAL, 0, 0, TOTAL);
        authorise(submit(terms("honest", PARTICIPANTS, AMOUNT)));
    }

    function test_OfAnEarlierPeriodItGivesBackToThatOne() public {
        vm.warp(NOW + PERIOD);
        authorised("next");
        writeOff(batchId, 0, 0, TOTAL);
        (uint32 participants, uint128 amount) = ledger.periodUseOf(PROGRAM, 1);
        vm.assertEq(uint256(participants), 0, "participants of the first period");
        vm.assertEq(uint256(amount), 0, "amount of the first period");
        assertTaken(TOTAL, COUNT, TOTAL);
    }

    function testFuzz_OnlyExactFiguresClose(uint128 paid, uint128 residual) public {
        paid = uint128(bound(paid, 1, TOTAL - 1));
        residual = uint128(bound(residual, 0, 2 * TOTAL));
        settle(batchId, REFERENCE, paid, 1);
        uint128 owed = TOTAL - paid;
        if (residual != owed) {
            vm.expectRevert(
                abi.encodeWithSelector(IDistributionLedger.ResidualDiffers.selector, batchId, residual, owed)
            );
        }
        writeOff(batchId, paid, 0, residual);
    }

    function test_RevertGiven_AnOpenException() public {
        raise(batchId, rowOf("batch", 0));
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.ExceptionsOpen.selector, batchId, uint32(1)));
        writeOff(batchId, 0, EACH, TOTAL - EACH);
    }

    function test_RevertGiven_ABatchThatIsNotAuthorised() public {
        expectUnknown(REPORT);
        writeOff(REPORT, 0, 0, 0);
        bytes32 pending = submitted("pending");
        expectStatus(pending, BatchStatus.Pending);
        writeOff(pending, 0, 0, TOTAL);
    }

    function test_RevertWhen_TheReportIsMissing() public {
        expectDigestMissing();
        vm.prank(council);
        ledger.writeOff(batchId, Reconciliation(0, 0, TOTAL, bytes32(0)));
    }

    function test_RevertWhen_TheCallerIsNotTheProgramAuthoritysSafe() public {
        Reconciliation memory figures = Reconciliation(0, 0, TOTAL, REPORT);
        expectNoCouncil(official);
        ledger.writeOff(batchId, figures);
        expectOtherCouncil(sovereign, Roles.PROGRAM_AUTHORITY);
        ledger.writeOff(batchId, figures);
    }
}
