// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialBatches} from "../../../../../contracts/identity/libraries/CredentialBatches.sol";
import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {ICredentialLedger} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

contract CredentialLedgerRecordVerificationBatchTest is CredentialLedgerTest {
    bytes32 private constant ROOT = keccak256("root");

    function testFuzz_RecordsCountedRoots(uint32 count, uint32 accepted) public {
        count = uint32(bound(count, 1, CredentialBatches.MAX_COUNT));
        accepted = uint32(bound(accepted, 0, count));
        vm.assertEq(uint256(ledger.verificationBatchAt(verifier, ROOT)), 0, "never");
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.VerificationBatchRecorded(verifier, ROOT, count, accepted);
        record(ROOT, count, accepted);
        assertVerifierVolume(count, accepted);
        vm.assertEq(uint256(ledger.verificationBatchAt(verifier, ROOT)), NOW, "recorded");
    }

    function test_RevertWhen_RecordedAlready() public {
        record(ROOT, 3, 3);
        vm.expectRevert(
            abi.encodeWithSelector(ICredentialLedger.VerificationBatchAlreadyRecorded.selector, verifier, ROOT)
        );
        record(ROOT, 4, 4);
        assertVerifierVolume(3, 3);
    }

    function test_ARootOfCredentialsIsNoRootOfVerifications() public {
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, ROOT, 3);
        record(ROOT, 2, 1);
        assertIssuerVolume(issuer, 3, 0);
        assertVerifierVolume(2, 1);
    }

    function test_RevertWhen_OutOfBounds() public {
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        record(bytes32(0), 3, 3);
        refuseCount(0);
        refuseCount(CredentialBatches.MAX_COUNT + 1);
        vm.expectRevert(abi.encodeWithSelector(ICredentialLedger.AcceptedAboveCount.selector, 4, 3));
        record(ROOT, 3, 4);
    }

    function test_ReadOnlyVerifiesAndHaltedDoesNot() public {
        modes.setMode(service, Mode.ReadOnly);
        record(ROOT, 3, 3);
        modes.setMode(service, Mode.Halted);
        vm.expectRevert(restricted(service, Mode.Halted, Operation.Verify));
        record(keccak256("second"), 3, 3);
    }

    function test_RevertWhen_TheVerifierIsNotAccredited() public {
        vm.expectRevert(suspendVerifier());
        record(ROOT, 3, 3);
        assertVerifierVolume(0, 0);
    }

    function test_RevertWhen_TheCallerIsNoVerifier() public {
        expectUnauthorized(stranger);
        ledger.recordVerificationBatch(ROOT, 3, 3);
    }

    function record(bytes32 root, uint32 count, uint32 accepted) private {
        vm.prank(verifier);
        ledger.recordVerificationBatch(root, count, accepted);
    }

    function refuseCount(uint32 count) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICredentialLedger.CountOutOfBounds.selector, count, 1, CredentialBatches.MAX_COUNT)
        );
        record(ROOT, count, 0);
    }
}
