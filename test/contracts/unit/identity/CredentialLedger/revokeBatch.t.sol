// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {CredentialTree} from "../../../support/CredentialTree.sol";
import {CredentialStatus, ICredentialLedger} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

contract CredentialLedgerRevokeBatchTest is CredentialLedgerTest {
    using CredentialTree for CredentialTree.Tree;

    function testFuzz_RevokesWhatIsLeft(uint256 size, uint256 before) public {
        size = bound(size, 1, 30);
        before = bound(before, 0, size);
        CredentialTree.Tree memory tree = issueTree("batch", size);
        for (uint256 i = 0; i < before; ++i) revokeLeaf(tree.leaf(i));
        vm.warp(NOW + 1 days);
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.BatchRevoked(issuer, tree.rootOf(), issuer, uint32(size - before), REASON);
        revokeBatch(tree.rootOf());
        for (uint256 i = 0; i < size; ++i) assertLeafStatus(tree.leaf(i), CredentialStatus.Revoked);
        assertIssuerVolume(issuer, size, size);
        assertSchemaVolume(SCHEMA, size, size);
        (, , uint32 revoked, , uint40 revokedAt) = ledger.batchOf(issuer, tree.rootOf());
        vm.assertEq(uint256(revoked), before, "one by one");
        vm.assertEq(uint256(revokedAt), NOW + 1 days, "revoked");
    }

    /// @dev Three credentials under a count of two cannot be shown; four under a count of three can.
    function test_AnUnderstatedCountNeverBlocksRevocation() public {
        CredentialTree.Tree memory tree = CredentialTree.grow("batch", 4, EXPIRY);
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, tree.rootOf(), 3);
        for (uint256 i = 0; i < 4; ++i) revokeLeaf(tree.leaf(i));
        (, uint32 count, uint32 revoked, , ) = ledger.batchOf(issuer, tree.rootOf());
        vm.assertEq(uint256(count), 3, "what the issuer said");
        vm.assertEq(uint256(revoked), 4, "what was proven");
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.BatchRevoked(issuer, tree.rootOf(), issuer, 0, REASON);
        revokeBatch(tree.rootOf());
        assertIssuerVolume(issuer, 3, 4);
    }

    function test_OtherBatchesStand() public {
        CredentialTree.Tree memory tree = issueTree("batch", 3);
        CredentialTree.Tree memory other = issueTree("other", 3);
        revokeBatch(tree.rootOf());
        assertLeafStatus(other.leaf(0), CredentialStatus.Active);
        assertIssuerVolume(issuer, 6, 3);
    }

    function test_TheIdentityAuthorityRevokesForAnIssuerInEveryMode() public {
        bytes32 root = issueTree("batch", 3).rootOf();
        bytes32 second = issueTree("second", 2).rootOf();
        modes.setMode(service, Mode.Halted);
        modes.setMode(SystemIds.issuer(issuer), Mode.Halted);
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.BatchRevoked(issuer, root, identityAuthority, 3, REASON);
        vm.prank(identityAuthority);
        ledger.revokeBatchFor(issuer, root, REASON);
        revokeBatch(second);
        assertIssuerVolume(issuer, 5, 5);
    }

    function test_RevertWhen_UnknownOrRevoked() public {
        bytes32 root = issueTree("batch", 3).rootOf();
        vm.expectRevert(abi.encodeWithSelector(ICredentialLedger.UnknownBatch.selector, otherIssuer, root));
        vm.prank(otherIssuer);
        ledger.revokeBatch(root, REASON);
        revokeBatch(root);
        vm.expectRevert(abi.encodeWithSelector(ICredentialLedger.BatchAlreadyRevoked.selector, issuer, root));
        revokeBatch(root);
        assertIssuerVolume(issuer, 3, 3);
    }

    function test_RevertWhen_NoReasonIsGiven() public {
        bytes32 root = issueTree("batch", 3).rootOf();
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        vm.prank(issuer);
        ledger.revokeBatch(root, bytes32(0));
    }

    function test_RevertWhen_TheRoleIsTheOthers() public {
        bytes32 root = issueTree("batch", 3).rootOf();
        expectUnauthorized(identityAuthority);
        ledger.revokeBatch(root, REASON);
        expectUnauthorized(issuer);
        ledger.revokeBatchFor(issuer, root, REASON);
    }
}
