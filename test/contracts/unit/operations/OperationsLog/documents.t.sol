// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    Document,
    DocumentKind,
    IOperationsLog
} from "../../../../../contracts/operations/interfaces/IOperationsLog.sol";
import {Documents} from "../../../../../contracts/operations/libraries/Documents.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {OperationsLogTest} from "./OperationsLogTest.sol";

contract OperationsLogDocumentsTest is OperationsLogTest {
    using EvidenceReplay for bytes32;

    bytes32 private constant RAIL = keccak256("retail-rail");
    string private constant URI = "https://example.org/roster.json";

    function testFuzz_PutsADocumentInForce(uint256 number, bytes32 subject, bytes32 digest, uint32 later) public {
        DocumentKind kind = DocumentKind(bound(number, 0, uint256(type(DocumentKind).max)));
        vm.assume(kind != DocumentKind.LegalApproval && subject != bytes32(0) && digest != bytes32(0));
        vm.warp(block.timestamp + later);
        vm.expectEmit(address(log));
        emit IOperationsLog.DocumentRecorded(kind, subject, address(this), 1, digest, URI);
        log.recordDocument(kind, subject, digest, URI);
        requireInForce(kind, subject, digest, 1);
    }

    function test_CountsVersionsForEachKindAndSubject() public {
        log.recordDocument(DocumentKind.OnCallRoster, RAIL, keccak256("first"), "");
        vm.warp(block.timestamp + 1 days);
        log.recordDocument(DocumentKind.OnCallRoster, RAIL, keccak256("second"), URI);
        requireInForce(DocumentKind.OnCallRoster, RAIL, keccak256("second"), 2);

        log.recordDocument(DocumentKind.OnCallRoster, NODE, DIGEST, "");
        log.recordDocument(DocumentKind.Runbook, RAIL, DIGEST, "");
        requireInForce(DocumentKind.OnCallRoster, NODE, DIGEST, 1);
        requireInForce(DocumentKind.Runbook, RAIL, DIGEST, 1);
        vm.assertEq(log.documentOf(DocumentKind.Runbook, NODE).digest, bytes32(0), "none");
    }

    function test_ALegalApprovalHasAFunctionOfItsOwn() public {
        vm.expectEmit(address(log));
        emit IOperationsLog.DocumentRecorded(DocumentKind.LegalApproval, RAIL, address(this), 1, DIGEST, URI);
        log.recordLegalApproval(RAIL, DIGEST, URI);
        requireInForce(DocumentKind.LegalApproval, RAIL, DIGEST, 1);
    }

    function test_RevertWhen_TheOperatorRecordsALegalApproval() public {
        vm.expectRevert(abi.encodeWithSelector(IOperationsLog.KindOfAnotherBody.selector, DocumentKind.LegalApproval));
        log.recordDocument(DocumentKind.LegalApproval, RAIL, DIGEST, "");
    }

    function test_RevertWhen_SomethingIsMissing() public {
        vm.expectRevert(IOperationsLog.DigestMissing.selector);
        log.recordDocument(DocumentKind.Runbook, RAIL, bytes32(0), "");
        vm.expectRevert(IOperationsLog.SubjectMissing.selector);
        log.recordDocument(DocumentKind.Runbook, bytes32(0), DIGEST, "");
        vm.expectRevert(IOperationsLog.DigestMissing.selector);
        log.recordLegalApproval(RAIL, bytes32(0), "");
        vm.expectRevert(IOperationsLog.SubjectMissing.selector);
        log.recordLegalApproval(bytes32(0), DIGEST, "");
    }

    function test_RevertWhen_TheAddressIsTooLong() public {
        log.recordDocument(DocumentKind.Runbook, RAIL, DIGEST, string(new bytes(512)));
        bytes memory tooLong = abi.encodeWithSelector(IOperationsLog.UriTooLong.selector, 513, Documents.MAX_URI);
        vm.expectRevert(tooLong);
        log.recordDocument(DocumentKind.Runbook, RAIL, DIGEST, string(new bytes(513)));
        vm.expectRevert(tooLong);
        log.recordLegalApproval(RAIL, DIGEST, string(new bytes(513)));
    }

    function test_RevertWhen_AStrangerCalls() public {
        address stranger = address(0xbad);
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        log.recordDocument(DocumentKind.Runbook, RAIL, DIGEST, "");
        vm.expectRevert(refused);
        log.recordLegalApproval(RAIL, DIGEST, "");
        vm.stopPrank();
    }

    function test_EveryRecordMovesTheEvidenceChain() public {
        vm.recordLogs();
        bytes32 head = log.evidenceHead();
        log.recordDocument(DocumentKind.Backup, RAIL, DIGEST, URI);
        log.recordLegalApproval(RAIL, DIGEST, "");
        vm.assertEq(log.evidenceHead(), head.advance(vm.getRecordedLogs(), address(log)), "head");
    }

    function requireInForce(DocumentKind kind, bytes32 subject, bytes32 digest, uint256 version) private view {
        Document memory document = log.documentOf(kind, subject);
        vm.assertEq(document.digest, digest, "digest");
        vm.assertEq(uint256(document.version), version, "version");
        vm.assertEq(uint256(document.recordedAt), block.timestamp, "time");
        vm.assertEq(document.recordedBy, address(this), "recorder");
    }
}
