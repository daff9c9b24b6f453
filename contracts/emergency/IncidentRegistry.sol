// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Audience,
    FiledReview,
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    ServiceLevels,
    Severity
} from "./interfaces/IIncidentRegistry.sol";
import {Governed} from "../access/Governed.sol";
import {IEmergencyController, ReviewDebt} from "./interfaces/IEmergencyController.sol";
import {IKeyRotations} from "../operations/interfaces/IKeyRotations.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {IncidentLifecycle} from "./libraries/IncidentLifecycle.sol";
import {IncidentReviews} from "./libraries/IncidentReviews.sol";
import {NamedKeys} from "./libraries/NamedKeys.sol";
import {Roles} from "../access/Roles.sol";
import {ServiceLevelBook} from "./libraries/ServiceLevelBook.sol";

/**
 * @title IncidentRegistry
 * @notice What happened, how fast it was answered, who answers for it, and who judged the answer.
 *
 *            acknowledge            mitigate          resolve           review accepted
 *   Open ────────────────▶ Acknowledged ────▶ Mitigated ────▶ Resolved ────────────────▶ Reviewed
 *
 * Design: the entity that acknowledges is responsible and files the review; an auditor of an entity that never was
 * responsible accepts it. Every incident keeps the service levels that it was opened with. What the Emergency Council
 * declares is opened here; the debt that it owes lives in the EmergencyController, which is told of every review.
 *
 * Trust assumptions: the RoleRegistry maps functions to roles and knows whom an account acts for; the
 * EmergencyController cannot be upgraded and does not revert when it is told of a review. That the reviews are true is
 * the auditors' word; the digests only say which documents they judged.
 */
contract IncidentRegistry is Governed, IIncidentRegistry {
    using IncidentLifecycle for IncidentLifecycle.Book;
    using IncidentReviews for IncidentReviews.Book;
    using NamedKeys for NamedKeys.Book;
    using ServiceLevelBook for ServiceLevelBook.Book;

    /// @custom:storage-location erc7201:sign.storage.IncidentRegistry
    struct IncidentStorage {
        IncidentLifecycle.Book incidents;
        ServiceLevelBook.Book serviceLevels;
        IncidentReviews.Book reviews;
        NamedKeys.Book keys;
    }

    // keccak256(abi.encode(uint256(keccak256("sign.storage.IncidentRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant INCIDENT_STORAGE = 0x95e7824a8f00c8e7b6e0442f027a165cf134f429e0cd73cc84339b3999442b00;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEmergencyController private immutable EMERGENCY;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEmergencyController emergency) {
        if (address(emergency).code.length == 0) revert ContractRequired(address(emergency));
        EMERGENCY = emergency;
        _disableInitializers();
    }

    /// @notice Puts the contract under the RoleRegistry's authority and sets the service levels to start with.
    function initialize(IRoleRegistry registry) external initializer {
        __AccessManaged_init(address(registry));
        for (uint8 level = uint8(Severity.Sev1); level <= uint8(Severity.Sev4); ++level) {
            _setServiceLevels(Severity(level), ServiceLevelBook.defaultsOf(Severity(level)));
        }
    }

    // -------------------------------------------------------------------------------------------------- response

    /// @inheritdoc IIncidentRegistry
    function open(bytes32 incidentId, Severity severity, bytes32 reportDigest) external restricted {
        _open(incidentId, severity, msg.sender, reportDigest);
    }

    /// @inheritdoc IIncidentRegistry
    function report(bytes32 incidentId, Severity severity, bytes32 reportDigest) external restricted {
        _open(incidentId, severity, msg.sender, reportDigest);
    }

    /// @inheritdoc IIncidentRegistry
    function declare(bytes32 incidentId, Severity severity, address safe, bytes32 reasonDigest) external {
        if (msg.sender != address(EMERGENCY)) revert EmergencyControllerRequired(msg.sender);
        IncidentStorage storage $ = _storage();
        if (!$.incidents.isKnown(incidentId)) {
            _open(incidentId, severity, safe, reasonDigest);
        } else {
            Incident storage incident = $.incidents.known(incidentId);
            bool raises =
                IncidentLifecycle.isUnresolved(incident) && IncidentLifecycle.isMoreSevere(severity, incident.severity);
            if (raises) _setSeverity(incidentId, severity, safe, reasonDigest);
            bytes32 overtaken = $.reviews.overtake(incidentId);
            if (overtaken != bytes32(0)) _record(ReviewOvertaken.selector, incidentId, abi.encode(overtaken));
        }
        _record(IncidentDeclared.selector, incidentId, _word(safe), abi.encode(reasonDigest));
    }

    /// @inheritdoc IIncidentRegistry
    function acknowledge(bytes32 incidentId) external restricted {
        uint8 entity = _entityOf(msg.sender);
        _storage().incidents.acknowledge(incidentId, entity);
        _storage().reviews.hold(incidentId, entity);
        _record(IncidentAcknowledged.selector, incidentId, _word(msg.sender), bytes32(uint256(entity)), "");
    }

    /// @inheritdoc IIncidentRegistry
    function reassign(bytes32 incidentId, uint8 entity, bytes32 reasonDigest) external restricted {
        _requireDigest(reasonDigest);
        if (_registry().rolesOfEntity(entity) & (1 << Roles.TECHNICAL_OPERATOR) == 0) revert OperatorMissing(entity);
        _storage().incidents.reassign(incidentId, entity);
        _storage().reviews.hold(incidentId, entity);
        _storage().reviews.requireIndependent(incidentId, _entityOf(msg.sender));
        _record(
            IncidentReassigned.selector,
            incidentId,
            _word(msg.sender),
            bytes32(uint256(entity)),
            abi.encode(reasonDigest)
        );
    }

    /// @inheritdoc IIncidentRegistry
    function mitigate(bytes32 incidentId, bytes32 digest) external restricted {
        _requireDigest(digest);
        _storage().incidents.mitigate(incidentId);
        _record(IncidentMitigated.selector, incidentId, _word(msg.sender), abi.encode(digest));
    }

    /// @inheritdoc IIncidentRegistry
    function resolve(bytes32 incidentId, bytes32 digest) external restricted {
        _requireDigest(digest);
        uint40 openedAt = _storage().incidents.resolve(incidentId);
        _storage().keys.requireRotated(incidentId, openedAt);
        _record(IncidentResolved.selector, incidentId, _word(msg.sender), abi.encode(digest));
    }

    /// @inheritdoc IIncidentRegistry
    function raiseSeverity(bytes32 incidentId, Severity severity, bytes32 reasonDigest) external restricted {
        Severity current = _severityToChange(incidentId, severity, reasonDigest);
        if (severity >= current) revert NotMoreSevere(incidentId, current, severity);
        _setSeverity(incidentId, severity, msg.sender, reasonDigest);
    }

    /// @inheritdoc IIncidentRegistry
    function lowerSeverity(bytes32 incidentId, Severity severity, bytes32 reasonDigest) external restricted {
        Severity current = _severityToChange(incidentId, severity, reasonDigest);
        if (severity <= current) revert NotLessSevere(incidentId, current, severity);
        _storage().reviews.requireIndependent(incidentId, _entityOf(msg.sender));
        _setSeverity(incidentId, severity, msg.sender, reasonDigest);
    }

    /// @inheritdoc IIncidentRegistry
    function publishStatement(bytes32 incidentId, Audience audience, bytes32 digest) external restricted {
        _requireDigest(digest);
        _storage().incidents.speak(incidentId, audience);
        _record(
            StatementPublished.selector,
            incidentId,
            bytes32(uint256(audience)),
            _word(msg.sender),
            abi.encode(digest)
        );
    }

    /// @inheritdoc IIncidentRegistry
    function nameKey(bytes32 incidentId, bytes32 keyId) external restricted {
        uint40 openedAt = _storage().incidents.unresolved(incidentId).openedAt;
        _storage().keys.name(incidentId, keyId, openedAt, _entityOf(msg.sender));
        _record(KeyNamed.selector, incidentId, keyId, _word(msg.sender), "");
    }

    // ---------------------------------------------------------------------------------------------------- review

    /// @inheritdoc IIncidentRegistry
    function fileReview(bytes32 incidentId, bytes32 reviewDigest, bool interim) external restricted {
        _requireDigest(reviewDigest);
        Incident storage incident = _storage().incidents.acknowledged(incidentId);
        IncidentStatus status = incident.status;
        bool early = !interim && IncidentLifecycle.isUnresolved(incident);
        bool paid = status == IncidentStatus.Reviewed && !EMERGENCY.debtOf(incidentId).open;
        if (early || paid) revert UnexpectedIncidentStatus(incidentId, status);
        uint8 entity = _entityOf(msg.sender);
        if (entity != incident.entity) revert NotResponsible(incidentId, incident.entity, entity);

        _storage().reviews.file(incidentId, reviewDigest, entity, interim);
        _record(
            ReviewSubmitted.selector,
            incidentId,
            _word(msg.sender),
            bytes32(uint256(entity)),
            abi.encode(reviewDigest, interim)
        );
        EMERGENCY.noteReviewFiled(incidentId);
    }

    /// @inheritdoc IIncidentRegistry
    function acceptReview(bytes32 incidentId, bytes32 reviewDigest, bytes32 opinionDigest) external restricted {
        _requireDigest(opinionDigest);
        (uint8 entity, bool interim) = _takeReview(incidentId, reviewDigest);
        if (interim) revert ReviewIsInterim(incidentId);
        ReviewDebt memory debt = EMERGENCY.debtOf(incidentId);
        if (debt.open && !debt.registered) revert DeclarationMissing(incidentId);
        _storage().incidents.review(incidentId);
        _record(
            ReviewApproved.selector,
            incidentId,
            _word(msg.sender),
            bytes32(uint256(entity)),
            abi.encode(reviewDigest, opinionDigest)
        );
        EMERGENCY.noteReviewAccepted(incidentId);
    }

    /// @inheritdoc IIncidentRegistry
    function rejectReview(bytes32 incidentId, bytes32 reviewDigest, bytes32 reasonDigest) external restricted {
        _requireDigest(reasonDigest);
        (uint8 entity, ) = _takeReview(incidentId, reviewDigest);
        _record(
            ReviewReturned.selector,
            incidentId,
            _word(msg.sender),
            bytes32(uint256(entity)),
            abi.encode(reviewDigest, reasonDigest)
        );
        EMERGENCY.noteReviewRejected(incidentId);
    }

    // -------------------------------------------------------------------------------------------------- settings

    /// @inheritdoc IIncidentRegistry
    function setServiceLevels(Severity severity, ServiceLevels calldata levels) external restricted {
        _setServiceLevels(severity, levels);
    }

    /// @inheritdoc IIncidentRegistry
    function setKeyRegistry(address newKeyRegistry) external restricted {
        if (newKeyRegistry.code.length == 0) revert ContractRequired(newKeyRegistry);
        _storage().keys.registry = IKeyRotations(newKeyRegistry);
        _record(KeyRegistrySet.selector, _word(newKeyRegistry), "");
    }

    // ----------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IIncidentRegistry
    function requireFixable(bytes32 incidentId) external view {
        _storage().incidents.requireFixable(incidentId, EMERGENCY.debtOf(incidentId).open);
    }

    /// @inheritdoc IIncidentRegistry
    function incidentOf(bytes32 incidentId) external view returns (Incident memory) {
        return _storage().incidents.byId[incidentId];
    }

    /// @inheritdoc IIncidentRegistry
    function reviewOf(bytes32 incidentId) external view returns (FiledReview memory) {
        return _storage().reviews.filed[incidentId];
    }

    /// @inheritdoc IIncidentRegistry
    function entitiesOf(bytes32 incidentId) external view returns (uint256) {
        return _storage().reviews.responsible[incidentId];
    }

    /// @inheritdoc IIncidentRegistry
    function keysNamedBy(bytes32 incidentId) external view returns (bytes32[] memory keyIds) {
        return _storage().keys.byIncident[incidentId];
    }

    /// @inheritdoc IIncidentRegistry
    function serviceLevelsOf(Severity severity) external view returns (ServiceLevels memory) {
        return _storage().serviceLevels.bySeverity[severity];
    }

    /// @inheritdoc IIncidentRegistry
    function openSevereIncidents() external view returns (uint256) {
        return _storage().incidents.countSevere();
    }

    /// @inheritdoc IIncidentRegistry
    function keyRegistry() external view returns (address) {
        return address(_storage().keys.registry);
    }

    /// @inheritdoc IIncidentRegistry
    function emergencyController() external view returns (address) {
        return address(EMERGENCY);
    }

    // --------------------------------------------------------------------------------------------------- private

    function _open(bytes32 incidentId, Severity severity, address by, bytes32 reportDigest) private {
        _requireDigest(reportDigest);
        ServiceLevels memory levels = _storage().serviceLevels.bySeverity[severity];
        _storage().incidents.open(incidentId, severity, levels);
        _record(
            IncidentOpened.selector,
            incidentId,
            bytes32(uint256(severity)),
            _word(by),
            abi.encode(reportDigest, levels)
        );
    }

    function _severityToChange(
        bytes32 incidentId,
        Severity severity,
        bytes32 reasonDigest
    ) private view returns (Severity current) {
        _requireDigest(reasonDigest);
        if (severity == Severity.None) revert SeverityMissing();
        return _storage().incidents.unresolved(incidentId).severity;
    }

    function _setSeverity(bytes32 incidentId, Severity severity, address by, bytes32 reasonDigest) private {
        ServiceLevels memory levels = _storage().serviceLevels.bySeverity[severity];
        _storage().incidents.setSeverity(incidentId, severity, levels);
        _record(
            SeverityChanged.selector,
            incidentId,
            bytes32(uint256(severity)),
            _word(by),
            abi.encode(reasonDigest, levels)
        );
    }

    function _setServiceLevels(Severity severity, ServiceLevels memory levels) private {
        _storage().serviceLevels.set(severity, levels);
        _record(ServiceLevelsSet.selector, bytes32(uint256(severity)), abi.encode(levels));
    }

    /// @dev The caller judges the review that is filed; it is off the table after.
    function _takeReview(bytes32 incidentId, bytes32 reviewDigest) private returns (uint8 entity, bool interim) {
        _storage().incidents.known(incidentId);
        entity = _entityOf(msg.sender);
        interim = _storage().reviews.take(incidentId, reviewDigest, entity);
    }

    /// @dev A Safe with people of several entities on it acts for none of them here, unless it is bound to one.
    function _entityOf(address account) private view returns (uint8 entity) {
        entity = _registry().entityOf(account);
        if (entity == 0) revert EntityRequired(account);
    }

    function _registry() private view returns (IRoleRegistry) {
        return IRoleRegistry(authority());
    }

    function _requireDigest(bytes32 digest) private pure {
        if (digest == bytes32(0)) revert DigestMissing();
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _storage() private pure returns (IncidentStorage storage $) {
        assembly ("memory-safe") {
            $.slot := INCIDENT_STORAGE
        }
    }
}
