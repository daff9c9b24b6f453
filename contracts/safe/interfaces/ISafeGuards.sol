// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/**
 * @notice What a Safe asks its transaction guard; ERC-165 id 0xe6d7a83a.
 * @dev Declared here as in `base/GuardManager.sol` of the Safe contracts, which would bring the Safe's code with it.
 */
interface ITransactionGuard is IERC165 {
    /// @notice Reverts unless the calling Safe may execute this transaction, whose signatures it has verified.
    function checkTransaction(
        address to,
        uint256 value,
        bytes memory data,
        Enum.Operation operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address payable refundReceiver,
        bytes memory signatures,
        address executor
    ) external;

    /// @notice Reverts unless the state that the transaction left behind is acceptable.
    function checkAfterExecution(bytes32 hash, bool success) external;
}

/**
 * @notice What a Safe asks its module guard (Safe 1.5.0); ERC-165 id 0x58401ed8.
 * @dev Declared here as in `base/ModuleManager.sol` of the Safe contracts.
 */
interface IModuleGuard is IERC165 {
    /// @notice Reverts unless `module` may make the calling Safe execute this.
    function checkModuleTransaction(
        address to,
        uint256 value,
        bytes memory data,
        Enum.Operation operation,
        address module
    ) external returns (bytes32 hash);

    /// @notice Reverts unless the state that the module left behind is acceptable.
    function checkAfterModuleExecution(bytes32 hash, bool success) external;
}
