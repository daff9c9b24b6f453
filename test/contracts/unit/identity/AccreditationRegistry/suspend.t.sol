// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Accreditation,
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry
} from "../../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {AccreditationRegistryTest} from "./AccreditationRegistryTest.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract AccreditationRegistrySuspendTest is AccreditationRegistryTest {
    function setUp() public override {
        super.setUp();
        accredit(issuing());
    }

    function test_SuspendsAndReinstatesWhatItWas() public {
        Accreditation memory before = accreditations.accreditationOf(issuing());
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.AccreditationSuspended(
            AccreditationKind.Issuer,
            issuer,
            SCHEMA,
            REASON,
            identityAuthority
        );
        suspend(issuing());
        requireNotAccredited(issuing(), AccreditationStatus.Suspended);
        publish(SCHEMA, 1, "second", 30 days);
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.AccreditationReinstated(
            AccreditationKind.Issuer,
            issuer,
            SCHEMA,
            REASON,
            identityAuthority
        );
        reinstate(issuing());
        assertAccreditation(issuing(), before);
        accreditations.requireAccredited(issuing());
    }

    function test_ASuspensionOutlastsTheEnd() public {
        suspend(issuing());
        vm.warp(END);
        assertStatus(issuing(), AccreditationStatus.Suspended);
        reinstate(issuing());
        assertStatus(issuing(), AccreditationStatus.Expired);
        suspend(issuing());
        assertStatus(issuing(), AccreditationStatus.Suspended);
    }

    function test_RevertWhen_ThereIsNothingToSuspendOrReinstate() public {
        expectStatus(verifying(), AccreditationStatus.None);
        suspend(verifying());
        expectStatus(issuing(), AccreditationStatus.Accredited);
        reinstate(issuing());
        suspend(issuing());
        expectStatus(issuing(), AccreditationStatus.Suspended);
        suspend(issuing());
        withdraw(issuing());
        expectStatus(issuing(), AccreditationStatus.Withdrawn);
        suspend(issuing());
        expectStatus(issuing(), AccreditationStatus.Withdrawn);
        reinstate(issuing());
    }

    function test_AMoveToAnotherEntityCanBeSuspendedButNotReinstated() public {
        rebind(issuer, HOSPITAL);
        suspend(issuing());
        bytes4 refusal = IAccreditationRegistry.EntityChanged.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, issuer, ISSUING_OFFICE, HOSPITAL));
        reinstate(issuing());
    }

    function test_RevertWhen_TheEntityTookAConflictingRole() public {
        suspend(issuing());
        grantTo(bindTo(address(0xC0), ISSUING_OFFICE), Roles.TECHNICAL_OPERATOR);
        bytes4 refusal = IRoleRegistry.SeparationOfDuties.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, ISSUING_OFFICE, Roles.ISSUER, Roles.TECHNICAL_OPERATOR));
        reinstate(issuing());
    }

    function test_RevertWhen_NoReasonIsGiven() public {
        vm.startPrank(identityAuthority);
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditations.suspend(issuing(), bytes32(0));
        accreditations.suspend(issuing(), REASON);
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditations.reinstate(issuing(), bytes32(0));
        vm.stopPrank();
    }

    function test_EachBodySuspendsItsOwnKinds() public {
        bytes4 refusal = IAccreditationRegistry.KindOfAnotherBody.selector;
        bytes memory ofTreasury = abi.encodeWithSelector(refusal, AccreditationKind.RailMember);
        vm.expectRevert(ofTreasury);
        suspend(joining());
        vm.expectRevert(ofTreasury);
        reinstate(joining());
        vm.startPrank(treasury);
        bytes memory ofAuthority = abi.encodeWithSelector(refusal, AccreditationKind.Issuer);
        vm.expectRevert(ofAuthority);
        accreditations.suspendMember(issuing(), REASON);
        vm.expectRevert(ofAuthority);
        accreditations.reinstateMember(issuing(), REASON);
        accreditations.accreditMember(joining(), REQUIREMENT, END);
        accreditations.suspendMember(joining(), REASON);
        assertStatus(joining(), AccreditationStatus.Suspended);
        accreditations.reinstateMember(joining(), REASON);
        assertStatus(joining(), AccreditationStatus.Accredited);
        vm.stopPrank();
        expectUnauthorized(treasury);
        accreditations.suspend(issuing(), REASON);
        expectUnauthorized(treasury);
        accreditations.reinstate(issuing(), REASON);
        expectUnauthorized(identityAuthority);
        accreditations.suspendMember(joining(), REASON);
        expectUnauthorized(identityAuthority);
        accreditations.reinstateMember(joining(), REASON);
    }
}
