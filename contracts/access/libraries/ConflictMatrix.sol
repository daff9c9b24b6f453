// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../interfaces/IRoleRegistry.sol";

/**
 * @title ConflictMatrix
 * @notice Which roles must not meet in one legal entity, and which roles each entity holds.
 *
 * A role is *held* by an entity while at least one grant counts for it: a grant to an account that speaks for the entity.
 * Only the first and the last grant change what is held, so
 * that a grant costs one comparison of two words however many roles exist.
 *
 * @dev Invariant: no entity holds two conflicting roles. {take} and {declare} are the only ways to break it, and both
 * check it.
 */
library ConflictMatrix {
    // keccak256(abi.encode(uint256(keccak256("sign.storage.RoleRegistry.Conflicts")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x8ae671657a7bdf5e7caa50c555cf860f69787c94a8673bd792b1432b10daf000;

    struct Matrix {
        /// @dev Symmetric: bit b of word a is bit a of word b.
        mapping(uint64 role => uint256 roles) conflicts;
        mapping(uint8 entity => uint256 roles) held;
        mapping(uint8 entity => mapping(uint64 role => uint256 grants)) grants;
    }

    /// @notice Counts one more grant of `role` for `entity`.
    function take(uint8 entity, uint64 role) internal {
        Matrix storage matrix = load();
        if (matrix.grants[entity][role]++ != 0) return;
        uint256 held = matrix.held[entity];
        uint256 clash = matrix.conflicts[role] & held;
        if (clash != 0) revert IRoleRegistry.SeparationOfDuties(entity, role, lowest(clash));
        matrix.held[entity] = held | (1 << role);
    }

    /// @notice Counts one grant of `role` less for `entity`.
    function drop(uint8 entity, uint64 role) internal {
        Matrix storage matrix = load();
        if (--matrix.grants[entity][role] == 0) matrix.held[entity] &= ~(1 << role);
    }

    /// @notice Counts one more grant of each of `roles` for `entity`.
    function takeAll(uint8 entity, uint256 roles) internal {
        for (; roles != 0; roles = rest(roles)) take(entity, lowest(roles));
    }

    /// @notice Counts one grant of each of `roles` less for `entity`.
    function dropAll(uint8 entity, uint256 roles) internal {
        for (; roles != 0; roles = rest(roles)) drop(entity, lowest(roles));
    }

    /// @notice Declares or lifts a conflict. `entities` is the bit set of the registered ones, all of which are looked at.
    function declare(uint64 roleA, uint64 roleB, bool conflicting, uint256 entities) internal {
        Matrix storage matrix = load();
        if (!conflicting) {
            matrix.conflicts[roleA] &= ~(1 << roleB);
            matrix.conflicts[roleB] &= ~(1 << roleA);
            return;
        }
        uint256 both = (1 << roleA) | (1 << roleB);
        for (; entities != 0; entities = rest(entities)) {
            uint8 entity = uint8(lowest(entities));
            if (matrix.held[entity] & both == both) revert IRoleRegistry.SeparationOfDuties(entity, roleA, roleB);
        }
        matrix.conflicts[roleA] |= 1 << roleB;
        matrix.conflicts[roleB] |= 1 << roleA;
    }

    /// @dev `bits` without the lowest one set; `bits` is not zero.
    function rest(uint256 bits) internal pure returns (uint256) {
        unchecked {
            return bits & (bits - 1);
        }
    }

    /// @dev Index of the lowest bit set; `bits` is not zero.
    function lowest(uint256 bits) internal pure returns (uint64) {
        uint64 index = 0;
        unchecked {
            for (; bits & 1 == 0; bits >>= 1) ++index;
        }
        return index;
    }

    function load() internal pure returns (Matrix storage matrix) {
        assembly ("memory-safe") {
            matrix.slot := STORAGE
        }
    }
}
