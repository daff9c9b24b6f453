// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Batch,
    BatchStatus,
    BatchTerms,
    IDistributionLedger
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerSubmitBatchTest is DistributionLedgerTest {
    function test_WaitsForTheCouncilWithoutAThresholdAndTakesNothing() public {
        BatchTerms memory given = terms("first");
        bytes32 batchId = ledger.batchIdOf(BANK, given);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BatchSubmitted(batchId, PROGRAM, BANK, distributor, given);
        vm.assertEq(submit(given), batchId, "id");
        Batch memory batch = ledger.batchOf(batchId);
        vm.assertEq(uint256(batch.status), uint256(BatchStatus.Pending), "pending");
        vm.assertEq(batch.programId, PROGRAM, "programme");
        vm.assertEq(batch.root, given.root, "root");
        vm.assertEq(batch.manifestDigest, MANIFEST, "manifest");
        vm.assertEq(batch.submitter, distributor, "submitter");
        vm.assertEq(uint256(batch.distributor), BANK, "distributor");
        vm.assertEq(uint256(batch.count), COUNT, "count");
        vm.assertEq(uint256(batch.total), TOTAL, "total");
        vm.assertEq(uint256(batch.ruleSetVersion), 1, "rule set");
        vm.assertEq(uint256(batch.period), 1, "period");
        vm.assertEq(uint256(batch.submittedAt), NOW, "submitted");
        vm.assertEq(ledger.batchWith(given.root), batchId, "by root");
        assertTaken(0, 0, 0);
        assertVolume(0, 0, 0, 0);
        vm.assertEq(modes.metered(service), 0, "drawn");
    }

    function test_IsAuthorisedAtOnceWithinTheThreshold() public {
        setThreshold(TOTAL);
        BatchTerms memory given = terms("first");
        bytes32 batchId = ledger.batchIdOf(BANK, given);
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BatchAuthorised(batchId, PROGRAM, distributor, COUNT, TOTAL, 1);
        submit(given);
        assertBatch(batchId, BatchStatus.Authorised);
        assertTaken(TOTAL, COUNT, TOTAL);
        assertVolume(TOTAL, 0, 0, 0);
        vm.assertEq(uint256(ledger.volumeOf(PROGRAM).batches), 1, "batches");
        vm.assertEq(uint256(ledger.volumeOf(PROGRAM).rows), COUNT, "rows");
        vm.assertEq(modes.metered(service), TOTAL, "drawn");
    }

    function test_SplittingALargeBatchGainsNothing() public {
        setThreshold(TOTAL);
        assertBatch(submitBy(distributor, terms("half", 5, TOTAL / 2)), BatchStatus.Authorised);
        assertBatch(submitBy(postOffice, terms("other half", 5, TOTAL / 2)), BatchStatus.Authorised);
        assertBatch(submitBy(teller, terms("one more", 1, 1)), BatchStatus.Pending);
        assertTaken(TOTAL, COUNT, TOTAL);
    }

    function test_AboveTheThresholdByOneItWaits() public {
        setThreshold(TOTAL - 1);
        assertBatch(submitted("first"), BatchStatus.Pending);
        assertTaken(0, 0, 0);
    }

    function test_PendingBatchesExhaustNothing() public {
        for (uint256 i = 0; i < 10; ++i) submit(terms(keccak256(abi.encode(i)), PARTICIPANTS, AMOUNT));
        assertTaken(0, 0, 0);
        authorised("honest");
    }

    function test_RevertGiven_ARootThatWasSubmittedWhateverElseTheTermsSay() public {
        BatchTerms memory given = terms("first");
        bytes32 batchId = submit(given);
        bytes memory taken = abi.encodeWithSelector(
            IDistributionLedger.RootAlreadySubmitted.selector,
            given.root,
            batchId
        );
        vm.expectRevert(taken);
        submit(given);
        (given.count, given.total) = (1, 1);
        vm.expectRevert(taken);
        vm.prank(postOffice);
        ledger.submitBatch(given);
        vm.prank(official);
        ledger.rejectBatch(batchId, REASON);
        vm.expectRevert(taken);
        submit(given);
        openPilot(OTHER_PROGRAM);
        vm.prank(sovereign);
        ledger.setBudget(OTHER_PROGRAM, BUDGET, DIGEST);
        given.programId = OTHER_PROGRAM;
        vm.expectRevert(taken);
        submit(given);
    }

    function test_TheIdCoversEveryTerm() public view {
        BatchTerms memory given = terms("first");
        bytes32 batchId = ledger.batchIdOf(BANK, given);
        vm.assertEq(batchId, keccak256(abi.encode(block.chainid, address(ledger), BANK, given)), "as documented");
        vm.assertNotEq(ledger.batchIdOf(POST, given), batchId, "distributor");
        ++given.total;
        vm.assertNotEq(ledger.batchIdOf(BANK, given), batchId, "total");
    }

    function test_RevertGiven_ARestrictedServiceOrProgramme() public {
        BatchTerms memory given = terms("first");
        restrict(systemOf(PROGRAM), Mode.ReadOnly);
        expectRestricted(systemOf(PROGRAM), Mode.ReadOnly, Operation.Distribute);
        submit(given);
        restrict(systemOf(PROGRAM), Mode.Normal);
        restrict(service, Mode.Halted);
        expectRestricted(service, Mode.Halted, Operation.Distribute);
        submit(given);
        restrict(service, Mode.Normal);
        restrict(systemOf(OTHER_PROGRAM), Mode.Halted);
        submit(given);
    }

    function test_GivenALimitedServiceWhatIsAuthorisedDrawsFromItsVolume() public {
        setThreshold(2 * TOTAL);
        restrict(service, Mode.Limited);
        modes.setAvailable(service, TOTAL);
        submitted("first");
        BatchTerms memory given = terms("second");
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, service, TOTAL, 0));
        submit(given);
    }

    function test_RevertWhen_TheCallerIsNoDistributionOperator() public {
        BatchTerms memory given = terms("first");
        address[4] memory others = [official, treasurer, auditor, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            ledger.submitBatch(given);
        }
        expectUnauthorized(council);
        ledger.submitBatch(given);
    }

    function test_RevertWhen_TheCallerActsForNoEntity() public {
        BatchTerms memory given = terms("first");
        offices.setRole(Roles.DISTRIBUTION_OPERATOR, stranger, true);
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.EntityRequired.selector, stranger));
        vm.prank(stranger);
        ledger.submitBatch(given);
    }

    function submitBy(address by, BatchTerms memory given) private returns (bytes32) {
        vm.prank(by);
        return ledger.submitBatch(given);
    }
}
