// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchStatus, IDistributionLedger} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract DistributionLedgerReverseSettlementTest is DistributionLedgerTest {
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
        settle(batchId, REFERENCE, 300, 3);
    }

    function test_TakesAPaymentBackInEveryMode() public {
        settle(batchId, "kept", 100, 1);
        restrict(service, Mode.Halted);
        restrict(systemOf(PROGRAM), Mode.Halted);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.SettlementReversed(batchId, PROGRAM, REFERENCE, treasurer, 300, 3, REASON);
        reverseSettlement(REFERENCE);
        assertEquation(batchId, 100, 0, 0);
        assertVolume(TOTAL, 100, 0, 0);
        vm.assertEq(uint256(ledger.batchOf(batchId).settledRows), 1, "rows");
        vm.assertTrue(ledger.settlementOf(REFERENCE).reversed, "marked");
    }

    function test_RevertGiven_AReversedReferenceWhichIsNotFreeEither() public {
        reverseSettlement(REFERENCE);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.SettlementAlreadyReversed.selector, REFERENCE));
        reverseSettlement(REFERENCE);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.ReferenceAlreadyUsed.selector, REFERENCE, batchId));
        settle(batchId, REFERENCE, 300, 3);
        settle(batchId, "again", 300, 3);
    }

    function test_RevertGiven_AnUnknownReference() public {
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.UnknownReference.selector, REPORT));
        reverseSettlement(REPORT);
    }

    function test_RevertGiven_AClosedBatch() public {
        writeOff(batchId, 300, 0, 700);
        expectStatus(batchId, BatchStatus.Reconciled);
        reverseSettlement(REFERENCE);
        vm.assertFalse(ledger.settlementOf(REFERENCE).reversed, "as it was");
    }

    function test_RevertWhen_TheReasonIsMissing() public {
        expectDigestMissing();
        vm.prank(treasurer);
        ledger.reverseSettlement(REFERENCE, bytes32(0));
    }

    function test_RevertWhen_TheCallerIsNoTreasuryOperator() public {
        expectUnauthorized(distributor);
        ledger.reverseSettlement(REFERENCE, REASON);
        expectUnauthorized(council);
        ledger.reverseSettlement(REFERENCE, REASON);
    }

    function reverseSettlement(bytes32 settlementReference) private {
        vm.prank(treasurer);
        ledger.reverseSettlement(settlementReference, REASON);
    }
}
