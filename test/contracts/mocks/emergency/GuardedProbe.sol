// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISystemModes, Operation} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ModeGoverned} from "../../../../contracts/emergency/ModeGoverned.sol";

/// @notice A guarded contract: it asks for the mode of its system, says what that costs, and moves amounts.
contract GuardedProbe is ModeGoverned {
    bytes32 private immutable SYSTEM;

    constructor(ISystemModes modes, bytes32 systemId) ModeGoverned(modes) {
        SYSTEM = systemId;
    }

    function operate(Operation operation) external view whenOperational(SYSTEM, operation) returns (bool) {
        return true;
    }

    function move(Operation operation, uint256 amount) external {
        MODES.meter(SYSTEM, operation, amount);
    }
}
