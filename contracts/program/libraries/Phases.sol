// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramRegistry, PhaseCaps, Program, Requirement} from "../interfaces/IProgramRegistry.sol";
import {Phase} from "../interfaces/IProgramTerms.sol";

import {FlowLimit} from "../../bridge/libraries/FlowLimit.sol";

/**
 * @title Phases
 * @notice The steps of a programme from assessment to full integration, what each demands, and the caps of each phase.
 * @dev Papers may be replaced at any time; a decision names the digest of those that it was made on.
 */
library Phases {
    /// @dev Rows within one period. Above any country's people, below what its counter holds.
    uint32 internal constant MAX_PARTICIPANTS = 2_000_000_000;

    struct Book {
        mapping(bytes32 programId => mapping(Requirement requirement => bytes32 digest)) papers;
    }

    function put(Book storage book, bytes32 programId, Requirement requirement, bytes32 digest) internal {
        if (requirement == Requirement.None) revert IProgramRegistry.RequirementUnspecified();
        book.papers[programId][requirement] = digest;
    }

    /// @param expectedDigest Of the papers on which it was decided, as {digestOf}.
    function advance(
        Book storage book,
        Program storage program,
        bytes32 programId,
        Phase to,
        PhaseCaps calldata caps,
        bytes32 expectedDigest
    ) internal {
        Phase phase = program.phase;
        if (uint8(to) != uint8(phase) + 1) revert IProgramRegistry.PhaseOutOfOrder(programId, phase, to);
        Requirement[] memory missing = missingFor(book, programId, to);
        if (missing.length != 0) revert IProgramRegistry.RequirementMissing(programId, to, missing[0]);
        bytes32 digest = digestOf(book, programId, to);
        if (digest != expectedDigest) revert IProgramRegistry.RequirementsMoved(programId, digest, expectedDigest);
        program.phase = to;
        setCaps(program, programId, caps);
    }

    function setCaps(Program storage program, bytes32 programId, PhaseCaps calldata caps) internal {
        if (program.phase <= Phase.Assessment) revert IProgramRegistry.PhaseWithoutCaps(programId, program.phase);
        if (caps.maxParticipants == 0 || caps.maxParticipants > MAX_PARTICIPANTS) {
            revert IProgramRegistry.ParticipantsCapOutOfBounds(caps.maxParticipants, 1, MAX_PARTICIPANTS);
        }
        if (caps.maxAmount == 0 || caps.maxAmount > FlowLimit.MAX_CAPACITY) {
            revert IProgramRegistry.AmountCapOutOfBounds(caps.maxAmount, 1, FlowLimit.MAX_CAPACITY);
        }
        program.caps = caps;
    }

    /// @dev The order of `Requirement` is that of the steps.
    function requiredFor(Phase to) internal pure returns (Requirement[] memory list) {
        (Requirement first, Requirement last) = _rangeFor(to);
        if (first == Requirement.None) return list;
        list = new Requirement[](uint8(last) - uint8(first) + 1);
        for (uint8 i = 0; i < list.length; ++i) list[i] = Requirement(uint8(first) + i);
    }

    function missingFor(
        Book storage book,
        bytes32 programId,
        Phase to
    ) internal view returns (Requirement[] memory missing) {
        missing = requiredFor(to);
        uint256 count = 0;
        for (uint256 i = 0; i < missing.length; ++i) {
            if (book.papers[programId][missing[i]] == bytes32(0)) missing[count++] = missing[i];
        }
        assembly ("memory-safe") {
            mstore(missing, count)
        }
    }

    function digestOf(Book storage book, bytes32 programId, Phase to) internal view returns (bytes32) {
        Requirement[] memory required = requiredFor(to);
        bytes32[] memory digests = new bytes32[](required.length);
        for (uint256 i = 0; i < required.length; ++i) digests[i] = book.papers[programId][required[i]];
        return keccak256(abi.encode(digests));
    }

    function _rangeFor(Phase to) private pure returns (Requirement first, Requirement last) {
        if (to == Phase.Pilot) return (Requirement.StakeholderMap, Requirement.PilotMonitoring);
        if (to == Phase.Expansion) return (Requirement.ServiceLevels, Requirement.AuditProgramme);
        if (to == Phase.FullIntegration) return (Requirement.Integrations, Requirement.Integrations);
    }
}
