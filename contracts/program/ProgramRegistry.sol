// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IProgramRegistry,
    PhaseCaps,
    Program,
    ProgramTerms,
    Requirement,
    RuleSet
} from "./interfaces/IProgramRegistry.sol";
import {DistributionTerms, IProgramTerms, Phase} from "./interfaces/IProgramTerms.sol";
import {IGovernanceGuard} from "../safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Operation} from "../emergency/interfaces/ISystemModes.sol";

import {Documents} from "../operations/libraries/Documents.sol";
import {Phases} from "./libraries/Phases.sol";
import {ProgramGoverned} from "./ProgramGoverned.sol";
import {Programs} from "./libraries/Programs.sol";
import {Roles} from "../access/Roles.sol";
import {RuleSets} from "./libraries/RuleSets.sol";

/**
 * @title ProgramRegistry
 * @notice The programmes of a country, their rules, their distributors and their phases; {IProgramRegistry} draws the
 * steps.
 *
 * Design: what widens a programme takes a Safe: the Sovereign Authority's for its existence, its phase and its caps, the
 * Program Authority's for its rules and its distributors. What narrows it, or adds a paper, takes one account of the
 * entity that governs it. Decisions are bound to what they were made on: a rule set names the version that it replaces,
 * a step the digest of its papers.
 *
 * What is feared, and what stands against it:
 * - a stolen account of the programme's authority: it withdraws distributors and replaces papers, all of it on the record;
 *   a paper that is replaced after the Sovereign Authority has read it voids the decision.
 * - the account of another authority: it speaks for the programmes of its own entity alone.
 * - a new schedule, which would begin a new period and fill the caps anew: there is none.
 * - a signature gathered long ago: versions and digests are compared, phases only go forwards.
 *
 * Trust assumptions: the RoleRegistry maps what one account may do to PROGRAM_AUTHORITY, and says truly who speaks for a
 * council. What a digest stands for is for its readers to judge. The contract holds neither funds nor roles, but decides
 * what a ledger lets through.
 */
contract ProgramRegistry is ProgramGoverned, IProgramRegistry {
    using Phases for Phases.Book;
    using Programs for Program;
    using Programs for Programs.Book;
    using RuleSets for RuleSets.Book;

    /// @custom:storage-location erc7201:sign.storage.ProgramRegistry
    struct RegistryStorage {
        Programs.Book programs;
        RuleSets.Book ruleSets;
        Phases.Book phases;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.ProgramRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant REGISTRY_STORAGE = 0x1d6eef738753c53c018c772f8b771645060470e7f42ad33019acfc3924406800;

    modifier given(bytes32 digest) {
        if (digest == bytes32(0)) revert DigestMissing();
        _;
    }

    modifier whenConfigurable(bytes32 programId) {
        _requireAllowed(_systemOf(programId), Operation.Configure);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IRoleRegistry registry,
        IGovernanceGuard guard,
        ISystemModes modes
    ) ProgramGoverned(registry, guard, modes) {}

    /// @notice Takes the registry as authority.
    function initialize() external initializer {
        __AccessManaged_init(address(REGISTRY));
    }

    // ------------------------------------------------------------------------------------------------ programmes

    /// @inheritdoc IProgramRegistry
    function registerProgram(
        bytes32 programId,
        ProgramTerms calldata terms
    )
        external
        onlyCouncil(Roles.SOVEREIGN_AUTHORITY)
        whenConfigurable(programId)
        given(terms.metadataDigest)
        given(terms.legalApprovalDigest)
    {
        bool governs = REGISTRY.rolesOfEntity(terms.authority) & (1 << Roles.PROGRAM_AUTHORITY) != 0;
        if (!governs) revert NotAProgramAuthority(terms.authority);
        _storage().programs.register(programId, terms);
        _record(
            ProgramRegistered.selector,
            programId,
            bytes32(uint256(terms.authority)),
            abi.encode(
                terms.privacy,
                terms.metadataDigest,
                terms.legalApprovalDigest,
                terms.startsAt,
                terms.periodLength
            )
        );
    }

    /// @inheritdoc IProgramRegistry
    function recordMetadata(bytes32 programId, bytes32 digest) external restricted given(digest) {
        _ownProgram(programId).metadataDigest = digest;
        _record(ProgramMetadataRecorded.selector, programId, _topic(msg.sender), abi.encode(digest));
    }

    /// @inheritdoc IProgramRegistry
    function recordLegalApproval(bytes32 programId, bytes32 digest) external restricted given(digest) {
        _ownProgram(programId).legalApprovalDigest = digest;
        _record(LegalApprovalRecorded.selector, programId, _topic(msg.sender), abi.encode(digest));
    }

    /// @inheritdoc IProgramRegistry
    function closeProgram(
        bytes32 programId,
        bytes32 reasonDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) given(reasonDigest) {
        _storage().programs.open(programId).closedAt = uint40(block.timestamp);
        _record(ProgramClosed.selector, programId, abi.encode(reasonDigest));
    }

    // -------------------------------------------------------------------------------------------------- entities

    /// @inheritdoc IProgramRegistry
    function authoriseEntity(
        bytes32 programId,
        uint8 entity,
        bytes32 approvalDigest
    ) external onlyCouncil(Roles.PROGRAM_AUTHORITY) whenConfigurable(programId) given(approvalDigest) {
        if (!REGISTRY.isEntity(entity)) revert UnknownEntity(entity);
        _storage().programs.open(programId).authorise(programId, entity);
        _record(EntityAuthorised.selector, programId, bytes32(uint256(entity)), abi.encode(approvalDigest));
    }

    /// @inheritdoc IProgramRegistry
    function withdrawEntity(
        bytes32 programId,
        uint8 entity,
        bytes32 reasonDigest
    ) external restricted given(reasonDigest) {
        _ownProgram(programId).withdraw(programId, entity);
        _record(
            EntityWithdrawn.selector,
            programId,
            bytes32(uint256(entity)),
            _topic(msg.sender),
            abi.encode(reasonDigest)
        );
    }

    // -------------------------------------------------------------------------------------------------- rule sets

    /// @inheritdoc IProgramRegistry
    function publishRuleSet(
        bytes32 programId,
        uint32 expectedVersion,
        bytes32 digest,
        uint128 rowMaximum,
        string calldata uri
    ) external onlyCouncil(Roles.PROGRAM_AUTHORITY) whenConfigurable(programId) given(digest) {
        Documents.requireShort(uri);
        RegistryStorage storage $ = _storage();
        Program storage program = $.programs.open(programId);
        uint32 version = $.ruleSets.publish(program, programId, expectedVersion, digest, rowMaximum);
        _record(RuleSetPublished.selector, programId, bytes32(uint256(version)), abi.encode(digest, rowMaximum, uri));
    }

    // ----------------------------------------------------------------------------------------------------- phases

    /// @inheritdoc IProgramRegistry
    function recordRequirement(
        bytes32 programId,
        Requirement requirement,
        bytes32 digest
    ) external restricted given(digest) {
        _ownProgram(programId);
        _storage().phases.put(programId, requirement, digest);
        _record(
            RequirementRecorded.selector,
            programId,
            bytes32(uint256(requirement)),
            _topic(msg.sender),
            abi.encode(digest)
        );
    }

    /// @inheritdoc IProgramRegistry
    function advancePhase(
        bytes32 programId,
        Phase to,
        PhaseCaps calldata caps,
        bytes32 requirementsDigest_,
        bytes32 decisionDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) whenConfigurable(programId) given(decisionDigest) {
        RegistryStorage storage $ = _storage();
        $.phases.advance($.programs.open(programId), programId, to, caps, requirementsDigest_);
        _record(
            PhaseAdvanced.selector,
            programId,
            bytes32(uint256(to)),
            abi.encode(caps.maxParticipants, caps.maxAmount, requirementsDigest_, decisionDigest)
        );
    }

    /// @inheritdoc IProgramRegistry
    function setPhaseCaps(
        bytes32 programId,
        PhaseCaps calldata caps,
        bytes32 decisionDigest
    ) external onlyCouncil(Roles.SOVEREIGN_AUTHORITY) given(decisionDigest) {
        Program storage program = _storage().programs.open(programId);
        PhaseCaps memory before = program.caps;
        bool raises = caps.maxParticipants > before.maxParticipants || caps.maxAmount > before.maxAmount;
        if (raises) _requireAllowed(_systemOf(programId), Operation.Configure);
        Phases.setCaps(program, programId, caps);
        _record(
            PhaseCapsSet.selector,
            programId,
            bytes32(uint256(program.phase)),
            abi.encode(caps.maxParticipants, caps.maxAmount, decisionDigest)
        );
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IProgramTerms
    function termsFor(bytes32 programId, uint8 entity) external view returns (DistributionTerms memory) {
        RegistryStorage storage $ = _storage();
        Program storage program = $.programs.known(programId);
        uint32 version = program.ruleSetVersion;
        return
            DistributionTerms({
                phase: program.phase,
                closed: program.closedAt != 0,
                authorised: program.isAuthorised(entity),
                authority: program.authority,
                period: program.periodOf(),
                ruleSetVersion: version,
                rowMaximum: $.ruleSets.byVersion[programId][version].rowMaximum,
                maxParticipants: program.caps.maxParticipants,
                maxAmount: program.caps.maxAmount
            });
    }

    /// @inheritdoc IProgramRegistry
    function systemOf(bytes32 programId) external pure returns (bytes32) {
        return _systemOf(programId);
    }

    /// @inheritdoc IProgramRegistry
    function programOf(bytes32 programId) external view returns (Program memory) {
        return _storage().programs.byId[programId];
    }

    /// @inheritdoc IProgramRegistry
    function isAuthorised(bytes32 programId, uint8 entity) external view returns (bool) {
        return _storage().programs.byId[programId].isAuthorised(entity);
    }

    /// @inheritdoc IProgramRegistry
    function ruleSetOf(bytes32 programId, uint32 version) external view returns (RuleSet memory) {
        return _storage().ruleSets.byVersion[programId][version];
    }

    /// @inheritdoc IProgramRegistry
    function periodOf(bytes32 programId) external view returns (uint32) {
        return _storage().programs.byId[programId].periodOf();
    }

    /// @inheritdoc IProgramRegistry
    function requirementOf(bytes32 programId, Requirement requirement) external view returns (bytes32) {
        return _storage().phases.papers[programId][requirement];
    }

    /// @inheritdoc IProgramRegistry
    function requirementsFor(Phase to) external pure returns (Requirement[] memory) {
        return Phases.requiredFor(to);
    }

    /// @inheritdoc IProgramRegistry
    function missingRequirements(bytes32 programId, Phase to) external view returns (Requirement[] memory) {
        return _storage().phases.missingFor(programId, to);
    }

    /// @inheritdoc IProgramRegistry
    function requirementsDigest(bytes32 programId, Phase to) external view returns (bytes32) {
        return _storage().phases.digestOf(programId, to);
    }

    // ---------------------------------------------------------------------------------------------------- private

    /// @dev Of the authority for which the caller speaks.
    function _ownProgram(bytes32 programId) private view returns (Program storage program) {
        program = _storage().programs.known(programId);
        _speakFor(program.authority);
    }

    function _storage() private pure returns (RegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := REGISTRY_STORAGE
        }
    }
}
