// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {SafeTransactionHash} from "../../../../contracts/safe/libraries/SafeTransactionHash.sol";

import {CouncilFixture} from "./CouncilFixture.sol";
import {CouncilProbe} from "../../mocks/CouncilProbe.sol";

/// @notice What other contracts read while a council's transaction is executing, and when there is nothing to read.
contract FlightTest is CouncilFixture {
    bytes private constant APPROVE = abi.encodeCall(CouncilProbe.approve, ());

    // ----------------------------------------------------------------------------------------------- who may speak

    function test_SaysWhoSigned() external {
        bytes32 hash = safeHash(committee, call(address(probe), APPROVE), 0);
        execute(committee, address(probe), APPROVE, two());

        assertSigners(committeeOwners[0], committeeOwners[1]);
        vm.assertEq(probe.councilId(), 1, "council");
        vm.assertEq(probe.epoch(), 1, "epoch");
        vm.assertEq(probe.constituencies(), TECHNICAL, "constituencies");
        vm.assertEq(probe.hash(), hash, "hash");
        vm.assertEq(guard.hashInFlight(address(committee)), bytes32(0), "landed");
    }

    function test_RefusesStrangerAndOwnerAlone() external {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, stranger));
        vm.prank(stranger);
        probe.approve();

        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, committeeOwners[0]));
        vm.prank(committeeOwners[0]);
        probe.approve();
    }

    function test_RefusesUnregisteredGuardedSafe() external {
        ISafe standby = bear(birthOf(committeeOwners, 2, 9));
        executeExpecting(
            standby,
            call(address(probe), APPROVE),
            two(),
            abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, address(standby))
        );
    }

    function test_RefusesCouncilThatIsNotExecuting() external {
        bytes memory idle = abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, address(committee));
        vm.expectRevert(idle);
        vm.prank(address(committee));
        probe.approve();

        vm.expectRevert(idle);
        guard.signersOf(address(committee));
        vm.expectRevert(idle);
        guard.flightOf(address(committee));

        // Nor is it executing once it has executed.
        execute(committee, address(probe), APPROVE, two());
        vm.expectRevert(idle);
        guard.signersOf(address(committee));
    }

    /// @dev A Safe whose guard slot is empty executes, but nothing of it is in flight.
    function test_RefusesSafeWithoutItsGuard() external {
        vm.store(address(committee), 0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8, bytes32(0));
        executeExpecting(
            committee,
            call(address(probe), APPROVE),
            two(),
            abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, address(committee))
        );
    }

    function test_RefusesDismissedCouncil() external {
        guard.dismissCouncil(address(committee));
        executeExpecting(
            committee,
            call(address(probe), APPROVE),
            two(),
            abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, address(committee))
        );
    }

    /// @dev Whoever plays the Safe towards the guard writes about itself, and is no council.
    function test_PlayingTheSafeMakesNoCouncil() external {
        FakeSafe fake = new FakeSafe();
        fake.takeOff(guard, committeeOwners[0]);
        vm.assertNotEq(guard.hashInFlight(address(fake)), bytes32(0), "its own flight");
        vm.assertEq(guard.hashInFlight(address(committee)), bytes32(0), "not the committee's");
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, address(fake)));
        guard.signersOf(address(fake));
    }

    // --------------------------------------------------------------------------------------------- several at once

    function test_TwoApprovalsInOneBatch() external {
        bytes memory one = packCall(address(probe), 0, APPROVE);
        executeTx(committee, batch(bytes.concat(one, one)), two());
        vm.assertEq(probe.calls(), 2, "calls");
        assertSigners(committeeOwners[0], committeeOwners[1]);
    }

    /// @dev The committee's transaction makes somebody execute the council's: both are in flight, each with its own.
    function test_OneSafeInsideAnother() external {
        bytes memory inner = abi.encodeCall(
            ISafe.execTransaction,
            (
                address(probe),
                0,
                APPROVE,
                Enum.Operation.Call,
                0,
                0,
                0,
                address(0),
                payable(address(0)),
                signSafe(council, call(address(probe), APPROVE), three())
            )
        );
        bytes memory batched = bytes.concat(packCall(address(council), 0, inner), packCall(address(probe), 0, APPROVE));
        executeTx(committee, batch(batched), two());
        vm.assertEq(probe.calls(), 2, "calls");
        assertSigners(committeeOwners[0], committeeOwners[1]);
        vm.assertEq(probe.councilId(), 1, "the outer one spoke last");
    }

    function test_TwoSafesInOneTransaction() external {
        bytes memory first = signSafe(committee, call(address(probe), APPROVE), two());
        bytes memory second = signSafe(council, call(address(probe), APPROVE), three());
        executeSigned(committee, call(address(probe), APPROVE), first);
        executeSigned(council, call(address(probe), APPROVE), second);
        vm.assertEq(probe.signers().length, 3, "the council's signers");
        vm.assertEq(probe.councilId(), 2, "the council");
    }

    // -------------------------------------------------------------------------------------------- ways of signing

    function test_ReadsExactlyTheVerifiedSignatures() external {
        bytes memory signatures = bytes.concat(
            signSafe(committee, call(address(probe), APPROVE), two()),
            // Claims a third signer, whom nobody verified.
            approval(committeeOwners[2])
        );
        executeSigned(committee, call(address(probe), APPROVE), signatures);
        assertSigners(committeeOwners[0], committeeOwners[1]);
    }

    function test_AcceptsEthSignAndHighS() external {
        bytes32 hash = safeHash(committee, call(address(probe), APPROVE), 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            committeeKeys[0],
            keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash))
        );
        bytes memory signatures = abi.encodePacked(r, s, v + 4);

        (v, r, s) = vm.sign(committeeKeys[1], hash);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        signatures = abi.encodePacked(signatures, r, order - uint256(s), v == 27 ? uint8(28) : uint8(27));

        executeSigned(committee, call(address(probe), APPROVE), signatures);
        assertSigners(committeeOwners[0], committeeOwners[1]);
    }

    function test_AcceptsApprovedHashAndExecutor() external {
        bytes32 hash = safeHash(committee, call(address(probe), APPROVE), 0);
        vm.prank(committeeOwners[0]);
        committee.approveHash(hash);

        bytes memory signatures = bytes.concat(approval(committeeOwners[0]), approval(committeeOwners[1]));
        vm.expectRevert(bytes("GS025"));
        executeSigned(committee, call(address(probe), APPROVE), signatures);

        vm.prank(committeeOwners[1]);
        executeSigned(committee, call(address(probe), APPROVE), signatures);
        assertSigners(committeeOwners[0], committeeOwners[1]);
    }

    /// @dev Safe → Safe by EIP-1271 (its bytes follow the records) and by an approved hash.
    function test_AcceptsSafeAsOwner() external {
        (address person, uint256 key) = account("person");
        ISafe member = bear(birthOf(committeeOwners, 2, 21));
        ISafe outer = councilOf(address(member), person);

        // By an approved hash, from a transaction of the member.
        bytes32 hash = safeHash(outer, call(address(probe), APPROVE), 0);
        execute(member, address(outer), abi.encodeCall(ISafe.approveHash, (hash)), two());
        bytes memory signatures = sorted(address(member), approval(address(member)), person, signature(key, hash));
        executeSigned(outer, call(address(probe), APPROVE), signatures);
        vm.assertEq(probe.calls(), 1, "approved hash");

        // By EIP-1271: s says where the signature's bytes are.
        hash = safeHash(outer, call(address(probe), APPROVE), 1);
        bytes memory inner = signMessage(member, hash);
        bytes memory pointer = abi.encodePacked(uint256(uint160(address(member))), uint256(130), uint8(0));
        signatures = bytes.concat(
            sorted(address(member), pointer, person, signature(key, hash)),
            abi.encodePacked(inner.length, inner)
        );
        executeSigned(outer, call(address(probe), APPROVE), signatures);
        vm.assertEq(probe.calls(), 2, "EIP-1271");
        vm.assertEq(probe.signers().length, 2, "signers");
    }

    function test_UnsortedSignaturesAreRefusedByTheSafe() external {
        SafeTx memory transaction = call(address(probe), APPROVE);
        bytes32 hash = safeHash(committee, transaction, 0);
        bytes memory signatures = bytes.concat(signature(committeeKeys[1], hash), signature(committeeKeys[0], hash));
        vm.expectRevert(bytes("GS026"));
        executeSigned(committee, transaction, signatures);
    }

    // ------------------------------------------------------------------------------------------------------- hash

    function testFuzz_HashIsTheSafes(
        address to,
        uint256 value,
        bytes calldata data,
        bool delegate,
        uint256 nonce
    ) external view {
        Enum.Operation operation = delegate ? Enum.Operation.DelegateCall : Enum.Operation.Call;
        vm.assertEq(
            SafeTransactionHash.compute(address(committee), to, value, data, operation, nonce),
            safeHash(committee, SafeTx(to, value, data, operation), nonce),
            "hash"
        );
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    function assertSigners(address first, address second) private view {
        address[] memory signers = probe.signers();
        vm.assertEq(signers.length, 2, "number of signers");
        vm.assertEq(signers[0], first, "first signer");
        vm.assertEq(signers[1], second, "second signer");
    }

    /// @dev A registered 2-of-3 with a Safe among its owners.
    function councilOf(address member, address person) private returns (ISafe outer) {
        address[] memory owners = new address[](3);
        (owners[0], owners[1], owners[2]) = (member, person, stranger);
        outer = bear(birthOf(owners, 2, 22));
        for (uint256 i = 0; i < 3; ++i) seat(outer, owners[i], 2);
        guard.registerCouncil(address(outer), birthOf(owners, 2, 22), committeePolicy());
    }

    function signMessage(ISafe safe, bytes32 hash) private view returns (bytes memory signatures) {
        bytes32 typed = keccak256(abi.encode(keccak256("SafeMessage(bytes message)"), keccak256(abi.encode(hash))));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", safe.domainSeparator(), typed));
        return bytes.concat(signature(committeeKeys[0], digest), signature(committeeKeys[1], digest));
    }

    function signature(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function approval(address owner) private pure returns (bytes memory) {
        return abi.encodePacked(uint256(uint160(owner)), uint256(0), uint8(1));
    }

    function sorted(address a, bytes memory ofA, address b, bytes memory ofB) private pure returns (bytes memory) {
        return a < b ? bytes.concat(ofA, ofB) : bytes.concat(ofB, ofA);
    }
}

/// @notice Answers the guard as a Safe would.
contract FakeSafe {
    address private _owner;

    function takeOff(IGovernanceGuard guard, address owner) external {
        _owner = owner;
        bytes memory signature = abi.encodePacked(uint256(uint160(owner)), uint256(0), uint8(1));
        (bool success, ) = address(guard).call(
            abi.encodeWithSignature(
                "checkTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes,address)",
                address(1),
                0,
                "",
                0,
                0,
                0,
                0,
                address(0),
                address(0),
                signature,
                address(this)
            )
        );
        require(success, "taken off");
    }

    function nonce() external pure returns (uint256) {
        return 1;
    }

    function getThreshold() external pure returns (uint256) {
        return 1;
    }

    function isOwner(address who) external view returns (bool) {
        return who == _owner;
    }
}
