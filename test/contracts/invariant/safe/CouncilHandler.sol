// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {GovernanceGuard} from "../../../../contracts/safe/GovernanceGuard.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {CouncilFixture} from "../../unit/safe/CouncilFixture.sol";
import {CouncilProbe} from "../../mocks/CouncilProbe.sol";

/**
 * @notice Drives a committee and a council through whatever a threshold of their owners may sign, good or bad, while
 * seats move, policies change and time passes; and counts what must never happen.
 */
contract CouncilHandler is CouncilFixture {
    uint256 private constant PEOPLE = 8;

    /// @dev Owners and threshold of a live council changed without a new epoch (S3).
    uint256 public unmarkedChanges;
    /// @dev Somebody read signers who were not those who signed (S5).
    uint256 public falseSigners;
    /// @dev A council went from a status to one that does not follow it (S6).
    uint256 public forbiddenTransitions;
    /// @dev Owners of a live council changed without a signer of each constituency (S7).
    uint256 public unsignedChanges;

    /// @dev What the run reached, so that a test can tell that it is not idle.
    mapping(bytes32 what => uint256) public reached;

    ISafe[2] private _safes;
    address[] private _pool;
    mapping(address person => uint256 key) private _keys;
    mapping(address safe => bytes32) private _composition;
    mapping(address safe => IGovernanceGuard.Council) private _seen;
    // Of the transaction that is being tried.
    uint256 private _signed;

    constructor() {
        setUp();
        _safes = [committee, council];
        for (uint256 i = 0; i < 5; ++i) {
            _enroll(councilOwners[i], councilKeys[i]);
            if (i < 3) _enroll(committeeOwners[i], committeeKeys[i]);
        }
        for (uint256 i = 0; i < 2; ++i) {
            for (uint256 j = 0; j < PEOPLE; ++j) {
                if (registry.seatOf(address(_safes[i]), _pool[j]).entity == 0) {
                    seat(_safes[i], _pool[j], i == 0 ? 2 : uint8(1 + (j % 2)));
                }
            }
            _remember(_safes[i]);
        }
    }

    // ---------------------------------------------------------------------------------------------------- actions

    /// @dev The Safe calls a contract that asks the guard who signed.
    function approve(uint256 which, uint256 signers, bool batched) external {
        ISafe safe = _pick(which);
        SafeTx memory transaction = call(address(probe), abi.encodeCall(CouncilProbe.approve, ()));
        if (batched) transaction = batch(packCall(transaction.to, 0, transaction.data));
        (bool success, address[] memory signed) = _try(safe, transaction, signers);
        if (!success) return;
        ++reached["approve"];
        if (keccak256(abi.encode(probe.signers())) != keccak256(abi.encode(signed))) ++falseSigners;
    }

    /// @dev Any change of owners or threshold, alone or as one of two in a batch.
    function changeOwners(uint256 which, uint256 kind, uint256 who, uint256 threshold, uint256 signers) external {
        ISafe safe = _pick(which);
        bytes memory data = _ownerChange(safe, kind % 4, who, bound(threshold, 1, 6));
        SafeTx memory transaction = selfCall(safe, data);
        if (kind % 3 == 0) {
            bytes memory second = abi.encodeWithSignature("changeThreshold(uint256)", bound(threshold, 2, 4));
            transaction = batch(bytes.concat(packCall(address(0), 0, data), packCall(address(safe), 0, second)));
        }
        (bool success, ) = _try(safe, transaction, signers);
        if (success) ++reached["changeOwners"];
    }

    /// @dev What no guarded Safe may do, alone, in a batch, or there by the zero address.
    function attack(uint256 which, uint256 kind, uint256 form, uint256 signers) external {
        ISafe safe = _pick(which);
        bytes[6] memory self = [
            abi.encodeWithSignature("enableModule(address)", address(this)),
            abi.encodeWithSignature("setFallbackHandler(address)", address(guard)),
            abi.encodeWithSignature("setGuard(address)", address(probe)),
            abi.encodeWithSignature("setModuleGuard(address)", address(0)),
            abi.encodeWithSignature("setGuard(address)", address(0)),
            abi.encodeWithSignature("approveHash(bytes32)", bytes32(signers))
        ];
        address to = address(safe);
        bytes memory data = self[kind % 6];
        if (kind % 7 == 6) {
            to = address(guard);
            data = abi.encodeCall(GovernanceGuard.checkAfterExecution, (guard.hashInFlight(address(safe)), true));
        }
        SafeTx memory transaction = call(to, data);
        if (form % 3 == 1) transaction = batch(packCall(to, 0, data));
        if (form % 3 == 2) transaction = batch(packCall(address(0), 0, data));
        if (form % 5 == 4) transaction = SafeTx(address(probe), 0, data, Enum.Operation.DelegateCall);
        (bool success, ) = _try(safe, transaction, signers);
        if (!success) ++reached["refused"];
    }

    /// @dev The Safe speaks of its exit, or takes a guard off.
    function departure(uint256 which, uint256 kind, uint256 signers) external {
        ISafe safe = _pick(which);
        SafeTx memory transaction = call(address(guard), abi.encodeCall(GovernanceGuard.announceExit, ()));
        if (kind % 4 == 1) transaction.data = abi.encodeCall(GovernanceGuard.revokeExit, ());
        if (kind % 4 == 2) transaction = selfCall(safe, abi.encodeWithSignature("setGuard(address)", address(0)));
        if (kind % 4 == 3) transaction = selfCall(safe, abi.encodeWithSignature("setModuleGuard(address)", address(0)));
        _try(safe, transaction, signers);
    }

    function reseat(uint256 which, uint256 who, uint8 constituency) external {
        constituency = uint8(bound(constituency, 0, 3));
        registry.seat(address(_pick(which)), _pool[who % PEOPLE], constituency == 0 ? 0 : 7, constituency);
    }

    function govern(uint256 which, uint256 kind, uint8 minThreshold, uint8 minOwners, uint32 constituencies) external {
        ISafe safe = _pick(which);
        if (kind % 16 == 0) {
            try guard.dismissCouncil(address(safe)) {} catch {}
        } else {
            minThreshold = uint8(bound(minThreshold, 2, 4));
            minOwners = uint8(bound(minOwners, minThreshold + 1, 7));
            try
                guard.setCouncilPolicy(
                    address(safe),
                    IGovernanceGuard.CouncilPolicy(minThreshold, minOwners, 9, constituencies & 14)
                )
            {
                ++reached["setCouncilPolicy"];
            } catch {}
        }
        _observe(safe, address(0));
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1 hours, 20 days));
    }

    // ---------------------------------------------------------------------------------------------------- observing

    function safeAt(uint256 index) external view returns (ISafe) {
        return _safes[index];
    }

    function theGuard() external view returns (GovernanceGuard) {
        return guard;
    }

    function handler() external view returns (address) {
        return fallbackHandler;
    }

    function singleton() external view returns (address) {
        return safeSingleton;
    }

    /// @dev Executes with as many owners as the threshold, chosen by `seed`.
    function _try(
        ISafe safe,
        SafeTx memory transaction,
        uint256 seed
    ) private returns (bool success, address[] memory signed) {
        uint256[] memory keys;
        (keys, signed) = _chosen(safe, seed);
        bytes memory signatures = signSafe(safe, transaction, keys);
        _signed = _constituencies(safe, signed);
        try this.executeAs(safe, transaction, signatures) {
            success = true;
        } catch {}
        _observe(safe, address(safe));
    }

    function executeAs(ISafe safe, SafeTx memory transaction, bytes memory signatures) external {
        require(msg.sender == address(this), "self");
        executeSigned(safe, transaction, signatures);
    }

    /// @dev Compares the Safe with what it was when it was seen last.
    function _observe(ISafe safe, address actor) private {
        IGovernanceGuard.Council memory before = _seen[address(safe)];
        IGovernanceGuard.Council memory present = guard.councilOf(address(safe));
        bool changed = _compositionOf(safe) != _composition[address(safe)];
        if (changed && _live(before.status)) {
            if (present.epoch <= before.epoch) ++unmarkedChanges;
            if (actor == address(0) || before.constituencies & ~_signed != 0) ++unsignedChanges;
            ++reached["changed"];
        }
        if (present.epoch < before.epoch) ++unmarkedChanges;
        if (!_follows(before.status, present.status)) ++forbiddenTransitions;
        if (present.status == IGovernanceGuard.CouncilStatus.Exited) ++reached["exited"];
        _remember(safe);
    }

    function _follows(
        IGovernanceGuard.CouncilStatus from,
        IGovernanceGuard.CouncilStatus to
    ) private pure returns (bool) {
        if (from == to) return true;
        if (from == IGovernanceGuard.CouncilStatus.Exited) return false;
        if (from == IGovernanceGuard.CouncilStatus.Dismissed) return to == IGovernanceGuard.CouncilStatus.Exited;
        // Nobody leaves without notice, nobody becomes unknown.
        if (from == IGovernanceGuard.CouncilStatus.Registered) {
            return to == IGovernanceGuard.CouncilStatus.ExitAnnounced || to == IGovernanceGuard.CouncilStatus.Dismissed;
        }
        return to != IGovernanceGuard.CouncilStatus.Unknown;
    }

    function _remember(ISafe safe) private {
        _composition[address(safe)] = _compositionOf(safe);
        _seen[address(safe)] = guard.councilOf(address(safe));
    }

    function _compositionOf(ISafe safe) private view returns (bytes32) {
        return keccak256(abi.encode(safe.getOwners(), safe.getThreshold()));
    }

    function _live(IGovernanceGuard.CouncilStatus status) private pure returns (bool) {
        return
            status == IGovernanceGuard.CouncilStatus.Registered ||
            status == IGovernanceGuard.CouncilStatus.ExitAnnounced;
    }

    // ------------------------------------------------------------------------------------------------------ choosing

    function _pick(uint256 which) private view returns (ISafe) {
        return _safes[which % 2];
    }

    function _chosen(ISafe safe, uint256 seed) private view returns (uint256[] memory keys, address[] memory signed) {
        address[] memory owners = safe.getOwners();
        uint256 threshold = safe.getThreshold();
        keys = new uint256[](threshold);
        signed = new address[](threshold);
        for (uint256 i = 0; i < threshold; ++i) keys[i] = _keys[owners[((seed % owners.length) + i) % owners.length]];
        keys = sortKeys(keys);
        for (uint256 i = 0; i < threshold; ++i) signed[i] = vm.addr(keys[i]);
    }

    function _constituencies(ISafe safe, address[] memory signed) private view returns (uint256 present) {
        for (uint256 i = 0; i < signed.length; ++i) {
            present |= uint256(1) << registry.seatOf(address(safe), signed[i]).constituency;
        }
    }

    function _ownerChange(
        ISafe safe,
        uint256 kind,
        uint256 who,
        uint256 threshold
    ) private view returns (bytes memory) {
        address[] memory owners = safe.getOwners();
        address newcomer = _pool[who % PEOPLE];
        address leaver = owners[who % owners.length];
        if (kind == 0) return swap(safe, leaver, newcomer);
        if (kind == 1) return abi.encodeWithSignature("addOwnerWithThreshold(address,uint256)", newcomer, threshold);
        if (kind == 2) {
            return
                abi.encodeWithSignature(
                    "removeOwner(address,address,uint256)",
                    previousOwner(safe, leaver),
                    leaver,
                    threshold
                );
        }
        return abi.encodeWithSignature("changeThreshold(uint256)", threshold);
    }

    function _enroll(address person, uint256 key) private {
        _pool.push(person);
        _keys[person] = key;
    }
}
