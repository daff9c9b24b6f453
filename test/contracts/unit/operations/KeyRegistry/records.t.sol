// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {IKeyRegistry, KeyCategory, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {KeyRegistry} from "../../../../../contracts/operations/KeyRegistry.sol";
import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryRecordsTest is KeyRegistryTest {
    using EvidenceReplay for bytes32;

    // -------------------------------------------------------------------------------------------------- recordDrill

    function test_RevertWhen_TheKeyIsUnknown() external {
        expectUnknown();
        keys.recordDrill(firstKey, EVIDENCE);
    }

    function test_RevertWhen_TheEvidenceIsMissing() external {
        register(choose(KeyCategory.Operator), firstKey, terms());
        vm.expectRevert(IKeyRegistry.DigestMissing.selector);
        keys.recordDrill(firstKey, bytes32(0));
    }

    function test_RevertWhen_TheKeyIsOutOfUse() external {
        register(choose(KeyCategory.Operator), firstKey, terms());
        retire(KeyCategory.Operator, EVIDENCE);
        expectUnexpected(KeyStatus.Retired);
        keys.recordDrill(firstKey, EVIDENCE);
    }

    function testFuzz_RecordsADrill(uint256 seed) external {
        register(choose(seed), firstKey, terms());
        vm.warp(START + 30 days);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRecoveryDrilled(firstKey, KEEPER, EVIDENCE);
        vm.prank(KEEPER);
        keys.recordDrill(firstKey, EVIDENCE);
        vm.assertEq(uint256(keys.keyOf(firstKey).drilledAt), START + 30 days, "time");
        vm.assertEq(uint256(keys.keyOf(firstKey).dueAt), START + 90 days, "a drill is no rotation");
    }

    // ------------------------------------------------------------------------------------------------ key rotations

    function testFuzz_IsRotatedSinceItsEnd(uint256 seed, uint40 time, bool retired) external {
        choose(seed);
        vm.assertFalse(keys.isKey(firstKey) || keys.isInUse(firstKey) || keys.isRotatedSince(firstKey, 0), "unknown");
        register(choose(seed), firstKey, terms());
        vm.assertFalse(keys.isRotatedSince(firstKey, 0), "in use");
        keys.reportCompromise(firstKey, EVIDENCE);
        vm.assertFalse(keys.isRotatedSince(firstKey, 0), "reported, but in use");
        vm.warp(START + 1 days);
        if (retired) retire(choose(seed), EVIDENCE);
        else rotate(choose(seed), nextKey, terms(), EVIDENCE);
        vm.assertTrue(keys.isRotatedSince(firstKey, uint40(START + 1 days)), "in that second");
        vm.assertFalse(keys.isRotatedSince(firstKey, uint40(START + 1 days + 1)), "later");
        vm.assertEq(keys.isRotatedSince(firstKey, time), time <= START + 1 days, "since");
    }

    // --------------------------------------------------------------------------------------------------- everything

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        keys.recordDrill(firstKey, EVIDENCE);
        expectStranger();
        keys.upgradeToAndCall(address(keys), "");
    }

    function test_RevertWhen_InitializedAgain() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        keys.initialize();
        KeyRegistry bare = KeyRegistry(newLogic());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize();
    }

    function test_EveryEventMovesTheEvidenceChain() external {
        vm.recordLogs();
        bytes32 head = keys.evidenceHead();
        register(choose(KeyCategory.Issuer), firstKey, terms());
        keys.recordDrill(firstKey, EVIDENCE);
        keys.signalCompromise(firstKey, EVIDENCE);
        rotate(KeyCategory.Issuer, nextKey, terms(), EVIDENCE);
        keys.retireIssuerKey(nextKey, EVIDENCE);
        keys.upgradeToAndCall(newLogic(), "");
        vm.assertEq(keys.evidenceHead(), head.advance(vm.getRecordedLogs(), address(keys)), "head");
    }
}
