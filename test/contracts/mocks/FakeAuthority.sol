// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @notice A fake RoleRegistry and ChangeManager in one, for contracts whose own rules are under test: one account may
 * call everything, and the change in progress is settable.
 */
contract FakeAuthority {
    address public immutable caller;
    bytes32 public changeInProgress;

    constructor(address allowed) {
        caller = allowed;
    }

    function setChangeInProgress(bytes32 id) external {
        changeInProgress = id;
    }

    function canCall(address account, address, bytes4) external view returns (bool immediate, uint32 delay) {
        return (account == caller, 0);
    }

    function changeManager() external view returns (address) {
        return address(this);
    }
}
