// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts-upgradeable/proxy/utils/Initializable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {DistributionLedger} from "../../../../../contracts/program/DistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {IEvidenceChain} from "../../../../../contracts/evidence/interfaces/IEvidenceChain.sol";
import {ModeGoverned} from "../../../../../contracts/emergency/ModeGoverned.sol";
import {ProgramGoverned} from "../../../../../contracts/program/ProgramGoverned.sol";
import {Vm} from "../../../support/Vm.sol";

contract DistributionLedgerInitializeTest is DistributionLedgerTest {
    using EvidenceReplay for bytes32;

    function test_KnowsItsSystemAndItsRegisters() public view {
        vm.assertEq(ledger.systemId(), service, "system");
        vm.assertEq(ledger.programs(), address(programs), "programmes");
        vm.assertEq(IAccessManaged(address(ledger)).authority(), address(offices), "authority");
    }

    function test_RunsOnce() public {
        DistributionLedger proxied = DistributionLedger(address(ledger));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        proxied.initialize();
        DistributionLedger logic = DistributionLedger(newLogic());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        logic.initialize();
    }

    function test_RevertGiven_ContractsWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(DistributionLedger.ProgramsWithoutCode.selector, stranger));
        this.create(address(modes), stranger);
        vm.expectRevert(abi.encodeWithSelector(ModeGoverned.ModesWithoutCode.selector, stranger));
        this.create(stranger, address(programs));
    }

    function test_ItsAuthorityIsFixed() public {
        vm.expectRevert(
            abi.encodeWithSelector(ProgramGoverned.AuthorityFixed.selector, address(offices), address(guard))
        );
        vm.prank(address(offices));
        DistributionLedger(address(ledger)).setAuthority(address(guard));
    }

    function test_OnlyAHighRiskUpgradeReplacesTheCode() public {
        address logic = newLogic();
        expectUnauthorized(council);
        UUPSUpgradeable(address(ledger)).upgradeToAndCall(logic, "");
        vm.prank(upgrader);
        UUPSUpgradeable(address(ledger)).upgradeToAndCall(logic, "");
    }

    function test_EveryEventMovesTheEvidence() public {
        bytes32 head = IEvidenceChain(address(ledger)).evidenceHead();
        vm.recordLogs();
        bytes32 batchId = authorised("batch");
        settle(batchId, REFERENCE, 900, 9);
        find(batchId, rowOf("batch", 9), false);
        vm.prank(auditor);
        ledger.withdrawFinding(batchId, 9, REASON);
        writeOff(batchId, 900, 0, 100);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(IEvidenceChain(address(ledger)).evidenceHead(), head.advance(logs, address(ledger)), "head");
    }

    function create(address controller, address register) external returns (address) {
        return deploy("DistributionLedger", abi.encode(offices, guard, controller, register));
    }
}
