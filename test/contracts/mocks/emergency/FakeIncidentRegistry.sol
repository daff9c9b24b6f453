// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Severity} from "../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

/// @notice How an IncidentRegistry answers a declaration.
enum Temper {
    Honest,
    Reverting,
    GasEating,
    ReturnBomb,
    RevertBomb,
    Reentering
}

/// @notice An IncidentRegistry that remembers what it was told, and may be of any temper.
contract FakeIncidentRegistry {
    struct Declaration {
        bytes32 incidentId;
        Severity severity;
        address by;
        bytes32 digest;
    }

    IEmergencyController private immutable CONTROLLER;

    Declaration[] private _declarations;
    Temper public temper;
    bool public fixable = true;
    /// @dev What the controller answered when it was called back.
    bytes public answer;

    error Unwilling(bytes32 incidentId);
    error NotFixable(bytes32 incidentId);

    constructor(IEmergencyController controller) {
        CONTROLLER = controller;
    }

    function setTemper(Temper next) external {
        temper = next;
    }

    function setFixable(bool next) external {
        fixable = next;
    }

    // ----------------------------------------------------------------------------------- what the controller calls

    function declare(bytes32 incidentId, Severity severity, address by, bytes32 digest) external {
        if (temper == Temper.Reverting) revert Unwilling(incidentId);
        if (temper == Temper.GasEating) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (temper >= Temper.ReturnBomb && temper <= Temper.RevertBomb) _explode(temper == Temper.ReturnBomb);
        if (temper == Temper.Reentering) _reenter(incidentId);
        _declarations.push(Declaration(incidentId, severity, by, digest));
    }

    function requireFixable(bytes32 incidentId) external view {
        if (!fixable) revert NotFixable(incidentId);
    }

    // ------------------------------------------------------------------------------------------ what people cause

    function file(bytes32 incidentId) external {
        CONTROLLER.noteReviewFiled(incidentId);
    }

    function reject(bytes32 incidentId) external {
        CONTROLLER.noteReviewRejected(incidentId);
    }

    function accept(bytes32 incidentId) external {
        CONTROLLER.noteReviewAccepted(incidentId);
    }

    function declarations() external view returns (Declaration[] memory) {
        return _declarations;
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev As large an answer as the gas at hand pays for.
    function _explode(bool gently) private pure {
        uint256 size = 480_000;
        assembly ("memory-safe") {
            if gently {
                return(0, size)
            }
            revert(0, size)
        }
    }

    function _reenter(bytes32 incidentId) private {
        (bool success, bytes memory data) = address(CONTROLLER).call(
            abi.encodeCall(IEmergencyController.registerIncident, (incidentId))
        );
        require(!success, "registered twice");
        answer = data;
        CONTROLLER.noteReviewFiled(incidentId);
    }
}
