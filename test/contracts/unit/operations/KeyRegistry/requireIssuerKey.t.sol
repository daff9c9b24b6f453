// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IKeyRegistry,
    KeyCategory,
    KeyStatus,
    KeyTerms
} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";

import {KeyRegistryTest} from "./KeyRegistryTest.sol";

contract KeyRegistryRequireIssuerKeyTest is KeyRegistryTest {
    /// @dev Keys of other categories do not make an issuer.
    function testFuzz_RevertWhen_TheIssuerHasNone(uint256 seed) external {
        refuseMissing(HOLDER);
        register(choose(otherThan(KeyCategory.Issuer, seed)), firstKey, terms());
        refuseMissing(HOLDER);
    }

    function test_RevertWhen_ItIsRetired() external {
        register(KeyCategory.Issuer, firstKey, terms());
        retire(KeyCategory.Issuer, EVIDENCE);
        refuseMissing(HOLDER);
    }

    function testFuzz_RevertWhen_TheGraceIsOver(uint256 elapsed) external {
        register(KeyCategory.Issuer, firstKey, terms());
        elapsed = bound(elapsed, 0, 200 days);
        vm.warp(START + elapsed);
        if (elapsed >= 97 days) refuseUnusable(KeyStatus.Overdue);
        keys.requireIssuerKey(HOLDER);
    }

    /// @dev Until it is replaced: a second key beside it is refused, and a new one ends it.
    function test_RevertWhen_ItIsCompromised() external {
        register(KeyCategory.Issuer, firstKey, terms());
        keys.reportCompromise(firstKey, EVIDENCE);
        refuseUnusable(KeyStatus.Compromised);
        keys.requireIssuerKey(HOLDER);

        KeyTerms memory given = terms();
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.IssuerHasKey.selector, HOLDER, firstKey));
        register(KeyCategory.Issuer, nextKey, given);
        rotate(KeyCategory.Issuer, nextKey, given, EVIDENCE);
        keys.requireIssuerKey(HOLDER);
    }

    /// @dev The issuer is an account; its successor's key is another account's, which had none.
    function test_FollowsTheHolderOfTheNewKey() external {
        register(KeyCategory.Issuer, firstKey, terms());
        KeyTerms memory given = terms();
        given.holder = COLLEAGUE;
        rotate(KeyCategory.Issuer, nextKey, given, EVIDENCE);
        keys.requireIssuerKey(COLLEAGUE);
        refuseMissing(HOLDER);
    }

    function test_RevertWhen_TheNewHolderHasAKey() external {
        register(KeyCategory.Issuer, firstKey, terms());
        KeyTerms memory given = terms();
        given.holder = COLLEAGUE;
        bytes32 taken = idIn(KeyCategory.Issuer, "third key");
        register(KeyCategory.Issuer, taken, given);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.IssuerHasKey.selector, COLLEAGUE, taken));
        rotate(KeyCategory.Issuer, nextKey, given, EVIDENCE);
    }

    function refuseMissing(address issuer) private {
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.IssuerKeyMissing.selector, issuer));
        keys.requireIssuerKey(issuer);
    }

    function refuseUnusable(KeyStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyNotUsable.selector, firstKey, status));
    }
}
