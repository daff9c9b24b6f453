// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchStatus, IDistributionLedger} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ProgramGoverned} from "../../../../../contracts/program/ProgramGoverned.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerRejectBatchTest is DistributionLedgerTest {
    function test_EndsAPendingBatchInEveryMode() public {
        bytes32 batchId = submitted("first");
        restrict(service, Mode.Halted);
        restrict(systemOf(PROGRAM), Mode.Halted);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BatchRejected(batchId, PROGRAM, official, REASON);
        reject(official, batchId);
        assertBatch(batchId, BatchStatus.Rejected);
        vm.assertEq(uint256(ledger.batchOf(batchId).closedAt), NOW, "closed");
    }

    function test_TheSafeSpeaksForEveryProgramme() public {
        bytes32 batchId = submitted("first");
        reject(council, batchId);
        assertBatch(batchId, BatchStatus.Rejected);
    }

    function test_RevertGiven_ABatchThatIsNotPending() public {
        expectUnknown(REPORT);
        reject(official, REPORT);
        bytes32 batchId = authorised("first");
        expectStatus(batchId, BatchStatus.Authorised);
        reject(official, batchId);
    }

    function test_RevertWhen_TheCallerSpeaksForAnotherProgramme() public {
        bytes32 batchId = submitted("first");
        vm.expectRevert(
            abi.encodeWithSelector(
                ProgramGoverned.AuthorityOfAnother.selector,
                foreignOfficial,
                OTHER_MINISTRY,
                MINISTRY
            )
        );
        reject(foreignOfficial, batchId);
    }

    function test_RevertWhen_TheCallerActsForNobodyOrWithoutItsQuorum() public {
        bytes32 batchId = submitted("first");
        offices.setRole(Roles.PROGRAM_AUTHORITY, stranger, true);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, stranger));
        reject(stranger, batchId);
        guard.sign(council, new address[](0));
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, council));
        reject(council, batchId);
    }

    function test_RevertWhen_TheReasonIsMissing() public {
        bytes32 batchId = submitted("first");
        expectDigestMissing();
        vm.prank(official);
        ledger.rejectBatch(batchId, bytes32(0));
    }

    function test_RevertWhen_TheCallerIsNoProgramAuthority() public {
        bytes32 batchId = submitted("first");
        expectUnauthorized(distributor);
        ledger.rejectBatch(batchId, REASON);
        expectUnauthorized(sovereign);
        ledger.rejectBatch(batchId, REASON);
    }

    function reject(address by, bytes32 batchId) private {
        vm.prank(by);
        ledger.rejectBatch(batchId, REASON);
    }
}
