// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchStatus, IDistributionLedger} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerAuthoriseBatchTest is DistributionLedgerTest {
    bytes32 private batchId;

    function setUp() public override {
        super.setUp();
        batchId = submitted("large");
    }

    function test_TakesBudgetPeriodAndVolume() public {
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BatchAuthorised(batchId, PROGRAM, council, COUNT, TOTAL, 1);
        authorise(batchId);
        assertBatch(batchId, BatchStatus.Authorised);
        assertTaken(TOTAL, COUNT, TOTAL);
        assertVolume(TOTAL, 0, 0, 0);
        vm.assertEq(modes.metered(service), TOTAL, "drawn");
    }

    function test_LeavesTheThresholdToSmallBatches() public {
        setThreshold(TOTAL);
        authorise(batchId);
        assertBatch(submitted("small"), BatchStatus.Authorised);
    }

    function test_RevertWhen_TheCallerIsNotTheProgramAuthoritysSafe() public {
        address[4] memory accounts = [official, distributor, treasurer, stranger];
        for (uint256 i = 0; i < accounts.length; ++i) {
            expectNoCouncil(accounts[i]);
            ledger.authoriseBatch(batchId, MANIFEST);
        }
        expectOtherCouncil(sovereign, Roles.PROGRAM_AUTHORITY);
        ledger.authoriseBatch(batchId, MANIFEST);
        guard.sign(council, new address[](0));
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, council));
        authorise(batchId);
    }

    function test_RevertWhen_TheManifestIsAnother() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.ManifestDiffers.selector, batchId, REPORT, MANIFEST)
        );
        vm.prank(council);
        ledger.authoriseBatch(batchId, REPORT);
    }

    function test_RevertGiven_ABatchThatIsNotPending() public {
        expectUnknown(REPORT);
        authorise(REPORT);
        authorise(batchId);
        expectStatus(batchId, BatchStatus.Authorised);
        authorise(batchId);
        bytes32 refused = submitted("refused");
        vm.prank(official);
        ledger.rejectBatch(refused, REASON);
        expectStatus(refused, BatchStatus.Rejected);
        authorise(refused);
    }

    // ------------------------------------------------------------------------------------- what changed meanwhile

    function test_RevertGiven_NewRules() public {
        vm.prank(council);
        programs.publishRuleSet(PROGRAM, 1, keccak256("new rules"), ROW_MAXIMUM, "");
        refuse(abi.encodeWithSelector(IDistributionLedger.RuleSetNotInForce.selector, PROGRAM, uint32(1), uint32(2)));
    }

    function test_RevertGiven_AWithdrawnEntity() public {
        vm.prank(official);
        programs.withdrawEntity(PROGRAM, BANK, REASON);
        refuse(abi.encodeWithSelector(IDistributionLedger.DistributorNotAuthorised.selector, PROGRAM, BANK));
    }

    function test_RevertGiven_ASubmitterWhoLostTheRoleOrActsForAnother() public {
        bytes memory stoodDown = abi.encodeWithSelector(
            IDistributionLedger.SubmitterStoodDown.selector,
            batchId,
            distributor
        );
        offices.setRole(Roles.DISTRIBUTION_OPERATOR, distributor, false);
        refuse(stoodDown);
        offices.setRole(Roles.DISTRIBUTION_OPERATOR, distributor, true);
        offices.bind(distributor, POST);
        refuse(stoodDown);
        offices.bind(distributor, BANK);
        authorise(batchId);
    }

    function test_RevertGiven_AnotherPeriod() public {
        vm.warp(NOW + PERIOD);
        refuse(abi.encodeWithSelector(IDistributionLedger.PeriodNotCurrent.selector, PROGRAM, uint32(1), uint32(2)));
    }

    function test_RevertGiven_ACapOrBudgetThatWasTakenOrLowered() public {
        setCaps(PROGRAM, COUNT - 1, AMOUNT);
        refuse(
            abi.encodeWithSelector(
                IDistributionLedger.ParticipantsAboveCap.selector,
                PROGRAM,
                uint32(1),
                uint256(COUNT),
                COUNT - 1
            )
        );
        setCaps(PROGRAM, COUNT, TOTAL - 1);
        refuse(
            abi.encodeWithSelector(
                IDistributionLedger.AmountAboveCap.selector,
                PROGRAM,
                uint32(1),
                uint256(TOTAL),
                TOTAL - 1
            )
        );
        setCaps(PROGRAM, PARTICIPANTS, AMOUNT);
        authorised("other");
        setBudget(2 * TOTAL - 1);
        refuse(
            abi.encodeWithSelector(
                IDistributionLedger.BudgetExceeded.selector,
                PROGRAM,
                2 * uint256(TOTAL),
                2 * TOTAL - 1
            )
        );
    }

    function test_RevertGiven_AClosedProgramme() public {
        vm.prank(sovereign);
        programs.closeProgram(PROGRAM, REASON);
        refuse(abi.encodeWithSelector(IDistributionLedger.ProgramClosedToBatches.selector, PROGRAM));
    }

    function test_RevertGiven_ARestrictedServiceOrProgramme() public {
        restrict(systemOf(PROGRAM), Mode.Halted);
        expectRestricted(systemOf(PROGRAM), Mode.Halted, Operation.Distribute);
        authorise(batchId);
        restrict(systemOf(PROGRAM), Mode.Normal);
        restrict(service, Mode.ReadOnly);
        expectRestricted(service, Mode.ReadOnly, Operation.Distribute);
        authorise(batchId);
        restrict(service, Mode.Limited);
        modes.setAvailable(service, TOTAL - 1);
        refuse(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, service, TOTAL, TOTAL - 1));
    }

    function refuse(bytes memory reason) private {
        vm.expectRevert(reason);
        authorise(batchId);
        assertBatch(batchId, BatchStatus.Pending);
    }
}
