// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import {
    BudgetUse,
    IEmergencyController,
    ModeEnds,
    Playbook,
    Restriction,
    ReviewDebt
} from "./interfaces/IEmergencyController.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IIncidentRegistry, Severity} from "./interfaces/IIncidentRegistry.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Mode, Operation} from "./interfaces/ISystemModes.sol";

import {Budgets} from "./libraries/Budgets.sol";
import {CouncilGoverned} from "../safe/CouncilGoverned.sol";
import {Declaration} from "./libraries/Declaration.sol";
import {EvidenceChain} from "../evidence/EvidenceChain.sol";
import {LimitedVolume} from "./libraries/LimitedVolume.sol";
import {Overrides} from "./libraries/Overrides.sol";
import {Playbooks} from "./libraries/Playbooks.sol";
import {ReviewDebts} from "./libraries/ReviewDebts.sol";
import {Roles} from "../access/Roles.sol";
import {SystemModeBook} from "./libraries/SystemModeBook.sol";

/**
 * @title EmergencyController
 * @notice Emergency power that expires, and shrinks if it is not accounted for.
 *
 *              restrict, stricter (Emergency Council)         extend, no stricter (Sovereign Authority)
 *            ┌───────────────┐                                ┌───────┐
 *            │               ▼                                ▼       │
 *         Normal ◀─time─ Limited ◀──────time────── ReadOnly, Halted ──┘
 *            ▲               │ ▲                         │ │
 *            └───────────────┴─┴─────────────────────────┴─┘  restore, looser (Sovereign Authority)
 *
 * Design
 * - The mode of a system follows from six ends in one slot (`SystemModeBook`): expiry needs no transaction.
 * - The Emergency Council only ever makes systems stricter, for as long as its budget on them lasts (`Budgets`): twice
 *   72 hours a system, half of them as the step-down. While a review is overdue it has a reserve of twice 12 hours.
 * - Each restriction, extension, override and EmergencyFix owes a review (`ReviewDebts`). The IncidentRegistry says when
 *   one is filed and accepted; what an incident used is given back with the acceptance.
 * - Revoking and refunding are allowed in every mode; tightening a limit asks for no mode.
 *
 * Trust assumptions
 * - The registry and the guard say truly who speaks for a council; settings belong to HighRiskUpgrade.
 * - The IncidentRegistry can forgive debts, and give budgets back with them. It can neither restrict, nor restore, nor
 *   keep anybody from it: it is called last, with bounded gas, and its failure is only recorded.
 * - Whoever executes a council's transaction can starve that call of gas. The incident is then registered later, by
 *   anybody.
 * - The Sovereign Authority is bounded by 30 days an extension, 24 hours an override and 72 hours of overrides a system.
 *
 * @dev Immutable and not behind a proxy: a question costs one account and one slot, and no change stretches a bound.
 */
contract EmergencyController is CouncilGoverned, EvidenceChain, IEmergencyController {
    using Budgets for Budgets.Book;
    using LimitedVolume for LimitedVolume.Book;
    using Overrides for Overrides.Book;
    using Playbooks for Playbooks.Book;
    using ReviewDebts for ReviewDebts.Book;
    using ReviewDebts for ReviewDebts.Debt;
    using SystemModeBook for Mode;
    using SystemModeBook for ModeEnds;
    using SystemModeBook for Operation;

    mapping(bytes32 systemId => ModeEnds) private _ends;
    mapping(address target => bytes32 systemId) private _systems;
    Budgets.Book private _budgets;
    ReviewDebts.Book private _debts;
    Overrides.Book private _overrides;
    LimitedVolume.Book private _volumes;
    Playbooks.Book private _playbooks;
    address private _incidentRegistry;

    /// @dev The registry is fixed here; there is no `setAuthority`. A delay means that the call was not scheduled.
    modifier restricted() {
        (bool immediate, ) = REGISTRY.canCall(msg.sender, address(this), msg.sig);
        if (!immediate) revert IAccessManaged.AccessManagedUnauthorized(msg.sender);
        _;
    }

    modifier onlyIncidentRegistry() {
        if (msg.sender != _incidentRegistry) revert IncidentRegistryRequired(msg.sender);
        _;
    }

    constructor(IRoleRegistry registry, IGovernanceGuard guard) CouncilGoverned(registry, guard) {}

    // ---------------------------------------------------------------------------------------------- guarded contracts

    /// @inheritdoc ISystemModes
    function requireAllowed(bytes32 systemId, Operation operation) external view {
        if (_ends[systemId].isNormal()) return;
        _requireAllowed(systemId, operation);
    }

    /// @inheritdoc ISystemModes
    function meter(bytes32 systemId, Operation operation, uint256 amount) external {
        Mode mode = _requireAllowed(systemId, operation);
        if (!operation.isMetered()) return;
        if (systemId == bytes32(0) || _systems[msg.sender] != systemId) revert NotOfSystem(msg.sender, systemId);
        if (mode != Mode.Normal) _volumes.draw(systemId, amount);
    }

    /// @inheritdoc ISystemModes
    function modeOf(bytes32 systemId) external view returns (Mode mode, uint40 until) {
        return _ends[systemId].modeOf();
    }

    /// @inheritdoc ISystemModes
    function systemOf(address target) external view returns (bytes32) {
        return _systems[target];
    }

    // ---------------------------------------------------------------------------------------------- Emergency Council

    /// @inheritdoc IEmergencyController
    function restrict(
        Restriction[] calldata restrictions,
        uint32 duration,
        bytes32 incidentId,
        uint8 severity,
        bytes32 reasonDigest
    ) external {
        uint256 entities = _quorumOf(Roles.EMERGENCY_COUNCIL, msg.sender).entities;
        Playbook memory playbook = Playbook(reasonDigest, duration, severity, restrictions);
        Playbooks.requireValid(playbook);
        _restrict(bytes32(0), playbook, incidentId, entities);
    }

    /// @inheritdoc IEmergencyController
    function invokePlaybook(bytes32 playbookId, bytes32 incidentId) external {
        uint256 entities = _quorumOf(Roles.EMERGENCY_COUNCIL, msg.sender).entities;
        _restrict(playbookId, _playbooks.known(playbookId), incidentId, entities);
    }

    /// @inheritdoc IEmergencyController
    function fileNarrative(bytes32 incidentId, bytes32 narrativeDigest) external onlyCouncil(Roles.EMERGENCY_COUNCIL) {
        _requireDigest(narrativeDigest);
        _debts.fileNarrative(incidentId);
        _record(NarrativeFiled.selector, incidentId, _word(msg.sender), abi.encode(narrativeDigest));
    }

    /// @inheritdoc IEmergencyController
    function endOverride(
        bytes32 systemId,
        Operation operation,
        bytes32 reasonDigest
    ) external onlyCouncil(Roles.EMERGENCY_COUNCIL) {
        _requireDigest(reasonDigest);
        _overrides.end(systemId, operation);
        _record(
            OverrideEnded.selector,
            systemId,
            bytes32(uint256(operation)),
            _word(msg.sender),
            abi.encode(reasonDigest)
        );
    }

    // -------------------------------------------------------------------------------------------- Sovereign Authority

    /// @inheritdoc IEmergencyController
    function extend(
        bytes32 systemId,
        Mode mode,
        uint40 until,
        bytes32 incidentId,
        bytes32 reasonDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) {
        _requireDigest(reasonDigest);
        _debts.requireKnown(incidentId);
        uint40 limitedUntil = _ends[systemId].extend(systemId, mode, until);
        _budgets.hold(incidentId, systemId, limitedUntil);
        _record(
            RestrictionExtended.selector,
            systemId,
            incidentId,
            _word(msg.sender),
            abi.encode(mode, until, limitedUntil, reasonDigest)
        );
        _owe(incidentId, limitedUntil, reasonDigest);
    }

    /// @inheritdoc IEmergencyController
    function restore(
        bytes32 systemId,
        Mode mode,
        bytes32 reasonDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) {
        _requireDigest(reasonDigest);
        _ends[systemId].restore(systemId, mode);
        _budgets.restore(systemId, mode == Mode.Normal);
        _record(SystemRestored.selector, systemId, _word(msg.sender), abi.encode(mode, reasonDigest));
    }

    /// @inheritdoc IEmergencyController
    function refillBudget(bytes32 systemId, bytes32 reasonDigest) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) {
        _requireDigest(reasonDigest);
        _budgets.refill(systemId);
        _record(BudgetRefilled.selector, systemId, _word(msg.sender), abi.encode(reasonDigest));
    }

    /// @inheritdoc IEmergencyController
    function grantOverride(
        bytes32 systemId,
        Operation operation,
        uint40 until,
        bytes32 incidentId,
        bytes32 evidenceDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) {
        _requireDigest(evidenceDigest);
        _debts.requireKnown(incidentId);
        (Mode mode, ) = _ends[systemId].modeOf();
        if (mode.allows(operation)) revert OverrideNotNeeded(systemId, operation);
        _budgets.chargeOverride(incidentId, systemId, _overrides.grant(systemId, operation, until));
        _record(
            OverrideGranted.selector,
            systemId,
            bytes32(uint256(operation)),
            incidentId,
            abi.encode(msg.sender, until, evidenceDigest)
        );
        _owe(incidentId, until, evidenceDigest);
    }

    // -------------------------------------------------------------------------------------------------------- reviews

    /// @inheritdoc IEmergencyController
    function registerIncident(bytes32 incidentId) external {
        ReviewDebts.Debt storage debt = _debts.requireKnown(incidentId);
        address registry = _incidentRegistry;
        if (registry == address(0)) revert IncidentRegistryMissing();
        if (debt.isRegistered(registry)) revert IncidentAlreadyRegistered(incidentId);
        // Else anybody could reopen reviewed incidents in a new registry.
        if (!debt.open) revert ReviewNotOwed(incidentId);
        debt.registeredWith = registry;
        _record(IncidentRegistered.selector, incidentId, _word(msg.sender), "");
        IIncidentRegistry(registry).declare(incidentId, Severity(debt.severity), debt.declaredBy, debt.reasonDigest);
    }

    /// @inheritdoc IEmergencyController
    function noteReviewFiled(bytes32 incidentId) external onlyIncidentRegistry {
        if (_debts.file(incidentId)) {
            _record(ReviewFiled.selector, incidentId, abi.encode(uint40(block.timestamp)));
        }
    }

    /// @inheritdoc IEmergencyController
    function noteReviewRejected(bytes32 incidentId) external onlyIncidentRegistry {
        if (_debts.reject(incidentId)) _record(ReviewRejected.selector, incidentId, "");
    }

    /// @inheritdoc IEmergencyController
    function noteReviewAccepted(bytes32 incidentId) external onlyIncidentRegistry {
        if (!_debts.accept(incidentId)) return;
        _budgets.giveBack(incidentId);
        _record(ReviewAccepted.selector, incidentId, "");
    }

    /// @inheritdoc IEmergencyController
    function noteEmergencyFix(bytes32 incidentId, bytes32 changeId) external {
        if (msg.sender != REGISTRY.changeManager()) revert ChangeManagerRequired(msg.sender);
        _debts.requireKnown(incidentId);
        _record(EmergencyFixNoted.selector, incidentId, changeId, "");
        _owe(incidentId, uint40(block.timestamp), changeId);
    }

    /// @inheritdoc IEmergencyController
    function requireFixable(bytes32 incidentId, address[] calldata targets) external view {
        for (uint256 i = 0; i < targets.length; ++i) {
            bytes32 systemId = _systems[targets[i]];
            if (systemId == bytes32(0)) revert TargetOfNoSystem(targets[i]);
            (Mode mode, ) = _ends[systemId].modeOf();
            if (mode == Mode.Normal) revert SystemNotRestricted(systemId);
            if (!_budgets.holds(incidentId, systemId)) revert SystemOfAnotherIncident(systemId, incidentId);
        }
        if (_incidentRegistry == address(0)) revert IncidentRegistryMissing();
        IIncidentRegistry(_incidentRegistry).requireFixable(incidentId);
    }

    // ------------------------------------------------------------------------------------------------------- settings

    /// @inheritdoc IEmergencyController
    function setIncidentRegistry(address registry) external restricted {
        if (registry.code.length == 0) revert ContractRequired(registry);
        _incidentRegistry = registry;
        _record(IncidentRegistrySet.selector, _word(registry), "");
    }

    /// @inheritdoc IEmergencyController
    function setPlaybook(bytes32 playbookId, Playbook calldata playbook) external restricted {
        _playbooks.set(playbookId, playbook);
        _record(PlaybookSet.selector, playbookId, abi.encode(playbook));
    }

    /// @inheritdoc IEmergencyController
    function removePlaybook(bytes32 playbookId) external restricted {
        _playbooks.remove(playbookId);
        _record(PlaybookRemoved.selector, playbookId, "");
    }

    /// @inheritdoc IEmergencyController
    function assignSystem(address target, bytes32 systemId) external restricted {
        if (target.code.length == 0) revert ContractRequired(target);
        _systems[target] = systemId;
        _record(SystemAssigned.selector, _word(target), systemId, "");
    }

    /// @inheritdoc IEmergencyController
    function setVolumeCap(bytes32 systemId, uint128 perDay) external restricted {
        if (systemId == bytes32(0)) revert SystemMissing();
        _volumes.set(systemId, perDay);
        _record(VolumeCapSet.selector, systemId, abi.encode(perDay));
    }

    // ---------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IEmergencyController
    function modeEndsOf(bytes32 systemId) external view returns (ModeEnds memory) {
        return _ends[systemId];
    }

    /// @inheritdoc IEmergencyController
    function budgetUseOf(bytes32 systemId) external view returns (BudgetUse memory) {
        Budgets.SystemUse memory used = _budgets.systems[systemId];
        return BudgetUse(used.strict, used.reserve, used.overrides);
    }

    /// @inheritdoc IEmergencyController
    function budgetLeft(bytes32 systemId) external view returns (uint256) {
        return _budgets.room(systemId, _debts.isOverdue());
    }

    /// @inheritdoc IEmergencyController
    function overrideUntil(bytes32 systemId, Operation operation) external view returns (uint40) {
        return _overrides.untilOf(systemId, operation);
    }

    /// @inheritdoc IEmergencyController
    function debtOf(bytes32 incidentId) external view returns (ReviewDebt memory) {
        return _debts.viewOf(incidentId, _incidentRegistry);
    }

    /// @inheritdoc IEmergencyController
    function isReviewOverdue() external view returns (bool) {
        return _debts.isOverdue();
    }

    /// @inheritdoc IEmergencyController
    function openDebts() external view returns (bytes32[] memory incidentIds) {
        return _debts.openIncidents();
    }

    /// @inheritdoc IEmergencyController
    function playbookOf(bytes32 playbookId) external view returns (Playbook memory playbook) {
        return _playbooks.byId[playbookId];
    }

    /// @inheritdoc IEmergencyController
    function volumeOf(bytes32 systemId) external view returns (uint128 perDay, uint256 available) {
        return _volumes.stateOf(systemId);
    }

    /// @inheritdoc IEmergencyController
    function authority() external view returns (address) {
        return address(REGISTRY);
    }

    /// @inheritdoc IEmergencyController
    function incidentRegistry() external view returns (address) {
        return _incidentRegistry;
    }

    // ---------------------------------------------------------------------------------------------------- restricting

    /// @dev What a council makes up on the spot is a playbook without an id.
    function _restrict(bytes32 playbookId, Playbook memory playbook, bytes32 incidentId, uint256 entities) private {
        if (incidentId == bytes32(0)) revert IncidentMissing();
        bool overdue = _debts.isOverdue();
        _debts.declare(incidentId, playbook.severity, msg.sender, playbook.digest);
        _record(
            EmergencyDeclared.selector,
            incidentId,
            _word(msg.sender),
            playbookId,
            abi.encode(playbook.severity, playbook.digest, GUARD.hashInFlight(msg.sender), entities)
        );
        uint40 until = _restrictAll(playbook, incidentId, overdue);
        _recordDebt(incidentId, _debts.oweRestriction(incidentId, until, playbookId != bytes32(0)));
        _tell(incidentId, playbook.digest);
    }

    /// @dev As far as possible. If nothing is, the first refusal says why.
    /// @return latest When the last step-down ends.
    function _restrictAll(Playbook memory playbook, bytes32 incidentId, bool overdue) private returns (uint40 latest) {
        bytes memory first;
        for (uint256 i = 0; i < playbook.restrictions.length; ++i) {
            Restriction memory restriction = playbook.restrictions[i];
            bytes memory refusal = _refusalOf(restriction, incidentId, overdue);
            if (refusal.length == 0) {
                uint40 until = _restrictOne(restriction, playbook.duration, incidentId, overdue);
                if (until > latest) latest = until;
                continue;
            }
            if (first.length == 0) first = refusal;
            _record(RestrictionSkipped.selector, restriction.systemId, incidentId, abi.encode(bytes4(refusal)));
        }
        if (latest == 0) LowLevelCall.bubbleRevert(first);
    }

    /// @dev An encoded error, or nothing.
    function _refusalOf(
        Restriction memory restriction,
        bytes32 incidentId,
        bool overdue
    ) private view returns (bytes memory) {
        (Mode mode, ) = _ends[restriction.systemId].modeOf();
        if (restriction.mode <= mode) {
            return abi.encodeWithSelector(NotStricter.selector, restriction.systemId, mode, restriction.mode);
        }
        return _budgets.refusalOf(incidentId, restriction.systemId, overdue);
    }

    function _restrictOne(
        Restriction memory restriction,
        uint32 duration,
        bytes32 incidentId,
        bool overdue
    ) private returns (uint40 limitedUntil) {
        bytes32 systemId = restriction.systemId;
        (uint40 until, uint32 charged) = _budgets.chargeRestriction(incidentId, systemId, duration, overdue);
        limitedUntil = 2 * until - uint40(block.timestamp);
        _ends[systemId].restrict(restriction.mode, until, limitedUntil);
        _budgets.hold(incidentId, systemId, limitedUntil);
        _overrides.endAll(systemId);
        _record(
            SystemRestricted.selector,
            systemId,
            incidentId,
            abi.encode(restriction.mode, until, _ends[systemId].limited, charged, overdue)
        );
    }

    // ------------------------------------------------------------------------------------------------- owing a review

    function _owe(bytes32 incidentId, uint40 until, bytes32 digest) private {
        _recordDebt(incidentId, _debts.owe(incidentId, until));
        _tell(incidentId, digest);
    }

    function _recordDebt(bytes32 incidentId, ReviewDebts.Debt storage debt) private {
        _record(ReviewOwed.selector, incidentId, abi.encode(debt.dueAt, debt.narrativeDueAt));
    }

    /**
     * @dev Tells the IncidentRegistry what owes a review: the declaration of an incident that it does not know, or, of
     * one that it knows, what happened now, so that a review written before does not pay for it. Comes last, because
     * the registry may call back.
     */
    function _tell(bytes32 incidentId, bytes32 digest) private {
        ReviewDebts.Debt storage debt = _debts.debts[incidentId];
        address registry = _incidentRegistry;
        bool known = debt.isRegistered(registry);
        address by = known ? msg.sender : debt.declaredBy;
        debt.registeredWith = registry;
        if (!Declaration.attempt(registry, incidentId, debt.severity, by, known ? digest : debt.reasonDigest)) {
            debt.registeredWith = address(0);
            _record(IncidentNotRegistered.selector, incidentId, "");
        } else if (!known) {
            _record(IncidentRegistered.selector, incidentId, _word(msg.sender), "");
        }
    }

    // -------------------------------------------------------------------------------------------------------- private

    function _requireAllowed(bytes32 systemId, Operation operation) private view returns (Mode mode) {
        uint40 until;
        (mode, until) = _ends[systemId].modeOf();
        if (mode.allows(operation) || _overrides.untilOf(systemId, operation) != 0) return mode;
        revert OperationRestricted(systemId, mode, operation, until);
    }

    function _requireDigest(bytes32 digest) private pure {
        if (digest == bytes32(0)) revert DigestMissing();
    }

    function _word(address who) private pure returns (bytes32) {
        return bytes32(uint256(uint160(who)));
    }
}
