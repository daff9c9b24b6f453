// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";

/// @notice The two answers that the guard asks of a RoleRegistry, and a switch that breaks both.
contract FakeRegistry {
    error Broken();

    bool public broken;
    mapping(address caller => bool) public governors;
    mapping(address safe => mapping(address owner => IRoleRegistry.Seat)) private _seats;

    function setBroken(bool value) external {
        broken = value;
    }

    function setGovernor(address caller, bool value) external {
        governors[caller] = value;
    }

    function seat(address safe, address owner, uint8 entity, uint8 constituency) external {
        _seats[safe][owner] = IRoleRegistry.Seat(entity, constituency);
    }

    function seatOf(address safe, address owner) external view returns (IRoleRegistry.Seat memory) {
        if (broken) revert Broken();
        return _seats[safe][owner];
    }

    /// @dev A governor is answered as AccessManager answers a member without delay; a stranger with a delay of one.
    function canCall(address caller, address, bytes4) external view returns (bool immediate, uint32 delay) {
        if (broken) revert Broken();
        return governors[caller] ? (true, 0) : (false, 1);
    }
}
