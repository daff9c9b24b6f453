// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGuardManager} from "@safe-global/safe-smart-account/contracts/interfaces/IGuardManager.sol";
import {IModuleManager} from "@safe-global/safe-smart-account/contracts/interfaces/IModuleManager.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {GuardedSafeSetup} from "../../../../contracts/safe/GuardedSafeSetup.sol";
import {IGuardedSafeSetup} from "../../../../contracts/safe/interfaces/IGuardedSafeSetup.sol";
import {SafeSlots} from "../../../../contracts/safe/libraries/SafeSlots.sol";

import {CouncilFixture} from "./CouncilFixture.sol";

contract GuardedSafeSetupTest is CouncilFixture {
    function test_SafeIsBornWithBothGuards() external {
        vm.expectEmit();
        emit IGuardManager.ChangedGuard(address(guard));
        vm.expectEmit();
        emit IModuleManager.ChangedModuleGuard(address(guard));
        ISafe safe = bear(birthOf(committeeOwners, 2, 61));

        vm.assertEq(safe.getStorageAt(uint256(SafeSlots.GUARD), 1), abi.encode(guard), "guard");
        vm.assertEq(safe.getStorageAt(uint256(SafeSlots.MODULE_GUARD), 1), abi.encode(guard), "module guard");
        vm.assertEq(safe.getStorageAt(uint256(SafeSlots.FALLBACK_HANDLER), 1), abi.encode(fallbackHandler), "handler");
    }

    function test_SlotsAreTheSafes() external pure {
        vm.assertEq(SafeSlots.GUARD, keccak256("guard_manager.guard.address"), "guard");
        vm.assertEq(SafeSlots.MODULE_GUARD, keccak256("module_manager.module_guard.address"), "module guard");
        vm.assertEq(SafeSlots.FALLBACK_HANDLER, keccak256("fallback_manager.handler.address"), "handler");
    }

    function test_RefusesADirectCall() external {
        vm.expectRevert(IGuardedSafeSetup.DelegateCallOnly.selector);
        guardedSetup.setup(address(guard));
    }

    /// @dev A Safe under something that is no guard could never execute anything.
    function test_RefusesWhatIsNoGuard() external {
        HalfGuard half = new HalfGuard(0xe6d7a83a);
        expectRefusal(address(half), 0x58401ed8);
        half = new HalfGuard(0x58401ed8);
        expectRefusal(address(half), 0xe6d7a83a);
    }

    function expectRefusal(address half, bytes4 lacking) private {
        SetupCaller caller = new SetupCaller();
        vm.expectRevert(abi.encodeWithSelector(IGuardedSafeSetup.NotAGuard.selector, half, lacking));
        caller.delegate(guardedSetup, half);
    }
}

/// @notice Claims one of the two interfaces.
contract HalfGuard {
    bytes4 private immutable CLAIMED;

    constructor(bytes4 claimed) {
        CLAIMED = claimed;
    }

    function supportsInterface(bytes4 interfaceId) external view returns (bool) {
        return interfaceId == CLAIMED;
    }
}

/// @notice Delegatecalls the setup as a newborn Safe does; unlike the Safe it passes the reason on.
contract SetupCaller {
    function delegate(GuardedSafeSetup setup, address guard) external {
        (bool success, bytes memory result) = address(setup).delegatecall(
            abi.encodeCall(GuardedSafeSetup.setup, (guard))
        );
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }
}
