// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts-upgradeable/proxy/utils/Initializable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {DistributionTerms, IProgramTerms, Phase} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {IEvidenceChain} from "../../../../../contracts/evidence/interfaces/IEvidenceChain.sol";
import {ProgramGoverned} from "../../../../../contracts/program/ProgramGoverned.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {ProgramRegistry} from "../../../../../contracts/program/ProgramRegistry.sol";
import {ProgramTerms} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {Vm} from "../../../support/Vm.sol";

contract ProgramRegistryTermsForTest is ProgramKit {
    using EvidenceReplay for bytes32;

    function test_SaysWhatAnEntityMayDistributeNow() public {
        openPilot(PROGRAM);
        DistributionTerms memory terms = programs.termsFor(PROGRAM, BANK);
        vm.assertEq(uint256(terms.phase), uint256(Phase.Pilot), "phase");
        vm.assertFalse(terms.closed, "closed");
        vm.assertTrue(terms.authorised, "authorised");
        vm.assertFalse(programs.termsFor(PROGRAM, TREASURY).authorised, "another entity");
        vm.assertEq(uint256(terms.authority), MINISTRY, "authority");
        vm.assertEq(uint256(terms.ruleSetVersion), 1, "rule set");
        vm.assertEq(uint256(terms.rowMaximum), ROW_MAXIMUM, "row maximum");
        vm.assertEq(uint256(terms.maxParticipants), PARTICIPANTS, "participants");
        vm.assertEq(uint256(terms.maxAmount), AMOUNT, "amount");
        vm.assertEq(uint256(terms.period), 1, "period");
    }

    function testFuzz_PeriodsFollowTheClock(uint40 startsAt, uint32 length, uint40 time) public {
        startsAt = uint40(bound(startsAt, NOW - 366 days, NOW + 5 * 366 days));
        length = uint32(bound(length, 1 days, 366 days));
        time = uint40(bound(time, NOW, NOW + 100 * 366 days));
        ProgramTerms memory given = programTerms();
        (given.startsAt, given.periodLength) = (startsAt, length);
        vm.prank(sovereign);
        programs.registerProgram(PROGRAM, given);
        vm.warp(time);
        uint256 period = programs.periodOf(PROGRAM);
        vm.assertEq(uint256(programs.termsFor(PROGRAM, BANK).period), period, "terms");
        if (time < startsAt) {
            vm.assertEq(period, 0, "before it starts");
        } else {
            vm.assertLe(startsAt + (period - 1) * length, time, "has begun");
            vm.assertTrue(startsAt + period * length > time, "has not ended");
        }
    }

    function test_RevertGiven_AnUnknownProgramme() public {
        vm.expectRevert(abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, PROGRAM));
        programs.termsFor(PROGRAM, BANK);
        vm.assertEq(uint256(programs.periodOf(PROGRAM)), 0, "no period");
    }

    // -------------------------------------------------------------------------------------------- under governance

    function test_IsInitialisedOnceAndItsAuthorityFixed() public {
        ProgramRegistry proxied = ProgramRegistry(address(programs));
        vm.assertEq(proxied.authority(), address(offices), "authority");
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        proxied.initialize();
        ProgramRegistry logic = ProgramRegistry(deploy("ProgramRegistry", abi.encode(offices, guard, modes)));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        logic.initialize();
        vm.expectRevert(
            abi.encodeWithSelector(ProgramGoverned.AuthorityFixed.selector, address(offices), address(guard))
        );
        vm.prank(address(offices));
        proxied.setAuthority(address(guard));
    }

    function test_OnlyAHighRiskUpgradeReplacesTheCode() public {
        address logic = deploy("ProgramRegistry", abi.encode(offices, guard, modes));
        expectUnauthorized(sovereign);
        UUPSUpgradeable(address(programs)).upgradeToAndCall(logic, "");
        vm.prank(upgrader);
        UUPSUpgradeable(address(programs)).upgradeToAndCall(logic, "");
    }

    function test_EveryEventMovesTheEvidence() public {
        bytes32 head = IEvidenceChain(address(programs)).evidenceHead();
        vm.recordLogs();
        openPilot(PROGRAM);
        setCaps(PROGRAM, 1, 1);
        vm.startPrank(official);
        programs.withdrawEntity(PROGRAM, BANK, REASON);
        programs.recordMetadata(PROGRAM, DIGEST);
        programs.recordLegalApproval(PROGRAM, DIGEST);
        vm.stopPrank();
        vm.prank(sovereign);
        programs.closeProgram(PROGRAM, REASON);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(IEvidenceChain(address(programs)).evidenceHead(), head.advance(logs, address(programs)), "head");
    }
}
