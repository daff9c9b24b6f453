// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Accreditation,
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry,
    Schema,
    SchemaTerms,
    Subject
} from "./interfaces/IAccreditationRegistry.sol";
import {Governed} from "../access/Governed.sol";
import {IAccreditations} from "./interfaces/IAccreditations.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {AccreditationBook} from "./libraries/AccreditationBook.sol";
import {ConflictMatrix} from "../access/libraries/ConflictMatrix.sol";
import {Documents} from "../operations/libraries/Documents.sol";
import {Roles} from "../access/Roles.sol";
import {SchemaBook} from "./libraries/SchemaBook.sol";

/**
 * @title AccreditationRegistry
 * @notice Who was found fit to issue, to verify or to take part in a rail, by which assessment and until when.
 *
 * Design: like the register of keys it gives no power, it takes power away: whoever issues needs the role, a key, open
 * modes and {requireIssuer}; whoever records checks needs {requireVerifier}. An accreditation is of a legal entity, under
 * one account and, for an issuer, one version of one schema; it ends by itself, and with the account's move to another
 * entity. The Identity Authority keeps issuers, verifiers and schemas, the treasury operator a rail's network.
 *
 * Nobody accredits an entity that holds the role by which it is accredited: a stolen key of the Identity Authority, or
 * one that sits on its Safe, makes no issuer of itself, whatever conflicts a country declares.
 *
 * Trust assumptions: the RoleRegistry maps functions to roles, knows whom an account acts for and keeps conflicting
 * roles apart. What an assessment says, and that it was made, is the word of the body, bound to its digest. The contract
 * holds neither funds nor roles.
 */
contract AccreditationRegistry is Governed, IAccreditationRegistry {
    using AccreditationBook for AccreditationBook.Book;
    using SchemaBook for SchemaBook.Book;

    /// @custom:storage-location erc7201:sign.storage.AccreditationRegistry
    struct AccreditationStorage {
        AccreditationBook.Book accreditations;
        SchemaBook.Book schemas;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.AccreditationRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant ACCREDITATION_STORAGE = 0x0b8946328d191ec1e0e29e762f7c36c2f28ce938bc5c96660a077fc74edad700;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IRoleRegistry private immutable REGISTRY;

    /// @dev Issuers and verifiers are the Identity Authority's.
    modifier ofTrustRegistry(Subject calldata subject) {
        if (_isOfNetwork(subject.kind)) revert KindOfAnotherBody(subject.kind);
        _;
    }

    /// @dev Members and validators of a rail are the treasury operator's.
    modifier ofNetwork(Subject calldata subject) {
        if (!_isOfNetwork(subject.kind)) revert KindOfAnotherBody(subject.kind);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IRoleRegistry registry) {
        REGISTRY = registry;
        _disableInitializers();
    }

    /// @notice Puts the contract under the RoleRegistry's authority.
    function initialize() external initializer {
        __AccessManaged_init(address(REGISTRY));
    }

    // -------------------------------------------------------------------------------------- issuers and verifiers

    /// @inheritdoc IAccreditationRegistry
    function accredit(
        Subject calldata subject,
        bytes32 requirementDigest,
        uint40 until
    ) external restricted ofTrustRegistry(subject) {
        _accredit(subject, requirementDigest, until);
    }

    /// @inheritdoc IAccreditationRegistry
    function renew(
        Subject calldata subject,
        bytes32 requirementDigest,
        uint40 until
    ) external restricted ofTrustRegistry(subject) {
        _renew(subject, requirementDigest, until);
    }

    /// @inheritdoc IAccreditationRegistry
    function suspend(Subject calldata subject, bytes32 reasonDigest) external restricted ofTrustRegistry(subject) {
        _suspend(subject, reasonDigest);
    }

    /// @inheritdoc IAccreditationRegistry
    function reinstate(Subject calldata subject, bytes32 decisionDigest) external restricted ofTrustRegistry(subject) {
        _reinstate(subject, decisionDigest);
    }

    /// @inheritdoc IAccreditationRegistry
    function withdraw(Subject calldata subject, bytes32 reasonDigest) external restricted ofTrustRegistry(subject) {
        _withdraw(subject, reasonDigest);
    }

    // -------------------------------------------------------------------------------------- members and validators

    /// @inheritdoc IAccreditationRegistry
    function accreditMember(
        Subject calldata subject,
        bytes32 requirementDigest,
        uint40 until
    ) external restricted ofNetwork(subject) {
        _accredit(subject, requirementDigest, until);
    }

    /// @inheritdoc IAccreditationRegistry
    function renewMember(
        Subject calldata subject,
        bytes32 requirementDigest,
        uint40 until
    ) external restricted ofNetwork(subject) {
        _renew(subject, requirementDigest, until);
    }

    /// @inheritdoc IAccreditationRegistry
    function suspendMember(Subject calldata subject, bytes32 reasonDigest) external restricted ofNetwork(subject) {
        _suspend(subject, reasonDigest);
    }

    /// @inheritdoc IAccreditationRegistry
    function reinstateMember(Subject calldata subject, bytes32 decisionDigest) external restricted ofNetwork(subject) {
        _reinstate(subject, decisionDigest);
    }

    /// @inheritdoc IAccreditationRegistry
    function withdrawMember(Subject calldata subject, bytes32 reasonDigest) external restricted ofNetwork(subject) {
        _withdraw(subject, reasonDigest);
    }

    // ---------------------------------------------------------------------------------------------------- schemas

    /// @inheritdoc IAccreditationRegistry
    function publishSchema(
        bytes32 schemaId,
        uint32 current,
        SchemaTerms calldata terms,
        uint32 transition,
        string calldata uri
    ) external restricted {
        Documents.requireShort(uri);
        (uint32 version, uint40 previousUntil) = _storage().schemas.publish(schemaId, current, terms, transition);
        _record(
            SchemaPublished.selector,
            schemaId,
            bytes32(uint256(version)),
            _word(msg.sender),
            abi.encode(terms.digest, terms.revocationPolicyDigest, previousUntil, uri)
        );
    }

    /// @inheritdoc IAccreditationRegistry
    function retireSchema(bytes32 schemaId, bytes32 reasonDigest) external restricted {
        _requireDigest(reasonDigest);
        _storage().schemas.retire(schemaId);
        _record(SchemaRetired.selector, schemaId, _word(msg.sender), abi.encode(reasonDigest));
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IAccreditations
    function requireIssuer(address issuer, bytes32 schemaId) external view {
        _requireAccredited(Subject(AccreditationKind.Issuer, issuer, schemaId));
    }

    /// @inheritdoc IAccreditations
    function requireVerifier(address verifier) external view {
        _requireAccredited(Subject(AccreditationKind.Verifier, verifier, bytes32(0)));
    }

    /// @inheritdoc IAccreditationRegistry
    function requireAccredited(Subject calldata subject) external view {
        _requireAccredited(subject);
    }

    /// @inheritdoc IAccreditationRegistry
    function accreditationOf(Subject calldata subject) external view returns (Accreditation memory accreditation) {
        Accreditation storage stored = _storage().accreditations.recordOf(subject);
        accreditation = stored;
        accreditation.status = AccreditationBook.statusOf(stored);
    }

    /// @inheritdoc IAccreditationRegistry
    function schemaOf(bytes32 schemaId) external view returns (Schema memory) {
        return _storage().schemas.byId[schemaId];
    }

    /// @inheritdoc IAccreditationRegistry
    function schemaTerms(bytes32 schemaId, uint32 version) external view returns (SchemaTerms memory) {
        return _storage().schemas.terms[schemaId][version];
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _accredit(Subject calldata subject, bytes32 requirementDigest, uint40 until) private {
        _requireDigest(requirementDigest);
        uint32 version = _scopeVersion(subject);
        uint8 entity = _fitEntity(subject);
        uint16 round = _storage().accreditations.accredit(subject, entity, version, requirementDigest, until);
        _record(Accredited.selector, subject, abi.encode(entity, round, version, until, requirementDigest, msg.sender));
    }

    function _renew(Subject calldata subject, bytes32 requirementDigest, uint40 until) private {
        _requireDigest(requirementDigest);
        uint32 version = _scopeVersion(subject);
        _storage().accreditations.renew(subject, _fitEntity(subject), version, requirementDigest, until);
        _record(AccreditationRenewed.selector, subject, abi.encode(version, until, requirementDigest, msg.sender));
    }

    function _suspend(Subject calldata subject, bytes32 reasonDigest) private {
        _requireDigest(reasonDigest);
        _storage().accreditations.suspend(subject);
        _record(AccreditationSuspended.selector, subject, abi.encode(reasonDigest, msg.sender));
    }

    function _reinstate(Subject calldata subject, bytes32 decisionDigest) private {
        _requireDigest(decisionDigest);
        _storage().accreditations.reinstate(subject, _fitEntity(subject));
        _record(AccreditationReinstated.selector, subject, abi.encode(decisionDigest, msg.sender));
    }

    function _withdraw(Subject calldata subject, bytes32 reasonDigest) private {
        _requireDigest(reasonDigest);
        _storage().accreditations.withdraw(subject);
        _record(AccreditationWithdrawn.selector, subject, abi.encode(reasonDigest, msg.sender));
    }

    function _requireAccredited(Subject memory subject) private view {
        AccreditationStorage storage $ = _storage();
        Accreditation storage accreditation = $.accreditations.recordOf(subject);
        AccreditationStatus status = AccreditationBook.statusOf(accreditation);
        if (status != AccreditationStatus.Accredited) revert NotAccredited(subject, status);
        AccreditationBook.requireEntity(accreditation, subject.account, REGISTRY.entityOf(subject.account));
        if (subject.kind != AccreditationKind.Issuer) return;
        $.schemas.requireIssuable(subject.scope, accreditation.schemaVersion);
    }

    /// @return version Of the schema that an issuer is judged by; zero for everyone else.
    function _scopeVersion(Subject calldata subject) private view returns (uint32 version) {
        if (subject.kind == AccreditationKind.Issuer) return _storage().schemas.requireInForce(subject.scope);
        bool named = subject.scope != bytes32(0);
        if (named != _isOfNetwork(subject.kind)) revert ScopeNotOfKind(subject.kind, subject.scope);
    }

    /// @dev A Safe on which people sit speaks for each of their entities, whichever one it is bound to.
    /// @return entity The one that the account acts for, and that may be accredited.
    function _fitEntity(Subject calldata subject) private view returns (uint8 entity) {
        entity = REGISTRY.entityOf(subject.account);
        if (entity == 0 || REGISTRY.seatCount(subject.account) != 0) revert EntityRequired(subject.account);
        uint256 held = REGISTRY.rolesOfEntity(entity);
        uint64 body = _isOfNetwork(subject.kind) ? Roles.TREASURY_OPERATOR : Roles.IDENTITY_AUTHORITY;
        if (held & (1 << body) != 0) revert OwnEntity(entity, body);
        if (_isOfNetwork(subject.kind)) return entity;
        uint64 role = subject.kind == AccreditationKind.Issuer ? Roles.ISSUER : Roles.VERIFIER;
        uint256 clash = REGISTRY.conflictsOf(role) & held;
        if (clash != 0) revert IRoleRegistry.SeparationOfDuties(entity, role, ConflictMatrix.lowest(clash));
    }

    function _isOfNetwork(AccreditationKind kind) private pure returns (bool) {
        return kind == AccreditationKind.RailMember || kind == AccreditationKind.Validator;
    }

    function _record(bytes32 topic0, Subject calldata subject, bytes memory data) private {
        _record(topic0, bytes32(uint256(subject.kind)), _word(subject.account), subject.scope, data);
    }

    function _requireDigest(bytes32 digest) private pure {
        if (digest == bytes32(0)) revert DigestMissing();
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _storage() private pure returns (AccreditationStorage storage $) {
        assembly ("memory-safe") {
            $.slot := ACCREDITATION_STORAGE
        }
    }
}
