// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EvidenceChain} from "../evidence/EvidenceChain.sol";
import {ICouncilStatus} from "./interfaces/ICouncilStatus.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "./interfaces/IRoleRegistry.sol";
import {IRegistryDesk} from "./interfaces/IRegistryDesk.sol";

import {BreakGlass} from "./libraries/BreakGlass.sol";
import {ConflictMatrix} from "./libraries/ConflictMatrix.sol";
import {Mandates} from "./libraries/Mandates.sol";
import {Roles} from "./Roles.sol";
import {SeatBook} from "./libraries/SeatBook.sol";

/**
 * @title RegistryDesk
 * @notice The part of the RoleRegistry's code that keeps entities, seats, conflicts, renewals and suspensions, in a
 * contract of its own because one contract cannot hold all of it (EIP-170).
 *
 * Design: each implementation of the registry creates its own desk, keeps its address as an immutable, and delegatecalls
 * it. The desk writes the registry's storage, through the same libraries, and the registry's evidence chain.
 *
 * Trust assumptions: the registry has checked who calls, before it delegates. The desk has no storage, and refuses to be
 * called in its own name.
 */
contract RegistryDesk is EvidenceChain, IRegistryDesk {
    address private immutable SELF = address(this);

    modifier delegated() {
        if (address(this) == SELF) revert DelegateCallOnly();
        _;
    }

    // ------------------------------------------------------------------------------------------ entities and seats

    /// @inheritdoc IRegistryDesk
    function registerEntity(uint8 entity, string calldata name, bytes32 legalDigest) external delegated {
        if (bytes(name).length == 0) revert IRoleRegistry.EntityNameMissing(entity);
        if (legalDigest == 0) revert IRoleRegistry.InvalidDigest("legalDigest");
        SeatBook.register(entity);
        _record(IRoleRegistry.EntityRegistered.selector, bytes32(uint256(entity)), abi.encode(name, legalDigest));
    }

    /// @inheritdoc IRegistryDesk
    function bindAccount(address account, uint8 entity) external delegated {
        if (SeatBook.bind(account, entity)) _recordBinding(account, entity);
    }

    /// @inheritdoc IRegistryDesk
    function assignSeat(address safe, address owner, uint8 entity, uint8 constituency) external delegated {
        if (SeatBook.assign(safe, owner, entity, constituency)) _recordBinding(owner, entity);
        _record(IRoleRegistry.SeatAssigned.selector, _word(safe), _word(owner), abi.encode(entity, constituency));
    }

    /// @inheritdoc IRegistryDesk
    function vacateSeat(address safe, address owner) external delegated {
        (uint8 entity, uint8 constituency) = SeatBook.vacate(safe, owner);
        _record(IRoleRegistry.SeatVacated.selector, _word(safe), _word(owner), abi.encode(entity, constituency));
    }

    /// @inheritdoc IRegistryDesk
    function setConflict(uint64 roleA, uint64 roleB, bool conflicting) external delegated {
        if (!Roles.isInstitutional(roleA)) revert IRoleRegistry.InvalidRole(roleA);
        if (!Roles.isInstitutional(roleB) || roleA == roleB) revert IRoleRegistry.InvalidRole(roleB);
        ConflictMatrix.declare(roleA, roleB, conflicting, SeatBook.load().entities);
        _record(
            IRoleRegistry.ConflictSet.selector,
            bytes32(uint256(roleA)),
            bytes32(uint256(roleB)),
            abi.encode(conflicting)
        );
    }

    // ----------------------------------------------------------------------------------- mandates and suspension

    /// @inheritdoc IRegistryDesk
    function renewMandate(uint64 role, address safe, uint48 until) external delegated {
        if (!Roles.needsMandate(role)) revert IRoleRegistry.InvalidRole(role);
        if (!SeatBook.holds(safe, role)) revert IRoleRegistry.NoMandate(role, safe);
        Mandates.requireBounds(until);
        if (!Mandates.set(role, safe, until)) return;
        _record(IRoleRegistry.MandateSet.selector, bytes32(uint256(role)), _word(safe), abi.encode(until));
    }

    /// @inheritdoc IRegistryDesk
    function suspend(address account, uint48 until, bytes32 reasonDigest) external delegated {
        if (reasonDigest == 0) revert IRoleRegistry.InvalidDigest("reasonDigest");
        uint256 roles = SeatBook.load().roles[account];
        uint256 untouchable = (1 << Roles.ADMIN) | (1 << Roles.SOVEREIGN_AUTHORITY);
        if (roles == 0 || roles & untouchable != 0) revert IRoleRegistry.NotSuspendable(account);
        Mandates.suspend(account, until);
        _record(
            IRoleRegistry.RolesSuspended.selector,
            _word(account),
            _word(msg.sender),
            abi.encode(until, reasonDigest)
        );
    }

    /// @inheritdoc IRegistryDesk
    function liftSuspension(address account) external delegated {
        Mandates.lift(account);
        _record(IRoleRegistry.SuspensionLifted.selector, _word(account), _word(msg.sender), "");
    }

    // ---------------------------------------------------------------------------------------------- break-glass

    /// @inheritdoc IRegistryDesk
    function justifyBreakGlass(
        bytes32 operationId,
        IRoleRegistry.BreakGlassArtifacts calldata artifacts
    ) external delegated {
        uint32 nonce = BreakGlass.justify(operationId, artifacts);
        _record(
            IRoleRegistry.BreakGlassJustified.selector,
            operationId,
            bytes32(uint256(nonce)),
            abi.encode(artifacts)
        );
    }

    /// @inheritdoc IRegistryDesk
    function requireBreakGlassHolder(
        address guard,
        address account,
        bool isSovereign,
        uint32 executionDelay
    ) external view {
        if (guard == address(0)) revert IRoleRegistry.NotAppointed();
        (, IGovernanceGuard.CouncilStatus status) = ICouncilStatus(guard).councilOf(account);
        if (status != IGovernanceGuard.CouncilStatus.Registered || !isSovereign) {
            revert IRoleRegistry.AdminReserved(account);
        }
        BreakGlass.requireDelay(executionDelay);
    }

    /// @inheritdoc IRegistryDesk
    function concernsCouncil(
        address registry,
        address target,
        bytes calldata data,
        address guard,
        address council
    ) external pure returns (bool) {
        return BreakGlass.concernsCouncil(registry, target, data, guard, council);
    }

    function _recordBinding(address account, uint8 entity) private {
        _record(IRoleRegistry.AccountBound.selector, _word(account), bytes32(uint256(entity)), "");
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
