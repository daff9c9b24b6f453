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

    /// @notice Nothing that has no code says what a system may do.
    error ModesWithoutCode(address modes);

    modifier whenOperational(bytes32 systemId, Operation operation) {
        _requireAllowed(systemId, operation);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(ISystemModes modes) {
        if (address(modes).code.length == 0) revert ModesWithoutCode(address(modes));
        MODES = modes;
    }

    /**
     * @dev `MODES.requireAllowed(systemId, operation)`, at half of what the compiler's own call costs, because it is
     * asked on every guarded call: that there is code is known since the construction. The error of a refusal comes
     * through.
     */
    function _requireAllowed(bytes32 systemId, Operation operation) internal view {
        address modes = address(MODES);
        bytes4 selector = ISystemModes.requireAllowed.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, selector)
            mstore(add(free, 0x04), systemId)
            mstore(add(free, 0x24), operation)
            if iszero(staticcall(gas(), modes, free, 0x44, 0, 0)) {
                returndatacopy(free, 0, returndatasize())
                revert(free, returndatasize())
            }
        }
    }
}
