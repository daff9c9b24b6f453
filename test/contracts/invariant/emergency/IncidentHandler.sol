// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Incident, IncidentStatus, Severity} from "../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";
import {FakeEmergencyController} from "../../mocks/emergency/FakeEmergencyController.sol";
import {FakeKeyRotations} from "../../mocks/emergency/FakeKeyRotations.sol";
import {IncidentRegistry} from "../../../../contracts/emergency/IncidentRegistry.sol";
import {Test} from "../../support/Test.sol";

/**
 * @notice Drives the IncidentRegistry at random, with people of four entities who each try everything, and keeps its own
 * book of what happened.
 * @dev Every step may fail in the registry; a step that succeeds against the rules is noted in {violations}.
 */
contract IncidentHandler is Test {
    struct Story {
        IncidentStatus seen;
        /// @dev Entities that acknowledged it or were made responsible, as a bit set.
        uint256 responsible;
        /// @dev Whether a review was filed since something owed one last.
        bool covers;
        uint256 acceptances;
        bytes32[] keys;
    }

    uint256 public constant INCIDENTS = 4;
    uint256 private constant PEOPLE = 4;
    bytes32 private constant DIGEST = keccak256("digest");

    IncidentRegistry private immutable REGISTRY;
    FakeEmergencyController private immutable EMERGENCY;
    FakeKeyRotations private immutable KEYS;

    uint256 private _keys;
    mapping(bytes32 incidentId => Story) private _stories;
    /// @dev When an incident was last lowered out of SEV1 and SEV2.
    uint256 public loweredAt;
    string[] public violations;
    mapping(string step => uint256) public successes;

    /// @param registry Knows {personOf} entity 1 to 4 as bound to that entity.
    constructor(IncidentRegistry registry, FakeEmergencyController emergency, FakeKeyRotations keys) {
        REGISTRY = registry;
        EMERGENCY = emergency;
        KEYS = keys;
    }

    // -------------------------------------------------------------------------------------------------------- steps

    function open(uint256 which, uint256 level) external {
        try REGISTRY.open(idOf(which), Severity(bound(level, 0, 4)), DIGEST) {
            ++successes["open"];
        } catch {}
        _follow(which);
    }

    function declare(uint256 which, uint256 level, uint256 rarely) external {
        if (rarely % 4 != 0) return;
        bytes32 id = idOf(which);
        bool known = REGISTRY.incidentOf(id).status != IncidentStatus.None;
        try EMERGENCY.declare(REGISTRY, id, Severity(bound(level, 1, 2)), address(this), DIGEST) {
            ++successes["declare"];
            _stories[id].covers = false;
        } catch {
            if (known) violations.push("I6: a known incident refused its declaration");
        }
        _follow(which);
    }

    /// @dev A debt of which the registry could not be told.
    function owe(uint256 which, uint256 rarely) external {
        if (rarely % 4 != 0 || REGISTRY.incidentOf(idOf(which)).status == IncidentStatus.None) return;
        EMERGENCY.owe(idOf(which));
        ++successes["owe"];
        _stories[idOf(which)].covers = false;
    }

    function acknowledge(uint256 which, uint256 who) external {
        vm.prank(personOf(entityOf(who)));
        try REGISTRY.acknowledge(idOf(which)) {
            ++successes["acknowledge"];
            _stories[idOf(which)].responsible |= 1 << entityOf(who);
        } catch {}
        _follow(which);
    }

    function reassign(uint256 which, uint256 who, uint256 to) external {
        vm.prank(personOf(entityOf(who)));
        try REGISTRY.reassign(idOf(which), entityOf(to), DIGEST) {
            ++successes["reassign"];
            _stories[idOf(which)].responsible |= 1 << entityOf(to);
            if (_wasResponsible(which, entityOf(who))) violations.push("I3: reassigned by an entity concerned");
        } catch {}
        _follow(which);
    }

    function mitigate(uint256 which) external {
        try REGISTRY.mitigate(idOf(which), DIGEST) {
            ++successes["mitigate"];
        } catch {}
        _follow(which);
    }

    function resolve(uint256 which) public {
        try REGISTRY.resolve(idOf(which), DIGEST) {
            ++successes["resolve"];
            bytes32[] storage named = _stories[idOf(which)].keys;
            uint40 openedAt = REGISTRY.incidentOf(idOf(which)).openedAt;
            for (uint256 i = 0; i < named.length; ++i) {
                if (!KEYS.isRotatedSince(named[i], openedAt)) violations.push("I5: resolved over a key in use");
            }
        } catch {}
        _follow(which);
    }

    function raise(uint256 which, uint256 level) external {
        Severity before = REGISTRY.incidentOf(idOf(which)).severity;
        Severity given = Severity(bound(level, 0, 4));
        try REGISTRY.raiseSeverity(idOf(which), given, DIGEST) {
            ++successes["raise"];
            if (given >= before) violations.push("raised to something milder");
        } catch {}
        _follow(which);
    }

    function lower(uint256 which, uint256 who, uint256 level) external {
        Severity before = REGISTRY.incidentOf(idOf(which)).severity;
        Severity given = Severity(bound(level, 0, 4));
        vm.prank(personOf(entityOf(who)));
        try REGISTRY.lowerSeverity(idOf(which), given, DIGEST) {
            ++successes["lower"];
            if (given <= before) violations.push("lowered to something more severe");
            if (_wasResponsible(which, entityOf(who))) violations.push("I2: lowered by an entity concerned");
            if (before <= Severity.Sev2 && given > Severity.Sev2) loweredAt = block.timestamp;
        } catch {}
        _follow(which);
    }

    function nameKey(uint256 which, uint256 who) external {
        bytes32 keyId = bytes32(++_keys);
        KEYS.add(keyId);
        vm.prank(personOf(entityOf(who)));
        try REGISTRY.nameKey(idOf(which), keyId) {
            ++successes["nameKey"];
            _stories[idOf(which)].keys.push(keyId);
        } catch {}
        _follow(which);
    }

    function rotateKeys(uint256 which) public {
        bytes32[] storage named = _stories[idOf(which)].keys;
        for (uint256 i = 0; i < named.length; ++i) KEYS.end(named[i]);
    }

    function file(uint256 which, uint256 who, bool interim) public {
        vm.prank(personOf(entityOf(who)));
        try REGISTRY.fileReview(idOf(which), DIGEST, interim) {
            ++successes["file"];
            _stories[idOf(which)].covers = true;
            if (REGISTRY.incidentOf(idOf(which)).entity != entityOf(who)) violations.push("I3: filed by another");
        } catch {}
        _follow(which);
    }

    function accept(uint256 which, uint256 who) public {
        Story storage story = _stories[idOf(which)];
        bool interim = REGISTRY.reviewOf(idOf(which)).interim;
        vm.prank(personOf(entityOf(who)));
        try REGISTRY.acceptReview(idOf(which), DIGEST, DIGEST) {
            ++successes["accept"];
            ++story.acceptances;
            if (_wasResponsible(which, entityOf(who))) violations.push("I3: accepted by an entity concerned");
            if (interim) violations.push("I3: accepted unfinished");
            if (!story.covers) violations.push("I4: written before what it explains");
        } catch {}
        _follow(which);
    }

    function reject(uint256 which, uint256 who, uint256 rarely) external {
        if (rarely % 4 != 0) return;
        vm.prank(personOf(entityOf(who)));
        try REGISTRY.rejectReview(idOf(which), DIGEST, DIGEST) {
            ++successes["reject"];
            if (_wasResponsible(which, entityOf(who))) violations.push("I3: rejected by an entity concerned");
        } catch {}
        _follow(which);
    }

    /// @dev The way to an acceptance that must not be, in one step, since chance seldom walks it: of an unfinished review,
    /// or of one that something has outdated.
    function insist(uint256 which, bool interim, bool told) external {
        if (REGISTRY.incidentOf(idOf(which)).status == IncidentStatus.None) return;
        _respond(which);
        file(which, REGISTRY.incidentOf(idOf(which)).entity - 1, interim);
        if (!interim && told) this.declare(which, 1, 0);
        if (!interim && !told) this.owe(which, 0);
        ++successes["insist"];
        for (uint256 who = 0; who < PEOPLE; ++who) accept(which, who);
    }

    /// @dev I7: wherever an incident stands, people who do their duty can pay what it owes.
    function settle(uint256 which, uint256 rarely) external {
        bytes32 id = idOf(which);
        if (rarely % 4 != 0 || !EMERGENCY.debtOf(id).open) return;
        _respond(which);
        if (!EMERGENCY.debtOf(id).registered) this.declare(which, 1, 0);
        file(which, REGISTRY.incidentOf(id).entity - 1, false);
        for (uint256 who = 0; who < PEOPLE && EMERGENCY.debtOf(id).open; ++who) accept(which, who);
        if (EMERGENCY.debtOf(id).open) violations.push("I7: a debt that cannot be paid");
        else ++successes["settle"];
    }

    function wait_(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1 minutes, 3 days));
        vm.roll(block.number + 1);
    }

    // --------------------------------------------------------------------------------------------------------- book

    function idOf(uint256 which) public pure returns (bytes32) {
        return bytes32(1 + (which % INCIDENTS));
    }

    function entityOf(uint256 who) public pure returns (uint8) {
        return uint8(1 + (who % PEOPLE));
    }

    function personOf(uint8 entity) public pure returns (address) {
        return address(uint160(0xa000 + entity));
    }

    function acceptancesOf(uint256 which) external view returns (uint256) {
        return _stories[idOf(which)].acceptances;
    }

    function violationCount() external view returns (uint256) {
        return violations.length;
    }

    function _wasResponsible(uint256 which, uint8 entity) private view returns (bool) {
        return _stories[idOf(which)].responsible & (1 << entity) != 0;
    }

    /// @dev Takes an incident to its resolution, from wherever it stands.
    function _respond(uint256 which) private {
        this.acknowledge(which, 0);
        this.mitigate(which);
        rotateKeys(which);
        resolve(which);
    }

    /// @dev Notes a status that is neither the one before nor the next of the lifecycle.
    function _follow(uint256 which) private {
        Story storage story = _stories[idOf(which)];
        Incident memory incident = REGISTRY.incidentOf(idOf(which));
        bool stays = incident.status == story.seen;
        if (!stays && uint8(incident.status) != uint8(story.seen) + 1) violations.push("I1: forbidden transition");
        story.seen = incident.status;
    }
}
