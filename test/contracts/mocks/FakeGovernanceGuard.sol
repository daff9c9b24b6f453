// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";

/// @notice A fake of the guard: a test says which Safes are registered and who has signed what is in flight.
contract FakeGovernanceGuard {
    mapping(address safe => IGovernanceGuard.Council) private _councils;
    mapping(address safe => address[]) private _signers;

    function setCouncil(address safe, IGovernanceGuard.CouncilStatus status, uint32 constituencies) external {
        _councils[safe].status = status;
        _councils[safe].constituencies = constituencies;
    }

    /// @dev An empty list lands the transaction.
    function setSigners(address safe, address[] calldata signers) external {
        _signers[safe] = signers;
    }

    function councilOf(address safe) external view returns (IGovernanceGuard.Council memory) {
        return _councils[safe];
    }

    function flightOf(
        address safe
    )
        external
        view
        returns (address[] memory signers, uint8 councilId, uint24 epoch, uint32 constituencies, bytes32 hash)
    {
        IGovernanceGuard.Council storage council = _councils[safe];
        if (council.status == IGovernanceGuard.CouncilStatus.Unknown) revert IGovernanceGuard.UnknownCouncil(safe);
        if (council.status >= IGovernanceGuard.CouncilStatus.Exited) revert IGovernanceGuard.CouncilHasExited(safe);
        signers = _signers[safe];
        if (signers.length == 0) revert IGovernanceGuard.NothingInFlight(safe);
        hash = keccak256(abi.encode(safe, signers));
        return (signers, council.id, council.epoch, council.constituencies, hash);
    }
}
