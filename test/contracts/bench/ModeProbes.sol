// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// One function under no, one and two questions for the mode: what a question costs is the difference between them.
import {ISystemModes, Operation} from "../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ModeGoverned} from "../../../contracts/emergency/ModeGoverned.sol";

abstract contract ModeProbe is ModeGoverned {
    bytes32 internal immutable SYSTEM;
    uint256 internal _word;

    constructor(ISystemModes modes, bytes32 systemId) ModeGoverned(modes) {
        SYSTEM = systemId;
    }
}

contract UncheckedProbe is ModeProbe {
    constructor(ISystemModes modes, bytes32 systemId) ModeProbe(modes, systemId) {}

    function issue() external {
        ++_word;
    }
}

contract CheckedProbe is ModeProbe {
    constructor(ISystemModes modes, bytes32 systemId) ModeProbe(modes, systemId) {}

    function issue() external whenOperational(SYSTEM, Operation.Issue) {
        ++_word;
    }
}

contract TwiceCheckedProbe is ModeProbe {
    constructor(ISystemModes modes, bytes32 systemId) ModeProbe(modes, systemId) {}

    function issue() external whenOperational(SYSTEM, Operation.Issue) whenOperational(SYSTEM, Operation.Issue) {
        ++_word;
    }
}
