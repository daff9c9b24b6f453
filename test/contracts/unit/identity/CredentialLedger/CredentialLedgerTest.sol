// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    AccreditationKind,
    AccreditationStatus,
    IAccreditationRegistry,
    Subject
} from "../../../../../contracts/identity/interfaces/IAccreditationRegistry.sol";
import {BatchLeaf, CredentialStatus} from "../../../../../contracts/identity/interfaces/ICredentialLedger.sol";
import {CredentialLedger} from "../../../../../contracts/identity/CredentialLedger.sol";
import {CredentialTree} from "../../../support/CredentialTree.sol";
import {FakeAccreditations} from "../../../mocks/FakeAccreditations.sol";
import {FakeIssuerKeys} from "../../../mocks/FakeIssuerKeys.sol";
import {FakeSystemModes} from "../../../mocks/FakeSystemModes.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";
import {Test} from "../../../support/Test.sol";

/// @notice A ledger behind its proxy, under OpenZeppelin's AccessManager with the roles of the suite and fake modes.
abstract contract CredentialLedgerTest is Test {
    using CredentialTree for CredentialTree.Tree;

    bytes32 internal constant SCHEMA = keccak256("schema");
    bytes32 internal constant CREDENTIAL = keccak256("credential");
    bytes32 internal constant REASON = keccak256("reason");
    bytes32 internal constant PURPOSE = keccak256("purpose");
    uint40 internal constant NOW = 1_800_000_000;
    uint40 internal constant EXPIRY = NOW + 365 days;

    address internal issuer = address(0x1550);
    address internal otherIssuer = address(0x1551);
    address internal identityAuthority = address(0x1D);
    address internal verifier = address(0x7E51);
    address internal upgrader = address(0x0960);
    address internal stranger = address(0xbad);

    CredentialLedger internal ledger;
    FakeSystemModes internal modes;
    FakeIssuerKeys internal keys;
    FakeAccreditations internal accreditations;
    bytes32 internal service = SystemIds.named(SystemIds.SERVICE, "identity");

    function setUp() public virtual {
        vm.warp(NOW);
        AccessManager access = new AccessManager(address(this));
        modes = new FakeSystemModes();
        keys = new FakeIssuerKeys();
        accreditations = new FakeAccreditations();
        bytes memory init = abi.encodeCall(CredentialLedger.initialize, (IRoleRegistry(address(access))));
        address code = deploy("CredentialLedger", abi.encode(modes, keys, accreditations));
        ledger = CredentialLedger(address(new ERC1967Proxy(code, init)));
        modes.assignSystem(address(ledger), service);

        access.grantRole(Roles.ISSUER, issuer, 0);
        access.grantRole(Roles.ISSUER, otherIssuer, 0);
        access.grantRole(Roles.IDENTITY_AUTHORITY, identityAuthority, 0);
        access.grantRole(Roles.VERIFIER, verifier, 0);
        access.grantRole(Roles.ROUTINE_UPGRADE, upgrader, 0);
        bytes4[] memory selectors = new bytes4[](5);
        selectors[0] = ledger.issue.selector;
        selectors[1] = ledger.issueBatch.selector;
        selectors[2] = ledger.revoke.selector;
        selectors[3] = ledger.revokeLeaf.selector;
        selectors[4] = ledger.revokeBatch.selector;
        access.setTargetFunctionRole(address(ledger), selectors, Roles.ISSUER);
        selectors = new bytes4[](3);
        selectors[0] = ledger.revokeFor.selector;
        selectors[1] = ledger.revokeLeafFor.selector;
        selectors[2] = ledger.revokeBatchFor.selector;
        access.setTargetFunctionRole(address(ledger), selectors, Roles.IDENTITY_AUTHORITY);
        selectors[0] = ledger.recordVerification.selector;
        selectors[1] = ledger.recordLeafVerification.selector;
        selectors[2] = ledger.recordVerificationBatch.selector;
        access.setTargetFunctionRole(address(ledger), selectors, Roles.VERIFIER);
        selectors = new bytes4[](1);
        selectors[0] = ledger.upgradeToAndCall.selector;
        access.setTargetFunctionRole(address(ledger), selectors, Roles.ROUTINE_UPGRADE);
    }

    // ------------------------------------------------------------------------------------------------------ acts

    function issue(address by, bytes32 credentialDigest) internal {
        vm.prank(by);
        ledger.issue(SCHEMA, credentialDigest, EXPIRY);
    }

    /// @dev A batch of the issuer, whose count is the number of its leaves.
    function issueTree(string memory name, uint256 count) internal returns (CredentialTree.Tree memory tree) {
        tree = CredentialTree.grow(name, count, EXPIRY);
        vm.prank(issuer);
        ledger.issueBatch(SCHEMA, tree.rootOf(), uint32(count));
    }

    function revoke(bytes32 credentialDigest) internal {
        vm.prank(issuer);
        ledger.revoke(credentialDigest, REASON);
    }

    function revokeLeaf(BatchLeaf memory leaf) internal {
        vm.prank(issuer);
        ledger.revokeLeaf(leaf, REASON);
    }

    function revokeBatch(bytes32 root) internal {
        vm.prank(issuer);
        ledger.revokeBatch(root, REASON);
    }

    /// @return refusal What a call of the issuer under the schema reverts with from now on.
    function suspendIssuer(address who, bytes32 schemaId) internal returns (bytes memory refusal) {
        return suspend(Subject(AccreditationKind.Issuer, who, schemaId));
    }

    /// @return refusal What a call of the verifier reverts with from now on.
    function suspendVerifier() internal returns (bytes memory refusal) {
        return suspend(Subject(AccreditationKind.Verifier, verifier, bytes32(0)));
    }

    function suspend(Subject memory subject) private returns (bytes memory) {
        accreditations.suspend(subject, true);
        bytes4 refusal = IAccreditationRegistry.NotAccredited.selector;
        return abi.encodeWithSelector(refusal, subject, AccreditationStatus.Suspended);
    }

    // ---------------------------------------------------------------------------------------------- expectations

    /// @dev The next call by `who` is refused for want of a role.
    function expectUnauthorized(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, who));
        vm.prank(who);
    }

    function restricted(bytes32 systemId, Mode mode, Operation operation) internal view returns (bytes memory) {
        return
            abi.encodeWithSelector(ISystemModes.OperationRestricted.selector, systemId, mode, operation, modes.UNTIL());
    }

    function assertStatus(bytes32 credentialDigest, CredentialStatus expected) internal view {
        vm.assertEq(uint256(ledger.statusOf(issuer, credentialDigest)), uint256(expected), "status");
    }

    function assertLeafStatus(BatchLeaf memory leaf, CredentialStatus expected) internal view {
        vm.assertEq(uint256(ledger.statusOfLeaf(issuer, leaf)), uint256(expected), "status of leaf");
    }

    function assertIssuerVolume(address who, uint256 issued, uint256 revoked) internal view {
        (uint64 issuedNow, uint64 revokedNow) = ledger.issuerVolume(who);
        vm.assertEq(uint256(issuedNow), issued, "issued by issuer");
        vm.assertEq(uint256(revokedNow), revoked, "revoked by issuer");
    }

    function assertSchemaVolume(bytes32 schemaId, uint256 issued, uint256 revoked) internal view {
        (uint64 issuedNow, uint64 revokedNow) = ledger.schemaVolume(schemaId);
        vm.assertEq(uint256(issuedNow), issued, "issued of schema");
        vm.assertEq(uint256(revokedNow), revoked, "revoked of schema");
    }

    function assertVerifierVolume(uint256 verified, uint256 accepted) internal view {
        (uint64 verifiedNow, uint64 acceptedNow) = ledger.verifierVolume(verifier);
        vm.assertEq(uint256(verifiedNow), verified, "verified");
        vm.assertEq(uint256(acceptedNow), accepted, "accepted");
    }
}
