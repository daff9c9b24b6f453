// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SeparationHandler} from "./SeparationHandler.sol";
import {Test} from "../../support/Test.sol";

/// @notice Section "Separation of duties" of the README beside this folder says what each number means.
contract SeparationInvariantTest is Test {
    SeparationHandler private handler;

    function setUp() public {
        handler = new SeparationHandler();
        bytes4[] memory selectors = new bytes4[](15);
        selectors[0] = SeparationHandler.bind.selector;
        selectors[1] = SeparationHandler.assignSeat.selector;
        selectors[2] = SeparationHandler.vacateSeat.selector;
        selectors[3] = SeparationHandler.grant.selector;
        selectors[4] = SeparationHandler.revoke.selector;
        selectors[5] = SeparationHandler.prune.selector;
        selectors[6] = SeparationHandler.wait.selector;
        selectors[7] = SeparationHandler.accreditAs.selector;
        selectors[8] = SeparationHandler.renewAs.selector;
        selectors[9] = SeparationHandler.suspendAs.selector;
        selectors[10] = SeparationHandler.reinstateAs.selector;
        selectors[11] = SeparationHandler.withdrawAs.selector;
        selectors[12] = SeparationHandler.publishNext.selector;
        selectors[13] = SeparationHandler.everybodyIssues.selector;
        selectors[14] = SeparationHandler.move.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_separation() external view {
        vm.assertFalse(handler.dutiesMeet(), "A1: an operator's entity issues or accredits");
        vm.assertEq(handler.issuedByOperators(), 0, "A2: nothing issued for an operator");
        vm.assertEq(handler.misjudged(), 0, "A3: issues with role and accreditation, and not without");
        vm.assertEq(handler.accreditedUnfit(), 0, "A4: neither operators nor the authority itself accredited");
        vm.assertEq(handler.falseClashes(), 0, "A5: what a refusal names is so");
    }

    /// @dev The campaign above is worth something only if it gets anywhere: here an operator tries every way there is.
    function test_HandlerReachesEverything() external {
        // The operator itself, then an account that sits with it on a Safe, then the Safe.
        handler.grant(0, 1, 0);
        handler.accreditAs(0, 0);
        vm.assertEq(handler.clashes(), 2, "grant and accreditation name the conflict");
        handler.bind(1, 1);
        handler.assignSeat(5, 1, 1);
        handler.grant(5, 1, 1);
        handler.assignSeat(5, 0, 0);
        vm.assertEq(handler.clashes(), 3, "a seat would carry the role");
        handler.revoke(5, 1);
        handler.vacateSeat(0);
        // An ordinary office issues until its grant ends; who expired still conflicts, who was pruned may move.
        handler.grant(1, 1, 1 days + 1);
        handler.accreditAs(1, 60 days);
        handler.everybodyIssues();
        handler.publishNext(10 days);
        handler.everybodyIssues();
        handler.suspendAs(1);
        handler.everybodyIssues();
        handler.reinstateAs(1);
        handler.renewAs(1, 60 days);
        vm.assertEq(handler.issued(), 2, "issued while in force");
        handler.wait(2 days);
        handler.everybodyIssues();
        handler.bind(2, 1);
        handler.grant(2, 0, 0);
        vm.assertEq(handler.clashes(), 4, "an expired grant conflicts");
        handler.prune(1, 1);
        handler.move(1, 0);
        vm.assertEq(handler.clashes(), 5, "a move to the operator ends it");
        handler.everybodyIssues();
        handler.withdrawAs(1);
        vm.assertEq(handler.issued(), 2, "nothing more was issued");
        string[12] memory all = [
            "bind",
            "move",
            "assignSeat",
            "vacateSeat",
            "grant",
            "revoke",
            "prune",
            "accredit",
            "renew",
            "suspend",
            "reinstate",
            "withdraw"
        ];
        for (uint256 i = 0; i < all.length; ++i) vm.assertGe(handler.done(bytes32(bytes(all[i]))), 1, all[i]);
        this.invariant_separation();
    }
}
