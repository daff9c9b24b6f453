// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ApprovalPolicy, ChangeRecord, IChangeManager} from "../interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../access/interfaces/IRoleRegistry.sol";

import {ChangeLifecycle} from "./ChangeLifecycle.sol";

/**
 * @title ApprovalStanding
 * @notice Whether approvals still stand: the policy is the one they were given under, each approving Safe has the owners
 * and threshold that it had then, none of its seats was vacated since, it is still a council, and still holds the role.
 *
 * The epoch that an approval keeps is the sum of the guard's (owners, threshold) and the registry's (seats). Neither ever
 * falls, so the sum is the same only if both are.
 */
library ApprovalStanding {
    enum Flaw {
        None,
        Policy,
        Epoch,
        Mandate
    }

    struct Finding {
        Flaw flaw;
        address safe;
        uint64 role;
        uint24 approvedEpoch;
        uint24 currentEpoch;
    }

    /// @notice The approving Safe is no council any more, or does not hold the role now.
    error ApprovalVoidByMandate(bytes32 id, address safe, uint64 role);

    /// @notice Reverts with the reason when an approval is void.
    function requireStanding(
        bytes32 id,
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        uint24 version,
        IGovernanceGuard guard,
        IRoleRegistry registry
    ) internal view {
        Finding memory finding = examine(record, policy, version, guard, registry);
        if (finding.flaw == Flaw.None) return;
        if (finding.flaw == Flaw.Policy) revert IChangeManager.ApprovalVoidByPolicy(id, record.policyVersion, version);
        if (finding.flaw == Flaw.Epoch) {
            revert IChangeManager.ApprovalVoidByEpoch(id, finding.safe, finding.approvedEpoch, finding.currentEpoch);
        }
        revert ApprovalVoidByMandate(id, finding.safe, finding.role);
    }

    /// @notice The first flaw of the approvals that `record` holds.
    function examine(
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        uint24 version,
        IGovernanceGuard guard,
        IRoleRegistry registry
    ) internal view returns (Finding memory finding) {
        if (record.policyVersion != version) {
            finding.flaw = Flaw.Policy;
            return finding;
        }
        if (record.flags & ChangeLifecycle.APPROVED != 0) {
            finding = _examine(record.councilId, record.epoch, policy.approverRole, guard, registry);
            if (finding.flaw != Flaw.None) return finding;
        }
        if (record.flags & ChangeLifecycle.SECOND_APPROVED != 0) {
            finding = _examine(record.secondCouncilId, record.secondEpoch, policy.secondApproverRole, guard, registry);
        }
    }

    function _examine(
        uint8 councilId,
        uint24 epoch,
        uint64 role,
        IGovernanceGuard guard,
        IRoleRegistry registry
    ) private view returns (Finding memory finding) {
        (address safe, bool isCouncil, uint24 ownersEpoch) = guard.standingOf(councilId);
        (bool holds, uint24 seatEpoch) = registry.standingOf(role, safe);
        (finding.safe, finding.role) = (safe, role);
        (finding.approvedEpoch, finding.currentEpoch) = (epoch, ownersEpoch + seatEpoch);
        if (!isCouncil) {
            finding.flaw = Flaw.Mandate;
        } else if (finding.currentEpoch != epoch) {
            finding.flaw = Flaw.Epoch;
        } else if (!holds) {
            finding.flaw = Flaw.Mandate;
        }
    }
}
