// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";

contract EmergencyControllerSettingsTest is EmergencyKit {
    using EvidenceReplay for bytes32;

    function test_RevertWhen_CallerLacksTheRole() external {
        bytes[5] memory calls = [
            abi.encodeCall(IEmergencyController.setIncidentRegistry, (address(incidents))),
            abi.encodeCall(IEmergencyController.setPlaybook, (PLAYBOOK, playbookOf(only(RAIL, Mode.Halted), 1 hours))),
            abi.encodeCall(IEmergencyController.removePlaybook, (PLAYBOOK)),
            abi.encodeCall(IEmergencyController.assignSystem, (address(rail), SERVICE)),
            abi.encodeCall(IEmergencyController.setVolumeCap, (RAIL, 1))
        ];
        for (uint256 i = 0; i < 5; ++i) {
            vm.prank(thief);
            (bool success, bytes memory reason) = address(controller).call(calls[i]);
            vm.assertFalse(success, "a stranger");
            vm.assertEq(
                reason,
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, thief),
                "refused"
            );
            refusedTo(
                sovereign,
                calls[i],
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(sovereign.safe))
            );
        }
    }

    function test_RevertWhen_AnAccountHasNoCode() external {
        vm.startPrank(address(manager));
        bytes memory required = abi.encodeWithSelector(IEmergencyController.ContractRequired.selector, thief);
        vm.expectRevert(required);
        controller.setIncidentRegistry(thief);
        vm.expectRevert(required);
        controller.assignSystem(thief, RAIL);
        vm.stopPrank();
    }

    function test_AssignsAndTakesOut() external {
        vm.assertEq(controller.systemOf(address(rail)), RAIL, "assigned");
        vm.expectEmit(address(controller));
        emit IEmergencyController.SystemAssigned(address(rail), 0);
        govern(abi.encodeCall(IEmergencyController.assignSystem, (address(rail), 0)));
        vm.assertEq(controller.systemOf(address(rail)), 0, "taken out");
    }

    function test_RevertWhen_TheCapIsNone() external {
        vm.startPrank(address(manager));
        vm.expectRevert(IEmergencyController.SystemMissing.selector);
        controller.setVolumeCap(0, 1);
        uint128[3] memory caps = [uint128(0), 1e36 + 1, type(uint128).max];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IEmergencyController.VolumeCapOutOfBounds.selector, caps[i]));
            controller.setVolumeCap(RAIL, caps[i]);
        }
        controller.setVolumeCap(RAIL, 1e36);
        vm.stopPrank();
    }

    function testFuzz_ANewCapStartsEmpty(uint128 cap, uint256 elapsed) external {
        cap = uint128(bound(cap, 1, 1e36));
        elapsed = bound(elapsed, 0, 48 hours);
        setCap(cap);
        requireVolume(cap, 0);
        vm.warp(soon(elapsed));
        requireVolume(cap, elapsed >= 24 hours ? cap : (uint256(cap) * elapsed) / 24 hours);
    }

    function testFuzz_NoSequenceOfCapsCreatesVolume(uint256[8] calldata caps, uint256[8] calldata pauses) external {
        setCap(1e18);
        restrict(Mode.Limited, 72 hours);
        for (uint256 i = 0; i < 8; ++i) {
            (uint128 perDay, uint256 before) = controller.volumeOf(RAIL);
            uint256 pause = bound(pauses[i], 0, 12 hours);
            vm.warp(soon(pause));
            (, uint256 available) = controller.volumeOf(RAIL);
            vm.assertLe(available, before + (perDay * pause) / 24 hours + 1, "refills no faster than its cap");
            if (available > 0 && i % 2 == 0) rail.move(Operation.Settle, available / 2);
            (, before) = controller.volumeOf(RAIL);
            setCap(uint128(bound(caps[i], 1, 1e24)));
            (, available) = controller.volumeOf(RAIL);
            vm.assertLe(available, before, "no cap creates volume");
        }
    }

    function test_EveryEventMovesTheEvidenceChain() external {
        bytes32 head = controller.evidenceHead();
        vm.recordLogs();
        setCap(1e18);
        govern(
            abi.encodeCall(IEmergencyController.setPlaybook, (PLAYBOOK, playbookOf(only(RAIL, Mode.Limited), 1 hours)))
        );
        govern(abi.encodeCall(IEmergencyController.setIncidentRegistry, (address(incidents))));
        speak(
            emergency,
            address(controller),
            abi.encodeCall(IEmergencyController.invokePlaybook, (PLAYBOOK, INCIDENT))
        );
        restrict(both(RAIL, Mode.Limited, RAIL, Mode.Halted), 1 hours, INCIDENT);
        extend(Mode.Halted, soon(2 days));
        grant(Operation.Settle, soon(1 hours));
        bytes memory data = abi.encodeCall(IEmergencyController.endOverride, (RAIL, Operation.Settle, REASON));
        speak(emergency, address(controller), data);
        data = abi.encodeCall(IEmergencyController.fileNarrative, (INCIDENT, REASON));
        speak(emergency, address(controller), data);
        restore(Mode.Normal);
        refill();
        vm.prank(address(manager));
        controller.noteEmergencyFix(INCIDENT, REASON);
        incidents.file(INCIDENT);
        incidents.reject(INCIDENT);
        incidents.accept(INCIDENT);
        govern(abi.encodeCall(IEmergencyController.removePlaybook, (PLAYBOOK)));
        govern(abi.encodeCall(IEmergencyController.assignSystem, (address(rail), 0)));
        vm.assertEq(controller.evidenceHead(), head.advance(vm.getRecordedLogs(), address(controller)), "head");
    }

    function setCap(uint128 cap) private {
        govern(abi.encodeCall(IEmergencyController.setVolumeCap, (RAIL, cap)));
    }

    function requireVolume(uint128 perDay, uint256 available) private view {
        (uint128 cap, uint256 found) = controller.volumeOf(RAIL);
        vm.assertEq(cap, perDay, "cap");
        vm.assertEq(found, available, "available");
    }
}
