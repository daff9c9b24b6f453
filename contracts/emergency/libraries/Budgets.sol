// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencyController} from "../interfaces/IEmergencyController.sol";

/**
 * @title Budgets
 * @notice What restrictions and overrides used up on each system, and which incident used it.
 *
 * A restriction for `d` seconds has a head of `d` and a tail, its step-down, that ends `d` later. Heads of a system are
 * one stretch of time as long as they touch: a restriction pays for what it adds to the stretch, so that escalating
 * within time that is paid for is free, and lengthens nothing.
 *
 *   now          strictUntil                           charged = max(0, now + d − max(now, strictUntil))
 *    ├── paid ──────┤                                  room    = what is paid + what is left of the budget
 *    ├───────── d ──────────┤                          tail ends at now + 2d
 *                   ├charged┤
 *
 * Why the council alone never holds a system for more than twice what it was charged: let a stretch be set to end at S
 * by a restriction at t, then the tail ends at 2S − t or later. A restriction that moves S by c at a later moment t'
 * moves the end of the tail to 2(S + c) − t', by at most 2c; one that moves S by nothing has its tail end by 2S − t',
 * which moves nothing.
 *
 * While a review is overdue nothing is free: all of `d` is taken from the reserve.
 */
library Budgets {
    uint32 internal constant COUNCIL_BUDGET = 72 hours;
    uint32 internal constant OVERDUE_RESERVE = 12 hours;
    uint32 internal constant OVERRIDE_BUDGET = 72 hours;

    /// @dev The acceptance of a review gives back system by system.
    uint256 internal constant MAX_SYSTEMS_PER_INCIDENT = 32;

    /// @dev One slot. Uses are seconds, and sums of what incidents used.
    struct SystemUse {
        uint32 strict;
        uint32 reserve;
        uint32 overrides;
        /// @dev How often `strict` and `reserve` were refilled, so that nothing is given back that was given already.
        uint24 refills;
        /// @dev How often the system was restored to Normal: what held it before holds it no more.
        uint24 restorations;
        /// @dev End of the stretch of heads; zero after a restoration.
        uint40 strictUntil;
    }

    /// @dev One slot. `strict` and `reserve` count since `refills`, `heldUntil` since `restorations`.
    struct IncidentUse {
        uint32 strict;
        uint32 reserve;
        uint32 overrides;
        uint24 refills;
        uint24 restorations;
        uint40 heldUntil;
        bool listed;
    }

    struct Book {
        mapping(bytes32 systemId => SystemUse) systems;
        mapping(bytes32 incidentId => mapping(bytes32 systemId => IncidentUse)) incidents;
        /// @dev Systems on which an incident used something.
        mapping(bytes32 incidentId => bytes32[]) systemsOf;
    }

    // -------------------------------------------------------------------------------------------------- restrictions

    /// @notice Seconds for which the Emergency Council could restrict the system from now.
    function room(Book storage book, bytes32 systemId, bool overdue) internal view returns (uint32) {
        SystemUse memory used = book.systems[systemId];
        if (overdue) return OVERDUE_RESERVE - used.reserve;
        return uint32(_later(used.strictUntil, _now()) - _now()) + COUNCIL_BUDGET - used.strict;
    }

    /// @notice Why the incident cannot restrict the system for any time at all: an encoded error, or nothing.
    function refusalOf(
        Book storage book,
        bytes32 incidentId,
        bytes32 systemId,
        bool overdue
    ) internal view returns (bytes memory) {
        if (room(book, systemId, overdue) == 0) {
            SystemUse memory used = book.systems[systemId];
            return
                abi.encodeWithSelector(
                    IEmergencyController.BudgetExhausted.selector,
                    systemId,
                    overdue ? used.reserve : used.strict,
                    overdue ? OVERDUE_RESERVE : COUNCIL_BUDGET
                );
        }
        if (_isListFull(book, incidentId, systemId)) {
            return
                abi.encodeWithSelector(
                    IEmergencyController.TooManySystems.selector,
                    incidentId,
                    MAX_SYSTEMS_PER_INCIDENT
                );
        }
        return "";
    }

    /// @notice Takes the restriction of a system for `duration`, or for as long as there is room, from its budget or, with
    /// an overdue review, from its reserve.
    /// @return until When the restriction ends and its step-down begins.
    function chargeRestriction(
        Book storage book,
        bytes32 incidentId,
        bytes32 systemId,
        uint32 duration,
        bool overdue
    ) internal returns (uint40 until, uint32 charged) {
        SystemUse storage used = book.systems[systemId];
        IncidentUse storage own = _list(book, incidentId, systemId);
        uint32 longest = room(book, systemId, overdue);
        if (duration > longest) duration = longest;
        until = _now() + duration;
        if (overdue) {
            charged = duration;
            used.reserve += charged;
            own.reserve += charged;
        } else {
            uint40 paidUntil = _later(used.strictUntil, _now());
            charged = until > paidUntil ? uint32(until - paidUntil) : 0;
            used.strict += charged;
            own.strict += charged;
        }
        used.strictUntil = _later(used.strictUntil, until);
    }

    /// @notice The incident holds the system until `until`.
    function hold(Book storage book, bytes32 incidentId, bytes32 systemId, uint40 until) internal {
        IncidentUse storage own = book.incidents[incidentId][systemId];
        uint24 restorations = book.systems[systemId].restorations;
        own.heldUntil = own.restorations == restorations ? _later(own.heldUntil, until) : until;
        own.restorations = restorations;
    }

    /// @notice Whether the incident holds the system now, if it is restricted at all.
    function holds(Book storage book, bytes32 incidentId, bytes32 systemId) internal view returns (bool) {
        IncidentUse memory own = book.incidents[incidentId][systemId];
        return own.heldUntil > block.timestamp && own.restorations == book.systems[systemId].restorations;
    }

    /// @notice The Sovereign Authority loosened the system: the paid stretch is over, to Normal also every hold.
    function restore(Book storage book, bytes32 systemId, bool toNormal) internal {
        SystemUse storage used = book.systems[systemId];
        used.strictUntil = 0;
        if (toNormal) ++used.restorations;
    }

    // ----------------------------------------------------------------------------------------------------- overrides

    /// @notice Takes `charge` seconds from the budget of overrides.
    function chargeOverride(Book storage book, bytes32 incidentId, bytes32 systemId, uint32 charge) internal {
        SystemUse storage used = book.systems[systemId];
        if (uint256(used.overrides) + charge > OVERRIDE_BUDGET) {
            revert IEmergencyController.OverrideBudgetExhausted(systemId, used.overrides, charge, OVERRIDE_BUDGET);
        }
        if (_isListFull(book, incidentId, systemId)) {
            revert IEmergencyController.TooManySystems(incidentId, MAX_SYSTEMS_PER_INCIDENT);
        }
        used.overrides += charge;
        _list(book, incidentId, systemId).overrides += charge;
    }

    // ------------------------------------------------------------------------------------------------- giving back

    /// @notice Budget and reserve are whole again. Overrides are the Sovereign Authority's own limit, which it cannot
    /// lift.
    function refill(Book storage book, bytes32 systemId) internal {
        SystemUse storage used = book.systems[systemId];
        (used.strict, used.reserve) = (0, 0);
        ++used.refills;
    }

    /// @notice Gives back everything that the incident used and that was not refilled since.
    function giveBack(Book storage book, bytes32 incidentId) internal {
        bytes32[] memory systems = book.systemsOf[incidentId];
        for (uint256 i = 0; i < systems.length; ++i) {
            SystemUse storage used = book.systems[systems[i]];
            IncidentUse storage own = book.incidents[incidentId][systems[i]];
            if (own.refills == used.refills) {
                used.strict -= own.strict;
                used.reserve -= own.reserve;
            }
            used.overrides -= own.overrides;
            (own.strict, own.reserve, own.overrides, own.listed) = (0, 0, 0, false);
        }
        delete book.systemsOf[incidentId];
    }

    // ------------------------------------------------------------------------------------------------------- private

    /// @dev What the incident used of the system since it was refilled; enters the system into the incident's list.
    function _list(Book storage book, bytes32 incidentId, bytes32 systemId) private returns (IncidentUse storage own) {
        own = book.incidents[incidentId][systemId];
        uint24 refills = book.systems[systemId].refills;
        if (own.refills != refills) (own.strict, own.reserve, own.refills) = (0, 0, refills);
        if (own.listed) return own;
        own.listed = true;
        book.systemsOf[incidentId].push(systemId);
    }

    function _isListFull(Book storage book, bytes32 incidentId, bytes32 systemId) private view returns (bool) {
        return
            book.systemsOf[incidentId].length >= MAX_SYSTEMS_PER_INCIDENT &&
            !book.incidents[incidentId][systemId].listed;
    }

    function _now() private view returns (uint40) {
        return uint40(block.timestamp);
    }

    function _later(uint40 a, uint40 b) private pure returns (uint40) {
        return a > b ? a : b;
    }
}
