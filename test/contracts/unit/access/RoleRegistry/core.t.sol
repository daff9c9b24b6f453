// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract CoreTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    function setOf(bytes4 selector) private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](1);
        selectors[0] = selector;
    }

    function map(address target, bytes4 selector, uint64 role) private {
        asAdmin();
        registry.setTargetFunctionRole(target, setOf(selector), role);
    }

    function test_registersForGood() public {
        vm.expectEmit(address(registry));
        emit IRoleRegistry.CoreRegistered(address(this));
        asAdmin();
        registry.registerCore(address(this));
        vm.assertTrue(registry.isCore(address(this)), "core");
        bytes32 head = registry.evidenceHead();
        asAdmin();
        registry.registerCore(address(this));
        vm.assertEq(registry.evidenceHead(), head, "once");
    }

    function test_whenThereIsNoCode_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, address(0xBEEF)));
        asAdmin();
        registry.registerCore(address(0xBEEF));
    }

    function test_whenClosedOrItsUpgradeIsMapped_reverts() public {
        asAdmin();
        registry.setTargetClosed(address(this), true);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CoreTarget.selector, address(this)));
        asAdmin();
        registry.registerCore(address(this));
        asAdmin();
        registry.setTargetClosed(address(this), false);
        map(address(this), UUPSUpgradeable.upgradeToAndCall.selector, Roles.ROUTINE_UPGRADE);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CoreTarget.selector, address(this)));
        asAdmin();
        registry.registerCore(address(this));
    }

    function test_cannotBeClosed() public {
        address[3] memory core = [address(registry), address(guard), changeManager];
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertTrue(registry.isCore(core[i]), "core");
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CoreTarget.selector, core[i]));
            asAdmin();
            registry.setTargetClosed(core[i], true);
        }
    }

    function test_upgradeStaysWithAdmin() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CoreTarget.selector, changeManager));
        map(changeManager, UUPSUpgradeable.upgradeToAndCall.selector, Roles.ROUTINE_UPGRADE);
        map(changeManager, UUPSUpgradeable.upgradeToAndCall.selector, Roles.ADMIN);
        map(changeManager, 0x12345678, Roles.CHANGE_PROPOSER);
        (uint64 role, bool core) = registry.classify(changeManager, 0x12345678);
        vm.assertTrue(role == Roles.CHANGE_PROPOSER && core, "others may be mapped");
    }

    function testFuzz_registrysOwnFunctionsStayWithAdmin(bytes4 selector, uint64 role) public {
        role = uint64(bound(role, 1, Roles.LIMIT - 1));
        vm.assume(selector != 0x7a9e5e4b);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CoreTarget.selector, address(registry)));
        map(address(registry), selector, role);
        map(address(registry), selector, Roles.ADMIN);
        (uint64 mapped, bool core) = registry.classify(address(registry), selector);
        vm.assertTrue(mapped == Roles.ADMIN && core, "classified");
    }

    function testFuzz_whenRoleIsOutOfRange_reverts(uint64 role) public {
        role = uint64(bound(role, Roles.LIMIT, type(uint64).max - 1));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, role));
        map(address(this), 0x12345678, role);
    }
}
