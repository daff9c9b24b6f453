// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ExceptionStatus,
    IDistributionLedger,
    Row
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ProgramGoverned} from "../../../../../contracts/program/ProgramGoverned.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerResolveExceptionTest is DistributionLedgerTest {
    /// @dev Distributes for the ministry that governs the programme.
    address private clerk = address(0xD1);
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = authorised("batch");
        offices.appointTo(Roles.DISTRIBUTION_OPERATOR, clerk, MINISTRY);
        vm.prank(council);
        programs.authoriseEntity(PROGRAM, MINISTRY, DIGEST);
    }

    function test_UpheldIsNotPaid() public {
        raise(batchId, rowOf("batch", 0));
        restrict(service, Mode.Halted);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.ExceptionResolved(batchId, 0, official, ExceptionStatus.Upheld, DIGEST);
        resolve(batchId, 0, ExceptionStatus.Upheld);
        assertException(batchId, 0, ExceptionStatus.Upheld);
        assertEquation(batchId, 0, EACH, 0);
        assertVolume(TOTAL, 0, EACH, 0);
    }

    function test_DismissedMayBePaidAgain() public {
        raise(batchId, rowOf("batch", 0));
        resolve(batchId, 0, ExceptionStatus.Dismissed);
        assertException(batchId, 0, ExceptionStatus.Dismissed);
        assertEquation(batchId, 0, 0, 0);
        assertVolume(TOTAL, 0, 0, 0);
        vm.assertEq(uint256(ledger.batchOf(batchId).rowsSetAside), 0, "rows");
        settle(batchId, REFERENCE, TOTAL, COUNT);
    }

    function test_AFindingCanOnlyBeUpheld() public {
        find(batchId, rowOf("batch", 0), false);
        settle(batchId, REFERENCE, EACH, 1);
        find(batchId, rowOf("batch", 1), true);
        for (uint256 index = 0; index < 2; ++index) {
            vm.expectRevert(
                abi.encodeWithSelector(IDistributionLedger.FindingCannotBeDismissed.selector, batchId, index)
            );
            resolve(batchId, index, ExceptionStatus.Dismissed);
            resolve(batchId, index, ExceptionStatus.Upheld);
        }
        assertEquation(batchId, EACH, EACH, 0);
    }

    function test_RevertWhen_TheEntityRaisedOrDisputedIt() public {
        Row memory row = rowOf("batch", 0);
        vm.prank(clerk);
        ledger.raiseException(batchId, row, REASON);
        raise(batchId, rowOf("batch", 1));
        vm.prank(clerk);
        ledger.disputeException(batchId, 1, DIGEST);
        for (uint256 index = 0; index < 2; ++index) {
            refuseItself(index, MINISTRY);
            resolve(batchId, index, ExceptionStatus.Dismissed);
        }
        vm.prank(council);
        ledger.resolveException(batchId, 0, ExceptionStatus.Upheld, DIGEST);
    }

    function test_RevertWhen_ASignerOfTheSafeIsOfTheEntityThatRaisedIt() public {
        Row memory row = rowOf("batch", 0);
        vm.prank(clerk);
        ledger.raiseException(batchId, row, REASON);
        _seat(address(0x5AFE8), Roles.PROGRAM_AUTHORITY, MINISTRY, 1);
        refuseItself(0, MINISTRY);
        vm.prank(address(0x5AFE8));
        ledger.resolveException(batchId, 0, ExceptionStatus.Upheld, DIGEST);
    }

    function test_RevertWhen_TheOutcomeIsNone() public {
        raise(batchId, rowOf("batch", 0));
        ExceptionStatus[4] memory none = [
            ExceptionStatus.None,
            ExceptionStatus.Raised,
            ExceptionStatus.Disputed,
            ExceptionStatus.Withdrawn
        ];
        for (uint256 i = 0; i < none.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.NotAnOutcome.selector, none[i]));
            resolve(batchId, 0, none[i]);
        }
    }

    function test_RevertGiven_NoOpenException() public {
        vm.expectRevert(notOpen(ExceptionStatus.None));
        resolve(batchId, 0, ExceptionStatus.Upheld);
        raise(batchId, rowOf("batch", 0));
        resolve(batchId, 0, ExceptionStatus.Dismissed);
        vm.expectRevert(notOpen(ExceptionStatus.Dismissed));
        resolve(batchId, 0, ExceptionStatus.Dismissed);
    }

    function test_RevertWhen_TheCallerSpeaksForAnotherProgramme() public {
        raise(batchId, rowOf("batch", 0));
        vm.expectRevert(
            abi.encodeWithSelector(
                ProgramGoverned.AuthorityOfAnother.selector,
                foreignOfficial,
                OTHER_MINISTRY,
                MINISTRY
            )
        );
        vm.prank(foreignOfficial);
        ledger.resolveException(batchId, 0, ExceptionStatus.Dismissed, DIGEST);
    }

    function test_RevertWhen_TheDecisionIsMissingOrTheCallerNoAuthority() public {
        raise(batchId, rowOf("batch", 0));
        expectDigestMissing();
        vm.prank(official);
        ledger.resolveException(batchId, 0, ExceptionStatus.Upheld, bytes32(0));
        expectUnauthorized(distributor);
        ledger.resolveException(batchId, 0, ExceptionStatus.Dismissed, DIGEST);
        expectUnauthorized(auditor);
        ledger.resolveException(batchId, 0, ExceptionStatus.Upheld, DIGEST);
    }

    function refuseItself(uint256 index, uint8 entity) private {
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.JudgesItself.selector, batchId, index, entity));
    }

    function notOpen(ExceptionStatus status) private view returns (bytes memory) {
        return abi.encodeWithSelector(IDistributionLedger.ExceptionNotOpen.selector, batchId, 0, status);
    }
}
