// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IProgramRegistry,
    PhaseCaps,
    Program,
    Requirement
} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {IProgramTerms, Phase} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Phases} from "../../../../../contracts/program/libraries/Phases.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ProgramRegistryAdvancePhaseTest is ProgramKit {
    function setUp() public override {
        super.setUp();
        register(PROGRAM);
    }

    function test_OneStepAtATimeToTheEnd() public {
        recordPapers(PROGRAM);
        for (uint8 to = uint8(Phase.Pilot); to <= uint8(Phase.FullIntegration); ++to) {
            bytes32 papers = programs.requirementsDigest(PROGRAM, Phase(to));
            vm.expectEmit(address(programs));
            emit IProgramRegistry.PhaseAdvanced(PROGRAM, Phase(to), to, 1000 * uint128(to), papers, DIGEST);
            step(Phase(to), PhaseCaps(to, 1000 * uint128(to)), papers);
            Program memory program = programs.programOf(PROGRAM);
            vm.assertEq(uint256(program.phase), to, "phase");
            vm.assertEq(uint256(program.caps.maxParticipants), to, "participants");
            vm.assertEq(uint256(program.caps.maxAmount), 1000 * uint256(to), "amount");
        }
    }

    function testFuzz_RevertWhen_ItIsNotTheNextPhase(uint8 from, uint8 to) public {
        recordPapers(PROGRAM);
        from = uint8(bound(from, uint8(Phase.Assessment), uint8(Phase.FullIntegration)));
        to = uint8(bound(to, 0, uint8(Phase.FullIntegration)));
        vm.assume(to != from + 1);
        for (uint8 i = uint8(Phase.Pilot); i <= from; ++i) advance(PROGRAM, Phase(i));
        bytes32 papers = programs.requirementsDigest(PROGRAM, Phase(to));
        vm.expectRevert(
            abi.encodeWithSelector(IProgramRegistry.PhaseOutOfOrder.selector, PROGRAM, Phase(from), Phase(to))
        );
        step(Phase(to), caps(), papers);
    }

    function test_EachStepDemandsItsPapers() public view {
        assertRange(Phase.None, 0, 0);
        assertRange(Phase.Assessment, 0, 0);
        assertRange(Phase.Pilot, 1, 5);
        assertRange(Phase.Expansion, 6, 7);
        assertRange(Phase.FullIntegration, 8, 8);
    }

    function testFuzz_RevertGiven_AMissingPaperByItsName(uint8 missing) public {
        missing = uint8(bound(missing, 1, uint8(type(Requirement).max)));
        vm.startPrank(official);
        for (uint8 i = 1; i <= uint8(type(Requirement).max); ++i) {
            if (i != missing) programs.recordRequirement(PROGRAM, Requirement(i), DIGEST);
        }
        vm.stopPrank();
        Phase to =
            missing <= 5
                ? Phase.Pilot
                : missing <= 7
                    ? Phase.Expansion
                    : Phase.FullIntegration;
        for (uint8 i = uint8(Phase.Pilot); i < uint8(to); ++i) advance(PROGRAM, Phase(i));
        Requirement[] memory list = programs.missingRequirements(PROGRAM, to);
        vm.assertEq(list.length, 1, "one is missing");
        vm.assertEq(uint256(list[0]), missing, "this one");
        bytes32 papers = programs.requirementsDigest(PROGRAM, to);
        vm.expectRevert(
            abi.encodeWithSelector(IProgramRegistry.RequirementMissing.selector, PROGRAM, to, Requirement(missing))
        );
        step(to, caps(), papers);
    }

    function test_RevertGiven_APaperThatWasReplacedAfterTheDecision() public {
        recordPapers(PROGRAM);
        bytes32 read = programs.requirementsDigest(PROGRAM, Phase.Pilot);
        vm.startPrank(official);
        programs.recordRequirement(PROGRAM, Requirement.ServiceLevels, DIGEST);
        vm.assertEq(programs.requirementsDigest(PROGRAM, Phase.Pilot), read, "of another step");
        programs.recordRequirement(PROGRAM, Requirement.PilotControls, DIGEST);
        vm.stopPrank();
        bytes32 present = programs.requirementsDigest(PROGRAM, Phase.Pilot);
        vm.expectRevert(abi.encodeWithSelector(IProgramRegistry.RequirementsMoved.selector, PROGRAM, present, read));
        step(Phase.Pilot, caps(), read);
    }

    function test_TheDigestIsThatOfTheDigestsInOrder() public {
        recordPapers(PROGRAM);
        bytes32[] memory digests = new bytes32[](2);
        digests[0] = programs.requirementOf(PROGRAM, Requirement.ServiceLevels);
        digests[1] = programs.requirementOf(PROGRAM, Requirement.AuditProgramme);
        vm.assertEq(programs.requirementsDigest(PROGRAM, Phase.Expansion), keccak256(abi.encode(digests)), "digest");
    }

    function test_RevertWhen_ACapIsOutOfBounds() public {
        recordPapers(PROGRAM);
        uint32[2] memory participants = [0, Phases.MAX_PARTICIPANTS + 1];
        uint128[2] memory amounts = [0, LIMIT + 1];
        bytes32 papers = programs.requirementsDigest(PROGRAM, Phase.Pilot);
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IProgramRegistry.ParticipantsCapOutOfBounds.selector,
                    participants[i],
                    uint32(1),
                    Phases.MAX_PARTICIPANTS
                )
            );
            step(Phase.Pilot, PhaseCaps(participants[i], 1), papers);
            vm.expectRevert(
                abi.encodeWithSelector(IProgramRegistry.AmountCapOutOfBounds.selector, amounts[i], uint128(1), LIMIT)
            );
            step(Phase.Pilot, PhaseCaps(1, amounts[i]), papers);
        }
        step(Phase.Pilot, PhaseCaps(Phases.MAX_PARTICIPANTS, LIMIT), papers);
    }

    function test_RevertGiven_ARestrictedOrUnknownProgramme() public {
        recordPapers(PROGRAM);
        restrict(systemOf(PROGRAM), Mode.ReadOnly);
        bytes32 papers = programs.requirementsDigest(PROGRAM, Phase.Pilot);
        expectRestricted(systemOf(PROGRAM), Mode.ReadOnly, Operation.Configure);
        step(Phase.Pilot, caps(), papers);
        vm.expectRevert(abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, OTHER_PROGRAM));
        vm.prank(sovereign);
        programs.advancePhase(OTHER_PROGRAM, Phase.Pilot, caps(), papers, DIGEST);
    }

    function test_RevertWhen_TheDecisionIsMissingOrTheCallerNotTheSovereignAuthority() public {
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        vm.prank(sovereign);
        programs.advancePhase(PROGRAM, Phase.Pilot, caps(), DIGEST, bytes32(0));
        expectNoCouncil(official);
        programs.advancePhase(PROGRAM, Phase.Pilot, caps(), DIGEST, DIGEST);
        expectOtherCouncil(council, Roles.SOVEREIGN_AUTHORITY);
        programs.advancePhase(PROGRAM, Phase.Pilot, caps(), DIGEST, DIGEST);
    }

    function step(Phase to, PhaseCaps memory given, bytes32 papers) private {
        vm.prank(sovereign);
        programs.advancePhase(PROGRAM, to, given, papers, DIGEST);
    }

    function assertRange(Phase to, uint8 first, uint8 last) private view {
        Requirement[] memory list = programs.requirementsFor(to);
        vm.assertEq(list.length, first == 0 ? 0 : uint256(last) - first + 1, "number of papers");
        for (uint256 i = 0; i < list.length; ++i) vm.assertEq(uint256(list[i]), first + i, "paper");
    }
}
