// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SignatureReader} from "../../../../contracts/safe/libraries/SignatureReader.sol";

import {ReaderProbe} from "../../mocks/ReaderProbe.sol";
import {Test} from "../../support/Test.sol";

/// @notice Signers are read as the Safe reads them, for each kind of record, and only from the records that it verified.
contract SignatureReaderTest is Test {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    ReaderProbe private reader;

    function setUp() public {
        reader = new ReaderProbe();
    }

    /// @dev The reference is the Safe's own rule, written down again.
    function testFuzz_ReadsEveryV(uint8 v, bytes32 r, bytes32 s, bytes32 hash) external {
        address expected;
        if (v == 0 || v == 1) expected = address(uint160(uint256(r)));
        else if (v > 30) expected = ecrecover(ethSigned(hash), v - 4, r, s);
        else expected = ecrecover(hash, v, r, s);

        bytes memory record = abi.encodePacked(r, s, v);
        if (expected == address(0)) {
            vm.expectRevert(abi.encodeWithSelector(SignatureReader.UnrecoverableSignature.selector, 0));
            reader.signers(record, hash, 1);
        } else {
            vm.assertEq(reader.signers(record, hash, 1)[0], expected, "signer");
        }
    }

    function testFuzz_RecoversPlainAndEthSign(uint256 key, bytes32 hash, bool ethSign, bool highS) external view {
        key = bound(key, 1, ORDER - 1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, ethSign ? ethSigned(hash) : hash);
        if (highS) (v, s) = (v == 27 ? 28 : 27, bytes32(ORDER - uint256(s)));
        if (ethSign) v += 4;
        vm.assertEq(reader.signers(abi.encodePacked(r, s, v), hash, 1)[0], vm.addr(key), "signer");
    }

    function test_EveryVOnce() external {
        for (uint256 v = 0; v < 256; ++v) {
            bytes memory record = abi.encodePacked(uint256(uint160(address(this))), uint256(1), uint8(v));
            bool recovers = v == 27 || v == 28 || v == 31 || v == 32;
            if (v < 2) {
                vm.assertEq(reader.signers(record, bytes32(0), 1)[0], address(this), "named");
            } else if (!recovers) {
                vm.expectRevert(abi.encodeWithSelector(SignatureReader.UnrecoverableSignature.selector, 0));
                reader.signers(record, bytes32(0), 1);
            }
        }
    }

    /// @dev The upper bits of a named signer are the Safe's to ignore, so they are ours.
    function testFuzz_NamedSignersAreTheLowBits(uint256 r, bytes32 s, bool approved) external view {
        vm.assume(uint160(r) != 0);
        bytes memory record = abi.encodePacked(r, s, uint8(approved ? 1 : 0));
        vm.assertEq(reader.signers(record, bytes32(0), 1)[0], address(uint160(r)), "signer");
    }

    /// @dev Whatever follows was verified by nobody.
    function testFuzz_ReadsExactlyCountRecords(uint8 count, uint8 extra, bytes calldata tail) external view {
        count = uint8(bound(count, 1, 8));
        extra = uint8(bound(extra, 0, 4));
        bytes memory records;
        for (uint256 i = 0; i < uint256(count) + extra; ++i) {
            records = bytes.concat(records, abi.encodePacked(i + 1, uint256(0), uint8(1)));
        }
        address[] memory signers = reader.signers(bytes.concat(records, tail), bytes32(0), count);
        vm.assertEq(signers.length, count, "number of signers");
        for (uint256 i = 0; i < count; ++i) vm.assertEq(signers[i], address(uint160(i + 1)), "in order");
    }

    function testFuzz_RefusesTooFewBytes(bytes calldata signatures, uint256 count) external {
        count = bound(count, signatures.length / 65 + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(SignatureReader.SignaturesTooShort.selector, signatures.length, count));
        reader.signers(signatures, bytes32(0), count);
    }

    function ethSigned(bytes32 hash) private pure returns (bytes32) {
        return keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash));
    }
}
