// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGuardManager} from "@safe-global/safe-smart-account/contracts/interfaces/IGuardManager.sol";
import {IModuleManager} from "@safe-global/safe-smart-account/contracts/interfaces/IModuleManager.sol";
import {IOwnerManager} from "@safe-global/safe-smart-account/contracts/interfaces/IOwnerManager.sol";

import {IGovernanceGuard} from "../interfaces/IGovernanceGuard.sol";

/**
 * @title SafeCallRules
 * @notice What a guarded Safe may call of itself and of its guard. Everything else is not the guard's business.
 */
library SafeCallRules {
    /// @notice What a call means to the guard.
    enum Effect {
        None,
        OwnersChange,
        GuardRemoved
    }

    error SelfCallRefused(address safe, bytes4 selector);
    error SelfCallWithValue(address safe, uint256 value);
    error ForeignGuard(address safe, bytes4 selector, address guard);
    error GuardCallRefused(address safe, bytes4 selector);

    /// @notice Judges one call of `safe`, made directly or from a batch. Code of the guard: `address(this)` is the guard.
    function judge(
        address safe,
        address to,
        uint256 value,
        bytes calldata data,
        bool inBatch
    ) internal view returns (Effect) {
        if (to == safe) return _judgeSelfCall(safe, value, data, inBatch);
        if (to == address(this)) _judgeGuardCall(safe, value, data, inBatch);
        return Effect.None;
    }

    function _judgeSelfCall(
        address safe,
        uint256 value,
        bytes calldata data,
        bool inBatch
    ) private view returns (Effect) {
        if (value != 0) revert SelfCallWithValue(safe, value);
        // An empty call to itself is how Safe wallets use up a nonce, to reject what was signed for it.
        if (data.length == 0) return Effect.None;

        bytes4 selector = _selector(data);
        if (
            selector == IOwnerManager.addOwnerWithThreshold.selector ||
            selector == IOwnerManager.removeOwner.selector ||
            selector == IOwnerManager.swapOwner.selector ||
            selector == IOwnerManager.changeThreshold.selector
        ) return Effect.OwnersChange;

        if (selector != IGuardManager.setGuard.selector && selector != IModuleManager.setModuleGuard.selector) {
            revert SelfCallRefused(safe, selector);
        }
        if (data.length != 36) revert SelfCallRefused(safe, selector);
        // The whole word: a dirty address is not the guard's.
        uint256 guard = uint256(bytes32(data[4:36]));
        if (guard == uint256(uint160(address(this)))) return Effect.None;
        if (guard != 0 || inBatch) revert ForeignGuard(safe, selector, address(uint160(guard)));
        return Effect.GuardRemoved;
    }

    /// @dev Whatever a Safe says to its guard is said in its name: only the two words about its exit are for it to say.
    function _judgeGuardCall(address safe, uint256 value, bytes calldata data, bool inBatch) private pure {
        bytes4 selector = _selector(data);
        bool exitCall =
            selector == IGovernanceGuard.announceExit.selector || selector == IGovernanceGuard.revokeExit.selector;
        if (inBatch || value != 0 || data.length != 4 || !exitCall) revert GuardCallRefused(safe, selector);
    }

    function _selector(bytes calldata data) private pure returns (bytes4) {
        return data.length < 4 ? bytes4(0) : bytes4(data);
    }
}
