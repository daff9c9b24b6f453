// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ExceptionStatus,
    IDistributionLedger
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";

contract DistributionLedgerDisputeExceptionTest is DistributionLedgerTest {
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
        find(batchId, rowOf("batch", 0), false);
    }

    function test_ContestsAnOpenException() public {
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.ExceptionDisputed(batchId, 0, BANK, DIGEST);
        dispute(distributor, 0);
        assertException(batchId, 0, ExceptionStatus.Disputed);
        vm.assertEq(uint256(ledger.exceptionOf(batchId, 0).disputedBy), BANK, "by");
        assertEquation(batchId, 0, EACH, 1);
    }

    function test_RevertGiven_ADispute() public {
        dispute(distributor, 0);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.AlreadyDisputed.selector, batchId, 0, BANK));
        dispute(postOffice, 0);
    }

    function test_RevertWhen_TheEntityRaisedItItself() public {
        raise(batchId, rowOf("batch", 1));
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.DisputesItself.selector, batchId, 1, BANK));
        dispute(teller, 1);
        dispute(postOffice, 1);
    }

    function test_RevertGiven_NoOpenException() public {
        vm.expectRevert(notOpen(1, ExceptionStatus.None));
        dispute(distributor, 1);
        resolve(batchId, 0, ExceptionStatus.Upheld);
        vm.expectRevert(notOpen(0, ExceptionStatus.Upheld));
        dispute(distributor, 0);
    }

    function test_RevertWhen_TheCallerDoesNotDistributeForTheProgramme() public {
        expectUnauthorized(auditor);
        ledger.disputeException(batchId, 0, DIGEST);
        vm.prank(official);
        programs.withdrawEntity(PROGRAM, BANK, REASON);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.DistributorNotAuthorised.selector, PROGRAM, BANK));
        dispute(distributor, 0);
    }

    function test_RevertWhen_TheEvidenceIsMissing() public {
        expectDigestMissing();
        vm.prank(distributor);
        ledger.disputeException(batchId, 0, bytes32(0));
    }

    function dispute(address by, uint256 index) private {
        vm.prank(by);
        ledger.disputeException(batchId, index, DIGEST);
    }

    function notOpen(uint256 index, ExceptionStatus status) private view returns (bytes memory) {
        return abi.encodeWithSelector(IDistributionLedger.ExceptionNotOpen.selector, batchId, index, status);
    }
}
