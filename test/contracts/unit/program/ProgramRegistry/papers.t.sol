// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramRegistry, Requirement} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IProgramTerms} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ProgramGoverned} from "../../../../../contracts/program/ProgramGoverned.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ProgramRegistryPapersTest is ProgramKit {
    function setUp() public override {
        super.setUp();
        register(PROGRAM);
    }

    function test_OneAccountOfTheAuthorityRecordsThemInEveryMode() public {
        restrict(systemOf(PROGRAM), Mode.Halted);
        vm.startPrank(official);
        vm.expectEmit(address(programs));
        emit IProgramRegistry.ProgramMetadataRecorded(PROGRAM, official, DIGEST);
        programs.recordMetadata(PROGRAM, DIGEST);
        vm.expectEmit(address(programs));
        emit IProgramRegistry.LegalApprovalRecorded(PROGRAM, official, REASON);
        programs.recordLegalApproval(PROGRAM, REASON);
        vm.expectEmit(address(programs));
        emit IProgramRegistry.RequirementRecorded(PROGRAM, Requirement.StakeholderMap, official, DIGEST);
        programs.recordRequirement(PROGRAM, Requirement.StakeholderMap, DIGEST);
        programs.recordRequirement(PROGRAM, Requirement.StakeholderMap, RULES);
        vm.stopPrank();
        vm.assertEq(programs.programOf(PROGRAM).metadataDigest, DIGEST, "metadata");
        vm.assertEq(programs.programOf(PROGRAM).legalApprovalDigest, REASON, "legal approval");
        vm.assertEq(programs.requirementOf(PROGRAM, Requirement.StakeholderMap), RULES, "the later version");
    }

    function test_TheSafeRecordsThemForEveryProgramme() public {
        vm.prank(council);
        programs.recordMetadata(PROGRAM, DIGEST);
    }

    function test_RevertWhen_TheyAreMissing() public {
        vm.startPrank(official);
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        programs.recordMetadata(PROGRAM, bytes32(0));
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        programs.recordLegalApproval(PROGRAM, bytes32(0));
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        programs.recordRequirement(PROGRAM, Requirement.StakeholderMap, bytes32(0));
        vm.expectRevert(IProgramRegistry.RequirementUnspecified.selector);
        programs.recordRequirement(PROGRAM, Requirement.None, DIGEST);
        vm.stopPrank();
    }

    function test_RevertGiven_AnUnknownProgramme() public {
        bytes memory unknown = abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, OTHER_PROGRAM);
        vm.startPrank(official);
        vm.expectRevert(unknown);
        programs.recordMetadata(OTHER_PROGRAM, DIGEST);
        vm.expectRevert(unknown);
        programs.recordLegalApproval(OTHER_PROGRAM, DIGEST);
        vm.expectRevert(unknown);
        programs.recordRequirement(OTHER_PROGRAM, Requirement.StakeholderMap, DIGEST);
        vm.stopPrank();
    }

    function test_RevertWhen_TheCallerSpeaksForAnotherProgramme() public {
        bytes memory foreign = abi.encodeWithSelector(
            ProgramGoverned.AuthorityOfAnother.selector,
            foreignOfficial,
            OTHER_MINISTRY,
            MINISTRY
        );
        vm.startPrank(foreignOfficial);
        vm.expectRevert(foreign);
        programs.recordMetadata(PROGRAM, DIGEST);
        vm.expectRevert(foreign);
        programs.recordLegalApproval(PROGRAM, DIGEST);
        vm.expectRevert(foreign);
        programs.recordRequirement(PROGRAM, Requirement.StakeholderMap, DIGEST);
        vm.stopPrank();
    }

    function test_RevertWhen_TheCallerActsForNobody() public {
        offices.setRole(Roles.PROGRAM_AUTHORITY, stranger, true);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, stranger));
        vm.prank(stranger);
        programs.recordMetadata(PROGRAM, DIGEST);
    }

    function test_RevertWhen_TheCallerIsNoProgramAuthority() public {
        expectUnauthorized(distributor);
        programs.recordMetadata(PROGRAM, DIGEST);
        expectUnauthorized(distributor);
        programs.recordLegalApproval(PROGRAM, DIGEST);
        expectUnauthorized(sovereign);
        programs.recordRequirement(PROGRAM, Requirement.StakeholderMap, DIGEST);
    }
}
