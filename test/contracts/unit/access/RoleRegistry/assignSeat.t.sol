// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract AssignSeatTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private safe = address(0x5AFE);
    address private owner = address(0x0B0E);

    function seat(address onSafe, address who, uint8 entity) private {
        asAdmin();
        registry.assignSeat(onSafe, who, entity, Constituencies.POLICY);
    }

    function test_whenOwnerIsUnbound_seatsAndBinds() public {
        vm.expectEmit(address(registry));
        emit IRoleRegistry.AccountBound(owner, BANK);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.SeatAssigned(safe, owner, BANK, Constituencies.POLICY);
        seat(safe, owner, BANK);
        IRoleRegistry.Seat memory got = registry.seatOf(safe, owner);
        vm.assertEq(uint256(got.entity), BANK, "entity");
        vm.assertEq(uint256(got.constituency), Constituencies.POLICY, "constituency");
        vm.assertEq(uint256(registry.entityOf(owner)), BANK, "bound");
        vm.assertEq(registry.seatCount(safe), 1, "count");
    }

    function test_whenOwnerIsBoundElsewhere_reverts() public {
        bindTo(owner, OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.EntityMismatch.selector, owner, OPERATOR, BANK));
        seat(safe, owner, BANK);
    }

    function test_whenSeatIsTaken_reverts() public {
        seat(safe, owner, BANK);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.SeatTaken.selector, safe, owner));
        seat(safe, owner, BANK);
    }

    function test_whenEntityIsUnknown_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnknownEntity.selector, 99));
        seat(safe, owner, 99);
    }

    function test_whenEntityIsZero_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnknownEntity.selector, 0));
        seat(safe, owner, 0);
    }

    function testFuzz_whenConstituencyIsOutOfRange_reverts(uint8 constituency) public {
        vm.assume(constituency == 0 || constituency >= Constituencies.LIMIT);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidConstituency.selector, constituency));
        asAdmin();
        registry.assignSeat(safe, owner, BANK, constituency);
    }

    function test_whenThirtyTwoAreSeated_reverts() public {
        for (uint160 i = 1; i <= 32; ++i) seat(safe, address(0x9000 + i), BANK);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.TooManySeats.selector, safe, 32));
        seat(safe, owner, BANK);
    }

    function test_whenSafeHasRoles_countsThemForTheEntity() public {
        seat(governance, owner, BANK);
        vm.assertEq(registry.rolesOfEntity(BANK), bit(Roles.GOVERNANCE_COUNCIL), "held through the seat");
    }

    function test_whenSafesRoleClashes_reverts() public {
        grantTo(bindTo(address(0xA0D), BANK), Roles.AUDITOR);
        conflict(Roles.AUDITOR, Roles.GOVERNANCE_COUNCIL);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRoleRegistry.SeparationOfDuties.selector,
                BANK,
                Roles.GOVERNANCE_COUNCIL,
                Roles.AUDITOR
            )
        );
        seat(governance, owner, BANK);
    }

    function test_whenSafeSitsForAnotherEntity_reverts() public {
        seat(governance, safe, BANK);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.EntityMismatch.selector, safe, BANK, OPERATOR));
        seat(safe, owner, OPERATOR);
    }

    function test_whenOwnerIsASafeOfOtherEntities_reverts() public {
        seat(safe, owner, OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.EntityMismatch.selector, safe, OPERATOR, BANK));
        seat(governance, safe, BANK);
    }

    function test_whenOwnerIsASafeOfTheSameEntity_seatsIt() public {
        seat(safe, owner, BANK);
        seat(governance, safe, BANK);
        vm.assertEq(uint256(registry.seatOf(governance, safe).entity), BANK, "nested");
    }

    function test_whenNotAdmin_reverts() public {
        vm.expectRevert(unauthorized(owner));
        vm.prank(owner);
        registry.assignSeat(safe, owner, BANK, Constituencies.POLICY);
    }
}
