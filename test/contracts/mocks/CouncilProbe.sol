// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";

/// @notice A contract that councils call: it keeps what the guard says of its caller, and can be told to do mischief.
contract CouncilProbe {
    IGovernanceGuard private immutable GUARD;

    address[] private _signers;
    uint256 public calls;
    uint8 public councilId;
    uint24 public epoch;
    uint32 public constituencies;
    bytes32 public hash;

    error HashesDiffer();

    constructor(IGovernanceGuard guard) {
        GUARD = guard;
    }

    function approve() external {
        (_signers, councilId, epoch, constituencies, hash) = GUARD.flightOf(msg.sender);
        if (hash != GUARD.hashInFlight(msg.sender)) revert HashesDiffer();
        ++calls;
    }

    /// @dev Calls on, bubbling up.
    function relay(address to, bytes calldata data) external {
        (bool success, bytes memory result) = to.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }

    function signers() external view returns (address[] memory) {
        return _signers;
    }
}
