// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {GovernanceGuard} from "../../../../contracts/safe/GovernanceGuard.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {ISafeProxy} from "../../../../contracts/safe/interfaces/ISafeBirth.sol";
import {SafeSlots} from "../../../../contracts/safe/libraries/SafeSlots.sol";

import {CouncilHandler} from "./CouncilHandler.sol";
import {Test} from "../../support/Test.sol";

/// @notice Section "Safe" of the README beside this folder says what each number means.
contract CouncilInvariantTest is Test {
    CouncilHandler private handler;
    GovernanceGuard private guard;

    function setUp() public {
        handler = new CouncilHandler();
        guard = handler.theGuard();
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = CouncilHandler.approve.selector;
        selectors[1] = CouncilHandler.changeOwners.selector;
        selectors[2] = CouncilHandler.attack.selector;
        selectors[3] = CouncilHandler.departure.selector;
        selectors[4] = CouncilHandler.reseat.selector;
        selectors[5] = CouncilHandler.govern.selector;
        selectors[6] = CouncilHandler.wait.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_councils() external view {
        for (uint256 i = 0; i < 2; ++i) {
            ISafe safe = handler.safeAt(i);
            IGovernanceGuard.Council memory council = guard.councilOf(address(safe));
            bool live =
                council.status == IGovernanceGuard.CouncilStatus.Registered ||
                    council.status == IGovernanceGuard.CouncilStatus.ExitAnnounced;
            if (live) {
                assertAsProven(safe);
                assertWithinPolicy(safe, council);
            }
            vm.assertEq(guard.hashInFlight(address(safe)), bytes32(0), "S4: landed");
            if (council.status != IGovernanceGuard.CouncilStatus.Exited) {
                vm.assertEq(slot(safe, SafeSlots.GUARD), address(guard), "S8: guarded");
                vm.assertEq(slot(safe, SafeSlots.MODULE_GUARD), address(guard), "S8: guarded against modules");
            }
        }
        vm.assertEq(handler.unmarkedChanges(), 0, "S3: every change of owners is a new epoch");
        vm.assertEq(handler.falseSigners(), 0, "S5: the signers read are those who signed");
        vm.assertEq(handler.forbiddenTransitions(), 0, "S6: statuses follow each other");
        vm.assertEq(handler.unsignedChanges(), 0, "S7: owner changes are signed by each constituency");
    }

    /// @dev The campaign above is worth something only if it gets anywhere.
    function test_HandlerReachesEverything() external {
        handler.approve(0, 0, true);
        handler.approve(1, 0, false);
        vm.assertEq(handler.reached("approve"), 2, "approved");
        for (uint256 i = 0; i < 32; ++i) handler.changeOwners(i % 2, i, i, 2 + (i % 3), i);
        vm.assertGe(handler.reached("changed"), 1, "changed");
        handler.attack(0, 0, 0, 0);
        vm.assertEq(handler.reached("refused"), 1, "refused");
        for (uint32 i = 0; i < 8; ++i) handler.govern(1, 1, 3, 5, i);
        vm.assertGe(handler.reached("setCouncilPolicy"), 1, "governed");
        handler.departure(0, 0, 0);
        handler.wait(20 days);
        handler.wait(20 days);
        handler.departure(0, 2, 0);
        vm.assertGe(handler.reached("exited"), 1, "exited");
    }

    /// @dev S1.
    function assertAsProven(ISafe safe) private view {
        vm.assertEq(ISafeProxy(address(safe)).masterCopy(), handler.singleton(), "S1: singleton");
        vm.assertEq(slot(safe, SafeSlots.FALLBACK_HANDLER), handler.handler(), "S1: fallback handler");
        (address[] memory modules, ) = safe.getModulesPaginated(address(1), 1);
        vm.assertEq(modules.length, 0, "S1: modules");
    }

    /// @dev S2.
    function assertWithinPolicy(ISafe safe, IGovernanceGuard.Council memory council) private view {
        uint256 threshold = safe.getThreshold();
        uint256 owners = safe.getOwners().length;
        vm.assertGe(threshold, council.minThreshold, "S2: threshold");
        vm.assertGe(owners, council.minOwners, "S2: owners at least");
        vm.assertLe(owners, council.maxOwners, "S2: owners at most");
        vm.assertTrue(threshold < owners && 2 * threshold > owners, "S2: balanced quorum");
    }

    function slot(ISafe safe, bytes32 position) private view returns (address) {
        return abi.decode(safe.getStorageAt(uint256(position), 1), (address));
    }
}
