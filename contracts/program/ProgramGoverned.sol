// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";
import {ISystemModes} from "../emergency/interfaces/ISystemModes.sol";

import {CouncilGoverned} from "../safe/CouncilGoverned.sol";
import {Governed} from "../access/Governed.sol";
import {ModeGoverned} from "../emergency/ModeGoverned.sol";
import {Roles} from "../access/Roles.sol";
import {SystemIds} from "../emergency/SystemIds.sol";

/**
 * @title ProgramGoverned
 * @notice What the contracts of programmes have in common: councils, modes, and for which programmes a holder of
 * PROGRAM_AUTHORITY speaks.
 */
abstract contract ProgramGoverned is Governed, CouncilGoverned, ModeGoverned {
    /// @notice Another entity's programme.
    error AuthorityOfAnother(address account, uint8 entity, uint8 authority);
    /// @notice The registry that judges councils is the one that says who may call: fixed in the code.
    error AuthorityFixed(address registry, address newAuthority);

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IRoleRegistry registry,
        IGovernanceGuard guard,
        ISystemModes modes
    ) CouncilGoverned(registry, guard) ModeGoverned(modes) {
        _disableInitializers();
    }

    /**
     * @dev For functions that the registry maps to PROGRAM_AUTHORITY: one account speaks for the programmes of its entity,
     * the Program Authority's Safe for all of them. An account that is bound to no entity must be such a Safe.
     * @param authority Entity that governs the programme.
     * @return entities For whom it speaks, as a bit set.
     */
    function _speakFor(uint8 authority) internal view returns (uint256 entities) {
        uint8 entity = REGISTRY.entityOf(msg.sender);
        if (entity == 0) return _quorumOf(Roles.PROGRAM_AUTHORITY, msg.sender).entities;
        if (entity != authority) revert AuthorityOfAnother(msg.sender, entity, authority);
        return 1 << entity;
    }

    function _setAuthority(address newAuthority) internal override {
        if (newAuthority != address(REGISTRY)) revert AuthorityFixed(address(REGISTRY), newAuthority);
        super._setAuthority(newAuthority);
    }

    function _systemOf(bytes32 programId) internal pure returns (bytes32) {
        return SystemIds.keyed(SystemIds.PROGRAM, programId);
    }

    function _topic(address account) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
