// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Change, ChangeClass, ChangeStatus, Pin} from "../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../../unit/change/ChangeFixture.sol";
import {ChangeHandler} from "./ChangeHandler.sol";
import {FakeTarget} from "../../mocks/change/FakeTarget.sol";

/// @notice The numbers are those of test/contracts/invariant/README.md, section "Change".
contract ChangeManagerInvariantTest is ChangeFixture {
    ChangeHandler private handler;
    FakeTarget[] private targets;

    function setUp() public override {
        super.setUp();
        Change[] memory templates = new Change[](6);
        for (uint256 i = 0; i < 6; ++i) {
            FakeTarget own = newTarget();
            targets.push(own);
            Change memory change = configChange(1);
            change.calls[0].target = address(own);
            change.rollback[0].target = address(own);
            change.pins[0] = pinOf(address(own));
            if (i == 3 || i == 4) change.class = ChangeClass.HighRiskUpgrade;
            // An upgrade in a ConfigOnly change: must never come through.
            if (i == 5) {
                change.calls[0].data = upgradeTo(address(implementationV2), "");
                Pin[] memory pins = new Pin[](2);
                pins[0] = change.pins[0];
                pins[1] = pinOf(address(implementationV2));
                change.pins = pins;
            }
            templates[i] = change;
        }
        address[4] memory safes = [COMMITTEE, COUNCIL, EMERGENCY, SOVEREIGN];
        handler = new ChangeHandler(manager, guard, PROPOSER, EXECUTOR, safes, templates);
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](11);
        selectors[0] = ChangeHandler.propose.selector;
        selectors[1] = ChangeHandler.approve.selector;
        selectors[2] = ChangeHandler.veto.selector;
        selectors[3] = ChangeHandler.cancel.selector;
        selectors[4] = ChangeHandler.execute.selector;
        selectors[5] = ChangeHandler.rollback.selector;
        selectors[6] = ChangeHandler.rotate.selector;
        selectors[7] = ChangeHandler.wait_.selector;
        selectors[8] = ChangeHandler.insist.selector;
        selectors[9] = ChangeHandler.acknowledge.selector;
        selectors[10] = ChangeHandler.object.selector;
        targetSelectors(address(handler), selectors);
    }

    /// @dev C1 delay, C2 quorum, C4 expiry, C7 transitions: the handler notes each breach where it happens.
    function invariant_NoRuleIsBroken() external view {
        vm.assertEq(handler.violationCount(), 0, handler.violationCount() == 0 ? "" : handler.violations(0));
    }

    /// @dev C3 at most once, C6 vetoed at most once by each office.
    function invariant_NothingHappensTwice() external view {
        for (uint256 i = 0; i < handler.count(); ++i) {
            ChangeHandler.Story memory story = handler.storyAt(i);
            vm.assertLe(story.executions, 1, "C3: executed twice");
            vm.assertLe(story.rollbacks, story.executions, "C3: rolled back more than executed");
            vm.assertLe(story.vetoes[0], 1, "C6: vetoed twice by the Emergency Council");
            vm.assertLe(story.vetoes[1], 1, "C6: vetoed twice by the Sovereign Authority");
            vm.assertEq(targets[i].runs(), story.executions + story.rollbacks, "C3: calls ran as often as executed");
        }
    }

    /// @dev The handler reaches every veto of each change that can be vetoed: without this, C6 proves nothing.
    function test_HandlerInsistsOnFurtherVetoes() external {
        for (uint256 i = 0; i < 5; ++i) handler.insist(i, i);
        vm.assertEq(handler.successes("approve"), 30, "approved six times each");
        vm.assertEq(handler.successes("withdraw"), 15, "withdrawn three times each");
        vm.assertEq(handler.successes("veto"), 10, "C6: vetoed once by each office");
        vm.assertEq(handler.violationCount(), 0, "by the rules");
    }

    /// @dev C5 outside its class: the smuggled upgrade never exists.
    function invariant_NothingLeavesItsClass() external view {
        ChangeHandler.Story memory smuggled = handler.storyAt(5);
        vm.assertEq(uint256(manager.statusOf(smuggled.id)), uint256(ChangeStatus.None), "C5: never proposed");
        vm.assertEq(targets[5].implementation(), address(implementationV1), "C5: never upgraded");
    }

    /// @dev C8: between transactions no change is in progress and no value stays.
    function invariant_NothingStaysInProgress() external view {
        vm.assertEq(manager.changeInProgress(), bytes32(0), "C8: in progress");
        vm.assertEq(address(manager).balance, 0, "C8: balance");
    }
}
