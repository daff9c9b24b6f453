// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A fake RoleRegistry: entities, accounts and seats as a test writes them; everyone but one may call everything.
contract FakeEntityRegistry {
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

    function isEntity(uint8 entity) external pure returns (bool) {
        return entity != 0 && entity < 10;
    }
}
