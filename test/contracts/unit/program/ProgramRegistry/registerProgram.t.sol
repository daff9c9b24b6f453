// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IProgramRegistry,
    PrivacyMode,
    Program,
    ProgramTerms
} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Phase} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ProgramRegistryRegisterProgramTest is ProgramKit {
    uint40 private constant EARLIEST = NOW - 366 days;
    uint40 private constant LATEST = NOW + 5 * 366 days;

    function test_BeginsWithAnAssessmentAndNoPower() public {
        ProgramTerms memory terms = programTerms();
        vm.expectEmit(address(programs));
        emit IProgramRegistry.ProgramRegistered(
            PROGRAM,
            MINISTRY,
            PrivacyMode.Private,
            terms.metadataDigest,
            terms.legalApprovalDigest,
            NOW,
            PERIOD
        );
        register(PROGRAM);
        Program memory program = programs.programOf(PROGRAM);
        vm.assertEq(uint256(program.phase), uint256(Phase.Assessment), "phase");
        vm.assertEq(uint256(program.privacy), uint256(PrivacyMode.Private), "privacy");
        vm.assertEq(uint256(program.authority), MINISTRY, "authority");
        vm.assertEq(uint256(program.startsAt), NOW, "start");
        vm.assertEq(uint256(program.periodLength), PERIOD, "period");
        vm.assertEq(program.metadataDigest, terms.metadataDigest, "metadata");
        vm.assertEq(program.legalApprovalDigest, terms.legalApprovalDigest, "legal approval");
        vm.assertEq(uint256(program.closedAt), 0, "open");
        vm.assertEq(uint256(program.ruleSetVersion), 0, "no rules");
        vm.assertEq(program.entities, 0, "no distributors");
        vm.assertEq(uint256(program.caps.maxAmount) + program.caps.maxParticipants, 0, "no caps");
        vm.assertEq(programs.systemOf(PROGRAM), systemOf(PROGRAM), "system");
    }

    function test_RevertGiven_AProgrammeOfThatId() public {
        register(PROGRAM);
        bytes memory taken = abi.encodeWithSelector(IProgramRegistry.ProgramAlreadyRegistered.selector, PROGRAM);
        vm.expectRevert(taken);
        register(PROGRAM);
        vm.prank(sovereign);
        programs.closeProgram(PROGRAM, REASON);
        vm.expectRevert(taken);
        register(PROGRAM);
    }

    function test_RevertWhen_SomethingIsMissing() public {
        ProgramTerms memory terms = programTerms();
        refuse(bytes32(0), terms, abi.encodeWithSelector(IProgramRegistry.ProgramIdMissing.selector));
        terms.privacy = PrivacyMode.None;
        refuse(PROGRAM, terms, abi.encodeWithSelector(IProgramRegistry.PrivacyModeMissing.selector));
        terms = programTerms();
        terms.metadataDigest = bytes32(0);
        refuse(PROGRAM, terms, abi.encodeWithSelector(IProgramRegistry.DigestMissing.selector));
        terms = programTerms();
        terms.legalApprovalDigest = bytes32(0);
        refuse(PROGRAM, terms, abi.encodeWithSelector(IProgramRegistry.DigestMissing.selector));
    }

    function test_RevertWhen_TheAuthorityIsNone() public {
        uint8[3] memory others = [0, BANK, 200];
        for (uint256 i = 0; i < others.length; ++i) {
            ProgramTerms memory terms = programTerms();
            terms.authority = others[i];
            refuse(PROGRAM, terms, abi.encodeWithSelector(IProgramRegistry.NotAProgramAuthority.selector, others[i]));
        }
    }

    function testFuzz_StartsAndPeriodsAreBounded(uint40 startsAt, uint32 periodLength) public {
        ProgramTerms memory terms = programTerms();
        (terms.startsAt, terms.periodLength) = (startsAt, periodLength);
        if (startsAt < EARLIEST || startsAt > LATEST) {
            vm.expectRevert(outOfTime(startsAt));
        } else if (periodLength < 1 days || periodLength > 366 days) {
            vm.expectRevert(wrongPeriod(periodLength));
        }
        vm.prank(sovereign);
        programs.registerProgram(PROGRAM, terms);
    }

    function test_TheBoundsThemselves() public {
        ProgramTerms memory terms = programTerms();
        terms.startsAt = EARLIEST - 1;
        refuse(PROGRAM, terms, outOfTime(EARLIEST - 1));
        terms.startsAt = LATEST + 1;
        refuse(PROGRAM, terms, outOfTime(LATEST + 1));
        (terms.startsAt, terms.periodLength) = (EARLIEST, 1 days - 1);
        refuse(PROGRAM, terms, wrongPeriod(1 days - 1));
        terms.periodLength = 366 days + 1;
        refuse(PROGRAM, terms, wrongPeriod(366 days + 1));
        terms.periodLength = 366 days;
        vm.prank(sovereign);
        programs.registerProgram(PROGRAM, terms);
        (terms.startsAt, terms.periodLength) = (LATEST, 1 days);
        vm.prank(sovereign);
        programs.registerProgram(OTHER_PROGRAM, terms);
    }

    function test_RevertGiven_ASystemThatMayNotBeConfigured() public {
        restrict(systemOf(PROGRAM), Mode.ReadOnly);
        expectRestricted(systemOf(PROGRAM), Mode.ReadOnly, Operation.Configure);
        register(PROGRAM);
        register(OTHER_PROGRAM);
    }

    function test_RevertWhen_TheCallerIsNotTheSovereignAuthority() public {
        ProgramTerms memory terms = programTerms();
        expectNoCouncil(official);
        programs.registerProgram(PROGRAM, terms);
        expectOtherCouncil(council, Roles.SOVEREIGN_AUTHORITY);
        programs.registerProgram(PROGRAM, terms);
    }

    function refuse(bytes32 programId, ProgramTerms memory terms, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(sovereign);
        programs.registerProgram(programId, terms);
    }

    function outOfTime(uint40 startsAt) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IProgramRegistry.StartOutOfBounds.selector, startsAt, EARLIEST, LATEST);
    }

    function wrongPeriod(uint256 length) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IProgramRegistry.PeriodLengthOutOfBounds.selector, length, 1 days, 366 days);
    }
}
