// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {ApprovalPolicy, ChangeClass, IChangeManager} from "./interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {ApprovalPolicies} from "./libraries/ApprovalPolicies.sol";
import {Constituencies} from "../access/Constituencies.sol";
import {Roles} from "../access/Roles.sol";

/**
 * @title PolicyFloors
 * @notice The policies that a deployment starts with, and the bounds that no later policy can leave.
 *
 * Delays have half of the default as their floor; quorum and constituencies can be raised, never lowered below the
 * default. A HighRiskUpgrade never depends on monitoring or on a maintenance calendar, because it is the way to replace
 * either of them.
 *
 * A policy must also be one that somebody can meet when it is set: for each approver there is a live council whose Safe's
 * threshold and whose own constituencies reach what is asked for. A Safe gives exactly its threshold of signatures; more
 * are never read.
 *
 * @dev Stateless, and a contract of its own, so that the ChangeManager's code stays within its limit: it creates one in
 * its constructor. Warning: whether a policy can be met is judged when it is set; a council may be changed afterwards.
 */
contract PolicyFloors {
    uint8 private constant MAX_SIGNERS = 15;
    uint32 private constant MAX_PERIOD = 30 days;
    uint32 private constant POLICY_AND_TECHNICAL =
        (uint32(1) << Constituencies.POLICY) | (uint32(1) << Constituencies.TECHNICAL);
    uint32 private constant KNOWN_CONSTITUENCIES =
        POLICY_AND_TECHNICAL | (uint32(1) << Constituencies.SOVEREIGN) | (uint32(1) << Constituencies.EMERGENCY);
    uint256 private constant NO_ROLE = 1;

    IRoleRegistry private immutable REGISTRY;
    IGovernanceGuard private immutable GUARD;

    /// @dev Sets of roles are bit sets; `NO_ROLE` in `secondApprovers` says that a second approver may be left out.
    struct Bounds {
        uint256 approvers;
        uint256 secondApprovers;
        uint32 approvalMin;
        uint32 delayMin;
        uint32 delayMax;
        uint32 executionMin;
        uint32 executionMax;
        uint32 rollbackMin;
        uint32 rollbackMax;
        uint32 noticeMax;
    }

    constructor(IRoleRegistry registry, IGovernanceGuard guard) {
        REGISTRY = registry;
        GUARD = guard;
    }

    /// @notice Reverts unless `next` keeps inside the bounds of the class and can be met; says if it is weaker than `old`.
    function judge(
        ChangeClass changeClass,
        ApprovalPolicy calldata next,
        ApprovalPolicy calldata old
    ) external view returns (bool weaker) {
        _requireWithin(changeClass, next);
        _requireMeetable(changeClass, next.approverRole, next.minSigners, next.constituencies);
        if (next.secondApproverRole != 0) {
            _requireMeetable(changeClass, next.secondApproverRole, ApprovalPolicies.SECOND_MIN_SIGNERS, 0);
        }
        return _isWeaker(next, old);
    }

    /// @notice The policy of the class at deployment.
    function defaultOf(ChangeClass changeClass) public pure returns (ApprovalPolicy memory policy) {
        policy.approverRole = uint8(Roles.TECHNICAL_COMMITTEE);
        policy.minSigners = 2;
        policy.approvalWindow = 14 days;
        policy.executionWindow = 7 days;
        policy.rollbackWindow = 7 days;

        if (changeClass == ChangeClass.DocOnly) {
            policy.executionWindow = 30 days;
            policy.rollbackWindow = 0;
        } else if (changeClass == ChangeClass.ConfigOnly) {
            policy.delay = 24 hours;
        } else if (changeClass == ChangeClass.RoutineUpgrade) {
            policy.delay = 48 hours;
        } else {
            policy.approverRole = uint8(Roles.GOVERNANCE_COUNCIL);
            policy.minSigners = 3;
            policy.constituencies = POLICY_AND_TECHNICAL;
            if (changeClass == ChangeClass.HighRiskUpgrade) {
                policy.delay = 7 days;
            } else if (changeClass == ChangeClass.BridgeParameter) {
                policy.needsAcknowledgement = true;
                policy.approvalWindow = 7 days;
                policy.delay = 48 hours;
                policy.executionWindow = 72 hours;
                policy.rollbackWindow = 72 hours;
            } else {
                policy.secondApproverRole = uint8(Roles.EMERGENCY_COUNCIL);
                policy.approvalWindow = 24 hours;
                policy.delay = 1 seconds;
                policy.executionWindow = 24 hours;
                policy.rollbackWindow = 72 hours;
            }
        }
    }

    /// @dev Reverts unless every field of `policy` keeps inside the bounds of the class.
    function _requireWithin(ChangeClass changeClass, ApprovalPolicy memory policy) private pure {
        ApprovalPolicy memory initial = defaultOf(changeClass);
        Bounds memory bounds = _boundsOf(changeClass);
        _requireApprovers(changeClass, policy, bounds);
        _requireSupervision(changeClass, policy, initial);
        _require(changeClass, "minSigners", policy.minSigners, initial.minSigners, MAX_SIGNERS);
        _require(changeClass, "approvalWindow", policy.approvalWindow, bounds.approvalMin, MAX_PERIOD);
        _require(changeClass, "delay", policy.delay, bounds.delayMin, bounds.delayMax);
        _require(changeClass, "executionWindow", policy.executionWindow, bounds.executionMin, bounds.executionMax);
        _require(changeClass, "rollbackWindow", policy.rollbackWindow, bounds.rollbackMin, bounds.rollbackMax);
        // A window announced when the change is queued must be able to open before the change expires.
        uint256 noticeMax = uint256(policy.delay) + policy.executionWindow - bounds.executionMin;
        if (noticeMax > bounds.noticeMax) noticeMax = bounds.noticeMax;
        _require(changeClass, "maintenanceNotice", policy.maintenanceNotice, 0, noticeMax);
    }

    /// @dev The hard bounds of the class.
    function _boundsOf(ChangeClass changeClass) private pure returns (Bounds memory bounds) {
        bounds.approvers = _set(Roles.TECHNICAL_COMMITTEE) | _set(Roles.GOVERNANCE_COUNCIL);
        bounds.secondApprovers = NO_ROLE | _set(Roles.GOVERNANCE_COUNCIL) | _set(Roles.SOVEREIGN_AUTHORITY);
        bounds.approvalMin = 1 days;
        bounds.delayMax = MAX_PERIOD;
        bounds.executionMin = 1 days;
        bounds.executionMax = MAX_PERIOD;
        bounds.rollbackMin = 1 days;
        bounds.rollbackMax = MAX_PERIOD;

        if (changeClass == ChangeClass.DocOnly) {
            bounds.rollbackMin = 0;
            bounds.rollbackMax = 0;
        } else if (changeClass == ChangeClass.ConfigOnly) {
            bounds.delayMin = 12 hours;
        } else if (changeClass == ChangeClass.RoutineUpgrade) {
            bounds.delayMin = 24 hours;
            bounds.noticeMax = 14 days;
        } else {
            bounds.approvers = _set(Roles.GOVERNANCE_COUNCIL);
            bounds.secondApprovers = NO_ROLE | _set(Roles.SOVEREIGN_AUTHORITY);
            if (changeClass == ChangeClass.HighRiskUpgrade) {
                bounds.delayMin = 84 hours;
                // Longer than the Emergency Council can suspend the approving Safe: a suspension must not be a veto.
                bounds.executionMin = 4 days;
            } else if (changeClass == ChangeClass.BridgeParameter) {
                bounds.delayMin = 24 hours;
                bounds.delayMax = 14 days;
                bounds.executionMax = 7 days;
                bounds.rollbackMax = 7 days;
            } else {
                bounds.secondApprovers = _set(Roles.EMERGENCY_COUNCIL);
                bounds.approvalMin = 1 hours;
                bounds.delayMin = 1 seconds;
                bounds.delayMax = 24 hours;
                bounds.executionMin = 1 hours;
                bounds.executionMax = 48 hours;
                bounds.rollbackMax = 7 days;
            }
        }
    }

    function _requireApprovers(
        ChangeClass changeClass,
        ApprovalPolicy memory policy,
        Bounds memory bounds
    ) private pure {
        // Role 0 is ADMIN, never an approver: as a second approver it stands for none.
        if (bounds.approvers & _set(policy.approverRole) == 0) {
            revert IChangeManager.ApproverNotAllowed(changeClass, "approverRole", policy.approverRole);
        }
        if (
            bounds.secondApprovers & _set(policy.secondApproverRole) == 0 ||
            policy.secondApproverRole == policy.approverRole
        ) revert IChangeManager.ApproverNotAllowed(changeClass, "secondApproverRole", policy.secondApproverRole);
    }

    function _requireSupervision(
        ChangeClass changeClass,
        ApprovalPolicy memory policy,
        ApprovalPolicy memory initial
    ) private pure {
        if (
            policy.needsAcknowledgement != initial.needsAcknowledgement &&
            (changeClass != ChangeClass.ConfigOnly && changeClass != ChangeClass.RoutineUpgrade)
        ) revert IChangeManager.AcknowledgementFixed(changeClass, initial.needsAcknowledgement);
        uint32 given = policy.constituencies;
        if (initial.constituencies & ~given != 0 || given & ~KNOWN_CONSTITUENCIES != 0) {
            revert IChangeManager.ConstituenciesOutOfBounds(
                changeClass,
                given,
                initial.constituencies,
                KNOWN_CONSTITUENCIES
            );
        }
    }

    function _require(
        ChangeClass changeClass,
        string memory field,
        uint256 value,
        uint256 minimum,
        uint256 maximum
    ) private pure {
        if (value < minimum || value > maximum)
            revert IChangeManager.PolicyOutOfBounds(changeClass, field, value, minimum, maximum);
    }

    function _set(uint64 role) private pure returns (uint256) {
        return uint256(1) << role;
    }

    /// @dev Names what the best of the councils in `role` lacks.
    function _requireMeetable(
        ChangeClass changeClass,
        uint8 role,
        uint8 minSigners,
        uint32 constituencies
    ) private view {
        bool found = false;
        bool strong = false;
        uint8 count = GUARD.councilCount();
        for (uint256 id = 1; id <= count; ++id) {
            (address safe, bool isCouncil, ) = GUARD.standingOf(uint8(id));
            if (!isCouncil) continue;
            IGovernanceGuard.Council memory council = GUARD.councilOf(safe);
            (bool holds, ) = REGISTRY.hasRole(role, safe);
            if (!holds) continue;
            found = true;
            if (ISafe(payable(safe)).getThreshold() < minSigners) continue;
            strong = true;
            if (constituencies & ~council.constituencies == 0) return;
        }
        string memory unmet =
            !found
                ? "council"
                : !strong
                    ? "minSigners"
                    : "constituencies";
        revert IChangeManager.PolicyCannotBeMet(changeClass, role, unmet);
    }

    /**
     * @dev Whether `next` asks for less than `old` in any respect.
     * Other approvers and another rollback window are neither stronger nor weaker; they wait as well.
     */
    function _isWeaker(ApprovalPolicy memory next, ApprovalPolicy memory old) private pure returns (bool) {
        return
            next.approverRole != old.approverRole ||
            next.secondApproverRole != old.secondApproverRole ||
            next.minSigners < old.minSigners ||
            (old.needsAcknowledgement && !next.needsAcknowledgement) ||
            old.constituencies & ~next.constituencies != 0 ||
            next.approvalWindow > old.approvalWindow ||
            next.delay < old.delay ||
            next.executionWindow > old.executionWindow ||
            next.rollbackWindow != old.rollbackWindow ||
            next.maintenanceNotice < old.maintenanceNotice;
    }
}
