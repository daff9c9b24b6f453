// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "./IRoleRegistry.sol";

/// @notice What the RoleRegistry has its desk do. The functions, their errors and events are those of `IRoleRegistry`.
interface IRegistryDesk {
    /// @notice The desk works on the storage of whoever delegatecalls it, and has none of its own.
    error DelegateCallOnly();

    /// @notice See `IRoleRegistry.registerEntity`.
    function registerEntity(uint8 entity, string calldata name, bytes32 legalDigest) external;

    /// @notice See `IRoleRegistry.bindAccount`.
    function bindAccount(address account, uint8 entity) external;

    /// @notice See `IRoleRegistry.assignSeat`.
    function assignSeat(address safe, address owner, uint8 entity, uint8 constituency) external;

    /// @notice See `IRoleRegistry.vacateSeat`.
    function vacateSeat(address safe, address owner) external;

    /// @notice See `IRoleRegistry.setConflict`.
    function setConflict(uint64 roleA, uint64 roleB, bool conflicting) external;

    /// @notice See `IRoleRegistry.renewMandate`.
    function renewMandate(uint64 role, address safe, uint48 until) external;

    /// @notice See `IRoleRegistry.suspend`.
    function suspend(address account, uint48 until, bytes32 reasonDigest) external;

    /// @notice See `IRoleRegistry.liftSuspension`.
    function liftSuspension(address account) external;

    /// @notice See `IRoleRegistry.justifyBreakGlass`; the registry has seen that the operation is scheduled.
    function justifyBreakGlass(bytes32 operationId, IRoleRegistry.BreakGlassArtifacts calldata artifacts) external;

    /// @notice Reverts unless `account` is the Sovereign Authority, a council in good standing with `guard`, and waits
    /// long enough to hold ADMIN.
    function requireBreakGlassHolder(
        address guard,
        address account,
        bool isSovereign,
        uint32 executionDelay
    ) external view;

    /// @notice Whether a break-glass operation is about the council that wants to cancel it; see `BreakGlass`.
    function concernsCouncil(
        address registry,
        address target,
        bytes calldata data,
        address guard,
        address council
    ) external view returns (bool);
}
