// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {BreakGlassKit} from "../support/BreakGlassKit.sol";
import {Change} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {Roles} from "../../../contracts/access/Roles.sol";

/// @notice The glass is broken: the change manager's code is dead, the Sovereign Authority acts past it.
contract BreakGlassTest is BreakGlassKit {
    function test_TheRegistryIsReplacedWhileTheChangeManagerIsDead() external {
        address code = deploy("RoleRegistry", "");
        _killTheChangeManager();
        bytes memory data = upgradeCall(code);
        bytes32 operation = schedule(address(registry), data);
        justify(operation);
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        breakGlass(address(registry), data);
        vm.assertEq(registry.implementation(), code, "replaced");
    }

    function test_RolesAreTakenAndGivenWhileTheChangeManagerIsDead() external {
        _killTheChangeManager();
        bytes memory data = abi.encodeCall(IAccessManager.revokeRole, (Roles.CHANGE_EXECUTOR, executor));
        justify(schedule(address(registry), data));
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        // The direct way, without `execute`, consumes the operation as well.
        speak(sovereign, address(registry), data);
        (bool holds, ) = registry.hasRole(Roles.CHANGE_EXECUTOR, executor);
        vm.assertFalse(holds, "taken");
    }

    /// @dev Code without `upgradeToAndCall` behind the proxy would need the registry first; code that has it does not.
    function test_ASickChangeManagerIsReplaced() external {
        address code = deploy("ChangeManager", abi.encode(registry, guard, emergencyController));
        bytes memory data = upgradeCall(code);
        justify(schedule(address(manager), data));
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        breakGlass(address(manager), data);
        vm.assertEq(manager.implementation(), code, "replaced");
    }

    function test_TheEmergencyCouncilWorksWithoutTheChangeManager() external {
        _killTheChangeManager();
        bytes memory data = abi.encodeCall(IAccessManager.revokeRole, (Roles.CHANGE_EXECUTOR, executor));
        bytes32 operation = schedule(address(registry), data);
        speak(emergency, address(registry), cancelling(address(registry), data));
        vm.assertEq(registry.getSchedule(operation), 0, "cancelled");
    }

    function _killTheChangeManager() private {
        vm.etch(manager.implementation(), hex"fe");
        Change memory change = blank(configChange(1 days).class);
        vm.expectRevert();
        vm.prank(proposer);
        manager.propose(change);
    }
}
