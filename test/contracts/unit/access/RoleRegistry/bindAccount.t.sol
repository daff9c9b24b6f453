// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract BindAccountTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private clerk = address(0xC1E);

    function test_whenUnbound_binds() public {
        vm.expectEmit(address(registry));
        emit IRoleRegistry.AccountBound(clerk, BANK);
        bindTo(clerk, BANK);
        vm.assertEq(uint256(registry.entityOf(clerk)), BANK, "bound");
    }

    function test_whenBoundAlready_changesNothing() public {
        bindTo(clerk, BANK);
        bytes32 head = registry.evidenceHead();
        bindTo(clerk, BANK);
        vm.assertEq(registry.evidenceHead(), head, "no event");
    }

    function test_whenIdle_rebinds() public {
        bindTo(clerk, BANK);
        bindTo(clerk, OPERATOR);
        vm.assertEq(uint256(registry.entityOf(clerk)), OPERATOR, "moved");
    }

    function test_whenItHoldsARole_reverts() public {
        grantTo(bindTo(clerk, BANK), Roles.TREASURY_OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BindingInUse.selector, clerk, BANK));
        bindTo(clerk, OPERATOR);
    }

    function test_whenItHoldsASeat_reverts() public {
        address owner = people[governance][0];
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BindingInUse.selector, owner, MINISTRY));
        bindTo(owner, OPERATOR);
    }

    function test_whenUnknownEntity_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnknownEntity.selector, 77));
        bindTo(clerk, 77);
    }

    function test_whenEntityIsZero_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnknownEntity.selector, 0));
        bindTo(clerk, 0);
    }

    function test_whenSeatedSafeHasRoles_countsThemForTheEntity() public {
        bindTo(governance, BANK);
        vm.assertEq(registry.rolesOfEntity(BANK), bit(Roles.GOVERNANCE_COUNCIL), "held by the bound entity too");
    }

    function test_whenSeatedSafesRolesClash_reverts() public {
        grantTo(bindTo(clerk, BANK), Roles.AUDITOR);
        conflict(Roles.GOVERNANCE_COUNCIL, Roles.AUDITOR);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRoleRegistry.SeparationOfDuties.selector,
                BANK,
                Roles.GOVERNANCE_COUNCIL,
                Roles.AUDITOR
            )
        );
        bindTo(governance, BANK);
    }

    function test_whenNotAdmin_reverts() public {
        vm.expectRevert(unauthorized(clerk));
        vm.prank(clerk);
        registry.bindAccount(clerk, BANK);
    }
}
