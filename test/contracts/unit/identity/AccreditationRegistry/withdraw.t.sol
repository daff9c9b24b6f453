// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry
} from "../../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {AccreditationRegistryTest} from "./AccreditationRegistryTest.sol";

contract AccreditationRegistryWithdrawTest is AccreditationRegistryTest {
    function test_EndsWhatIsInForce() public {
        accredit(issuing());
        vm.expectEmit(address(accreditations));
        emit IAccreditationRegistry.AccreditationWithdrawn(
            AccreditationKind.Issuer,
            issuer,
            SCHEMA,
            REASON,
            identityAuthority
        );
        withdraw(issuing());
        requireNotAccredited(issuing(), AccreditationStatus.Withdrawn);
        vm.warp(END);
        requireNotAccredited(issuing(), AccreditationStatus.Withdrawn);
    }

    function test_EndsWhatIsSuspendedOrExpired() public {
        accredit(issuing());
        suspend(issuing());
        withdraw(issuing());
        assertStatus(issuing(), AccreditationStatus.Withdrawn);
        accredit(verifying());
        rebind(verifier, ISSUING_OFFICE);
        vm.warp(END);
        withdraw(verifying());
        assertStatus(verifying(), AccreditationStatus.Withdrawn);
    }

    function test_RevertWhen_ThereIsNothingToWithdraw() public {
        expectStatus(issuing(), AccreditationStatus.None);
        withdraw(issuing());
        accredit(issuing());
        withdraw(issuing());
        expectStatus(issuing(), AccreditationStatus.Withdrawn);
        withdraw(issuing());
    }

    function test_RevertWhen_NoReasonIsGiven() public {
        accredit(issuing());
        vm.prank(identityAuthority);
        vm.expectRevert(IAccreditationRegistry.DigestMissing.selector);
        accreditations.withdraw(issuing(), bytes32(0));
    }

    function test_EachBodyWithdrawsItsOwnKinds() public {
        bytes4 refusal = IAccreditationRegistry.KindOfAnotherBody.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, AccreditationKind.RailMember));
        withdraw(joining());
        vm.startPrank(treasury);
        vm.expectRevert(abi.encodeWithSelector(refusal, AccreditationKind.Issuer));
        accreditations.withdrawMember(issuing(), REASON);
        accreditations.accreditMember(joining(), REQUIREMENT, END);
        accreditations.withdrawMember(joining(), REASON);
        vm.stopPrank();
        assertStatus(joining(), AccreditationStatus.Withdrawn);
        expectUnauthorized(treasury);
        accreditations.withdraw(issuing(), REASON);
        expectUnauthorized(identityAuthority);
        accreditations.withdrawMember(joining(), REASON);
    }
}
