// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {
    Conversion,
    ConversionStatus,
    Custody,
    Direction,
    FailureReason,
    FlowState,
    IBridgeGateway,
    Inbound,
    Position,
    ReservePosition
} from "./interfaces/IBridgeGateway.sol";
import {Governed} from "../access/Governed.sol";
import {IBridgeParameters, Parameter} from "./interfaces/IBridgeParameters.sol";
import {IKeyRegistry} from "../operations/interfaces/IKeyRegistry.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Operation} from "../emergency/interfaces/ISystemModes.sol";
import {ModeGoverned} from "../emergency/ModeGoverned.sol";

import {Attestations} from "./libraries/Attestations.sol";
import {ConversionBook} from "./libraries/ConversionBook.sol";
import {ConversionVolumes} from "./libraries/ConversionVolumes.sol";
import {FailureCounts} from "./libraries/FailureCounts.sol";
import {FlowLimit} from "./libraries/FlowLimit.sol";
import {RailLedger} from "./libraries/RailLedger.sol";
import {SystemIds} from "../emergency/SystemIds.sol";
import {TokenCustody} from "./libraries/TokenCustody.sol";

/**
 * @title BridgeGateway
 * @notice Conversions between a token and a private rail; {IBridgeGateway} draws their lifecycle.
 *
 * Design: one gateway for one pair of rails. What the private rail did, operators of two entities say; how much it may
 * have done, monitoring says, which is neither. Every conversion draws from the flow of its counterparty and from that of
 * the whole pair, in both directions, and bears the version of the parameters that let it through. Tokens move last, and
 * what moved is measured.
 *
 * What is feared, and what stands against it:
 * - one stolen operator key: a second entity, and the report that it is stolen, which ends what it said. Two of them: the
 *   books of both rails, the flows and the modes; declaring failed what was credited doubles it, at most until monitoring sees it.
 * - a private rail that lies to its operators: what monitoring sees of it, and what left the public rail.
 * - replay: the id, which is admitted once; ids are of this chain and this gateway alone.
 * - a hostile token: measured, called last, under a guard, with gas that its caller cannot take away.
 * - banked refunds: what of a use has refilled since is not given back again.
 * - spam: nothing grows but by requests within a flow, and by operators' statements.
 *
 * Trust assumptions: the RoleRegistry maps the attestations to BRIDGE_OPERATOR and the reserve to MONITOR, who share no
 * entity. Whoever may report keys as compromised can silence operators, not speak for them. A monitor who overstates what was issued stops releases and refunds until the code is replaced: its counters
 * never fall. The controller of modes and the parameters have governed code and call nobody back; the gateway must be
 * assigned to its rail's system in the controller. Holds funds.
 */
contract BridgeGateway is Governed, ModeGoverned, ReentrancyGuardTransient, IBridgeGateway {
    using Attestations for Attestations.Book;
    using ConversionBook for Conversion;
    using ConversionBook for ConversionBook.Book;
    using ConversionVolumes for ConversionVolumes.Book;
    using FailureCounts for FailureCounts.Book;
    using FlowLimit for FlowLimit.Flow;
    using RailLedger for RailLedger.Book;
    using TokenCustody for TokenCustody.Keep;

    /// @dev One slot. Zero, which is also never set, blocks.
    struct Limits {
        uint128 conversionMaximum;
        uint40 reserveMaxAge;
        /// @dev Of all parameters.
        uint64 version;
    }

    /// @custom:storage-location erc7201:sign.storage.BridgeGateway
    struct GatewayStorage {
        bytes32 systemId;
        TokenCustody.Keep keep;
        Limits limits;
        RailLedger.Book ledger;
        ConversionBook.Book conversions;
        Attestations.Book attestations;
        /// @dev Of the whole pair of rails under counterparty zero.
        mapping(Direction direction => mapping(address counterparty => FlowLimit.Flow)) flows;
        ConversionVolumes.Book volumes;
        FailureCounts.Book failures;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.BridgeGateway")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant GATEWAY_STORAGE = 0xb9af51ae42bdddaaab40566ebdaffa8207eb33bc50ca4384b0e7f60ba105e200;

    /// @dev What a release gets when it is tried, whoever tries it: no caller starves it into a failure, and no token
    /// burns more.
    uint256 private constant RELEASE_GAS = 500_000;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IBridgeParameters private immutable PARAMETERS;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IRoleRegistry private immutable REGISTRY;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IKeyRegistry private immutable KEYS;

    modifier onlyParameters() {
        if (msg.sender != address(PARAMETERS)) revert OnlyParameters(msg.sender);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        ISystemModes modes,
        IBridgeParameters parameters,
        IRoleRegistry registry,
        IKeyRegistry keys
    ) ModeGoverned(modes) {
        if (address(parameters).code.length == 0) revert ParametersWithoutCode(address(parameters));
        if (address(registry).code.length == 0) revert RegistryWithoutCode(address(registry));
        if (address(keys).code.length == 0) revert KeysWithoutCode(address(keys));
        PARAMETERS = parameters;
        REGISTRY = registry;
        KEYS = keys;
        _disableInitializers();
    }

    /// @notice Puts the contract under the RoleRegistry's authority and ties it to its two rails.
    /// @param publicRail Name of the system that can be restricted (see `SystemIds`).
    /// @param privateRail Id of the ledger at the other end.
    function initialize(
        string calldata publicRail,
        bytes32 privateRail,
        IERC20 publicToken,
        Custody publicCustody
    ) external initializer {
        __AccessManaged_init(address(REGISTRY));
        if (bytes(publicRail).length == 0) revert RailMissing();
        GatewayStorage storage $ = _gateway();
        $.systemId = SystemIds.named(SystemIds.RAIL, publicRail);
        $.conversions.begin($.systemId, privateRail);
        $.keep.begin(publicToken, publicCustody);
    }

    // ------------------------------------------------------------------------------------- public rail to private

    /// @inheritdoc IBridgeGateway
    function requestOut(uint128 amount, bytes32 beneficiary) external nonReentrant returns (bytes32 id) {
        if (beneficiary == bytes32(0)) revert DigestMissing();
        GatewayStorage storage $ = _gateway();
        uint64 version = _draw($, Direction.Out, msg.sender, amount);
        $.ledger.request(amount, $.keep.custody);
        uint64 nonce;
        (id, nonce) = $.conversions.request(msg.sender, amount, version);
        $.failures.addConversion();
        _record(
            ConversionRequested.selector,
            id,
            _topic(msg.sender),
            bytes32(uint256(nonce)),
            abi.encode(amount, beneficiary, version)
        );
        $.keep.take(msg.sender, amount);
    }

    /// @inheritdoc IBridgeGateway
    function attestSettlement(bytes32 id, bytes32 settlementReference) external restricted {
        GatewayStorage storage $ = _gateway();
        Conversion storage conversion = $.conversions.expect(id, Direction.Out, ConversionStatus.Requested);
        if (!_attest($, id, abi.encode(settlementReference), settlementReference)) return;
        conversion.settle();
        $.ledger.settle(conversion.amount);
        _recordSettlement(id, conversion, settlementReference);
    }

    /// @inheritdoc IBridgeGateway
    function attestFailure(bytes32 id, FailureReason reason, bytes32 evidenceDigest) external restricted {
        GatewayStorage storage $ = _gateway();
        Conversion storage conversion = $.conversions.expect(id, Direction.Out, ConversionStatus.Requested);
        bool attestable = reason >= FailureReason.BeneficiaryRejected && reason <= FailureReason.RailRejected;
        if (!attestable) revert ReasonNotAttestable(reason);
        if (!_attest($, id, abi.encode(reason, evidenceDigest), evidenceDigest)) return;
        $.ledger.fail(conversion.amount);
        _fail($, id, conversion, reason, evidenceDigest);
    }

    /// @inheritdoc IBridgeGateway
    function refund(bytes32 id) external nonReentrant {
        GatewayStorage storage $ = _gateway();
        Conversion storage conversion = $.conversions.expect(id, Direction.Out, ConversionStatus.Failed);
        address counterparty = conversion.counterparty;
        uint128 amount = conversion.amount;
        uint40 usedAt = conversion.usedAt;
        conversion.refund();
        $.ledger.refund(amount);
        $.volumes.addRefund(Direction.Out, counterparty, amount);
        uint256 returned = $.flows[Direction.Out][address(0)].giveBack(amount, usedAt);
        uint256 counterpartyReturned = $.flows[Direction.Out][counterparty].giveBack(amount, usedAt);
        _recordRefund(id, conversion, uint128(returned), uint128(counterpartyReturned), bytes32(0));
        $.keep.give(counterparty, amount);
    }

    // ------------------------------------------------------------------------------------- private rail to public

    /// @inheritdoc IBridgeGateway
    function attestIn(Inbound calldata inbound) external restricted nonReentrant returns (bytes32 id) {
        if (inbound.amount == 0) revert AmountMissing();
        if (inbound.counterparty == address(0)) revert CounterpartyMissing();
        if (inbound.recipient == address(0)) revert RecipientMissing();
        GatewayStorage storage $ = _gateway();
        id = $.conversions.idOf(Direction.In, inbound.nonce);
        Conversion storage conversion = $.conversions.byId[id];
        if (conversion.status != ConversionStatus.None) revert ConversionAlreadyAdmitted(id);
        if (!_attest($, id, abi.encode(inbound), inbound.settlementReference)) return id;
        $.ledger.admit(id, inbound.amount, $.keep.custody);
        $.conversions.admit(id, inbound);
        $.failures.addConversion();
        _record(
            InboundAdmitted.selector,
            id,
            _topic(inbound.counterparty),
            bytes32(uint256(inbound.nonce)),
            abi.encode(inbound.recipient, inbound.amount, inbound.settlementReference)
        );
        (bool released, bytes4 cause) = _tryRelease(id);
        if (!released) _fail($, id, conversion, FailureCounts.reasonOf(cause), bytes32(cause));
    }

    /// @inheritdoc IBridgeGateway
    function releaseAdmitted(bytes32 id) external {
        if (msg.sender != address(this)) revert OnlySelf(msg.sender);
        _release(id, ConversionStatus.Requested);
    }

    /// @inheritdoc IBridgeGateway
    function retry(bytes32 id) external nonReentrant {
        _release(id, ConversionStatus.Failed);
    }

    /// @inheritdoc IBridgeGateway
    function attestReturn(bytes32 id, bytes32 settlementReference) external restricted {
        GatewayStorage storage $ = _gateway();
        Conversion storage conversion = $.conversions.expect(id, Direction.In, ConversionStatus.Failed);
        if (!_attest($, id, abi.encode(settlementReference), settlementReference)) return;
        conversion.refund();
        _recordRefund(id, conversion, 0, 0, settlementReference);
    }

    // ------------------------------------------------------------------------------------- reserve and parameters

    /// @inheritdoc IBridgeGateway
    function attestReserve(ReservePosition calldata position) external restricted {
        _gateway().ledger.attest(position);
        _record(ReserveAttested.selector, _topic(msg.sender), abi.encode(position));
    }

    /// @inheritdoc IBridgeGateway
    function applyFlow(
        Direction direction,
        address counterparty,
        uint128 capacity,
        uint40 window,
        uint64 version
    ) external onlyParameters {
        GatewayStorage storage $ = _gateway();
        $.flows[direction][counterparty].configure(capacity, window);
        $.limits.version = version;
        _record(
            FlowConfigured.selector,
            bytes32(uint256(direction)),
            _topic(counterparty),
            abi.encode(capacity, window, version)
        );
    }

    /// @inheritdoc IBridgeGateway
    function applyParameter(Parameter parameter, uint128 value, uint64 version) external onlyParameters {
        Limits storage limits = _gateway().limits;
        if (parameter == Parameter.ConversionMaximum) limits.conversionMaximum = value;
        else if (parameter == Parameter.ReserveMaxAge) limits.reserveMaxAge = SafeCast.toUint40(value);
        else if (parameter != Parameter.FailureMaximum) revert ParameterOfFlow(parameter);
        limits.version = version;
        _record(ParameterApplied.selector, bytes32(uint256(parameter)), abi.encode(value, version));
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IBridgeGateway
    function systemId() external view returns (bytes32) {
        return _gateway().systemId;
    }

    /// @inheritdoc IBridgeGateway
    function rails() external view returns (bytes32 publicRail, bytes32 privateRail) {
        ConversionBook.Book storage conversions = _gateway().conversions;
        return (conversions.publicRail, conversions.privateRail);
    }

    /// @inheritdoc IBridgeGateway
    function token() external view returns (address) {
        return address(_gateway().keep.token);
    }

    /// @inheritdoc IBridgeGateway
    function custody() external view returns (Custody) {
        return _gateway().keep.custody;
    }

    /// @inheritdoc IBridgeGateway
    function conversionId(Direction direction, uint64 nonce) external view returns (bytes32) {
        return _gateway().conversions.idOf(direction, nonce);
    }

    /// @inheritdoc IBridgeGateway
    function conversionOf(bytes32 id) external view returns (Conversion memory) {
        return _gateway().conversions.byId[id];
    }

    /// @inheritdoc IBridgeGateway
    function outNonce() external view returns (uint64) {
        return _gateway().conversions.outNonce;
    }

    /// @inheritdoc IBridgeGateway
    function attestedBy(bytes32 id, bytes32 statement) external view returns (uint8 entity) {
        return _gateway().attestations.first[id][statement].entity;
    }

    /// @inheritdoc IBridgeGateway
    function flowOf(Direction direction, address counterparty) external view returns (FlowState memory state) {
        FlowLimit.Flow storage flow = _gateway().flows[direction][counterparty];
        (state.capacity, state.window, state.available, state.used) = flow.stateOf();
    }

    /// @inheritdoc IBridgeGateway
    function positionOf() external view returns (Position memory) {
        return _gateway().ledger.positionOf();
    }

    /// @inheritdoc IBridgeGateway
    function volumeOf(
        Direction direction,
        address counterparty
    ) external view returns (uint128 converted, uint128 refunded, uint64 conversions) {
        ConversionVolumes.Volume storage volume = _gateway().volumes.volumes[direction][counterparty];
        return (volume.converted, volume.refunded, volume.conversions);
    }

    /// @inheritdoc IBridgeGateway
    function failuresOf(Direction direction, FailureReason reason) external view returns (uint64) {
        return _gateway().failures.byReason[direction][reason];
    }

    /// @inheritdoc IBridgeGateway
    function recentFailures() external view returns (uint64 failures, uint64 conversions, uint256 basisPoints) {
        return _gateway().failures.recent();
    }

    /// @inheritdoc IBridgeGateway
    function conservationHolds() external view returns (bool) {
        return _gateway().ledger.isConserved();
    }

    /// @inheritdoc IBridgeGateway
    function reserveAge() external view returns (uint40 observedAt, uint256 age) {
        observedAt = _gateway().ledger.reserve.observedAt;
        return (observedAt, block.timestamp - observedAt);
    }

    // ---------------------------------------------------------------------------------------------------- release

    /// @dev Tries the release with all of its gas, or not at all. Of the error no more than the selector is read.
    function _tryRelease(bytes32 id) private returns (bool released, bytes4 cause) {
        bytes memory data = abi.encodeCall(this.releaseAdmitted, (id));
        // A call passes on at most 63/64 of what there is; the rest is for the call itself.
        uint256 required = (RELEASE_GAS * 64) / 63 + 5_000;
        if (gasleft() < required) revert ReleaseGasMissing(gasleft(), required);
        assembly ("memory-safe") {
            mstore(0x00, 0)
            released := call(RELEASE_GAS, address(), 0, add(data, 0x20), mload(data), 0x00, 0x04)
            cause := mload(0x00)
        }
    }

    function _release(bytes32 id, ConversionStatus from) private {
        GatewayStorage storage $ = _gateway();
        Conversion storage conversion = $.conversions.expect(id, Direction.In, from);
        $.ledger.requireProven($.limits.reserveMaxAge);
        uint128 amount = conversion.amount;
        uint64 version = _draw($, Direction.In, conversion.counterparty, amount);
        $.ledger.release(id, amount, $.keep.custody);
        conversion.draw(version);
        conversion.settle();
        _recordSettlement(id, conversion, bytes32(0));
        $.keep.give(conversion.recipient, amount);
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev Admits an amount: below the maximum, in modes that allow it, within both flows.
    /// @return version Of the parameters that it was judged by.
    function _draw(
        GatewayStorage storage $,
        Direction direction,
        address counterparty,
        uint128 amount
    ) private returns (uint64 version) {
        Limits memory limits = $.limits;
        if (amount == 0) revert AmountMissing();
        if (amount > limits.conversionMaximum) revert AmountAboveMaximum(amount, limits.conversionMaximum);
        Operation operation = direction == Direction.Out ? Operation.ConvertOut : Operation.ConvertIn;
        _requireAllowed(SystemIds.keyed(SystemIds.COUNTERPARTY, _topic(counterparty)), operation);
        MODES.meter($.systemId, operation, amount);
        $.flows[direction][counterparty].use(amount);
        $.flows[direction][address(0)].use(amount);
        $.volumes.add(direction, counterparty, amount);
        return limits.version;
    }

    /// @dev A statement is what is said, by which function.
    /// @param digest Part of the statement, which says nothing without it.
    function _attest(
        GatewayStorage storage $,
        bytes32 id,
        bytes memory content,
        bytes32 digest
    ) private returns (bool complete) {
        if (digest == bytes32(0)) revert DigestMissing();
        bytes32 statement = keccak256(bytes.concat(msg.sig, content));
        uint8 entity;
        (entity, complete) = $.attestations.attest(REGISTRY, KEYS, id, statement);
        _record(
            ConversionAttested.selector,
            id,
            _topic(msg.sender),
            bytes32(uint256(entity)),
            abi.encode(statement, complete)
        );
    }

    function _fail(
        GatewayStorage storage $,
        bytes32 id,
        Conversion storage conversion,
        FailureReason reason,
        bytes32 evidenceDigest
    ) private {
        conversion.fail(reason);
        Direction direction = conversion.direction;
        $.failures.addFailure(direction, reason);
        _record(
            ConversionFailed.selector,
            id,
            _topic(conversion.counterparty),
            bytes32(uint256(reason)),
            abi.encode(direction, conversion.amount, evidenceDigest)
        );
    }

    function _recordSettlement(bytes32 id, Conversion storage conversion, bytes32 settlementReference) private {
        _record(
            ConversionSettled.selector,
            id,
            _topic(conversion.counterparty),
            bytes32(uint256(conversion.direction)),
            abi.encode(conversion.amount, settlementReference, conversion.parametersVersion)
        );
    }

    function _recordRefund(
        bytes32 id,
        Conversion storage conversion,
        uint128 returned,
        uint128 counterpartyReturned,
        bytes32 settlementReference
    ) private {
        _record(
            ConversionRefunded.selector,
            id,
            _topic(conversion.counterparty),
            bytes32(uint256(conversion.direction)),
            abi.encode(conversion.amount, returned, counterpartyReturned, settlementReference)
        );
    }

    function _topic(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _gateway() private pure returns (GatewayStorage storage $) {
        assembly ("memory-safe") {
            $.slot := GATEWAY_STORAGE
        }
    }
}
