// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ChangeStatus} from "../../../contracts/change/interfaces/IChangeManager.sol";

/**
 * @notice A fake RoleRegistry and ChangeManager in one, for contracts whose own rules are under test: one account may
 * call everything, and the change in progress and its status are settable.
 */
contract FakeAuthority {
    address public immutable caller;
    bytes32 public changeInProgress;
    ChangeStatus private _status = ChangeStatus.Executed;

    constructor(address allowed) {
        caller = allowed;
    }

    function setChangeInProgress(bytes32 id) external {
        changeInProgress = id;
    }

    /// @dev Of every change.
    function setStatus(ChangeStatus status) external {
        _status = status;
    }

    function statusOf(bytes32) external view returns (ChangeStatus) {
        return _status;
    }

    function canCall(address account, address, bytes4) external view returns (bool immediate, uint32 delay) {
        return (account == caller, 0);
    }

    function changeManager() external view returns (address) {
        return address(this);
    }
}
