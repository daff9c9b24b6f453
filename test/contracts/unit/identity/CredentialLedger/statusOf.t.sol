// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Credentials} from "../../../../../contracts/identity/libraries/Credentials.sol";
import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {CredentialTree} from "../../../support/CredentialTree.sol";
import {BatchLeaf, CredentialStatus} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";

contract CredentialLedgerStatusOfTest is CredentialLedgerTest {
    using CredentialTree for CredentialTree.Tree;

    function testFuzz_IsActiveUntilItExpires(uint256 validity, uint256 later) public {
        validity = bound(validity, 1, Credentials.MAX_VALIDITY);
        later = bound(later, 0, 2 * uint256(Credentials.MAX_VALIDITY));
        assertStatus(CREDENTIAL, CredentialStatus.Unknown);
        CredentialTree.Tree memory tree = CredentialTree.grow("batch", 3, uint40(NOW + validity));
        vm.startPrank(issuer);
        ledger.issue(SCHEMA, CREDENTIAL, uint40(NOW + validity));
        ledger.issueBatch(SCHEMA, tree.rootOf(), 3);
        vm.stopPrank();
        vm.warp(NOW + later);
        CredentialStatus expected = later < validity ? CredentialStatus.Active : CredentialStatus.Expired;
        assertStatus(CREDENTIAL, expected);
        assertLeafStatus(tree.leaf(1), expected);
    }

    function test_ALeafExpiresAtTheLatestAsAnyCredential() public {
        CredentialTree.Tree memory tree = CredentialTree.grow("batch", 3, type(uint40).max);
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, tree.rootOf(), 3);
        vm.warp(NOW + Credentials.MAX_VALIDITY - 1);
        assertLeafStatus(tree.leaf(0), CredentialStatus.Active);
        vm.warp(NOW + Credentials.MAX_VALIDITY);
        assertLeafStatus(tree.leaf(0), CredentialStatus.Expired);
    }

    function test_ALeafIsUnknownWithoutItsBatchIssuerOrProof() public {
        CredentialTree.Tree memory tree = CredentialTree.grow("batch", 3, EXPIRY);
        assertLeafStatus(tree.leaf(0), CredentialStatus.Unknown);
        issueTree("batch", 3);
        bool unknown = ledger.statusOfLeaf(otherIssuer, tree.leaf(0)) == CredentialStatus.Unknown;
        vm.assertTrue(unknown, "of another issuer");
        BatchLeaf memory leaf = tree.leaf(0);
        leaf.expiresAt += 1;
        assertLeafStatus(leaf, CredentialStatus.Unknown);
    }

    function testFuzz_NoLeafIsDeeperThanTheCountAllows(uint256 size, uint256 count) public {
        size = bound(size, 1, 64);
        count = bound(count, 1, size);
        CredentialTree.Tree memory tree = CredentialTree.grow("batch", size, EXPIRY);
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, tree.rootOf(), uint32(count));
        for (uint256 i = 0; i < size; ++i) {
            BatchLeaf memory leaf = tree.leaf(i);
            bool fits = uint256(1) << leaf.proof.length < 2 * count;
            assertLeafStatus(leaf, fits ? CredentialStatus.Active : CredentialStatus.Unknown);
        }
    }

    function test_ALeafWithoutADigestIsUnknown() public {
        CredentialTree.Tree memory tree = CredentialTree.over(new bytes32[](1), EXPIRY);
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, tree.rootOf(), 1);
        assertLeafStatus(tree.leaf(0), CredentialStatus.Unknown);
    }

    /// @dev Root and proof by `StandardMerkleTree` of @openzeppelin/merkle-tree 1.0.8, rows ("credential a", 1900000000)
    /// to ("credential e", 1900000004).
    function test_AcceptsTreesOfOpenZeppelinsLibrary() public {
        bytes32[] memory proof = new bytes32[](3);
        proof[0] = 0x255a7e219da4afcf3a4fb7acb9f392c90eba9301aac7a9383c8f39a6723a1124;
        proof[1] = 0xfeafb04b5ef02624d7eac4a480eefabbecee01572a38fd3ead45126e3969394d;
        proof[2] = 0x0d78137c4096041445c364c32802b2ab90066c848bee6210ebb633888ed16fae;
        bytes32 root = 0xead3d259bc23f7294548ee2f576e0397cbf86bc43c43e4fa80aecd4c19b95559;
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, root, 5);
        BatchLeaf memory leaf = BatchLeaf(root, keccak256("credential c"), 1_900_000_002, proof);
        assertLeafStatus(leaf, CredentialStatus.Active);
        vm.warp(1_900_000_002);
        assertLeafStatus(leaf, CredentialStatus.Expired);
    }
}
