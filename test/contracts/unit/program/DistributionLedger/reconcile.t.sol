// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    BatchStatus,
    BatchTerms,
    ExceptionStatus,
    IDistributionLedger,
    Reconciliation
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ProgramGoverned} from "../../../../../contracts/program/ProgramGoverned.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerReconcileTest is DistributionLedgerTest {
    bytes32 private batchId;

    /// @dev A batch of which 900 are paid and 100 set aside.
    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
        settle(batchId, REFERENCE, 900, 9);
        raise(batchId, rowOf("batch", 9));
        resolve(batchId, 9, ExceptionStatus.Upheld);
    }

    function test_ClosesForEverInEveryMode() public {
        restrict(service, Mode.Halted);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BatchReconciled(batchId, PROGRAM, official, 900, 100, 0, REPORT);
        reconcile(batchId, 900, 100, 0);
        assertBatch(batchId, BatchStatus.Reconciled);
        vm.assertEq(uint256(ledger.batchOf(batchId).closedAt), NOW, "closed");
        assertTaken(900, COUNT, TOTAL);
        assertVolume(TOTAL, 900, 100, 0);
        expectStatus(batchId, BatchStatus.Reconciled);
        reconcile(batchId, 900, 100, 0);
    }

    function test_RevertWhen_AFigureIsOffByOne() public {
        refuse(901, 100, 0, differs(IDistributionLedger.SettledDiffers.selector, 901, 900));
        refuse(899, 100, 0, differs(IDistributionLedger.SettledDiffers.selector, 899, 900));
        refuse(900, 101, 0, differs(IDistributionLedger.ExceptionsDiffer.selector, 101, 100));
        refuse(900, 99, 0, differs(IDistributionLedger.ExceptionsDiffer.selector, 99, 100));
        bytes32 owing = authorised("owing");
        settle(owing, "999 of 1000", 999, 10);
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.ResidualDiffers.selector, owing, uint128(0), uint128(1))
        );
        reconcile(owing, 999, 0, 0);
    }

    function testFuzz_OnlyTheFiguresOfTheBookClose(uint128 settled, uint128 exceptions) public {
        settled = uint128(bound(settled, 0, 2 * TOTAL));
        exceptions = uint128(bound(exceptions, 0, 2 * TOTAL));
        vm.assume(settled != 900 || exceptions != 100);
        vm.prank(official);
        (bool closed, ) = address(ledger).call(
            abi.encodeCall(ledger.reconcile, (batchId, Reconciliation(settled, exceptions, 0, REPORT)))
        );
        vm.assertFalse(closed, "closed");
    }

    function test_RevertWhen_AResidualIsGivenUpByOneAccount() public {
        bytes32 owing = authorised("owing");
        settle(owing, "999 of 1000", 999, 10);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.ResidualNeedsCouncil.selector, owing, uint128(1)));
        reconcile(owing, 999, 0, 1);
    }

    function test_RevertGiven_AnOpenExceptionOfAnyKind() public {
        find(batchId, rowOf("batch", 0), true);
        bytes memory open = abi.encodeWithSelector(IDistributionLedger.ExceptionsOpen.selector, batchId, uint32(1));
        refuse(900, 100, 0, open);
        vm.prank(distributor);
        ledger.disputeException(batchId, 0, DIGEST);
        refuse(900, 100, 0, open);
        resolve(batchId, 0, ExceptionStatus.Upheld);
        reconcile(batchId, 900, 100, 0);
    }

    function test_RevertWhen_TheEntitySubmittedTheBatch() public {
        address clerk = address(0xD1);
        offices.appointTo(Roles.DISTRIBUTION_OPERATOR, clerk, MINISTRY);
        vm.prank(council);
        programs.authoriseEntity(PROGRAM, MINISTRY, DIGEST);
        BatchTerms memory given = terms("own");
        vm.prank(clerk);
        bytes32 own = ledger.submitBatch(given);
        authorise(own);
        settle(own, "own", TOTAL, COUNT);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.ReconcilesItself.selector, own, MINISTRY));
        reconcile(own, TOTAL, 0, 0);
        writeOff(own, TOTAL, 0, 0);
    }

    function test_RevertWhen_TheReportIsMissing() public {
        expectDigestMissing();
        vm.prank(official);
        ledger.reconcile(batchId, Reconciliation(900, 100, 0, bytes32(0)));
    }

    function test_RevertGiven_ABatchThatIsNotAuthorised() public {
        expectUnknown(REPORT);
        reconcile(REPORT, 0, 0, 0);
        bytes32 pending = submitted("pending");
        expectStatus(pending, BatchStatus.Pending);
        reconcile(pending, 0, 0, 0);
    }

    function test_RevertWhen_TheCallerDoesNotSpeakForTheProgramme() public {
        Reconciliation memory figures = Reconciliation(900, 100, 0, REPORT);
        expectUnauthorized(treasurer);
        ledger.reconcile(batchId, figures);
        expectUnauthorized(distributor);
        ledger.reconcile(batchId, figures);
        vm.expectRevert(
            abi.encodeWithSelector(
                ProgramGoverned.AuthorityOfAnother.selector,
                foreignOfficial,
                OTHER_MINISTRY,
                MINISTRY
            )
        );
        vm.prank(foreignOfficial);
        ledger.reconcile(batchId, figures);
    }

    function refuse(uint128 settled, uint128 exceptions, uint128 residual, bytes memory reason) private {
        vm.expectRevert(reason);
        reconcile(batchId, settled, exceptions, residual);
    }

    function differs(bytes4 selector, uint128 given, uint128 recorded) private view returns (bytes memory) {
        return abi.encodeWithSelector(selector, batchId, given, recorded);
    }
}
