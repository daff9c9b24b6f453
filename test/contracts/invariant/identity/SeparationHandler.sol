// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {AccreditationRegistryTest} from "../../unit/identity/AccreditationRegistry/AccreditationRegistryTest.sol";
import {
    AccreditationKind,
    AccreditationStatus,
    Subject
} from "../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {CredentialLedger} from "../../../../contracts/identity/CredentialLedger.sol";
import {FakeIssuerKeys} from "../../mocks/FakeIssuerKeys.sol";
import {FakeSystemModes} from "../../mocks/FakeSystemModes.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../../contracts/emergency/SystemIds.sol";

/**
 * @notice Somebody who runs the infrastructure wants to issue. Five accounts and two Safes get and lose entities, seats,
 * roles with and without an end, and accreditations, in any order; each of them tries to issue, and time passes.
 * @dev Who speaks for whom and what is accredited is kept here; the registries' own books are not asked for it.
 */
contract SeparationHandler is AccreditationRegistryTest {
    struct RecordedSeat {
        address safe;
        address owner;
        uint8 entity;
    }

    struct Record {
        AccreditationStatus status;
        uint8 entity;
        uint32 version;
        uint256 until;
    }

    CredentialLedger internal ledger;
    uint256 public issued;
    uint256 public issuedByOperators;
    uint256 public misjudged;
    uint256 public accreditedUnfit;
    uint256 public clashes;
    uint256 public falseClashes;
    mapping(bytes32 action => uint256) public done;

    address[7] private _actors;
    uint8[4] private _entities = [OPERATOR, ISSUING_OFFICE, HOSPITAL, MINISTRY];
    uint64[4] private _roles = [Roles.TECHNICAL_OPERATOR, Roles.ISSUER, Roles.IDENTITY_AUTHORITY, Roles.VERIFIER];
    mapping(address account => uint8) private _boundTo;
    RecordedSeat[] private _seats;
    mapping(address account => Record) private _records;
    uint32 private _version = 1;
    uint256 private _previousUntil;

    constructor() {
        setUp();
        for (uint160 i = 0; i < 7; ++i) {
            _actors[i] = i == 0 ? technician : address(0xAC7000 + i * 0x100);
            if (i >= 5) vm.etch(_actors[i], hex"00");
        }
        _boundTo[technician] = OPERATOR;
        asAdmin();
        registry.setRoleAdmin(Roles.ISSUER, Roles.IDENTITY_AUTHORITY);
        FakeSystemModes modes = new FakeSystemModes();
        bytes memory arguments = abi.encode(modes, new FakeIssuerKeys(), accreditations);
        bytes memory init = abi.encodeCall(CredentialLedger.initialize, (IRoleRegistry(address(registry))));
        ledger = CredentialLedger(address(new ERC1967Proxy(deploy("CredentialLedger", arguments), init)));
        modes.assignSystem(address(ledger), SystemIds.named(SystemIds.SERVICE, "identity"));
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = ledger.issue.selector;
        asAdmin();
        registry.setTargetFunctionRole(address(ledger), selectors, Roles.ISSUER);
    }

    // ------------------------------------------------------------------------------------------ entities and roles

    function bind(uint256 a, uint256 e) external {
        (address account, uint8 entity) = (actor(a), _entities[e % 4]);
        if (byAdmin("bind", abi.encodeCall(registry.bindAccount, (account, entity)))) _boundTo[account] = entity;
    }

    function assignSeat(uint256 s, uint256 o, uint256 e) external {
        (address safe, address owner, uint8 entity) = (actor(s), actor(o), _entities[e % 4]);
        bytes memory call = abi.encodeCall(registry.assignSeat, (safe, owner, entity, Constituencies.POLICY));
        if (!byAdmin("assignSeat", call)) return;
        _boundTo[owner] = entity;
        _seats.push(RecordedSeat(safe, owner, entity));
    }

    function vacateSeat(uint256 s) external {
        if (_seats.length == 0) return;
        uint256 index = s % _seats.length;
        RecordedSeat memory seat = _seats[index];
        if (!byAdmin("vacateSeat", abi.encodeCall(registry.vacateSeat, (seat.safe, seat.owner)))) return;
        _seats[index] = _seats[_seats.length - 1];
        _seats.pop();
    }

    /// @dev A member who is granted the role again gets another end, or none.
    function grant(uint256 a, uint256 r, uint256 term) external {
        (address account, uint64 role) = (actor(a), _roles[r % 4]);
        uint48 until = uint48(block.timestamp + bound(term, 1 days, 60 days));
        bytes memory call =
            term % 3 == 0
                ? abi.encodeCall(registry.grantRole, (role, account, 0))
                : abi.encodeCall(registry.grantMandate, (role, account, until));
        if (role == Roles.ISSUER) attempt("grant", identityAuthority, address(registry), call);
        else byAdmin("grant", call);
    }

    function revoke(uint256 a, uint256 r) external {
        (address account, uint64 role) = (actor(a), _roles[r % 4]);
        bytes memory call = abi.encodeCall(registry.revokeRole, (role, account));
        if (role == Roles.ISSUER) attempt("revoke", identityAuthority, address(registry), call);
        else byAdmin("revoke", call);
    }

    /// @dev Without the role an account may change sides, and the Identity Authority may give the role back.
    function move(uint256 a, uint256 e) external {
        (address account, uint8 entity) = (actor(a), _entities[e % 4]);
        bytes memory call = abi.encodeCall(registry.revokeRole, (Roles.ISSUER, account));
        attempt("revoke", identityAuthority, address(registry), call);
        if (byAdmin("move", abi.encodeCall(registry.bindAccount, (account, entity)))) _boundTo[account] = entity;
        call = abi.encodeCall(registry.grantRole, (Roles.ISSUER, account, 0));
        attempt("grant", identityAuthority, address(registry), call);
        issueAs(account);
    }

    function prune(uint256 a, uint256 r) external {
        attempt("prune", stranger, address(registry), abi.encodeCall(registry.pruneMandate, (_roles[r % 4], actor(a))));
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1 hours, 15 days));
    }

    // ------------------------------------------------------------------------------------------------ paperwork

    function accreditAs(uint256 a, uint256 term) external {
        decide("accredit", actor(a), uint40(block.timestamp + bound(term, 1 days, 90 days)), false);
    }

    function renewAs(uint256 a, uint256 term) external {
        decide("renew", actor(a), uint40(block.timestamp + bound(term, 1 days, 90 days)), true);
    }

    function suspendAs(uint256 a) external {
        address account = actor(a);
        bytes memory call = abi.encodeCall(accreditations.suspend, (subjectOf(account), REASON));
        if (byAuthority("suspend", call)) _records[account].status = AccreditationStatus.Suspended;
    }

    function reinstateAs(uint256 a) external {
        address account = actor(a);
        bytes memory call = abi.encodeCall(accreditations.reinstate, (subjectOf(account), REASON));
        if (byAuthority("reinstate", call)) _records[account].status = AccreditationStatus.Accredited;
    }

    function withdrawAs(uint256 a) external {
        address account = actor(a);
        bytes memory call = abi.encodeCall(accreditations.withdraw, (subjectOf(account), REASON));
        if (byAuthority("withdraw", call)) _records[account].status = AccreditationStatus.Withdrawn;
    }

    function publishNext(uint256 transition) external {
        transition = bound(transition, 0, 40 days);
        publish(SCHEMA, _version, string(abi.encode(_version)), uint32(transition));
        ++_version;
        _previousUntil = block.timestamp + transition;
    }

    // -------------------------------------------------------------------------------------------------- issuing

    function everybodyIssues() external {
        for (uint256 i = 0; i < 7; ++i) issueAs(_actors[i]);
    }

    function issueAs(address account) private {
        bool expected = holds(Roles.ISSUER, account) && isAccredited(account);
        bytes32 digest = keccak256(abi.encode(issued, account));
        bytes memory call = abi.encodeCall(ledger.issue, (SCHEMA, digest, uint40(block.timestamp + 1)));
        bool success = attempt("issue", account, address(ledger), call);
        if (success != expected) ++misjudged;
        if (!success) return;
        ++issued;
        if (rolesFor(account) & bit(Roles.TECHNICAL_OPERATOR) != 0) ++issuedByOperators;
    }

    // ---------------------------------------------------------------------------------------------------- views

    /// @notice Whether somebody runs the infrastructure for an entity and issues, or accredits, for it as well.
    function dutiesMeet() external view returns (bool) {
        uint256 issuing_ = bit(Roles.ISSUER) | bit(Roles.IDENTITY_AUTHORITY);
        for (uint256 i = 0; i < 4; ++i) {
            uint256 roles = rolesOf(_entities[i]);
            if (roles & bit(Roles.TECHNICAL_OPERATOR) != 0 && roles & issuing_ != 0) return true;
        }
        return false;
    }

    /// @dev Of members whose mandate ran out, too; from AccessManager's memberships alone.
    function rolesOf(uint8 entity) private view returns (uint256 roles) {
        if (entity == MINISTRY) roles = bit(Roles.IDENTITY_AUTHORITY);
        for (uint256 i = 0; i < 7; ++i) if (speaksFor(_actors[i], entity)) roles |= grantsOf(_actors[i]);
    }

    /// @dev Of all entities for which the account speaks.
    function rolesFor(address account) private view returns (uint256 roles) {
        for (uint256 i = 0; i < 4; ++i) if (speaksFor(account, _entities[i])) roles |= rolesOf(_entities[i]);
    }

    function grantsOf(address account) private view returns (uint256 roles) {
        for (uint256 i = 0; i < 4; ++i) {
            (uint48 since, , , ) = registry.getAccess(_roles[i], account);
            if (since != 0) roles |= bit(_roles[i]);
        }
    }

    function speaksFor(address account, uint8 entity) private view returns (bool) {
        if (_boundTo[account] == entity) return true;
        for (uint256 i = 0; i < _seats.length; ++i) {
            if (_seats[i].safe == account && _seats[i].entity == entity) return true;
        }
        return false;
    }

    function isAccredited(address account) private view returns (bool) {
        Record storage record = _records[account];
        if (record.status != AccreditationStatus.Accredited || block.timestamp >= record.until) return false;
        if (record.entity != _boundTo[account]) return false;
        if (record.version == _version) return true;
        return record.version + 1 == _version && block.timestamp < _previousUntil;
    }

    // ------------------------------------------------------------------------------------------------- attempts

    function decide(bytes32 action, address account, uint40 until, bool renewal) private {
        Subject memory subject = subjectOf(account);
        bytes32 digest = keccak256(abi.encode(block.timestamp, until, done[action]));
        bytes memory call =
            renewal
                ? abi.encodeCall(accreditations.renew, (subject, digest, until))
                : abi.encodeCall(accreditations.accredit, (subject, digest, until));
        if (!byAuthority(action, call)) return;
        uint8 entity = _boundTo[account];
        _records[account] = Record(AccreditationStatus.Accredited, entity, _version, until);
        uint256 unfit = bit(Roles.TECHNICAL_OPERATOR) | bit(Roles.IDENTITY_AUTHORITY);
        if (entity == 0 || rolesOf(entity) & unfit != 0) ++accreditedUnfit;
    }

    function byAdmin(bytes32 action, bytes memory call) private returns (bool) {
        return attempt(action, changeManager, address(registry), call);
    }

    function byAuthority(bytes32 action, bytes memory call) private returns (bool) {
        return attempt(action, identityAuthority, address(accreditations), call);
    }

    function attempt(bytes32 action, address by, address target, bytes memory call) private returns (bool success) {
        bytes memory reason;
        vm.prank(by);
        // solhint-disable-next-line avoid-low-level-calls
        (success, reason) = target.call(call);
        if (success) ++done[action];
        else if (bytes4(reason) == IRoleRegistry.SeparationOfDuties.selector) judge(reason);
    }

    /// @dev A refusal names an entity, the role that it would get and one that it holds: both must be so.
    function judge(bytes memory reason) private {
        ++clashes;
        (bytes32 entity, bytes32 role, bytes32 held) = words(reason);
        bool known = registry.conflictsOf(uint64(uint256(role))) & (1 << uint256(held)) != 0;
        if (!known || rolesOf(uint8(uint256(entity))) & (1 << uint256(held)) == 0) ++falseClashes;
    }

    function words(bytes memory reason) private pure returns (bytes32 first, bytes32 second, bytes32 third) {
        assembly ("memory-safe") {
            first := mload(add(reason, 0x24))
            second := mload(add(reason, 0x44))
            third := mload(add(reason, 0x64))
        }
    }

    function subjectOf(address account) private pure returns (Subject memory) {
        return Subject(AccreditationKind.Issuer, account, SCHEMA);
    }

    function actor(uint256 seed) private view returns (address) {
        return _actors[seed % 7];
    }
}
