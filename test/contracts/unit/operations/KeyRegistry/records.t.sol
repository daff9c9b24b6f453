// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";

import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {KeyRegistry} from "../../../../../contracts/operations/KeyRegistry.sol";
import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryRecordsTest is KeyRegistryTest {
    using EvidenceReplay for bytes32;

    // -------------------------------------------------------------------------------------------------- recordDrill

    function test_RevertWhen_TheKeyIsUnknown() external {
        expectUnknown();
        keys.recordDrill(KEY, EVIDENCE);
    }

    function test_RevertWhen_TheEvidenceIsMissing() external {
        register(KeyCategory.Operator, KEY, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        keys.recordDrill(KEY, bytes32(0));
    }

    function test_RevertWhen_TheKeyIsOutOfUse() external {
        register(KeyCategory.Operator, KEY, terms());
        retire(KeyCategory.Operator, EVIDENCE);
        expectUnexpected(KeyStatus.Retired);
        keys.recordDrill(KEY, EVIDENCE);
    }

    function testFuzz_RecordsADrill(uint256 seed) external {
        register(categoryOf(seed), KEY, terms());
        vm.warp(START + 30 days);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRecoveryDrilled(KEY, KEEPER, EVIDENCE);
        vm.prank(KEEPER);
        keys.recordDrill(KEY, EVIDENCE);
        vm.assertEq(uint256(keys.keyOf(KEY).drilledAt), START + 30 days, "time");
        vm.assertEq(uint256(keys.keyOf(KEY).dueAt), START + 90 days, "a drill is no rotation");
    }

    // ------------------------------------------------------------------------------------------------ key rotations

    function testFuzz_IsRotatedSinceItsEnd(uint256 seed, uint40 time, bool retired) external {
        vm.assertFalse(keys.isKey(KEY) || keys.isInUse(KEY) || keys.isRotatedSince(KEY, 0), "unknown");
        register(categoryOf(seed), KEY, terms());
        vm.assertFalse(keys.isRotatedSince(KEY, 0), "in use");
        keys.reportCompromise(KEY, EVIDENCE);
        vm.assertFalse(keys.isRotatedSince(KEY, 0), "reported, but in use");
        vm.warp(START + 1 days);
        if (retired) retire(categoryOf(seed), EVIDENCE);
        else rotate(categoryOf(seed), NEXT, terms(), EVIDENCE);
        vm.assertTrue(keys.isRotatedSince(KEY, uint40(START + 1 days)), "in that second");
        vm.assertFalse(keys.isRotatedSince(KEY, uint40(START + 1 days + 1)), "later");
        vm.assertEq(keys.isRotatedSince(KEY, time), time <= START + 1 days, "since");
    }

    // --------------------------------------------------------------------------------------------------- everything

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        keys.recordDrill(KEY, EVIDENCE);
        expectStranger();
        keys.upgradeToAndCall(address(keys), "");
    }

    function test_RevertWhen_InitializedAgain() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        keys.initialize(IRoleRegistry(address(registry)));
        KeyRegistry bare = new KeyRegistry();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(IRoleRegistry(address(registry)));
    }

    function test_EveryEventMovesTheEvidenceChain() external {
        vm.recordLogs();
        bytes32 head = keys.evidenceHead();
        register(KeyCategory.Issuer, KEY, terms());
        keys.recordDrill(KEY, EVIDENCE);
        keys.signalCompromise(KEY, EVIDENCE);
        rotate(KeyCategory.Issuer, NEXT, terms(), EVIDENCE);
        keys.retireIssuerKey(NEXT, EVIDENCE);
        keys.upgradeToAndCall(address(new KeyRegistry()), "");
        vm.assertEq(keys.evidenceHead(), head.advance(vm.getRecordedLogs(), address(keys)), "head");
    }
}
