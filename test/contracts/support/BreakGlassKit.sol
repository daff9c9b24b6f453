// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {GovernanceKit} from "./GovernanceKit.sol";
import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";

/// @notice What the Sovereign Authority does past the change manager.
abstract contract BreakGlassKit is GovernanceKit {
    function schedule(address target, bytes memory data) internal returns (bytes32 operation) {
        speak(sovereign, address(registry), abi.encodeCall(IAccessManager.schedule, (target, data, 0)));
        return operationOf(target, data);
    }

    function justify(bytes32 operation) internal {
        speak(sovereign, address(registry), justification(operation));
    }

    /// @dev Runs a scheduled operation through the registry.
    function breakGlass(address target, bytes memory data) internal {
        speak(sovereign, address(registry), abi.encodeCall(IAccessManager.execute, (target, data)));
    }

    function breakGlassRefused(address target, bytes memory data, bytes memory reason) internal {
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            abi.encodeCall(IAccessManager.execute, (target, data)),
            reason
        );
    }

    function cancelling(address target, bytes memory data) internal view returns (bytes memory) {
        return abi.encodeCall(IAccessManager.cancel, (address(sovereign.safe), target, data));
    }

    function justification(bytes32 operation) internal pure returns (bytes memory) {
        return
            abi.encodeCall(
                IRoleRegistry.justifyBreakGlass,
                (operation, IRoleRegistry.BreakGlassArtifacts("request", "impact", "rollback"))
            );
    }

    function operationOf(address target, bytes memory data) internal view returns (bytes32) {
        return registry.hashOperation(address(sovereign.safe), target, data);
    }
}
