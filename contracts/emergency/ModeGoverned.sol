// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISystemModes, Operation} from "./interfaces/ISystemModes.sol";

/**
 * @title ModeGoverned
 * @notice For contracts whose operations depend on the mode of their system. Revoking, refunding and tightening need no
 * check: no mode forbids them.
 */
abstract contract ModeGoverned {
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ISystemModes internal immutable MODES;

    modifier whenOperational(bytes32 systemId, Operation operation) {
        MODES.requireOperational(systemId, operation);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(ISystemModes modes) {
        MODES = modes;
    }
}
