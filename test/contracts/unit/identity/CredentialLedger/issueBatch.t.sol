// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialBatches} from "../../../../../contracts/identity/libraries/CredentialBatches.sol";
import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {ICredentialLedger} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {IKeyRegistry} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

contract CredentialLedgerIssueBatchTest is CredentialLedgerTest {
    bytes32 private constant ROOT = keccak256("root");

    function testFuzz_IssuesCountedRoots(uint32 count) public {
        count = uint32(bound(count, 1, CredentialBatches.MAX_COUNT));
        vm.expectEmit(address(ledger));
        emit ICredentialLedger.BatchIssued(issuer, ROOT, SCHEMA, count);
        issueRoot(issuer, ROOT, count);
        (bytes32 schemaId, uint32 counted, uint32 revoked, uint40 issuedAt, uint40 revokedAt) = ledger.batchOf(
            issuer,
            ROOT
        );
        vm.assertEq(schemaId, SCHEMA, "schema");
        vm.assertEq(uint256(counted), count, "count");
        vm.assertEq(uint256(revoked), 0, "no leaf revoked");
        vm.assertEq(uint256(issuedAt), NOW, "issued");
        vm.assertEq(uint256(revokedAt), 0, "not revoked");
        assertIssuerVolume(issuer, count, 0);
        assertSchemaVolume(SCHEMA, count, 0);
        vm.assertEq(modes.metered(service), count, "drawn from the service");
    }

    function test_NobodyOccupiesARootOfAnotherIssuer() public {
        issueRoot(otherIssuer, ROOT, 5);
        issueRoot(issuer, ROOT, 7);
        assertIssuerVolume(otherIssuer, 5, 0);
        assertIssuerVolume(issuer, 7, 0);
        assertSchemaVolume(SCHEMA, 12, 0);
    }

    function test_RevertWhen_TheRootIsIssuedAlready() public {
        issueRoot(issuer, ROOT, 5);
        bytes memory again = abi.encodeWithSelector(ICredentialLedger.BatchAlreadyIssued.selector, issuer, ROOT);
        vm.expectRevert(again);
        issueRoot(issuer, ROOT, 6);
        revokeBatch(ROOT);
        vm.expectRevert(again);
        issueRoot(issuer, ROOT, 5);
    }

    function test_RevertWhen_TheRootIsMissing() public {
        vm.expectRevert(ICredentialLedger.DigestMissing.selector);
        issueRoot(issuer, bytes32(0), 1);
    }

    function testFuzz_RevertWhen_TheCountIsOutOfBounds(uint32 count) public {
        vm.assume(count > CredentialBatches.MAX_COUNT);
        refuseCount(count);
    }

    function test_RevertWhen_TheCountIsJustOutOfBounds() public {
        refuseCount(0);
        refuseCount(CredentialBatches.MAX_COUNT + 1);
    }

    function test_AFrozenIssuerStopsAlone() public {
        modes.setMode(SystemIds.issuer(issuer), Mode.ReadOnly);
        vm.expectRevert(restricted(SystemIds.issuer(issuer), Mode.ReadOnly, Operation.Issue));
        issueRoot(issuer, ROOT, 5);
        issueRoot(otherIssuer, ROOT, 5);
    }

    function test_LimitedCountsEveryCredentialOfTheBatch() public {
        modes.setMode(service, Mode.Limited);
        modes.setAvailable(service, 9);
        issueRoot(issuer, ROOT, 5);
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, service, 5, 4));
        issueRoot(issuer, keccak256("second"), 5);
        issueRoot(issuer, keccak256("second"), 4);
    }

    function test_RevertWhen_TheCallerIsNoIssuer() public {
        expectUnauthorized(verifier);
        ledger.issueBatch(SCHEMA, ROOT, 5);
    }

    function issueRoot(address by, bytes32 root, uint32 count) private {
        vm.prank(by);
        ledger.issueBatch(SCHEMA, root, count);
    }

    function refuseCount(uint32 count) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICredentialLedger.CountOutOfBounds.selector, count, 1, CredentialBatches.MAX_COUNT)
        );
        issueRoot(issuer, ROOT, count);
    }

    function test_RevertWhen_TheIssuerHasNoUsableKey() public {
        keys.lose(issuer);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.IssuerKeyMissing.selector, issuer));
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, REASON, 1);
        vm.prank(otherIssuer);
        ledger.issueBatch(SCHEMA, REASON, 1);
        assertIssuerVolume(issuer, 0, 0);
        assertIssuerVolume(otherIssuer, 1, 0);
        vm.assertEq(modes.metered(service), 1, "nothing is drawn");
    }

    function test_RevertWhen_TheIssuerIsNotAccreditedForTheSchema() public {
        vm.expectRevert(suspendIssuer(issuer, SCHEMA));
        issueRoot(issuer, ROOT, 1);
        vm.assertEq(modes.metered(service), 0, "nothing is drawn");
        vm.prank(issuer);
        ledger.issueBatch(keccak256("other schema"), ROOT, 1);
        issueRoot(otherIssuer, ROOT, 1);
    }
}
