// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IProgramRegistry, PrivacyMode, Program, ProgramTerms} from "../interfaces/IProgramRegistry.sol";
import {IProgramTerms, Phase} from "../interfaces/IProgramTerms.sol";

/**
 * @title Programs
 * @notice Programmes by their id, the periods of their schedule, and the entities that may distribute for them.
 * @dev The schedule never changes: with another one a new period would begin, and with it the caps.
 */
library Programs {
    uint32 internal constant MIN_PERIOD = 1 days;
    uint32 internal constant MAX_PERIOD = 366 days;

    /// @dev A programme may have run before it came here, and may be planned ahead.
    uint256 internal constant MAX_START_BEHIND = 366 days;
    uint256 internal constant MAX_START_AHEAD = 5 * 366 days;

    struct Book {
        mapping(bytes32 programId => Program) byId;
    }

    function register(Book storage book, bytes32 programId, ProgramTerms calldata terms) internal {
        if (programId == bytes32(0)) revert IProgramRegistry.ProgramIdMissing();
        if (terms.privacy == PrivacyMode.None) revert IProgramRegistry.PrivacyModeMissing();
        uint256 earliest = Math.saturatingSub(block.timestamp, MAX_START_BEHIND);
        uint256 latest = block.timestamp + MAX_START_AHEAD;
        if (terms.startsAt < earliest || terms.startsAt > latest) {
            revert IProgramRegistry.StartOutOfBounds(terms.startsAt, earliest, latest);
        }
        if (terms.periodLength < MIN_PERIOD || terms.periodLength > MAX_PERIOD) {
            revert IProgramRegistry.PeriodLengthOutOfBounds(terms.periodLength, MIN_PERIOD, MAX_PERIOD);
        }
        Program storage program = book.byId[programId];
        if (program.phase != Phase.None) revert IProgramRegistry.ProgramAlreadyRegistered(programId);
        program.phase = Phase.Assessment;
        program.privacy = terms.privacy;
        program.authority = terms.authority;
        program.startsAt = terms.startsAt;
        program.periodLength = terms.periodLength;
        program.metadataDigest = terms.metadataDigest;
        program.legalApprovalDigest = terms.legalApprovalDigest;
    }

    function known(Book storage book, bytes32 programId) internal view returns (Program storage program) {
        program = book.byId[programId];
        if (program.phase == Phase.None) revert IProgramTerms.UnknownProgram(programId);
    }

    function open(Book storage book, bytes32 programId) internal view returns (Program storage program) {
        program = known(book, programId);
        if (program.closedAt != 0) revert IProgramRegistry.ProgramIsClosed(programId, program.closedAt);
    }

    function authorise(Program storage program, bytes32 programId, uint8 entity) internal {
        if (isAuthorised(program, entity)) revert IProgramRegistry.EntityAlreadyAuthorised(programId, entity);
        program.entities |= _bit(entity);
    }

    function withdraw(Program storage program, bytes32 programId, uint8 entity) internal {
        if (!isAuthorised(program, entity)) revert IProgramRegistry.EntityNotAuthorised(programId, entity);
        program.entities &= ~_bit(entity);
    }

    function isAuthorised(Program storage program, uint8 entity) internal view returns (bool) {
        return program.entities & _bit(entity) != 0;
    }

    /// @dev From 1; zero before the programme starts, and for an unknown one.
    function periodOf(Program storage program) internal view returns (uint32) {
        (uint40 startsAt, uint32 periodLength) = (program.startsAt, program.periodLength);
        if (periodLength == 0 || block.timestamp < startsAt) return 0;
        return uint32((block.timestamp - startsAt) / periodLength) + 1;
    }

    function _bit(uint8 entity) private pure returns (uint256) {
        return uint256(1) << entity;
    }
}
