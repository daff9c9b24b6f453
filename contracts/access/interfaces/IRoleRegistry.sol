// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/**
 * @title IRoleRegistry
 * @notice Who may call what: OpenZeppelin's AccessManager, extended by legal entities, seats on Safes, a conflict
 * matrix, mandates with an end, suspension, and a break-glass path.
 *
 * An *entity* is a legal body (id 1 to 255). An account is bound to one entity. A *seat* says for which entity and
 * constituency an owner sits on a Safe; the roles of a Safe count as held by every seated entity.
 */
interface IRoleRegistry is IAccessManager {
    /// @notice A person's place on a Safe.
    struct Seat {
        uint8 entity;
        uint8 constituency;
    }

    /// @notice The paperwork that a break-glass operation owes before it can run. All digests are non-zero.
    struct BreakGlassArtifacts {
        bytes32 request;
        bytes32 impactAssessment;
        bytes32 rollbackPlan;
    }

    // ------------------------------------------------------------------------------------------ entities and seats

    event EntityRegistered(uint8 indexed entity, string name, bytes32 legalDigest);
    event AccountBound(address indexed account, uint8 indexed entity);
    event SeatAssigned(address indexed safe, address indexed owner, uint8 entity, uint8 constituency);
    event SeatVacated(address indexed safe, address indexed owner, uint8 entity, uint8 constituency);
    event ConflictSet(uint64 indexed roleA, uint64 indexed roleB, bool conflicting);

    /// @notice The entity would hold two roles that must not meet.
    error SeparationOfDuties(uint8 entity, uint64 role, uint64 heldRole);
    error UnknownEntity(uint8 entity);
    error EntityAlreadyRegistered(uint8 entity);
    error UnboundAccount(address account);
    error EntityMismatch(address account, uint8 boundEntity, uint8 givenEntity);
    error BindingInUse(address account, uint8 entity);
    error SeatTaken(address safe, address owner);
    error UnknownSeat(address safe, address owner);
    error TooManySeats(address safe, uint256 limit);
    error InvalidConstituency(uint8 constituency);
    error InvalidRole(uint64 role);
    error InvalidDigest(string field);
    error EntityNameMissing(uint8 entity);

    /// @notice Registers a legal body. `legalDigest` is the digest of its founding or mandating act.
    function registerEntity(uint8 entity, string calldata name, bytes32 legalDigest) external;

    /// @notice Binds `account` to `entity`; refused while the account holds a role or a seat for another entity.
    function bindAccount(address account, uint8 entity) external;

    /// @notice Seats `owner` on `safe`; binds the owner's account to `entity` if it is not bound yet.
    function assignSeat(address safe, address owner, uint8 entity, uint8 constituency) external;

    /// @notice Removes a seat. A signature of an unseated owner counts for nothing from then on.
    function vacateSeat(address safe, address owner) external;

    /// @notice Declares that `roleA` and `roleB` must not meet in one entity, or lifts that.
    function setConflict(uint64 roleA, uint64 roleB, bool conflicting) external;

    function isEntity(uint8 entity) external view returns (bool);
    function entityOf(address account) external view returns (uint8);
    function seatOf(address safe, address owner) external view returns (Seat memory);
    function seatCount(address safe) external view returns (uint256);

    /// @notice Roles held by an account, as a bit set; suspended and expired ones included until pruned.
    function rolesOf(address account) external view returns (uint256);

    /// @notice Roles held by an entity through its accounts and seats, as a bit set.
    function rolesOfEntity(uint8 entity) external view returns (uint256);

    /// @notice Roles that must not meet `role`, as a bit set.
    function conflictsOf(uint64 role) external view returns (uint256);

    // -------------------------------------------------------------------------------------- mandates and suspension

    /// @notice A grant got an end. `until` is 0 for a grant without one.
    event MandateSet(uint64 indexed role, address indexed account, uint48 until);
    event RolesSuspended(address indexed account, address indexed safe, uint48 until, bytes32 reasonDigest);
    event SuspensionLifted(address indexed account, address indexed safe);

    error ExecutionDelayNotAllowed(uint64 role, uint32 delay);
    error MandateRequired(uint64 role);
    error MandateOutOfBounds(uint48 until, uint48 earliest, uint48 latest);
    error MandateNotExpired(uint64 role, address account);
    error NoMandate(uint64 role, address account);
    error SuspensionTooLong(uint48 until, uint48 latest);
    error SuspensionNotDue(address account, uint48 suspendableFrom);
    error SuspensionInPast(uint48 until);
    error NotSuspendable(address account);
    error NotSuspended(address account);

    /// @notice Grants `role` until `until`; by the role's administrator. Re-granting sets a new end.
    function grantMandate(uint64 role, address account, uint48 until) external;

    /// @notice Sets a new end for a council's mandate, also after it ran out. Sovereign Authority only.
    function renewMandate(uint64 role, address safe, uint48 until) external;

    /// @notice Removes a grant whose end has passed; a council's only 90 days later. Anyone may do it.
    function pruneMandate(uint64 role, address account) external;

    /// @notice Suspends all roles of `account` for at most 72 h. Emergency Council only.
    function suspend(address account, uint48 until, bytes32 reasonDigest) external;

    /// @notice Ends a suspension early. Sovereign Authority only.
    function liftSuspension(address account) external;

    function mandateEnd(uint64 role, address account) external view returns (uint48);
    function suspendedUntil(address account) external view returns (uint48);

    // ------------------------------------------------------------------------------------------------- break-glass

    event BreakGlassJustified(
        bytes32 indexed operationId,
        uint32 indexed nonce,
        bytes32 request,
        bytes32 impactAssessment,
        bytes32 rollbackPlan
    );

    error BreakGlassUnjustified(bytes32 operationId, uint32 nonce);
    error BreakGlassAlreadyCancelled(bytes32 operationId);
    error BreakGlassConcernsCouncil(bytes32 operationId, address safe);
    error BreakGlassDelayTooShort(uint32 delay, uint32 minimum);
    error BreakGlassDelayTooLong(uint32 delay, uint32 maximum);
    error BreakGlassHolderMissing();
    error LastBreakGlassHolder(address account);

    /// @notice Registers the paperwork of a scheduled operation. Sovereign Authority only.
    function justifyBreakGlass(bytes32 operationId, BreakGlassArtifacts calldata artifacts) external;

    // ----------------------------------------------------------------------------------------------------- genesis

    event CoreRegistered(address indexed target);
    event ChangeManagerAppointed(address indexed changeManager);
    event GuardAppointed(address indexed guard);
    event GenesisClosed(address indexed deployer);

    error CoreTarget(address target);
    error AlreadyAppointed(address current);
    error NotAppointed();
    error GenesisStillOpen();
    error GenesisAlreadyClosed();
    error CapabilityReserved(uint64 role, address account);
    error AdminReserved(address account);
    error AdminIrrevocable(address account);
    error CodeRequired(address account);
    error DeployerHoldsRoles(address deployer, uint256 roles);
    error DelayTooLong(uint32 delay, uint32 maximum);

    /// @notice Declares a contract to be core; cannot be undone.
    function registerCore(address target) external;
    function appointChangeManager(address changeManager) external;
    function appointGuard(address guard) external;

    /// @notice Ends the deployment: the initial administrator loses ADMIN for good and may hold no other role.
    function closeGenesis() external;

    function isCore(address target) external view returns (bool);
    function changeManager() external view returns (address);
    function guard() external view returns (address);
    function genesisClosed() external view returns (bool);

    // ---------------------------------------------------------------------------------------------------- councils

    error CouncilRoleRequired(address safe, uint64 role);
    error UnseatedSigner(address safe, address signer);
    error MissingConstituency(address safe, uint8 constituency);

    /**
     * @notice Judges the signers of a council's transaction in flight.
     * @return entities Bit set of the entities whose people signed.
     * @return constituencies Bit set of the constituencies whose people signed.
     * @return seatEpoch As {standingOf} counts it.
     * @dev Reverts `CouncilRoleRequired` when the Safe does not hold the role now, `UnseatedSigner` for a signer
     * without a seat.
     */
    function judgeSigners(
        uint64 role,
        address safe,
        address[] calldata signers
    ) external view returns (uint256 entities, uint256 constituencies, uint24 seatEpoch);

    /**
     * @notice What an approval that was given earlier must still find.
     * @return holds Whether the Safe holds the role now, as {hasRole}.
     * @return seatEpoch How often a seat of the Safe has been vacated. It never falls: whoever signed and lost the seat
     * since is told by it.
     */
    function standingOf(uint64 role, address safe) external view returns (bool holds, uint24 seatEpoch);

    /// @notice Whether `account` sits on any Safe.
    function holdsSeat(address account) external view returns (bool);

    /// @notice What a governed change must know of a call: the role its function is mapped to, and if it is core.
    function classify(address target, bytes4 selector) external view returns (uint64 role, bool core);
}
