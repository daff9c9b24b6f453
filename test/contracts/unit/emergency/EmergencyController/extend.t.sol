// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController, ModeEnds} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract EmergencyControllerExtendTest is EmergencyKit {
    function test_RevertWhen_CallerDigestOrIncidentIsWrong() external {
        restrict(Mode.Halted, 1 hours);
        bytes memory roleRequired = abi.encodeWithSelector(
            IRoleRegistry.CouncilRoleRequired.selector,
            address(emergency.safe),
            Roles.SOVEREIGN_AUTHORITY
        );
        refusedTo(emergency, extending(Mode.Halted, soon(2 hours)), roleRequired);
        refusedTo(
            sovereign,
            abi.encodeCall(IEmergencyController.extend, (RAIL, Mode.Halted, soon(2 hours), INCIDENT, 0)),
            abi.encodeWithSelector(IEmergencyController.DigestMissing.selector)
        );
        refusedTo(
            sovereign,
            abi.encodeCall(IEmergencyController.extend, (RAIL, Mode.Halted, soon(2 hours), OTHER_INCIDENT, REASON)),
            abi.encodeWithSelector(IEmergencyController.UnknownIncident.selector, OTHER_INCIDENT)
        );
    }

    /// @dev What has expired is not brought back by extending it.
    function test_RevertWhen_SystemIsNotRestricted() external {
        restrict(Mode.Halted, 1 hours);
        vm.warp(soon(2 hours));
        refuse(Mode.Halted, soon(1 hours), abi.encodeWithSelector(IEmergencyController.NotRestricted.selector, RAIL));
    }

    function test_RevertWhen_ModeIsNormalOrStricter() external {
        restrict(Mode.Halted, 1 hours);
        bytes memory reason = abi.encodeWithSelector(IEmergencyController.ModeNotAllowed.selector, Mode.Normal);
        refuse(Mode.Normal, soon(2 hours), reason);
        vm.warp(soon(1 hours));
        bytes4 selector = IEmergencyController.StricterThanInForce.selector;
        reason = abi.encodeWithSelector(selector, RAIL, Mode.Limited, Mode.ReadOnly);
        refuse(Mode.ReadOnly, soon(2 hours), reason);
    }

    function test_RevertWhen_EndIsOutOfBounds() external {
        restrict(Mode.Halted, 24 hours);
        refuseEnd(Mode.Halted, soon(24 hours), soon(24 hours) + 1);
        refuseEnd(Mode.ReadOnly, soon(24 hours), soon(24 hours) + 1);
        refuseEnd(Mode.Limited, soon(48 hours), soon(48 hours) + 1);
        refuseEnd(Mode.Halted, soon(30 days) + 1, soon(24 hours) + 1);
        extend(Mode.Halted, soon(10 days));
        refuseEnd(Mode.Halted, soon(10 days), soon(10 days) + 1);
        refuseEnd(Mode.Limited, soon(13 days), soon(13 days) + 1);
    }

    function testFuzz_HoldsThenStepsDown(uint256 kind, uint256 elapsed, uint256 length) external {
        Mode mode = Mode(bound(kind, 1, 3));
        restrict(Mode.Halted, 48 hours);
        ModeEnds memory before = endsOf(RAIL);
        vm.warp(soon(bound(elapsed, 0, 47 hours)));
        length = bound(length, 97 hours, 30 days);
        uint40 until = soon(length);
        uint40 limitedUntil = mode == Mode.Limited ? until : until + 72 hours;
        vm.expectEmit(address(controller));
        emit IEmergencyController.RestrictionExtended(
            RAIL,
            INCIDENT,
            address(sovereign.safe),
            mode,
            until,
            limitedUntil,
            REASON
        );
        vm.expectEmit(address(controller));
        emit IEmergencyController.ReviewOwed(INCIDENT, limitedUntil + 14 days, 0);
        extend(mode, until);

        ModeEnds memory ends = endsOf(RAIL);
        vm.assertEq(ends.halted, before.halted, "halted by the council");
        vm.assertEq(ends.readOnly, before.readOnly, "read-only by the council");
        vm.assertEq(ends.limited, before.limited, "limited by the council");
        requireUse(48 hours, 0, 0);
        vm.warp(until - 1);
        requireModeUntil(mode, until);
        vm.warp(until);
        if (mode == Mode.Limited) return requireModeUntil(Mode.Normal, 0);
        requireModeUntil(Mode.Limited, limitedUntil);
        vm.warp(limitedUntil);
        requireModeUntil(Mode.Normal, 0);
    }

    function test_AShortExtensionStepsDownForAsLong() external {
        restrict(Mode.ReadOnly, 10 minutes);
        uint256 start = block.timestamp;
        extend(Mode.ReadOnly, soon(10 hours));
        vm.warp(start + 10 hours);
        requireModeUntil(Mode.Limited, start + 20 hours);
    }

    function test_ExtendsAgainFromWithin() external {
        restrict(Mode.Halted, 10 minutes);
        extend(Mode.Halted, soon(30 days));
        vm.warp(soon(29 days));
        extend(Mode.Halted, soon(30 days));
        requireModeUntil(Mode.Halted, soon(30 days));
    }

    function refuseEnd(Mode mode, uint40 until, uint40 earliest) private {
        bytes4 selector = IEmergencyController.ExtensionOutOfBounds.selector;
        refuse(mode, until, abi.encodeWithSelector(selector, until, earliest, soon(30 days)));
    }

    function refuse(Mode mode, uint40 until, bytes memory reason) private {
        refusedTo(sovereign, extending(mode, until), reason);
    }
}
