// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {CredentialTree} from "../../../support/CredentialTree.sol";
import {
    BatchLeaf,
    CredentialStatus,
    ICredentialLedger
} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

contract CredentialLedgerRecordVerificationTest is CredentialLedgerTest {
    using CredentialTree for CredentialTree.Tree;

    function test_RecordsTheStatusOfTheChainBesideTheVerdict() public {
        expectRecord(CREDENTIAL, bytes32(0), CredentialStatus.Unknown, false);
        record(CREDENTIAL, false);
        issue(issuer, CREDENTIAL);
        expectRecord(CREDENTIAL, bytes32(0), CredentialStatus.Active, true);
        record(CREDENTIAL, true);
        vm.warp(EXPIRY);
        expectRecord(CREDENTIAL, bytes32(0), CredentialStatus.Expired, false);
        record(CREDENTIAL, false);
        revoke(CREDENTIAL);
        expectRecord(CREDENTIAL, bytes32(0), CredentialStatus.Revoked, true);
        record(CREDENTIAL, true);
        assertVerifierVolume(4, 2);
    }

    function test_RecordsTheStatusOfALeaf() public {
        CredentialTree.Tree memory tree = issueTree("batch", 5);
        BatchLeaf memory leaf = tree.leaf(3);
        expectRecord(leaf.credentialDigest, leaf.root, CredentialStatus.Active, true);
        recordLeaf(leaf, true);
        revokeLeaf(leaf);
        expectRecord(leaf.credentialDigest, leaf.root, CredentialStatus.Revoked, false);
        recordLeaf(leaf, false);
        leaf = tree.leaf(2);
        leaf.proof[0] = REASON;
        expectRecord(leaf.credentialDigest, leaf.root, CredentialStatus.Unknown, false);
        recordLeaf(leaf, false);
        assertVerifierVolume(3, 1);
    }

    function test_ReadOnlyStillVerifies() public {
        BatchLeaf memory leaf = issueTree("batch", 5).leaf(3);
        modes.setMode(service, Mode.ReadOnly);
        record(CREDENTIAL, false);
        recordLeaf(leaf, true);
        assertVerifierVolume(2, 1);
    }

    function test_AFrozenIssuersCredentialsCanBeChecked() public {
        issue(issuer, CREDENTIAL);
        modes.setMode(SystemIds.issuer(issuer), Mode.Halted);
        expectRecord(CREDENTIAL, bytes32(0), CredentialStatus.Active, false);
        record(CREDENTIAL, false);
    }

    function test_RevertWhen_TheServiceIsHalted() public {
        BatchLeaf memory leaf = issueTree("batch", 5).leaf(3);
        modes.setMode(service, Mode.Halted);
        bytes memory halted = restricted(service, Mode.Halted, Operation.Verify);
        vm.expectRevert(halted);
        record(CREDENTIAL, true);
        vm.expectRevert(halted);
        recordLeaf(leaf, true);
    }

    function test_RevertWhen_ADigestIsMissing() public {
        BatchLeaf memory leaf = issueTree("batch", 5).leaf(3);
        vm.startPrank(verifier);
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        ledger.recordVerification(issuer, bytes32(0), true, PURPOSE);
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        ledger.recordVerification(issuer, CREDENTIAL, true, bytes32(0));
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        ledger.recordLeafVerification(issuer, leaf, true, bytes32(0));
        leaf.root = bytes32(0);
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        ledger.recordLeafVerification(issuer, leaf, true, PURPOSE);
        leaf.root = REASON;
        leaf.credentialDigest = bytes32(0);
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        ledger.recordLeafVerification(issuer, leaf, true, PURPOSE);
        vm.stopPrank();
        assertVerifierVolume(0, 0);
    }

    function test_RevertWhen_TheCallerIsNoVerifier() public {
        BatchLeaf memory leaf = issueTree("batch", 5).leaf(3);
        expectUnauthorized(issuer);
        ledger.recordVerification(issuer, CREDENTIAL, true, PURPOSE);
        expectUnauthorized(issuer);
        ledger.recordLeafVerification(issuer, leaf, true, PURPOSE);
    }

    function test_RevertWhen_TheVerifierIsNotAccredited() public {
        BatchLeaf memory leaf = issueTree("batch", 5).leaf(3);
        bytes memory refusal = suspendVerifier();
        vm.expectRevert(refusal);
        record(CREDENTIAL, true);
        vm.expectRevert(refusal);
        recordLeaf(leaf, true);
        assertVerifierVolume(0, 0);
    }

    function record(bytes32 credentialDigest, bool accepted) private {
        vm.prank(verifier);
        ledger.recordVerification(issuer, credentialDigest, accepted, PURPOSE);
    }

    function recordLeaf(BatchLeaf memory leaf, bool accepted) private {
        vm.prank(verifier);
        ledger.recordLeafVerification(issuer, leaf, accepted, PURPOSE);
    }

    function expectRecord(bytes32 credentialDigest, bytes32 root, CredentialStatus status, bool accepted) private {
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.VerificationRecorded(
            verifier,
            issuer,
            credentialDigest,
            root,
            status,
            accepted,
            PURPOSE
        );
    }
}
