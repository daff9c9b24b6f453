// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice How much of a system runs, from all to nothing ("degraded-mode operations" of the source text).
enum Mode {
    Normal,
    Limited,
    ReadOnly,
    Halted
}

/// @notice What a system does for its users. A mode allows a set of these.
enum Operation {
    Issue,
    Verify,
    Revoke,
    Distribute,
    Settle,
    ConvertOut,
    ConvertIn,
    Refund,
    Configure
}

/**
 * @title ISystemModes
 * @notice What a guarded contract asks before it acts.
 *
 *   allowed in   Issue Verify Revoke Distribute Settle ConvertOut ConvertIn Refund Configure
 *   Normal         x     x      x        x        x        x          x       x       x
 *   Limited        x*    x      x        x*       x*       x*         x*      x       x       * up to the volume cap
 *   ReadOnly             x      x                                             x
 *   Halted                      x                                             x
 *
 * A system is any `bytes32`: a rail, a programme, a service, an issuer or a counterparty (see `SystemIds`).
 */
interface ISystemModes {
    /// @notice `until` is when the mode that refuses ends; a milder one may follow it.
    error OperationRestricted(bytes32 systemId, Mode mode, Operation operation, uint40 until);
    /// @notice In `Limited`, and under an override, amounts draw from the system's volume.
    error VolumeExceeded(bytes32 systemId, uint256 amount, uint256 available);
    error NotOfSystem(address account, bytes32 systemId);

    /// @notice Reverts `OperationRestricted` unless `operation` is allowed on `systemId` now.
    function requireAllowed(bytes32 systemId, Operation operation) external view;

    /**
     * @notice {requireAllowed} for operations that move amounts: outside `Normal` the amount of those with a star
     * draws from the volume cap of the system, under an override too. Others draw nothing, so that no cap stops a refund.
     * @dev Of the starred ones: only for a contract of the system ({systemOf}), in any mode.
     */
    function meter(bytes32 systemId, Operation operation, uint256 amount) external;

    /// @notice The mode now, and when it ends; `until` is zero in `Normal`.
    function modeOf(bytes32 systemId) external view returns (Mode mode, uint40 until);

    /// @notice The system that a contract belongs to; zero for none.
    function systemOf(address target) external view returns (bytes32);
}
