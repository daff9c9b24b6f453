// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Artifacts, Call, Change, ChangeClass, IChangeManager} from "../interfaces/IChangeManager.sol";

/**
 * @title ChangeContent
 * @notice A change carries its paperwork or it does not exist ("Required artifacts for each change" of the source text),
 * and it says how it is undone.
 */
library ChangeContent {
    uint256 internal constant MAX_CALLS = 16;
    uint256 internal constant MAX_PINS = 32;

    error RollbackWithValue(address target, uint256 value);
    error RollbackTargetUnrelated(address target);

    /// @notice The id of a change: all of it, bound to chain, contract and proposer.
    function hash(Change calldata change, address proposer) internal view returns (bytes32) {
        return keccak256(encode(change, proposer));
    }

    /// @notice What the id is the hash of.
    function encode(Change calldata change, address proposer) internal view returns (bytes memory) {
        return abi.encode(block.chainid, address(this), proposer, change);
    }

    /**
     * @notice The same for a change that was proposed before, taken from the calldata as it lies there, which must end
     * with the change.
     * @dev A proposal's id is the hash of the one canonical encoding, so whatever is laid out otherwise is an unknown
     * change. What has the hash of a known one is that encoding, and read as what was proposed.
     */
    function presented(Change calldata change, address proposer) internal view returns (bytes memory content) {
        assembly ("memory-safe") {
            content := mload(0x40)
            let size := sub(calldatasize(), change)
            mstore(content, add(size, 128))
            mstore(add(content, 0x20), chainid())
            mstore(add(content, 0x40), address())
            mstore(add(content, 0x60), proposer)
            mstore(add(content, 0x80), 128)
            calldatacopy(add(content, 0xa0), change, size)
            mstore(0x40, add(add(content, 0xa0), and(add(size, 31), not(31))))
        }
    }

    /**
     * @notice `abi.encode(approveBy, change)`, the content of the proposal's event, made of what {encode} returned.
     * @dev In place, because encoding is the greater part of what proposing a long change costs: both encodings end with
     * the change; of four words of head (chain, contract, proposer, offset 128) the event needs two (time, offset 64),
     * and one more holds the length. `encoded` is destroyed.
     */
    function intoProposal(bytes memory encoded, uint40 approveBy) internal pure returns (bytes memory proposal) {
        assembly ("memory-safe") {
            proposal := add(encoded, 64)
            mstore(proposal, sub(mload(encoded), 64))
            mstore(add(proposal, 32), approveBy)
            mstore(add(proposal, 64), 64)
        }
    }

    /// @notice Reverts unless the change is complete and of a shape that its class allows.
    function requireComplete(
        Change calldata change,
        Call[] calldata calls,
        Call[] calldata rollback,
        uint256 pins
    ) internal pure {
        _requireArtifacts(change.artifacts);
        if (bytes(change.version).length == 0) revert IChangeManager.VersionMissing();
        if (change.class == ChangeClass.DocOnly) {
            if (calls.length + rollback.length + pins != 0) {
                revert IChangeManager.CallsNotAllowed(change.class);
            }
            return;
        }
        if (change.class == ChangeClass.EmergencyFix && change.incident == bytes32(0)) {
            revert IChangeManager.IncidentMissing();
        }
        if (calls.length == 0) revert IChangeManager.CallsMissing();
        if (calls.length > MAX_CALLS) revert IChangeManager.TooManyCalls(calls.length, MAX_CALLS);
        if (pins > MAX_PINS) revert IChangeManager.TooManyPins(pins, MAX_PINS);
        _requireRollback(change.irreversible, calls, rollback);
    }

    function _requireArtifacts(Artifacts calldata artifacts) private pure {
        if (artifacts.request == bytes32(0)) revert IChangeManager.ArtifactMissing("request");
        if (artifacts.securityImpact == bytes32(0)) revert IChangeManager.ArtifactMissing("securityImpact");
        if (artifacts.availabilityImpact == bytes32(0)) revert IChangeManager.ArtifactMissing("availabilityImpact");
        if (artifacts.privacyImpact == bytes32(0)) revert IChangeManager.ArtifactMissing("privacyImpact");
        if (artifacts.rollbackPlan == bytes32(0)) revert IChangeManager.ArtifactMissing("rollbackPlan");
    }

    /// @dev A rollback only undoes: it reaches nothing that the change did not reach, and sends nothing.
    function _requireRollback(bool irreversible, Call[] calldata calls, Call[] calldata rollback) private pure {
        uint256 count = rollback.length;
        if (irreversible) {
            if (count != 0) revert IChangeManager.RollbackNotAllowed();
            return;
        }
        if (count == 0) revert IChangeManager.RollbackMissing();
        if (count > MAX_CALLS) revert IChangeManager.TooManyCalls(count, MAX_CALLS);
        for (uint256 i = 0; i < count; ++i) {
            Call calldata call = rollback[i];
            address target = call.target;
            if (call.value != 0) revert RollbackWithValue(target, call.value);
            if (!_isTarget(calls, target)) revert RollbackTargetUnrelated(target);
        }
    }

    function _isTarget(Call[] calldata calls, address target) private pure returns (bool) {
        for (uint256 i = 0; i < calls.length; ++i) {
            if (calls[i].target == target) return true;
        }
        return false;
    }
}
