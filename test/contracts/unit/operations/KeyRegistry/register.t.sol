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
        register(categoryOf(seed), bytes32(0), given);
        given.holder = address(0);
        vm.expectRevert(IKeyRegistry.HolderMissing.selector);
        register(categoryOf(seed), KEY, given);
    }

    function testFuzz_RevertWhen_TheHolderActsForNoEntity(uint256 seed) external {
        KeyTerms memory given = terms();
        given.holder = UNBOUND;
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.EntityRequired.selector, UNBOUND));
        register(categoryOf(seed), KEY, given);
    }

    function testFuzz_RevertWhen_TheIdIsTaken(uint256 seed, uint256 other, bool retired) external {
        register(categoryOf(seed), KEY, terms());
        if (retired) retire(categoryOf(seed), EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyAlreadyRegistered.selector, KEY));
        register(categoryOf(other), KEY, terms());
    }

    function testFuzz_RevertWhen_CustodyIsMissing(uint256 seed) external {
        KeyTerms memory given = terms();
        given.custody = Custody.None;
        vm.expectRevert(IKeyRegistry.CustodyMissing.selector);
        register(categoryOf(seed), KEY, given);
    }

    function testFuzz_RevertWhen_AMultisigHasNoCode(uint256 seed) external {
        KeyTerms memory given = terms();
        given.custody = Custody.Multisig;
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.MultisigRequired.selector, HOLDER));
        register(categoryOf(seed), KEY, given);
    }

    function testFuzz_RevertWhen_NothingAttestsAnHsm(uint256 seed) external {
        KeyTerms memory given = terms();
        given.custodyDigest = bytes32(0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.CustodyDigestMissing.selector, Custody.Hsm));
        register(categoryOf(seed), KEY, given);
    }

    function testFuzz_SoftwareOnlyByRecordedException(uint256 seed) external {
        KeyCategory category = otherThan(KeyCategory.Governance, seed);
        KeyTerms memory given = terms();
        given.custody = Custody.Software;
        given.custodyDigest = bytes32(0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.CustodyDigestMissing.selector, Custody.Software));
        register(category, KEY, given);
        given.custodyDigest = keccak256("exception");
        register(category, KEY, given);
        vm.assertEq(keys.keyOf(KEY).custodyDigest, keccak256("exception"), "exception");
    }

    function test_RevertWhen_AGovernanceKeyIsInSoftware() external {
        KeyTerms memory given = terms();
        given.custody = Custody.Software;
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.CustodyTooWeak.selector, KeyCategory.Governance, Custody.Software)
        );
        register(KeyCategory.Governance, KEY, given);
    }

    function testFuzz_KeepsThePeriodWithinItsBounds(uint256 seed, uint256 span) external {
        KeyCategory category = categoryOf(seed);
        (uint32 shortest, uint32 longest) = KeyPolicy.periodBounds(category);
        KeyTerms memory given = terms();
        given.rotationPeriod = uint32(bound(span, 0, 800 days));
        bool allowed = given.rotationPeriod >= shortest && given.rotationPeriod <= longest;
        if (!allowed) expectOutOfBounds(given.rotationPeriod, shortest, longest);
        register(category, KEY, given);
        vm.assertEq(uint256(keys.keyOf(KEY).dueAt), allowed ? START + given.rotationPeriod : 0, "due");
    }

    function test_RevertWhen_ThePeriodIsJustOutOfBounds() external {
        refusePeriod(KeyCategory.Governance, 90 days, 730 days);
        refusePeriod(KeyCategory.Issuer, 30 days, 365 days);
        refusePeriod(KeyCategory.Operator, 7 days, 365 days);
        refusePeriod(KeyCategory.Audit, 30 days, 730 days);
    }

    function test_RevertWhen_AStrangerCalls() external {
        KeyTerms memory given = terms();
        expectStranger();
        keys.registerGovernanceKey(KEY, given);
        expectStranger();
        keys.registerIssuerKey(KEY, given);
        expectStranger();
        keys.registerOperatorKey(KEY, given);
        expectStranger();
        keys.registerAuditKey(KEY, given);
    }

    function testFuzz_IsCurrentUntilItsDeadline(uint256 seed) external {
        KeyCategory category = categoryOf(seed);
        uint40 dueAt = uint40(START + 90 days);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.KeyRegistered(
            KEY,
            category,
            HOLDER,
            ENTITY,
            Custody.Hsm,
            ATTESTATION,
            90 days,
            dueAt,
            KEEPER
        );
        register(category, KEY, terms());
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
        vm.assertEq(abi.encode(keys.keyOf(KEY)), abi.encode(expected), "key");
        vm.assertTrue(keys.isKey(KEY) && keys.isInUse(KEY), "in use");
    }

    /// @dev A Safe with people of several entities, bound to none.
    function test_ACouncilsSafeNeedsNoEntityButSeats() external {
        address safe = address(keys);
        KeyTerms memory given = KeyTerms(safe, Custody.Multisig, bytes32(0), 90 days);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.EntityRequired.selector, safe));
        register(KeyCategory.Governance, KEY, given);
        registry.seat(safe);
        register(KeyCategory.Governance, keys.keyIdOf(safe), given);
        vm.assertEq(uint256(keys.keyOf(bytes32(uint256(uint160(safe)))).entity), 0, "entity");
    }

    function refusePeriod(KeyCategory category, uint32 shortest, uint32 longest) private {
        KeyTerms memory given = terms();
        given.rotationPeriod = shortest - 1;
        expectOutOfBounds(given.rotationPeriod, shortest, longest);
        register(category, KEY, given);
        given.rotationPeriod = longest + 1;
        expectOutOfBounds(given.rotationPeriod, shortest, longest);
        register(category, KEY, given);
    }

    function expectOutOfBounds(uint32 period, uint32 shortest, uint32 longest) private {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.RotationPeriodOutOfBounds.selector, period, shortest, longest)
        );
    }
}
