// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {IOperationsLog} from "../../../../../contracts/operations/interfaces/IOperationsLog.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {OperationsLog} from "../../../../../contracts/operations/OperationsLog.sol";
import {OperationsLogTest} from "./OperationsLogTest.sol";
import {Releases} from "../../../../../contracts/operations/libraries/Releases.sol";

contract OperationsLogReleasesTest is OperationsLogTest {
    using EvidenceReplay for bytes32;

    function test_RecordsAFirstReleaseWithTheChangeInProgress() public {
        bytes32 change = keccak256("change");
        authority.setChangeInProgress(change);
        vm.expectEmit(address(log));
        emit IOperationsLog.ReleaseRecorded(NODE, change, "", "1.0.0", DIGEST);
        log.recordRelease(NODE, "", "1.0.0", DIGEST);
        (string memory version, uint40 releasedAt) = log.releaseOf(NODE);
        vm.assertEq(version, "1.0.0", "version");
        vm.assertEq(uint256(releasedAt), block.timestamp, "time");
    }

    function test_RevertWhen_ThePredecessorIsNotTheCurrentVersion() public {
        log.recordRelease(NODE, "", "1.0.0", DIGEST);
        vm.expectRevert(abi.encodeWithSelector(IOperationsLog.VersionNotCurrent.selector, NODE, "1.0.0", "0.9.0"));
        log.recordRelease(NODE, "0.9.0", "1.1.0", DIGEST);
    }

    function test_RevertWhen_SomethingIsMissing() public {
        vm.expectRevert(IOperationsLog.ComponentMissing.selector);
        log.recordRelease(bytes32(0), "", "1.0.0", DIGEST);
        vm.expectRevert(IOperationsLog.VersionMissing.selector);
        log.recordRelease(NODE, "", "", DIGEST);
        vm.expectRevert(IOperationsLog.DigestMissing.selector);
        log.recordRelease(NODE, "", "1.0.0", bytes32(0));
        vm.expectRevert(IOperationsLog.ComponentMissing.selector);
        log.setReleaseCadence(bytes32(0), 1 days);
    }

    function testFuzz_KeepsTheCadence(uint256 interval, uint256 wait) public {
        interval = bound(interval, Releases.MIN_CADENCE, Releases.MAX_CADENCE);
        wait = bound(wait, 0, 2 * uint256(Releases.MAX_CADENCE));
        vm.expectEmit(address(log));
        emit IOperationsLog.ReleaseCadenceSet(NODE, uint32(interval));
        log.setReleaseCadence(NODE, uint32(interval));
        log.recordRelease(NODE, "", "1.0.0", DIGEST);
        uint256 released = block.timestamp;
        vm.warp(released + wait);
        if (wait < interval) {
            vm.expectRevert(abi.encodeWithSelector(IOperationsLog.ReleaseTooSoon.selector, NODE, released + interval));
        }
        log.recordRelease(NODE, "1.0.0", "1.1.0", DIGEST);
    }

    function testFuzz_RevertWhen_TheCadenceIsOutOfBounds(uint32 interval) public {
        vm.assume(interval < Releases.MIN_CADENCE || interval > Releases.MAX_CADENCE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperationsLog.CadenceOutOfBounds.selector,
                interval,
                Releases.MIN_CADENCE,
                Releases.MAX_CADENCE
            )
        );
        log.setReleaseCadence(NODE, interval);
    }

    function test_ACadenceOfOneComponentLeavesAnotherFree() public {
        log.setReleaseCadence(NODE, 30 days);
        log.recordRelease(keccak256("api"), "", "1.0.0", DIGEST);
        log.recordRelease(keccak256("api"), "1.0.0", "1.0.1", DIGEST);
        vm.assertEq(uint256(log.releaseCadence(NODE)), 30 days, "cadence");
    }

    function test_RevertWhen_AStrangerCalls() public {
        address stranger = address(0xbad);
        vm.startPrank(stranger);
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.expectRevert(refused);
        log.recordRelease(NODE, "", "1.0.0", DIGEST);
        vm.expectRevert(refused);
        log.setReleaseCadence(NODE, 1 days);
        vm.expectRevert(refused);
        log.upgradeToAndCall(address(log), "");
        vm.stopPrank();
    }

    function test_RevertWhen_InitializedAgain() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        log.initialize(IRoleRegistry(address(this)));
        OperationsLog bare = new OperationsLog();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(IRoleRegistry(address(this)));
    }

    function test_EveryEventMovesTheEvidenceChain() public {
        vm.recordLogs();
        bytes32 head = log.evidenceHead();
        log.setReleaseCadence(NODE, 1 days);
        log.recordRelease(NODE, "", "1.0.0", DIGEST);
        log.withdrawWindow(
            log.announceWindow(uint40(block.timestamp + 1 days), uint40(block.timestamp + 2 days), DIGEST)
        );
        log.upgradeToAndCall(address(new OperationsLog()), "");
        vm.assertEq(log.evidenceHead(), head.advance(vm.getRecordedLogs(), address(log)), "head");
    }
}
