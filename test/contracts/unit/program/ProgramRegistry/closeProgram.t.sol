// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramRegistry} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {IProgramTerms, Phase} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ProgramRegistryCloseProgramTest is ProgramKit {
    function test_EndsItForEverInEveryMode() public {
        openPilot(PROGRAM);
        restrict(systemOf(PROGRAM), Mode.Halted);
        vm.expectEmit(address(programs));
        emit IProgramRegistry.ProgramClosed(PROGRAM, REASON);
        close(PROGRAM);
        restrict(systemOf(PROGRAM), Mode.Normal);
        vm.assertEq(uint256(programs.programOf(PROGRAM).closedAt), NOW, "closed");
        vm.assertTrue(programs.termsFor(PROGRAM, BANK).closed, "terms");
        bytes memory closed = abi.encodeWithSelector(IProgramRegistry.ProgramIsClosed.selector, PROGRAM, NOW);
        bytes32 papers = programs.requirementsDigest(PROGRAM, Phase.Expansion);
        vm.expectRevert(closed);
        close(PROGRAM);
        vm.startPrank(council);
        vm.expectRevert(closed);
        programs.authoriseEntity(PROGRAM, TREASURY, DIGEST);
        vm.expectRevert(closed);
        programs.publishRuleSet(PROGRAM, 1, DIGEST, 1, "");
        vm.stopPrank();
        vm.expectRevert(closed);
        vm.prank(sovereign);
        programs.advancePhase(PROGRAM, Phase.Expansion, caps(), papers, DIGEST);
        vm.expectRevert(closed);
        setCaps(PROGRAM, 1, 1);
    }

    function test_RevertGiven_AnUnknownProgramme() public {
        vm.expectRevert(abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, PROGRAM));
        close(PROGRAM);
    }

    function test_RevertWhen_TheReasonIsMissing() public {
        register(PROGRAM);
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        vm.prank(sovereign);
        programs.closeProgram(PROGRAM, bytes32(0));
    }

    function test_RevertWhen_TheCallerIsNotTheSovereignAuthority() public {
        register(PROGRAM);
        expectNoCouncil(official);
        programs.closeProgram(PROGRAM, REASON);
        expectOtherCouncil(council, Roles.SOVEREIGN_AUTHORITY);
        programs.closeProgram(PROGRAM, REASON);
    }

    function close(bytes32 programId) private {
        vm.prank(sovereign);
        programs.closeProgram(programId, REASON);
    }
}
