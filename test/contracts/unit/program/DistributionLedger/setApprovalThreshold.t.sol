// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchStatus, IDistributionLedger} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {IProgramTerms} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerSetApprovalThresholdTest is DistributionLedgerTest {
    function test_StartsEmptyAndFillsInADay() public {
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.ApprovalThresholdSet(PROGRAM, 2 * TOTAL);
        vm.prank(council);
        ledger.setApprovalThreshold(PROGRAM, 2 * TOTAL);
        assertAvailable(2 * TOTAL, 0);
        assertBatch(submitted("at once"), BatchStatus.Pending);
        vm.warp(NOW + 12 hours);
        assertAvailable(2 * TOTAL, TOTAL);
        vm.warp(NOW + 2 days);
        assertAvailable(2 * TOTAL, 2 * TOTAL);
    }

    function test_RaisingAddsNothingAtThatMoment() public {
        setThreshold(TOTAL);
        submitted("all of it");
        vm.prank(council);
        ledger.setApprovalThreshold(PROGRAM, 100 * TOTAL);
        assertAvailable(100 * TOTAL, 0);
    }

    function test_RaisingNeedsAModeThatConfigures() public {
        setThreshold(TOTAL);
        restrict(systemOf(PROGRAM), Mode.Halted);
        expectRestricted(systemOf(PROGRAM), Mode.Halted, Operation.Configure);
        vm.prank(council);
        ledger.setApprovalThreshold(PROGRAM, TOTAL + 1);
        vm.prank(council);
        ledger.setApprovalThreshold(PROGRAM, 1);
        assertAvailable(1, 1);
    }

    function test_RevertWhen_ItIsOutOfBounds() public {
        refuse(0);
        refuse(LIMIT + 1);
    }

    function test_RevertGiven_AnUnknownProgramme() public {
        vm.expectRevert(abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, OTHER_PROGRAM));
        vm.prank(council);
        ledger.setApprovalThreshold(OTHER_PROGRAM, 1);
    }

    function test_RevertWhen_TheCallerIsNotTheProgramAuthority() public {
        expectNoCouncil(official);
        ledger.setApprovalThreshold(PROGRAM, 1);
        expectOtherCouncil(sovereign, Roles.PROGRAM_AUTHORITY);
        ledger.setApprovalThreshold(PROGRAM, 1);
    }

    function refuse(uint128 perDay) private {
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.ThresholdOutOfBounds.selector, perDay, uint128(1), LIMIT)
        );
        vm.prank(council);
        ledger.setApprovalThreshold(PROGRAM, perDay);
    }

    function assertAvailable(uint256 perDay, uint256 available) private view {
        (uint128 perDayNow, uint256 availableNow) = ledger.approvalThresholdOf(PROGRAM);
        vm.assertEq(uint256(perDayNow), perDay, "per day");
        vm.assertEq(availableNow, available, "available");
    }
}
