// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {CredentialTree} from "../../../support/CredentialTree.sol";
import {
    BatchLeaf,
    CredentialStatus,
    ICredentialLedger
} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

contract CredentialLedgerRevokeLeafTest is CredentialLedgerTest {
    using CredentialTree for CredentialTree.Tree;

    function testFuzz_RevokesOneOfABatch(uint256 size, uint256 index) public {
        size = bound(size, 1, 40);
        index = bound(index, 0, size - 1);
        CredentialTree.Tree memory tree = issueTree("batch", size);
        BatchLeaf memory leaf = tree.leaf(index);
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.CredentialRevoked(issuer, leaf.credentialDigest, tree.rootOf(), issuer, REASON);
        revokeLeaf(leaf);
        for (uint256 i = 0; i < size; ++i) {
            assertLeafStatus(tree.leaf(i), i == index ? CredentialStatus.Revoked : CredentialStatus.Active);
        }
        assertIssuerVolume(issuer, size, 1);
        assertSchemaVolume(SCHEMA, size, 1);
        (, , uint32 revoked, , ) = ledger.batchOf(issuer, tree.rootOf());
        vm.assertEq(uint256(revoked), 1, "revoked of batch");
    }

    function test_RevokesTheDigestInEveryBatchAndSingly() public {
        bytes32[] memory digests = issueTree("batch", 2).digests;
        CredentialTree.Tree memory renewed = CredentialTree.over(digests, EXPIRY + 1 days);
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, renewed.rootOf(), 2);
        issue(issuer, digests[0]);
        revokeLeaf(CredentialTree.over(digests, EXPIRY).leaf(0));
        assertLeafStatus(renewed.leaf(0), CredentialStatus.Revoked);
        assertLeafStatus(renewed.leaf(1), CredentialStatus.Active);
        assertStatus(digests[0], CredentialStatus.Revoked);
        vm.expectRevert(already(digests[0]));
        revokeLeaf(renewed.leaf(0));
        vm.expectRevert(already(digests[0]));
        revoke(digests[0]);
    }

    function test_ARevokedLeafIsRevokedWithoutItsProofAndNeverIssuedAgain() public {
        BatchLeaf memory leaf = issueTree("batch", 3).leaf(1);
        assertStatus(leaf.credentialDigest, CredentialStatus.Unknown);
        revokeLeaf(leaf);
        assertStatus(leaf.credentialDigest, CredentialStatus.Revoked);
        vm.expectRevert(
            abi.encodeWithSelector(ICredentialLedger.CredentialAlreadyKnown.selector, issuer, leaf.credentialDigest)
        );
        issue(issuer, leaf.credentialDigest);
    }

    function test_RevertWhen_RevokedAlready() public {
        BatchLeaf memory leaf = issueTree("batch", 3).leaf(1);
        revokeLeaf(leaf);
        vm.expectRevert(already(leaf.credentialDigest));
        revokeLeaf(leaf);
        assertIssuerVolume(issuer, 3, 1);
    }

    function test_RevertWhen_TheProofFails() public {
        CredentialTree.Tree memory tree = issueTree("batch", 5);
        BatchLeaf memory leaf = tree.leaf(2);
        leaf.credentialDigest = CREDENTIAL;
        refuse(leaf);
        leaf = tree.leaf(2);
        leaf.expiresAt += 1;
        refuse(leaf);
        leaf = tree.leaf(2);
        leaf.proof[0] = REASON;
        refuse(leaf);
        leaf = tree.leaf(2);
        leaf.proof = new bytes32[](0);
        refuse(leaf);
    }

    function test_RevertWhen_TheBatchIsUnknownOrAnothers() public {
        BatchLeaf memory leaf = issueTree("batch", 3).leaf(1);
        vm.expectRevert(abi.encodeWithSelector(ICredentialLedger.UnknownBatch.selector, otherIssuer, leaf.root));
        vm.prank(otherIssuer);
        ledger.revokeLeaf(leaf, REASON);
        leaf.root = REASON;
        vm.expectRevert(abi.encodeWithSelector(ICredentialLedger.UnknownBatch.selector, issuer, REASON));
        revokeLeaf(leaf);
    }

    function test_RevertWhen_TheBatchIsRevoked() public {
        BatchLeaf memory leaf = issueTree("batch", 3).leaf(1);
        revokeBatch(leaf.root);
        vm.expectRevert(abi.encodeWithSelector(ICredentialLedger.BatchAlreadyRevoked.selector, issuer, leaf.root));
        revokeLeaf(leaf);
    }

    function test_TheIdentityAuthorityRevokesForAnIssuerInEveryMode() public {
        CredentialTree.Tree memory tree = issueTree("batch", 3);
        modes.setMode(service, Mode.Halted);
        modes.setMode(SystemIds.issuer(issuer), Mode.Halted);
        bytes32 digest = tree.digests[0];
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.CredentialRevoked(issuer, digest, tree.rootOf(), identityAuthority, REASON);
        vm.prank(identityAuthority);
        ledger.revokeLeafFor(issuer, tree.leaf(0), REASON);
        revokeLeaf(tree.leaf(1));
        assertIssuerVolume(issuer, 3, 2);
    }

    function test_RevertWhen_NoReasonIsGiven() public {
        BatchLeaf memory leaf = issueTree("batch", 3).leaf(1);
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        vm.prank(issuer);
        ledger.revokeLeaf(leaf, bytes32(0));
    }

    function test_RevertWhen_TheRoleIsTheOthers() public {
        BatchLeaf memory leaf = issueTree("batch", 3).leaf(1);
        expectUnauthorized(identityAuthority);
        ledger.revokeLeaf(leaf, REASON);
        expectUnauthorized(issuer);
        ledger.revokeLeafFor(issuer, leaf, REASON);
    }

    function refuse(BatchLeaf memory leaf) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICredentialLedger.NotInBatch.selector, leaf.root, leaf.credentialDigest)
        );
        revokeLeaf(leaf);
    }

    function already(bytes32 credentialDigest) private view returns (bytes memory) {
        return abi.encodeWithSelector(ICredentialLedger.CredentialAlreadyRevoked.selector, issuer, credentialDigest);
    }
}
