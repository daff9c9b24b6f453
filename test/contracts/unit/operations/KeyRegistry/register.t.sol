// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Custody,
    IKeyRegistry,
    Key,
    KeyCategory,
    KeyStatus,
    KeyTerms
} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyPolicy} from "../../../../../contracts/operations/libraries/KeyPolicy.sol";
import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryRegisterTest is KeyRegistryTest {
    function testFuzz_RevertWhen_IdOrHolderIsMissing(uint256 seed) external {
        KeyTerms memory given = terms();
        vm.expectRevert(IKeyRegistry.KeyIdMissing.selector);
        register(choose(seed), bytes32(0), given);
        given.holder = address(0);
        vm.expectRevert(IKeyRegistry.HolderMissing.selector);
        register(choose(seed), firstKey, given);
    }

    function testFuzz_RevertWhen_TheHolderActsForNoEntity(uint256 seed) external {
        KeyTerms memory given = terms();
        given.holder = UNBOUND;
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.EntityRequired.selector, UNBOUND));
        register(choose(seed), firstKey, given);
    }

    function testFuzz_RevertWhen_TheIdIsTaken(uint256 seed, bool retired) external {
        KeyCategory category = choose(seed);
        register(category, firstKey, terms());
        if (retired) retire(category, EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyAlreadyRegistered.selector, firstKey));
        register(category, firstKey, terms());
    }

    /// @dev Else whoever keeps one category could take the id that a key of another one will have.
    function testFuzz_RevertWhen_TheIdIsOfAnotherCategory(uint256 seed, bytes32 keyId) external {
        KeyCategory category = choose(seed);
        vm.assume(keyId != 0 && uint256(keyId) >> 248 != uint256(category));
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyIdOutsideCategory.selector, keyId, category));
        register(category, keyId, terms());
    }

    function testFuzz_EveryDigestHasAnIdInEachCategory(uint256 seed, address account) external {
        KeyCategory category = choose(seed);
        bytes32 keyId = keys.keyIdOf(category, account);
        vm.assertEq(uint256(keyId) >> 248, uint256(category), "category");
        vm.assertEq(address(uint160(uint256(keyId))), account, "account");
        register(category, keyId, terms());
        vm.assertTrue(keys.isInUse(keyId), "registered");
    }

    function testFuzz_RevertWhen_CustodyIsMissing(uint256 seed) external {
        KeyTerms memory given = terms();
        given.custody = Custody.None;
        vm.expectRevert(IKeyRegistry.CustodyMissing.selector);
        register(choose(seed), firstKey, given);
    }

    function testFuzz_RevertWhen_AMultisigHasNoCode(uint256 seed) external {
        KeyTerms memory given = terms();
        given.custody = Custody.Multisig;
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.MultisigRequired.selector, HOLDER));
        register(choose(seed), firstKey, given);
    }

    function testFuzz_RevertWhen_NothingAttestsAnHsm(uint256 seed) external {
        KeyTerms memory given = terms();
        given.custodyDigest = bytes32(0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.CustodyDigestMissing.selector, Custody.Hsm));
        register(choose(seed), firstKey, given);
    }

    function testFuzz_SoftwareOnlyByRecordedException(uint256 seed) external {
        KeyCategory category = choose(otherThan(KeyCategory.Governance, seed));
        KeyTerms memory given = terms();
        given.custody = Custody.Software;
        given.custodyDigest = bytes32(0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.CustodyDigestMissing.selector, Custody.Software));
        register(category, firstKey, given);
        given.custodyDigest = keccak256("exception");
        register(category, firstKey, given);
        vm.assertEq(keys.keyOf(firstKey).custodyDigest, keccak256("exception"), "exception");
    }

    function test_RevertWhen_AGovernanceKeyIsInSoftware() external {
        KeyTerms memory given = terms();
        given.custody = Custody.Software;
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.CustodyTooWeak.selector, KeyCategory.Governance, Custody.Software)
        );
        register(choose(KeyCategory.Governance), firstKey, given);
    }

    function testFuzz_KeepsThePeriodWithinItsBounds(uint256 seed, uint256 span) external {
        KeyCategory category = choose(seed);
        (uint32 shortest, uint32 longest) = KeyPolicy.periodBounds(category);
        KeyTerms memory given = terms();
        given.rotationPeriod = uint32(bound(span, 0, 800 days));
        bool allowed = given.rotationPeriod >= shortest && given.rotationPeriod <= longest;
        if (!allowed) expectOutOfBounds(given.rotationPeriod, shortest, longest);
        register(category, firstKey, given);
        vm.assertEq(uint256(keys.keyOf(firstKey).dueAt), allowed ? START + given.rotationPeriod : 0, "due");
    }

    function test_RevertWhen_ThePeriodIsJustOutOfBounds() external {
        refusePeriod(KeyCategory.Governance, 90 days, 730 days);
        refusePeriod(KeyCategory.Issuer, 30 days, 365 days);
        refusePeriod(KeyCategory.Operator, 7 days, 365 days);
        refusePeriod(KeyCategory.Audit, 30 days, 730 days);
    }

    function test_RevertWhen_AStrangerCalls() external {
        KeyTerms memory given = terms();
        expectNoCouncil();
        keys.registerGovernanceKey(firstKey, given);
        expectStranger();
        keys.registerIssuerKey(firstKey, given);
        expectStranger();
        keys.registerOperatorKey(firstKey, given);
        expectStranger();
        keys.registerAuditKey(firstKey, given);
    }

    function testFuzz_IsCurrentUntilItsDeadline(uint256 seed) external {
        KeyCategory category = choose(seed);
        uint40 dueAt = uint40(START + 90 days);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRegistered(
            firstKey,
            category,
            HOLDER,
            ENTITY,
            Custody.Hsm,
            ATTESTATION,
            90 days,
            dueAt,
            KEEPER
        );
        register(category, firstKey, terms());
        Key memory expected;
        expected.status = KeyStatus.Current;
        expected.category = category;
        expected.custody = Custody.Hsm;
        expected.entity = ENTITY;
        expected.holder = HOLDER;
        expected.dueAt = dueAt;
        expected.registeredAt = uint40(START);
        expected.rotationPeriod = 90 days;
        expected.custodyDigest = ATTESTATION;
        vm.assertEq(abi.encode(keys.keyOf(firstKey)), abi.encode(expected), "key");
        vm.assertTrue(keys.isKey(firstKey) && keys.isInUse(firstKey), "in use");
    }

    /// @dev A Safe with people of several entities, bound to none.
    function test_ACouncilsSafeNeedsNoEntityButSeats() external {
        address safe = address(keys);
        KeyTerms memory given = KeyTerms(safe, Custody.Multisig, bytes32(0), 90 days);
        choose(KeyCategory.Governance);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.EntityRequired.selector, safe));
        register(choose(KeyCategory.Governance), firstKey, given);
        registry.seat(safe);
        bytes32 keyId = keys.keyIdOf(KeyCategory.Governance, safe);
        register(KeyCategory.Governance, keyId, given);
        vm.assertEq(uint256(keys.keyOf(keyId).entity), 0, "entity");
    }

    function refusePeriod(KeyCategory category, uint32 shortest, uint32 longest) private {
        choose(category);
        KeyTerms memory given = terms();
        given.rotationPeriod = shortest - 1;
        expectOutOfBounds(given.rotationPeriod, shortest, longest);
        register(category, firstKey, given);
        given.rotationPeriod = longest + 1;
        expectOutOfBounds(given.rotationPeriod, shortest, longest);
        register(category, firstKey, given);
    }

    function expectOutOfBounds(uint32 period, uint32 shortest, uint32 longest) private {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.RotationPeriodOutOfBounds.selector, period, shortest, longest)
        );
    }
}
