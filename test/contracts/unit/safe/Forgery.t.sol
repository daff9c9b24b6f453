// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {GovernanceGuard} from "../../../../contracts/safe/GovernanceGuard.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {MultiSendReader} from "../../../../contracts/safe/libraries/MultiSendReader.sol";
import {SafeCallRules} from "../../../../contracts/safe/libraries/SafeCallRules.sol";

import {CouncilFixture} from "./CouncilFixture.sol";
import {CouncilProbe} from "../../mocks/CouncilProbe.sol";

/// @notice Every way known to us of making the guard tell a lie, or of getting a Safe out of its hands.
contract ForgeryTest is CouncilFixture {
    bytes private constant APPROVE = abi.encodeCall(CouncilProbe.approve, ());

    // ------------------------------------------------------------------------------------------ calls to the guard

    function test_GuardCannotBeCalledByItsSafe() external {
        executeExpecting(committee, call(address(guard), forgedCheck()), two(), guardRefusal(forgedCheck()));
        bytes memory landing = abi.encodeCall(GovernanceGuard.checkAfterExecution, (bytes32(uint256(1)), true));
        executeExpecting(committee, call(address(guard), landing), two(), guardRefusal(landing));
        executeExpecting(committee, call(address(guard), ""), two(), guardRefusal(hex"00000000"));
    }

    function test_GuardCannotBeCalledFromABatch() external {
        bytes memory landing = abi.encodeCall(GovernanceGuard.checkAfterExecution, (bytes32(uint256(1)), true));
        bytes memory announce = abi.encodeCall(GovernanceGuard.announceExit, ());
        bytes memory innocent = packCall(address(probe), 0, APPROVE);
        bytes[3] memory forged = [landing, forgedCheck(), announce];
        for (uint256 i = 0; i < forged.length; ++i) {
            bytes memory packed = bytes.concat(innocent, packCall(address(guard), 0, forged[i]));
            executeExpecting(committee, batch(packed), two(), guardRefusal(forged[i]));
        }
    }

    function testFuzz_GuardHearsOnlyTheExitWords(bytes calldata data, uint256 value) external {
        bytes4 selector = data.length < 4 ? bytes4(0) : bytes4(data);
        vm.assume(
            data.length != 4 ||
                value != 0 ||
                (selector != GovernanceGuard.announceExit.selector && selector != GovernanceGuard.revokeExit.selector)
        );
        executeExpecting(
            committee,
            SafeTx(address(guard), value, data, Enum.Operation.Call),
            two(),
            abi.encodeWithSelector(SafeCallRules.GuardCallRefused.selector, address(committee), selector)
        );
    }

    function test_ExitWordsAreExact() external {
        bytes memory word = abi.encodeCall(GovernanceGuard.announceExit, ());
        bytes memory padded = bytes.concat(word, hex"00");
        executeExpecting(committee, call(address(guard), padded), two(), guardRefusal(padded));
        SafeTx memory paid = SafeTx(address(guard), 1, word, Enum.Operation.Call);
        executeExpecting(committee, paid, two(), guardRefusal(word));
    }

    /// @dev A stranger reaches the guard through the Safe's fallback handler only in the handler's name.
    function test_FallbackHandlerIsNotTheSafe() external {
        (bool success, ) = address(committee).call(
            abi.encodeCall(GovernanceGuard.checkAfterExecution, (bytes32(0), true))
        );
        vm.assertFalse(success, "the handler knows no such function");
    }

    // ------------------------------------------------------------------------------------------------ self-nesting

    function test_SafeCannotExecuteWithinItself() external {
        SafeTx memory inner = call(address(probe), APPROVE);
        bytes32 digest = safeHash(committee, inner, 1);
        bytes memory signatures = bytes.concat(sign(committeeKeys[0], digest), sign(committeeKeys[1], digest));
        bytes memory nested = encodeExecution(inner, signatures);
        SafeTx memory outer = call(address(probe), abi.encodeCall(CouncilProbe.relay, (address(committee), nested)));
        bytes32 outerHash = safeHash(committee, outer, 0);
        executeExpecting(
            committee,
            outer,
            two(),
            abi.encodeWithSelector(IGovernanceGuard.AlreadyInFlight.selector, address(committee), outerHash)
        );
    }

    // -------------------------------------------------------------------------------------------------- self-calls

    function test_SelfCallsThatOpenTheSafeAreRefused() external {
        bytes[6] memory calls = [
            abi.encodeWithSignature("enableModule(address)", stranger),
            abi.encodeWithSignature("disableModule(address,address)", address(1), stranger),
            abi.encodeWithSignature("setFallbackHandler(address)", stranger),
            abi.encodeWithSignature("approveHash(bytes32)", bytes32(uint256(1))),
            abi.encodeWithSignature("simulateAndRevert(address,bytes)", stranger, ""),
            bytes(hex"01")
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            bytes memory reason = selfRefusal(calls[i]);
            executeExpecting(committee, selfCall(committee, calls[i]), two(), reason);
            executeExpecting(committee, call(address(0), calls[i]), two(), reason);
            executeExpecting(committee, batch(packCall(address(committee), 0, calls[i])), two(), reason);
            // Safe 1.5.0's MultiSendCallOnly takes the zero address for the Safe.
            executeExpecting(committee, batch(packCall(address(0), 0, calls[i])), two(), reason);
        }
    }

    function test_ModuleCannotBeUsedAndUnlinkedInOneBatch() external {
        bytes memory enable = abi.encodeWithSignature("enableModule(address)", address(probe));
        bytes memory act = abi.encodeCall(
            CouncilProbe.relay,
            (
                address(committee),
                abi.encodeWithSignature(
                    "execTransactionFromModule(address,uint256,bytes,uint8)",
                    address(probe),
                    0,
                    APPROVE,
                    0
                )
            )
        );
        bytes memory disable = abi.encodeWithSignature("disableModule(address,address)", address(1), address(probe));
        bytes memory packed = bytes.concat(
            packCall(address(0), 0, enable),
            packCall(address(probe), 0, act),
            packCall(address(0), 0, disable)
        );
        executeExpecting(committee, batch(packed), two(), selfRefusal(enable));
    }

    function test_ModuleTransactionsAreRefused() external {
        // A module that came in unseen: its link is written to storage (mapping at slot 1).
        vm.store(address(committee), keccak256(abi.encode(stranger, uint256(1))), bytes32(uint256(1)));
        bytes memory reason = abi.encodeWithSelector(
            IGovernanceGuard.ModuleTransactionRefused.selector,
            address(committee),
            stranger
        );
        vm.expectRevert(reason);
        vm.prank(stranger);
        committee.execTransactionFromModule(address(probe), 0, APPROVE, Enum.Operation.Call);

        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, address(this)));
        guard.checkAfterModuleExecution(bytes32(0), true);
    }

    function test_GuardsCannotBeReplaced() external {
        string[2] memory setters = ["setGuard(address)", "setModuleGuard(address)"];
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory foreign = abi.encodeWithSignature(setters[i], address(probe));
            executeExpecting(committee, selfCall(committee, foreign), two(), foreignGuard(foreign, address(probe)));
            // Taking it off is for the end of an exit, and never part of a batch.
            bytes memory none = abi.encodeWithSignature(setters[i], address(0));
            bytes memory packed = packCall(address(0), 0, none);
            executeExpecting(committee, batch(packed), two(), foreignGuard(none, address(0)));
            // A dirty word is not the guard's address, whatever the Safe makes of it.
            bytes memory dirty = abi.encodePacked(bytes4(none), uint256(uint160(address(guard))) | (1 << 255));
            executeExpecting(committee, selfCall(committee, dirty), two(), foreignGuard(dirty, address(guard)));
            bytes memory short = abi.encodePacked(bytes4(none));
            executeExpecting(committee, selfCall(committee, short), two(), selfRefusal(short));

            execute(committee, address(committee), abi.encodeWithSignature(setters[i], address(guard)), two());
        }
        vm.assertEq(guard.councilOf(address(committee)).epoch, 1, "nothing changed");
    }

    function test_SelfCallWithValueIsRefused() external {
        executeExpecting(
            committee,
            SafeTx(address(committee), 1, "", Enum.Operation.Call),
            two(),
            abi.encodeWithSelector(SafeCallRules.SelfCallWithValue.selector, address(committee), 1)
        );
    }

    /// @dev How Safe wallets reject what was signed for a nonce.
    function test_RejectionPasses() external {
        execute(committee, address(committee), "", two());
        vm.assertEq(committee.nonce(), 1, "used up");
    }

    // ------------------------------------------------------------------------------------------------ delegatecall

    /// @dev Bybit, 2025: the singleton in slot 0 is replaced by a delegatecall that looks like a transfer.
    function test_DelegatecallSwapIsRefused() external {
        SingletonSwap swapper = new SingletonSwap();
        SafeTx memory transaction = SafeTx(
            address(swapper),
            0,
            abi.encodeCall(SingletonSwap.transfer, (stranger, 0)),
            Enum.Operation.DelegateCall
        );
        executeExpecting(committee, transaction, two(), delegateRefusal(address(swapper)));

        // The official MultiSend delegatecalls on.
        transaction.to = multiSend;
        executeExpecting(committee, transaction, two(), delegateRefusal(multiSend));
        // A batch carries no value of its own.
        transaction = batch(packCall(address(probe), 0, APPROVE));
        transaction.value = 1;
        executeExpecting(committee, transaction, two(), delegateRefusal(multiSendCallOnly));
    }

    function test_DelegatecallInsideABatchIsRefused() external {
        bytes memory entry = packCall(address(probe), 0, APPROVE);
        entry[0] = 0x01;
        executeExpecting(
            committee,
            batch(entry),
            two(),
            abi.encodeWithSelector(MultiSendReader.BatchOperationRefused.selector, 0, 1)
        );
    }

    function test_ReplacedMultiSendIsRefused() external {
        vm.etch(multiSendCallOnly, address(probe).code);
        SafeTx memory transaction = batch(packCall(address(probe), 0, APPROVE));
        executeExpecting(committee, transaction, two(), delegateRefusal(multiSendCallOnly));
    }

    function test_BatchIsBounded() external {
        bytes memory packed;
        for (uint256 i = 0; i < 32; ++i) packed = bytes.concat(packed, packCall(address(probe), 0, APPROVE));
        executeTx(committee, batch(packed), two());
        vm.assertEq(probe.calls(), 32, "calls");

        packed = bytes.concat(packed, packCall(address(probe), 0, APPROVE));
        executeExpecting(
            committee,
            batch(packed),
            two(),
            abi.encodeWithSelector(MultiSendReader.TooManyCalls.selector, 32)
        );
    }

    // ------------------------------------------------------------------------------------------------------ refund

    /// @dev Gas refund would be a call in the Safe's name to a token of the signers' choice.
    function testFuzz_RefundIsRefused(uint8 field, uint256 amount) external {
        uint256[5] memory fields;
        fields[field % 5] = bound(amount, 1, type(uint160).max);
        bytes32 digest = committee.getTransactionHash(
            address(probe),
            0,
            APPROVE,
            Enum.Operation.Call,
            fields[0],
            fields[1],
            fields[2],
            address(uint160(fields[3])),
            address(uint160(fields[4])),
            0
        );
        bytes memory signatures = bytes.concat(sign(committeeKeys[0], digest), sign(committeeKeys[1], digest));
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.RefundRefused.selector, address(committee)));
        committee.execTransaction(
            address(probe),
            0,
            APPROVE,
            Enum.Operation.Call,
            fields[0],
            fields[1],
            fields[2],
            address(uint160(fields[3])),
            payable(address(uint160(fields[4]))),
            signatures
        );
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    /// @dev The Safe itself claims that all of the committee signed something harmless.
    function forgedCheck() private view returns (bytes memory) {
        bytes memory signatures = bytes.concat(approvalOf(committeeOwners[1]), approvalOf(committeeOwners[2]));
        return encodeCheck(signatures);
    }

    function encodeCheck(bytes memory signatures) private view returns (bytes memory) {
        return
            abi.encodeCall(
                GovernanceGuard.checkTransaction,
                (address(probe), 0, APPROVE, Enum.Operation.Call, 0, 0, 0, address(0), payable(0), signatures, stranger)
            );
    }

    function encodeExecution(SafeTx memory transaction, bytes memory signatures) private pure returns (bytes memory) {
        return
            abi.encodeCall(
                ISafe.execTransaction,
                (
                    transaction.to,
                    transaction.value,
                    transaction.data,
                    transaction.operation,
                    0,
                    0,
                    0,
                    address(0),
                    payable(0),
                    signatures
                )
            );
    }

    function approvalOf(address owner) private pure returns (bytes memory) {
        return abi.encodePacked(uint256(uint160(owner)), uint256(0), uint8(1));
    }

    function sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function guardRefusal(bytes memory data) private view returns (bytes memory) {
        return abi.encodeWithSelector(SafeCallRules.GuardCallRefused.selector, address(committee), bytes4(data));
    }

    function selfRefusal(bytes memory data) private view returns (bytes memory) {
        bytes4 selector = data.length < 4 ? bytes4(0) : bytes4(data);
        return abi.encodeWithSelector(SafeCallRules.SelfCallRefused.selector, address(committee), selector);
    }

    function foreignGuard(bytes memory data, address given) private view returns (bytes memory) {
        return abi.encodeWithSelector(SafeCallRules.ForeignGuard.selector, address(committee), bytes4(data), given);
    }

    function delegateRefusal(address to) private view returns (bytes memory) {
        return abi.encodeWithSelector(IGovernanceGuard.DelegateCallRefused.selector, address(committee), to);
    }
}

/// @notice What replaced the singleton of Bybit's Safe, reduced to its point.
contract SingletonSwap {
    uint256 private _singleton;

    function transfer(address to, uint256) external {
        _singleton = uint256(uint160(to));
    }
}
