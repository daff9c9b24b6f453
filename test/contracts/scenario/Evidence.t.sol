// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {BreakGlassKit} from "../support/BreakGlassKit.sol";
import {Change, ChangeClass} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {Constituencies} from "../../../contracts/access/Constituencies.sol";
import {EvidenceReplay} from "../support/EvidenceReplay.sol";
import {IEvidenceChain} from "../../../contracts/evidence/interfaces/IEvidenceChain.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {Vm} from "../support/Vm.sol";

/// @notice An auditor recomputes every chain from the logs after a long and mixed life; storage lies where it is said to.
contract EvidenceTest is BreakGlassKit {
    using EvidenceReplay for bytes32;

    function test_EveryHeadFollowsFromTheLogs() external {
        bytes32[4] memory heads = _heads();
        vm.recordLogs();
        _live();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        address[4] memory emitters = _emitters();
        bytes32[4] memory now_ = _heads();
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertNotEq(heads[i], now_[i], "moved");
            vm.assertEq(heads[i].advance(logs, emitters[i]), now_[i], "recomputed");
        }
    }

    function test_StorageLiesInItsNamespaces() external {
        carry(configChange(2 days));
        Change memory change = configChange(1 days);
        bytes32 id = propose(change);
        bytes memory data = abi.encodeCall(IAccessManager.revokeRole, (Roles.CHANGE_EXECUTOR, executor));
        bytes32 operation = schedule(address(registry), data);

        address[4] memory emitters = _emitters();
        bytes32[4] memory heads = _heads();
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(vm.load(emitters[i], _namespace("sign.storage.EvidenceChain")), heads[i], "head");
        }
        uint256 word = uint256(vm.load(address(registry), _namespace("sign.storage.RoleRegistry.Offices")));
        vm.assertEq(address(uint160(word)), address(manager), "offices");
        word = uint256(vm.load(address(registry), _namespace("sign.storage.RoleRegistry.Seats")));
        vm.assertEq(word, 0x7e, "entities 1 to 6");
        word = uint256(_entry(address(registry), "sign.storage.RoleRegistry.Mandates", _key(address(technical.safe))));
        vm.assertEq(word >> 48, 1, "one dated grant");
        word = uint256(
            _entry(address(registry), "sign.storage.RoleRegistry.Conflicts", bytes32(uint256(Roles.MONITOR)))
        );
        vm.assertEq(word, registry.conflictsOf(Roles.MONITOR), "conflicts");
        vm.assertTrue(word != 0, "conflicts of the monitor");
        word = uint256(_entry(address(registry), "sign.storage.RoleRegistry.BreakGlass", operation));
        vm.assertEq(word, 1, "scheduled once");
        word = uint256(_entry(address(manager), "sign.storage.ChangeManager", id));
        vm.assertEq(word & 0xf, 1, "proposed");
        bytes32 slot = keccak256(abi.encode(NODE, _namespace("sign.storage.OperationsLog")));
        word = uint256(vm.load(address(operations), bytes32(uint256(slot) + 1)));
        vm.assertEq(word >> 40, 2 days, "cadence");
    }

    // ---------------------------------------------------------------------------------------------------- private

    /// @dev Something of everything, refusals included, in one block.
    function _live() private {
        carry(configChange(2 days));
        Change memory upgrade = upgradeOf(
            ChangeClass.RoutineUpgrade,
            address(operations),
            deploy("OperationsLogRehearsal", "")
        );
        bytes32 id = propose(upgrade);
        approve(technical, upgrade);
        veto(emergency, Roles.EMERGENCY_COUNCIL, id);
        approve(technical, upgrade);
        vm.warp(manager.recordOf(id).readyAt);
        executeChange(upgrade);
        rollback(emergency, Roles.EMERGENCY_COUNCIL, upgrade);

        (address heir, ) = account("heir");
        _core(
            abi.encodeCall(IRoleRegistry.assignSeat, (address(technical.safe), heir, AGENCY, Constituencies.TECHNICAL))
        );
        _core(abi.encodeCall(IAccessManager.labelRole, (Roles.MONITOR, "monitoring of rails")));
        _core(abi.encodeCall(IAccessManager.setTargetClosed, (address(operations), true)));
        _core(abi.encodeCall(IAccessManager.setRoleAdmin, (Roles.ISSUER, Roles.IDENTITY_AUTHORITY)));
        _core(abi.encodeCall(IAccessManager.grantRole, (Roles.CHANGE_EXECUTOR, operator, 3 days)));
        _core(abi.encodeCall(IAccessManager.grantRole, (Roles.CHANGE_EXECUTOR, operator, 1 days)));
        _core(abi.encodeCall(IAccessManager.revokeRole, (Roles.CHANGE_EXECUTOR, operator)));
        _core(upgradeCall(deploy("RoleRegistry", "")));
        speak(
            technical,
            address(technical.safe),
            abi.encodeWithSignature(
                "swapOwner(address,address,address)",
                technical.owners[1],
                technical.owners[2],
                heir
            )
        );
        speak(technical, address(guard), abi.encodeCall(IGovernanceGuard.announceExit, ()));
        speak(technical, address(guard), abi.encodeCall(IGovernanceGuard.revokeExit, ()));
        _breakGlassTwice();
    }

    function _breakGlassTwice() private {
        bytes memory data = abi.encodeCall(IAccessManager.labelRole, (Roles.VERIFIER, "verifier"));
        schedule(address(registry), data);
        speak(emergency, address(registry), cancelling(address(registry), data));
        justify(schedule(address(registry), data));
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        breakGlass(address(registry), data);
    }

    function _core(bytes memory data) private {
        carry(highRisk(address(registry), data));
    }

    function _emitters() private view returns (address[4] memory) {
        return [address(registry), address(manager), address(guard), address(operations)];
    }

    function _heads() private view returns (bytes32[4] memory heads) {
        address[4] memory emitters = _emitters();
        for (uint256 i = 0; i < 4; ++i) heads[i] = IEvidenceChain(emitters[i]).evidenceHead();
    }

    function _entry(address who, string memory namespace, bytes32 key) private view returns (bytes32) {
        return vm.load(who, keccak256(abi.encode(key, _namespace(namespace))));
    }

    function _key(address who) private pure returns (bytes32) {
        return bytes32(uint256(uint160(who)));
    }

    /// @dev ERC-7201.
    function _namespace(string memory id) private pure returns (bytes32) {
        return keccak256(abi.encode(uint256(keccak256(bytes(id))) - 1)) & ~bytes32(uint256(0xff));
    }
}
