// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FakeGovernanceGuard} from "../../../mocks/FakeGovernanceGuard.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract AppointTest is RoleRegistryKit {
    function setUp() public {
        registry = newRegistry(deployer);
    }

    function test_appointsOnce() public {
        vm.etch(changeManager, hex"00");
        vm.expectEmit(address(registry));
        emit IRoleRegistry.CoreRegistered(changeManager);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.ChangeManagerAppointed(changeManager);
        vm.prank(deployer);
        registry.appointChangeManager(changeManager);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.GuardAppointed(address(this));
        vm.prank(deployer);
        registry.appointGuard(address(this));

        vm.assertEq(registry.changeManager(), changeManager, "change manager");
        vm.assertEq(registry.guard(), address(this), "guard");
        vm.assertTrue(registry.isCore(changeManager) && registry.isCore(address(this)), "core");
        vm.assertEq(registry.rolesOf(changeManager), 1 | (0x1f << 16), "ADMIN and the five capabilities");

        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AlreadyAppointed.selector, changeManager));
        vm.prank(deployer);
        registry.appointChangeManager(address(this));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AlreadyAppointed.selector, address(this)));
        vm.prank(deployer);
        registry.appointGuard(changeManager);
    }

    function testFuzz_whenThereIsNoCode_reverts(address who) public {
        vm.assume(who.code.length == 0 && who != deployer);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, who));
        vm.prank(deployer);
        registry.appointChangeManager(who);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, who));
        vm.prank(deployer);
        registry.appointGuard(who);
    }

    function test_whenCodeIsDelegated_reverts() public {
        vm.etch(changeManager, abi.encodePacked(hex"ef0100", address(this)));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, changeManager));
        vm.prank(deployer);
        registry.appointChangeManager(changeManager);
    }

    function test_whenDeployerAppointsItself_reverts() public {
        vm.etch(deployer, hex"00");
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, deployer));
        vm.prank(deployer);
        registry.appointChangeManager(deployer);
    }

    function test_whenABreakGlassHolderIsAppointed_reverts() public {
        FakeGovernanceGuard fake = new FakeGovernanceGuard();
        fake.setCouncil(sovereign, IGovernanceGuard.CouncilStatus.Registered, 0);
        vm.etch(sovereign, hex"00");
        vm.startPrank(deployer);
        registry.appointGuard(address(fake));
        registry.registerEntity(MINISTRY, "Ministry", keccak256("act"));
        registry.bindAccount(sovereign, MINISTRY);
        registry.grantRole(Roles.SOVEREIGN_AUTHORITY, sovereign, 0);
        registry.grantRole(Roles.ADMIN, sovereign, BREAK_GLASS_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, sovereign));
        registry.appointChangeManager(sovereign);
    }

    function test_whenNotAdmin_reverts() public {
        vm.expectRevert(unauthorized(address(this)));
        registry.appointChangeManager(address(this));
        vm.expectRevert(unauthorized(address(this)));
        registry.appointGuard(address(this));
    }
}
