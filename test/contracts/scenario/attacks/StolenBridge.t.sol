// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {BridgeKit} from "../../support/BridgeKit.sol";
import {Call, Change, ChangeClass, IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {ClassConfinement} from "../../../../contracts/change/libraries/ClassConfinement.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterState
} from "../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice Thieves want more through the bridge than was approved, or nothing at all.
contract StolenBridgeTest is BridgeKit {
    uint128 private constant STEP = CAPACITY + CAPACITY / 4;

    // -------------------------------------------------------------------------------------------- Emergency Council

    /// @dev Its thieves can stop the bridge. One change takes all of it back.
    function test_TheEmergencyCouncilOnlyStops() external {
        Parameter[4] memory stopped = [
            Parameter.OutCapacity,
            Parameter.InCapacity,
            Parameter.ConversionMaximum,
            Parameter.OutWindow
        ];
        tighten(Parameter.OutCapacity, 0);
        tighten(Parameter.InCapacity, 0);
        tighten(Parameter.ConversionMaximum, 0);
        tighten(Parameter.OutWindow, 90 days);
        refused(
            emergency,
            quorumOf(emergency),
            address(parameters),
            abi.encodeCall(IBridgeParameters.tighten, (Parameter.OutCapacity, ALL, 1, REASON)),
            abi.encodeWithSelector(IBridgeParameters.NotTighter.selector, Parameter.OutCapacity, ALL, 0, 1)
        );
        refused(
            emergency,
            quorumOf(emergency),
            address(parameters),
            abi.encodeCall(IBridgeParameters.returnToBaseline, (Parameter.OutCapacity, ALL, 0, 2)),
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(emergency.safe))
        );

        Change memory change = blank(ChangeClass.BridgeParameter);
        change.calls = new Call[](stopped.length);
        change.irreversible = true;
        for (uint256 i = 0; i < stopped.length; ++i) {
            change.calls[i] = Call(address(parameters), 0, returnCall(stopped[i]));
        }
        pinEverything(change);
        carryWithItsWord(change);
        requireValue(Parameter.OutCapacity, CAPACITY, "out");
        requireValue(Parameter.InCapacity, CAPACITY, "in");
        requireValue(Parameter.ConversionMaximum, CAPACITY / 10, "maximum");
        requireValue(Parameter.OutWindow, WINDOW, "window");
    }

    /// @dev A rollback needs no fresh word of monitoring, and the Emergency Council may run it alone: what loosens must
    /// not be put there.
    function test_NoLooseningHidesInARollback() external {
        ParameterState memory seen = parameters.stateOf(Parameter.OutCapacity, ALL);
        bytes memory harmless = abi.encodeCall(
            IBridgeParameters.retract,
            (Parameter.OutCapacity, ALL, seen.value, seen.baseline)
        );
        bytes memory hidden = abi.encodeCall(
            IBridgeParameters.loosen,
            (Parameter.OutCapacity, ALL, seen.value, seen.version + 1, STEP)
        );
        Change memory change = changeOf(ChangeClass.BridgeParameter, address(parameters), harmless, hidden);
        bytes32 id = carryWithItsWord(change);
        vm.warp(block.timestamp + 60 hours);
        watchTheReserve();
        refused(
            emergency,
            quorumOf(emergency),
            address(manager),
            abi.encodeCall(IChangeManager.rollback, (change, proposer, Roles.EMERGENCY_COUNCIL, REASON)),
            abi.encodeWithSelector(IBridgeParameters.NotExecuting.selector, id)
        );
        requireValue(Parameter.OutCapacity, CAPACITY, "as it was");
    }

    // -------------------------------------------------------------------------------------------- Governance Council

    /// @dev Three of five without monitoring: no wait helps, and no other class reaches a limit.
    function test_TheGovernanceCouncilAloneLoosensNothing() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = readyWithoutAWord(change);
        executionRefused(change, abi.encodeWithSelector(IChangeManager.AcknowledgementMissing.selector, id));
        vm.warp(manager.recordOf(id).deadline);
        watchTheReserve();
        executionRefused(change, abi.encodeWithSelector(IChangeManager.AcknowledgementMissing.selector, id));

        ChangeClass[3] memory others = [
            ChangeClass.ConfigOnly,
            ChangeClass.RoutineUpgrade,
            ChangeClass.HighRiskUpgrade
        ];
        for (uint256 i = 0; i < others.length; ++i) {
            Change memory disguised = loosening(Parameter.OutCapacity, STEP);
            disguised.class = others[i];
            proposalRefused(
                disguised,
                abi.encodeWithSelector(
                    ClassConfinement.FunctionOfAnotherClass.selector,
                    others[i],
                    address(parameters),
                    IBridgeParameters.loosen.selector,
                    Roles.BRIDGE_PARAMETER
                )
            );
        }
        refused(
            governance,
            quorumOf(governance),
            address(parameters),
            abi.encodeCall(IBridgeParameters.loosen, (Parameter.OutCapacity, ALL, CAPACITY, 1, STEP)),
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(governance.safe))
        );
        requireValue(Parameter.OutCapacity, CAPACITY, "as it was");
    }

    /// @dev Nor does the council become monitoring itself.
    function test_TheGovernanceCouncilIsNotMonitoring() external {
        Change memory grant = highRisk(
            address(registry),
            abi.encodeWithSignature("grantRole(uint64,address,uint32)", Roles.MONITOR, address(governance.safe), 0)
        );
        propose(grant);
        approve(governance, grant);
        vm.warp(manager.recordOf(idOf(grant)).readyAt);
        executionRefused(
            grant,
            abi.encodeWithSelector(
                IRoleRegistry.SeparationOfDuties.selector,
                MINISTRY,
                Roles.MONITOR,
                Roles.GOVERNANCE_COUNCIL
            )
        );
    }

    /// @dev A class that establishes does not loosen.
    function test_NothingIsEstablishedTwice() external {
        Change memory change = highRisk(
            address(parameters),
            abi.encodeCall(IBridgeParameters.establish, (Parameter.OutCapacity, ALL, 1e36))
        );
        propose(change);
        approve(governance, change);
        vm.warp(manager.recordOf(idOf(change)).readyAt);
        executionRefused(
            change,
            abi.encodeWithSelector(IBridgeParameters.ParameterAlreadySet.selector, Parameter.OutCapacity, ALL, CAPACITY)
        );
    }

    // ------------------------------------------------------------------------------- both, and monitoring with them

    /// @dev Two changes approved on one state, run in one block.
    function test_TwoChangesDoNotAddUp() external {
        Change memory first = loosening(Parameter.OutCapacity, STEP);
        Change memory second = loosening(Parameter.OutCapacity, STEP);
        propose(second);
        approve(governance, second);
        readyWithItsWord(first);
        acknowledge(idOf(second));
        executeChange(first);
        executionRefused(
            second,
            abi.encodeWithSelector(
                IBridgeParameters.StaleParameter.selector,
                Parameter.OutCapacity,
                ALL,
                CAPACITY,
                1,
                STEP,
                2
            )
        );
    }

    /// @dev The second call names what the first one leaves, so that compare-and-set alone would not do.
    function test_OneChangeDoesNotTakeTwoSteps() external {
        ParameterState memory seen = parameters.stateOf(Parameter.OutCapacity, ALL);
        bytes[2] memory further = [
            abi.encodeCall(
                IBridgeParameters.loosen,
                (Parameter.OutCapacity, ALL, STEP, seen.version + 1, STEP + STEP / 4)
            ),
            abi.encodeCall(IBridgeParameters.loosen, (Parameter.OutWindow, ALL, WINDOW, 1, WINDOW - WINDOW / 4))
        ];
        Parameter[2] memory which = [Parameter.OutCapacity, Parameter.OutWindow];
        for (uint256 i = 0; i < 2; ++i) {
            Change memory change = loosening(Parameter.OutCapacity, STEP);
            Call memory step = change.calls[0];
            change.calls = new Call[](2);
            change.calls[0] = step;
            change.calls[1] = Call(address(parameters), 0, further[i]);
            readyWithItsWord(change);
            executionRefused(
                change,
                abi.encodeWithSelector(
                    IBridgeParameters.LoosenedRecently.selector,
                    which[i],
                    ALL,
                    block.timestamp,
                    block.timestamp + 14 days
                )
            );
        }
    }

    /// @dev All offices conspire: loosened, tightened, returned, loosened again.
    function test_TighteningAndReturningGainsNothing() external {
        carryWithItsWord(loosening(Parameter.OutCapacity, STEP));
        uint256 loosenedAt = block.timestamp;
        tighten(Parameter.OutCapacity, 1);
        carryWithItsWord(returning(Parameter.OutCapacity));
        requireValue(Parameter.OutCapacity, STEP, "as approved, no more");
        Change memory again = loosening(Parameter.OutCapacity, STEP + 1);
        readyWithItsWord(again);
        executionRefused(
            again,
            abi.encodeWithSelector(
                IBridgeParameters.LoosenedRecently.selector,
                Parameter.OutCapacity,
                ALL,
                loosenedAt,
                loosenedAt + 14 days
            )
        );
    }

    // -------------------------------------------------------------------------------------------- the steward bypass

    /// @dev A bounded-step steward over a public limiter could switch it off, because "disabled" was a smaller number.
    /// Here every number limits: none of those that would mean "off" or "unlimited" elsewhere is taken.
    function test_DisabledIsNoNumber() external {
        refuseValue(Parameter.OutWindow, 0);
        refuseValue(Parameter.OutWindow, 1);
        refuseValue(Parameter.OutCapacity, type(uint128).max);
        refuseValue(Parameter.OutCapacity, 1e36 + 1);
        refuseValue(Parameter.ConversionMaximum, type(uint128).max);
        refuseValue(Parameter.ReserveMaxAge, type(uint40).max);
        refuseValue(Parameter.FailureMaximum, 10_000);
        // The smallest capacity is the strictest: it is no step of a loosening.
        Change memory change = loosening(Parameter.OutCapacity, 0);
        readyWithItsWord(change);
        executionRefused(
            change,
            abi.encodeWithSelector(IBridgeParameters.NotLooser.selector, Parameter.OutCapacity, ALL, CAPACITY, 0)
        );
    }

    /// @dev Half a year of the largest steps, by everybody who has a say: what they may do, and not one unit more.
    function test_HalfAYearOfSteps() external {
        uint256 expected = CAPACITY;
        uint256 began = block.timestamp;
        while (block.timestamp < began + 182 days) {
            (uint128 limit, ) = parameters.nextStepOf(Parameter.OutCapacity, ALL);
            carryWithItsWord(loosening(Parameter.OutCapacity, limit));
            expected += expected / 4;
            requireValue(Parameter.OutCapacity, uint128(expected), "a quarter");
            vm.warp(block.timestamp + 12 days);
            watchTheReserve();
        }
        // At this pace a thousandfold takes more than a year, in 31 approved and acknowledged changes.
        vm.assertLe(expected, uint256(CAPACITY) * 19, "13 steps");
    }

    function refuseValue(Parameter parameter, uint128 value) private {
        (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
        Change memory change = loosening(parameter, value);
        readyWithItsWord(change);
        executionRefused(
            change,
            abi.encodeWithSelector(IBridgeParameters.ValueOutOfBounds.selector, parameter, value, floor, ceiling)
        );
    }
}
