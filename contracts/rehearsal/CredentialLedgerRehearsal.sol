// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialLedger} from "../identity/CredentialLedger.sol";
import {IAccreditations} from "../identity/interfaces/IAccreditations.sol";
import {IIssuerKeys} from "../operations/interfaces/IIssuerKeys.sol";
import {ISystemModes} from "../emergency/interfaces/ISystemModes.sol";

/**
 * @title CredentialLedgerRehearsal
 * @notice A next release of the CredentialLedger for demonstrations and drills: same storage, one function more.
 * @dev Never deployed as part of a suite; a rehearsed emergency fix needs code that differs from the code it replaces. It
 * is installed over an initialised proxy and adds no state, so that there is nothing to initialise.
 * @custom:oz-upgrades-unsafe-allow missing-initializer
 */
contract CredentialLedgerRehearsal is CredentialLedger {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        ISystemModes modes,
        IIssuerKeys keys,
        IAccreditations accreditations
    ) CredentialLedger(modes, keys, accreditations) {}

    /// @notice Tells a rehearsed release from the one that it replaces.
    function rehearsal() external pure returns (uint256) {
        return 2;
    }
}
