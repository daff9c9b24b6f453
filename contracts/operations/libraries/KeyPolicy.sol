// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Custody, IKeyRegistry, Key, KeyCategory, KeyStatus, KeyTerms} from "../interfaces/IKeyRegistry.sol";

/**
 * @title KeyPolicy
 * @notice What the category of a key demands: custody, a period of rotation, and what a missed deadline does.
 * @dev "Baseline requirements" of the source text. The numbers are code: a looser policy is an upgrade.
 */
library KeyPolicy {
    /// @dev From the deadline on; tools warn 30, 7 and 1 days before it.
    uint40 internal constant GRACE = 7 days;

    /// @notice The id of a key whose public part has this digest: the category's number, and the digest without its first
    /// byte.
    function idIn(KeyCategory category, bytes32 digest) internal pure returns (bytes32) {
        return bytes32((uint256(digest) & (type(uint256).max >> 8)) | (uint256(category) << 248));
    }

    function requireTerms(KeyCategory category, KeyTerms calldata terms) internal view {
        _requireCustody(category, terms);
        (uint32 shortest, uint32 longest) = periodBounds(category);
        if (terms.rotationPeriod < shortest || terms.rotationPeriod > longest) {
            revert IKeyRegistry.RotationPeriodOutOfBounds(terms.rotationPeriod, shortest, longest);
        }
    }

    /// @notice The shortest and the longest time, in seconds, after which a key of the category is replaced.
    function periodBounds(KeyCategory category) internal pure returns (uint32 shortest, uint32 longest) {
        if (category == KeyCategory.Governance) return (90 days, 730 days);
        if (category == KeyCategory.Operator) return (7 days, 365 days);
        if (category == KeyCategory.Issuer) return (30 days, 365 days);
        return (30 days, 730 days);
    }

    /// @notice The status by the clock: a compromise and an end outlast every deadline.
    function statusOf(Key storage key) internal view returns (KeyStatus) {
        KeyStatus stored = key.status;
        if (stored != KeyStatus.Current) return stored;
        uint40 dueAt = key.dueAt;
        if (block.timestamp < dueAt) return KeyStatus.Current;
        return block.timestamp < dueAt + GRACE ? KeyStatus.Due : KeyStatus.Overdue;
    }

    /**
     * @dev Neither the clock nor a report ever blocks a governance key: an operator who reports the councils' keys must
     * not silence the councils. An audit key opens what was written before, so that its deadline blocks nothing.
     */
    function isUsable(KeyCategory category, KeyStatus status) internal pure returns (bool) {
        if (status == KeyStatus.Current || status == KeyStatus.Due) return true;
        if (status == KeyStatus.Overdue) {
            return category == KeyCategory.Governance || category == KeyCategory.Audit;
        }
        return status == KeyStatus.Compromised && category == KeyCategory.Governance;
    }

    function _requireCustody(KeyCategory category, KeyTerms calldata terms) private view {
        Custody custody = terms.custody;
        if (custody == Custody.None) revert IKeyRegistry.CustodyMissing();
        if (custody == Custody.Multisig) {
            if (terms.holder.code.length == 0) revert IKeyRegistry.MultisigRequired(terms.holder);
            return;
        }
        if (custody == Custody.Software && category == KeyCategory.Governance) {
            revert IKeyRegistry.CustodyTooWeak(category, custody);
        }
        if (terms.custodyDigest == bytes32(0)) revert IKeyRegistry.CustodyDigestMissing(custody);
    }
}
