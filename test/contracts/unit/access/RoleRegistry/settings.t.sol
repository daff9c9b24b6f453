// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract SettingsTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    function test_councilsAndCapabilities_keepTheirAdministrator() public {
        uint64[9] memory keepers = [uint64(1), 2, 3, 4, 16, 17, 18, 19, 20];
        for (uint256 i = 0; i < 9; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerLockedRole.selector, keepers[i]));
            asAdmin();
            registry.setRoleAdmin(keepers[i], Roles.ISSUER);
        }
    }

    function testFuzz_administratorsAreRolesThatExist(uint64 role) public {
        role = uint64(bound(role, Roles.LIMIT, type(uint64).max));
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidRole.selector, role));
        asAdmin();
        registry.setRoleAdmin(Roles.ISSUER, role);
    }

    function testFuzz_rolesHaveNoGuardian(uint64 role, uint64 guardian) public {
        bytes memory call = abi.encodeCall(IAccessManager.setRoleGuardian, (role, guardian));
        assertLocked(IAccessManager.setRoleGuardian.selector, call);
    }

    function testFuzz_grantsHaveNoDelay(uint64 role, uint32 delay) public {
        bytes memory call = abi.encodeCall(IAccessManager.setGrantDelay, (role, delay));
        assertLocked(IAccessManager.setGrantDelay.selector, call);
    }

    function testFuzz_targetsHaveNoAdminDelay(address target, uint32 delay) public {
        bytes memory call = abi.encodeCall(IAccessManager.setTargetAdminDelay, (target, delay));
        assertLocked(IAccessManager.setTargetAdminDelay.selector, call);
    }

    function testFuzz_targetsKeepThisAuthority(address target, address authority) public {
        bytes memory call = abi.encodeCall(IAccessManager.updateAuthority, (target, authority));
        assertLocked(IAccessManager.updateAuthority.selector, call);
    }

    function testFuzz_operationsAreConsumedThroughExecuteOnly(address caller, bytes calldata data) public {
        vm.expectRevert(locked(IAccessManager.consumeScheduledOp.selector));
        registry.consumeScheduledOp(caller, data);
    }

    /// @dev Refused to ADMIN because it is locked, to others because they are not ADMIN.
    function assertLocked(bytes4 selector, bytes memory call) private {
        asAdmin();
        (bool done, bytes memory reason) = address(registry).call(call);
        vm.assertFalse(done, "locked");
        vm.assertEq(reason, locked(selector), "by the registry");
        (done, reason) = address(registry).call(call);
        vm.assertFalse(done, "restricted");
        vm.assertEq(reason, unauthorized(address(this)), "to ADMIN");
    }

    function locked(bytes4 selector) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessManager.AccessManagerLockedFunction.selector, selector);
    }
}
