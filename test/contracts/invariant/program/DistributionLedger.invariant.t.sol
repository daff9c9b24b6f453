// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DistributionHandler} from "./DistributionHandler.sol";
import {IDistributionLedger} from "../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {Test} from "../../support/Test.sol";

/// @notice Section "Programmes" of the README beside this folder says what each number means.
contract DistributionLedgerInvariantTest is Test {
    DistributionHandler private handler;

    function setUp() public {
        handler = new DistributionHandler();
        bytes4[] memory selectors = new bytes4[](16);
        selectors[0] = DistributionHandler.submitOne.selector;
        selectors[1] = DistributionHandler.submitOne.selector;
        selectors[2] = DistributionHandler.authoriseOne.selector;
        selectors[3] = DistributionHandler.authoriseOne.selector;
        selectors[4] = DistributionHandler.settleOne.selector;
        selectors[5] = DistributionHandler.settleOne.selector;
        selectors[6] = DistributionHandler.raiseOne.selector;
        selectors[7] = DistributionHandler.decideOne.selector;
        selectors[8] = DistributionHandler.closeOne.selector;
        selectors[9] = DistributionHandler.closeOne.selector;
        selectors[10] = DistributionHandler.rejectOne.selector;
        selectors[11] = DistributionHandler.disputeOne.selector;
        selectors[12] = DistributionHandler.reverseOne.selector;
        selectors[13] = DistributionHandler.setOne.selector;
        selectors[14] = DistributionHandler.restrictOne.selector;
        selectors[15] = DistributionHandler.wait.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_distributions() external view {
        handler.assertBatches();
        handler.assertPrograms();
        vm.assertEq(handler.violations(1), 0, "P1: closes to the unit, with nothing open");
        vm.assertEq(handler.violations(2), 0, "P2: within the budget");
        vm.assertEq(handler.violations(3), 0, "P3: within the period's caps");
        vm.assertEq(handler.violations(4), 0, "P4: only what is authorised is paid or set aside");
        vm.assertEq(handler.violations(5), 0, "P5: no more without the Safe than the threshold refilled");
        vm.assertEq(handler.violations(7), 0, "P7: roots and references once");
        vm.assertEq(handler.violations(8), 0, "P8: by present rules, in the present period, for an authorised entity");
        vm.assertEq(handler.violations(9), 0, "P9: never against a mode");
        vm.assertEq(handler.violations(10), 0, "P10: along the lifecycle");
        vm.assertEq(handler.evidenceHead(), handler.head(), "P11: the evidence head is what the logs give");
    }

    /// @dev The campaign above is worth something only if it gets anywhere.
    function test_HandlerReachesEverything() external {
        handler.setOne(0, 1, 3_000);
        // Two within the threshold, and two that wait.
        for (uint256 i = 0; i < 4; ++i) handler.submitOne(0, 10, i < 2 ? 100 : 200, 4);
        handler.rejectOne(2);
        handler.authoriseOne(3);
        handler.settleOne(0, 5, 0);
        handler.reverseOne(5);
        handler.raiseOne(0, 0, 0);
        handler.disputeOne(0, 0);
        handler.decideOne(0, 0, 1);
        handler.raiseOne(0, 1, 1);
        handler.decideOne(0, 1, 3);
        handler.settleOne(1, 6, 0);
        handler.closeOne(1, 0, false);
        handler.closeOne(0, 0, true);
        bytes32[11] memory all = [
            IDistributionLedger.BatchSubmitted.selector,
            IDistributionLedger.BatchAuthorised.selector,
            IDistributionLedger.BatchRejected.selector,
            IDistributionLedger.BatchSettled.selector,
            IDistributionLedger.SettlementReversed.selector,
            IDistributionLedger.ExceptionRaised.selector,
            IDistributionLedger.ExceptionDisputed.selector,
            IDistributionLedger.ExceptionResolved.selector,
            IDistributionLedger.FindingWithdrawn.selector,
            IDistributionLedger.BatchReconciled.selector,
            IDistributionLedger.ApprovalThresholdSet.selector
        ];
        for (uint256 i = 0; i < all.length; ++i) vm.assertGe(handler.events(all[i]), 1, "reached");
        vm.assertEq(handler.events(IDistributionLedger.BatchReconciled.selector), 2, "both ways of closing");
        this.invariant_distributions();
    }
}
