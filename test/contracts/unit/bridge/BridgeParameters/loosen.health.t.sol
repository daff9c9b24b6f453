// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeParameters} from "../../../../../contracts/bridge/BridgeParameters.sol";
import {BridgeParametersTest} from "./BridgeParametersTest.sol";
import {IBridgeParameters, Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

contract BridgeParametersHealthTest is BridgeParametersTest {
    /// @dev A parameter that is tightened and whose spacing is over: everything but health allows both ways of loosening.
    function setUp() public override {
        super.setUp();
        for (uint8 i = 0; i <= uint8(Parameter.InWindow); ++i) {
            (, uint128 ceiling, bool higher, ) = parameters.boundsOf(Parameter(i));
            tighten(Parameter(i), ALL, higher ? CAPACITY / 2 : ceiling);
        }
        tighten(Parameter.ConversionMaximum, ALL, MAXIMUM / 2);
        wait();
    }

    function test_AHealthyBridgeIsLoosened() external {
        parameters.requireHealthy();
        loosen(Parameter.OutCapacity, ALL, CAPACITY / 2 + 1);
        returnToBaseline(Parameter.OutCapacity, ALL);
    }

    function test_RevertWhen_TheRailIsNotNormal() external {
        for (uint8 mode = 1; mode <= uint8(type(Mode).max); ++mode) {
            modes.setMode(rail, Mode(mode));
            refuseEverything(abi.encodeWithSelector(IBridgeParameters.BridgeNotNormal.selector, rail));
        }
    }

    function test_RevertWhen_TheCounterpartyIsRestricted() external {
        bytes32 systemId = SystemIds.keyed(SystemIds.COUNTERPARTY, bytes32(uint256(uint160(bank))));
        modes.setMode(systemId, Mode.Limited);
        tighten(Parameter.OutCapacity, bank, CAPACITY / 2);
        bytes memory reason = abi.encodeWithSelector(IBridgeParameters.BridgeNotNormal.selector, systemId);
        refuseLoosening(Parameter.OutCapacity, bank, CAPACITY / 2 + 1, reason);
        refuseReturn(Parameter.OutCapacity, bank, reason);
        // Of its own flows: it does not hold up the others.
        loosen(Parameter.OutCapacity, ALL, CAPACITY / 2 + 1);
        modes.setMode(systemId, Mode.Normal);
        returnToBaseline(Parameter.OutCapacity, bank);
    }

    function test_RevertWhen_ASevereIncidentIsOpen() external {
        incidents.setOpenSevereIncidents(2);
        refuseEverything(abi.encodeWithSelector(IBridgeParameters.SevereIncidentOpen.selector, 2));
    }

    function test_RevertWhen_ConservationIsBroken() external {
        gateway.breakConservation(101, 100);
        refuseEverything(abi.encodeWithSelector(IBridgeParameters.ConservationBroken.selector, 101, 100));
    }

    function test_RevertWhen_TooManyConversionsFail() external {
        gateway.setFailures(401, 10_000);
        refuseEverything(abi.encodeWithSelector(IBridgeParameters.FailureRateTooHigh.selector, 401, FAILURES));
        gateway.setFailures(400, 10_000);
        loosen(Parameter.OutCapacity, ALL, CAPACITY / 2 + 1);
    }

    /// @dev One in a million is no basis point, and yet one.
    function test_RevertWhen_OneFailsWhereNoneMay() external {
        tighten(Parameter.FailureMaximum, ALL, 0);
        gateway.setFailures(1, 1_000_000);
        refuseEverything(abi.encodeWithSelector(IBridgeParameters.FailureRateTooHigh.selector, 1, 0));
        gateway.setFailures(0, 1_000_000);
        loosen(Parameter.OutCapacity, ALL, CAPACITY / 2 + 1);
    }

    /// @dev Older conversions failed today, none came to be.
    function test_RevertWhen_OnlyFailuresHappen() external {
        gateway.setFailures(1, 0);
        refuseEverything(abi.encodeWithSelector(IBridgeParameters.FailureRateTooHigh.selector, 10_000, FAILURES));
    }

    function test_RevertWhen_TheReserveIsOld() external {
        uint40 observedAt = uint40(block.timestamp);
        vm.warp(observedAt + RESERVE_AGE);
        parameters.requireHealthy();
        vm.warp(observedAt + RESERVE_AGE + 1);
        refuseEverything(abi.encodeWithSelector(IBridgeParameters.ReserveUnproven.selector, observedAt, RESERVE_AGE));
    }

    function test_RevertWhen_TheReserveWasNeverSeen() external {
        gateway.setObservedAt(0);
        refuseEverything(abi.encodeWithSelector(IBridgeParameters.ReserveUnproven.selector, 0, RESERVE_AGE));
    }

    function test_RevertWhen_ABoundIsUnset() external {
        BridgeParameters bare = unlinked();
        vm.startPrank(address(manager));
        bare.linkGateway(address(gateway));
        vm.expectRevert(unset(Parameter.FailureMaximum, ALL));
        bare.requireHealthy();
        bare.establish(Parameter.FailureMaximum, ALL, FAILURES);
        vm.expectRevert(unset(Parameter.ReserveMaxAge, ALL));
        bare.requireHealthy();
        bare.establish(Parameter.ReserveMaxAge, ALL, RESERVE_AGE);
        bare.requireHealthy();
        vm.stopPrank();
    }

    // ------------------------------------------------------------------- a bound that shut itself opens itself

    function test_TheFailureMaximumIsNotAskedAboutItself() external {
        tighten(Parameter.FailureMaximum, ALL, 0);
        gateway.setFailures(1, 1);
        bytes memory tooHigh = abi.encodeWithSelector(IBridgeParameters.FailureRateTooHigh.selector, 10_000, 0);
        refuseReturn(Parameter.OutCapacity, ALL, tooHigh);
        loosen(Parameter.FailureMaximum, ALL, 1);
        returnToBaseline(Parameter.FailureMaximum, ALL);
        // All else is asked of it too.
        incidents.setOpenSevereIncidents(1);
        tighten(Parameter.FailureMaximum, ALL, 0);
        refuseReturn(
            Parameter.FailureMaximum,
            ALL,
            abi.encodeWithSelector(IBridgeParameters.SevereIncidentOpen.selector, 1)
        );
        incidents.setOpenSevereIncidents(0);
        gateway.setObservedAt(0);
        refuseReturn(
            Parameter.FailureMaximum,
            ALL,
            abi.encodeWithSelector(IBridgeParameters.ReserveUnproven.selector, 0, RESERVE_AGE)
        );
    }

    /// @dev Older than what it is loosened to as well: monitoring may need longer than any step gives.
    function test_TheReservesAgeIsNotAskedAboutItself() external {
        uint256 observedAt = block.timestamp;
        tighten(Parameter.ReserveMaxAge, ALL, 0);
        refuseReturn(
            Parameter.OutCapacity,
            ALL,
            abi.encodeWithSelector(IBridgeParameters.ReserveUnproven.selector, observedAt, 0)
        );
        vm.warp(observedAt + RESERVE_AGE + 1);
        loosen(Parameter.ReserveMaxAge, ALL, 1);
        returnToBaseline(Parameter.ReserveMaxAge, ALL);
        // All else is asked of it too.
        gateway.setFailures(1, 1);
        tighten(Parameter.ReserveMaxAge, ALL, 0);
        refuseReturn(
            Parameter.ReserveMaxAge,
            ALL,
            abi.encodeWithSelector(IBridgeParameters.FailureRateTooHigh.selector, 10_000, FAILURES)
        );
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev Every way towards looser is refused with the same reason, of every parameter that is no condition itself.
    function refuseEverything(bytes memory reason) private {
        vm.expectRevert(reason);
        parameters.requireHealthy();
        for (uint8 i = 0; i <= uint8(Parameter.ConversionMaximum); ++i) {
            Parameter parameter = Parameter(i);
            (uint128 limit, ) = parameters.nextStepOf(parameter, ALL);
            refuseLoosening(parameter, ALL, limit, reason);
            refuseReturn(parameter, ALL, reason);
        }
    }
}
