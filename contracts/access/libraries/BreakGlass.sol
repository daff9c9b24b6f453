// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRoleRegistry} from "../interfaces/IRoleRegistry.sol";

import {Roles} from "../Roles.sol";

/**
 * @title BreakGlass
 * @notice Operations that the Sovereign Authority schedules with its delayed ADMIN role, past the ChangeManager.
 *
 *   scheduled ──▶ justified ──(delay over)──▶ consumed
 *       │             │
 *       └──────┬──────┘
 *              ▼ by its caller, or once by the Emergency Council unless the operation concerns that council
 *          cancelled
 */
library BreakGlass {
    // keccak256(abi.encode(uint256(keccak256("sign.storage.RoleRegistry.BreakGlass")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xddbe43a5863365ff9ae13da27bced83fd4044dc96994007c562169f5769f6100;

    uint32 internal constant SHORTEST_DELAY = 14 days;
    /// @dev A delay of decades would take the path away without revoking anything.
    uint32 internal constant LONGEST_DELAY = 60 days;

    /// @dev Nonces are those of AccessManager, which start at 1: an operation id that is scheduled anew gets the next.
    struct Operation {
        uint32 scheduledNonce;
        uint32 justifiedNonce;
        bool cancelledByCouncil;
    }

    struct Log {
        mapping(bytes32 operationId => Operation) operations;
    }

    function isBreakGlass(bytes32 operationId, uint32 nonce) internal view returns (bool) {
        Log storage log = load();
        return nonce != 0 && log.operations[operationId].scheduledNonce == nonce;
    }

    function requireArtifacts(IRoleRegistry.BreakGlassArtifacts calldata artifacts) internal pure {
        if (artifacts.request == 0 || artifacts.impactAssessment == 0 || artifacts.rollbackPlan == 0) {
            revert IRoleRegistry.InvalidDigest("artifacts");
        }
    }

    /// @notice Notes that the paperwork of the operation as it is scheduled now has been registered.
    function justify(
        bytes32 operationId,
        IRoleRegistry.BreakGlassArtifacts calldata artifacts
    ) internal returns (uint32 nonce) {
        requireArtifacts(artifacts);
        Operation storage operation = load().operations[operationId];
        nonce = operation.scheduledNonce;
        operation.justifiedNonce = nonce;
    }

    /// @dev Operations of ordinary delayed roles owe no paperwork here.
    function requireJustified(bytes32 operationId, uint32 nonce) internal view {
        if (isBreakGlass(operationId, nonce) && load().operations[operationId].justifiedNonce != nonce) {
            revert IRoleRegistry.BreakGlassUnjustified(operationId, nonce);
        }
    }

    function requireDelay(uint32 delay) internal pure {
        if (delay < SHORTEST_DELAY) revert IRoleRegistry.BreakGlassDelayTooShort(delay, SHORTEST_DELAY);
        if (delay > LONGEST_DELAY) revert IRoleRegistry.BreakGlassDelayTooLong(delay, LONGEST_DELAY);
    }

    /**
     * @notice Whether an operation is about the Emergency Council that wants to cancel it.
     * @dev Looks at the arguments where the ABI puts them, never at raw bytes: garbage behind the arguments must not
     * make an operation uncancellable. Wrapping in `multicall` or `execute` need not be looked into: the registry
     * refuses restricted calls from inside them.
     */
    function concernsCouncil(
        address registry,
        address target,
        bytes calldata data,
        address guard,
        address council
    ) internal pure returns (bool) {
        uint256 safe = uint256(uint160(council));
        if (target == guard) return _argument(data, 0) == safe;
        if (target != registry) return false;

        bytes4 selector = bytes4(data);
        (uint256 first, uint256 second) = (_argument(data, 0), _argument(data, 1));
        bool firstIsRole = first == Roles.EMERGENCY_COUNCIL;
        if (
            selector == IAccessManager.grantRole.selector ||
            selector == IAccessManager.revokeRole.selector ||
            selector == IRoleRegistry.grantMandate.selector
        ) return firstIsRole || second == safe;
        if (
            selector == IAccessManager.setRoleAdmin.selector ||
            selector == IAccessManager.setRoleGuardian.selector ||
            selector == IRoleRegistry.setConflict.selector
        ) return firstIsRole || second == Roles.EMERGENCY_COUNCIL;
        if (selector == IAccessManager.labelRole.selector || selector == IAccessManager.setGrantDelay.selector) {
            return firstIsRole;
        }
        if (selector == IAccessManager.setTargetFunctionRole.selector) {
            return _argument(data, 2) == Roles.EMERGENCY_COUNCIL;
        }
        if (
            selector == IRoleRegistry.bindAccount.selector ||
            selector == IRoleRegistry.assignSeat.selector ||
            selector == IRoleRegistry.vacateSeat.selector
        ) return first == safe || second == safe;
        return false;
    }

    /// @dev The word of a static argument; zero when the data is too short to hold it (such a call cannot run).
    function _argument(bytes calldata data, uint256 position) private pure returns (uint256 word) {
        uint256 start = 4 + 32 * position;
        if (data.length < start + 32) return 0;
        assembly ("memory-safe") {
            word := calldataload(add(data.offset, start))
        }
    }

    function load() internal pure returns (Log storage log) {
        assembly ("memory-safe") {
            log.slot := STORAGE
        }
    }
}
