// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccreditations} from "./IAccreditations.sol";

/// @notice For what an account is accredited.
enum AccreditationKind {
    Issuer,
    Verifier,
    RailMember,
    Validator
}

/// @notice Where an accreditation stands. `Expired` follows from the clock and is never stored.
enum AccreditationStatus {
    None,
    Accredited,
    Expired,
    Suspended,
    Withdrawn
}

/// @notice Who is accredited, for what.
struct Subject {
    AccreditationKind kind;
    address account;
    /// @dev Of an issuer the schema, of a rail's member or validator the rail's system id, of a verifier zero.
    bytes32 scope;
}

/// @dev Two slots; whoever asks whether it holds reads the first.
struct Accreditation {
    AccreditationStatus status;
    /// @dev The legal entity that was accredited: the account's, then and now.
    uint8 entity;
    /// @dev How often the subject was accredited after nothing or a withdrawal; renewals do not count.
    uint16 round;
    /// @dev Of an issuer: the version of the schema that it was judged by.
    uint32 schemaVersion;
    /// @dev When the round began.
    uint40 since;
    uint40 until;
    bytes32 requirementDigest;
}

/// @notice One version of a schema: what credentials contain, and when and how they are revoked.
struct SchemaTerms {
    bytes32 digest;
    bytes32 revocationPolicyDigest;
}

struct Schema {
    /// @dev The one in force; counts from 1, zero for a schema that nobody published.
    uint32 version;
    uint40 publishedAt;
    /// @dev Until then issuers who were judged by the version before this one may issue.
    uint40 previousUntil;
    /// @dev Zero unless it is retired.
    uint40 retiredAt;
}

/**
 * @title IAccreditationRegistry
 * @notice Who is accredited as issuer, verifier, member or validator of a rail; which schemas are in force.
 * @dev "Accredits issuers", "governs schemas and revocation policies", "defines trust registry procedures" (Identity
 * Authority) and "controls CBDC network membership and compliance requirements" (treasury operator) of the source text.
 * An AccessManager allows one role a function: each body has functions of its own.
 */
interface IAccreditationRegistry is IAccreditations {
    // ------------------------------------------------------------------------------------------------ accreditation

    event Accredited(
        AccreditationKind indexed kind,
        address indexed account,
        bytes32 indexed scope,
        uint8 entity,
        uint16 round,
        uint32 schemaVersion,
        uint40 until,
        bytes32 requirementDigest,
        address by
    );
    event AccreditationRenewed(
        AccreditationKind indexed kind,
        address indexed account,
        bytes32 indexed scope,
        uint32 schemaVersion,
        uint40 until,
        bytes32 requirementDigest,
        address by
    );
    event AccreditationSuspended(
        AccreditationKind indexed kind,
        address indexed account,
        bytes32 indexed scope,
        bytes32 reasonDigest,
        address by
    );
    event AccreditationReinstated(
        AccreditationKind indexed kind,
        address indexed account,
        bytes32 indexed scope,
        bytes32 decisionDigest,
        address by
    );
    event AccreditationWithdrawn(
        AccreditationKind indexed kind,
        address indexed account,
        bytes32 indexed scope,
        bytes32 reasonDigest,
        address by
    );

    error DigestMissing();
    error KindOfAnotherBody(AccreditationKind kind);
    /// @notice An issuer's scope is a schema, a verifier's is zero, another one's is a rail.
    error ScopeNotOfKind(AccreditationKind kind, bytes32 scope);
    error TermOutOfBounds(uint40 until, uint256 earliest, uint256 latest);
    /// @notice The account acts for no entity, or, as a Safe on which people sit, for those of its seats.
    error EntityRequired(address account);
    /// @notice Whoever holds the role that accredits is accredited by nobody.
    error OwnEntity(uint8 entity, uint64 role);
    error EntityChanged(address account, uint8 accredited, uint8 current);
    error UnexpectedAccreditationStatus(Subject subject, AccreditationStatus status);
    error NotAccredited(Subject subject, AccreditationStatus status);
    /// @notice What was withdrawn comes back on another assessment.
    error RequirementWithdrawn(bytes32 requirementDigest);

    /**
     * @notice Accredits an issuer for a schema, or a verifier. IDENTITY_AUTHORITY.
     * @param requirementDigest Of the assessment: which requirements there are, and how the entity meets them.
     * @param until Unix time from which it is Expired: a day to two years ahead.
     * @dev It gives no role: an account issues only with ISSUER, too. An entity that could not hold the role is refused
     * with the RoleRegistry's `SeparationOfDuties`, which names the two roles.
     */
    function accredit(Subject calldata subject, bytes32 requirementDigest, uint40 until) external;

    /**
     * @notice Sets a new end, on a new assessment, by the schema's version in force. IDENTITY_AUTHORITY.
     * @dev From Accredited and Expired only: what is suspended is reinstated, what was withdrawn is accredited anew.
     */
    function renew(Subject calldata subject, bytes32 requirementDigest, uint40 until) external;

    /// @notice Stops it until it is reinstated; its end stays. IDENTITY_AUTHORITY.
    function suspend(Subject calldata subject, bytes32 reasonDigest) external;

    /// @notice Ends a suspension; neither its end nor the schema's version moves by it. IDENTITY_AUTHORITY.
    function reinstate(Subject calldata subject, bytes32 decisionDigest) external;

    /// @notice Ends it, whether it is in force, expired or suspended. IDENTITY_AUTHORITY.
    function withdraw(Subject calldata subject, bytes32 reasonDigest) external;

    /// @notice {accredit} for a member or a validator of a rail. TREASURY_OPERATOR.
    function accreditMember(Subject calldata subject, bytes32 requirementDigest, uint40 until) external;

    /// @notice {renew} for a member or a validator of a rail. TREASURY_OPERATOR.
    function renewMember(Subject calldata subject, bytes32 requirementDigest, uint40 until) external;

    /// @notice {suspend} for a member or a validator of a rail. TREASURY_OPERATOR.
    function suspendMember(Subject calldata subject, bytes32 reasonDigest) external;

    /// @notice {reinstate} for a member or a validator of a rail. TREASURY_OPERATOR.
    function reinstateMember(Subject calldata subject, bytes32 decisionDigest) external;

    /// @notice {withdraw} for a member or a validator of a rail. TREASURY_OPERATOR.
    function withdrawMember(Subject calldata subject, bytes32 reasonDigest) external;

    // ------------------------------------------------------------------------------------------------------ schemas

    event SchemaPublished(
        bytes32 indexed schemaId,
        uint32 indexed version,
        address indexed by,
        bytes32 digest,
        bytes32 revocationPolicyDigest,
        uint40 previousUntil,
        string uri
    );
    event SchemaRetired(bytes32 indexed schemaId, address indexed by, bytes32 reasonDigest);

    error SchemaMissing();
    error UnknownSchema(bytes32 schemaId);
    error SchemaAlreadyRetired(bytes32 schemaId);
    error SchemaUnchanged(bytes32 schemaId, uint32 version);
    error SchemaVersionNotCurrent(bytes32 schemaId, uint32 current, uint32 given);
    /// @notice The issuer was judged by a version that may not be issued by any more.
    error SchemaOutdated(bytes32 schemaId, uint32 accredited, uint32 current);
    error TransitionOutOfBounds(uint32 transition, uint32 maximum);

    /**
     * @notice Publishes the next version of a schema, with its revocation policy. IDENTITY_AUTHORITY.
     * @param current The version that it replaces; zero for a new schema.
     * @param transition Seconds for which issuers judged by `current` may go on, at most 180 days; zero ends that at
     * once. They are renewed meanwhile. Issuers judged by an earlier version stop in any case.
     * @param uri Where it may be had, at most 512 bytes; empty when it is not published.
     */
    function publishSchema(
        bytes32 schemaId,
        uint32 current,
        SchemaTerms calldata terms,
        uint32 transition,
        string calldata uri
    ) external;

    /// @notice Ends a schema for good: nobody issues by it; what was issued can be verified and revoked. IDENTITY_AUTHORITY.
    function retireSchema(bytes32 schemaId, bytes32 reasonDigest) external;

    // -------------------------------------------------------------------------------------------------------- views

    /// @notice Reverts unless the accreditation holds now; {requireIssuer} and {requireVerifier} of any kind.
    function requireAccredited(Subject calldata subject) external view;

    /// @notice The accreditation, with its status by the clock; {requireAccredited} asks for schema and entity as well.
    function accreditationOf(Subject calldata subject) external view returns (Accreditation memory);

    function schemaOf(bytes32 schemaId) external view returns (Schema memory);

    /// @notice The terms of a version, also of one that was replaced; zero for a version that never was.
    function schemaTerms(bytes32 schemaId, uint32 version) external view returns (SchemaTerms memory);
}
