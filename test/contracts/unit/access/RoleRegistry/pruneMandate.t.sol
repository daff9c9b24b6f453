// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract PruneMandateTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private clerk = address(0xC1E);

    function test_whenExpired_anyoneRemovesIt() public {
        bindTo(clerk, BANK);
        asAdmin();
        registry.grantMandate(Roles.ISSUER, clerk, term());
        vm.warp(block.timestamp + TERM);
        vm.expectEmit(address(registry));
        emit IAccessManager.RoleRevoked(Roles.ISSUER, clerk);
        vm.prank(address(0xBEEF));
        registry.pruneMandate(Roles.ISSUER, clerk);
        vm.assertEq(registry.rolesOf(clerk) | registry.rolesOfEntity(BANK), 0, "gone");
    }

    function testFuzz_whenNotExpired_reverts(uint256 elapsed) public {
        bindTo(clerk, BANK);
        asAdmin();
        registry.grantMandate(Roles.ISSUER, clerk, term());
        vm.warp(block.timestamp + bound(elapsed, 0, TERM - 1));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.MandateNotExpired.selector, Roles.ISSUER, clerk));
        registry.pruneMandate(Roles.ISSUER, clerk);
    }

    function test_whenCouncil_waitsOutTheGrace() public {
        uint256 end = block.timestamp + TERM;
        vm.warp(end + 90 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.MandateNotExpired.selector, Roles.GOVERNANCE_COUNCIL, governance)
        );
        registry.pruneMandate(Roles.GOVERNANCE_COUNCIL, governance);
        vm.warp(end + 90 days);
        registry.pruneMandate(Roles.GOVERNANCE_COUNCIL, governance);
        vm.assertEq(registry.rolesOf(governance), 0, "gone");
    }

    function test_whenThereIsNoEnd_reverts() public {
        grantTo(bindTo(clerk, BANK), Roles.ISSUER);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.NoMandate.selector, Roles.ISSUER, clerk));
        registry.pruneMandate(Roles.ISSUER, clerk);
    }
}
