// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchTerms, IDistributionLedger} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {BatchAdmission} from "../../../../../contracts/program/libraries/BatchAdmission.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {IProgramTerms, Phase} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {ProgramTerms} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";

contract DistributionLedgerSubmitBatchTermsTest is DistributionLedgerTest {
    function test_RevertGiven_AnUnknownProgramme() public {
        BatchTerms memory given = ofOther();
        refuse(given, abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, OTHER_PROGRAM));
    }

    function test_RevertGiven_AClosedProgramme() public {
        vm.prank(sovereign);
        programs.closeProgram(PROGRAM, REASON);
        refuse(terms("first"), abi.encodeWithSelector(IDistributionLedger.ProgramClosedToBatches.selector, PROGRAM));
    }

    function test_RevertGiven_AnAssessment() public {
        register(OTHER_PROGRAM);
        refuse(
            ofOther(),
            abi.encodeWithSelector(
                IDistributionLedger.PhaseDistributesNothing.selector,
                OTHER_PROGRAM,
                Phase.Assessment
            )
        );
    }

    function test_RevertGiven_AnEntityThatIsNotAuthorised() public {
        vm.prank(official);
        programs.withdrawEntity(PROGRAM, BANK, REASON);
        refuse(
            terms("first"),
            abi.encodeWithSelector(IDistributionLedger.DistributorNotAuthorised.selector, PROGRAM, BANK)
        );
    }

    function test_RevertGiven_AProgrammeThatHasNotStarted() public {
        ProgramTerms memory later = programTerms();
        later.startsAt = NOW + 10 days;
        vm.prank(sovereign);
        programs.registerProgram(OTHER_PROGRAM, later);
        recordPapers(OTHER_PROGRAM);
        advance(OTHER_PROGRAM, Phase.Pilot);
        vm.prank(council);
        programs.authoriseEntity(OTHER_PROGRAM, BANK, DIGEST);
        BatchTerms memory given = ofOther();
        given.period = 0;
        refuse(given, abi.encodeWithSelector(IDistributionLedger.ProgramNotStarted.selector, OTHER_PROGRAM));
    }

    function testFuzz_RevertWhen_ThePeriodIsNotThePresentOne(uint32 period) public {
        vm.assume(period != 1);
        BatchTerms memory given = terms("first");
        given.period = period;
        refuse(
            given,
            abi.encodeWithSelector(IDistributionLedger.PeriodNotCurrent.selector, PROGRAM, period, uint32(1))
        );
    }

    function test_RevertWhen_TheRuleSetIsNotInForce() public {
        BatchTerms memory given = terms("first");
        vm.prank(council);
        programs.publishRuleSet(PROGRAM, 1, keccak256("new rules"), ROW_MAXIMUM, "");
        refuse(given, outdated(PROGRAM, 1, 2));
        given.ruleSetVersion = 3;
        refuse(given, outdated(PROGRAM, 3, 2));
        given.ruleSetVersion = 2;
        submit(given);
    }

    function test_RevertGiven_NoRuleSet() public {
        register(OTHER_PROGRAM);
        recordPapers(OTHER_PROGRAM);
        advance(OTHER_PROGRAM, Phase.Pilot);
        vm.prank(council);
        programs.authoriseEntity(OTHER_PROGRAM, BANK, DIGEST);
        BatchTerms memory given = ofOther();
        given.ruleSetVersion = 0;
        refuse(given, outdated(OTHER_PROGRAM, 0, 0));
    }

    function test_RevertWhen_CountOrTotalIsMissingOrTooLarge() public {
        BatchTerms memory given = terms("first");
        given.count = 0;
        refuse(given, outOfBounds(0));
        given.count = BatchAdmission.MAX_COUNT + 1;
        refuse(given, outOfBounds(given.count));
        (given.count, given.total) = (COUNT, 0);
        refuse(given, abi.encodeWithSelector(IDistributionLedger.TotalMissing.selector));
        given.total = COUNT * ROW_MAXIMUM + 1;
        refuse(
            given,
            abi.encodeWithSelector(
                IDistributionLedger.TotalAboveRowMaximum.selector,
                given.total,
                uint256(COUNT) * ROW_MAXIMUM
            )
        );
        --given.total;
        submit(given);
    }

    function test_RevertWhen_RootOrManifestIsMissing() public {
        BatchTerms memory given = terms("first");
        given.root = bytes32(0);
        refuse(given, abi.encodeWithSelector(IDistributionLedger.DigestMissing.selector));
        given = terms("first");
        given.manifestDigest = bytes32(0);
        refuse(given, abi.encodeWithSelector(IDistributionLedger.DigestMissing.selector));
    }

    function test_RevertWhen_ThePeriodsCapsAreExceeded() public {
        authorised("first");
        refuse(
            terms("too many", PARTICIPANTS - COUNT + 1, 1),
            abi.encodeWithSelector(
                IDistributionLedger.ParticipantsAboveCap.selector,
                PROGRAM,
                uint32(1),
                PARTICIPANTS + 1,
                PARTICIPANTS
            )
        );
        refuse(
            terms("too much", PARTICIPANTS - COUNT, AMOUNT - TOTAL + 1),
            abi.encodeWithSelector(IDistributionLedger.AmountAboveCap.selector, PROGRAM, uint32(1), AMOUNT + 1, AMOUNT)
        );
        authorise(submit(terms("just fits", PARTICIPANTS - COUNT, AMOUNT - TOTAL)));
        assertTaken(AMOUNT, PARTICIPANTS, AMOUNT);
        vm.warp(NOW + PERIOD);
        authorise(submit(terms("next period", PARTICIPANTS, AMOUNT)));
    }

    function test_RevertWhen_TheBudgetIsExceeded() public {
        setBudget(TOTAL + 1);
        authorised("first");
        refuse(
            terms("second", COUNT, 2),
            abi.encodeWithSelector(IDistributionLedger.BudgetExceeded.selector, PROGRAM, uint256(TOTAL) + 2, TOTAL + 1)
        );
        authorise(submit(terms("second", COUNT, 1)));
    }

    function test_RevertGiven_NoBudget() public {
        openPilot(OTHER_PROGRAM);
        refuse(
            ofOther(),
            abi.encodeWithSelector(
                IDistributionLedger.BudgetExceeded.selector,
                OTHER_PROGRAM,
                uint256(TOTAL),
                uint128(0)
            )
        );
    }

    function ofOther() private view returns (BatchTerms memory given) {
        given = terms("other");
        given.programId = OTHER_PROGRAM;
    }

    function refuse(BatchTerms memory given, bytes memory reason) private {
        vm.expectRevert(reason);
        submit(given);
    }

    function outdated(bytes32 programId, uint32 version, uint32 inForce) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDistributionLedger.RuleSetNotInForce.selector, programId, version, inForce);
    }

    function outOfBounds(uint32 count) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IDistributionLedger.CountOutOfBounds.selector,
                count,
                uint32(1),
                BatchAdmission.MAX_COUNT
            );
    }
}
