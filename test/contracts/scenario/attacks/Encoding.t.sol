// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Change, ChangeStatus, IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";

/// @notice What is hashed is what runs, however its calldata is laid out.
contract EncodingTest is GovernanceKit {
    /// @dev Tail moved behind a gap: the same id, and the same calls run. Rubbish after it: another id, nothing runs.
    function testFuzz_LooseCalldataIsTheSameChangeOrNone(bytes32 gap, bytes calldata rubbish) external {
        vm.assume(rubbish.length != 0);
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        approve(technical, change);
        vm.warp(manager.recordOf(id).readyAt);

        vm.prank(executor);
        (bool success, bytes memory answer) = address(manager).call(
            _loose(IChangeManager.execute.selector, change, gap, rubbish)
        );
        vm.assertFalse(success, "rubbish executed");
        bytes32 otherId = keccak256(
            bytes.concat(abi.encode(block.chainid, manager, proposer, uint256(128)), _body(change), rubbish)
        );
        vm.assertEq(
            answer,
            abi.encodeWithSelector(IChangeManager.UnknownChange.selector, otherId),
            "what it hashes to"
        );

        vm.prank(executor);
        (success, ) = address(manager).call(_loose(IChangeManager.execute.selector, change, gap, ""));
        vm.assertTrue(success, "executed");
        requireStatus(id, ChangeStatus.Executed);
        vm.assertEq(operations.releaseCadence(NODE), 1 days, "what was approved");
    }

    /// @dev A rollback read from where the calls lie would read as one that was approved, if it had its id.
    function test_OverlappingListsAreNoKnownChange() external {
        Change memory change = configChange(1 days);
        change.rollback = change.calls;
        bytes32 id = propose(change);
        approve(technical, change);
        vm.warp(manager.recordOf(id).readyAt);
        bytes memory data = abi.encodeCall(IChangeManager.execute, (change, proposer, 0));
        uint256 base = 4 + 3 * 32;
        _setWord(data, base + 3 * 32, _wordAt(data, base + 2 * 32));
        vm.prank(executor);
        (bool success, bytes memory answer) = address(manager).call(data);
        vm.assertFalse(success, "executed");
        vm.assertTrue(bytes4(answer) == IChangeManager.UnknownChange.selector, "unknown");
        executeChange(change);
        requireStatus(id, ChangeStatus.Executed);
    }

    function test_DirtyWordsAreRefused() external {
        Change memory change = configChange(1 days);
        bytes memory clean = abi.encodeCall(IChangeManager.hashChange, (change, proposer));
        // Words of the Change, after selector, offset and proposer: class, irreversible.
        _refusesWord(clean, 4 + 2 * 32, uint256(6));
        _refusesWord(clean, 4 + 3 * 32, uint256(2));
        // The proposer, and the first pin's account (whose array's offset is word 9 of the Change).
        _refusesWord(clean, 4 + 32, uint256(uint160(proposer)) | (1 << 160));
        uint256 pins = 4 + 2 * 32 + _wordAt(clean, 4 + 2 * 32 + 9 * 32);
        _refusesWord(clean, pins + 32, uint256(uint160(address(operations))) | (1 << 255));
        uint256 calls = 4 + 2 * 32 + _wordAt(clean, 4 + 2 * 32 + 2 * 32);
        uint256 first = calls + 32 + _wordAt(clean, calls + 32);
        _refusesWord(clean, first, uint256(uint160(address(operations))) | (1 << 200));
    }

    /// @dev One list of calls stands for both: `rollback` read from where `calls` lie. It hashes as two equal lists.
    function test_OverlappingListsHashAsTheyAreRead() external {
        Change memory change = configChange(1 days);
        bytes memory data = abi.encodeCall(IChangeManager.hashChange, (change, proposer));
        uint256 base = 4 + 2 * 32;
        _setWord(data, base + 3 * 32, _wordAt(data, base + 2 * 32));
        (bool success, bytes memory answer) = address(manager).staticcall(data);
        vm.assertTrue(success, "read");
        change.rollback = change.calls;
        vm.assertEq(bytes32(answer), idOf(change), "as two equal lists");
    }

    function testFuzz_EveryFieldCounts(uint256 field, bytes32 value) external {
        Change memory change = configChange(1 days);
        bytes32 id = idOf(change);
        vm.assume(uint256(value) > 1000);
        field = bound(field, 0, 9);
        if (field == 0) change.artifacts.request = value;
        else if (field == 1) change.artifacts.securityImpact = value;
        else if (field == 2) change.artifacts.availabilityImpact = value;
        else if (field == 3) change.artifacts.privacyImpact = value;
        else if (field == 4) change.artifacts.rollbackPlan = value;
        else if (field == 5) change.incident = value;
        else if (field == 6) change.salt = value;
        else if (field == 7) change.version = string(abi.encode(value));
        else if (field == 8) change.uri = string(abi.encode(value));
        else change.rollback[0].data = abi.encode(value);
        vm.assertNotEq(idOf(change), id, "another change");
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _loose(
        bytes4 selector,
        Change memory change,
        bytes32 gap,
        bytes memory rubbish
    ) private view returns (bytes memory) {
        bytes memory head = abi.encodeWithSelector(selector, uint256(128), proposer, uint256(0));
        return bytes.concat(head, gap, _body(change), rubbish);
    }

    function _body(Change memory change) private pure returns (bytes memory body) {
        bytes memory tail = abi.encode(change);
        // `abi.encode` puts an offset in front of the struct: skip it.
        body = new bytes(tail.length - 32);
        for (uint256 i = 0; i < body.length; ++i) body[i] = tail[32 + i];
    }

    function _refusesWord(bytes memory clean, uint256 position, uint256 word) private view {
        bytes memory data = bytes.concat(clean);
        _setWord(data, position, word);
        (bool success, ) = address(manager).staticcall(data);
        vm.assertFalse(success, "dirty word accepted");
        (success, ) = address(manager).staticcall(clean);
        vm.assertTrue(success, "clean word refused");
    }

    function _wordAt(bytes memory data, uint256 position) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 0x20), position))
        }
    }

    function _setWord(bytes memory data, uint256 position, uint256 word) private pure {
        assembly ("memory-safe") {
            mstore(add(add(data, 0x20), position), word)
        }
    }
}
