// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IIncidentRegistry,
    IncidentStatus,
    Severity
} from "../../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../IncidentFixture.sol";
import {IncidentRegistry} from "../../../../../contracts/emergency/IncidentRegistry.sol";

contract IncidentRegistryNameKeyTest is IncidentFixture {
    bytes32 private constant KEY = keccak256("key");

    function setUp() public override {
        super.setUp();
        keys.add(KEY);
    }

    function test_RevertWhen_ItIsUnknown() external {
        vm.prank(OPERATOR);
        expectUnknown();
        incidents.nameKey(INCIDENT, KEY);
    }

    function testFuzz_RevertWhen_ItIsResolved(bool reviewed) external {
        IncidentStatus status = reviewed ? IncidentStatus.Reviewed : IncidentStatus.Resolved;
        reach(Severity.Sev1, status);
        vm.prank(OPERATOR);
        expectUnexpected(status);
        incidents.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_ThereIsNoKeyRegistry() external {
        IncidentRegistry bare = newRegistry();
        bare.open(INCIDENT, Severity.Sev1, REPORT);
        vm.prank(OPERATOR);
        vm.expectRevert(IIncidentRegistry.KeyRegistryMissing.selector);
        bare.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_TheKeyIsUnknown() external {
        open(Severity.Sev1);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyUnknown.selector, REPORT));
        incidents.nameKey(INCIDENT, REPORT);
    }

    function test_RevertWhen_TheKeyWasOutOfUseBefore() external {
        keys.end(KEY);
        vm.warp(START + 1);
        open(Severity.Sev1);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyNotInUse.selector, INCIDENT, KEY));
        incidents.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_TheKeyIsNamedAlready() external {
        open(Severity.Sev1);
        vm.prank(OPERATOR);
        incidents.nameKey(INCIDENT, KEY);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyAlreadyNamed.selector, INCIDENT, KEY));
        incidents.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_ThereAreTooMany() external {
        open(Severity.Sev1);
        for (uint8 entity = 1; entity <= 4; ++entity) nameAll(entity);
        registry.bindAccount(UNBOUND, 5);
        vm.prank(UNBOUND);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.TooManyKeys.selector, INCIDENT, 32));
        incidents.nameKey(INCIDENT, KEY);
    }

    /// @dev Two accounts of one entity share its eight; another entity's people still name what matters.
    function test_RevertWhen_OneEntityFillsTheList() external {
        open(Severity.Sev1);
        nameAll(INFRA);
        vm.prank(OWN_AUDITOR);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.TooManyKeysOfEntity.selector, INCIDENT, INFRA, 8));
        incidents.nameKey(INCIDENT, KEY);
        vm.prank(OTHER_OPERATOR);
        incidents.nameKey(INCIDENT, KEY);
        vm.assertEq(incidents.keysNamedBy(INCIDENT).length, 9, "keys");
    }

    function test_RevertWhen_TheCallerActsForNoEntity() external {
        open(Severity.Sev1);
        vm.prank(UNBOUND);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.EntityRequired.selector, UNBOUND));
        incidents.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_AStrangerCalls() external {
        expectStranger();
        incidents.nameKey(INCIDENT, KEY);
    }

    function testFuzz_TheIncidentNamesTheKey(uint256 reached) external {
        reach(Severity.Sev1, IncidentStatus(bound(reached, 1, 3)));
        vm.expectEmit(address(incidents));
        emit IIncidentRegistry.KeyNamed(INCIDENT, KEY, OPERATOR);
        vm.prank(OPERATOR);
        incidents.nameKey(INCIDENT, KEY);
        bytes32[] memory named = incidents.keysNamedBy(INCIDENT);
        vm.assertEq(named.length, 1, "keys");
        vm.assertEq(named[0], KEY, "key");
    }

    function test_AKeyThatWasRotatedMeanwhileHoldsNothing() external {
        reach(Severity.Sev1, IncidentStatus.Mitigated);
        keys.end(KEY);
        vm.prank(OPERATOR);
        incidents.nameKey(INCIDENT, KEY);
        resolve();
        assertStatus(IncidentStatus.Resolved);
    }

    /// @dev As many keys as an entity may name.
    function nameAll(uint8 entity) private {
        address person = address(uint160(0xc0 + entity));
        registry.bindAccount(person, entity);
        for (uint256 i = 1; i <= 8; ++i) {
            bytes32 keyId = bytes32(uint256(entity) * 0x100 + i);
            keys.add(keyId);
            vm.prank(person);
            incidents.nameKey(INCIDENT, keyId);
        }
    }
}
