// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";

import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {SignatureReader} from "../../../../contracts/safe/libraries/SignatureReader.sol";

import {CouncilFixture} from "./CouncilFixture.sol";

/// @notice The guard's own checks, seen without the Safe that makes the same ones first.
contract ImpostorTest is CouncilFixture {
    function setUp() public override {
        super.setUp();
        // As it is while the guard is asked: the nonce has moved.
        vm.store(address(committee), bytes32(uint256(5)), bytes32(uint256(1)));
    }

    function test_LandingNeedsAFlight() external {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, address(this)));
        guard.checkAfterExecution(bytes32(uint256(1)), true);
    }

    function testFuzz_LandingNeedsTheFlightsHash(bytes32 other) external {
        takeOff(bytes.concat(approvalOf(committeeOwners[0]), approvalOf(committeeOwners[1])));
        bytes32 hash = guard.hashInFlight(address(committee));
        vm.assume(other != hash);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernanceGuard.FlightMismatch.selector, address(committee), hash, other)
        );
        vm.prank(address(committee));
        guard.checkAfterExecution(other, true);
    }

    function test_SignersAreSortedAndDistinct() external {
        refuse(bytes.concat(approvalOf(committeeOwners[1]), approvalOf(committeeOwners[0])), unsorted(1, 0));
        refuse(bytes.concat(approvalOf(committeeOwners[0]), approvalOf(committeeOwners[0])), unsorted(0, 0));
    }

    function test_SignersAreOwners() external {
        address foreign = address(type(uint160).max);
        refuse(
            bytes.concat(approvalOf(committeeOwners[0]), approvalOf(foreign)),
            abi.encodeWithSelector(IGovernanceGuard.NotAnOwner.selector, address(committee), foreign)
        );
    }

    function test_SignersAreAsManyAsTheThreshold() external {
        bytes memory one = approvalOf(committeeOwners[0]);
        refuse(one, abi.encodeWithSelector(SignatureReader.SignaturesTooShort.selector, 65, 2));
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    /// @dev What the Safe calls.
    function takeOff(bytes memory signatures) private {
        vm.prank(address(committee));
        guard.checkTransaction(
            address(probe),
            0,
            "",
            Enum.Operation.Call,
            0,
            0,
            0,
            address(0),
            payable(0),
            signatures,
            stranger
        );
    }

    function refuse(bytes memory signatures, bytes memory reason) private {
        vm.expectRevert(reason);
        takeOff(signatures);
    }

    function unsorted(uint256 first, uint256 second) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IGovernanceGuard.SignersUnsorted.selector,
                address(committee),
                committeeOwners[first],
                committeeOwners[second]
            );
    }

    function approvalOf(address owner) private pure returns (bytes memory) {
        return abi.encodePacked(uint256(uint160(owner)), uint256(0), uint8(1));
    }
}
