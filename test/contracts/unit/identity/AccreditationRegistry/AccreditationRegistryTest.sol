// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    Accreditation,
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry,
    SchemaTerms,
    Subject
} from "../../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {AccreditationRegistry} from "../../../../../contracts/identity/AccreditationRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";

/**
 * @notice The register under a real RoleRegistry after genesis, with people of the entities that it is about. The
 * ministry is the Identity Authority, the bank the treasury operator, the operator runs the infrastructure.
 */
abstract contract AccreditationRegistryTest is RoleRegistryKit {
    uint8 internal constant ISSUING_OFFICE = 6;
    uint8 internal constant HOSPITAL = 7;

    bytes32 internal constant SCHEMA = keccak256("residence-permit");
    bytes32 internal constant OTHER_SCHEMA = keccak256("driving-licence");
    bytes32 internal constant REQUIREMENT = keccak256("assessment");
    bytes32 internal constant SECOND_REQUIREMENT = keccak256("second assessment");
    bytes32 internal constant REASON = keccak256("reason");
    bytes32 internal immutable RAIL = SystemIds.named(SystemIds.RAIL, "retail-rail");
    uint40 internal constant NOW = 1_800_000_000;
    uint40 internal constant END = NOW + 365 days;

    AccreditationRegistry internal accreditations;

    address internal identityAuthority = address(0x1D);
    address internal treasury = address(0x7EA5);
    address internal technician = address(0x7EC4);
    address internal issuer = address(0x1550);
    address internal verifier = address(0x7E51);
    address internal bank = address(0xBA2C);
    address internal upgrader = changeManager;
    address internal stranger = address(0xbad);

    function setUp() public virtual {
        deployGoverned();
        asAdmin();
        registry.registerEntity(ISSUING_OFFICE, "Issuing office", keccak256("issuing office"));
        asAdmin();
        registry.registerEntity(HOSPITAL, "Hospital", keccak256("hospital"));
        conflict(Roles.TECHNICAL_OPERATOR, Roles.ISSUER);
        conflict(Roles.TECHNICAL_OPERATOR, Roles.IDENTITY_AUTHORITY);
        grantTo(bindTo(identityAuthority, MINISTRY), Roles.IDENTITY_AUTHORITY);
        grantTo(bindTo(treasury, BANK), Roles.TREASURY_OPERATOR);
        grantTo(bindTo(technician, OPERATOR), Roles.TECHNICAL_OPERATOR);
        bindTo(issuer, ISSUING_OFFICE);
        bindTo(verifier, HOSPITAL);
        bindTo(bank, HOSPITAL);

        bytes memory init = abi.encodeCall(AccreditationRegistry.initialize, ());
        address code = deploy("AccreditationRegistry", abi.encode(registry));
        accreditations = AccreditationRegistry(address(new ERC1967Proxy(code, init)));
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = accreditations.accredit.selector;
        selectors[1] = accreditations.renew.selector;
        selectors[2] = accreditations.suspend.selector;
        selectors[3] = accreditations.reinstate.selector;
        selectors[4] = accreditations.withdraw.selector;
        selectors[5] = accreditations.publishSchema.selector;
        selectors[6] = accreditations.retireSchema.selector;
        map(selectors, Roles.IDENTITY_AUTHORITY);
        selectors = new bytes4[](5);
        selectors[0] = accreditations.accreditMember.selector;
        selectors[1] = accreditations.renewMember.selector;
        selectors[2] = accreditations.suspendMember.selector;
        selectors[3] = accreditations.reinstateMember.selector;
        selectors[4] = accreditations.withdrawMember.selector;
        map(selectors, Roles.TREASURY_OPERATOR);
        publish(SCHEMA, 0, "first", 0);
        publish(OTHER_SCHEMA, 0, "other", 0);
    }

    // -------------------------------------------------------------------------------------------------- subjects

    function issuing() internal view returns (Subject memory) {
        return Subject(AccreditationKind.Issuer, issuer, SCHEMA);
    }

    function verifying() internal view returns (Subject memory) {
        return Subject(AccreditationKind.Verifier, verifier, bytes32(0));
    }

    function joining() internal view returns (Subject memory) {
        return Subject(AccreditationKind.RailMember, bank, RAIL);
    }

    // ------------------------------------------------------------------------------------------------------ acts

    function publish(bytes32 schemaId, uint32 current, string memory version, uint32 transition) internal {
        vm.prank(identityAuthority);
        accreditations.publishSchema(schemaId, current, termsOf(version), transition, "");
    }

    function termsOf(string memory version) internal pure returns (SchemaTerms memory) {
        return SchemaTerms(keccak256(bytes(version)), keccak256(abi.encode(version, "revocation")));
    }

    function accredit(Subject memory subject) internal {
        accreditOn(subject, REQUIREMENT);
    }

    function accreditOn(Subject memory subject, bytes32 requirementDigest) internal {
        vm.prank(identityAuthority);
        accreditations.accredit(subject, requirementDigest, END);
    }

    function renew(Subject memory subject, uint40 until) internal {
        vm.prank(identityAuthority);
        accreditations.renew(subject, SECOND_REQUIREMENT, until);
    }

    function suspend(Subject memory subject) internal {
        vm.prank(identityAuthority);
        accreditations.suspend(subject, REASON);
    }

    function reinstate(Subject memory subject) internal {
        vm.prank(identityAuthority);
        accreditations.reinstate(subject, REASON);
    }

    function withdraw(Subject memory subject) internal {
        vm.prank(identityAuthority);
        accreditations.withdraw(subject, REASON);
    }

    /// @dev The account speaks for another entity from now on.
    function rebind(address who, uint8 entity) internal {
        bindTo(who, entity);
    }

    // ---------------------------------------------------------------------------------------------- expectations

    /// @dev The next call is refused because of where the accreditation stands.
    function expectStatus(Subject memory subject, AccreditationStatus status) internal {
        bytes4 refusal = IAccreditationRegistry.UnexpectedAccreditationStatus.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, subject, status));
    }

    /// @dev The next call by `who` is refused for want of a role.
    function expectUnauthorized(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, who));
        vm.prank(who);
    }

    function requireNotAccredited(Subject memory subject, AccreditationStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccreditationRegistry.NotAccredited.selector, subject, status));
        accreditations.requireAccredited(subject);
    }

    function assertStatus(Subject memory subject, AccreditationStatus expected) internal view {
        vm.assertEq(uint256(accreditations.accreditationOf(subject).status), uint256(expected), "status");
    }

    function assertAccreditation(Subject memory subject, Accreditation memory expected) internal view {
        bytes memory found = abi.encode(accreditations.accreditationOf(subject));
        vm.assertEq(keccak256(found), keccak256(abi.encode(expected)), "accreditation");
    }

    function map(bytes4[] memory selectors, uint64 role) private {
        asAdmin();
        registry.setTargetFunctionRole(address(accreditations), selectors, role);
    }
}
