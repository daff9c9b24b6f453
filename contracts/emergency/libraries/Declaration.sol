// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIncidentRegistry, Severity} from "../interfaces/IIncidentRegistry.sol";

/**
 * @title Declaration
 * @notice Tells the IncidentRegistry of an emergency without depending on it: it may revert, burn its gas, or answer
 * with more than anybody wants to copy.
 * @dev The registry may also call back: call this after all effects.
 */
library Declaration {
    /// @dev Several times what an honest registry needs.
    uint256 internal constant GAS = 1_000_000;

    /// @return taken Whether the registry took it.
    function attempt(
        address registry,
        bytes32 incidentId,
        uint8 severity,
        address by,
        bytes32 digest
    ) internal returns (bool taken) {
        // A call to an address without code would revert here, outside of what is caught.
        if (registry.code.length == 0) return false;
        // Nothing is returned and the reason is not asked for, so that nothing is copied.
        try IIncidentRegistry(registry).declare{gas: GAS}(incidentId, Severity(severity), by, digest) {
            return true;
        } catch {
            return false;
        }
    }
}
