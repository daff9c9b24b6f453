// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../interfaces/IRoleRegistry.sol";

import {ConflictMatrix} from "./ConflictMatrix.sol";
import {Constituencies} from "../Constituencies.sol";
import {Mandates} from "./Mandates.sol";
import {Roles} from "../Roles.sol";

/**
 * @title SeatBook
 * @notice Legal entities, the accounts bound to them, and the seats that people hold on Safes.
 *
 * An account *speaks for* the entity that it is bound to and, as a Safe, for the entities of its seats. Each of them
 * holds the account's institutional roles once, however many seats it has.
 *
 * @dev A Safe that itself sits on another Safe speaks for one entity: everyone seated on it must belong to that entity.
 * Otherwise a second entity could hold the outer Safe's roles unseen.
 */
library SeatBook {
    // keccak256(abi.encode(uint256(keccak256("sign.storage.RoleRegistry.Seats")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xde327ca59742f656f0a366d6b9d351445ce66fe2a15ccd34406ad2bbfb5ad400;

    /// @dev Bounds the work of one grant. Standby seats count.
    uint256 internal constant SEAT_LIMIT = 32;

    /// @dev One slot. `sitsOn` counts the Safes on which the account sits, `seats` the seats on itself.
    struct Holder {
        uint8 entity;
        uint32 sitsOn;
        uint32 seats;
    }

    struct Book {
        /// @dev Bit set of the registered entities.
        uint256 entities;
        mapping(address account => Holder) holders;
        mapping(address account => uint256 roles) roles;
        mapping(address safe => mapping(address owner => IRoleRegistry.Seat)) places;
        /// @dev Entities of a Safe's seats, as a bit set and with their number of seats.
        mapping(address safe => uint256 entities) seated;
        mapping(address safe => mapping(uint8 entity => uint256 seats)) seatsOf;
    }

    // ------------------------------------------------------------------------------------------------- entities

    function register(uint8 entity) internal {
        if (entity == 0) revert IRoleRegistry.UnknownEntity(entity);
        if (isRegistered(entity)) revert IRoleRegistry.EntityAlreadyRegistered(entity);
        load().entities |= 1 << entity;
    }

    function isRegistered(uint8 entity) internal view returns (bool) {
        return load().entities & (1 << entity) != 0;
    }

    /// @return bound False when the account was bound to this entity already.
    function bind(address account, uint8 entity) internal returns (bool bound) {
        Book storage book = load();
        if (!isRegistered(entity)) revert IRoleRegistry.UnknownEntity(entity);
        Holder storage holder = book.holders[account];
        uint8 current = holder.entity;
        if (current == entity) return false;
        uint256 roles = institutionalRoles(account);
        if (current != 0 && (roles != 0 || holder.sitsOn != 0)) revert IRoleRegistry.BindingInUse(account, current);
        if (book.seatsOf[account][entity] == 0) ConflictMatrix.takeAll(entity, roles);
        holder.entity = entity;
        return true;
    }

    // ---------------------------------------------------------------------------------------------------- seats

    /// @return bound Whether the owner's account was bound to the entity by this.
    function assign(address safe, address owner, uint8 entity, uint8 constituency) internal returns (bool bound) {
        if (constituency == 0 || constituency >= Constituencies.LIMIT) {
            revert IRoleRegistry.InvalidConstituency(constituency);
        }
        Book storage book = load();
        IRoleRegistry.Seat storage place = book.places[safe][owner];
        if (place.entity != 0) revert IRoleRegistry.SeatTaken(safe, owner);

        uint8 current = book.holders[owner].entity;
        if (current == 0) bound = bind(owner, entity);
        else if (current != entity) revert IRoleRegistry.EntityMismatch(owner, current, entity);
        _requireOneVoice(safe, owner, entity);

        Holder storage table = book.holders[safe];
        if (table.seats == SEAT_LIMIT) revert IRoleRegistry.TooManySeats(safe, SEAT_LIMIT);
        (place.entity, place.constituency) = (entity, constituency);
        uint256 seatsOfEntity;
        unchecked {
            ++table.seats;
            ++book.holders[owner].sitsOn;
            seatsOfEntity = ++book.seatsOf[safe][entity];
        }
        if (seatsOfEntity == 1) {
            book.seated[safe] |= 1 << entity;
            if (table.entity != entity) ConflictMatrix.takeAll(entity, institutionalRoles(safe));
        }
    }

    function vacate(address safe, address owner) internal returns (uint8 entity, uint8 constituency) {
        Book storage book = load();
        IRoleRegistry.Seat storage place = book.places[safe][owner];
        (entity, constituency) = (place.entity, place.constituency);
        if (entity == 0) revert IRoleRegistry.UnknownSeat(safe, owner);
        delete book.places[safe][owner];

        Mandates.raiseEpoch(safe);
        Holder storage table = book.holders[safe];
        uint256 seatsOfEntity;
        unchecked {
            // The seat that is removed was counted in each.
            --table.seats;
            --book.holders[owner].sitsOn;
            seatsOfEntity = --book.seatsOf[safe][entity];
        }
        if (seatsOfEntity == 0) {
            book.seated[safe] &= ~(1 << entity);
            uint256 roles = institutionalRoles(safe);
            if (roles != 0 && speaksFor(safe) == 0) revert IRoleRegistry.UnboundAccount(safe);
            if (table.entity != entity) ConflictMatrix.dropAll(entity, roles);
        }
    }

    /// @notice Entities that hold the roles of `account`, as a bit set.
    function speaksFor(address account) internal view returns (uint256 entities) {
        Book storage book = load();
        entities = book.seated[account];
        uint8 entity = book.holders[account].entity;
        if (entity != 0) entities |= 1 << entity;
    }

    // ---------------------------------------------------------------------------------------------------- roles

    function grant(address account, uint64 role) internal {
        load().roles[account] |= 1 << role;
        if (!Roles.isInstitutional(role)) return;
        uint256 entities = speaksFor(account);
        if (entities == 0) revert IRoleRegistry.UnboundAccount(account);
        for (; entities != 0; entities = ConflictMatrix.rest(entities)) {
            ConflictMatrix.take(uint8(ConflictMatrix.lowest(entities)), role);
        }
    }

    function revoke(address account, uint64 role) internal {
        load().roles[account] &= ~(1 << role);
        if (!Roles.isInstitutional(role)) return;
        for (uint256 entities = speaksFor(account); entities != 0; entities = ConflictMatrix.rest(entities)) {
            ConflictMatrix.drop(uint8(ConflictMatrix.lowest(entities)), role);
        }
    }

    function holds(address account, uint64 role) internal view returns (bool) {
        return load().roles[account] & (1 << role) != 0;
    }

    function institutionalRoles(address account) internal view returns (uint256) {
        return load().roles[account] & Roles.INSTITUTIONAL;
    }

    // -------------------------------------------------------------------------------------------------- signers

    /// @notice Entities and constituencies of `signers`, as bit sets; each must be seated on `safe`.
    function judge(
        address safe,
        address[] memory signers
    ) internal view returns (uint256 entities, uint256 constituencies) {
        mapping(address => IRoleRegistry.Seat) storage places = load().places[safe];
        uint256 count = signers.length;
        for (uint256 i = 0; i < count; ++i) {
            IRoleRegistry.Seat storage place = places[signers[i]];
            (uint8 entity, uint8 constituency) = (place.entity, place.constituency);
            if (entity == 0) revert IRoleRegistry.UnseatedSigner(safe, signers[i]);
            entities |= 1 << entity;
            constituencies |= 1 << constituency;
        }
    }

    function load() internal pure returns (Book storage book) {
        assembly ("memory-safe") {
            book.slot := STORAGE
        }
    }

    /// @dev Safes that sit on Safes: `safe` may already sit somewhere, `owner` may already have seats of its own.
    function _requireOneVoice(address safe, address owner, uint8 entity) private view {
        Book storage book = load();
        Holder storage outer = book.holders[safe];
        if (outer.sitsOn != 0 && outer.entity != entity) {
            revert IRoleRegistry.EntityMismatch(safe, outer.entity, entity);
        }
        uint256 others = book.seated[owner] & ~(1 << entity);
        if (others != 0) revert IRoleRegistry.EntityMismatch(owner, uint8(ConflictMatrix.lowest(others)), entity);
    }
}
