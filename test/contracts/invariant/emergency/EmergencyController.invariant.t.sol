// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BudgetUse, ReviewDebt} from "../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Mode, Operation} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyController} from "../../../../contracts/emergency/EmergencyController.sol";
import {EmergencyHandler} from "./EmergencyHandler.sol";
import {ModeModel} from "./ModeModel.sol";
import {Test} from "../../support/Test.sol";

/// @notice The numbers are those of test/contracts/invariant/README.md, section "Emergency".
abstract contract EmergencyInvariants is Test {
    /// @dev Twice the budget and twice the reserve.
    uint256 private constant LONGEST = 2 * (72 hours + 12 hours);

    EmergencyHandler internal handler;

    function setUp() public virtual {
        handler = new EmergencyHandler();
        targetContract(address(handler));
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_EmergencyPowerIsBounded() external view {
        EmergencyController controller = handler.controller();
        vm.assertEq(handler.loosenings(), 0, "E2: no act of the council makes anything looser");
        vm.assertEq(handler.leaps(), 0, "E4: time loosens step by step");
        vm.assertEq(handler.wrongUses(), 0, "E5: every act of the council costs what it gains");
        for (uint256 i = 0; i < handler.SYSTEMS(); ++i) {
            assertHeld(controller, i);
            assertModes(controller, handler.systemAt(i));
            assertUse(controller, i);
        }
        for (uint256 i = 0; i < handler.INCIDENTS(); ++i) assertDebt(controller, i);
        vm.assertEq(controller.isReviewOverdue(), handler.isOverdue(), "E7: overdue is what the rule says");
    }

    /// @dev E1, from accounts that the handler keeps of the clock and of what was given back.
    function assertHeld(EmergencyController controller, uint256 system) private view {
        uint256 end = ModeModel.councilEnd(controller.modeEndsOf(handler.systemAt(system)));
        uint256 ahead = end > block.timestamp ? end - block.timestamp : 0;
        vm.assertLe(
            handler.held(system) + ahead,
            LONGEST + 2 * handler.givenBack(system),
            "E1: the council alone holds a system within its budget"
        );
    }

    /// @dev E3, and the mode itself.
    function assertModes(EmergencyController controller, bytes32 systemId) private view {
        controller.requireAllowed(systemId, Operation.Refund);
        controller.requireAllowed(systemId, Operation.Revoke);
        (Mode mode, uint40 until) = controller.modeOf(systemId);
        Mode expected = ModeModel.modeAt(controller.modeEndsOf(systemId), block.timestamp);
        vm.assertEq(uint256(mode), uint256(expected), "E4: the mode follows from the ends");
        vm.assertEq(until > block.timestamp, mode != Mode.Normal, "E4: it ends");
    }

    /// @dev E5 and E6.
    function assertUse(EmergencyController controller, uint256 system) private view {
        BudgetUse memory use = controller.budgetUseOf(handler.systemAt(system));
        vm.assertLe(use.strict, 72 hours, "E5: budget");
        vm.assertLe(use.reserve, 12 hours, "E5: reserve");
        vm.assertLe(use.overrides, 72 hours, "E5: overrides");
        BudgetUse memory sum;
        for (uint256 i = 0; i < handler.INCIDENTS(); ++i) {
            BudgetUse memory own = handler.usedBy(i, system);
            sum.strict += own.strict;
            sum.reserve += own.reserve;
            sum.overrides += own.overrides;
        }
        vm.assertEq(keccak256(abi.encode(use)), keccak256(abi.encode(sum)), "E6: use is what incidents used");
    }

    /// @dev E7.
    function assertDebt(EmergencyController controller, uint256 incident) private view {
        ReviewDebt memory debt = controller.debtOf(handler.incidentAt(incident));
        EmergencyHandler.Debt memory expected = handler.debtAt(incident);
        vm.assertEq(debt.open, expected.open, "E7: open");
        if (!debt.open) return;
        vm.assertEq(debt.dueAt, expected.dueAt, "E7: due");
        vm.assertEq(debt.narrativeDueAt, expected.narrativeDueAt, "E7: narrative due");
        vm.assertEq(debt.filedAt != 0, expected.filed, "E7: filed");
        vm.assertTrue(debt.registered, "E7: registered");
    }
}

/// @notice Both councils, the auditor and the clock.
contract EmergencyControllerInvariantTest is EmergencyInvariants {
    function setUp() public override {
        super.setUp();
        bytes4[] memory selectors = new bytes4[](12);
        selectors[0] = EmergencyHandler.restrict.selector;
        selectors[1] = EmergencyHandler.invokePlaybook.selector;
        selectors[2] = EmergencyHandler.fileNarrative.selector;
        selectors[3] = EmergencyHandler.endOverride.selector;
        selectors[4] = EmergencyHandler.extend.selector;
        selectors[5] = EmergencyHandler.restore.selector;
        selectors[6] = EmergencyHandler.refill.selector;
        selectors[7] = EmergencyHandler.grantOverride.selector;
        selectors[8] = EmergencyHandler.file.selector;
        selectors[9] = EmergencyHandler.reject.selector;
        selectors[10] = EmergencyHandler.accept.selector;
        selectors[11] = EmergencyHandler.wait.selector;
        targetSelectors(address(handler), selectors);
    }

    /// @dev The campaigns are worth something only if they get anywhere.
    function test_HandlerReachesEverything() external {
        handler.invokePlaybook(0);
        handler.restrict(2, 0, 1 hours, 1);
        handler.restrict(2, 1, 1 hours, 1);
        handler.extend(0, 2, 20 days, 0);
        handler.grantOverride(0, 0, 12 hours, 0);
        handler.endOverride(0, 0);
        handler.fileNarrative(0);
        handler.file(0);
        handler.reject(0);
        handler.restore(0, 0);
        for (uint256 i = 0; i < 4; ++i) handler.wait(20 days);
        handler.restrict(1, 2, 1 hours, 2);
        handler.accept(0);
        handler.refill(1);
        string[10] memory acts = [
            "playbook",
            "restrict",
            "extend",
            "override",
            "endOverride",
            "narrative",
            "restore",
            "overdue",
            "accept",
            "refill"
        ];
        for (uint256 i = 0; i < 10; ++i) vm.assertGe(handler.reached(bytes32(bytes(acts[i]))), 1, acts[i]);
        vm.assertGe(handler.held(2), 2 hours, "held");
        vm.assertGe(handler.givenBack(1), 6 hours, "given back");
    }
}

/// @notice The Emergency Council with nobody who gives it anything back: longer runs of what it can do alone.
contract EmergencyCouncilAloneInvariantTest is EmergencyInvariants {
    function setUp() public override {
        super.setUp();
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = EmergencyHandler.restrict.selector;
        selectors[1] = EmergencyHandler.invokePlaybook.selector;
        selectors[2] = EmergencyHandler.file.selector;
        selectors[3] = EmergencyHandler.extend.selector;
        selectors[4] = EmergencyHandler.grantOverride.selector;
        selectors[5] = EmergencyHandler.wait.selector;
        targetSelectors(address(handler), selectors);
    }

    /// @dev The budget, then the reserve, to the last second: the bound is reached, and by nothing passed.
    function test_TheBoundIsTight() external {
        handler.restrict(0, 2, 72 hours, 0);
        handler.wait(20 days);
        handler.wait(20 days);
        vm.assertTrue(handler.isOverdue(), "overdue");
        handler.restrict(0, 2, 72 hours, 1);
        handler.wait(20 days);
        vm.assertEq(handler.held(0), 2 * (72 hours + 12 hours), "held");
        handler.restrict(0, 2, 72 hours, 2);
        handler.wait(20 days);
        vm.assertEq(handler.held(0), 2 * (72 hours + 12 hours), "and no longer");
    }
}
