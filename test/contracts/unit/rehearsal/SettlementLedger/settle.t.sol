// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SettlementLedger} from "../../../../../contracts/rehearsal/SettlementLedger.sol";
import {Test} from "../../../support/Test.sol";

contract SettlementLedgerTest is Test {
    bytes32 private constant CONVERSION = keccak256("conversion");
    bytes32 private constant ACCOUNT = keccak256("account");
    address private constant BANK = address(0xBA);
    address private constant RECIPIENT = address(0x4EC);

    SettlementLedger private ledger;

    function setUp() public {
        ledger = new SettlementLedger(address(this));
    }

    function test_CreditsOnce() public {
        bytes32 settlement = ledger.credit(CONVERSION, ACCOUNT, 100);
        vm.assertNotEq(settlement, bytes32(0), "reference");
        vm.assertEq(ledger.balanceOf(ACCOUNT), 100, "balance");
        assertPosition(100, 0);
        refuseHandled(SettlementLedger.Handling.Credited);
    }

    function test_WhatIsRefusedIsNeverCredited() public {
        vm.expectEmit(address(ledger));
        emit SettlementLedger.Refused(CONVERSION, 1, ACCOUNT);
        ledger.refuse(CONVERSION, 1, ACCOUNT);
        refuseHandled(SettlementLedger.Handling.Refused);
        assertPosition(0, 0);
    }

    function test_MoneyOfItsOwnIsNotIssuedForABridge() public {
        vm.expectEmit(address(ledger));
        emit SettlementLedger.Endowed(ACCOUNT, 70);
        ledger.endow(ACCOUNT, 70);
        vm.assertEq(ledger.balanceOf(ACCOUNT), 70, "balance");
        assertPosition(0, 0);
        ledger.commit(ACCOUNT, BANK, RECIPIENT, 70);
        assertPosition(0, 70);
    }

    function test_CommitsWhatThereIs() public {
        ledger.credit(CONVERSION, ACCOUNT, 100);
        (uint64 nonce, bytes32 settlement) = ledger.commit(ACCOUNT, BANK, RECIPIENT, 60);
        vm.assertEq(uint256(nonce), 1, "nonce");
        vm.assertEq(ledger.balanceOf(ACCOUNT), 40, "balance");
        assertPosition(100, 60);
        vm.expectRevert(abi.encodeWithSelector(SettlementLedger.BalanceExceeded.selector, ACCOUNT, 41, 40));
        ledger.commit(ACCOUNT, BANK, RECIPIENT, 41);
        (uint64 second, bytes32 other) = ledger.commit(ACCOUNT, BANK, RECIPIENT, 40);
        vm.assertEq(uint256(second), 2, "next nonce");
        vm.assertNotEq(settlement, other, "references differ");
    }

    function test_GivesBackOnceAndKeepsCounting() public {
        ledger.credit(CONVERSION, ACCOUNT, 100);
        (uint64 nonce, ) = ledger.commit(ACCOUNT, BANK, RECIPIENT, 60);
        bytes32 announced = ledger.returnReference(nonce);
        vm.assertEq(ledger.giveBack(nonce), announced, "reference");
        vm.assertEq(ledger.balanceOf(ACCOUNT), 100, "balance");
        assertPosition(100, 60);
        refuseReturn(nonce, SettlementLedger.CommitmentStatus.Returned);
        refuseReturn(nonce + 1, SettlementLedger.CommitmentStatus.None);
    }

    function test_RevertWhen_SomethingIsMissing() public {
        vm.expectRevert(SettlementLedger.OperatorMissing.selector);
        new SettlementLedger(address(0));
        vm.expectRevert(SettlementLedger.ConversionMissing.selector);
        ledger.credit(bytes32(0), ACCOUNT, 1);
        vm.expectRevert(SettlementLedger.AccountMissing.selector);
        ledger.credit(CONVERSION, bytes32(0), 1);
        vm.expectRevert(SettlementLedger.AmountMissing.selector);
        ledger.credit(CONVERSION, ACCOUNT, 0);
        vm.expectRevert(SettlementLedger.AmountMissing.selector);
        ledger.commit(ACCOUNT, BANK, RECIPIENT, 0);
        vm.expectRevert(SettlementLedger.AccountMissing.selector);
        ledger.endow(bytes32(0), 1);
        vm.expectRevert(SettlementLedger.AmountMissing.selector);
        ledger.endow(ACCOUNT, 0);
    }

    function test_RevertWhen_AnybodyElseCalls() public {
        vm.startPrank(BANK);
        bytes memory reason = abi.encodeWithSelector(SettlementLedger.OnlyOperator.selector, BANK);
        vm.expectRevert(reason);
        ledger.credit(CONVERSION, ACCOUNT, 1);
        vm.expectRevert(reason);
        ledger.refuse(CONVERSION, 1, ACCOUNT);
        vm.expectRevert(reason);
        ledger.commit(ACCOUNT, BANK, RECIPIENT, 1);
        vm.expectRevert(reason);
        ledger.giveBack(1);
        vm.expectRevert(reason);
        ledger.endow(ACCOUNT, 1);
    }

    function refuseHandled(SettlementLedger.Handling handling) private {
        bytes memory reason = abi.encodeWithSelector(SettlementLedger.AlreadyHandled.selector, CONVERSION, handling);
        vm.expectRevert(reason);
        ledger.credit(CONVERSION, ACCOUNT, 100);
        vm.expectRevert(reason);
        ledger.refuse(CONVERSION, 1, ACCOUNT);
    }

    function refuseReturn(uint64 nonce, SettlementLedger.CommitmentStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(SettlementLedger.UnexpectedCommitmentStatus.selector, nonce, status));
        ledger.giveBack(nonce);
    }

    function assertPosition(uint256 issued, uint256 redeemed) private view {
        (uint128 issuedNow, uint128 redeemedNow) = ledger.position();
        vm.assertEq(uint256(issuedNow), issued, "issued");
        vm.assertEq(uint256(redeemedNow), redeemed, "redeemed");
    }
}
