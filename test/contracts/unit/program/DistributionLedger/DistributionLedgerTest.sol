// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {
    Batch,
    BatchStatus,
    BatchTerms,
    DistributionVolume,
    ExceptionStatus,
    IDistributionLedger,
    Reconciliation,
    Row,
    RowException
} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";
import {RowTree} from "../../../support/RowTree.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

/**
 * @notice A ledger over the register of programmes, with one programme in its pilot. Its batches have ten rows of 100;
 * the day's threshold is unset, so that each needs the Program Authority's Safe, unless a test sets it.
 */
abstract contract DistributionLedgerTest is ProgramKit {
    using RowTree for RowTree.Tree;

    uint128 internal constant BUDGET = 50_000;
    uint32 internal constant COUNT = 10;
    uint128 internal constant EACH = 100;
    uint128 internal constant TOTAL = 1_000;
    bytes32 internal constant MANIFEST = keccak256("manifest");
    bytes32 internal constant REPORT = keccak256("report");
    bytes32 internal constant REFERENCE = keccak256("payment 1");

    IDistributionLedger internal ledger;
    bytes32 internal service = SystemIds.named(SystemIds.SERVICE, "distribution");

    function setUp() public virtual override {
        super.setUp();
        ledger = IDistributionLedger(_behindProxy(newLogic()));
        modes.assignSystem(address(ledger), service);
        _mapLedger();
        openPilot(PROGRAM);
        setBudget(BUDGET);
    }

    function newLogic() internal returns (address) {
        return deploy("DistributionLedger", abi.encode(offices, guard, modes, programs));
    }

    // ------------------------------------------------------------------------------------------------------- acts

    function setBudget(uint128 budget) internal {
        vm.prank(sovereign);
        ledger.setBudget(PROGRAM, budget, DIGEST);
    }

    /// @dev Full: a day has passed since.
    function setThreshold(uint128 perDay) internal {
        vm.prank(council);
        ledger.setApprovalThreshold(PROGRAM, perDay);
        vm.warp(block.timestamp + 1 days);
    }

    function submit(BatchTerms memory given) internal returns (bytes32) {
        vm.prank(distributor);
        return ledger.submitBatch(given);
    }

    function authorise(bytes32 batchId) internal {
        vm.prank(council);
        ledger.authoriseBatch(batchId, MANIFEST);
    }

    /// @dev Pending.
    function submitted(bytes32 name) internal returns (bytes32) {
        return submit(terms(name));
    }

    function authorised(bytes32 name) internal returns (bytes32 batchId) {
        batchId = submitted(name);
        authorise(batchId);
    }

    function settle(bytes32 batchId, bytes32 settlementReference, uint128 amount, uint32 rows) internal {
        vm.prank(treasurer);
        ledger.settle(batchId, settlementReference, amount, rows);
    }

    function raise(bytes32 batchId, Row memory row) internal {
        vm.prank(distributor);
        ledger.raiseException(batchId, row, REASON);
    }

    function find(bytes32 batchId, Row memory row, bool paid) internal {
        vm.prank(auditor);
        ledger.raiseFinding(batchId, row, paid, REASON);
    }

    function resolve(bytes32 batchId, uint256 index, ExceptionStatus outcome) internal {
        vm.prank(official);
        ledger.resolveException(batchId, index, outcome, DIGEST);
    }

    function reconcile(bytes32 batchId, uint128 settled, uint128 exceptions, uint128 residual) internal {
        vm.prank(official);
        ledger.reconcile(batchId, Reconciliation(settled, exceptions, residual, REPORT));
    }

    function writeOff(bytes32 batchId, uint128 settled, uint128 exceptions, uint128 residual) internal {
        vm.prank(council);
        ledger.writeOff(batchId, Reconciliation(settled, exceptions, residual, REPORT));
    }

    // ------------------------------------------------------------------------------------------------------ words

    function tree(bytes32 name) internal pure returns (RowTree.Tree memory) {
        return RowTree.grow(name, COUNT, EACH);
    }

    function rowOf(bytes32 name, uint256 index) internal pure returns (Row memory) {
        return tree(name).row(index);
    }

    /// @dev Of the tree of that name, by the present rules, in the present period.
    function terms(bytes32 name) internal view returns (BatchTerms memory) {
        return terms(name, COUNT, TOTAL);
    }

    function terms(bytes32 name, uint32 count, uint128 total) internal view returns (BatchTerms memory) {
        return
            BatchTerms({
                programId: PROGRAM,
                root: tree(name).rootOf(),
                count: count,
                total: total,
                ruleSetVersion: programs.programOf(PROGRAM).ruleSetVersion,
                period: programs.periodOf(PROGRAM),
                manifestDigest: MANIFEST
            });
    }

    // ------------------------------------------------------------------------------------------------ expectations

    function expectStatus(bytes32 batchId, BatchStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.UnexpectedBatchStatus.selector, batchId, status));
    }

    function expectUnknown(bytes32 batchId) internal {
        vm.expectRevert(abi.encodeWithSelector(IDistributionLedger.UnknownBatch.selector, batchId));
    }

    function expectDigestMissing() internal {
        vm.expectRevert(IDistributionLedger.DigestMissing.selector);
    }

    function assertBatch(bytes32 batchId, BatchStatus status) internal view {
        vm.assertEq(uint256(ledger.batchOf(batchId).status), uint256(status), "status");
    }

    function assertEquation(bytes32 batchId, uint128 settled, uint128 setAside, uint32 open) internal view {
        Batch memory batch = ledger.batchOf(batchId);
        vm.assertEq(uint256(batch.settled), settled, "settled");
        vm.assertEq(uint256(batch.setAside), setAside, "set aside");
        vm.assertEq(uint256(batch.openExceptions), open, "open exceptions");
    }

    function assertException(bytes32 batchId, uint256 index, ExceptionStatus status) internal view {
        RowException memory exception = ledger.exceptionOf(batchId, index);
        vm.assertEq(uint256(exception.status), uint256(status), "status of exception");
    }

    /// @dev What is taken from budget and period.
    function assertTaken(uint128 committed, uint32 participants, uint128 amount) internal view {
        (, uint128 committedNow) = ledger.budgetOf(PROGRAM);
        vm.assertEq(uint256(committedNow), committed, "committed");
        (uint32 participantsNow, uint128 amountNow) = ledger.periodUseOf(PROGRAM, programs.periodOf(PROGRAM));
        vm.assertEq(uint256(participantsNow), participants, "participants of the period");
        vm.assertEq(uint256(amountNow), amount, "amount of the period");
    }

    function assertVolume(uint128 authorised_, uint128 settled, uint128 exceptions, uint128 residual) internal view {
        DistributionVolume memory volume = ledger.volumeOf(PROGRAM);
        vm.assertEq(uint256(volume.authorised), authorised_, "volume authorised");
        vm.assertEq(uint256(volume.settled), settled, "volume settled");
        vm.assertEq(uint256(volume.exceptions), exceptions, "volume of exceptions");
        vm.assertEq(uint256(volume.residual), residual, "volume of residuals");
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _mapLedger() private {
        address target = address(ledger);
        _map(target, ledger.submitBatch.selector, Roles.DISTRIBUTION_OPERATOR);
        _map(target, ledger.raiseException.selector, Roles.DISTRIBUTION_OPERATOR);
        _map(target, ledger.disputeException.selector, Roles.DISTRIBUTION_OPERATOR);
        _map(target, ledger.settle.selector, Roles.TREASURY_OPERATOR);
        _map(target, ledger.reverseSettlement.selector, Roles.TREASURY_OPERATOR);
        _map(target, ledger.raiseFinding.selector, Roles.AUDITOR);
        _map(target, ledger.withdrawFinding.selector, Roles.AUDITOR);
        _map(target, ledger.rejectBatch.selector, Roles.PROGRAM_AUTHORITY);
        _map(target, ledger.resolveException.selector, Roles.PROGRAM_AUTHORITY);
        _map(target, ledger.reconcile.selector, Roles.PROGRAM_AUTHORITY);
        _map(target, UUPSUpgradeable.upgradeToAndCall.selector, Roles.HIGH_RISK_UPGRADE);
    }
}
