// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ExceptionStatus,
    IDistributionLedger
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerOverruleExceptionTest is DistributionLedgerTest {
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
    }

    function test_DismissesWhatTheAuditorWillNotTakeBack() public {
        find(batchId, rowOf("batch", 0), false);
        find(batchId, rowOf("batch", 1), true);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.ExceptionResolved(batchId, 0, sovereign, ExceptionStatus.Dismissed, DIGEST);
        overrule(0, ExceptionStatus.Dismissed);
        overrule(1, ExceptionStatus.Dismissed);
        assertEquation(batchId, 0, 0, 0);
        settle(batchId, REFERENCE, TOTAL, COUNT);
        reconcile(batchId, TOTAL, 0, 0);
    }

    function test_UpholdsWhereNobodyElseMayJudge() public {
        raise(batchId, rowOf("batch", 0));
        overrule(0, ExceptionStatus.Upheld);
        assertEquation(batchId, 0, EACH, 0);
    }

    function test_RevertGiven_NoOpenExceptionOrNoOutcome() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.ExceptionNotOpen.selector, batchId, 0, ExceptionStatus.None)
        );
        overrule(0, ExceptionStatus.Dismissed);
        raise(batchId, rowOf("batch", 0));
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.NotAnOutcome.selector, ExceptionStatus.Withdrawn));
        overrule(0, ExceptionStatus.Withdrawn);
    }

    function test_RevertWhen_TheDecisionIsMissingOrTheCallerNotTheSovereignAuthority() public {
        raise(batchId, rowOf("batch", 0));
        expectDigestMissing();
        vm.prank(sovereign);
        ledger.overruleException(batchId, 0, ExceptionStatus.Dismissed, bytes32(0));
        expectNoCouncil(official);
        ledger.overruleException(batchId, 0, ExceptionStatus.Dismissed, DIGEST);
        expectOtherCouncil(council, Roles.SOVEREIGN_AUTHORITY);
        ledger.overruleException(batchId, 0, ExceptionStatus.Dismissed, DIGEST);
    }

    function overrule(uint256 index, ExceptionStatus outcome) private {
        vm.prank(sovereign);
        ledger.overruleException(batchId, index, outcome, DIGEST);
    }
}
