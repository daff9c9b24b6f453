// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "./interfaces/IRoleRegistry.sol";

import {BreakGlass} from "./libraries/BreakGlass.sol";
import {ConflictMatrix} from "./libraries/ConflictMatrix.sol";
import {Mandates} from "./libraries/Mandates.sol";
import {SeatBook} from "./libraries/SeatBook.sol";

/**
 * @title RegistryViews
 * @notice What the RoleRegistry keeps beyond AccessManager, and how it is read. See {IRoleRegistry} for the terms.
 */
abstract contract RegistryViews is IRoleRegistry {
    /// @custom:storage-location erc7201:sign.storage.RoleRegistry.Seats
    struct SeatStorage {
        SeatBook.Book book;
    }

    /// @custom:storage-location erc7201:sign.storage.RoleRegistry.Conflicts
    struct ConflictStorage {
        ConflictMatrix.Matrix matrix;
    }

    /// @custom:storage-location erc7201:sign.storage.RoleRegistry.Mandates
    struct MandateStorage {
        Mandates.Ledger ledger;
    }

    /// @custom:storage-location erc7201:sign.storage.RoleRegistry.BreakGlass
    struct BreakGlassStorage {
        BreakGlass.Log log;
    }

    /// @custom:storage-location erc7201:sign.storage.RoleRegistry.Offices
    struct OfficeStorage {
        address changeManager;
        bool genesisClosed;
        /// @dev Holders of ADMIN besides the ChangeManager and the deployer.
        uint32 breakGlassHolders;
        address guard;
        address deployer;
        mapping(address target => bool) core;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.RoleRegistry.Offices")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant OFFICE_STORAGE = 0xffcd5d5716b192f9cc5a4630c0482cb0a2f4965e1491e90433ac62e4ab43b900;

    // ------------------------------------------------------------------------------------------------------- offices

    /// @inheritdoc IRoleRegistry
    function isCore(address target) public view returns (bool) {
        return target == address(this) || _offices().core[target];
    }

    /// @inheritdoc IRoleRegistry
    function changeManager() external view returns (address) {
        return _offices().changeManager;
    }

    /// @inheritdoc IRoleRegistry
    function guard() external view returns (address) {
        return _offices().guard;
    }

    /// @inheritdoc IRoleRegistry
    function genesisClosed() external view returns (bool) {
        return _offices().genesisClosed;
    }

    // -------------------------------------------------------------------------------------------- entities and seats

    /// @inheritdoc IRoleRegistry
    function isEntity(uint8 entity) external view returns (bool) {
        return SeatBook.isRegistered(entity);
    }

    /// @inheritdoc IRoleRegistry
    function entityOf(address account) external view returns (uint8) {
        return SeatBook.load().holders[account].entity;
    }

    /// @inheritdoc IRoleRegistry
    function seatOf(address safe, address owner) external view returns (Seat memory) {
        return SeatBook.load().places[safe][owner];
    }

    /// @inheritdoc IRoleRegistry
    function seatCount(address safe) external view returns (uint256) {
        return SeatBook.load().holders[safe].seats;
    }

    /// @inheritdoc IRoleRegistry
    function holdsSeat(address account) external view returns (bool) {
        return SeatBook.load().holders[account].sitsOn != 0;
    }

    /// @inheritdoc IRoleRegistry
    function rolesOf(address account) external view returns (uint256) {
        return SeatBook.load().roles[account];
    }

    /// @inheritdoc IRoleRegistry
    function rolesOfEntity(uint8 entity) external view returns (uint256) {
        return ConflictMatrix.load().held[entity];
    }

    /// @inheritdoc IRoleRegistry
    function conflictsOf(uint64 role) external view returns (uint256) {
        return ConflictMatrix.load().conflicts[role];
    }

    // ---------------------------------------------------------------------------------------- mandates and suspension

    /// @inheritdoc IRoleRegistry
    function mandateEnd(uint64 role, address account) external view returns (uint48) {
        return Mandates.load().ends[account][role];
    }

    /// @inheritdoc IRoleRegistry
    function suspendedUntil(address account) external view returns (uint48) {
        return Mandates.load().standings[account].suspendedUntil;
    }

    function _offices() internal pure returns (OfficeStorage storage offices) {
        assembly ("memory-safe") {
            offices.slot := OFFICE_STORAGE
        }
    }
}
