// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBridgeGateway} from "./interfaces/IBridgeGateway.sol";
import {IBridgeParameters, Parameter, ParameterAct, ParameterState} from "./interfaces/IBridgeParameters.sol";
import {ChangeStatus, IChangeManager} from "../change/interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IIncidentRegistry} from "../emergency/interfaces/IIncidentRegistry.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";
import {ISystemModes} from "../emergency/interfaces/ISystemModes.sol";

import {BridgeHealth} from "./libraries/BridgeHealth.sol";
import {CouncilGoverned} from "../safe/CouncilGoverned.sol";
import {Governed} from "../access/Governed.sol";
import {ParameterBook} from "./libraries/ParameterBook.sol";
import {ParameterBounds} from "./libraries/ParameterBounds.sol";
import {Roles} from "../access/Roles.sol";
import {SystemIds} from "../emergency/SystemIds.sol";

/**
 * @title BridgeParameters
 * @notice What a bridge is limited by. Tightening is for those who stop fires, and takes one transaction; loosening is a
 * governed change, small, rare, acknowledged by monitoring, and only of a bridge that is well.
 *
 *   Unset ─establish─▶ set ─┬─ tighten ───────────▶ value stricter                     Emergency Council, at once
 *                           ├─ loosen ────────────▶ value looser by a quarter at most  BridgeParameter, healthy
 *                           ├─ returnToBaseline ──▶ value as last approved             BridgeParameter, healthy
 *                           └─ retract ───────────▶ value and baseline stricter        their rollback, in any state
 *
 * Design: values and their rules are `ParameterBook`'s, what they may be is `ParameterBounds`', when they may be loosened
 * `BridgeHealth`'s. Each move is recorded and handed to the gateway in the same transaction, so that what is in force and
 * what stands here are never two things. There is no function that sets a value.
 *
 * What stolen keys could do
 * - The Emergency Council's: tighten, down to nothing. One acknowledged change takes it back.
 * - The Governance Council's: nothing looser without monitoring's acknowledgement.
 * - The Governance Council's and monitoring's: what was approved once, and a quarter more in 14 days, in the open for the
 *   delay of the class, and only as long as the Emergency Council does not tighten.
 *
 * Trust assumptions: the RoleRegistry maps {establish} and {linkGateway} to HIGH_RISK_UPGRADE, and {loosen},
 * {returnToBaseline} and {retract} to BRIDGE_PARAMETER, both held by the ChangeManager alone, which sees to approvals,
 * delay and acknowledgement. Modes and incidents are what their contracts say; what the gateway says of failures rests on
 * its bridge operators, and of the reserve on monitoring. A HighRiskUpgrade can replace this code, as any.
 * The contract holds neither funds nor roles, but its code decides how much leaves a contract that does.
 */
contract BridgeParameters is Governed, CouncilGoverned, IBridgeParameters {
    using ParameterBook for ParameterBook.Book;
    using ParameterBounds for Parameter;

    /// @custom:storage-location erc7201:sign.storage.BridgeParameters
    struct ParametersStorage {
        ParameterBook.Book book;
        IBridgeGateway gateway;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.BridgeParameters")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PARAMETERS_STORAGE = 0x76c730cf808b62b2195c840550be1ee3c3546ebb2cc35b8308d58b629175c200;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ISystemModes private immutable MODES;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IIncidentRegistry private immutable INCIDENTS;

    /// @notice The registry that judges councils is the one that says who may call: fixed in the code.
    error AuthorityFixed(address registry, address newAuthority);

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IRoleRegistry registry,
        IGovernanceGuard guard,
        ISystemModes modes,
        IIncidentRegistry incidents
    ) CouncilGoverned(registry, guard) {
        MODES = modes;
        INCIDENTS = incidents;
        _disableInitializers();
    }

    /// @notice Takes the registry as authority.
    function initialize() external initializer {
        __AccessManaged_init(address(REGISTRY));
    }

    // --------------------------------------------------------------------------------------------------- beginning

    /// @inheritdoc IBridgeParameters
    function linkGateway(address gateway_) external restricted {
        ParametersStorage storage $ = _parameters();
        if (address($.gateway) != address(0)) revert GatewayAlreadyLinked(address($.gateway));
        if (gateway_.code.length == 0) revert GatewayWithoutCode(gateway_);
        $.gateway = IBridgeGateway(gateway_);
        _record(GatewayLinked.selector, _topic(gateway_), "");
    }

    /// @inheritdoc IBridgeParameters
    function establish(Parameter parameter, address counterparty, uint128 value) external restricted {
        _parameters().book.establish(parameter, counterparty, value);
        _apply(parameter, counterparty, ParameterAct.Established, 0, _changeInProgress());
    }

    // ------------------------------------------------------------------------------------------------- tightening

    /// @inheritdoc IBridgeParameters
    function tighten(
        Parameter parameter,
        address counterparty,
        uint128 value,
        bytes32 reasonDigest
    ) external onlyCouncil(Roles.EMERGENCY_COUNCIL) {
        if (reasonDigest == bytes32(0)) revert ReasonMissing();
        uint128 previous = _parameters().book.tighten(parameter, counterparty, value);
        _apply(parameter, counterparty, ParameterAct.Tightened, previous, reasonDigest);
    }

    /// @inheritdoc IBridgeParameters
    function retract(Parameter parameter, address counterparty, uint128 value, uint128 baseline) external restricted {
        uint128 previous = _parameters().book.retract(parameter, counterparty, value, baseline);
        _apply(parameter, counterparty, ParameterAct.Retracted, previous, _changeInProgress());
    }

    // -------------------------------------------------------------------------------------------------- loosening

    /// @inheritdoc IBridgeParameters
    function loosen(
        Parameter parameter,
        address counterparty,
        uint128 expected,
        uint32 expectedVersion,
        uint128 value
    ) external restricted {
        ParameterBook.Book storage book = _parameters().book;
        book.requireUnchanged(parameter, counterparty, expected, expectedVersion);
        book.loosen(parameter, counterparty, value);
        _requireHealthy(parameter, counterparty);
        _apply(parameter, counterparty, ParameterAct.Loosened, expected, _executingChange());
    }

    /// @inheritdoc IBridgeParameters
    function returnToBaseline(
        Parameter parameter,
        address counterparty,
        uint128 expected,
        uint32 expectedVersion
    ) external restricted {
        ParameterBook.Book storage book = _parameters().book;
        book.requireUnchanged(parameter, counterparty, expected, expectedVersion);
        book.returnToBaseline(parameter, counterparty);
        _requireHealthy(parameter, counterparty);
        _apply(parameter, counterparty, ParameterAct.ReturnedToBaseline, expected, _executingChange());
    }

    /// @inheritdoc IBridgeParameters
    function requireHealthy() external view {
        // As for a limit of the whole rail pair that is no condition itself.
        _requireHealthy(Parameter.OutCapacity, address(0));
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBridgeParameters
    function version() external view returns (uint64) {
        return _parameters().book.version;
    }

    /// @inheritdoc IBridgeParameters
    function stateOf(Parameter parameter, address counterparty) external view returns (ParameterState memory) {
        return _parameters().book.stateOf(parameter, counterparty);
    }

    /// @inheritdoc IBridgeParameters
    function valueOf(Parameter parameter, address counterparty) external view returns (uint128) {
        return _parameters().book.known(parameter, counterparty).value;
    }

    /// @inheritdoc IBridgeParameters
    function boundsOf(
        Parameter parameter
    ) external pure returns (uint128 floor, uint128 ceiling, bool looserIsHigher, bool perCounterparty) {
        ParameterBounds.Bounds memory bounds = parameter.boundsOf();
        return (bounds.floor, bounds.ceiling, bounds.looserIsHigher, bounds.perCounterparty);
    }

    /// @inheritdoc IBridgeParameters
    function nextStepOf(
        Parameter parameter,
        address counterparty
    ) external view returns (uint128 limit, uint40 notBefore) {
        return _parameters().book.nextStepOf(parameter, counterparty);
    }

    /// @inheritdoc IBridgeParameters
    function gateway() external view returns (address) {
        return address(_parameters().gateway);
    }

    // ---------------------------------------------------------------------------------------------------- private

    /// @dev A limit is not loosened by what it limits itself: one that refuses everything could never be opened again.
    function _requireHealthy(Parameter loosened, address counterparty) private view {
        ParametersStorage storage $ = _parameters();
        IBridgeGateway linked = _gateway();
        BridgeHealth.requireNormal(MODES, linked.systemId());
        if (counterparty != address(0)) {
            BridgeHealth.requireNormal(MODES, SystemIds.keyed(SystemIds.COUNTERPARTY, _topic(counterparty)));
        }
        BridgeHealth.requireNoSevereIncident(INCIDENTS);
        BridgeHealth.requireConserved(linked);
        if (loosened != Parameter.FailureMaximum) {
            uint128 maximum = $.book.known(Parameter.FailureMaximum, address(0)).value;
            BridgeHealth.requireFewFailures(linked, maximum);
        }
        if (loosened != Parameter.ReserveMaxAge) {
            uint128 maximumAge = $.book.known(Parameter.ReserveMaxAge, address(0)).value;
            BridgeHealth.requireReserveProven(linked, maximumAge);
        }
    }

    /// @dev Records what the book has become, and hands it to the gateway.
    function _apply(
        Parameter parameter,
        address counterparty,
        ParameterAct act,
        uint128 previous,
        bytes32 cause
    ) private {
        ParameterBook.Book storage book = _parameters().book;
        ParameterBook.Entry storage entry = book.entries[parameter][counterparty];
        _record(
            ParameterSet.selector,
            bytes32(uint256(parameter)),
            _topic(counterparty),
            bytes32(uint256(act)),
            abi.encode(entry.value, previous, entry.baseline, entry.version, book.version, msg.sender, cause)
        );
        _handOver(book, parameter, counterparty);
    }

    function _handOver(ParameterBook.Book storage book, Parameter parameter, address counterparty) private {
        IBridgeGateway linked = _gateway();
        if (!parameter.isOfFlow()) {
            linked.applyParameter(parameter, book.entries[parameter][counterparty].value, book.version);
            return;
        }
        ParameterBook.Entry storage capacity = book.entries[parameter.capacityOf()][counterparty];
        // A flow begins with its capacity; its window stands by then.
        if (capacity.version == 0) return;
        uint40 window = uint40(book.entries[parameter.windowOf()][counterparty].value);
        linked.applyFlow(parameter.directionOf(), counterparty, capacity.value, window, book.version);
    }

    function _gateway() private view returns (IBridgeGateway linked) {
        linked = _parameters().gateway;
        if (address(linked) == address(0)) revert GatewayMissing();
    }

    /// @dev Zero in genesis: the deployer establishes before there is a ChangeManager.
    function _changeInProgress() private view returns (bytes32) {
        IChangeManager manager = _manager();
        return address(manager) == address(0) ? bytes32(0) : manager.changeInProgress();
    }

    /// @dev What runs as a rollback has no word of monitoring that is a day old at most, and may be the Emergency
    /// Council's doing alone: only {retract} serves there.
    function _executingChange() private view returns (bytes32 id) {
        id = _changeInProgress();
        if (_manager().statusOf(id) != ChangeStatus.Executed) revert NotExecuting(id);
    }

    function _manager() private view returns (IChangeManager) {
        return IChangeManager(REGISTRY.changeManager());
    }

    function _setAuthority(address newAuthority) internal override {
        if (newAuthority != address(REGISTRY)) revert AuthorityFixed(address(REGISTRY), newAuthority);
        super._setAuthority(newAuthority);
    }

    function _topic(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _parameters() private pure returns (ParametersStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PARAMETERS_STORAGE
        }
    }
}
