// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {Change, ChangeStatus} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Puppeteer, YesMan} from "../../mocks/Impostors.sol";
import {SafeCallRules} from "../../../../contracts/safe/libraries/SafeCallRules.sol";

/// @notice Attempts to speak for a council without its quorum.
contract ForgedVoicesTest is GovernanceKit {
    /// @dev In a simulation anybody acts as the Safe, opens a flight with made-up signers and approves; then all of it
    /// reverts.
    function test_ASimulationLeavesNothing() external {
        carry(configChange(1 days));
        Change memory change = configChange(2 days);
        bytes32 id = propose(change);
        Puppeteer puppeteer = new Puppeteer();
        bytes32 head = guard.evidenceHead();
        (bool success, bytes memory answer) = address(technical.safe).call(
            abi.encodeWithSignature(
                "simulateAndRevert(address,bytes)",
                address(puppeteer),
                abi.encodeCall(
                    Puppeteer.speak,
                    (guard, _two(technical.owners), address(manager), approval(id, change.class))
                )
            )
        );
        vm.assertFalse(success, "always reverts");
        vm.assertEq(uint256(bytes32(answer)), 1, "the simulation itself got its voice");
        requireStatus(id, ChangeStatus.Proposed);
        vm.assertEq(guard.hashInFlight(address(technical.safe)), bytes32(0), "no flight");
        vm.assertEq(guard.evidenceHead(), head, "no evidence");
    }

    /// @dev The same through the fallback handler, which calls the simulation in the Safe's name.
    function test_ASimulationThroughTheHandlerLeavesNothing() external {
        carry(configChange(1 days));
        Change memory change = configChange(2 days);
        bytes32 id = propose(change);
        Puppeteer puppeteer = new Puppeteer();
        (bool success, ) = address(technical.safe).call(
            abi.encodeWithSignature(
                "simulate(address,bytes)",
                address(puppeteer),
                abi.encodeCall(
                    Puppeteer.speak,
                    (guard, _two(technical.owners), address(manager), approval(id, change.class))
                )
            )
        );
        vm.assertTrue(success, "simulated");
        requireStatus(id, ChangeStatus.Proposed);
    }

    function test_AnOwnerByContractIsOneVoiceOnly() external {
        address yes = address(new YesMan());
        _swapIn(yes);
        Change memory change = configChange(2 days);
        bytes32 id = propose(change);
        SafeTx memory transaction = SafeTx(address(manager), 0, approval(id, change.class), Enum.Operation.Call);

        bytes memory twice = bytes.concat(_contractRecord(yes, 130), _contractRecord(yes, 130), bytes32(0));
        vm.expectRevert(abi.encodeWithSignature("Error(string)", "GS026"));
        executeSigned(technical.safe, transaction, twice);

        executeSigned(technical.safe, transaction, _withContract(transaction, yes));
        requireStatus(id, ChangeStatus.Queued);
    }

    /// @dev The inner Safe speaks for its seat by executing the outer one's transaction; it is no council itself.
    function test_ASafeOnASafeSpeaksForOneSeat() external {
        (address[] memory insiders, uint256[] memory keys) = people("insiders", 3);
        ISafe inner = bear(birthOf(insiders, 2, 9));
        _swapIn(address(inner));
        Change memory change = configChange(2 days);
        bytes32 id = propose(change);
        bytes memory word = approval(id, change.class);

        bytes memory signatures = signSafe(
            inner,
            SafeTx(address(manager), 0, word, Enum.Operation.Call),
            pick(keys, 2)
        );
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, address(inner)));
        executeSigned(inner, SafeTx(address(manager), 0, word, Enum.Operation.Call), signatures);

        SafeTx memory outer = SafeTx(address(manager), 0, word, Enum.Operation.Call);
        execute(inner, address(technical.safe), _outerCall(outer, address(inner)), pick(keys, 2));
        requireStatus(id, ChangeStatus.Queued);
    }

    function test_TheChecksOfTheGuardAreNotForTheSafeToCall() external {
        bytes memory landing = abi.encodeWithSignature("checkAfterExecution(bytes32,bool)", bytes32(0), true);
        refused(
            technical,
            quorumOf(technical),
            address(guard),
            landing,
            abi.encodeWithSelector(SafeCallRules.GuardCallRefused.selector, address(technical.safe), bytes4(landing))
        );
    }

    // ---------------------------------------------------------------------------------------------------- private

    /// @dev The third technical person's place goes to `newcomer`.
    function _swapIn(address newcomer) private {
        carry(
            highRisk(
                address(registry),
                abi.encodeCall(
                    IRoleRegistry.assignSeat,
                    (address(technical.safe), newcomer, AGENCY, Constituencies.TECHNICAL)
                )
            )
        );
        execute(
            technical.safe,
            address(technical.safe),
            abi.encodeWithSignature(
                "swapOwner(address,address,address)",
                technical.owners[1],
                technical.owners[2],
                newcomer
            ),
            quorumOf(technical)
        );
    }

    function _outerCall(SafeTx memory outer, address inner) private view returns (bytes memory) {
        return
            abi.encodeCall(
                ISafe.execTransaction,
                (
                    outer.to,
                    0,
                    outer.data,
                    Enum.Operation.Call,
                    0,
                    0,
                    0,
                    address(0),
                    payable(address(0)),
                    _sorted(inner, bytes.concat(_word(inner), bytes32(0), bytes1(0x01)), outer, "")
                )
            );
    }

    function _withContract(SafeTx memory transaction, address yes) private view returns (bytes memory) {
        return _sorted(yes, _contractRecord(yes, 130), transaction, abi.encode(uint256(0)));
    }

    function _sorted(
        address other,
        bytes memory record,
        SafeTx memory transaction,
        bytes memory tail
    ) private view returns (bytes memory) {
        bytes memory person = signSafe(technical.safe, transaction, pick(technical.keys, 1));
        return other < technical.owners[0] ? bytes.concat(record, person, tail) : bytes.concat(person, record, tail);
    }

    function _contractRecord(address owner, uint256 offset) private pure returns (bytes memory) {
        return bytes.concat(_word(owner), bytes32(offset), bytes1(0x00));
    }

    function _word(address who) private pure returns (bytes32) {
        return bytes32(uint256(uint160(who)));
    }

    function _two(address[] memory owners) private pure returns (address[] memory two) {
        two = new address[](2);
        (two[0], two[1]) = (owners[0], owners[1]);
    }
}
