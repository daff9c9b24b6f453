// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {Call, Change, ChangeClass, ChangeStatus} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {ClassConfinement} from "../../../../../contracts/change/libraries/ClassConfinement.sol";
import {FakeChangeGuard} from "../../../mocks/change/FakeChangeGuard.sol";
import {FakeChangeRegistry} from "../../../mocks/change/FakeChangeRegistry.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";
import {UpgradeCall} from "../../../../../contracts/change/libraries/UpgradeCall.sol";

contract ChangeManagerProposeConfinementTest is ChangeFixture {
    uint64 private constant PUBLIC = type(uint64).max;

    function test_RevertWhen_TargetHasNoCode() external {
        Change memory change = configChange(1);
        change.calls[0].target = STRANGER;
        change.irreversible = true;
        change.rollback = new Call[](0);
        refuse(change, abi.encodeWithSelector(ClassConfinement.TargetWithoutCode.selector, STRANGER));
        change.class = ChangeClass.HighRiskUpgrade;
        refuse(change, abi.encodeWithSelector(ClassConfinement.TargetWithoutCode.selector, STRANGER));
    }

    /// @dev A grant of a role is a call to the registry; so is everything else that shifts power.
    function testFuzz_RevertWhen_TargetIsCore(uint256 class, uint256 index) external {
        ChangeClass chosen = ordinary(class);
        address[3] memory core = [address(registry), address(guard), address(manager)];
        address to = core[index % 3];
        // The registry forgot that these are core, and maps the function to the very class: still refused.
        bytes memory data = abi.encodeCall(FakeChangeRegistry.grantRole, (Roles.ADMIN, STRANGER, 0));
        mapToClass(to, FakeChangeRegistry.grantRole.selector, chosen);
        Change memory change = highRiskChange(to, data);
        change.class = chosen;
        refuse(change, abi.encodeWithSelector(ClassConfinement.CoreTargetForbidden.selector, chosen, to));
    }

    function testFuzz_RevertWhen_TargetIsDeclaredCore(uint256 class) external {
        ChangeClass chosen = ordinary(class);
        mapToClass(address(target), FakeTarget.setValue.selector, chosen);
        registry.setCore(address(target));
        Change memory change = configChange(1);
        change.class = chosen;
        refuse(change, abi.encodeWithSelector(ClassConfinement.CoreTargetForbidden.selector, chosen, address(target)));
    }

    function testFuzz_RevertWhen_ValueIsSent(uint256 class, uint256 value) external {
        ChangeClass chosen = ordinary(class);
        value = bound(value, 1, type(uint128).max);
        mapToClass(address(target), FakeTarget.setValue.selector, chosen);
        Change memory change = configChange(1);
        change.class = chosen;
        change.calls[0].value = value;
        refuse(
            change,
            abi.encodeWithSelector(ClassConfinement.ValueForbidden.selector, chosen, address(target), value)
        );
    }

    function testFuzz_RevertWhen_CalldataIsShort(uint256 class, uint256 length) external {
        ChangeClass chosen = ordinary(class);
        length = bound(length, 0, 3);
        bytes memory data = new bytes(length);
        mapToClass(address(target), bytes4(0), chosen);
        Change memory change = configChange(1);
        change.class = chosen;
        change.calls[0].data = data;
        refuse(
            change,
            abi.encodeWithSelector(ClassConfinement.CalldataTooShort.selector, chosen, address(target), length)
        );
    }

    function testFuzz_RevertWhen_FunctionBelongsElsewhere(uint256 class, uint64 role) external {
        ChangeClass chosen = ordinary(class);
        uint64 own = Roles.CONFIG + uint64(uint256(chosen)) - 1;
        if (role % 3 == 0) role = role % 32;
        if (role == own) role = PUBLIC;
        registry.map(address(target), FakeTarget.setValue.selector, role);
        Change memory change = configChange(1);
        change.class = chosen;
        refuse(
            change,
            abi.encodeWithSelector(
                ClassConfinement.FunctionOfAnotherClass.selector,
                chosen,
                address(target),
                FakeTarget.setValue.selector,
                role
            )
        );
    }

    function test_RevertWhen_UpgradeHidesInConfigChange() external {
        Change memory change = upgradeChange("");
        change.class = ChangeClass.ConfigOnly;
        refuse(
            change,
            abi.encodeWithSelector(
                ClassConfinement.FunctionOfAnotherClass.selector,
                ChangeClass.ConfigOnly,
                address(target),
                FakeTarget.upgradeToAndCall.selector,
                Roles.ROUTINE_UPGRADE
            )
        );
    }

    /// @dev One call to smuggle among others that are in order.
    function test_RevertWhen_SmuggledAmongOthers() external {
        Change memory change = upgradeChange("");
        Call memory smuggled = change.calls[0];
        change.class = ChangeClass.ConfigOnly;
        change.rollback = configChange(0).rollback;
        change.calls = new Call[](3);
        change.calls[0] = configChange(1).calls[0];
        change.calls[1] = configChange(2).calls[0];
        change.calls[2] = smuggled;
        registry.map(address(target), FakeTarget.upgradeToAndCall.selector, Roles.CONFIG);
        refuse(change, forbidden(ChangeClass.ConfigOnly, FakeTarget.upgradeToAndCall.selector));
    }

    function test_RevertWhen_MappedUpgradeIsNoUpgradeClass() external {
        registry.map(address(target), FakeTarget.upgradeToAndCall.selector, Roles.BRIDGE_PARAMETER);
        Change memory change = upgradeChange("");
        change.class = ChangeClass.BridgeParameter;
        refuse(change, forbidden(ChangeClass.BridgeParameter, FakeTarget.upgradeToAndCall.selector));
    }

    function testFuzz_RevertWhen_AuthorityWouldMove(uint256 class) external {
        ChangeClass chosen = ordinary(class);
        mapToClass(address(target), FakeTarget.setAuthority.selector, chosen);
        Change memory change = configChange(1);
        change.class = chosen;
        change.calls[0].data = abi.encodeCall(FakeTarget.setAuthority, (STRANGER));
        refuse(change, forbidden(chosen, FakeTarget.setAuthority.selector));
    }

    function testFuzz_RevertWhen_UpgradedTargetHoldsRole(uint64 role) external {
        role = uint64(bound(role, 0, 255));
        registry.setRole(role, address(target), true);
        refuse(
            upgradeChange(""),
            abi.encodeWithSelector(ClassConfinement.UpgradeOfRoleHolder.selector, address(target), uint256(1) << role)
        );
    }

    function testFuzz_RevertWhen_UpgradeCallsAnythingElse(bytes4 selector, bytes calldata rest) external {
        vm.assume(selector != FakeTarget.reinitialize.selector);
        refuse(
            upgradeChange(bytes.concat(selector, rest)),
            abi.encodeWithSelector(ClassConfinement.UpgradePayloadForbidden.selector, address(target), selector)
        );
    }

    function test_AcceptsReinitializer() external {
        bytes32 id = propose(upgradeChange(abi.encodeCall(FakeTarget.reinitialize, (abi.encode(2)))));
        assertStatus(id, ChangeStatus.Proposed, "reinitialize(bytes)");
    }

    /// @dev Judged must be what the target decodes: one encoding only.
    function test_RevertWhen_UpgradeIsEncodedOddly() external {
        bytes memory canonical = upgradeTo(address(implementationV2), abi.encodeCall(FakeTarget.reinitialize, ("x")));
        bytes memory reason = abi.encodeWithSelector(UpgradeCall.MalformedUpgrade.selector, address(target));
        refuse(withUpgrade(bytes.concat(canonical, hex"00")), reason);
        refuse(withUpgrade(bytes.concat(canonical, bytes32(0))), reason);
        refuse(withUpgrade(abi.encodePacked(FakeTarget.upgradeToAndCall.selector, uint256(1))), reason);
        bytes memory dirty = bytes.concat(canonical);
        dirty[4] = 0x01;
        refuse(withUpgrade(dirty), reason);
        bytes memory moved = bytes.concat(canonical);
        moved[67] = 0x60;
        refuse(withUpgrade(moved), reason);
        bytes memory long = bytes.concat(canonical);
        for (uint256 i = 68; i < 100; ++i) long[i] = 0xff;
        refuse(withUpgrade(long), reason);
    }

    function test_RevertWhen_RoutineUpgradeReachesASigner() external {
        registry.seat(COUNCIL, address(target), 1, 1);
        refuse(
            upgradeChange(""),
            abi.encodeWithSelector(ClassConfinement.UpgradeOfSeatHolder.selector, address(target))
        );
        // Whatever else it is asked to do is no matter of who signs.
        propose(configChange(1));
    }

    function test_RevertWhen_HighRiskWalksAroundMonitoring() external {
        uint64[2] memory roles = [Roles.BRIDGE_PARAMETER, Roles.EMERGENCY_FIX];
        for (uint256 i = 0; i < 2; ++i) {
            registry.map(address(target), FakeTarget.setValue.selector, roles[i]);
            refuse(
                highRiskChange(address(target), abi.encodeCall(FakeTarget.setValue, (1))),
                abi.encodeWithSelector(
                    ClassConfinement.FunctionOfAnotherClass.selector,
                    ChangeClass.HighRiskUpgrade,
                    address(target),
                    FakeTarget.setValue.selector,
                    roles[i]
                )
            );
        }
    }

    function test_RevertWhen_HighRiskHidesItsCalls() external {
        bytes4[3] memory hiding = [
            Multicall.multicall.selector,
            IAccessManager.execute.selector,
            IAccessManager.schedule.selector
        ];
        for (uint256 i = 0; i < 3; ++i) {
            refuse(
                highRiskChange(address(registry), abi.encodePacked(hiding[i], uint256(0))),
                forbiddenAt(address(registry), hiding[i])
            );
        }
        bytes4 check = FakeChangeGuard.checkAfterExecution.selector;
        refuse(highRiskChange(address(guard), abi.encodePacked(check)), forbiddenAt(address(guard), check));
        check = 0x75f0bb52; // checkTransaction of Safe's transaction guard
        refuse(highRiskChange(address(guard), abi.encodePacked(check)), forbiddenAt(address(guard), check));
    }

    function testFuzz_HighRiskReachesTheRest(uint64 role, uint256 index) external {
        vm.assume(role != Roles.BRIDGE_PARAMETER && role != Roles.EMERGENCY_FIX);
        address[3] memory places = [address(registry), address(manager), address(target)];
        address to = places[index % 3];
        registry.map(to, FakeTarget.setValue.selector, role);
        bytes32 id = propose(highRiskChange(to, abi.encodeCall(FakeTarget.setValue, (1))));
        assertStatus(id, ChangeStatus.Proposed, "open to HighRiskUpgrade");
    }

    function test_RevertWhen_RollbackLeavesTheClass() external {
        Change memory change = configChange(1);
        Change memory upgrade = upgradeChange("");
        change.pins = upgrade.pins;
        change.rollback = upgrade.rollback;
        registry.map(address(target), FakeTarget.upgradeToAndCall.selector, Roles.CONFIG);
        refuse(change, forbidden(ChangeClass.ConfigOnly, FakeTarget.upgradeToAndCall.selector));
    }

    // ------------------------------------------------------------------------------------------------------ helpers

    function refuse(Change memory change, bytes memory reason) private {
        vm.prank(PROPOSER);
        vm.expectRevert(reason);
        manager.propose(change);
    }

    /// @dev ConfigOnly, RoutineUpgrade or BridgeParameter.
    function ordinary(uint256 seed) private pure returns (ChangeClass) {
        seed = seed % 3;
        return
            seed == 0 ? ChangeClass.ConfigOnly : (seed == 1 ? ChangeClass.RoutineUpgrade : ChangeClass.BridgeParameter);
    }

    function mapToClass(address to, bytes4 selector, ChangeClass class) private {
        registry.map(to, selector, Roles.CONFIG + uint64(uint256(class)) - 1);
    }

    function withUpgrade(bytes memory data) private view returns (Change memory change) {
        change = upgradeChange("");
        change.calls[0].data = data;
    }

    function forbidden(ChangeClass class, bytes4 selector) private view returns (bytes memory) {
        return abi.encodeWithSelector(ClassConfinement.SelectorForbidden.selector, class, address(target), selector);
    }

    function forbiddenAt(address to, bytes4 selector) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ClassConfinement.SelectorForbidden.selector,
                ChangeClass.HighRiskUpgrade,
                to,
                selector
            );
    }
}
