// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

import {IEmergencyController, ReviewDebt} from "../interfaces/IEmergencyController.sol";

/**
 * @title ReviewDebts
 * @notice Which incidents owe a post-incident review, and by when.
 *
 *   (none) ──restrict, extend, override, fix──▶ open ──accepted──▶ paid ──restrict, extend, override, fix──▶ open
 *   open: due 14 days after the last thing that owes it ends; 30 days later if a review was filed in time and not
 *         rejected since; a narrative within a day of a restriction by playbook
 *
 * What is due cannot be put off by doing more of it: a date that has passed does not move, and the council's own
 * restrictions move it to 21 days after the debt opened at the latest. A council that needs longer declares another
 * incident, and owes two reviews.
 */
library ReviewDebts {
    using EnumerableSet for EnumerableSet.Bytes32Set;

    uint40 internal constant REVIEW_PERIOD = 14 days;
    uint40 internal constant REVIEW_GRACE = 30 days;
    uint40 internal constant NARRATIVE_PERIOD = 24 hours;

    /// @dev What the council can hold one system for on budget and reserve, without a break.
    uint40 internal constant COUNCIL_SPAN = 2 * (72 hours + 12 hours);

    /// @dev How many open debts are looked at; more count as overdue.
    uint256 internal constant MAX_LOOKED_AT = 32;

    /// @dev Four slots. Known is what has a severity.
    struct Debt {
        bool open;
        uint8 severity;
        uint40 openedAt;
        uint40 dueAt;
        uint40 narrativeDueAt;
        uint40 filedAt;
        address declaredBy;
        /// @dev The IncidentRegistry that heard of everything that owes the review; another one knows nothing of it.
        address registeredWith;
        bytes32 reasonDigest;
    }

    struct Book {
        mapping(bytes32 incidentId => Debt) debts;
        EnumerableSet.Bytes32Set open;
    }

    // ------------------------------------------------------------------------------------------------------- owing

    /// @notice The Emergency Council declares an incident, or declares a known one again, perhaps more severe.
    function declare(
        Book storage book,
        bytes32 incidentId,
        uint8 severity,
        address safe,
        bytes32 reasonDigest
    ) internal {
        Debt storage debt = book.debts[incidentId];
        if (!debt.open) (debt.declaredBy, debt.reasonDigest) = (safe, reasonDigest);
        if (debt.severity != 0 && debt.severity <= severity) return;
        // The IncidentRegistry is to hear of the severity.
        (debt.severity, debt.registeredWith) = (severity, address(0));
    }

    /// @notice A review is owed for a restriction of the council until `until`.
    function oweRestriction(
        Book storage book,
        bytes32 incidentId,
        uint40 until,
        bool byPlaybook
    ) internal returns (Debt storage debt) {
        debt = _reopen(book, incidentId);
        uint40 latest = debt.openedAt + COUNCIL_SPAN;
        _postpone(debt, until < latest ? until : latest);
        if (byPlaybook && debt.narrativeDueAt == 0) debt.narrativeDueAt = uint40(block.timestamp) + NARRATIVE_PERIOD;
    }

    /// @notice A review is owed for something that ends at `until`.
    function owe(Book storage book, bytes32 incidentId, uint40 until) internal returns (Debt storage debt) {
        debt = _reopen(book, incidentId);
        _postpone(debt, until);
    }

    function requireKnown(Book storage book, bytes32 incidentId) internal view returns (Debt storage debt) {
        debt = book.debts[incidentId];
        if (debt.severity == 0) revert IEmergencyController.UnknownIncident(incidentId);
    }

    /// @notice The debt as others see it.
    function viewOf(Book storage book, bytes32 incidentId, address registry) internal view returns (ReviewDebt memory) {
        Debt memory debt = book.debts[incidentId];
        return
            ReviewDebt({
                open: debt.open,
                registered: isRegistered(debt, registry),
                severity: debt.severity,
                openedAt: debt.openedAt,
                dueAt: debt.dueAt,
                narrativeDueAt: debt.narrativeDueAt,
                filedAt: debt.filedAt,
                declaredBy: debt.declaredBy,
                reasonDigest: debt.reasonDigest
            });
    }

    function isRegistered(Debt memory debt, address registry) internal pure returns (bool) {
        return debt.registeredWith != address(0) && debt.registeredWith == registry;
    }

    // ------------------------------------------------------------------------------------------------------ paying

    function fileNarrative(Book storage book, bytes32 incidentId) internal {
        Debt storage debt = book.debts[incidentId];
        if (debt.narrativeDueAt == 0) revert IEmergencyController.NarrativeNotOwed(incidentId);
        debt.narrativeDueAt = 0;
    }

    /// @notice A review was filed.
    /// @return counts False when nothing is owed, or when it comes too late.
    function file(Book storage book, bytes32 incidentId) internal returns (bool counts) {
        Debt storage debt = book.debts[incidentId];
        counts = debt.open && block.timestamp <= debt.dueAt;
        if (counts) debt.filedAt = uint40(block.timestamp);
    }

    /// @notice What was filed does not count.
    /// @return counts False when nothing is owed.
    function reject(Book storage book, bytes32 incidentId) internal returns (bool counts) {
        Debt storage debt = book.debts[incidentId];
        counts = debt.open;
        if (counts) debt.filedAt = 0;
    }

    /// @notice The debt is paid.
    /// @return counts False when nothing is owed.
    function accept(Book storage book, bytes32 incidentId) internal returns (bool counts) {
        Debt storage debt = book.debts[incidentId];
        counts = debt.open;
        if (!counts) return false;
        debt.open = false;
        (debt.filedAt, debt.narrativeDueAt) = (0, 0);
        book.open.remove(incidentId);
    }

    // ----------------------------------------------------------------------------------------------------- overdue

    /// @notice Whether any debt is overdue.
    function isOverdue(Book storage book) internal view returns (bool) {
        uint256 count = book.open.length();
        if (count > MAX_LOOKED_AT) return true;
        for (uint256 i = 0; i < count; ++i) {
            if (_isPast(book.debts[book.open.at(i)])) return true;
        }
        return false;
    }

    function openIncidents(Book storage book) internal view returns (bytes32[] memory) {
        return book.open.values();
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _reopen(Book storage book, bytes32 incidentId) private returns (Debt storage debt) {
        debt = book.debts[incidentId];
        if (debt.open) return debt;
        debt.open = true;
        (debt.openedAt, debt.dueAt) = (uint40(block.timestamp), 0);
        book.open.add(incidentId);
    }

    function _postpone(Debt storage debt, uint40 until) private {
        uint40 dueAt = debt.dueAt;
        bool passed = dueAt != 0 && block.timestamp > dueAt;
        if (!passed && until + REVIEW_PERIOD > dueAt) debt.dueAt = until + REVIEW_PERIOD;
    }

    function _isPast(Debt storage debt) private view returns (bool) {
        uint256 deadline = debt.dueAt;
        if (debt.filedAt != 0) deadline += REVIEW_GRACE;
        if (block.timestamp > deadline) return true;
        return debt.narrativeDueAt != 0 && block.timestamp > debt.narrativeDueAt;
    }
}
