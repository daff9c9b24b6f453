// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {AccreditationRegistry} from "../../../../../contracts/identity/AccreditationRegistry.sol";
import {AccreditationRegistryTest} from "./AccreditationRegistryTest.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";

contract AccreditationRegistryInitializeTest is AccreditationRegistryTest {
    using EvidenceReplay for bytes32;

    function test_RevertWhen_InitializedAgain() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        accreditations.initialize();
        AccreditationRegistry bare = AccreditationRegistry(deploy("AccreditationRegistry", abi.encode(registry)));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize();
    }

    function test_OnlyItsRoleReplacesTheCode() public {
        accredit(issuing());
        address next = deploy("AccreditationRegistry", abi.encode(registry));
        address[4] memory others = [identityAuthority, treasury, technician, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            accreditations.upgradeToAndCall(next, "");
        }
        vm.prank(upgrader);
        accreditations.upgradeToAndCall(next, "");
        vm.assertEq(accreditations.implementation(), next, "code");
        accreditations.requireIssuer(issuer, SCHEMA);
    }

    function test_EveryEventMovesTheEvidenceChain() public {
        address next = deploy("AccreditationRegistry", abi.encode(registry));
        vm.recordLogs();
        bytes32 head = accreditations.evidenceHead();
        publish(SCHEMA, 1, "second", 1 days);
        accredit(issuing());
        renew(issuing(), END);
        suspend(issuing());
        reinstate(issuing());
        withdraw(issuing());
        vm.startPrank(identityAuthority);
        accreditations.retireSchema(SCHEMA, REASON);
        vm.startPrank(treasury);
        accreditations.accreditMember(joining(), REQUIREMENT, END);
        vm.stopPrank();
        vm.prank(upgrader);
        accreditations.upgradeToAndCall(next, "");
        bytes32 expected = head.advance(vm.getRecordedLogs(), address(accreditations));
        vm.assertEq(accreditations.evidenceHead(), expected, "head");
    }
}
