// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FakeChangeRegistry} from "../change/FakeChangeRegistry.sol";

/// @notice A fake RoleRegistry that also knows for whom an account acts, and what an entity holds.
contract FakeOffices is FakeChangeRegistry {
    mapping(address account => uint8) public entityOf;
    mapping(uint8 entity => uint256) public rolesOfEntity;

    function bind(address account, uint8 entity) external {
        entityOf[account] = entity;
    }

    function appointTo(uint64 role, address account, uint8 entity) external {
        setRole(role, account, true);
        entityOf[account] = entity;
        rolesOfEntity[entity] |= uint256(1) << role;
    }

    /// @dev Ten entities are registered.
    function isEntity(uint8 entity) external pure returns (bool) {
        return entity >= 1 && entity <= 10;
    }
}
