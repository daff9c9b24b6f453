// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract CloseGenesisTest is RoleRegistryKit {
    function setUp() public {
        deployInGenesis();
    }

    function test_stripsTheDeployer() public {
        vm.expectEmit(address(registry));
        emit IAccessManager.RoleRevoked(Roles.ADMIN, deployer);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.GenesisClosed(deployer);
        vm.prank(deployer);
        registry.closeGenesis();
        vm.assertTrue(registry.genesisClosed(), "closed");
        vm.assertEq(registry.rolesOf(deployer), 0, "holds nothing");
        vm.expectRevert(unauthorized(deployer));
        vm.prank(deployer);
        registry.registerEntity(9, "Back door", keccak256("act"));
    }

    function test_whenDeployerHoldsAnotherRole_reverts() public {
        bindTo(deployer, BANK);
        grantTo(deployer, Roles.CHANGE_EXECUTOR);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.DeployerHoldsRoles.selector, deployer, bit(Roles.CHANGE_EXECUTOR))
        );
        vm.prank(deployer);
        registry.closeGenesis();
    }

    function test_withoutBreakGlass_reverts() public {
        vm.startPrank(deployer);
        registry.revokeRole(Roles.ADMIN, sovereign);
        vm.expectRevert(IRoleRegistry.BreakGlassHolderMissing.selector);
        registry.closeGenesis();
    }

    function test_withoutAppointments_reverts() public {
        registry = newRegistry(deployer);
        vm.startPrank(deployer);
        vm.expectRevert(IRoleRegistry.NotAppointed.selector);
        registry.closeGenesis();
        registry.appointGuard(address(guard));
        vm.expectRevert(IRoleRegistry.NotAppointed.selector);
        registry.closeGenesis();
        registry.appointChangeManager(changeManager);
        vm.expectRevert(IRoleRegistry.BreakGlassHolderMissing.selector);
        registry.closeGenesis();
    }

    function test_whenClosed_reverts() public {
        vm.prank(deployer);
        registry.closeGenesis();
        vm.expectRevert(IRoleRegistry.GenesisAlreadyClosed.selector);
        asAdmin();
        registry.closeGenesis();
    }

    function test_whenDeployerLeftEarly_theChangeManagerCloses() public {
        vm.prank(deployer);
        registry.renounceRole(Roles.ADMIN, deployer);
        asAdmin();
        registry.closeGenesis();
        vm.assertTrue(registry.genesisClosed(), "closed");
    }

    function test_whenNotAdmin_reverts() public {
        vm.expectRevert(unauthorized(address(this)));
        registry.closeGenesis();
    }
}
