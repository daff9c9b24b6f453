// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry,
    Subject
} from "../../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {AccreditationRegistryTest} from "./AccreditationRegistryTest.sol";

contract AccreditationRegistryRequireAccreditedTest is AccreditationRegistryTest {
    function setUp() public override {
        super.setUp();
        accredit(issuing());
        accredit(verifying());
    }

    function testFuzz_HoldsUntilTheEndAndNotASecondLonger(uint40 time) public {
        vm.warp(bound(time, NOW, NOW + 1000 days));
        if (block.timestamp < END) {
            accreditations.requireIssuer(issuer, SCHEMA);
            accreditations.requireVerifier(verifier);
        } else {
            requireNotAccredited(issuing(), AccreditationStatus.Expired);
            requireNotAccredited(verifying(), AccreditationStatus.Expired);
        }
    }

    function test_TheLastSecond() public {
        vm.warp(END - 1);
        accreditations.requireIssuer(issuer, SCHEMA);
        vm.warp(END);
        bytes memory expired = notAccredited(issuing(), AccreditationStatus.Expired);
        vm.expectRevert(expired);
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function test_RevertWhen_NobodyAccreditedIt() public {
        Subject memory other = Subject(AccreditationKind.Issuer, issuer, OTHER_SCHEMA);
        vm.expectRevert(notAccredited(other, AccreditationStatus.None));
        accreditations.requireIssuer(issuer, OTHER_SCHEMA);
        other = Subject(AccreditationKind.Issuer, verifier, SCHEMA);
        vm.expectRevert(notAccredited(other, AccreditationStatus.None));
        accreditations.requireIssuer(verifier, SCHEMA);
        other = Subject(AccreditationKind.Verifier, issuer, bytes32(0));
        vm.expectRevert(notAccredited(other, AccreditationStatus.None));
        accreditations.requireVerifier(issuer);
        vm.expectRevert(notAccredited(joining(), AccreditationStatus.None));
        accreditations.requireAccredited(joining());
    }

    function test_RevertWhen_SuspendedOrWithdrawn() public {
        suspend(verifying());
        vm.expectRevert(notAccredited(verifying(), AccreditationStatus.Suspended));
        accreditations.requireVerifier(verifier);
        withdraw(issuing());
        vm.expectRevert(notAccredited(issuing(), AccreditationStatus.Withdrawn));
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function test_RevertWhen_TheAccountActsForAnotherEntity() public {
        rebind(issuer, OPERATOR);
        bytes4 refusal = IAccreditationRegistry.EntityChanged.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, issuer, ISSUING_OFFICE, OPERATOR));
        accreditations.requireIssuer(issuer, SCHEMA);
        rebind(verifier, OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(refusal, verifier, HOSPITAL, OPERATOR));
        accreditations.requireVerifier(verifier);
        rebind(issuer, ISSUING_OFFICE);
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function test_RevertWhen_TheSchemaIsRetired() public {
        vm.prank(identityAuthority);
        accreditations.retireSchema(SCHEMA, REASON);
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.SchemaAlreadyRetired.selector, SCHEMA));
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function test_TheVersionBeforeIsGoodUntilTheTransitionEnds() public {
        publish(SCHEMA, 1, "second", 30 days);
        vm.warp(NOW + 30 days - 1);
        accreditations.requireIssuer(issuer, SCHEMA);
        vm.warp(NOW + 30 days);
        vm.expectRevert(outdated(1, 2));
        accreditations.requireIssuer(issuer, SCHEMA);
        renew(issuing(), END);
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function test_WithoutATransitionTheVersionBeforeEndsAtOnce() public {
        publish(SCHEMA, 1, "second", 0);
        vm.expectRevert(outdated(1, 2));
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function test_AnEarlierVersionIsGoodInNoTransition() public {
        publish(SCHEMA, 1, "second", 180 days);
        publish(SCHEMA, 2, "third", 180 days);
        vm.expectRevert(outdated(1, 3));
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function notAccredited(Subject memory subject, AccreditationStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccreditationRegistry.NotAccredited.selector, subject, status);
    }

    function outdated(uint32 accredited, uint32 current) private pure returns (bytes memory) {
        bytes4 refusal = IAccreditationRegistry.SchemaOutdated.selector;
        return abi.encodeWithSelector(refusal, SCHEMA, accredited, current);
    }
}
