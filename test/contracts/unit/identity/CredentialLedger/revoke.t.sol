// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {CredentialStatus, ICredentialLedger} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

contract CredentialLedgerRevokeTest is CredentialLedgerTest {
    function test_RevokesAndCounts() public {
        issue(issuer, CREDENTIAL);
        vm.warp(NOW + 1 days);
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.CredentialRevoked(issuer, CREDENTIAL, bytes32(0), issuer, REASON);
        revoke(CREDENTIAL);
        assertStatus(CREDENTIAL, CredentialStatus.Revoked);
        (bytes32 schemaId, uint40 issuedAt, uint40 expiresAt, uint40 revokedAt) = ledger.credentialOf(
            issuer,
            CREDENTIAL
        );
        vm.assertEq(schemaId, SCHEMA, "schema stays");
        vm.assertEq(uint256(issuedAt), NOW, "issue stays");
        vm.assertEq(uint256(expiresAt), EXPIRY, "expiry stays");
        vm.assertEq(uint256(revokedAt), NOW + 1 days, "revoked");
        assertIssuerVolume(issuer, 1, 1);
        assertSchemaVolume(SCHEMA, 1, 1);
    }

    function testFuzz_ARevokedCredentialStaysRevoked(uint40 later) public {
        issue(issuer, CREDENTIAL);
        revoke(CREDENTIAL);
        vm.warp(uint256(NOW) + later);
        assertStatus(CREDENTIAL, CredentialStatus.Revoked);
    }

    function test_AnExpiredCredentialCanBeRevoked() public {
        issue(issuer, CREDENTIAL);
        vm.warp(EXPIRY);
        revoke(CREDENTIAL);
        assertStatus(CREDENTIAL, CredentialStatus.Revoked);
    }

    function test_NoModeBlocksRevocation() public {
        issue(issuer, CREDENTIAL);
        issue(issuer, keccak256("second"));
        modes.setMode(service, Mode.Halted);
        modes.setMode(SystemIds.issuer(issuer), Mode.Halted);
        modes.assignSystem(address(ledger), bytes32(0));
        revoke(CREDENTIAL);
        revokeFor(keccak256("second"));
        assertIssuerVolume(issuer, 2, 2);
    }

    function test_WhoeverLostTheAccreditationStillRevokes() public {
        issue(issuer, CREDENTIAL);
        suspendIssuer(issuer, SCHEMA);
        keys.lose(issuer);
        revoke(CREDENTIAL);
        assertStatus(CREDENTIAL, CredentialStatus.Revoked);
    }

    function test_TheIdentityAuthorityRevokesForAnIssuer() public {
        issue(issuer, CREDENTIAL);
        issue(otherIssuer, CREDENTIAL);
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.CredentialRevoked(issuer, CREDENTIAL, bytes32(0), identityAuthority, REASON);
        revokeFor(CREDENTIAL);
        assertStatus(CREDENTIAL, CredentialStatus.Revoked);
        assertIssuerVolume(issuer, 1, 1);
        assertIssuerVolume(otherIssuer, 1, 0);
        assertSchemaVolume(SCHEMA, 2, 1);
        bool untouched = ledger.statusOf(otherIssuer, CREDENTIAL) == CredentialStatus.Active;
        vm.assertTrue(untouched, "the other issuer's credential stands");
    }

    function test_RevertWhen_TheCredentialIsOfAnotherIssuer() public {
        issue(otherIssuer, CREDENTIAL);
        bytes memory unknown = abi.encodeWithSelector(ICredentialLedger.UnknownCredential.selector, issuer, CREDENTIAL);
        vm.expectRevert(unknown);
        revoke(CREDENTIAL);
        vm.expectRevert(unknown);
        revokeFor(CREDENTIAL);
    }

    function test_RevertWhen_RevokedAlready() public {
        issue(issuer, CREDENTIAL);
        revoke(CREDENTIAL);
        bytes memory already = abi.encodeWithSelector(
            ICredentialLedger.CredentialAlreadyRevoked.selector,
            issuer,
            CREDENTIAL
        );
        vm.expectRevert(already);
        revoke(CREDENTIAL);
        vm.expectRevert(already);
        revokeFor(CREDENTIAL);
        assertIssuerVolume(issuer, 1, 1);
    }

    function test_RevertWhen_NoReasonIsGiven() public {
        issue(issuer, CREDENTIAL);
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        vm.prank(issuer);
        ledger.revoke(CREDENTIAL, bytes32(0));
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        vm.prank(identityAuthority);
        ledger.revokeFor(issuer, CREDENTIAL, bytes32(0));
        assertStatus(CREDENTIAL, CredentialStatus.Active);
    }

    function test_RevertWhen_TheRoleIsTheOthers() public {
        issue(issuer, CREDENTIAL);
        expectUnauthorized(identityAuthority);
        ledger.revoke(CREDENTIAL, REASON);
        expectUnauthorized(issuer);
        ledger.revokeFor(issuer, CREDENTIAL, REASON);
        expectUnauthorized(otherIssuer);
        ledger.revokeFor(issuer, CREDENTIAL, REASON);
    }

    function revokeFor(bytes32 credentialDigest) private {
        vm.prank(identityAuthority);
        ledger.revokeFor(issuer, credentialDigest, REASON);
    }
}
