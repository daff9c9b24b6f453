// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {EvidenceChain} from "../evidence/EvidenceChain.sol";
import {IGovernedProxy} from "./interfaces/IGovernedProxy.sol";

/**
 * @title Governed
 * @notice What every governed contract behind a proxy is: its functions are mapped in the RoleRegistry, its events form
 * an evidence chain, and its code is replaced only by whoever the registry lets call `upgradeToAndCall`.
 */
abstract contract Governed is AccessManagedUpgradeable, UUPSUpgradeable, EvidenceChain, IGovernedProxy {
    /// @inheritdoc IGovernedProxy
    function implementation() external view returns (address) {
        return ERC1967Utils.getImplementation();
    }

    /// @dev The authority is part of the evidence.
    function _setAuthority(address newAuthority) internal virtual override {
        super._setAuthority(newAuthority);
        _follow(IAccessManaged.AuthorityUpdated.selector, abi.encode(newAuthority));
    }

    function _authorizeUpgrade(address newImplementation) internal virtual override restricted {
        _recordUpgrade(newImplementation);
    }
}
