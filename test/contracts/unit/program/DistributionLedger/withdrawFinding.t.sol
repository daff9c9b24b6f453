// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ExceptionStatus,
    IDistributionLedger
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";

contract DistributionLedgerWithdrawFindingTest is DistributionLedgerTest {
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
    }

    function test_TheAmountMayBePaidAgain() public {
        find(batchId, rowOf("batch", 0), false);
        vm.prank(distributor);
        ledger.disputeException(batchId, 0, DIGEST);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.FindingWithdrawn(batchId, 0, COURT, REASON);
        withdraw(auditor, 0);
        assertException(batchId, 0, ExceptionStatus.Withdrawn);
        assertEquation(batchId, 0, 0, 0);
        assertVolume(TOTAL, 0, 0, 0);
    }

    function test_OfAPaidRowNothingElseMoves() public {
        settle(batchId, REFERENCE, TOTAL, COUNT);
        find(batchId, rowOf("batch", 0), true);
        withdraw(auditor, 0);
        assertEquation(batchId, TOTAL, 0, 0);
    }

    function test_RevertWhen_AnotherEntityRaisedIt() public {
        find(batchId, rowOf("batch", 0), false);
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.FindingOfAnother.selector, batchId, 0, COURT, OTHER_COURT)
        );
        withdraw(otherAuditor, 0);
    }

    function test_RevertGiven_NoOpenFinding() public {
        raise(batchId, rowOf("batch", 0));
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.NotAFinding.selector, batchId, 0));
        withdraw(auditor, 0);
        find(batchId, rowOf("batch", 1), false);
        resolve(batchId, 1, ExceptionStatus.Upheld);
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.ExceptionNotOpen.selector, batchId, 1, ExceptionStatus.Upheld)
        );
        withdraw(auditor, 1);
    }

    function test_RevertWhen_TheReasonIsMissingOrTheCallerNoAuditor() public {
        find(batchId, rowOf("batch", 0), false);
        expectDigestMissing();
        vm.prank(auditor);
        ledger.withdrawFinding(batchId, 0, bytes32(0));
        expectUnauthorized(official);
        ledger.withdrawFinding(batchId, 0, REASON);
    }

    function withdraw(address by, uint256 index) private {
        vm.prank(by);
        ledger.withdrawFinding(batchId, index, REASON);
    }
}
