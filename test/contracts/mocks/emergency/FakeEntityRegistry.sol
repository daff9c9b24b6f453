// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice A fake RoleRegistry: entities, accounts and seats as a test writes them; everyone but one may call everything.
contract FakeEntityRegistry {
    uint8 public constant AUDITORS = 9;

    address private immutable STRANGER;
    mapping(address account => uint8) public entityOf;
    mapping(address safe => uint256) public seatCount;

    constructor(address stranger) {
        STRANGER = stranger;
    }

    function bindAccount(address account, uint8 entity) external {
        entityOf[account] = entity;
    }

    function seat(address safe) external {
        ++seatCount[safe];
    }

    function canCall(address account, address, bytes4) external view returns (bool immediate, uint32 delay) {
        return (account != STRANGER, 0);
    }

    /// @dev Everyone who sits for a council may speak for it.
    function judgeSigners(uint64, address, address[] calldata) external pure returns (uint256, uint256, uint24) {
        return (0, 0, 0);
    }

    /// @dev Every entity operates, but one: it audits.
    function rolesOfEntity(uint8 entity) external pure returns (uint256) {
        if (entity == 0 || entity >= 10) return 0;
        return entity == AUDITORS ? 1 << Roles.AUDITOR : 1 << Roles.TECHNICAL_OPERATOR;
    }
}
