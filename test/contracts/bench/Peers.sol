// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Peers of `npm run bench:gas`, compiled with the settings of the suite.
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @notice OpenZeppelin's TimelockController, unchanged.
contract PeerTimelock is TimelockController {
    constructor(
        uint256 minDelay,
        address[] memory proposers,
        address[] memory executors
    ) TimelockController(minDelay, proposers, executors, address(0)) {}
}

/// @notice OpenZeppelin's AccessManager, unchanged.
contract PeerAccessManager is AccessManager {
    constructor(address admin) AccessManager(admin) {}
}

/// @notice One word that its owner sets: the least that a governed call can do.
contract OwnedWord is Ownable {
    uint256 public word;

    constructor(address owner) Ownable(owner) {}

    function setWord(uint256 newWord) external onlyOwner {
        word = newWord;
    }
}

/// @notice The same under an AccessManager, be it OpenZeppelin's or the RoleRegistry.
contract ManagedWord is AccessManaged {
    uint256 public word;

    constructor(address authority) AccessManaged(authority) {}

    function setWord(uint256 newWord) external restricted {
        word = newWord;
    }
}
