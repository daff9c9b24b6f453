// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccreditationRegistryTest} from "./AccreditationRegistryTest.sol";
import {
    IAccreditationRegistry,
    Schema,
    SchemaTerms
} from "../../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {IOperationsLog} from "../../../../../contracts/operations/interfaces/IOperationsLog.sol";

contract AccreditationRegistrySchemasTest is AccreditationRegistryTest {
    bytes32 private constant FRESH = keccak256("passport");
    string private constant URI = "https://example.org/passport.json";

    function test_PublishesVersionsAndKeepsThemReadable() public {
        SchemaTerms memory first = termsOf("first");
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.SchemaPublished(
            FRESH,
            1,
            identityAuthority,
            first.digest,
            first.revocationPolicyDigest,
            NOW,
            URI
        );
        vm.prank(identityAuthority);
        accreditations.publishSchema(FRESH, 0, first, 0, URI);
        assertSchema(Schema(1, NOW, NOW, 0));
        vm.warp(NOW + 1 days);
        publish(FRESH, 1, "second", 30 days);
        assertSchema(Schema(2, NOW + 1 days, NOW + 31 days, 0));
        assertTerms(1, first);
        assertTerms(2, termsOf("second"));
        assertTerms(3, SchemaTerms(bytes32(0), bytes32(0)));
    }

    function test_ANewPolicyAloneIsANewVersion() public {
        SchemaTerms memory terms = termsOf("first");
        terms.revocationPolicyDigest = REASON;
        vm.prank(identityAuthority);
        accreditations.publishSchema(SCHEMA, 1, terms, 0, "");
        vm.assertEq(uint256(accreditations.schemaOf(SCHEMA).version), 2, "version");
    }

    function test_RevertWhen_NothingChanges() public {
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.SchemaUnchanged.selector, SCHEMA, 1));
        publish(SCHEMA, 1, "first", 0);
    }

    function testFuzz_RevertWhen_AnotherVersionIsInForce(uint32 given) public {
        vm.assume(given != 1);
        bytes4 refusal = IAccreditationRegistry.SchemaVersionNotCurrent.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, SCHEMA, 1, given));
        publish(SCHEMA, given, "second", 0);
    }

    function test_RevertWhen_TheTransitionIsTooLong() public {
        bytes4 refusal = IAccreditationRegistry.TransitionOutOfBounds.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, 180 days + 1, 180 days));
        publish(SCHEMA, 1, "second", 180 days + 1);
        publish(SCHEMA, 1, "second", 180 days);
        vm.expectRevert(abi.encodeWithSelector(refusal, 1, 0));
        publish(FRESH, 0, "first", 1);
    }

    function test_RevertWhen_SomethingIsMissing() public {
        vm.startPrank(identityAuthority);
        vm.expectRevert(IAccreditationRegistry.SchemaMissing.selector);
        accreditations.publishSchema(bytes32(0), 0, termsOf("first"), 0, "");
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditations.publishSchema(FRESH, 0, SchemaTerms(bytes32(0), REASON), 0, "");
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditations.publishSchema(FRESH, 0, SchemaTerms(REASON, bytes32(0)), 0, "");
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditations.retireSchema(SCHEMA, bytes32(0));
        vm.expectRevert(abi.encodeWithSelector(IOperationsLog.UriTooLong.selector, 513, 512));
        accreditations.publishSchema(FRESH, 0, termsOf("first"), 0, string(new bytes(513)));
        vm.stopPrank();
    }

    function test_RetiresForGood() public {
        vm.warp(NOW + 1 days);
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.SchemaRetired(SCHEMA, identityAuthority, REASON);
        retire(SCHEMA);
        vm.assertEq(uint256(accreditations.schemaOf(SCHEMA).retiredAt), NOW + 1 days, "retired");
        bytes memory retired = abi.encodeWithSelector(IAccreditationRegistry.SchemaAlreadyRetired.selector, SCHEMA);
        vm.expectRevert(retired);
        retire(SCHEMA);
        vm.expectRevert(retired);
        publish(SCHEMA, 1, "second", 0);
        vm.expectRevert(retired);
        publish(SCHEMA, 0, "second", 0);
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.UnknownSchema.selector, FRESH));
        retire(FRESH);
    }

    function test_RevertWhen_TheCallerIsNotTheIdentityAuthority() public {
        address[3] memory others = [treasury, issuer, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            accreditations.publishSchema(FRESH, 0, termsOf("first"), 0, "");
            expectUnauthorized(others[i]);
            accreditations.retireSchema(SCHEMA, REASON);
        }
    }

    function retire(bytes32 schemaId) private {
        vm.prank(identityAuthority);
        accreditations.retireSchema(schemaId, REASON);
    }

    function assertSchema(Schema memory expected) private view {
        bytes memory found = abi.encode(accreditations.schemaOf(FRESH));
        vm.assertEq(keccak256(found), keccak256(abi.encode(expected)), "schema");
    }

    function assertTerms(uint32 version, SchemaTerms memory expected) private view {
        bytes memory found = abi.encode(accreditations.schemaTerms(FRESH, version));
        vm.assertEq(keccak256(found), keccak256(abi.encode(expected)), "terms");
    }
}
