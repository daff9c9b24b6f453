// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract GrantRoleAdminTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    address private other = address(0x07E4);

    function admin(address who, uint32 delay) private {
        asAdmin();
        registry.grantRole(Roles.ADMIN, who, delay);
    }

    function makeSovereign(address safe) private {
        vm.etch(safe, hex"00");
        guard.setCouncil(safe, IGovernanceGuard.CouncilStatus.Registered, 0);
        grantTo(bindTo(safe, MINISTRY), Roles.SOVEREIGN_AUTHORITY);
    }

    function test_whenSovereignSafeWithDelay_grants() public {
        makeSovereign(other);
        admin(other, BREAK_GLASS_DELAY);
        (bool isMember, uint32 delay) = registry.hasRole(Roles.ADMIN, other);
        vm.assertTrue(isMember, "holder");
        vm.assertEq(uint256(delay), BREAK_GLASS_DELAY, "delay");
    }

    function testFuzz_whenDelayIsTooShort_reverts(uint32 delay) public {
        delay = uint32(bound(delay, 0, 14 days - 1));
        makeSovereign(other);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassDelayTooShort.selector, delay, 14 days));
        admin(other, delay);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassDelayTooShort.selector, delay, 14 days));
        admin(sovereign, delay);
    }

    function testFuzz_whenDelayIsTooLong_reverts(uint32 delay) public {
        delay = uint32(bound(delay, 60 days + 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassDelayTooLong.selector, delay, 60 days));
        admin(sovereign, delay);
    }

    function testFuzz_whenAccountHasNoCode_reverts(address who) public {
        vm.assume(who.code.length == 0 && who != deployer);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, who));
        admin(who, BREAK_GLASS_DELAY);
    }

    function test_whenCodeIsDelegated_reverts() public {
        makeSovereign(other);
        vm.etch(other, abi.encodePacked(hex"ef0100", address(guard)));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, other));
        admin(other, BREAK_GLASS_DELAY);
    }

    function test_whenNoRegisteredCouncil_reverts() public {
        makeSovereign(other);
        for (uint8 status = 0; status <= uint8(IGovernanceGuard.CouncilStatus.Dismissed); ++status) {
            if (status == uint8(IGovernanceGuard.CouncilStatus.Registered)) continue;
            guard.setCouncil(other, IGovernanceGuard.CouncilStatus(status), 0);
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, other));
            admin(other, BREAK_GLASS_DELAY);
        }
    }

    function test_whenNotSovereign_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, technical));
        admin(technical, BREAK_GLASS_DELAY);
    }

    function test_whenDeployerComesBack_reverts() public {
        makeSovereign(deployer);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, deployer));
        admin(deployer, BREAK_GLASS_DELAY);
    }

    function test_whenChangeManagerGetsADelay_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminIrrevocable.selector, changeManager));
        admin(changeManager, 1);
        admin(changeManager, 0);
        (bool isMember, uint32 delay) = registry.hasRole(Roles.ADMIN, changeManager);
        vm.assertTrue(isMember && delay == 0, "as before");
    }
}
