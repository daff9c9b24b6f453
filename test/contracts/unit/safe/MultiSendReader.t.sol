// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MultiSendReader} from "../../../../contracts/safe/libraries/MultiSendReader.sol";

import {ReaderProbe} from "../../mocks/ReaderProbe.sol";
import {SafeKit} from "../../support/SafeKit.sol";

/// @notice What is read from a batch is what MultiSendCallOnly does, or nothing.
contract MultiSendReaderTest is SafeKit {
    address private constant SAFE = address(0x5AFE);

    ReaderProbe private reader;

    function setUp() public {
        deploySafeContracts();
        reader = new ReaderProbe();
    }

    // -------------------------------------------------------------------------------------------------- reading

    function testFuzz_ReadsWhatWasEncoded(
        address[4] calldata to,
        uint256[4] calldata value,
        bytes[4] calldata data,
        uint8 count
    ) external view {
        count = uint8(bound(count, 1, 4));
        bytes memory packed;
        for (uint256 i = 0; i < count; ++i) packed = bytes.concat(packed, packCall(to[i], value[i], data[i]));

        ReaderProbe.Call[] memory calls = reader.calls(encode(packed), SAFE);
        vm.assertEq(calls.length, count, "number of calls");
        for (uint256 i = 0; i < count; ++i) {
            vm.assertEq(calls[i].to, to[i] == address(0) ? SAFE : to[i], "to");
            vm.assertEq(calls[i].value, value[i], "value");
            vm.assertEq(calls[i].data, data[i], "data");
        }
    }

    function test_ZeroAddressIsTheSafe() external view {
        vm.assertEq(reader.calls(encode(packCall(address(0), 0, "")), SAFE)[0].to, SAFE, "to");
    }

    /**
     * @dev Garbage is refused, or is exactly what the reference encoder makes of the calls that were read: no second
     * encoding passes.
     */
    function testFuzz_AcceptsOneEncodingOnly(bytes calldata garbage, uint256 position, uint8 with) external view {
        _assertCanonicalOrRefused(garbage);
        _assertCanonicalOrRefused(bytes.concat(hex"8d80ff0a", garbage));
        _assertCanonicalOrRefused(encode(garbage));

        bytes memory payload = encode(bytes.concat(packCall(SAFE, 1, garbage), packCall(address(7), 0, "")));
        payload[bound(position, 0, payload.length - 1)] = bytes1(with);
        _assertCanonicalOrRefused(payload);
    }

    // --------------------------------------------------------------------------------------------------- refusals

    function test_RefusesAnotherFunction() external {
        refuse("", abi.encodeWithSelector(MultiSendReader.NotMultiSend.selector, bytes4(0)));
        refuse(hex"8d80ff", abi.encodeWithSelector(MultiSendReader.NotMultiSend.selector, bytes4(0)));
        refuse(hex"8d80ff0b", abi.encodeWithSelector(MultiSendReader.NotMultiSend.selector, bytes4(hex"8d80ff0b")));
    }

    function test_RefusesOtherEncodings() external {
        bytes memory packed = packCall(SAFE, 0, "");
        bytes4 selector = 0x8d80ff0a;
        bytes memory padding = new bytes(11);
        bytes memory reason = abi.encodeWithSelector(MultiSendReader.NonCanonicalBatch.selector);

        refuse(hex"8d80ff0a", reason);
        // Head elsewhere.
        refuse(abi.encodePacked(selector, uint256(0x40), uint256(0), packed.length, packed, padding), reason);
        // Unpadded, and padded with something.
        refuse(abi.encodePacked(selector, uint256(0x20), packed.length, packed), reason);
        padding[10] = 0x01;
        refuse(abi.encodePacked(selector, uint256(0x20), packed.length, packed, padding), reason);
        padding[10] = 0x00;
        // Bytes after the argument; a length beyond the bytes, or beyond all bytes.
        refuse(abi.encodePacked(selector, uint256(0x20), packed.length, packed, padding, uint256(0)), reason);
        refuse(abi.encodePacked(selector, uint256(0x20), packed.length + 96, packed, padding), reason);
        refuse(abi.encodePacked(selector, uint256(0x20), type(uint256).max, packed, padding), reason);

        vm.assertEq(
            reader.calls(abi.encodePacked(selector, uint256(0x20), packed.length, packed, padding), SAFE).length,
            1,
            "but this one"
        );
    }

    function test_RefusesAnEmptyBatch() external {
        refuse(encode(""), abi.encodeWithSelector(MultiSendReader.EmptyBatch.selector));
    }

    /// @dev MultiSendCallOnly takes operations above 1 for a call that failed without being made, and 1 for a fault.
    function testFuzz_RefusesOperations(uint8 operation) external {
        operation = uint8(bound(operation, 1, 255));
        bytes memory second = packCall(SAFE, 0, "");
        second[0] = bytes1(operation);
        refuse(
            encode(bytes.concat(packCall(SAFE, 0, hex"01"), second)),
            abi.encodeWithSelector(MultiSendReader.BatchOperationRefused.selector, 86, operation)
        );
    }

    /// @dev MultiSendCallOnly would read beyond the argument: what it then does, nobody has judged.
    function test_RefusesTruncatedEntries() external {
        bytes memory packed = packCall(SAFE, 0, hex"0102");
        bytes memory shorter = new bytes(packed.length - 1);
        for (uint256 i = 0; i < shorter.length; ++i) shorter[i] = packed[i];
        refuse(encode(shorter), abi.encodeWithSelector(MultiSendReader.TruncatedBatch.selector, 0));
        refuse(
            encode(bytes.concat(packed, hex"00")),
            abi.encodeWithSelector(MultiSendReader.TruncatedBatch.selector, packed.length)
        );
        bytes memory endless = abi.encodePacked(uint8(0), SAFE, uint256(0), type(uint256).max);
        refuse(encode(endless), abi.encodeWithSelector(MultiSendReader.TruncatedBatch.selector, 0));
    }

    // -------------------------------------------------------------------------------------------------- reference

    /// @dev What the real MultiSendCallOnly does with a batch, seen by the contracts that it calls.
    function testFuzz_MultiSendDoesWhatWasRead(bytes[3] calldata data, uint8 count) external {
        count = uint8(bound(count, 1, 3));
        CallKeeper keeper = new CallKeeper();
        bytes memory packed;
        for (uint256 i = 0; i < count; ++i) packed = bytes.concat(packed, packCall(address(keeper), 0, data[i]));

        ReaderProbe.Call[] memory calls = reader.calls(encode(packed), SAFE);
        (bool success, ) = multiSendCallOnly.call(encode(packed));
        vm.assertTrue(success, "sent");
        vm.assertEq(keeper.count(), calls.length, "number of calls");
        for (uint256 i = 0; i < calls.length; ++i) vm.assertEq(keeper.data(i), calls[i].data, "data");
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    function _assertCanonicalOrRefused(bytes memory payload) private view {
        try reader.calls(payload, SAFE) returns (ReaderProbe.Call[] memory calls) {
            bytes memory again;
            bytes memory asZero;
            for (uint256 i = 0; i < calls.length; ++i) {
                again = bytes.concat(again, packCall(calls[i].to, calls[i].value, calls[i].data));
                address to = calls[i].to == SAFE ? address(0) : calls[i].to;
                asZero = bytes.concat(asZero, packCall(to, calls[i].value, calls[i].data));
            }
            bool same = keccak256(payload) == keccak256(encode(again));
            vm.assertTrue(same || keccak256(payload) == keccak256(encode(asZero)), "another encoding passed");
        } catch (bytes memory reason) {
            // An error of the reader's own; never a panic, never an index out of bounds.
            vm.assertTrue(reason.length >= 4 && bytes4(reason) != 0x4e487b71, "refused for a reason");
        }
    }

    function encode(bytes memory packed) private pure returns (bytes memory) {
        return abi.encodeWithSignature("multiSend(bytes)", packed);
    }

    function refuse(bytes memory payload, bytes memory reason) private {
        vm.expectRevert(reason);
        reader.calls(payload, SAFE);
    }
}

/// @notice Keeps the calldata that it gets.
contract CallKeeper {
    bytes[] private _calls;

    // Tests tell its two getters from what it keeps by their names alone, so fuzzed data must not hit them.
    fallback(bytes calldata given) external payable returns (bytes memory) {
        _calls.push(given);
        return "";
    }

    receive() external payable {
        _calls.push("");
    }

    function count() external view returns (uint256) {
        return _calls.length;
    }

    function data(uint256 index) external view returns (bytes memory) {
        return _calls[index];
    }
}
