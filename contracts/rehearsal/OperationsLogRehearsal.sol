// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OperationsLog} from "../operations/OperationsLog.sol";

/**
 * @title OperationsLogRehearsal
 * @notice A next release of the OperationsLog for demonstrations and drills: same storage, one function more.
 * @dev Never deployed as part of a suite; a rehearsed upgrade needs code that differs from the code it replaces. It is
 * installed over an initialised proxy and adds no state, so that there is nothing to initialise.
 * @custom:oz-upgrades-unsafe-allow missing-initializer
 */
contract OperationsLogRehearsal is OperationsLog {
    /// @notice Tells a rehearsed release from the one that it replaces.
    function rehearsal() external pure returns (uint256) {
        return 2;
    }
}
