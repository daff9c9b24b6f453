// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Accreditation,
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry,
    Subject
} from "../../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {AccreditationRegistryTest} from "./AccreditationRegistryTest.sol";
import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract AccreditationRegistryAccreditTest is AccreditationRegistryTest {
    function test_AccreditsAnIssuerByTheVersionInForce() public {
        publish(SCHEMA, 1, "second", 0);
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.Accredited(
            AccreditationKind.Issuer,
            issuer,
            SCHEMA,
            ISSUING_OFFICE,
            1,
            2,
            END,
            REQUIREMENT,
            identityAuthority
        );
        accredit(issuing());
        AccreditationStatus status = AccreditationStatus.Accredited;
        assertAccreditation(issuing(), Accreditation(status, ISSUING_OFFICE, 1, 2, NOW, END, REQUIREMENT));
    }

    function test_AccreditsAVerifierAndAMember() public {
        accredit(verifying());
        AccreditationStatus status = AccreditationStatus.Accredited;
        assertAccreditation(verifying(), Accreditation(status, HOSPITAL, 1, 0, NOW, END, REQUIREMENT));
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.Accredited(
            AccreditationKind.RailMember,
            bank,
            RAIL,
            HOSPITAL,
            1,
            0,
            END,
            REQUIREMENT,
            treasury
        );
        join(joining());
        assertAccreditation(joining(), Accreditation(status, HOSPITAL, 1, 0, NOW, END, REQUIREMENT));
    }

    function test_AccreditsForOneSubjectAlone() public {
        accredit(issuing());
        join(joining());
        assertStatus(Subject(AccreditationKind.Issuer, issuer, OTHER_SCHEMA), AccreditationStatus.None);
        assertStatus(Subject(AccreditationKind.Issuer, verifier, SCHEMA), AccreditationStatus.None);
        assertStatus(Subject(AccreditationKind.Verifier, issuer, bytes32(0)), AccreditationStatus.None);
        assertStatus(Subject(AccreditationKind.Validator, bank, RAIL), AccreditationStatus.None);
    }

    function test_RevertWhen_TheBodyIsAnother() public {
        address[4] memory others = [treasury, issuer, technician, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            accreditations.accredit(issuing(), REQUIREMENT, END);
        }
        expectUnauthorized(identityAuthority);
        accreditations.accreditMember(joining(), REQUIREMENT, END);
    }

    function test_RevertWhen_TheKindIsOfTheOtherBody() public {
        vm.expectRevert(anotherBody(AccreditationKind.RailMember));
        accredit(joining());
        vm.expectRevert(anotherBody(AccreditationKind.Validator));
        accredit(Subject(AccreditationKind.Validator, bank, RAIL));
        vm.expectRevert(anotherBody(AccreditationKind.Issuer));
        join(issuing());
        vm.expectRevert(anotherBody(AccreditationKind.Verifier));
        join(verifying());
    }

    function test_RevertWhen_TheAssessmentIsMissing() public {
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditOn(issuing(), bytes32(0));
    }

    function testFuzz_EndsWithinTwoYears(uint40 until) public {
        bool within = until >= NOW + 1 days && until <= NOW + 730 days;
        if (!within) vm.expectRevert(outOfBounds(until));
        vm.prank(identityAuthority);
        accreditations.accredit(issuing(), REQUIREMENT, until);
    }

    function test_TakesTheBoundsOfTheTerm() public {
        uint40[2] memory inside = [NOW + 1 days, NOW + 730 days];
        uint40[3] memory outside = [0, NOW + 1 days - 1, NOW + 730 days + 1];
        vm.startPrank(identityAuthority);
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(outOfBounds(outside[i]));
            accreditations.accredit(issuing(), REQUIREMENT, outside[i]);
        }
        accreditations.accredit(issuing(), REQUIREMENT, inside[0]);
        accreditations.accredit(verifying(), REQUIREMENT, inside[1]);
        vm.stopPrank();
    }

    function test_RevertWhen_TheSchemaIsNotInForce() public {
        bytes32 unknown = keccak256("unknown");
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.UnknownSchema.selector, unknown));
        accredit(Subject(AccreditationKind.Issuer, issuer, unknown));
        vm.prank(identityAuthority);
        accreditations.retireSchema(SCHEMA, REASON);
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.SchemaAlreadyRetired.selector, SCHEMA));
        accredit(issuing());
    }

    function test_RevertWhen_TheScopeIsNotOfTheKind() public {
        bytes4 refusal = IAccreditationRegistry.ScopeNotOfKind.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, AccreditationKind.Verifier, SCHEMA));
        accredit(Subject(AccreditationKind.Verifier, verifier, SCHEMA));
        vm.expectRevert(abi.encodeWithSelector(refusal, AccreditationKind.RailMember, bytes32(0)));
        join(Subject(AccreditationKind.RailMember, bank, bytes32(0)));
        vm.expectRevert(abi.encodeWithSelector(refusal, AccreditationKind.Validator, bytes32(0)));
        join(Subject(AccreditationKind.Validator, bank, bytes32(0)));
    }

    function test_RevertWhen_TheAccountActsForNobody() public {
        bytes memory nobody = abi.encodeWithSelector(IAccreditationRegistry.EntityRequired.selector, stranger);
        vm.expectRevert(nobody);
        accredit(Subject(AccreditationKind.Issuer, stranger, SCHEMA));
        vm.expectRevert(nobody);
        join(Subject(AccreditationKind.Validator, stranger, RAIL));
        // A Safe on which people sit speaks for their entities, even when it is bound to another one.
        bindTo(emergency, ISSUING_OFFICE);
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.EntityRequired.selector, emergency));
        accredit(Subject(AccreditationKind.Issuer, emergency, SCHEMA));
    }

    function test_RevertWhen_ABodyAccreditsItself() public {
        bytes memory own = ownEntity(MINISTRY, Roles.IDENTITY_AUTHORITY);
        vm.expectRevert(own);
        accredit(Subject(AccreditationKind.Issuer, identityAuthority, SCHEMA));
        address colleague = bindTo(address(0xC0), MINISTRY);
        vm.expectRevert(own);
        accredit(Subject(AccreditationKind.Issuer, colleague, SCHEMA));
        vm.expectRevert(own);
        accredit(Subject(AccreditationKind.Verifier, colleague, bytes32(0)));
        address teller = bindTo(address(0xC1), BANK);
        vm.expectRevert(ownEntity(BANK, Roles.TREASURY_OPERATOR));
        join(Subject(AccreditationKind.Validator, teller, RAIL));
    }

    function test_EachBodyMayAccreditTheOther() public {
        accredit(Subject(AccreditationKind.Verifier, treasury, bytes32(0)));
        join(Subject(AccreditationKind.RailMember, identityAuthority, RAIL));
    }

    /// @dev The entity holds the role through a person of its own on the Safe that speaks for the Identity Authority.
    function test_RevertWhen_TheEntitySitsOnTheBodysSafe() public {
        address safe = address(0x5AFE);
        vm.etch(safe, hex"00");
        asAdmin();
        registry.assignSeat(safe, address(0x5AFE1), ISSUING_OFFICE, Constituencies.POLICY);
        accredit(Subject(AccreditationKind.Verifier, issuer, bytes32(0)));
        grantTo(safe, Roles.IDENTITY_AUTHORITY);
        vm.expectRevert(ownEntity(ISSUING_OFFICE, Roles.IDENTITY_AUTHORITY));
        accredit(issuing());
    }

    function test_RevertWhen_TheEntityHoldsAConflictingRole() public {
        vm.expectRevert(clash(OPERATOR, Roles.ISSUER, Roles.TECHNICAL_OPERATOR));
        accredit(Subject(AccreditationKind.Issuer, technician, SCHEMA));
        // Nothing keeps an operator from verifying, unless the country says so.
        accredit(Subject(AccreditationKind.Verifier, technician, bytes32(0)));
        grantTo(verifier, Roles.AUDITOR);
        conflict(Roles.AUDITOR, Roles.VERIFIER);
        vm.expectRevert(clash(HOSPITAL, Roles.VERIFIER, Roles.AUDITOR));
        accredit(verifying());
    }

    function test_RevertWhen_ItStandsAlready() public {
        accredit(issuing());
        expectStatus(issuing(), AccreditationStatus.Accredited);
        accreditOn(issuing(), SECOND_REQUIREMENT);
        suspend(issuing());
        expectStatus(issuing(), AccreditationStatus.Suspended);
        accreditOn(issuing(), SECOND_REQUIREMENT);
        reinstate(issuing());
        vm.warp(END);
        expectStatus(issuing(), AccreditationStatus.Expired);
        vm.prank(identityAuthority);
        accreditations.accredit(issuing(), SECOND_REQUIREMENT, END + 100 days);
    }

    function test_WhatWasWithdrawnBeginsTheNextRound() public {
        accredit(issuing());
        withdraw(issuing());
        vm.warp(NOW + 30 days);
        bytes4 refusal = IAccreditationRegistry.RequirementWithdrawn.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, REQUIREMENT));
        accredit(issuing());
        rebind(issuer, HOSPITAL);
        accreditOn(issuing(), SECOND_REQUIREMENT);
        AccreditationStatus status = AccreditationStatus.Accredited;
        assertAccreditation(issuing(), Accreditation(status, HOSPITAL, 2, 1, NOW + 30 days, END, SECOND_REQUIREMENT));
    }

    function join(Subject memory subject) private {
        vm.prank(treasury);
        accreditations.accreditMember(subject, REQUIREMENT, END);
    }

    function anotherBody(AccreditationKind kind) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccreditationRegistry.KindOfAnotherBody.selector, kind);
    }

    function ownEntity(uint8 entity, uint64 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccreditationRegistry.OwnEntity.selector, entity, role);
    }

    function clash(uint8 entity, uint64 role, uint64 held) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRoleRegistry.SeparationOfDuties.selector, entity, role, held);
    }

    function outOfBounds(uint40 until) private pure returns (bytes memory) {
        bytes4 refusal = IAccreditationRegistry.TermOutOfBounds.selector;
        return abi.encodeWithSelector(refusal, until, NOW + 1 days, NOW + 730 days);
    }
}
