// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IEmergencyController,
    ModeEnds,
    Restriction
} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract EmergencyControllerRestrictTest is EmergencyKit {
    function test_RevertWhen_CallerIsNoEmergencyCouncil() external {
        bytes memory data = restricting(only(RAIL, Mode.Halted), 1 hours, INCIDENT);
        refusedTo(
            sovereign,
            data,
            abi.encodeWithSelector(
                IRoleRegistry.CouncilRoleRequired.selector,
                address(sovereign.safe),
                Roles.EMERGENCY_COUNCIL
            )
        );
        vm.prank(thief);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, thief));
        controller.restrict(only(RAIL, Mode.Halted), 1 hours, INCIDENT, 1, REASON);
        vm.prank(address(emergency.safe));
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, address(emergency.safe)));
        controller.restrict(only(RAIL, Mode.Halted), 1 hours, INCIDENT, 1, REASON);
    }

    function test_RevertWhen_SomethingIsMissing() external {
        Restriction[] memory halt = only(RAIL, Mode.Halted);
        refuse(halt, 1 hours, 0, 1, REASON, abi.encodeWithSelector(IEmergencyController.IncidentMissing.selector));
        refuse(halt, 1 hours, INCIDENT, 1, 0, abi.encodeWithSelector(IEmergencyController.DigestMissing.selector));
        bytes memory reason = abi.encodeWithSelector(IEmergencyController.RestrictionsMissing.selector);
        refuse(new Restriction[](0), 1 hours, INCIDENT, 1, REASON, reason);
        reason = abi.encodeWithSelector(IEmergencyController.SystemMissing.selector);
        refuse(both(RAIL, Mode.Halted, 0, Mode.Halted), 1 hours, INCIDENT, 1, REASON, reason);
        reason = abi.encodeWithSelector(IEmergencyController.ModeNotAllowed.selector, Mode.Normal);
        refuse(both(RAIL, Mode.Halted, SERVICE, Mode.Normal), 1 hours, INCIDENT, 1, REASON, reason);
    }

    function test_RevertWhen_SomethingIsOutOfBounds() external {
        Restriction[] memory halt = only(RAIL, Mode.Halted);
        uint32[3] memory durations = [uint32(0), 10 minutes - 1, 72 hours + 1];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory found = abi.encodeWithSelector(
                IEmergencyController.DurationOutOfBounds.selector,
                durations[i],
                10 minutes,
                72 hours
            );
            refuse(halt, durations[i], INCIDENT, 1, REASON, found);
        }
        bytes memory reason = abi.encodeWithSelector(IEmergencyController.SeverityOutOfBounds.selector, 0, 2);
        refuse(halt, 1 hours, INCIDENT, 0, REASON, reason);
        reason = abi.encodeWithSelector(IEmergencyController.SeverityOutOfBounds.selector, 3, 2);
        refuse(halt, 1 hours, INCIDENT, 3, REASON, reason);
        reason = abi.encodeWithSelector(IEmergencyController.TooManyRestrictions.selector, 17, 16);
        refuse(many(17, 0), 1 hours, INCIDENT, 1, REASON, reason);
    }

    function testFuzz_RevertWhen_ModeIsNotStricter(uint256 first, uint256 second) external {
        first = bound(first, 1, 3);
        second = bound(second, 1, first);
        restrict(Mode(first), 1 hours);
        refusedTo(
            emergency,
            restricting(only(RAIL, Mode(second)), 2 hours, INCIDENT),
            abi.encodeWithSelector(IEmergencyController.NotStricter.selector, RAIL, Mode(first), Mode(second))
        );
    }

    function testFuzz_HoldsThenStepsDownThenEnds(uint256 kind, uint256 duration) external {
        Mode mode = Mode(bound(kind, 1, 3));
        duration = bound(duration, 10 minutes, 72 hours);
        uint256 start = block.timestamp;
        restrict(mode, uint32(duration));

        requireModeUntil(mode, start + (mode == Mode.Limited ? 2 : 1) * duration);
        vm.warp(start + duration - 1);
        requireMode(mode, "until the last second");
        vm.warp(start + duration);
        requireModeUntil(Mode.Limited, start + 2 * duration);
        vm.warp(start + 2 * duration - 1);
        requireMode(Mode.Limited, "until the last second of the step-down");
        vm.warp(start + 2 * duration);
        requireModeUntil(Mode.Normal, 0);
        requireUse(duration, 0, 0);
    }

    function test_AShortHaltLeavesALongerReadOnlyBehindIt() external {
        uint256 start = block.timestamp;
        restrict(Mode.ReadOnly, 24 hours);
        vm.warp(start + 1 hours);
        restrict(Mode.Halted, 1 hours);
        ModeEnds memory ends = endsOf(RAIL);
        vm.assertEq(ends.halted, start + 2 hours, "halted");
        vm.assertEq(ends.readOnly, start + 24 hours, "read-only as before");
        vm.assertEq(ends.limited, start + 48 hours, "limited as before");
        vm.warp(start + 2 hours);
        requireModeUntil(Mode.ReadOnly, start + 24 hours);
    }

    function test_EndsOverrides() external {
        restrict(Mode.ReadOnly, 24 hours);
        grant(Operation.Settle, soon(12 hours));
        grant(Operation.Issue, soon(12 hours));
        rail.operate(Operation.Settle);
        restrict(Mode.Halted, 1 hours);
        vm.assertEq(controller.overrideUntil(RAIL, Operation.Settle), 0, "ended");
        vm.warp(soon(1 hours));
        requireMode(Mode.ReadOnly, "as it was when the override was granted");
        vm.assertEq(controller.overrideUntil(RAIL, Operation.Settle), 0, "still ended");
        vm.assertEq(controller.overrideUntil(RAIL, Operation.Issue), 0, "all of them");
    }

    function test_RecordsWhoAndWhy() external {
        bytes memory data = restricting(only(RAIL, Mode.Halted), 1 hours, INCIDENT);
        bytes32 safeTxHash = safeHash(
            emergency.safe,
            SafeTx(address(controller), 0, data, Enum.Operation.Call),
            emergency.safe.nonce()
        );
        vm.expectEmit(address(controller));
        emit IEmergencyController.EmergencyDeclared(
            INCIDENT,
            address(emergency.safe),
            0,
            1,
            REASON,
            safeTxHash,
            1 << RESPONSE_TEAM
        );
        vm.expectEmit(address(controller));
        emit IEmergencyController.SystemRestricted(
            RAIL,
            INCIDENT,
            Mode.Halted,
            soon(1 hours),
            soon(2 hours),
            1 hours,
            false
        );
        vm.expectEmit(address(controller));
        emit IEmergencyController.ReviewOwed(INCIDENT, soon(2 hours + 14 days), 0);
        vm.expectEmit(address(controller));
        emit IEmergencyController.IncidentRegistered(INCIDENT, address(emergency.safe));
        speak(emergency, address(controller), data);
    }

    function test_RestrictsSeveralAsFarAsPossible() external {
        restrict(SERVICE, Mode.ReadOnly, 1 hours, OTHER_INCIDENT);
        vm.expectEmit(address(controller));
        emit IEmergencyController.RestrictionSkipped(SERVICE, INCIDENT, IEmergencyController.NotStricter.selector);
        restrict(both(SERVICE, Mode.Limited, RAIL, Mode.Halted), 1 hours, INCIDENT);
        requireMode(Mode.Halted, "the rail");

        vm.warp(soon(2 hours));
        refill();
        restrict(Mode.Halted, 72 hours);
        vm.warp(soon(144 hours));
        vm.expectEmit(address(controller));
        emit IEmergencyController.RestrictionSkipped(RAIL, INCIDENT, IEmergencyController.BudgetExhausted.selector);
        restrict(both(RAIL, Mode.Halted, SERVICE, Mode.Halted), 1 hours, INCIDENT);
    }

    function test_RevertWhen_NoneOfSeveralCanBeRestricted() external {
        restrict(RAIL, Mode.Halted, 1 hours, INCIDENT);
        restrict(SERVICE, Mode.ReadOnly, 1 hours, INCIDENT);
        refusedTo(
            emergency,
            restricting(both(SERVICE, Mode.Limited, RAIL, Mode.Halted), 1 hours, INCIDENT),
            abi.encodeWithSelector(IEmergencyController.NotStricter.selector, SERVICE, Mode.ReadOnly, Mode.Limited)
        );
    }

    /// @dev The second mention finds what the first one left behind, and pays for what it adds.
    function test_NamingASystemTwicePaysOnce() external {
        restrict(both(RAIL, Mode.ReadOnly, RAIL, Mode.Halted), 24 hours, INCIDENT);
        requireModeUntil(Mode.Halted, soon(24 hours));
        requireUse(24 hours, 0, 0);
        vm.assertEq(endsOf(RAIL).limited, soon(48 hours), "one step-down");
    }

    function test_RevertWhen_AnIncidentHasTooManySystems() external {
        restrict(many(16, 0), 1 hours, INCIDENT);
        restrict(many(16, 16), 1 hours, INCIDENT);
        refusedTo(
            emergency,
            restricting(only(RAIL, Mode.Halted), 1 hours, INCIDENT),
            abi.encodeWithSelector(IEmergencyController.TooManySystems.selector, INCIDENT, 32)
        );
        // One that it has already can be restricted again, and another incident has a list of its own.
        restrict(bytes32(uint256(1)), Mode.Halted, 1 hours, INCIDENT);
        restrict(RAIL, Mode.Halted, 1 hours, OTHER_INCIDENT);
        incidents.accept(INCIDENT);
        vm.assertEq(controller.budgetUseOf(bytes32(uint256(32))).strict, 0, "all of them are given back");
        restrict(SERVICE, Mode.Halted, 1 hours, INCIDENT);
    }

    function many(uint256 count, uint256 from) private pure returns (Restriction[] memory restrictions) {
        restrictions = new Restriction[](count);
        for (uint256 i = 0; i < count; ++i) restrictions[i] = Restriction(bytes32(from + i + 1), Mode.ReadOnly);
    }

    function refuse(
        Restriction[] memory restrictions,
        uint32 duration,
        bytes32 incidentId,
        uint8 severity,
        bytes32 digest,
        bytes memory reason
    ) private {
        bytes memory data = abi.encodeCall(
            IEmergencyController.restrict,
            (restrictions, duration, incidentId, severity, digest)
        );
        refusedTo(emergency, data, reason);
    }
}
