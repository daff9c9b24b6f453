// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice OpenZeppelin's AccessManager, and entities as a test writes them.
contract OperatorRegistry is AccessManager {
    mapping(address account => uint8) public entityOf;

    constructor(address admin) AccessManager(admin) {}

    function bindAccount(address account, uint8 entity) external {
        entityOf[account] = entity;
    }
}
