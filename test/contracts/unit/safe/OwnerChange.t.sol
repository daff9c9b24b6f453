// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {CouncilRules} from "../../../../contracts/safe/libraries/CouncilRules.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {CouncilFixture} from "./CouncilFixture.sol";
import {CouncilProbe} from "../../mocks/CouncilProbe.sol";

/// @notice Owners and threshold of a council change only within its policy, and void what the Safe approved before.
contract OwnerChangeTest is CouncilFixture {
    address private newcomer;

    function setUp() public override {
        super.setUp();
        (newcomer, ) = account("newcomer");
    }

    // ---------------------------------------------------------------------------------------------- what is allowed

    function test_SwapWithinThePolicyRaisesTheEpoch() external {
        seat(committee, newcomer, Constituencies.TECHNICAL);
        bytes memory data = swap(committee, committeeOwners[0], newcomer);
        bytes memory signatures = signSafe(committee, selfCall(committee, data), two());
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.EpochRaised(address(committee), 2);
        executeSigned(committee, selfCall(committee, data), signatures);

        vm.assertEq(guard.councilOf(address(committee)).epoch, 2, "epoch");
        vm.assertTrue(committee.isOwner(newcomer), "swapped in");
    }

    function test_EachKindOfChangeRaisesTheEpoch() external {
        seat(council, newcomer, Constituencies.TECHNICAL);
        execute(council, address(council), changeThreshold(4), three());
        vm.assertEq(guard.councilOf(address(council)).epoch, 2, "threshold");

        execute(council, address(council), addOwner(newcomer, 4), pick(councilKeys, 4));
        vm.assertEq(guard.councilOf(address(council)).epoch, 3, "added");

        execute(council, address(council), removeOwner(council, newcomer, 4), pick(councilKeys, 4));
        vm.assertEq(guard.councilOf(address(council)).epoch, 4, "removed");

        bytes memory batched = packCall(address(0), 0, changeThreshold(3));
        executeTx(council, batch(batched), pick(councilKeys, 4));
        vm.assertEq(guard.councilOf(address(council)).epoch, 5, "in a batch, by the zero address");
    }

    /// @dev Steps that the policy forbids one by one pass together: only what is left behind counts.
    function test_BatchIsJudgedByItsOutcome() external {
        seat(committee, newcomer, Constituencies.TECHNICAL);
        bytes memory packed = bytes.concat(
            packCall(address(committee), 0, removeOwner(committee, committeeOwners[2], 2)),
            packCall(address(committee), 0, addOwner(newcomer, 2))
        );
        executeTx(committee, batch(packed), two());
        vm.assertEq(committee.getOwners().length, 3, "three again");
    }

    /// @dev What was approved in the same batch carries the epoch before, and is void after.
    function test_ApprovalBesideAnOwnerChangeIsOfTheEpochBefore() external {
        seat(committee, newcomer, Constituencies.TECHNICAL);
        bytes memory packed = bytes.concat(
            packCall(address(committee), 0, swap(committee, committeeOwners[2], newcomer)),
            packCall(address(probe), 0, abi.encodeCall(CouncilProbe.approve, ()))
        );
        executeTx(committee, batch(packed), two());
        vm.assertEq(probe.epoch(), 1, "seen by the probe");
        vm.assertEq(guard.councilOf(address(committee)).epoch, 2, "now");
    }

    function test_OrdinaryTransactionsLeaveTheEpoch() external {
        execute(committee, address(probe), abi.encodeCall(CouncilProbe.approve, ()), two());
        vm.assertEq(guard.councilOf(address(committee)).epoch, 1, "epoch");
    }

    // ---------------------------------------------------------------------------------------------- what is refused

    function test_ThresholdBelowThePolicyIsRefused() external {
        executeExpecting(
            committee,
            selfCall(committee, changeThreshold(1)),
            two(),
            abi.encodeWithSelector(CouncilRules.ThresholdTooLow.selector, address(committee), 1, 2)
        );
        // Hidden in a batch, and lowered on the side of another change.
        bytes memory hidden = bytes.concat(
            packCall(address(probe), 0, abi.encodeCall(CouncilProbe.approve, ())),
            packCall(address(0), 0, changeThreshold(1))
        );
        executeExpecting(
            committee,
            batch(hidden),
            two(),
            abi.encodeWithSelector(CouncilRules.ThresholdTooLow.selector, address(committee), 1, 2)
        );
        seat(council, newcomer, Constituencies.POLICY);
        executeExpecting(
            council,
            selfCall(council, addOwner(newcomer, 2)),
            three(),
            abi.encodeWithSelector(CouncilRules.ThresholdTooLow.selector, address(council), 2, 3)
        );
    }

    function test_OwnerCountIsBounded() external {
        executeExpecting(
            committee,
            selfCall(committee, removeOwner(committee, committeeOwners[0], 2)),
            two(),
            abi.encodeWithSelector(CouncilRules.OwnerCountOutOfBounds.selector, address(committee), 2, 3, 5)
        );
        bytes memory packed;
        for (uint256 i = 0; i < 3; ++i) {
            address owner = address(uint160(0xA0 + i));
            seat(committee, owner, Constituencies.TECHNICAL);
            packed = bytes.concat(packed, packCall(address(0), 0, addOwner(owner, 2)));
        }
        executeExpecting(
            committee,
            batch(packed),
            two(),
            abi.encodeWithSelector(CouncilRules.OwnerCountOutOfBounds.selector, address(committee), 6, 3, 5)
        );
    }

    /// @dev Two quorums must share a person, and one lost key must lock nobody out.
    function test_QuorumStaysBalanced() external {
        executeExpecting(
            committee,
            selfCall(committee, changeThreshold(3)),
            two(),
            abi.encodeWithSelector(CouncilRules.QuorumUnbalanced.selector, address(committee), 3, 3)
        );
        seat(committee, newcomer, Constituencies.TECHNICAL);
        executeExpecting(
            committee,
            selfCall(committee, addOwner(newcomer, 2)),
            two(),
            abi.encodeWithSelector(CouncilRules.QuorumUnbalanced.selector, address(committee), 2, 4)
        );
    }

    function test_UnseatedNewcomerIsRefused() external {
        executeExpecting(
            committee,
            selfCall(committee, swap(committee, committeeOwners[0], newcomer)),
            two(),
            abi.encodeWithSelector(CouncilRules.UnseatedOwner.selector, address(committee), newcomer)
        );
    }

    function test_UnseatedSignerIsRefused() external {
        seat(committee, newcomer, Constituencies.TECHNICAL);
        registry.seat(address(committee), committeeOwners[0], 0, 0);
        bytes memory data = swap(committee, committeeOwners[0], newcomer);
        executeExpecting(
            committee,
            selfCall(committee, data),
            two(),
            abi.encodeWithSelector(CouncilRules.UnseatedOwner.selector, address(committee), committeeOwners[0])
        );
        // The others may replace the one who lost the seat.
        uint256[] memory others = new uint256[](2);
        (others[0], others[1]) = (committeeKeys[1], committeeKeys[2]);
        execute(committee, address(committee), data, others);
        vm.assertFalse(committee.isOwner(committeeOwners[0]), "replaced");
    }

    /// @dev 3-of-5 of one constituency cannot take over the seats of the other.
    function test_OwnerChangeNeedsEachConstituency() external {
        seat(council, newcomer, Constituencies.TECHNICAL);
        executeExpecting(
            council,
            selfCall(council, swap(council, councilOwners[0], newcomer)),
            threeTechnical(),
            missing(Constituencies.POLICY)
        );
        // Nor by a threshold that their own signatures no longer reach.
        executeExpecting(
            council,
            selfCall(council, changeThreshold(4)),
            threeTechnical(),
            missing(Constituencies.POLICY)
        );
    }

    function test_EachConstituencyKeepsAnOwner() external {
        (address second, ) = account("second");
        seat(council, newcomer, Constituencies.TECHNICAL);
        seat(council, second, Constituencies.TECHNICAL);
        execute(council, address(council), swap(council, councilOwners[0], newcomer), three());

        uint256[] memory keys = new uint256[](3);
        (keys[0], keys[1], keys[2]) = (councilKeys[1], councilKeys[2], councilKeys[3]);
        executeExpecting(
            council,
            selfCall(council, swap(council, councilOwners[1], second)),
            keys,
            abi.encodeWithSelector(CouncilRules.ConstituencyAbsent.selector, address(council), Constituencies.POLICY)
        );
    }

    // --------------------------------------------------------------------------------------------- independence

    /// @dev Ordinary transactions do not ask the registry; changes of owners do, and wait for it.
    function test_BrokenRegistryLocksNobodyOut() external {
        registry.setBroken(true);
        execute(committee, address(probe), abi.encodeCall(CouncilProbe.approve, ()), two());
        vm.assertEq(probe.calls(), 1, "acted");
        execute(committee, address(guard), abi.encodeWithSignature("announceExit()"), two());

        bytes memory data = swap(committee, committeeOwners[0], newcomer);
        executeExpecting(committee, selfCall(committee, data), two(), abi.encodeWithSignature("Broken()"));
    }

    function test_StandbySafeChangesFreely() external {
        ISafe standby = bear(birthOf(committeeOwners, 2, 31));
        execute(standby, address(standby), changeThreshold(1), two());
        execute(standby, address(standby), addOwner(newcomer, 1), pick(committeeKeys, 1));
        vm.assertEq(standby.getThreshold(), 1, "threshold");
        vm.assertEq(guard.councilOf(address(standby)).epoch, 0, "no council");
    }

    function test_DismissedCouncilChangesFreely() external {
        guard.dismissCouncil(address(committee));
        execute(committee, address(committee), changeThreshold(1), two());
        vm.assertEq(committee.getThreshold(), 1, "threshold");
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    function missing(uint8 constituency) private view returns (bytes memory) {
        return abi.encodeWithSelector(CouncilRules.MissingConstituency.selector, address(council), constituency);
    }

    function changeThreshold(uint256 threshold) private pure returns (bytes memory) {
        return abi.encodeWithSignature("changeThreshold(uint256)", threshold);
    }

    function addOwner(address owner, uint256 threshold) private pure returns (bytes memory) {
        return abi.encodeWithSignature("addOwnerWithThreshold(address,uint256)", owner, threshold);
    }

    function removeOwner(ISafe safe, address owner, uint256 threshold) private view returns (bytes memory) {
        return
            abi.encodeWithSignature(
                "removeOwner(address,address,uint256)",
                previousOwner(safe, owner),
                owner,
                threshold
            );
    }
}
