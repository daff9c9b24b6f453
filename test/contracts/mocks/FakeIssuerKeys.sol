// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIssuerKeys} from "../../../contracts/operations/interfaces/IIssuerKeys.sol";
import {IKeyRegistry} from "../../../contracts/operations/interfaces/IKeyRegistry.sol";

/// @notice A register in which everyone has a good key, but for those whom a test names.
contract FakeIssuerKeys is IIssuerKeys {
    mapping(address issuer => bool) private _missing;

    function lose(address issuer) external {
        _missing[issuer] = true;
    }

    function requireIssuerKey(address issuer) external view {
        if (_missing[issuer]) revert IKeyRegistry.IssuerKeyMissing(issuer);
    }
}
