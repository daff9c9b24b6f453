// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {RoleRegistry} from "../../../../../contracts/access/RoleRegistry.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract InitializeTest is RoleRegistryKit {
    function setUp() public {
        registry = newRegistry(deployer);
    }

    function test_makesTheDeployerAdmin() public view {
        vm.assertTrue(holds(Roles.ADMIN, deployer), "admin");
        vm.assertEq(registry.rolesOf(deployer), bit(Roles.ADMIN), "on the books");
        vm.assertFalse(registry.genesisClosed(), "genesis is open");
    }

    function test_whenDoneTwice_reverts() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        registry.initialize(address(this));
    }

    function test_ofTheImplementation_reverts() public {
        RoleRegistry bare = new RoleRegistry();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(address(this));
    }

    function test_byNobody_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerInvalidInitialAdmin.selector, address(0)));
        this.deployFor(address(0));
    }

    function deployFor(address admin) external {
        newRegistry(admin);
    }

    function test_deployerCannotMakeAnotherAdmin() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, address(0xBEEF)));
        vm.prank(deployer);
        registry.grantRole(Roles.ADMIN, address(0xBEEF), 0);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.NotAppointed.selector));
        vm.prank(deployer);
        registry.grantRole(Roles.ADMIN, address(this), 0);
    }
}
