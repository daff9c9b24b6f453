// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagerUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagerUpgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {EvidenceChain} from "../evidence/EvidenceChain.sol";

/**
 * @title RecordedAccessManager
 * @notice OpenZeppelin's AccessManager, each of whose events moves the evidence chain right after it was emitted,
 * without the settings that the registry has no use for.
 */
abstract contract RecordedAccessManager is AccessManagerUpgradeable, EvidenceChain {
    // ----------------------------------------------------------------------------------------------------- roles

    /// @inheritdoc IAccessManager
    function labelRole(uint64 roleId, string calldata label) public virtual override {
        super.labelRole(roleId, label);
        _follow(RoleLabel.selector, bytes.concat(bytes32(uint256(roleId)), abi.encode(label)));
    }

    function _grantRole(
        uint64 roleId,
        address account,
        uint32 grantDelay,
        uint32 executionDelay
    ) internal virtual override returns (bool newMember) {
        newMember = super._grantRole(roleId, account, grantDelay, executionDelay);
        (uint48 since, , , uint48 effect) = getAccess(roleId, account);
        // For a member whose delay changes, the event tells when the new delay takes effect: at once unless it is lower.
        if (!newMember) since = effect == 0 ? uint48(block.timestamp) : effect;
        _follow(RoleGranted.selector, abi.encode(roleId, account, executionDelay, since, newMember));
    }

    function _revokeRole(uint64 roleId, address account) internal virtual override returns (bool revoked) {
        revoked = super._revokeRole(roleId, account);
        if (revoked) _followTwo(RoleRevoked.selector, roleId, uint160(account));
    }

    function _setRoleAdmin(uint64 roleId, uint64 admin) internal virtual override {
        super._setRoleAdmin(roleId, admin);
        _followTwo(RoleAdminChanged.selector, roleId, admin);
    }

    // --------------------------------------------------------------------------------------------------- targets

    function _setTargetFunctionRole(address target, bytes4 selector, uint64 roleId) internal virtual override {
        super._setTargetFunctionRole(target, selector, roleId);
        _followThree(TargetFunctionRoleUpdated.selector, uint160(target), roleId, uint256(bytes32(selector)));
    }

    function _setTargetClosed(address target, bool closed) internal virtual override {
        super._setTargetClosed(target, closed);
        _followTwo(TargetClosed.selector, uint160(target), closed ? 1 : 0);
    }

    // ---------------------------------------------------------------------------------------------------- locked

    /// @dev Locked: who may cancel what is fixed in {_canCancel}.
    function _setRoleGuardian(uint64, uint64) internal pure override {
        revert AccessManagerLockedFunction(msg.sig);
    }

    /// @dev Locked: a grant waits as long as the change that makes it.
    function _setGrantDelay(uint64, uint32) internal pure override {
        revert AccessManagerLockedFunction(msg.sig);
    }

    /**
     * @dev Locked: delays are the ChangeManager's business. One imposed here would shut changes out of the target's
     * mappings, because the ChangeManager schedules nothing in this contract.
     */
    function _setTargetAdminDelay(address, uint32) internal pure override {
        revert AccessManagerLockedFunction(msg.sig);
    }

    /// @inheritdoc IAccessManager
    /// @dev Locked: a governed contract stays under this registry, as the suite's own code does.
    function updateAuthority(address target, address newAuthority) public override onlyAuthorized {
        (target, newAuthority);
        revert AccessManagerLockedFunction(msg.sig);
    }

    /// @inheritdoc IAccessManager
    /// @dev Locked: a scheduled operation runs through {execute}, or as a call of this contract, and in no other way.
    function consumeScheduledOp(address caller, bytes calldata data) public pure override {
        (caller, data);
        revert AccessManagerLockedFunction(msg.sig);
    }

    // ------------------------------------------------------------------------------------------------ operations

    /// @inheritdoc IAccessManager
    function schedule(
        address target,
        bytes calldata data,
        uint48 when
    ) public virtual override returns (bytes32 operationId, uint32 nonce) {
        (operationId, nonce) = super.schedule(target, data, when);
        _follow(
            OperationScheduled.selector,
            bytes.concat(
                abi.encode(operationId, nonce),
                abi.encode(getSchedule(operationId), _msgSender(), target, data)
            )
        );
    }

    /// @inheritdoc IAccessManager
    function cancel(
        address caller,
        address target,
        bytes calldata data
    ) public virtual override returns (uint32 nonce) {
        nonce = super.cancel(caller, target, data);
        _followTwo(OperationCanceled.selector, uint256(hashOperation(caller, target, data)), nonce);
    }

    function _consumeScheduledOp(bytes32 operationId) internal virtual override returns (uint32 nonce) {
        nonce = super._consumeScheduledOp(operationId);
        _followTwo(OperationExecuted.selector, uint256(operationId), nonce);
    }

    // --------------------------------------------------------------------------------------------------- private

    /// @dev Events of two and of three words share one encoder each, which keeps the code small.
    function _followTwo(bytes32 topic0, uint256 first, uint256 second) private {
        _follow(topic0, abi.encode(first, second));
    }

    function _followThree(bytes32 topic0, uint256 first, uint256 second, uint256 third) private {
        _follow(topic0, abi.encode(first, second, third));
    }
}
