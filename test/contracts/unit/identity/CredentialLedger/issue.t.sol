// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Credentials} from "../../../../../contracts/identity/libraries/Credentials.sol";
import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {CredentialStatus, ICredentialLedger} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {IKeyRegistry} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

contract CredentialLedgerIssueTest is CredentialLedgerTest {
    function test_IssuesUnderTheCaller() public {
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.CredentialIssued(issuer, CREDENTIAL, SCHEMA, EXPIRY);
        issue(issuer, CREDENTIAL);
        (bytes32 schemaId, uint40 issuedAt, uint40 expiresAt, uint40 revokedAt) = ledger.credentialOf(
            issuer,
            CREDENTIAL
        );
        vm.assertEq(schemaId, SCHEMA, "schema");
        vm.assertEq(uint256(issuedAt), NOW, "issued");
        vm.assertEq(uint256(expiresAt), EXPIRY, "expiry");
        vm.assertEq(uint256(revokedAt), 0, "not revoked");
        assertStatus(CREDENTIAL, CredentialStatus.Active);
    }

    function test_CountsIssuerSchemaAndTheServicesVolume() public {
        issue(issuer, CREDENTIAL);
        issue(issuer, keccak256("second"));
        vm.prank(issuer);
        ledger.issue(keccak256("other schema"), keccak256("third"), EXPIRY);
        issue(otherIssuer, CREDENTIAL);
        assertIssuerVolume(issuer, 3, 0);
        assertIssuerVolume(otherIssuer, 1, 0);
        assertSchemaVolume(SCHEMA, 3, 0);
        assertSchemaVolume(keccak256("other schema"), 1, 0);
        vm.assertEq(modes.metered(service), 4, "drawn from the service");
        (bytes32 schemaId, , , ) = ledger.credentialOf(issuer, keccak256("third"));
        vm.assertEq(schemaId, keccak256("other schema"), "schemas keep their numbers");
    }

    function test_NobodyOccupiesADigestOfAnotherIssuer() public {
        issue(otherIssuer, CREDENTIAL);
        assertStatus(CREDENTIAL, CredentialStatus.Unknown);
        issue(issuer, CREDENTIAL);
        assertStatus(CREDENTIAL, CredentialStatus.Active);
    }

    function test_RevertWhen_TheDigestIsKnown() public {
        issue(issuer, CREDENTIAL);
        bytes memory known = abi.encodeWithSelector(
            ICredentialLedger.CredentialAlreadyKnown.selector,
            issuer,
            CREDENTIAL
        );
        vm.expectRevert(known);
        issue(issuer, CREDENTIAL);
        revoke(CREDENTIAL);
        vm.expectRevert(known);
        issue(issuer, CREDENTIAL);
    }

    function test_RevertWhen_TheDigestIsMissing() public {
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        issue(issuer, bytes32(0));
    }

    function test_TakesTheBoundsOfTheExpiry() public {
        vm.startPrank(issuer);
        ledger.issue(SCHEMA, keccak256("shortest"), NOW + 1);
        ledger.issue(SCHEMA, keccak256("longest"), NOW + Credentials.MAX_VALIDITY);
        vm.stopPrank();
    }

    function testFuzz_RevertWhen_TheExpiryIsOutOfBounds(uint40 expiresAt) public {
        vm.assume(expiresAt <= NOW || expiresAt > NOW + Credentials.MAX_VALIDITY);
        refuseExpiry(expiresAt);
    }

    function test_RevertWhen_TheExpiryIsJustOutOfBounds() public {
        refuseExpiry(0);
        refuseExpiry(NOW);
        refuseExpiry(NOW + Credentials.MAX_VALIDITY + 1);
    }

    function test_AFrozenIssuerStopsAlone() public {
        modes.setMode(SystemIds.issuer(issuer), Mode.Halted);
        vm.expectRevert(restricted(SystemIds.issuer(issuer), Mode.Halted, Operation.Issue));
        issue(issuer, CREDENTIAL);
        issue(otherIssuer, CREDENTIAL);
    }

    function test_RevertWhen_TheServiceIsRestricted() public {
        modes.setMode(service, Mode.ReadOnly);
        vm.expectRevert(restricted(service, Mode.ReadOnly, Operation.Issue));
        issue(issuer, CREDENTIAL);
    }

    function test_LimitedIssuesUpToTheVolume() public {
        modes.setMode(service, Mode.Limited);
        modes.setAvailable(service, 1);
        issue(issuer, CREDENTIAL);
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, service, 1, 0));
        issue(issuer, keccak256("second"));
    }

    function test_RevertWhen_TheLedgerIsNotOfTheService() public {
        modes.assignSystem(address(ledger), bytes32(0));
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.NotOfSystem.selector, address(ledger), service));
        issue(issuer, CREDENTIAL);
    }

    function test_RevertWhen_TheCallerIsNoIssuer() public {
        expectUnauthorized(identityAuthority);
        ledger.issue(SCHEMA, CREDENTIAL, EXPIRY);
    }

    function refuseExpiry(uint40 expiresAt) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ICredentialLedger.ExpiryOutOfBounds.selector,
                expiresAt,
                NOW + 1,
                NOW + Credentials.MAX_VALIDITY
            )
        );
        vm.prank(issuer);
        ledger.issue(SCHEMA, CREDENTIAL, expiresAt);
    }

    function test_RevertWhen_TheIssuerHasNoUsableKey() public {
        keys.lose(issuer);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.IssuerKeyMissing.selector, issuer));
        issue(issuer, CREDENTIAL);
        issue(otherIssuer, CREDENTIAL);
        assertIssuerVolume(issuer, 0, 0);
        assertIssuerVolume(otherIssuer, 1, 0);
        vm.assertEq(modes.metered(service), 1, "nothing is drawn");
    }

    function test_RevertWhen_TheIssuerIsNotAccreditedForTheSchema() public {
        vm.expectRevert(suspendIssuer(issuer, SCHEMA));
        issue(issuer, CREDENTIAL);
        assertSchemaVolume(SCHEMA, 0, 0);
        vm.assertEq(modes.metered(service), 0, "nothing is drawn");
        vm.prank(issuer);
        ledger.issue(keccak256("other schema"), CREDENTIAL, EXPIRY);
        issue(otherIssuer, CREDENTIAL);
    }
}
