// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";

/// @notice What the ChangeManager asks of a registry, answered from tables that a test writes.
contract FakeChangeRegistry {
    mapping(address target => mapping(bytes4 selector => uint64 role)) private _roleOf;
    mapping(uint64 role => mapping(address account => bool)) private _holds;
    mapping(address account => uint256) public rolesOf;
    mapping(address target => bool) private _core;
    mapping(address account => bool) public holdsSeat;
    mapping(address safe => uint24) private _seatEpochs;
    mapping(address safe => mapping(address owner => IRoleRegistry.Seat)) private _seats;

    address public changeManager;

    event Granted(uint64 role, address account);

    function map(address target, bytes4 selector, uint64 role) external {
        _roleOf[target][selector] = role;
    }

    function setRole(uint64 role, address account, bool holds) public {
        _holds[role][account] = holds;
        if (role < 256) {
            uint256 bit = uint256(1) << role;
            rolesOf[account] = holds ? rolesOf[account] | bit : rolesOf[account] & ~bit;
        }
    }

    function setCore(address target) external {
        _core[target] = true;
    }

    function appoint(address manager) external {
        changeManager = manager;
    }

    function seat(address safe, address owner, uint8 entity, uint8 constituency) external {
        _seats[safe][owner] = IRoleRegistry.Seat(entity, constituency);
        holdsSeat[owner] = true;
    }

    function vacate(address safe, address owner) external {
        delete _seats[safe][owner];
        ++_seatEpochs[safe];
        holdsSeat[owner] = false;
    }

    /// @dev Stands for every function of the registry that a HighRiskUpgrade may call.
    function grantRole(uint64 role, address account, uint32) external {
        setRole(role, account, true);
        emit Granted(role, account);
    }

    function canCall(address caller, address target, bytes4 selector) external view returns (bool, uint32) {
        return (_holds[_roleOf[target][selector]][caller], 0);
    }

    function hasRole(uint64 role, address account) external view returns (bool, uint32) {
        return (_holds[role][account], 0);
    }

    function standingOf(uint64 role, address safe) external view returns (bool, uint24) {
        return (_holds[role][safe], _seatEpochs[safe]);
    }

    function classify(address target, bytes4 selector) external view returns (uint64, bool) {
        return (_roleOf[target][selector], _core[target]);
    }

    function judgeSigners(
        uint64 role,
        address safe,
        address[] calldata signers
    ) external view returns (uint256 entities, uint256 constituencies, uint24 seatEpoch) {
        seatEpoch = _seatEpochs[safe];
        if (!_holds[role][safe]) revert IRoleRegistry.CouncilRoleRequired(safe, role);
        for (uint256 i = 0; i < signers.length; ++i) {
            IRoleRegistry.Seat memory taken = _seats[safe][signers[i]];
            if (taken.entity == 0) revert IRoleRegistry.UnseatedSigner(safe, signers[i]);
            entities |= uint256(1) << taken.entity;
            constituencies |= uint256(1) << taken.constituency;
        }
    }
}
