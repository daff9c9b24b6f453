// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract VacateSeatTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    function test_whenSeated_removesTheSeat() public {
        address owner = people[governance][0];
        vm.expectEmit(address(registry));
        emit IRoleRegistry.SeatVacated(governance, owner, MINISTRY, Constituencies.POLICY);
        asAdmin();
        registry.vacateSeat(governance, owner);
        vm.assertEq(uint256(registry.seatOf(governance, owner).entity), 0, "seat gone");
        vm.assertEq(registry.seatCount(governance), 2, "two left");
        vm.assertEq(uint256(registry.entityOf(owner)), MINISTRY, "still bound");
    }

    function test_whenLastOfItsEntity_dropsTheRoles() public {
        address owner = address(0x0B0E);
        asAdmin();
        registry.assignSeat(governance, owner, BANK, Constituencies.POLICY);
        vm.assertEq(registry.rolesOfEntity(BANK), bit(Roles.GOVERNANCE_COUNCIL), "held");
        asAdmin();
        registry.vacateSeat(governance, owner);
        vm.assertEq(registry.rolesOfEntity(BANK), 0, "held no more");
        vm.assertTrue(registry.rolesOfEntity(MINISTRY) & bit(Roles.GOVERNANCE_COUNCIL) != 0, "others keep it");
    }

    /// @dev In every order: the list behind a Safe is reordered by each removal.
    function testFuzz_inAnyOrder_seatsStayRight(uint256 seed) public {
        address[] memory left = people[technical];
        for (uint256 n = left.length; n > 1; --n) {
            uint256 pick = uint256(keccak256(abi.encode(seed, n))) % n;
            asAdmin();
            registry.vacateSeat(technical, left[pick]);
            left[pick] = left[n - 1];
            for (uint256 i = 0; i + 1 < n; ++i) {
                vm.assertEq(uint256(registry.seatOf(technical, left[i]).entity), OPERATOR, "still seated");
            }
            vm.assertEq(registry.seatCount(technical), n - 1, "count");
        }
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnboundAccount.selector, technical));
        asAdmin();
        registry.vacateSeat(technical, left[0]);
    }

    function test_whenLastSeatOfABoundSafe_isRemoved() public {
        bindTo(technical, BANK);
        for (uint256 i = 0; i < 3; ++i) {
            asAdmin();
            registry.vacateSeat(technical, people[technical][i]);
        }
        vm.assertEq(registry.rolesOfEntity(OPERATOR), 0, "the seats' entity holds nothing");
        vm.assertEq(registry.rolesOfEntity(BANK), bit(Roles.TECHNICAL_COMMITTEE), "the bound one does");
    }

    function test_whenVacated_ownerMayMove() public {
        address owner = people[governance][0];
        asAdmin();
        registry.vacateSeat(governance, owner);
        bindTo(owner, BANK);
        vm.assertEq(uint256(registry.entityOf(owner)), BANK, "moved");
    }

    function test_whenNotSeated_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnknownSeat.selector, governance, address(0x0B0E)));
        asAdmin();
        registry.vacateSeat(governance, address(0x0B0E));
    }

    function test_whenNotAdmin_reverts() public {
        address owner = people[governance][0];
        vm.expectRevert(unauthorized(owner));
        vm.prank(owner);
        registry.vacateSeat(governance, owner);
    }
}
