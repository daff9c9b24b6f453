// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagerUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagerUpgradeable.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IGovernedProxy} from "./interfaces/IGovernedProxy.sol";
import {IRoleRegistry} from "./interfaces/IRoleRegistry.sol";
import {IRegistryDesk} from "./interfaces/IRegistryDesk.sol";
import {RecordedAccessManager} from "./RecordedAccessManager.sol";
import {RegistryViews} from "./RegistryViews.sol";

import {BreakGlass} from "./libraries/BreakGlass.sol";
import {ConflictMatrix} from "./libraries/ConflictMatrix.sol";
import {Mandates} from "./libraries/Mandates.sol";
import {Roles} from "./Roles.sol";
import {RegistryDesk} from "./RegistryDesk.sol";
import {SeatBook} from "./libraries/SeatBook.sol";

/**
 * @title RoleRegistry
 * @notice Who may call what. See {IRoleRegistry} for the terms, the libraries for the rules of each concern.
 *
 *                 appointGuard, appointChangeManager, seats, mandates
 *   initialize ──────────────────────────────────────────────────────▶ closeGenesis ──▶ governed for good
 *   (deployer holds ADMIN)                                             (deployer holds nothing)
 *
 * After genesis ADMIN is held by
 * - the ChangeManager, without delay, for ever: it imposes the delay of each class of change itself;
 * - the Sovereign Authority's Safe, with a delay of at least 14 days: the break-glass path ({BreakGlass}).
 *
 * Design
 * - A restricted function of this contract belongs to ADMIN and cannot be mapped to another role.
 * - Functions of councils (suspend, lift, renew, justify, cancel) demand a registered, guarded Safe whose transaction is
 *   in flight, the role, and a signer of each constituency that the guard names.
 * - Holdings are counted when roles and seats change, so that no check reads a Safe's owners.
 *
 * Trust assumptions: the guard is immutable and tells the truth about Safes and signers; the ChangeManager confines what
 * a change may call. Until genesis is closed the deployer is trusted; what it leaves behind is public.
 */
contract RoleRegistry is RegistryViews, IGovernedProxy, RecordedAccessManager, UUPSUpgradeable {
    bytes4 private constant UPGRADE = UUPSUpgradeable.upgradeToAndCall.selector;

    /// @dev What an account's code begins with when it is delegated (EIP-7702).
    bytes32 private constant DELEGATION_PREFIX = bytes32(bytes3(0xef0100));

    /// @dev Entities, seats, conflicts, renewals and suspensions; see {RegistryDesk}.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IRegistryDesk private immutable DESK = new RegistryDesk();

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Makes `initialAdmin` the deployer, who holds ADMIN until {closeGenesis}.
    function initialize(address initialAdmin) public override initializer {
        __AccessManager_init(initialAdmin);
        _offices().deployer = initialAdmin;
    }

    // ------------------------------------------------------------------------------------------------------- genesis

    /// @inheritdoc IRoleRegistry
    function registerCore(address target) external onlyAuthorized {
        _registerCore(target);
    }

    /// @inheritdoc IRoleRegistry
    function appointGuard(address newGuard) external onlyAuthorized {
        OfficeStorage storage offices = _offices();
        _appoint(offices.guard, newGuard, GuardAppointed.selector);
        offices.guard = newGuard;
    }

    /// @inheritdoc IRoleRegistry
    function appointChangeManager(address newChangeManager) external onlyAuthorized {
        OfficeStorage storage offices = _offices();
        _appoint(offices.changeManager, newChangeManager, ChangeManagerAppointed.selector);
        // The deployer must lose ADMIN, and a break-glass holder must wait; the ChangeManager does neither.
        if (SeatBook.holds(newChangeManager, Roles.ADMIN)) revert AdminReserved(newChangeManager);
        offices.changeManager = newChangeManager;
        for (uint64 role = Roles.CONFIG; role <= Roles.EMERGENCY_FIX; ++role) _grantRole(role, newChangeManager, 0, 0);
        _grantRole(Roles.ADMIN, newChangeManager, 0, 0);
    }

    /// @inheritdoc IRoleRegistry
    function closeGenesis() external onlyAuthorized {
        OfficeStorage storage offices = _offices();
        if (offices.genesisClosed) revert GenesisAlreadyClosed();
        if (offices.changeManager == address(0) || offices.guard == address(0)) revert NotAppointed();
        if (offices.breakGlassHolders == 0) revert BreakGlassHolderMissing();
        address deployer = offices.deployer;
        offices.genesisClosed = true;
        _revokeRole(Roles.ADMIN, deployer);
        uint256 left = SeatBook.load().roles[deployer];
        if (left != 0) revert DeployerHoldsRoles(deployer, left);
        _note(GenesisClosed.selector, deployer);
    }

    // -------------------------------------------------------------------------------------------- entities and seats

    /// @inheritdoc IRoleRegistry
    function registerEntity(uint8 entity, string calldata name, bytes32 legalDigest) external onlyAuthorized {
        (entity, name, legalDigest);
        _atDesk();
    }

    /// @inheritdoc IRoleRegistry
    function bindAccount(address account, uint8 entity) external onlyAuthorized {
        (account, entity);
        _atDesk();
    }

    /// @inheritdoc IRoleRegistry
    function assignSeat(address safe, address owner, uint8 entity, uint8 constituency) external onlyAuthorized {
        (safe, owner, entity, constituency);
        _atDesk();
    }

    /// @inheritdoc IRoleRegistry
    function vacateSeat(address safe, address owner) external onlyAuthorized {
        (safe, owner);
        _atDesk();
    }

    /// @inheritdoc IRoleRegistry
    function setConflict(uint64 roleA, uint64 roleB, bool conflicting) external onlyAuthorized {
        (roleA, roleB, conflicting);
        _atDesk();
    }

    // ---------------------------------------------------------------------------------------- mandates and suspension

    /**
     * @inheritdoc IAccessManager
     * @dev A plain grant has no end: for a member with one it clears it. Councils other than the Sovereign Authority
     * are refused it, they need {grantMandate}.
     */
    function grantRole(
        uint64 role,
        address account,
        uint32 executionDelay
    ) public override(AccessManagerUpgradeable, IAccessManager) {
        if (Roles.needsMandate(role)) revert MandateRequired(role);
        super.grantRole(role, account, executionDelay);
        _setMandate(role, account, 0);
    }

    /**
     * @inheritdoc IAccessManager
     * @dev Not for councils: the call of a Safe proves its threshold, not that each constituency signed, and what is
     * given up cannot be renewed. They are revoked by a change, or their mandate runs out.
     */
    function renounceRole(
        uint64 roleId,
        address callerConfirmation
    ) public override(AccessManagerUpgradeable, IAccessManager) {
        if (Roles.needsMandate(roleId)) revert AccessManagerLockedRole(roleId);
        super.renounceRole(roleId, callerConfirmation);
    }

    /// @inheritdoc IRoleRegistry
    /// @dev The Sovereign Authority's role has no end: if it ran out, nobody could renew a council or break the glass.
    function grantMandate(uint64 role, address account, uint48 until) external {
        _requireValid(Roles.isInstitutional(role) && role != Roles.SOVEREIGN_AUTHORITY, role);
        _requireRoleAdmin(getRoleAdmin(role));
        Mandates.requireBounds(until);
        if (!SeatBook.holds(account, role)) _grantRole(role, account, getRoleGrantDelay(role), 0);
        _setMandate(role, account, until);
    }

    /// @inheritdoc IRoleRegistry
    function renewMandate(uint64 role, address safe, uint48 until) external {
        _requireCouncil(Roles.SOVEREIGN_AUTHORITY);
        (role, safe, until);
        _atDesk();
    }

    /// @inheritdoc IRoleRegistry
    function pruneMandate(uint64 role, address account) external {
        Mandates.requirePrunable(role, account);
        _revokeRole(role, account);
    }

    /// @inheritdoc IRoleRegistry
    function suspend(address account, uint48 until, bytes32 reasonDigest) external {
        _requireCouncil(Roles.EMERGENCY_COUNCIL);
        (account, until, reasonDigest);
        _atDesk();
    }

    /// @inheritdoc IRoleRegistry
    function liftSuspension(address account) external {
        _requireCouncil(Roles.SOVEREIGN_AUTHORITY);
        (account);
        _atDesk();
    }

    /**
     * @inheritdoc IAccessManager
     * @dev False when the grant has run out or its holder is suspended. ADMIN and capabilities have neither.
     */
    function hasRole(
        uint64 role,
        address account
    ) public view override(AccessManagerUpgradeable, IAccessManager) returns (bool isMember, uint32 executionDelay) {
        (isMember, executionDelay) = super.hasRole(role, account);
        if (isMember && Roles.isInstitutional(role)) isMember = Mandates.inForce(role, account);
    }

    // ---------------------------------------------------------------------------------------------------- break-glass

    /// @inheritdoc IRoleRegistry
    function justifyBreakGlass(bytes32 operationId, BreakGlassArtifacts calldata artifacts) external {
        _requireCouncil(Roles.SOVEREIGN_AUTHORITY);
        if (getSchedule(operationId) == 0) revert AccessManagerNotScheduled(operationId);
        (artifacts);
        _atDesk();
    }

    /// @inheritdoc IAccessManager
    function schedule(
        address target,
        bytes calldata data,
        uint48 when
    ) public override(RecordedAccessManager, IAccessManager) returns (bytes32 operationId, uint32 nonce) {
        (operationId, nonce) = super.schedule(target, data, when);
        address caller = _msgSender();
        if (SeatBook.holds(caller, Roles.ADMIN) && caller != _offices().changeManager) {
            BreakGlass.load().operations[operationId].scheduledNonce = nonce;
        }
    }

    /**
     * @inheritdoc IAccessManager
     * @dev Only for scheduled operations: a call that needs no delay is made by its caller, so that the target records
     * who acted, not this contract.
     */
    function execute(
        address target,
        bytes calldata data
    ) public payable override(AccessManagerUpgradeable, IAccessManager) returns (uint32) {
        bytes32 operationId = hashOperation(_msgSender(), target, data);
        if (getSchedule(operationId) == 0) revert AccessManagerNotScheduled(operationId);
        return super.execute(target, data);
    }

    /// @inheritdoc IAccessManager
    function cancel(
        address caller,
        address target,
        bytes calldata data
    ) public override(RecordedAccessManager, IAccessManager) returns (uint32 nonce) {
        nonce = super.cancel(caller, target, data);
        bytes32 operationId = hashOperation(caller, target, data);
        if (_msgSender() != caller && BreakGlass.isBreakGlass(operationId, nonce)) {
            BreakGlass.load().operations[operationId].cancelledByCouncil = true;
        }
    }

    function _consumeScheduledOp(bytes32 operationId) internal override returns (uint32) {
        BreakGlass.requireJustified(operationId, getNonce(operationId));
        return super._consumeScheduledOp(operationId);
    }

    /// @dev A break-glass operation is cancelled by its caller, or once by the Emergency Council; not by ADMIN.
    function _canCancel(address caller, address target, bytes calldata data) internal view override returns (bool) {
        bytes32 operationId = hashOperation(caller, target, data);
        if (!BreakGlass.isBreakGlass(operationId, getNonce(operationId))) return super._canCancel(caller, target, data);
        address sender = _msgSender();
        if (sender == caller) return true;
        (bool isCouncil, ) = hasRole(Roles.EMERGENCY_COUNCIL, sender);
        if (!isCouncil) return false;
        _requireCouncil(Roles.EMERGENCY_COUNCIL);
        if (BreakGlass.load().operations[operationId].cancelledByCouncil)
            revert BreakGlassAlreadyCancelled(operationId);
        if (DESK.concernsCouncil(address(this), target, data, _offices().guard, sender)) {
            revert BreakGlassConcernsCouncil(operationId, sender);
        }
        return true;
    }

    // ------------------------------------------------------------------------------------------------------- councils

    /// @inheritdoc IRoleRegistry
    function judgeSigners(
        uint64 role,
        address safe,
        address[] calldata signers
    ) external view returns (uint256 entities, uint256 constituencies, uint24 seatEpoch) {
        (entities, constituencies) = _judge(role, safe, signers);
        seatEpoch = Mandates.seatEpochOf(safe);
    }

    /// @inheritdoc IRoleRegistry
    function standingOf(uint64 role, address safe) external view returns (bool holds, uint24 seatEpoch) {
        (holds, ) = hasRole(role, safe);
        seatEpoch = Mandates.seatEpochOf(safe);
    }

    /// @inheritdoc IRoleRegistry
    function classify(address target, bytes4 selector) external view returns (uint64 role, bool core) {
        return (getTargetFunctionRole(target, selector), isCore(target));
    }

    // ------------------------------------------------------------------------------------------------------- upgrades

    /// @inheritdoc IGovernedProxy
    function implementation() external view returns (address) {
        return ERC1967Utils.getImplementation();
    }

    function _authorizeUpgrade(address newImplementation) internal override onlyAuthorized {
        _recordUpgrade(newImplementation);
    }

    // ---------------------------------------------------------------------------------------- rules of grants and maps

    function _grantRole(
        uint64 role,
        address account,
        uint32 grantDelay,
        uint32 executionDelay
    ) internal override returns (bool newMember) {
        _requireRole(role);
        if (role == Roles.ADMIN) {
            if (!_isInitializing()) _requireAdminCandidate(account, executionDelay);
        } else if (Roles.isCapability(role)) {
            if (account != _offices().changeManager || executionDelay != 0) revert CapabilityReserved(role, account);
        } else if (Roles.isCouncil(role) && executionDelay != 0) {
            revert ExecutionDelayNotAllowed(role, executionDelay);
        }

        newMember = super._grantRole(role, account, grantDelay, executionDelay);
        if (!newMember) return false;
        SeatBook.grant(account, role);
        OfficeStorage storage offices = _offices();
        if (role == Roles.ADMIN && !_isInitializing() && account != offices.changeManager) ++offices.breakGlassHolders;
    }

    function _revokeRole(uint64 role, address account) internal override returns (bool revoked) {
        OfficeStorage storage offices = _offices();
        bool isChangeManager = account == offices.changeManager;
        if (role == Roles.ADMIN) {
            if (isChangeManager) revert AdminIrrevocable(account);
            if (SeatBook.holds(account, role) && account != offices.deployer) {
                if (offices.genesisClosed && offices.breakGlassHolders == 1) revert LastBreakGlassHolder(account);
                --offices.breakGlassHolders;
            }
        } else if (Roles.isCapability(role) && isChangeManager) {
            revert CapabilityReserved(role, account);
        } else if (role == Roles.SOVEREIGN_AUTHORITY && SeatBook.holds(account, Roles.ADMIN)) {
            // Without the role it could not justify what it schedules: the path would be lost by a side door.
            revert AdminReserved(account);
        }

        revoked = super._revokeRole(role, account);
        if (!revoked) return false;
        SeatBook.revoke(account, role);
        Mandates.set(role, account, 0);
    }

    /// @dev Councils and capabilities stay with ADMIN; nobody and everybody are no administrators.
    function _setRoleAdmin(uint64 role, uint64 admin) internal override {
        if (Roles.isCouncil(role) || Roles.isCapability(role)) revert AccessManagerLockedRole(role);
        _requireRole(role);
        _requireValid(admin < Roles.LIMIT, admin);
        super._setRoleAdmin(role, admin);
    }

    /// @dev This contract's functions stay with ADMIN, and so does the upgrade of every core contract.
    function _setTargetFunctionRole(address target, bytes4 selector, uint64 role) internal override {
        _requireRole(role);
        if (role != Roles.ADMIN && (selector == UPGRADE || target == address(this))) _requireOrdinary(target);
        super._setTargetFunctionRole(target, selector, role);
    }

    function _setTargetClosed(address target, bool closed) internal override {
        if (closed) _requireOrdinary(target);
        super._setTargetClosed(target, closed);
    }

    // -------------------------------------------------------------------------------------------------------- private

    /// @dev ADMIN outside deployment: the ChangeManager, or a guarded Safe of the Sovereign Authority behind the delay.
    function _requireAdminCandidate(address account, uint32 executionDelay) private view {
        OfficeStorage storage offices = _offices();
        if (account == offices.changeManager) {
            // A delay would take ADMIN away from it without revoking anything.
            if (executionDelay != 0) revert AdminIrrevocable(account);
            return;
        }
        if (account == offices.deployer) revert AdminReserved(account);
        _requireOwnCode(account);
        (bool isSovereign, ) = hasRole(Roles.SOVEREIGN_AUTHORITY, account);
        DESK.requireBreakGlassHolder(offices.guard, account, isSovereign, executionDelay);
    }

    function _requireOwnCode(address account) private view {
        bytes32 start;
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(account, 0, 0, 3)
            start := mload(0)
        }
        if (account.code.length == 0 || start == DELEGATION_PREFIX) revert CodeRequired(account);
    }

    /// @dev PUBLIC is AccessManager's own business.
    function _requireRole(uint64 role) private pure {
        _requireValid(role < Roles.LIMIT || role == PUBLIC_ROLE, role);
    }

    function _requireValid(bool valid, uint64 role) private pure {
        if (!valid) revert InvalidRole(role);
    }

    function _requireAdmin() private onlyAuthorized {}

    /// @dev ADMIN goes the way of every restricted function, with its delay; another administrator acts at once.
    function _requireRoleAdmin(uint64 admin) private {
        if (admin == Roles.ADMIN) return _requireAdmin();
        address sender = _msgSender();
        (bool isAdmin, uint32 delay) = hasRole(admin, sender);
        if (!isAdmin || delay != 0) revert AccessManagerUnauthorizedAccount(sender, admin);
    }

    /// @dev The caller speaks as a council in this very transaction.
    function _requireCouncil(uint64 role) private view {
        address safe = _msgSender();
        address currentGuard = _offices().guard;
        if (currentGuard == address(0)) revert NotAppointed();
        (address[] memory signers, , , uint32 required, ) = IGovernanceGuard(currentGuard).flightOf(safe);
        (, uint256 present) = _judge(role, safe, signers);
        uint256 missing = required & ~present;
        if (missing != 0) revert MissingConstituency(safe, uint8(ConflictMatrix.lowest(missing)));
    }

    function _judge(
        uint64 role,
        address safe,
        address[] memory signers
    ) private view returns (uint256 entities, uint256 constituencies) {
        (bool isMember, ) = hasRole(role, safe);
        if (!isMember) revert CouncilRoleRequired(safe, role);
        return SeatBook.judge(safe, signers);
    }

    function _setMandate(uint64 role, address account, uint48 until) private {
        if (!Mandates.set(role, account, until)) return;
        _record(MandateSet.selector, bytes32(uint256(role)), _word(account), abi.encode(until));
    }

    function _requireOrdinary(address target) private view {
        if (isCore(target)) revert CoreTarget(target);
    }

    function _appoint(address current, address candidate, bytes32 topic0) private {
        if (current != address(0)) revert AlreadyAppointed(current);
        _registerCore(candidate);
        _note(topic0, candidate);
    }

    /// @dev A core contract is open, and its upgrade belongs to ADMIN, from the start.
    function _registerCore(address target) private {
        _requireOwnCode(target);
        if (isTargetClosed(target) || getTargetFunctionRole(target, UPGRADE) != Roles.ADMIN) revert CoreTarget(target);
        if (isCore(target)) return;
        _offices().core[target] = true;
        _note(CoreRegistered.selector, target);
    }

    /// @dev Runs the desk's function of that name on this storage. Callers name their arguments for the ABI's sake only.
    /// @custom:oz-upgrades-unsafe-allow delegatecall
    function _atDesk() private {
        address desk = address(DESK);
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, 0, calldatasize())
            if iszero(delegatecall(gas(), desk, free, calldatasize(), 0, 0)) {
                returndatacopy(free, 0, returndatasize())
                revert(free, returndatasize())
            }
        }
    }

    /// @dev An event whose only argument is an indexed account.
    function _note(bytes32 topic0, address account) private {
        _record(topic0, _word(account), "");
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
