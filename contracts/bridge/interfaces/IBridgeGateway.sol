// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Parameter} from "./IBridgeParameters.sol";

/// @notice Seen from the public rail: `Out` leaves it for the private rail, `In` arrives from there.
enum Direction {
    Out,
    In
}

/// @notice Whether the gateway keeps the tokens that leave the rail, or is the only one to mint and burn them.
enum Custody {
    Held,
    Minted
}

enum ConversionStatus {
    None,
    Requested,
    Settled,
    Failed,
    Refunded
}

/**
 * @notice Why a conversion failed after value was committed on its source rail. The first four are what operators attest
 * of the private rail, the others what the gateway itself finds.
 */
enum FailureReason {
    None,
    BeneficiaryRejected,
    ComplianceRejected,
    RailUnavailable,
    RailRejected,
    Restricted,
    CapacityExceeded,
    AboveMaximum,
    ReserveStale,
    ConservationBroken,
    TransferFailed
}

/// @notice Value that was committed on the private rail and is due on the public one.
struct Inbound {
    /// @dev The private rail's own count of what it committed to this bridge.
    uint64 nonce;
    address counterparty;
    address recipient;
    uint128 amount;
    /// @dev Of the private rail's settlement ("settlement references (tx hashes / commit IDs)").
    bytes32 settlementReference;
}

/// @notice What the private rail has on its books for this bridge, both counted from its beginning.
struct ReservePosition {
    /// @dev Credited there against value that left the public rail.
    uint128 issued;
    /// @dev Committed there for value that is due on the public rail.
    uint128 redeemed;
    uint40 observedAt;
    /// @dev Of the statement that says so.
    bytes32 digest;
}

/// @dev Three slots, of which `Out` fills two.
struct Conversion {
    ConversionStatus status;
    Direction direction;
    /// @dev Of its last failure; stays when the conversion is refunded, goes when it is released after all.
    FailureReason reason;
    address counterparty;
    uint64 nonce;
    uint128 amount;
    /// @dev Of all parameters, when the conversion was admitted to its flow; zero while it was not.
    uint64 parametersVersion;
    /// @dev When it drew from its flow; zero while it did not.
    uint40 usedAt;
    /// @dev `In`: who is paid. `Out`: zero.
    address recipient;
}

/// @notice One limit: for the whole rail pair, or for a counterparty.
struct FlowState {
    uint128 capacity;
    uint40 window;
    uint256 available;
    uint256 used;
}

/// @notice Both rails' books, counted from the beginning, in the token's smallest unit.
struct Position {
    /// @dev Left the public rail and did not come back as a refund.
    uint128 locked;
    /// @dev On its way out, neither settled nor failed; part of `locked`.
    uint128 pending;
    /// @dev Failed on its way out, not yet given back; part of `locked`.
    uint128 owed;
    /// @dev Arrived on the public rail.
    uint128 released;
    /// @dev Attested as due on the public rail, whether it was released, failed, or was given back on the private rail.
    uint128 admitted;
    ReservePosition reserve;
}

/**
 * @title IBridgeGateway
 * @notice Conversions between a public rail, a token, and a private rail, a ledger known by its settlement references.
 *
 *   Out  None ─requestOut─▶ Requested ─two attest settlement─▶ Settled
 *                               └──────two attest failure────▶ Failed ─refund─▶ Refunded
 *   In   None ─two attest───▶ Settled                     released at once
 *                  └────────▶ Failed ─retry─▶ Settled     a limit, a mode, a stale reserve: state, not a revert
 *                                └──two attest the return─▶ Refunded
 *
 * An act that commits nothing reverts with its reason. Once value is committed on its source rail, a failure is state.
 */
interface IBridgeGateway {
    event ConversionRequested(
        bytes32 indexed id,
        address indexed counterparty,
        uint64 indexed nonce,
        uint128 amount,
        bytes32 beneficiary,
        uint64 parametersVersion
    );
    /// @notice The first of two matching statements about a conversion, or the second. `statement`: keccak256 of the
    /// selector of the function that made it, followed by its arguments without the id, ABI-encoded.
    event ConversionAttested(
        bytes32 indexed id,
        address indexed operator,
        uint8 indexed entity,
        bytes32 statement,
        bool complete
    );
    event InboundAdmitted(
        bytes32 indexed id,
        address indexed counterparty,
        uint64 indexed nonce,
        address recipient,
        uint128 amount,
        bytes32 settlementReference
    );
    /// @notice `settlementReference`: what the private rail settled. `In`: zero, it stands in {InboundAdmitted}.
    event ConversionSettled(
        bytes32 indexed id,
        address indexed counterparty,
        Direction indexed direction,
        uint128 amount,
        bytes32 settlementReference,
        uint64 parametersVersion
    );
    /// @notice `evidenceDigest`: what the operators attest. `In`: the selector of the error that stood in the way.
    event ConversionFailed(
        bytes32 indexed id,
        address indexed counterparty,
        FailureReason indexed reason,
        Direction direction,
        uint128 amount,
        bytes32 evidenceDigest
    );
    /// @notice `capacityReturned`: what the global flow and the counterparty's got back.
    event ConversionRefunded(
        bytes32 indexed id,
        address indexed counterparty,
        Direction indexed direction,
        uint128 amount,
        uint128 capacityReturned,
        uint128 counterpartyCapacityReturned,
        bytes32 settlementReference
    );
    event ReserveAttested(address indexed monitor, uint128 issued, uint128 redeemed, uint40 observedAt, bytes32 digest);
    event FlowConfigured(
        Direction indexed direction,
        address indexed counterparty,
        uint128 capacity,
        uint40 window,
        uint64 parametersVersion
    );
    /// @notice A value that belongs to no flow was taken.
    event ParameterApplied(Parameter indexed parameter, uint128 value, uint64 parametersVersion);

    error ParametersWithoutCode(address parameters);
    error RegistryWithoutCode(address registry);
    error KeysWithoutCode(address keys);
    error TokenWithoutCode(address token);
    error RailMissing();
    error OnlyParameters(address caller);
    error OnlySelf(address caller);
    error AmountMissing();
    error DigestMissing();
    error RecipientMissing();
    error CounterpartyMissing();
    /// @notice Capacity and window come by {applyFlow}.
    error ParameterOfFlow(Parameter parameter);
    error AmountAboveMaximum(uint128 amount, uint128 maximum);
    error UnknownConversion(bytes32 id);
    error UnexpectedConversionStatus(bytes32 id, ConversionStatus status);
    error UnexpectedDirection(bytes32 id, Direction direction);
    error ReasonNotAttestable(FailureReason reason);
    error EntityRequired(address operator);
    error SameEntity(bytes32 id, uint8 entity);
    error ConversionAlreadyAdmitted(bytes32 id);
    /// @notice More would be released than arrived on the private rail: `settled` is what is locked without what is
    /// pending or owed, so that every refund can be paid whatever else happens.
    error ReleaseExceedsLocked(bytes32 id, uint256 released, uint256 settled);
    /// @notice More would be admitted than monitoring has seen committed on the private rail.
    error ReleaseExceedsReserve(bytes32 id, uint256 admitted, uint256 redeemed);
    /// @notice Whoever sends the second statement must give the release its full allowance of gas.
    error ReleaseGasMissing(uint256 available, uint256 required);
    /// @notice More would leave a minted token's rail than was ever minted there.
    error RequestExceedsMinted(uint256 locked, uint256 released);
    error ReserveStale(uint40 observedAt, uint256 maximumAge);
    error ConservationBroken(uint256 issued, uint256 locked);
    error ReserveOutOfOrder(ReservePosition given, ReservePosition last);
    error ReserveFromTheFuture(uint40 observedAt);
    error TokenTookAnotherAmount(uint256 expected, uint256 received);
    error TokenTransferFailed(address recipient, uint128 amount);

    // --------------------------------------------------------------------------------------- public rail to private

    /// @notice Takes tokens from the caller for a beneficiary on the private rail. Any counterparty with limits.
    /// @param beneficiary Digest of the account there: nothing about a person stands on the public rail.
    function requestOut(uint128 amount, bytes32 beneficiary) external returns (bytes32 id);

    /// @notice Says that the private rail has credited the beneficiary. BRIDGE_OPERATOR; two of different entities.
    /// @dev Here and in every attestation of a BRIDGE_OPERATOR the account itself must be a usable operator key in the
    /// KeyRegistry (`keyIdOf(Operator, account)`, held by the account).
    function attestSettlement(bytes32 id, bytes32 settlementReference) external;

    /// @notice Says that the private rail has not and will not: it must refuse the conversion there before anyone says
    /// so here. BRIDGE_OPERATOR; two of different entities.
    function attestFailure(bytes32 id, FailureReason reason, bytes32 evidenceDigest) external;

    /// @notice Gives a failed conversion's tokens back to its counterparty, once, in every mode. Anyone.
    /// @dev `ConservationBroken` while monitoring sees more issued on the private rail than would stay locked: what was
    /// declared failed was credited there after all.
    function refund(bytes32 id) external;

    // --------------------------------------------------------------------------------------- private rail to public

    /// @notice Says what the private rail has committed. BRIDGE_OPERATOR; at the second of two entities it is released,
    /// or fails as state. A claim that the books of either rail do not bear out reverts, and can be attested again.
    function attestIn(Inbound calldata inbound) external returns (bytes32 id);

    /// @notice Releases what failed, once its cause has passed. Anyone; reverts with the cause if it has not.
    function retry(bytes32 id) external;

    /// @notice Says that the value of a failed conversion goes back on the private rail, by the settlement named.
    /// BRIDGE_OPERATOR; two of different entities.
    /// @dev Warning: until the conversion is `Refunded` here anyone may still {retry} it. The private rail pays back only
    /// what is `Refunded` here, never before.
    function attestReturn(bytes32 id, bytes32 settlementReference) external;

    /// @notice The release itself, for {attestIn} to try. The gateway alone.
    function releaseAdmitted(bytes32 id) external;

    // ---------------------------------------------------------------------------------------- reserve and parameters

    /// @notice Says what stands on the private rail's books. MONITOR, who can be no bridge operator.
    function attestReserve(ReservePosition calldata position) external;

    /// @notice Takes capacity and window of a flow. The BridgeParameters alone; a flow that is new starts empty, and no
    /// update in any order lets more through at that moment.
    function applyFlow(
        Direction direction,
        address counterparty,
        uint128 capacity,
        uint40 window,
        uint64 version
    ) external;

    /// @notice Takes a value that belongs to no flow. The BridgeParameters alone.
    function applyParameter(Parameter parameter, uint128 value, uint64 version) external;

    // -------------------------------------------------------------------------------------------------------- views

    function systemId() external view returns (bytes32);
    /// @notice Both ends, as ids of conversions name them: the public one is of this chain and this gateway alone.
    function rails() external view returns (bytes32 publicRail, bytes32 privateRail);
    function token() external view returns (address);
    function custody() external view returns (Custody);
    /// @notice H(source rail, destination rail, source nonce).
    function conversionId(Direction direction, uint64 nonce) external view returns (bytes32);
    function conversionOf(bytes32 id) external view returns (Conversion memory);
    function outNonce() external view returns (uint64);
    /// @notice The entity that made this statement first; zero for none. It counts while its operator has the role.
    function attestedBy(bytes32 id, bytes32 statement) external view returns (uint8 entity);
    /// @notice Of the whole rail pair for `counterparty` zero.
    function flowOf(Direction direction, address counterparty) external view returns (FlowState memory);
    function positionOf() external view returns (Position memory);
    /// @notice `converted`: admitted to the flow less what was refunded; `conversions`: how many were admitted to it. All
    /// counterparties together for zero.
    function volumeOf(
        Direction direction,
        address counterparty
    ) external view returns (uint128 converted, uint128 refunded, uint64 conversions);
    function failuresOf(Direction direction, FailureReason reason) external view returns (uint64);
    /// @notice Failures of today and yesterday (UTC) beside all conversions that came to be in these days. Rounded up;
    /// above 10,000 when older conversions failed.
    function recentFailures() external view returns (uint64 failures, uint64 conversions, uint256 basisPoints);
    /// @notice Whether the private rail has issued no more than left the public one, as monitoring saw it last.
    function conservationHolds() external view returns (bool);
    function reserveAge() external view returns (uint40 observedAt, uint256 age);
}
