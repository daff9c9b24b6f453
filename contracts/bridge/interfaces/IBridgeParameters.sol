// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a bridge is limited by. The first four exist for the whole rail pair and for each counterparty.
enum Parameter {
    OutCapacity,
    InCapacity,
    OutWindow,
    InWindow,
    ConversionMaximum,
    ReserveMaxAge,
    FailureMaximum
}

/// @notice How a value came about.
enum ParameterAct {
    Established,
    Tightened,
    Loosened,
    ReturnedToBaseline,
    Retracted
}

struct ParameterState {
    uint128 value;
    /// @dev The loosest value that stands approved, never stricter than the value: what a tightening can be taken back to
    /// in one change.
    uint128 baseline;
    /// @dev Counts the changes of this parameter; zero while it was never set, which denies.
    uint32 version;
    uint40 changedAt;
    /// @dev When it was last loosened, or established. Of the flow, where it belongs to one: capacity and window of one
    /// flow are not loosened in turns.
    uint40 loosenedAt;
}

/**
 * @title IBridgeParameters
 * @notice What a bridge is limited by, who may change it in which direction, and how far at a time.
 *
 *   parameter            unit                     looser is  floor   ceiling   zero
 *   OutCapacity          smallest unit            higher     0       1e36      blocks the direction
 *   InCapacity           smallest unit            higher     0       1e36      blocks the direction
 *   OutWindow, InWindow  seconds                  lower      1 h     90 d      cannot be expressed
 *   ConversionMaximum    smallest unit            higher     0       1e36      blocks every conversion
 *   ReserveMaxAge        seconds                  higher     0       7 d       blocks releases
 *   FailureMaximum       basis points             higher     0       2,000     one failure blocks loosening
 *
 * Unset denies; "unlimited" and "disabled" have no value. Tightening works at once and in every mode; what was pending
 * for the same parameter names an old version and fails. Loosening is a BridgeParameter change, at most a quarter (but at
 * least one unit) of the present value at a time, once in 14 days, while the bridge is healthy. A flow refills by its
 * capacity in its window, so that a quarter off the window is a third more refill.
 */
interface IBridgeParameters {
    /// @notice `cause`: the change in progress, or for a tightening its reason. `by`: the council or the ChangeManager.
    event ParameterSet(
        Parameter indexed parameter,
        address indexed counterparty,
        ParameterAct indexed act,
        uint128 value,
        uint128 previous,
        uint128 baseline,
        uint32 parameterVersion,
        uint64 version,
        address by,
        bytes32 cause
    );
    event GatewayLinked(address indexed gateway);

    error ParameterUnset(Parameter parameter, address counterparty);
    error ParameterAlreadySet(Parameter parameter, address counterparty, uint128 value);
    error CounterpartyNotAllowed(Parameter parameter, address counterparty);
    error ValueOutOfBounds(Parameter parameter, uint128 value, uint128 floor, uint128 ceiling);
    /// @notice The parameter was changed since the loosening was proposed.
    error StaleParameter(
        Parameter parameter,
        address counterparty,
        uint128 expected,
        uint32 expectedVersion,
        uint128 value,
        uint32 version
    );
    error NotTighter(Parameter parameter, address counterparty, uint128 value, uint128 given);
    error NotLooser(Parameter parameter, address counterparty, uint128 value, uint128 given);
    error StepTooLarge(Parameter parameter, address counterparty, uint128 value, uint128 given, uint128 limit);
    error LoosenedRecently(Parameter parameter, address counterparty, uint40 loosenedAt, uint40 notBefore);
    error AlreadyAtBaseline(Parameter parameter, address counterparty, uint128 baseline);
    error ReasonMissing();
    error BridgeNotNormal(bytes32 systemId);
    error SevereIncidentOpen(uint256 count);
    error FailureRateTooHigh(uint256 basisPoints, uint256 maximum);
    error ConservationBroken(uint256 issued, uint256 locked);
    error ReserveUnproven(uint40 observedAt, uint256 maximumAge);
    /// @notice A loosening is what an acknowledged change executes, never what a rollback does.
    error NotExecuting(bytes32 changeId);
    error GatewayMissing();
    error GatewayWithoutCode(address gateway);
    error GatewayAlreadyLinked(address gateway);

    /// @notice Gives a parameter its first value. HighRiskUpgrade. A flow's window comes before its capacity, with which
    /// the flow begins, empty. The first loosening comes 14 days later.
    /// @dev Warning: what begins with zero stays near it: a step from there is one unit.
    function establish(Parameter parameter, address counterparty, uint128 value) external;

    /// @notice Moves a value towards stricter, at once and in every mode. Emergency Council.
    function tighten(Parameter parameter, address counterparty, uint128 value, bytes32 reasonDigest) external;

    /// @notice Moves a value towards looser by one step, and the baseline with it where that is passed. BridgeParameter.
    /// @param expected The value that the proposer saw, with its version: anything else has been decided since.
    function loosen(
        Parameter parameter,
        address counterparty,
        uint128 expected,
        uint32 expectedVersion,
        uint128 value
    ) external;

    /// @notice Takes tightenings back: to the last approved value, in one step of any size. BridgeParameter.
    function returnToBaseline(
        Parameter parameter,
        address counterparty,
        uint128 expected,
        uint32 expectedVersion
    ) external;

    /// @notice The way back from the two above: value and baseline move towards stricter or stay, never the other way,
    /// whatever was decided since. BridgeParameter.
    function retract(Parameter parameter, address counterparty, uint128 value, uint128 baseline) external;

    /// @notice Names the gateway that these parameters rule; once. HighRiskUpgrade.
    function linkGateway(address gateway) external;

    /// @notice Reverts with the reason when nothing may be loosened now: the mode of the rail (and, for one of its limits,
    /// of the counterparty) is not Normal, a SEV1 or SEV2 incident is open, both rails' books disagree, too many
    /// conversions fail, or monitoring has not looked at the private rail's books lately.
    /// @dev The last two are bounds that are parameters themselves. A bound is not asked when it is the one to be loosened:
    /// shut too far, it could never be opened again.
    function requireHealthy() external view;

    /// @notice Counts all changes of all parameters.
    function version() external view returns (uint64);
    function stateOf(Parameter parameter, address counterparty) external view returns (ParameterState memory);

    /// @notice Reverts `ParameterUnset` when it was never set: there is no default.
    function valueOf(Parameter parameter, address counterparty) external view returns (uint128);
    function boundsOf(
        Parameter parameter
    ) external pure returns (uint128 floor, uint128 ceiling, bool looserIsHigher, bool perCounterparty);

    /// @notice The loosest value that {loosen} takes now, and from when.
    function nextStepOf(
        Parameter parameter,
        address counterparty
    ) external view returns (uint128 limit, uint40 notBefore);
    function gateway() external view returns (address);
}
