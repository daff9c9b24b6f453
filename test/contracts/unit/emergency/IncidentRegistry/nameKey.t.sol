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
        expectUnknown();
        incidents.nameKey(INCIDENT, KEY);
    }

    function testFuzz_RevertWhen_ItIsResolved(bool reviewed) external {
        IncidentStatus status = reviewed ? IncidentStatus.Reviewed : IncidentStatus.Resolved;
        reach(Severity.Sev1, status);
        expectUnexpected(status);
        incidents.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_ThereIsNoKeyRegistry() external {
        IncidentRegistry bare = newRegistry();
        bare.open(INCIDENT, Severity.Sev1, REPORT);
        vm.expectRevert(IIncidentRegistry.KeyRegistryMissing.selector);
        bare.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_TheKeyIsUnknown() external {
        open(Severity.Sev1);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyUnknown.selector, REPORT));
        incidents.nameKey(INCIDENT, REPORT);
    }

    function test_RevertWhen_TheKeyWasOutOfUseBefore() external {
        keys.end(KEY);
        vm.warp(START + 1);
        open(Severity.Sev1);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyNotInUse.selector, INCIDENT, KEY));
        incidents.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_TheKeyIsNamedAlready() external {
        open(Severity.Sev1);
        incidents.nameKey(INCIDENT, KEY);
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyAlreadyNamed.selector, INCIDENT, KEY));
        incidents.nameKey(INCIDENT, KEY);
    }

    function test_RevertWhen_ThereAreTooMany() external {
        open(Severity.Sev1);
        for (uint256 i = 1; i <= 32; ++i) {
            keys.add(bytes32(i));
            incidents.nameKey(INCIDENT, bytes32(i));
        }
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.TooManyKeys.selector, INCIDENT, 32));
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
        incidents.nameKey(INCIDENT, KEY);
        resolve();
        assertStatus(IncidentStatus.Resolved);
    }
}
