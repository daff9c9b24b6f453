// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {CouncilBook} from "../../../../contracts/safe/libraries/CouncilBook.sol";
import {GovernanceGuard} from "../../../../contracts/safe/GovernanceGuard.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {CouncilFixture} from "./CouncilFixture.sol";
import {CouncilProbe} from "../../mocks/CouncilProbe.sol";

/// @notice A Safe may leave its guard after a month's notice, and leaves its office with it.
contract ExitTest is CouncilFixture {
    bytes private constant APPROVE = abi.encodeCall(CouncilProbe.approve, ());
    bytes private constant ANNOUNCE = abi.encodeCall(GovernanceGuard.announceExit, ());
    bytes private constant REVOKE = abi.encodeCall(GovernanceGuard.revokeExit, ());
    bytes private constant TAKE_OFF = abi.encodeWithSignature("setGuard(address)", address(0));
    bytes private constant TAKE_OFF_MODULE_GUARD = abi.encodeWithSignature("setModuleGuard(address)", address(0));

    uint48 private exitAt;

    function setUp() public override {
        super.setUp();
        exitAt = uint48(block.timestamp + 30 days);
    }

    function test_WholePath() external {
        bytes memory signatures = signSafe(committee, call(address(guard), ANNOUNCE), two());
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.ExitAnnounced(address(committee), exitAt);
        executeSigned(committee, call(address(guard), ANNOUNCE), signatures);
        assertStatus(IGovernanceGuard.CouncilStatus.ExitAnnounced);

        // It speaks as a council until its notice is over.
        vm.warp(exitAt - 1);
        execute(committee, address(probe), APPROVE, two());
        refuse(TAKE_OFF, notOpen());
        refuse(TAKE_OFF_MODULE_GUARD, notOpen());

        vm.warp(exitAt);
        bytes memory exited = abi.encodeWithSelector(IGovernanceGuard.CouncilHasExited.selector, address(committee));
        executeExpecting(committee, call(address(probe), APPROVE), two(), exited);
        signatures = signSafe(committee, selfCall(committee, TAKE_OFF), two());
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.Exited(address(committee));
        executeSigned(committee, selfCall(committee, TAKE_OFF), signatures);
        assertStatus(IGovernanceGuard.CouncilStatus.Exited);

        executeExpecting(committee, call(address(probe), APPROVE), two(), exited);
        execute(committee, address(committee), abi.encodeWithSignature("enableModule(address)", stranger), two());
        vm.assertTrue(committee.isModuleEnabled(stranger), "no guard any more");

        // Putting it on again brings nothing back.
        execute(committee, address(committee), abi.encodeWithSignature("setGuard(address)", address(guard)), two());
        executeExpecting(committee, call(address(probe), APPROVE), two(), exited);
        executeExpecting(committee, call(address(guard), ANNOUNCE), two(), exited);
        executeExpecting(committee, call(address(guard), REVOKE), two(), exited);
        vm.expectRevert(exited);
        guard.setCouncilPolicy(address(committee), committeePolicy());
        vm.expectRevert(exited);
        guard.dismissCouncil(address(committee));
        // The guard lets go of what has left: the other slot is cleared without notice.
        execute(committee, address(committee), TAKE_OFF_MODULE_GUARD, two());
    }

    function test_RevokedAfterTheNoticeItSpeaksAgain() external {
        execute(committee, address(guard), ANNOUNCE, two());
        vm.warp(exitAt + 365 days);
        bytes memory exited = abi.encodeWithSelector(IGovernanceGuard.CouncilHasExited.selector, address(committee));
        executeExpecting(committee, call(address(probe), APPROVE), two(), exited);
        execute(committee, address(guard), REVOKE, two());
        execute(committee, address(probe), APPROVE, two());
    }

    function test_EitherGuardEndsTheOffice() external {
        execute(committee, address(guard), ANNOUNCE, two());
        vm.warp(exitAt);
        execute(committee, address(committee), TAKE_OFF_MODULE_GUARD, two());
        assertStatus(IGovernanceGuard.CouncilStatus.Exited);
        // The other comes off whenever it likes.
        vm.warp(exitAt + 365 days);
        execute(committee, address(committee), TAKE_OFF, two());
    }

    function test_NeedsAnAnnouncement() external {
        bytes memory reason = abi.encodeWithSelector(CouncilBook.NoExitAnnounced.selector, address(committee));
        refuse(TAKE_OFF, reason);
        refuse(TAKE_OFF_MODULE_GUARD, reason);
        executeExpecting(committee, call(address(guard), REVOKE), two(), reason);
    }

    function test_CanBeRevoked() external {
        execute(committee, address(guard), ANNOUNCE, two());
        bytes memory signatures = signSafe(committee, call(address(guard), REVOKE), two());
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.ExitRevoked(address(committee));
        executeSigned(committee, call(address(guard), REVOKE), signatures);
        assertStatus(IGovernanceGuard.CouncilStatus.Registered);
        vm.warp(exitAt);
        refuse(TAKE_OFF, abi.encodeWithSelector(CouncilBook.NoExitAnnounced.selector, address(committee)));
    }

    /// @dev An announcement of long ago is no notice.
    function test_Lapses() external {
        execute(committee, address(guard), ANNOUNCE, two());
        vm.warp(exitAt + 30 days);
        bytes memory pending = abi.encodeWithSelector(CouncilBook.ExitPending.selector, address(committee), exitAt);
        executeExpecting(committee, call(address(guard), ANNOUNCE), two(), pending);

        vm.warp(exitAt + 30 days + 1);
        refuse(TAKE_OFF, notOpen());
        execute(committee, address(guard), ANNOUNCE, two());
        exitAt = uint48(block.timestamp + 30 days);
        vm.assertEq(guard.councilOf(address(committee)).exitAt, exitAt, "announced anew");
        refuse(TAKE_OFF, notOpen());
    }

    function testFuzz_OpensForAMonthAfterAMonth(uint32 elapsed) external {
        elapsed = uint32(bound(elapsed, 0, 90 days));
        execute(committee, address(guard), ANNOUNCE, two());
        vm.warp(block.timestamp + elapsed);
        if (elapsed < 30 days || elapsed > 60 days) {
            refuse(TAKE_OFF, notOpen());
        } else {
            execute(committee, address(committee), TAKE_OFF, two());
            assertStatus(IGovernanceGuard.CouncilStatus.Exited);
        }
    }

    function test_OnlyTheSafeSpeaksOfItsExit() external {
        bytes memory reason = abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, stranger);
        vm.expectRevert(reason);
        vm.prank(stranger);
        guard.announceExit();
        vm.expectRevert(reason);
        vm.prank(stranger);
        guard.revokeExit();
    }

    // -------------------------------------------------------------------------------------- Safes without an office

    /// @dev They leave the same way, and nothing in the evidence.
    function test_StandbySafeLeaves() external {
        ISafe standby = bear(birthOf(committeeOwners, 2, 51));
        leaveUnrecorded(standby);
        vm.assertEq(
            uint256(guard.councilOf(address(standby)).status),
            uint256(IGovernanceGuard.CouncilStatus.Exited),
            "status"
        );
        // Guarded again, it looks as it did at birth; it cannot be registered any more.
        execute(standby, address(standby), abi.encodeWithSignature("setGuard(address)", address(guard)), two());
        for (uint256 i = 0; i < 3; ++i) seat(standby, committeeOwners[i], 2);
        vm.expectRevert(
            abi.encodeWithSelector(
                CouncilBook.AlreadyRegistered.selector,
                address(standby),
                IGovernanceGuard.CouncilStatus.Exited
            )
        );
        guard.registerCouncil(address(standby), birthOf(committeeOwners, 2, 51), committeePolicy());
    }

    function test_DismissedCouncilLeaves() external {
        guard.dismissCouncil(address(committee));
        leaveUnrecorded(committee);
        assertStatus(IGovernanceGuard.CouncilStatus.Exited);
    }

    function test_DismissalOutlivesTheExitWords() external {
        guard.dismissCouncil(address(committee));
        execute(committee, address(guard), ANNOUNCE, two());
        assertStatus(IGovernanceGuard.CouncilStatus.Dismissed);
        execute(committee, address(guard), REVOKE, two());
        assertStatus(IGovernanceGuard.CouncilStatus.Dismissed);
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    function leaveUnrecorded(ISafe safe) private {
        bytes32 head = guard.evidenceHead();
        execute(safe, address(guard), ANNOUNCE, two());
        execute(safe, address(guard), REVOKE, two());
        execute(safe, address(guard), ANNOUNCE, two());
        vm.warp(block.timestamp + 30 days);
        execute(safe, address(safe), TAKE_OFF, two());
        vm.assertEq(guard.evidenceHead(), head, "nothing recorded");
    }

    function refuse(bytes memory data, bytes memory reason) private {
        executeExpecting(committee, selfCall(committee, data), two(), reason);
    }

    function notOpen() private view returns (bytes memory) {
        return abi.encodeWithSelector(CouncilBook.ExitNotOpen.selector, address(committee), exitAt, exitAt + 30 days);
    }

    function assertStatus(IGovernanceGuard.CouncilStatus status) private view {
        vm.assertEq(uint256(guard.councilOf(address(committee)).status), uint256(status), "status");
    }
}
