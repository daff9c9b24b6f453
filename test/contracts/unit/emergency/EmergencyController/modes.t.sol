// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../../support/EmergencyKit.sol";
import {GuardedProbe} from "../../../mocks/emergency/GuardedProbe.sol";
import {ModeGoverned} from "../../../../../contracts/emergency/ModeGoverned.sol";

contract EmergencyControllerModesTest is EmergencyKit {
    uint128 private constant CAP = 24_000;

    function setUp() public override {
        super.setUp();
        govern(abi.encodeCall(IEmergencyController.setVolumeCap, (RAIL, CAP)));
        vm.warp(soon(24 hours));
    }

    /// @dev Rows are modes; a letter a operation, in their order: + allowed, - refused.
    function test_KeepsTheTable() external {
        string[4] memory table = ["+++++++++", "+++++++++", "-++----+-", "--+----+-"];
        for (uint256 i = 0; i < 4; ++i) {
            if (i > 0) restrict(Mode(i), 1 hours);
            requireMode(Mode(i), "mode");
            for (uint256 j = 0; j <= uint256(type(Operation).max); ++j) {
                if (bytes(table[i])[j] == "-") {
                    (, uint40 until) = controller.modeOf(RAIL);
                    expectRefusal(Mode(i), Operation(j), until);
                }
                rail.operate(Operation(j));
            }
        }
    }

    function test_ARefusalSaysUntilWhen() external {
        uint40 start = soon(0);
        restrict(Mode.Halted, 24 hours);
        extend(Mode.ReadOnly, soon(48 hours));
        expectRefusal(Mode.Halted, Operation.Verify, start + 24 hours);
        rail.operate(Operation.Verify);
        vm.warp(start + 24 hours);
        rail.operate(Operation.Verify);
        expectRefusal(Mode.ReadOnly, Operation.Settle, start + 48 hours);
        rail.operate(Operation.Settle);
        vm.warp(start + 48 hours);
        rail.operate(Operation.Settle);
    }

    function test_RevertWhen_ModesHaveNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(ModeGoverned.ModesWithoutCode.selector, thief));
        new GuardedProbe(ISystemModes(thief), RAIL);
    }

    function test_NormalDrawsNothing() external {
        rail.move(Operation.Settle, 1_000_000);
        requireAvailable(CAP);
    }

    function test_RevertWhen_TheCallerIsOfAnotherSystem() external {
        GuardedProbe stranger = new GuardedProbe(controller, RAIL);
        bytes memory reason = abi.encodeWithSelector(ISystemModes.NotOfSystem.selector, address(stranger), RAIL);
        vm.expectRevert(reason);
        stranger.move(Operation.Settle, 1);
        restrict(Mode.Limited, 1 hours);
        vm.expectRevert(reason);
        stranger.move(Operation.Settle, 1);
        // What draws nothing harms nobody: a refund does not wait for an assignment.
        stranger.move(Operation.Refund, 1_000_000);
        requireAvailable(CAP);
    }

    function test_LimitedDrawsFromTheVolume() external {
        restrict(Mode.Limited, 24 hours);
        Operation[5] memory starred = [
            Operation.Issue,
            Operation.Distribute,
            Operation.Settle,
            Operation.ConvertOut,
            Operation.ConvertIn
        ];
        for (uint256 i = 0; i < 5; ++i) rail.move(starred[i], 1_000);
        requireAvailable(CAP - 5_000);
        Operation[4] memory others = [Operation.Verify, Operation.Revoke, Operation.Refund, Operation.Configure];
        for (uint256 i = 0; i < 4; ++i) rail.move(others[i], 1_000_000);
        requireAvailable(CAP - 5_000);

        rail.move(Operation.Settle, CAP - 5_000);
        expectExceeded(1, 0);
        rail.move(Operation.Settle, 1);
        vm.warp(soon(1 hours));
        expectExceeded(1_001, 1_000);
        rail.move(Operation.Settle, 1_001);
        rail.move(Operation.Settle, 1_000);
    }

    function test_AnOverrideDrawsToo() external {
        restrict(Mode.Halted, 24 hours);
        expectRefusal(Mode.Halted, Operation.Settle, soon(24 hours));
        rail.move(Operation.Settle, 1);
        grant(Operation.Settle, soon(1 hours));
        rail.move(Operation.Settle, CAP);
        expectExceeded(1, 0);
        rail.move(Operation.Settle, 1);
        rail.move(Operation.Refund, 1_000_000);
    }

    function test_WithoutACapNothingMoves() external {
        rail = new GuardedProbe(controller, SERVICE);
        govern(abi.encodeCall(IEmergencyController.assignSystem, (address(rail), SERVICE)));
        restrict(SERVICE, Mode.Limited, 1 hours, INCIDENT);
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, SERVICE, 1, 0));
        rail.move(Operation.Settle, 1);
    }

    function expectRefusal(Mode mode, Operation operation, uint40 until) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISystemModes.OperationRestricted.selector, RAIL, mode, operation, until)
        );
    }

    function expectExceeded(uint256 amount, uint256 available) private {
        vm.expectRevert(abi.encodeWithSelector(ISystemModes.VolumeExceeded.selector, RAIL, amount, available));
    }

    function requireAvailable(uint256 expected) private view {
        (, uint256 available) = controller.volumeOf(RAIL);
        vm.assertEq(available, expected, "available");
    }
}
