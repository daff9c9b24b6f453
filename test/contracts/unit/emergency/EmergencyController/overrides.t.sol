// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract EmergencyControllerOverridesTest is EmergencyKit {
    function setUp() public override {
        super.setUp();
        restrict(Mode.ReadOnly, 72 hours);
    }

    function test_RevertWhen_CallerDigestOrIncidentIsWrong() external {
        refusedTo(
            emergency,
            overriding(Operation.Settle, soon(1 hours)),
            roleRequired(address(emergency.safe), Roles.SOVEREIGN_AUTHORITY)
        );
        refuseWith(INCIDENT, 0, abi.encodeWithSelector(IEmergencyController.DigestMissing.selector));
        refuseWith(0, REASON, abi.encodeWithSelector(IEmergencyController.UnknownIncident.selector, 0));
        bytes4 unknown = IEmergencyController.UnknownIncident.selector;
        refuseWith(OTHER_INCIDENT, REASON, abi.encodeWithSelector(unknown, OTHER_INCIDENT));
    }

    function test_RevertWhen_TheModeAllowsIt() external {
        Operation[3] memory allowed = [Operation.Verify, Operation.Revoke, Operation.Refund];
        for (uint256 i = 0; i < 3; ++i) refuseNotNeeded(allowed[i]);
        vm.warp(soon(72 hours));
        refuseNotNeeded(Operation.Settle);
        vm.warp(soon(72 hours));
        refuseNotNeeded(Operation.Settle);
    }

    function test_RevertWhen_TheEndIsOutOfBounds() external {
        refuseEnd(soon(0), soon(1));
        refuseEnd(soon(24 hours) + 1, soon(1));
        grant(Operation.Settle, soon(10 hours));
        refuseEnd(soon(10 hours), soon(10 hours) + 1);
        vm.warp(soon(10 hours));
        refuseEnd(soon(0), soon(1));
    }

    function test_AllowsOneOperationUntilThen() external {
        uint40 until = soon(24 hours);
        vm.expectEmit(address(controller));
        emit IEmergencyController.OverrideGranted(
            RAIL,
            Operation.Settle,
            INCIDENT,
            address(sovereign.safe),
            until,
            REASON
        );
        grant(Operation.Settle, until);
        rail.operate(Operation.Settle);
        refuseOperation(Operation.Issue);
        vm.assertEq(controller.overrideUntil(RAIL, Operation.Settle), until, "until");
        requireUse(BUDGET, 0, 24 hours);
        vm.warp(until - 1);
        rail.operate(Operation.Settle);
        vm.warp(until);
        refuseOperation(Operation.Settle);
        vm.assertEq(controller.overrideUntil(RAIL, Operation.Settle), 0, "over");
    }

    function test_RenewedItCostsWhatItAdds() external {
        grant(Operation.Settle, soon(10 hours));
        vm.warp(soon(4 hours));
        grant(Operation.Settle, soon(24 hours));
        requireUse(BUDGET, 0, 28 hours);
        grant(Operation.Issue, soon(24 hours));
        requireUse(BUDGET, 0, 52 hours);
    }

    function test_RevertWhen_TheBudgetIsUsedUp() external {
        grant(Operation.Settle, soon(24 hours));
        grant(Operation.Issue, soon(24 hours));
        grant(Operation.ConvertIn, soon(23 hours));
        bytes4 exhausted = IEmergencyController.OverrideBudgetExhausted.selector;
        refusedTo(
            sovereign,
            overriding(Operation.ConvertOut, soon(2 hours)),
            abi.encodeWithSelector(exhausted, RAIL, 71 hours, 2 hours, 72 hours)
        );
        grant(Operation.ConvertOut, soon(1 hours));
        requireUse(BUDGET, 0, 72 hours);
        incidents.accept(INCIDENT);
        grant(Operation.ConvertOut, soon(2 hours));
        requireUse(0, 0, 1 hours);
    }

    function test_OwesAReview() external {
        vm.warp(soon(71 hours));
        uint40 due = controller.debtOf(INCIDENT).dueAt;
        grant(Operation.Settle, soon(24 hours));
        vm.assertEq(controller.debtOf(INCIDENT).dueAt, due, "the restriction ends later");
        incidents.accept(INCIDENT);
        grant(Operation.Issue, soon(24 hours));
        vm.assertTrue(controller.debtOf(INCIDENT).open, "a debt that was paid opens again");
        vm.assertEq(controller.debtOf(INCIDENT).dueAt, soon(15 days), "due");
    }

    function test_TheEmergencyCouncilEndsIt() external {
        grant(Operation.Settle, soon(24 hours));
        grant(Operation.Issue, soon(24 hours));
        vm.expectEmit(address(controller));
        emit IEmergencyController.OverrideEnded(RAIL, Operation.Settle, address(emergency.safe), REASON);
        speak(emergency, address(controller), ending(Operation.Settle, REASON));
        refuseOperation(Operation.Settle);
        rail.operate(Operation.Issue);
        requireUse(BUDGET, 0, 48 hours);
    }

    function test_RevertWhen_NothingIsToEnd() external {
        bytes4 missing = IEmergencyController.OverrideMissing.selector;
        bytes memory settleMissing = abi.encodeWithSelector(missing, RAIL, Operation.Settle);
        refusedTo(emergency, ending(Operation.Settle, REASON), settleMissing);
        grant(Operation.Settle, soon(1 hours));
        bytes memory digestMissing = abi.encodeWithSelector(IEmergencyController.DigestMissing.selector);
        refusedTo(emergency, ending(Operation.Settle, 0), digestMissing);
        refusedTo(
            sovereign,
            ending(Operation.Settle, REASON),
            roleRequired(address(sovereign.safe), Roles.EMERGENCY_COUNCIL)
        );
        vm.warp(soon(1 hours));
        refusedTo(emergency, ending(Operation.Settle, REASON), settleMissing);
    }

    // ----------------------------------------------------------------------------------------------------- private

    function refuseWith(bytes32 incidentId, bytes32 digest, bytes memory reason) private {
        bytes memory data = abi.encodeCall(
            IEmergencyController.grantOverride,
            (RAIL, Operation.Settle, soon(1 hours), incidentId, digest)
        );
        refusedTo(sovereign, data, reason);
    }

    function refuseNotNeeded(Operation operation) private {
        refusedTo(
            sovereign,
            overriding(operation, soon(1 hours)),
            abi.encodeWithSelector(IEmergencyController.OverrideNotNeeded.selector, RAIL, operation)
        );
    }

    function refuseEnd(uint40 until, uint40 earliest) private {
        refusedTo(
            sovereign,
            overriding(Operation.Settle, until),
            abi.encodeWithSelector(IEmergencyController.OverrideOutOfBounds.selector, until, earliest, soon(24 hours))
        );
    }

    function refuseOperation(Operation operation) private {
        (Mode mode, uint40 until) = controller.modeOf(RAIL);
        vm.expectRevert(
            abi.encodeWithSelector(ISystemModes.OperationRestricted.selector, RAIL, mode, operation, until)
        );
        rail.operate(operation);
    }

    function ending(Operation operation, bytes32 digest) private view returns (bytes memory) {
        return abi.encodeCall(IEmergencyController.endOverride, (RAIL, operation, digest));
    }

    function roleRequired(address safe, uint64 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, safe, role);
    }
}
