// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OperationsLog} from "../../../../../contracts/operations/OperationsLog.sol";
import {OperationsLogRehearsal} from "../../../../../contracts/rehearsal/OperationsLogRehearsal.sol";
import {OperationsLogTest} from "../../operations/OperationsLog/OperationsLogTest.sol";

contract OperationsLogRehearsalTest is OperationsLogTest {
    function test_TellsItselfFromTheReleaseThatItReplaces() public {
        _install();
        vm.assertEq(OperationsLogRehearsal(address(log)).rehearsal(), 2, "rehearsal");
    }

    function test_FindsWhatTheFormerReleaseStored() public {
        uint40 start = uint40(block.timestamp + 1 days);
        uint256 windowId = log.announceWindow(start, start + 1 hours, DIGEST);
        _install();
        (uint40 from, , ) = log.windowOf(windowId);
        vm.assertEq(uint256(from), start, "start");
    }

    function test_RevertWhen_RolledBack() public {
        _install();
        log.upgradeToAndCall(address(new OperationsLog()), "");
        vm.expectRevert(bytes(""));
        OperationsLogRehearsal(address(log)).rehearsal();
    }

    function _install() private {
        log.upgradeToAndCall(address(new OperationsLogRehearsal()), "");
    }
}
