// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIncidentRegistry, Severity} from "../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";
import {ReviewDebt} from "../../../../contracts/emergency/interfaces/IEmergencyController.sol";

/// @notice What the IncidentRegistry asks of an EmergencyController and tells it: a book of debts, without any emergency.
contract FakeEmergencyController {
    mapping(bytes32 incidentId => bool) private _owes;
    mapping(bytes32 incidentId => bool) private _registered;
    mapping(bytes32 incidentId => uint256) public filings;
    mapping(bytes32 incidentId => uint256) public rejections;
    mapping(bytes32 incidentId => uint256) public acceptances;

    /// @dev A declaration as the real one makes it: the debt first.
    function declare(
        IIncidentRegistry incidents,
        bytes32 incidentId,
        Severity severity,
        address safe,
        bytes32 reasonDigest
    ) external {
        (_owes[incidentId], _registered[incidentId]) = (true, true);
        incidents.declare(incidentId, severity, safe, reasonDigest);
    }

    /// @dev A debt of which the registry could not be told.
    function owe(bytes32 incidentId) external {
        (_owes[incidentId], _registered[incidentId]) = (true, false);
    }

    function noteReviewFiled(bytes32 incidentId) external {
        ++filings[incidentId];
    }

    function noteReviewRejected(bytes32 incidentId) external {
        ++rejections[incidentId];
    }

    function noteReviewAccepted(bytes32 incidentId) external {
        ++acceptances[incidentId];
        _owes[incidentId] = false;
    }

    function debtOf(bytes32 incidentId) external view returns (ReviewDebt memory debt) {
        debt.open = _owes[incidentId];
        debt.registered = _registered[incidentId];
    }
}
