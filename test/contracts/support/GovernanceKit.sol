// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {
    Artifacts,
    Call,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager,
    Pin
} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {IGovernedProxy} from "../../../contracts/access/interfaces/IGovernedProxy.sol";
import {OperationsLog} from "../../../contracts/operations/OperationsLog.sol";

import {SuiteKit} from "./SuiteKit.sol";

/// @notice What people do with the suite, in their own words.
abstract contract GovernanceKit is SuiteKit {
    bytes32 internal constant NODE = keccak256("node");
    bytes32 internal constant REASON = keccak256("reason");

    uint256 private _salt;

    // ---------------------------------------------------------------------------------------------------- changes

    /// @dev A complete change of one call and its undoing, with everything pinned that it touches.
    function changeOf(
        ChangeClass class,
        address target,
        bytes memory data,
        bytes memory undo
    ) internal returns (Change memory change) {
        change = blank(class);
        change.calls = one(target, data);
        change.rollback = one(target, undo);
        change.irreversible = undo.length == 0;
        if (change.irreversible) change.rollback = new Call[](0);
        pinEverything(change);
    }

    /// @dev Paperwork without calls.
    function blank(ChangeClass class) internal returns (Change memory change) {
        change.class = class;
        change.artifacts = Artifacts("request", "security", "availability", "privacy", "rollback");
        change.salt = bytes32(++_salt);
        change.version = "1.1.0";
        change.uri = "changes/001";
    }

    function configChange(uint32 cadence) internal returns (Change memory) {
        return
            changeOf(
                ChangeClass.ConfigOnly,
                address(operations),
                abi.encodeCall(OperationsLog.setReleaseCadence, (NODE, cadence)),
                abi.encodeCall(OperationsLog.setReleaseCadence, (NODE, 1 hours))
            );
    }

    /// @dev Replaces the code behind a proxy; undone by putting the old code back.
    function upgradeOf(ChangeClass class, address proxy, address code) internal returns (Change memory) {
        return changeOf(class, proxy, upgradeCall(code), upgradeCall(IGovernedProxy(proxy).implementation()));
    }

    /// @dev A change of a core contract that cannot be undone by calls.
    function highRisk(address target, bytes memory data) internal returns (Change memory) {
        return changeOf(ChangeClass.HighRiskUpgrade, target, data, "");
    }

    function upgradeCall(address code) internal pure returns (bytes memory) {
        return abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (code, ""));
    }

    function one(address target, bytes memory data) internal pure returns (Call[] memory calls) {
        calls = new Call[](1);
        calls[0] = Call(target, 0, data);
    }

    function pinEverything(Change memory change) internal view {
        uint256 count = change.calls.length + change.rollback.length;
        Pin[] memory found = new Pin[](2 * count);
        uint256 size;
        for (uint256 i = 0; i < count; ++i) {
            Call memory call = i < change.calls.length ? change.calls[i] : change.rollback[i - change.calls.length];
            size = _pin(found, size, call.target);
            if (bytes4(call.data) == UUPSUpgradeable.upgradeToAndCall.selector) {
                size = _pin(found, size, _firstAddress(call.data));
            }
        }
        change.pins = new Pin[](size);
        for (uint256 i = 0; i < size; ++i) change.pins[i] = found[i];
    }

    function idOf(Change memory change) internal view returns (bytes32) {
        return manager.hashChange(change, proposer);
    }

    // ------------------------------------------------------------------------------------------------------- acts

    function propose(Change memory change) internal returns (bytes32) {
        vm.prank(proposer);
        return manager.propose(change);
    }

    /// @dev What an approving Safe says for a change.
    function approval(bytes32 id, ChangeClass class) internal view returns (bytes memory) {
        return
            abi.encodeCall(IChangeManager.approve, (id, class, manager.roundOf(id), uint40(block.timestamp + 1 days)));
    }

    function approve(Body storage body, Change memory change) internal {
        speak(body, address(manager), approval(idOf(change), change.class));
    }

    function veto(Body storage body, uint64 role, bytes32 id) internal {
        speak(body, address(manager), abi.encodeCall(IChangeManager.veto, (id, role, REASON)));
    }

    function rollback(Body storage body, uint64 role, Change memory change) internal {
        speak(body, address(manager), abi.encodeCall(IChangeManager.rollback, (change, proposer, role, REASON)));
    }

    function executeChange(Change memory change) internal {
        vm.prank(executor);
        manager.execute(change, proposer, 0);
    }

    /// @dev Whole way of a change that nobody stops. Technical people approve what they may, the council the rest.
    function carry(Change memory change) internal returns (bytes32 id) {
        id = propose(change);
        approve(approverOf(change.class), change);
        vm.warp(manager.recordOf(id).readyAt);
        executeChange(change);
    }

    function approverOf(ChangeClass class) internal view returns (Body storage) {
        return class < ChangeClass.HighRiskUpgrade ? technical : governance;
    }

    /// @dev A quorum of the council calls something.
    function speak(Body storage body, address target, bytes memory data) internal {
        execute(body.safe, target, data, quorumOf(body));
    }

    // ---------------------------------------------------------------------------------------------------- refusals

    /// @dev People of a council call something and are refused with exactly `reason`.
    function refused(
        Body storage body,
        uint256[] memory keys,
        address target,
        bytes memory data,
        bytes memory reason
    ) internal {
        SafeTx memory transaction = SafeTx(target, 0, data, Enum.Operation.Call);
        bytes memory signatures = signSafe(body.safe, transaction, keys);
        vm.expectRevert(reason);
        executeSigned(body.safe, transaction, signatures);
    }

    /// @dev The office has had its veto of the change.
    function vetoRefused(Body storage body, uint64 role, bytes32 id) internal {
        refused(
            body,
            quorumOf(body),
            address(manager),
            abi.encodeCall(IChangeManager.veto, (id, role, REASON)),
            abi.encodeWithSelector(IChangeManager.AlreadyVetoed.selector, id, role)
        );
    }

    function executionRefused(Change memory change, bytes memory reason) internal {
        vm.expectRevert(reason);
        executeChange(change);
    }

    function proposalRefused(Change memory change, bytes memory reason) internal {
        vm.expectRevert(reason);
        propose(change);
    }

    function requireStatus(bytes32 id, ChangeStatus status) internal view {
        vm.assertEq(uint256(manager.statusOf(id)), uint256(status), "status");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _pin(Pin[] memory found, uint256 size, address who) private view returns (uint256) {
        for (uint256 i = 0; i < size; ++i) if (found[i].account == who) return size;
        found[size] = pinOf(who);
        return size + 1;
    }

    function pinOf(address who) internal view returns (Pin memory pin) {
        pin.account = who;
        pin.codehash = who.codehash;
        (bool answered, bytes memory answer) = who.staticcall(abi.encodeCall(IGovernedProxy.implementation, ()));
        if (!answered || answer.length != 32) return pin;
        pin.implementation = abi.decode(answer, (address));
        if (pin.implementation != address(0)) pin.implementationCodehash = pin.implementation.codehash;
    }

    function _firstAddress(bytes memory data) private pure returns (address who) {
        assembly ("memory-safe") {
            who := mload(add(data, 0x24))
        }
    }
}
