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

contract AccreditationRegistryRenewTest is AccreditationRegistryTest {
    uint40 private constant NEXT_END = END + 300 days;

    function setUp() public override {
        super.setUp();
        accredit(issuing());
    }

    function test_SetsANewEndByTheVersionInForce() public {
        publish(SCHEMA, 1, "second", 0);
        vm.warp(NOW + 300 days);
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.AccreditationRenewed(
            AccreditationKind.Issuer,
            issuer,
            SCHEMA,
            2,
            NEXT_END,
            SECOND_REQUIREMENT,
            identityAuthority
        );
        renew(issuing(), NEXT_END);
        AccreditationStatus status = AccreditationStatus.Accredited;
        assertAccreditation(issuing(), Accreditation(status, ISSUING_OFFICE, 1, 2, NOW, NEXT_END, SECOND_REQUIREMENT));
    }

    function test_RenewsWhatExpired() public {
        vm.warp(END + 10 days);
        assertStatus(issuing(), AccreditationStatus.Expired);
        renew(issuing(), NEXT_END);
        assertStatus(issuing(), AccreditationStatus.Accredited);
    }

    function test_RevertWhen_ItWouldReviveASuspensionOrAWithdrawal() public {
        expectStatus(verifying(), AccreditationStatus.None);
        renew(verifying(), END);
        suspend(issuing());
        expectStatus(issuing(), AccreditationStatus.Suspended);
        renew(issuing(), END + 1);
        vm.warp(END);
        expectStatus(issuing(), AccreditationStatus.Suspended);
        renew(issuing(), NEXT_END);
        withdraw(issuing());
        expectStatus(issuing(), AccreditationStatus.Withdrawn);
        renew(issuing(), NEXT_END);
    }

    function test_RevertWhen_TheTermIsOutOfBounds() public {
        bytes4 refusal = IAccreditationRegistry.TermOutOfBounds.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, NOW + 730 days + 1, NOW + 1 days, NOW + 730 days));
        renew(issuing(), NOW + 730 days + 1);
        vm.expectRevert(abi.encodeWithSelector(refusal, NOW, NOW + 1 days, NOW + 730 days));
        renew(issuing(), NOW);
    }

    function test_RevertWhen_TheAssessmentIsMissing() public {
        vm.prank(identityAuthority);
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditations.renew(issuing(), bytes32(0), END);
    }

    function test_RevertWhen_TheAccountChangedItsEntity() public {
        rebind(issuer, HOSPITAL);
        bytes4 refusal = IAccreditationRegistry.EntityChanged.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, issuer, ISSUING_OFFICE, HOSPITAL));
        renew(issuing(), END + 1);
    }

    function test_RevertWhen_TheEntityIsNoLongerFit() public {
        address colleague = bindTo(address(0xC0), ISSUING_OFFICE);
        grantTo(colleague, Roles.TECHNICAL_OPERATOR);
        bytes4 clash = IRoleRegistry.SeparationOfDuties.selector;
        vm.expectRevert(abi.encodeWithSelector(clash, ISSUING_OFFICE, Roles.ISSUER, Roles.TECHNICAL_OPERATOR));
        renew(issuing(), END + 1);
        asAdmin();
        registry.revokeRole(Roles.TECHNICAL_OPERATOR, colleague);
        grantTo(colleague, Roles.IDENTITY_AUTHORITY);
        bytes4 own = IAccreditationRegistry.OwnEntity.selector;
        vm.expectRevert(abi.encodeWithSelector(own, ISSUING_OFFICE, Roles.IDENTITY_AUTHORITY));
        renew(issuing(), END + 1);
    }

    function test_RevertWhen_TheSchemaIsRetired() public {
        vm.prank(identityAuthority);
        accreditations.retireSchema(SCHEMA, REASON);
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.SchemaAlreadyRetired.selector, SCHEMA));
        renew(issuing(), END + 1);
    }

    function test_EachBodyRenewsItsOwnKinds() public {
        expectUnauthorized(treasury);
        accreditations.renew(issuing(), SECOND_REQUIREMENT, END);
        expectUnauthorized(identityAuthority);
        accreditations.renewMember(joining(), SECOND_REQUIREMENT, END);
        bytes4 refusal = IAccreditationRegistry.KindOfAnotherBody.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, AccreditationKind.RailMember));
        renew(joining(), END);
        vm.startPrank(treasury);
        vm.expectRevert(abi.encodeWithSelector(refusal, AccreditationKind.Issuer));
        accreditations.renewMember(issuing(), SECOND_REQUIREMENT, END);
        accreditations.accreditMember(joining(), REQUIREMENT, END);
        accreditations.renewMember(joining(), SECOND_REQUIREMENT, END + 1);
        vm.stopPrank();
        vm.assertEq(uint256(accreditations.accreditationOf(joining()).until), END + 1, "until");
    }
}
