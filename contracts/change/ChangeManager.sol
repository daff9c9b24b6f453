// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    Call,
    Change,
    ChangeClass,
    ChangeRecord,
    ChangeStatus,
    IChangeManager
} from "./interfaces/IChangeManager.sol";
import {IEmergencyController} from "../emergency/interfaces/IEmergencyController.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {Acknowledgements} from "./libraries/Acknowledgements.sol";
import {ApprovalPolicies} from "./libraries/ApprovalPolicies.sol";
import {Approvals} from "./libraries/Approvals.sol";
import {ApprovalStanding} from "./libraries/ApprovalStanding.sol";
import {ChangeContent} from "./libraries/ChangeContent.sol";
import {ChangeLifecycle} from "./libraries/ChangeLifecycle.sol";
import {ChangeRules} from "./ChangeRules.sol";
import {CouncilGoverned} from "../safe/CouncilGoverned.sol";
import {Execution} from "./libraries/Execution.sol";
import {Governed} from "../access/Governed.sol";
import {PolicyFloors} from "./PolicyFloors.sol";
import {Roles} from "../access/Roles.sol";
import {Supersession} from "./libraries/Supersession.sol";

/**
 * @title ChangeManager
 * @notice How anything changes. A change is proposed with its paperwork and its rollback, approved by the Safes that its
 * class demands, waits, and executes exactly as it was approved, or not at all.
 *
 *                     ┌─ withdraw approval; veto, once each office ─┐
 *                     │       (approvals void: approved anew)       │
 *                     ▼                                             │
 *   None ─propose─▶ Proposed ─last approval─▶ Queued ─delay─▶ Ready ─execute─▶ Executed ─rollback─▶ RolledBack
 *                     │    │                   │    │        │   │
 *                  cancel  │                   │ object    object│
 *                     ▼    ├─────── object ────┴────┼────────┘   │
 *                Cancelled ▼                        ▼            │
 *                       Objected                 Objected        │
 *   Proposed after approveBy, Queued or Ready after executeBy ─▶ Expired (from the clock; terminal)
 *
 * Design
 * - The id of a change is the hash of all of it with chain, this contract and the proposer; nothing of its content is
 *   stored. Whoever executes presents the content again.
 * - One storage slot a change, with absolute times: no later setting revives an expired change.
 * - Approvals stand only as long as the policy version, the Safe's owners, threshold and seats, and its mandate do. Each
 *   names the round that it answers, so that signatures kept back do not count after a veto.
 * - A veto belongs to an office (Emergency Council, Sovereign Authority), one a change. What an approver says against its
 *   own approval withdraws it and spends nobody's veto.
 * - All calls are judged (class, pins) before the first one runs, and again when they run.
 *
 * Trust assumptions
 * - The registry says truly which role a function is mapped to and which contracts are core; the guard says truly who
 *   signed; the EmergencyController which systems are on fire. All three are fixed in this implementation.
 * - A HighRiskUpgrade can replace this contract and remap functions: it is bounded by its quorum and its delay only.
 * - CHANGE_EXECUTOR chooses the moment within the execution window, CHANGE_PROPOSER what is put on the table; neither
 *   can do more.
 */
contract ChangeManager is Governed, CouncilGoverned, IChangeManager {
    using Acknowledgements for Acknowledgements.Book;
    using ApprovalPolicies for ApprovalPolicies.Book;
    using ChangeLifecycle for ChangeLifecycle.Records;
    using ChangeLifecycle for ChangeRecord;
    using Supersession for Supersession.Layers;

    /// @custom:storage-location erc7201:sign.storage.ChangeManager
    struct ChangeManagerStorage {
        ChangeLifecycle.Records records;
        mapping(ChangeClass class => ApprovalPolicies.Book) policies;
        /// @dev Entities that signed the first of two approvals.
        mapping(bytes32 id => uint256) entities;
        Acknowledgements.Book acknowledgements;
        Supersession.Layers layers;
        address maintenanceCalendar;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.ChangeManager")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant CHANGE_MANAGER_STORAGE =
        0xa99b79b65f6d25ebda8fa111c3aa6c3d2040f8cf35bbea5a428d11052feb6900;

    /// @dev What no policy may leave. Its code is this implementation's, which creates it.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    PolicyFloors private immutable FLOORS;

    /// @dev What the content of a change must be; created by this implementation as well.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ChangeRules private immutable RULES;

    /// @dev Says what an EmergencyFix may touch, and keeps the review that it owes.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEmergencyController private immutable EMERGENCY;

    /// @dev The change that is executing or rolling back. Transient, so that no upgrade of this contract meets it.
    bytes32 private transient _runningChange;

    /// @notice A calendar is a contract, or none.
    error CalendarWithoutCode(address calendar);

    /// @notice The registry that judges changes is the one that says who may call: fixed in the code.
    error AuthorityFixed(address registry, address newAuthority);

    /// @dev Nothing else changes here while a change runs; what it legitimately calls (settings, upgrade) is not marked.
    modifier whileNothingRuns() {
        _requireNothingRuns();
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IRoleRegistry registry,
        IGovernanceGuard guard,
        IEmergencyController emergency
    ) CouncilGoverned(registry, guard) {
        EMERGENCY = emergency;
        FLOORS = new PolicyFloors(registry, guard);
        RULES = new ChangeRules(registry, guard, emergency);
        _disableInitializers();
    }

    /// @notice Takes the registry as authority and sets the policies of the design.
    function initialize() external initializer {
        __AccessManaged_init(address(REGISTRY));
        for (uint256 i = 0; i <= uint256(type(ChangeClass).max); ++i) {
            ChangeClass changeClass = ChangeClass(i);
            ApprovalPolicy memory policy = FLOORS.defaultOf(changeClass);
            uint24 version = _storage().policies[changeClass].begin(policy);
            _recordPolicy(changeClass, version, uint40(block.timestamp), policy);
        }
    }

    // ------------------------------------------------------------------------------------------------ proposal flow

    /// @inheritdoc IChangeManager
    function propose(Change calldata change) external restricted whileNothingRuns returns (bytes32 id) {
        bytes memory content = ChangeContent.encode(change, msg.sender);
        id = keccak256(content);
        _judge(RULES.requireProposable.selector, content);
        (ApprovalPolicy memory policy, ) = policyOf(change.class);
        uint40 approveBy = _storage().records.propose(id, change.class, policy);
        _record(
            ChangeProposed.selector,
            id,
            _word(msg.sender),
            bytes32(uint256(change.class)),
            ChangeContent.intoProposal(content, approveBy)
        );
    }

    /// @inheritdoc IChangeManager
    function cancel(Change calldata change) external whileNothingRuns {
        // The id binds the proposer: nobody else's proposal has this id.
        bytes32 id = ChangeContent.hash(change, msg.sender);
        _storage().records.cancel(id);
        _record(ChangeCancelled.selector, id, _word(msg.sender), "");
    }

    // ------------------------------------------------------------------------------------------------ approval flow

    /// @inheritdoc IChangeManager
    function approve(bytes32 id, ChangeClass changeClass, uint8 round, uint40 notAfter) external whileNothingRuns {
        Approvals.requireInTime(id, notAfter);
        ChangeRecord memory record = _known(id);
        if (record.class != changeClass) revert ClassMismatch(id, record.class, changeClass);
        (ApprovalPolicy memory policy, uint24 version) = policyOf(changeClass);
        _requireOpenForApproval(id, record, policy, version);
        if (record.round != round) revert RoundMismatch(id, record.round, round);

        uint64 role = Approvals.missingRole(record, policy, msg.sender, REGISTRY);
        Quorum memory quorum = _requireQuorum(role, policy);
        Approvals.enter(_storage().entities, id, record, policy, role, quorum);
        record.policyVersion = version;
        _record(
            ChangeApproved.selector,
            id,
            _word(msg.sender),
            bytes32(uint256(role)),
            abi.encode(quorum.safeTxHash, quorum.epoch, quorum.entities)
        );
        if (Approvals.areComplete(record, policy)) {
            ChangeLifecycle.queue(record, policy);
            _record(ChangeQueued.selector, id, abi.encode(version, record.readyAt, record.deadline));
        }
        _storage().records.save(id, record);
    }

    /// @inheritdoc IChangeManager
    function veto(bytes32 id, uint64 asRole, bytes32 reasonDigest) external whileNothingRuns {
        if (reasonDigest == bytes32(0)) revert ReasonMissing();
        ChangeRecord memory record = _known(id);
        ChangeStatus status = record.statusOf();
        if (status != ChangeStatus.Queued && status != ChangeStatus.Ready) revert UnexpectedStatus(id, status);
        (ApprovalPolicy memory policy, ) = policyOf(record.class);
        bytes32 what = ChangeVetoed.selector;
        if (_isApprover(record, policy, asRole)) {
            what = ApprovalWithdrawn.selector;
            _storage().records.withdraw(id, record);
        } else {
            _storage().records.veto(id, record, policy, asRole);
        }
        _record(what, id, _word(msg.sender), bytes32(uint256(asRole)), abi.encode(reasonDigest));
    }

    // ---------------------------------------------------------------------------------------------- escalation flow

    /// @inheritdoc IChangeManager
    function acknowledge(
        bytes32 id,
        uint256 observedBlock,
        bytes32 metricsDigest
    ) external restricted whileNothingRuns {
        ChangeRecord memory record = _requireEscalated(id);
        bytes32 observedHash = _storage().acknowledgements.record(id, record, observedBlock, metricsDigest);
        _record(
            ChangeAcknowledged.selector,
            id,
            _word(msg.sender),
            abi.encode(observedBlock, observedHash, metricsDigest)
        );
    }

    /// @inheritdoc IChangeManager
    function object(bytes32 id, bytes32 reasonDigest) external restricted whileNothingRuns {
        if (reasonDigest == bytes32(0)) revert ReasonMissing();
        _storage().records.object(id, _requireEscalated(id));
        _record(ChangeObjected.selector, id, _word(msg.sender), abi.encode(reasonDigest));
    }

    // ----------------------------------------------------------------------------------------------- execution flow

    /// @inheritdoc IChangeManager
    function execute(
        Change calldata change,
        address proposer,
        uint256 windowId
    ) external payable restricted whileNothingRuns {
        bytes memory content = ChangeContent.presented(change, proposer);
        bytes32 id = keccak256(content);
        _admit(id, change, windowId, content);
        _run(id, change.calls);
        // A change that makes its own rollback impossible is not what was approved.
        if (change.rollback.length != 0) _judge(RULES.requireIntactAfter.selector, content);
    }

    /// @inheritdoc IChangeManager
    function rollback(
        Change calldata change,
        address proposer,
        uint64 asRole,
        bytes32 reasonDigest
    ) external whileNothingRuns {
        if (reasonDigest == bytes32(0)) revert ReasonMissing();
        bytes memory content = ChangeContent.presented(change, proposer);
        bytes32 id = keccak256(content);
        ChangeRecord memory record = _known(id);
        if (change.rollback.length == 0) revert Irreversible(id);
        ChangeLifecycle.requireRevocable(id, record);
        (ApprovalPolicy memory policy, ) = policyOf(record.class);
        // The approving Safe, and by its office the Emergency Council.
        if (!_isApprover(record, policy, asRole) && asRole != Roles.EMERGENCY_COUNCIL) {
            revert ApproverRequired(id, msg.sender);
        }
        _storage().layers.uncover(id, record.layer, change.calls);
        _judge(RULES.requireRevocable.selector, content);

        _storage().records.rollBack(id, record);
        _record(ChangeRolledBack.selector, id, _word(msg.sender), bytes32(uint256(asRole)), abi.encode(reasonDigest));
        _run(id, change.rollback);
    }

    // ------------------------------------------------------------------------------------------------------ settings

    /// @inheritdoc IChangeManager
    function setPolicy(ChangeClass changeClass, ApprovalPolicy calldata policy) external restricted {
        (uint24 version, uint40 effectiveAt) = _storage().policies[changeClass].set(changeClass, policy, FLOORS);
        _recordPolicy(changeClass, version, effectiveAt, policy);
    }

    /// @inheritdoc IChangeManager
    function setMaintenanceCalendar(address calendar) external restricted {
        if (calendar != address(0) && calendar.code.length == 0) revert CalendarWithoutCode(calendar);
        _storage().maintenanceCalendar = calendar;
        _record(MaintenanceCalendarSet.selector, _word(calendar), "");
    }

    // --------------------------------------------------------------------------------------------------------- views

    /// @notice The registry. Not read from storage: it is the same that judges changes.
    function authority() public view override returns (address) {
        return address(REGISTRY);
    }

    /// @inheritdoc IChangeManager
    function hashChange(Change calldata change, address proposer) external view returns (bytes32) {
        return ChangeContent.hash(change, proposer);
    }

    /// @inheritdoc IChangeManager
    function recordOf(bytes32 id) external view returns (ChangeRecord memory) {
        return _storage().records.load(id);
    }

    /// @inheritdoc IChangeManager
    function statusOf(bytes32 id) external view returns (ChangeStatus) {
        return _storage().records.load(id).statusOf();
    }

    /// @inheritdoc IChangeManager
    function roundOf(bytes32 id) external view returns (uint8) {
        ChangeRecord memory record = _known(id);
        (ApprovalPolicy memory policy, uint24 version) = policyOf(record.class);
        _withdrawVoid(record, policy, version);
        return record.round;
    }

    /// @inheritdoc IChangeManager
    function policyOf(ChangeClass changeClass) public view returns (ApprovalPolicy memory policy, uint24 version) {
        return _storage().policies[changeClass].currentOf();
    }

    /// @inheritdoc IChangeManager
    function pendingPolicyOf(
        ChangeClass changeClass
    ) external view returns (ApprovalPolicy memory policy, uint40 effectiveAt) {
        return _storage().policies[changeClass].pendingOf();
    }

    /// @inheritdoc IChangeManager
    function topLayer(address target) external view returns (uint256) {
        return _storage().layers.top[target];
    }

    /// @inheritdoc IChangeManager
    function acknowledgementOf(
        bytes32 id
    ) external view returns (uint40 acknowledgedAt, uint64 observedBlock, bytes32 metricsDigest) {
        Acknowledgements.Acknowledgement storage given = _storage().acknowledgements.byChange[id];
        return (given.acknowledgedAt, given.observedBlock, given.metricsDigest);
    }

    /// @inheritdoc IChangeManager
    function maintenanceCalendar() external view returns (address) {
        return _storage().maintenanceCalendar;
    }

    /// @inheritdoc IChangeManager
    function changeInProgress() external view returns (bytes32) {
        return _runningChange;
    }

    // -------------------------------------------------------------------------------------------- judging a change

    function _requireNothingRuns() private view {
        bytes32 id = _runningChange;
        if (id != bytes32(0)) revert ReentrantExecution(id);
    }

    function _run(bytes32 id, Call[] calldata calls) private {
        _runningChange = id;
        Execution.run(calls);
        _runningChange = bytes32(0);
    }

    /// @dev `content` is what the id is the hash of, and the parameters of every rule.
    function _judge(bytes4 rule, bytes memory content) private view {
        address rules = address(RULES);
        assembly ("memory-safe") {
            // The selector stands in the last bytes of the length while the call is made: nothing is copied.
            let length := mload(content)
            mstore(content, shr(224, rule))
            let judged := staticcall(gas(), rules, add(content, 28), add(length, 4), 0, 0)
            mstore(content, length)
            if iszero(judged) {
                let answer := mload(0x40)
                returndatacopy(answer, 0, returndatasize())
                revert(answer, returndatasize())
            }
        }
    }

    /// @dev Everything that must be true before the first call runs; puts the execution on the record.
    function _admit(bytes32 id, Change calldata change, uint256 windowId, bytes memory content) private {
        ChangeRecord memory record = _known(id);
        ChangeLifecycle.requireReady(id, record);
        (ApprovalPolicy memory policy, uint24 version) = policyOf(record.class);
        ApprovalStanding.requireStanding(id, record, policy, version, GUARD, REGISTRY);
        if (policy.needsAcknowledgement) _storage().acknowledgements.requireFresh(id, record.round);
        if (policy.maintenanceNotice != 0) {
            Execution.requireWindow(_storage().maintenanceCalendar, policy.maintenanceNotice, id, windowId);
        }
        _judge(RULES.requireExecutable.selector, content);
        Execution.requireValue(change.calls);

        // What has no rollback has no time for one.
        uint32 rollbackWindow = change.rollback.length == 0 ? 0 : policy.rollbackWindow;
        record.layer = _storage().layers.cover(id, change.calls);
        uint40 rollbackUntil = _storage().records.execute(id, record, rollbackWindow);
        _record(
            ChangeExecuted.selector,
            id,
            _word(msg.sender),
            bytes32(uint256(record.class)),
            abi.encode(windowId, uint40(block.timestamp), rollbackUntil, change.version)
        );
        if (record.class == ChangeClass.EmergencyFix) EMERGENCY.noteEmergencyFix(change.incident, id);
    }

    function _known(bytes32 id) private view returns (ChangeRecord memory) {
        return _storage().records.loadKnown(id);
    }

    /// @dev A change about which monitoring may still speak, of a class where it has a say.
    function _requireEscalated(bytes32 id) private view returns (ChangeRecord memory record) {
        record = _known(id);
        ChangeLifecycle.requirePending(id, record);
        (ApprovalPolicy memory policy, ) = policyOf(record.class);
        if (!policy.needsAcknowledgement) revert AcknowledgementNotAsked(record.class);
    }

    // --------------------------------------------------------------------------------------------- judging councils

    /// @dev Open are proposals in time; also queued ones whose approvals are void, which are withdrawn here.
    function _requireOpenForApproval(
        bytes32 id,
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        uint24 version
    ) private view {
        ChangeStatus status = record.statusOf();
        if (record.status == ChangeStatus.Proposed || status == ChangeStatus.Queued || status == ChangeStatus.Ready) {
            if (block.timestamp > record.approveBy) revert WindowClosed(id, record.approveBy);
        } else {
            revert UnexpectedStatus(id, status);
        }
        _withdrawVoid(record, policy, version);
        if (record.status != ChangeStatus.Proposed) revert UnexpectedStatus(id, status);
    }

    /// @dev Takes back approvals that do not stand any more, in `record` only.
    function _withdrawVoid(ChangeRecord memory record, ApprovalPolicy memory policy, uint24 version) private view {
        if (record.flags & ChangeLifecycle.APPROVALS == 0) return;
        ApprovalStanding.Finding memory finding = ApprovalStanding.examine(record, policy, version, GUARD, REGISTRY);
        if (finding.flaw != ApprovalStanding.Flaw.None) ChangeLifecycle.withdrawApprovals(record);
    }

    /// @dev The caller speaks as a council in `role`, with as many signers and from where the policy demands.
    function _requireQuorum(uint64 role, ApprovalPolicy memory policy) private view returns (Quorum memory quorum) {
        quorum = _quorumOf(role, msg.sender);
        uint256 required = ApprovalPolicies.SECOND_MIN_SIGNERS;
        if (role == policy.approverRole) {
            required = policy.minSigners;
            _requireConstituencies(msg.sender, quorum.constituencies, policy.constituencies);
        }
        if (quorum.signers < required) revert TooFewSigners(msg.sender, quorum.signers, required);
    }

    /// @dev Whether the caller, which speaks as a council in `asRole`, approved the change in this role.
    function _isApprover(
        ChangeRecord memory record,
        ApprovalPolicy memory policy,
        uint64 asRole
    ) private view returns (bool) {
        return Approvals.includes(record, policy, asRole, _quorumOf(asRole, msg.sender).councilId);
    }

    function _setAuthority(address newAuthority) internal override {
        if (newAuthority != address(REGISTRY)) revert AuthorityFixed(address(REGISTRY), newAuthority);
        super._setAuthority(newAuthority);
    }

    // ----------------------------------------------------------------------------------------------------- evidence

    function _recordPolicy(
        ChangeClass changeClass,
        uint24 version,
        uint40 effectiveAt,
        ApprovalPolicy memory policy
    ) private {
        _record(
            PolicySet.selector,
            bytes32(uint256(changeClass)),
            bytes32(uint256(version)),
            abi.encode(effectiveAt, policy)
        );
    }

    function _word(address who) private pure returns (bytes32) {
        return bytes32(uint256(uint160(who)));
    }

    function _storage() private pure returns (ChangeManagerStorage storage $) {
        assembly ("memory-safe") {
            $.slot := CHANGE_MANAGER_STORAGE
        }
    }
}
