// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    Custody,
    IKeyRegistry,
    KeyCategory,
    KeyStatus,
    KeyTerms
} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {FakeChangeGuard} from "../../../mocks/change/FakeChangeGuard.sol";
import {FakeEntityRegistry} from "../../../mocks/emergency/FakeEntityRegistry.sol";
import {KeyRegistry} from "../../../../../contracts/operations/KeyRegistry.sol";
import {Test} from "../../../support/Test.sol";

/// @notice A KeyRegistry on a fake registry of entities, and the functions of each category by its number.
abstract contract KeyRegistryTest is Test {
    uint256 internal constant START = 1_800_000_000;
    bytes32 internal constant ATTESTATION = keccak256("attestation");
    bytes32 internal constant EVIDENCE = keccak256("evidence");

    uint8 internal constant ENTITY = 1;
    address internal constant HOLDER = address(0xa1);
    /// @dev Another account of the same entity, one of another, one of none.
    address internal constant COLLEAGUE = address(0xa2);
    address internal constant FOREIGNER = address(0xa3);
    address internal constant UNBOUND = address(0xa4);
    address internal constant KEEPER = address(0xb1);
    address internal constant STRANGER = address(0xbad);

    FakeEntityRegistry internal registry;
    FakeChangeGuard internal guard;
    KeyRegistry internal keys;

    /// @dev Ids of two keys, in the category that was chosen last.
    bytes32 internal firstKey;
    bytes32 internal nextKey;

    function setUp() public virtual {
        vm.warp(START);
        registry = new FakeEntityRegistry(STRANGER);
        registry.bindAccount(HOLDER, ENTITY);
        registry.bindAccount(COLLEAGUE, ENTITY);
        registry.bindAccount(FOREIGNER, 2);
        guard = new FakeChangeGuard();
        guard.register(KEEPER, 0);
        address[] memory people = new address[](1);
        people[0] = HOLDER;
        guard.sign(KEEPER, people);
        keys = KeyRegistry(address(new ERC1967Proxy(newLogic(), abi.encodeCall(KeyRegistry.initialize, ()))));
        choose(KeyCategory.Issuer);
    }

    function newLogic() internal returns (address) {
        return deploy("KeyRegistry", abi.encode(registry, guard));
    }

    // ------------------------------------------------------------------------------------------------------ actions

    function register(KeyCategory category, bytes32 keyId, KeyTerms memory given) internal {
        vm.prank(KEEPER);
        if (category == KeyCategory.Governance) keys.registerGovernanceKey(keyId, given);
        else if (category == KeyCategory.Issuer) keys.registerIssuerKey(keyId, given);
        else if (category == KeyCategory.Operator) keys.registerOperatorKey(keyId, given);
        else keys.registerAuditKey(keyId, given);
    }

    function rotate(KeyCategory category, bytes32 successor, KeyTerms memory given, bytes32 evidence) internal {
        vm.prank(KEEPER);
        if (category == KeyCategory.Governance) keys.rotateGovernanceKey(firstKey, successor, given, evidence);
        else if (category == KeyCategory.Issuer) keys.rotateIssuerKey(firstKey, successor, given, evidence);
        else if (category == KeyCategory.Operator) keys.rotateOperatorKey(firstKey, successor, given, evidence);
        else keys.rotateAuditKey(firstKey, successor, given, evidence);
    }

    function retire(KeyCategory category, bytes32 reason) internal {
        vm.prank(KEEPER);
        if (category == KeyCategory.Governance) keys.retireGovernanceKey(firstKey, reason);
        else if (category == KeyCategory.Issuer) keys.retireIssuerKey(firstKey, reason);
        else if (category == KeyCategory.Operator) keys.retireOperatorKey(firstKey, reason);
        else keys.retireAuditKey(firstKey, reason);
    }

    // -------------------------------------------------------------------------------------------------------- words

    /// @dev A key in an HSM for 90 days: within the bounds of every category.
    function terms() internal pure returns (KeyTerms memory) {
        return KeyTerms(HOLDER, Custody.Hsm, ATTESTATION, 90 days);
    }

    function choose(uint256 seed) internal returns (KeyCategory) {
        return choose(KeyCategory(bound(seed, 1, 4)));
    }

    function choose(KeyCategory category) internal returns (KeyCategory) {
        firstKey = idIn(category, "key");
        nextKey = idIn(category, "next key");
        return category;
    }

    function idIn(KeyCategory category, string memory name) internal pure returns (bytes32) {
        return bytes32((uint256(keccak256(bytes(name))) >> 8) | (uint256(category) << 248));
    }

    function otherThan(KeyCategory category, uint256 seed) internal pure returns (KeyCategory) {
        return KeyCategory(((uint256(category) + bound(seed, 0, 2)) % 4) + 1);
    }

    // ------------------------------------------------------------------------------------------------- expectations

    function assertStatus(bytes32 keyId, KeyStatus expected) internal view {
        vm.assertEq(uint256(keys.statusOf(keyId)), uint256(expected), "status");
        vm.assertEq(uint256(keys.keyOf(keyId).status), uint256(expected), "status in full");
    }

    function expectUnexpected(KeyStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.UnexpectedKeyStatus.selector, firstKey, status));
    }

    function expectUnknown() internal {
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.UnknownKey.selector, firstKey));
    }

    /// @dev The next call is the stranger's, who speaks for no council.
    function expectNoCouncil() internal {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, STRANGER));
        vm.prank(STRANGER);
    }

    /// @dev The next call is the stranger's, and refused.
    function expectStranger() internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        vm.prank(STRANGER);
    }
}
