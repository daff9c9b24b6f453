// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

/// @notice What the ChangeManager asks of a guard, answered from tables that a test writes.
contract FakeChangeGuard {
    mapping(address safe => IGovernanceGuard.Council) private _councils;
    mapping(uint8 councilId => address safe) public councilAt;
    mapping(address safe => address[]) private _signers;
    uint8 public councilCount;

    function register(address safe, uint32 constituencies) external {
        uint8 id = ++councilCount;
        councilAt[id] = safe;
        _councils[safe].id = id;
        _councils[safe].status = IGovernanceGuard.CouncilStatus.Registered;
        _councils[safe].constituencies = constituencies;
    }

    /// @dev From now on `signers` signed whatever `safe` sends.
    function sign(address safe, address[] memory signers) external {
        _signers[safe] = signers;
    }

    function setEpoch(address safe, uint24 epoch) external {
        _councils[safe].epoch = epoch;
    }

    function setConstituencies(address safe, uint32 constituencies) external {
        _councils[safe].constituencies = constituencies;
    }

    function setStatus(address safe, IGovernanceGuard.CouncilStatus status, uint48 exitAt) external {
        _councils[safe].status = status;
        _councils[safe].exitAt = exitAt;
    }

    function councilOf(address safe) external view returns (IGovernanceGuard.Council memory) {
        return _councils[safe];
    }

    function standingOf(uint8 councilId) external view returns (address safe, bool isCouncil, uint24 epoch) {
        safe = councilAt[councilId];
        IGovernanceGuard.Council storage council = _councils[safe];
        isCouncil =
            council.status == IGovernanceGuard.CouncilStatus.Registered ||
            (council.status == IGovernanceGuard.CouncilStatus.ExitAnnounced && block.timestamp < council.exitAt);
        return (safe, isCouncil, council.epoch);
    }

    function flightOf(address safe) external view returns (address[] memory, uint8, uint24, uint32, bytes32) {
        IGovernanceGuard.Council memory council = _councils[safe];
        if (council.id == 0) revert IGovernanceGuard.UnknownCouncil(safe);
        if (_signers[safe].length == 0) revert IGovernanceGuard.NothingInFlight(safe);
        return (_signers[safe], council.id, council.epoch, council.constituencies, hashInFlight(safe));
    }

    function hashInFlight(address safe) public view returns (bytes32) {
        return _signers[safe].length == 0 ? bytes32(0) : keccak256(abi.encode(safe, _signers[safe]));
    }

    // What a change must never call in the guard's name.
    function checkAfterExecution(bytes32, bool) external {}
}
