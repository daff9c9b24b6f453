// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    BatchLeaf,
    CredentialStatus,
    ICredentialLedger
} from "../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {CredentialLedger} from "../../../../contracts/identity/CredentialLedger.sol";
import {CredentialLedgerTest} from "../../unit/identity/CredentialLedger/CredentialLedgerTest.sol";
import {CredentialTree} from "../../support/CredentialTree.sol";
import {EvidenceReplay} from "../../support/EvidenceReplay.sol";
import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {SystemIds} from "../../../../contracts/emergency/SystemIds.sol";
import {Vm} from "../../support/Vm.sol";

/**
 * @notice Two issuers issue and revoke six credentials, singly and in three overlapping batches of four; a verifier
 * checks them; modes change and time passes.
 * @dev What happened is read from the logs alone, and the tallies know nothing of the ledger's storage.
 */
contract CredentialHandler is CredentialLedgerTest {
    using CredentialTree for CredentialTree.Tree;
    using EvidenceReplay for bytes32;

    mapping(address issuer => uint256) public issuedBy;
    mapping(address issuer => uint256) public revokedOf;
    mapping(bytes32 schemaId => uint256) public issuedUnder;
    uint256 public verified;
    uint256 public accepted;
    bytes32 public head;

    uint256 public backwardStatuses;
    uint256 public issuedAgainstAMode;
    uint256 public blockedRevocations;
    mapping(bytes32 topic0 => uint256) public events;

    bytes32[6] private _digests;
    BatchLeaf[] private _leaves;
    mapping(bytes32 subject => CredentialStatus) private _lastStatus;

    modifier watched() {
        vm.recordLogs();
        _;
        tally(vm.getRecordedLogs());
        watchStatuses();
    }

    constructor() {
        setUp();
        head = ledger.evidenceHead();
        for (uint256 i = 0; i < 6; ++i) _digests[i] = keccak256(abi.encode("digest", i));
        for (uint256 t = 0; t < 3; ++t) {
            bytes32[] memory digests = new bytes32[](4);
            for (uint256 i = 0; i < 4; ++i) digests[i] = _digests[t + i];
            CredentialTree.Tree memory tree = CredentialTree.over(digests, uint40(NOW + (t + 1) * 30 days));
            for (uint256 i = 0; i < 4; ++i) _leaves.push(tree.leaf(i));
        }
    }

    // ---------------------------------------------------------------------------------------------------- actions

    function issueOne(uint256 who, uint256 which, uint256 validity) external watched {
        (address by, bool open) = speaker(who);
        vm.prank(by);
        try ledger.issue(schema(which), _digests[which % 6], uint40(block.timestamp + (validity % 90 days))) {
            if (!open) ++issuedAgainstAMode;
        } catch {}
    }

    /// @dev Counts from one to five for four leaves: too small, right and too large.
    function issueMany(uint256 who, uint256 which, uint256 count) external watched {
        (address by, bool open) = speaker(who);
        vm.prank(by);
        try ledger.issueBatch(schema(which), leafAt(which).root, uint32(bound(count, 1, 5))) {
            if (!open) ++issuedAgainstAMode;
        } catch {}
    }

    function revokeOne(uint256 who, uint256 which, bool byAuthority) external watched {
        (address of_, ) = speaker(who);
        bytes32 digest = _digests[which % 6];
        (, uint40 issuedAt, , uint40 revokedAt) = ledger.credentialOf(of_, digest);
        bytes memory call =
            byAuthority
                ? abi.encodeCall(ledger.revokeFor, (of_, digest, REASON))
                : abi.encodeCall(ledger.revoke, (digest, REASON));
        mustRevoke(of_, call, byAuthority, issuedAt != 0 && revokedAt == 0);
    }

    function revokeOfBatch(uint256 who, uint256 which, bool byAuthority) external watched {
        (address of_, ) = speaker(who);
        BatchLeaf memory leaf = leafAt(which);
        CredentialStatus status = ledger.statusOfLeaf(of_, leaf);
        bytes memory call =
            byAuthority
                ? abi.encodeCall(ledger.revokeLeafFor, (of_, leaf, REASON))
                : abi.encodeCall(ledger.revokeLeaf, (leaf, REASON));
        bool standing = status == CredentialStatus.Active || status == CredentialStatus.Expired;
        mustRevoke(of_, call, byAuthority, standing);
    }

    function revokeMany(uint256 who, uint256 which, bool byAuthority) external watched {
        (address of_, ) = speaker(who);
        bytes32 root = leafAt(which).root;
        (, , , uint40 issuedAt, uint40 revokedAt) = ledger.batchOf(of_, root);
        bytes memory call =
            byAuthority
                ? abi.encodeCall(ledger.revokeBatchFor, (of_, root, REASON))
                : abi.encodeCall(ledger.revokeBatch, (root, REASON));
        mustRevoke(of_, call, byAuthority, issuedAt != 0 && revokedAt == 0);
    }

    function verify(uint256 who, uint256 which, bool verdict) external watched {
        (address of_, ) = speaker(who);
        vm.prank(verifier);
        try ledger.recordVerification(of_, _digests[which % 6], verdict, PURPOSE) {} catch {}
        vm.prank(verifier);
        try ledger.recordLeafVerification(of_, leafAt(which), verdict, PURPOSE) {} catch {}
    }

    function verifyMany(bytes32 root, uint32 count, uint32 accepting) external watched {
        vm.prank(verifier);
        try ledger.recordVerificationBatch(root, count % 1000, accepting % 1000) {} catch {}
    }

    function restrict(uint256 which, uint8 mode, uint256 volume) external {
        bytes32[3] memory systems = [service, SystemIds.issuer(issuer), SystemIds.issuer(otherIssuer)];
        // Every other time back to Normal, or nothing would ever be issued.
        modes.setMode(systems[which % 3], mode % 2 == 0 ? Mode.Normal : Mode((mode / 2) % 4));
        modes.setAvailable(service, volume % 20);
    }

    function wait(uint256 time) external watched {
        vm.warp(block.timestamp + (time % 10 days));
    }

    // ------------------------------------------------------------------------------------------------ observations

    function tally(Vm.Log[] memory logs) private {
        head = head.advance(logs, address(ledger));
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(ledger)) continue;
            bytes32 topic0 = logs[i].topics[0];
            address first = address(uint160(uint256(logs[i].topics[1])));
            ++events[topic0];
            if (topic0 == ICredentialLedger.CredentialIssued.selector) {
                add(first, logs[i].topics[3], 1);
            } else if (topic0 == ICredentialLedger.BatchIssued.selector) {
                add(first, logs[i].topics[3], abi.decode(logs[i].data, (uint32)));
            } else if (topic0 == ICredentialLedger.CredentialRevoked.selector) {
                ++revokedOf[first];
            } else if (topic0 == ICredentialLedger.BatchRevoked.selector) {
                (uint32 count, ) = abi.decode(logs[i].data, (uint32, bytes32));
                revokedOf[first] += count;
            } else {
                tallyVerification(topic0, logs[i].data);
            }
        }
    }

    function tallyVerification(bytes32 topic0, bytes memory data) private {
        if (topic0 == ICredentialLedger.VerificationRecorded.selector) {
            (, , bool verdict, ) = abi.decode(data, (bytes32, CredentialStatus, bool, bytes32));
            ++verified;
            if (verdict) ++accepted;
        } else {
            (uint32 count, uint32 accepting) = abi.decode(data, (uint32, uint32));
            verified += count;
            accepted += accepting;
        }
    }

    function watchStatuses() private {
        address[2] memory issuers = [issuer, otherIssuer];
        for (uint256 a = 0; a < 2; ++a) {
            for (uint256 i = 0; i < 6; ++i) {
                watch(keccak256(abi.encode(a, i)), ledger.statusOf(issuers[a], _digests[i]));
            }
            for (uint256 i = 0; i < _leaves.length; ++i) {
                watch(keccak256(abi.encode(a, "leaf", i)), ledger.statusOfLeaf(issuers[a], _leaves[i]));
            }
        }
    }

    function watch(bytes32 subject, CredentialStatus status) private {
        if (status < _lastStatus[subject]) ++backwardStatuses;
        _lastStatus[subject] = status;
    }

    function mustRevoke(address of_, bytes memory call, bool byAuthority, bool standing) private {
        vm.prank(byAuthority ? identityAuthority : of_);
        // solhint-disable-next-line avoid-low-level-calls
        (bool revoked, ) = address(ledger).call(call);
        if (revoked != standing) ++blockedRevocations;
    }

    function add(address by, bytes32 schemaId, uint256 count) private {
        issuedBy[by] += count;
        issuedUnder[schemaId] += count;
    }

    // ------------------------------------------------------------------------------------------------------ choices

    /// @return by An issuer.
    /// @return open Whether modes let it issue.
    function speaker(uint256 who) private view returns (address by, bool open) {
        by = who % 2 == 0 ? issuer : otherIssuer;
        (Mode ofService, ) = modes.modeOf(service);
        (Mode ofIssuer, ) = modes.modeOf(SystemIds.issuer(by));
        return (by, ofService <= Mode.Limited && ofIssuer <= Mode.Limited);
    }

    function schema(uint256 which) public pure returns (bytes32) {
        return which % 2 == 0 ? SCHEMA : keccak256("other schema");
    }

    function leafAt(uint256 which) private view returns (BatchLeaf memory) {
        return _leaves[which % _leaves.length];
    }

    function theLedger() external view returns (CredentialLedger) {
        return ledger;
    }

    function drawn() external view returns (uint256) {
        return modes.metered(service);
    }

    function people() external view returns (address, address, address) {
        return (issuer, otherIssuer, verifier);
    }
}
