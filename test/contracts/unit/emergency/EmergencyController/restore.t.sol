// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract EmergencyControllerRestoreTest is EmergencyKit {
    function test_RevertWhen_CallerOrDigestIsWrong() external {
        restrict(Mode.Halted, 1 hours);
        bytes memory roleRequired = abi.encodeWithSelector(
            IRoleRegistry.CouncilRoleRequired.selector,
            address(emergency.safe),
            Roles.SOVEREIGN_AUTHORITY
        );
        bytes memory digestMissing = abi.encodeWithSelector(IEmergencyController.DigestMissing.selector);
        refusedTo(emergency, restoring(Mode.Normal), roleRequired);
        refusedTo(emergency, abi.encodeCall(IEmergencyController.refillBudget, (RAIL, REASON)), roleRequired);
        bytes memory data = abi.encodeCall(IEmergencyController.restore, (RAIL, Mode.Normal, 0));
        refusedTo(sovereign, data, digestMissing);
        refusedTo(sovereign, abi.encodeCall(IEmergencyController.refillBudget, (RAIL, 0)), digestMissing);
    }

    function test_RevertWhen_NothingGetsLooser() external {
        bytes memory notRestricted = abi.encodeWithSelector(IEmergencyController.NotRestricted.selector, RAIL);
        refusedTo(sovereign, restoring(Mode.Normal), notRestricted);
        restrict(Mode.Limited, 1 hours);
        refusedTo(
            sovereign,
            restoring(Mode.Limited),
            abi.encodeWithSelector(IEmergencyController.NotLooser.selector, RAIL, Mode.Limited, Mode.Limited)
        );
        restrict(Mode.Halted, 1 hours);
        bytes4 notAllowed = IEmergencyController.ModeNotAllowed.selector;
        refusedTo(sovereign, restoring(Mode.ReadOnly), abi.encodeWithSelector(notAllowed, Mode.ReadOnly));
        refusedTo(sovereign, restoring(Mode.Halted), abi.encodeWithSelector(notAllowed, Mode.Halted));
    }

    function test_ToLimitedKeepsTheStepDown() external {
        uint256 start = block.timestamp;
        restrict(Mode.ReadOnly, 24 hours);
        restrict(Mode.Halted, 12 hours);
        extend(Mode.Halted, soon(13 hours));
        vm.expectEmit(address(controller));
        emit IEmergencyController.SystemRestored(RAIL, address(sovereign.safe), Mode.Limited, REASON);
        restore(Mode.Limited);
        requireModeUntil(Mode.Limited, start + 48 hours);
        vm.warp(start + 48 hours);
        requireMode(Mode.Normal, "after it");
    }

    function test_ToLimitedKeepsTheStepDownOfAnExtension() external {
        restrict(Mode.Halted, 10 minutes);
        extend(Mode.Halted, soon(30 days));
        uint40 end = soon(33 days);
        vm.warp(soon(20 days));
        restore(Mode.Limited);
        requireModeUntil(Mode.Limited, end);
    }

    function test_ToNormalEndsEverything() external {
        restrict(Mode.Halted, 24 hours);
        extend(Mode.ReadOnly, soon(20 days));
        restore(Mode.Normal);
        requireModeUntil(Mode.Normal, 0);
        vm.assertEq(
            keccak256(abi.encode(endsOf(RAIL))),
            keccak256(abi.encode(endsOf(keccak256("untouched")))),
            "nothing ahead"
        );
        rail.operate(Operation.Settle);
        requireUse(24 hours, 0, 0);
    }

    function test_RefillsBudgetAndReserveButNoOverrides() external {
        restrict(Mode.Halted, 24 hours);
        grant(Operation.Settle, soon(10 hours));
        letReviewLapse(INCIDENT);
        restrict(Mode.Halted, 6 hours);
        requireUse(24 hours, 6 hours, 10 hours);
        vm.expectEmit(address(controller));
        emit IEmergencyController.BudgetRefilled(RAIL, address(sovereign.safe), REASON);
        refill();
        requireUse(0, 0, 10 hours);
    }

    function test_WhatWasRefilledIsNotGivenBackTwice() external {
        restrict(RAIL, Mode.Halted, 40 hours, INCIDENT);
        grant(Operation.Settle, soon(10 hours));
        refill();
        vm.warp(soon(80 hours));
        restrict(RAIL, Mode.Halted, 30 hours, OTHER_INCIDENT);
        vm.warp(soon(60 hours));
        restrict(RAIL, Mode.Halted, 5 hours, INCIDENT);
        requireUse(35 hours, 0, 10 hours);
        incidents.accept(INCIDENT);
        requireUse(30 hours, 0, 0);
        incidents.accept(OTHER_INCIDENT);
        requireUse(0, 0, 0);
    }
}
