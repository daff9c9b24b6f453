// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";
import {SafeProxyFactory} from "@safe-global/safe-smart-account/contracts/proxies/SafeProxyFactory.sol";

import {Test} from "./Test.sol";

/**
 * @notice Safes from the official build artifacts, and people who sign for them.
 * @dev Artifacts are read from the npm package, so that their code hashes are those of the real contracts.
 */
abstract contract SafeKit is Test {
    string private constant ARTIFACTS = "node_modules/@safe-global/safe-smart-account/build/artifacts/contracts/";

    struct SafeTx {
        address to;
        uint256 value;
        bytes data;
        Enum.Operation operation;
    }

    address internal safeSingleton;
    SafeProxyFactory internal safeFactory;
    address internal multiSendCallOnly;
    address internal multiSend;
    address internal fallbackHandler;

    /// @dev Deploys the official contracts.
    function deploySafeContracts() internal {
        safeSingleton = deployArtifact("SafeL2.sol/SafeL2.json");
        safeFactory = SafeProxyFactory(deployArtifact("proxies/SafeProxyFactory.sol/SafeProxyFactory.json"));
        multiSendCallOnly = deployArtifact("libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json");
        multiSend = deployArtifact("libraries/MultiSend.sol/MultiSend.json");
        fallbackHandler = deployArtifact("handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json");
    }

    /// @dev Deploys one artifact of the Safe package, `path` below its `contracts` folder.
    function deployArtifact(string memory path) internal returns (address deployed) {
        bytes memory code = vm.parseJsonBytes(vm.readFile(string.concat(ARTIFACTS, path)), ".bytecode");
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        require(deployed != address(0), path);
    }

    /// @dev Owners with known keys, in ascending order of address as the Safe wants signatures sorted.
    function people(
        string memory name,
        uint256 count
    ) internal returns (address[] memory owners, uint256[] memory keys) {
        owners = new address[](count);
        keys = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            (owners[i], keys[i]) = account(string.concat(name, "-", digit(i)));
        }
        for (uint256 i = 1; i < count; ++i) {
            for (uint256 j = i; j > 0 && owners[j - 1] > owners[j]; --j) {
                (owners[j - 1], owners[j]) = (owners[j], owners[j - 1]);
                (keys[j - 1], keys[j]) = (keys[j], keys[j - 1]);
            }
        }
    }

    /// @dev Signs `transaction` for `safe` with `keys`, sorted by address as the Safe wants them.
    function signSafe(
        ISafe safe,
        SafeTx memory transaction,
        uint256[] memory keys
    ) internal view returns (bytes memory signatures) {
        bytes32 digest = safeHash(safe, transaction, safe.nonce());
        uint256[] memory sorted = sortKeys(keys);
        for (uint256 i = 0; i < sorted.length; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(sorted[i], digest);
            signatures = bytes.concat(signatures, r, s, bytes1(v));
        }
    }

    /// @dev Executes a plain call as the Safe; reverts bubble up.
    function execute(ISafe safe, address to, bytes memory data, uint256[] memory keys) internal returns (bool) {
        return executeTx(safe, SafeTx(to, 0, data, Enum.Operation.Call), keys);
    }

    /// @dev Executes any transaction as the Safe; reverts bubble up.
    function executeTx(ISafe safe, SafeTx memory transaction, uint256[] memory keys) internal returns (bool) {
        return executeSigned(safe, transaction, signSafe(safe, transaction, keys));
    }

    function executeSigned(ISafe safe, SafeTx memory transaction, bytes memory signatures) internal returns (bool) {
        return
            safe.execTransaction(
                transaction.to,
                transaction.value,
                transaction.data,
                transaction.operation,
                0,
                0,
                0,
                address(0),
                payable(address(0)),
                signatures
            );
    }

    function safeHash(ISafe safe, SafeTx memory transaction, uint256 nonce) internal view returns (bytes32) {
        return
            safe.getTransactionHash(
                transaction.to,
                transaction.value,
                transaction.data,
                transaction.operation,
                0,
                0,
                0,
                address(0),
                address(0),
                nonce
            );
    }

    /// @dev One entry of a MultiSend payload.
    function packCall(address to, uint256 value, bytes memory data) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0), to, value, data.length, data);
    }

    /// @dev A batch through MultiSendCallOnly, as Safe wallets make it.
    function batch(bytes memory packed) internal view returns (SafeTx memory) {
        return
            SafeTx(
                multiSendCallOnly,
                0,
                abi.encodeWithSignature("multiSend(bytes)", packed),
                Enum.Operation.DelegateCall
            );
    }

    function pick(uint256[] memory keys, uint256 count) internal pure returns (uint256[] memory chosen) {
        chosen = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) chosen[i] = keys[i];
    }

    function sortKeys(uint256[] memory keys) internal pure returns (uint256[] memory sorted) {
        sorted = new uint256[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            uint256 j = i;
            for (; j > 0 && vm.addr(sorted[j - 1]) > vm.addr(keys[i]); --j) sorted[j] = sorted[j - 1];
            sorted[j] = keys[i];
        }
    }

    function digit(uint256 value) private pure returns (string memory) {
        return string(abi.encodePacked(bytes1(uint8(48 + ((value / 10) % 10))), bytes1(uint8(48 + (value % 10)))));
    }
}
