// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DistributionLedgerTest} from "./DistributionLedgerTest.sol";
import {IDistributionLedger} from "../../../../../contracts/program/interfaces/IDistributionLedger.sol";
import {IProgramTerms} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract DistributionLedgerSetBudgetTest is DistributionLedgerTest {
    function testFuzz_SetsWhatMayBeSpent(uint128 budget) public {
        budget = uint128(bound(budget, 1, LIMIT));
        vm.expectEmit(address(ledger));
        emit IDistributionLedger.BudgetSet(PROGRAM, budget, DIGEST);
        setBudget(budget);
        (uint128 now_, uint128 committed) = ledger.budgetOf(PROGRAM);
        vm.assertEq(uint256(now_), budget, "budget");
        vm.assertEq(uint256(committed), 0, "committed");
    }

    function test_LowersItToWhatIsCommittedAndNoFurther() public {
        authorised("first");
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.BudgetBelowCommitted.selector, PROGRAM, TOTAL - 1, TOTAL)
        );
        setBudget(TOTAL - 1);
        setBudget(TOTAL);
    }

    function test_RaisingNeedsAModeThatConfigures() public {
        restrict(systemOf(PROGRAM), Mode.ReadOnly);
        expectRestricted(systemOf(PROGRAM), Mode.ReadOnly, Operation.Configure);
        setBudget(BUDGET + 1);
        setBudget(BUDGET);
        setBudget(BUDGET - 1);
    }

    function test_RevertWhen_ItIsOutOfBounds() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.BudgetOutOfBounds.selector, uint128(0), uint128(1), LIMIT)
        );
        setBudget(0);
        vm.expectRevert(
            abi.encodeWithSelector(IDistributionLedger.BudgetOutOfBounds.selector, LIMIT + 1, uint128(1), LIMIT)
        );
        setBudget(LIMIT + 1);
    }

    function test_RevertWhen_NothingSupportsIt() public {
        vm.prank(sovereign);
        expectDigestMissing();
        ledger.setBudget(PROGRAM, BUDGET, bytes32(0));
        vm.prank(sovereign);
        vm.expectRevert(abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, OTHER_PROGRAM));
        ledger.setBudget(OTHER_PROGRAM, BUDGET, DIGEST);
    }

    function test_RevertWhen_TheCallerIsNotTheSovereignAuthority() public {
        expectNoCouncil(official);
        ledger.setBudget(PROGRAM, BUDGET, DIGEST);
        expectOtherCouncil(council, Roles.SOVEREIGN_AUTHORITY);
        ledger.setBudget(PROGRAM, BUDGET, DIGEST);
    }
}
