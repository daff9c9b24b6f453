// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {CredentialLedger} from "../../../../../contracts/identity/CredentialLedger.sol";
import {CredentialLedgerTest} from "./CredentialLedgerTest.sol";
import {CredentialTree} from "../../../support/CredentialTree.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {IAccreditations} from "../../../../../contracts/identity/interfaces/IAccreditations.sol";
import {IIssuerKeys} from "../../../../../contracts/operations/interfaces/IIssuerKeys.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";

contract CredentialLedgerInitializeTest is CredentialLedgerTest {
    using CredentialTree for CredentialTree.Tree;
    using EvidenceReplay for bytes32;

    function test_BelongsToTheIdentityService() public view {
        vm.assertEq(ledger.systemId(), service, "system");
    }

    function test_RevertWhen_InitializedAgain() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        ledger.initialize(IRoleRegistry(address(this)));
        CredentialLedger bare = new CredentialLedger(modes, keys, accreditations);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(IRoleRegistry(address(this)));
    }

    function test_RevertWhen_TheRegisterOfKeysHasNoCode() public {
        vm.expectRevert(abi.encodeWithSelector(CredentialLedger.KeysWithoutCode.selector, stranger));
        new CredentialLedger(modes, IIssuerKeys(stranger), accreditations);
    }

    function test_RevertWhen_TheRegisterOfAccreditationsHasNoCode() public {
        vm.expectRevert(abi.encodeWithSelector(CredentialLedger.AccreditationsWithoutCode.selector, stranger));
        new CredentialLedger(modes, keys, IAccreditations(stranger));
    }

    function test_OnlyItsRoleReplacesTheCode() public {
        address next = address(new CredentialLedger(modes, keys, accreditations));
        address[4] memory others = [issuer, identityAuthority, verifier, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            ledger.upgradeToAndCall(next, "");
        }
        issue(issuer, CREDENTIAL);
        vm.prank(upgrader);
        ledger.upgradeToAndCall(next, "");
        vm.assertEq(ledger.implementation(), next, "code");
        assertIssuerVolume(issuer, 1, 0);
    }

    function test_EveryEventMovesTheEvidenceChain() public {
        CredentialTree.Tree memory tree = CredentialTree.grow("batch", 3, EXPIRY);
        address next = address(new CredentialLedger(modes, keys, accreditations));
        vm.recordLogs();
        bytes32 head = ledger.evidenceHead();
        issue(issuer, CREDENTIAL);
        issueTree("batch", 3);
        revoke(CREDENTIAL);
        revokeLeaf(tree.leaf(1));
        revokeBatch(tree.rootOf());
        vm.startPrank(verifier);
        ledger.recordVerification(issuer, CREDENTIAL, false, PURPOSE);
        ledger.recordLeafVerification(issuer, tree.leaf(0), false, PURPOSE);
        ledger.recordVerificationBatch(REASON, 3, 2);
        vm.stopPrank();
        vm.prank(upgrader);
        ledger.upgradeToAndCall(next, "");
        vm.assertEq(ledger.evidenceHead(), head.advance(vm.getRecordedLogs(), address(ledger)), "head");
    }
}
