// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What an auditor reads from a contract whose events form a hash chain.
interface IEvidenceChain {
    /**
     * @notice The code of this contract is being replaced.
     * @param implementation The new implementation.
     * @param codehash Its code hash at that moment.
     */
    event UpgradeAuthorized(address indexed implementation, bytes32 codehash);

    /// @notice The head of the chain; the genesis value while nothing has been recorded.
    function evidenceHead() external view returns (bytes32);
}
