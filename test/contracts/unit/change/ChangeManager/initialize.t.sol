// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {ChangeManager} from "../../../../../contracts/change/ChangeManager.sol";
import {FakeCalendar} from "../../../mocks/change/FakeCalendar.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerInitializeTest is ChangeFixture {
    function test_RevertWhen_InitializedAgain() external {
        vm.expectRevert(abi.encodeWithSelector(Initializable.InvalidInitialization.selector));
        manager.initialize();
        ChangeManager logic = newLogic();
        vm.expectRevert(abi.encodeWithSelector(Initializable.InvalidInitialization.selector));
        logic.initialize();
    }

    function test_StartsWithThePoliciesOfTheDesign() external view {
        vm.assertEq(manager.authority(), address(registry), "authority");
        uint8 committee = uint8(Roles.TECHNICAL_COMMITTEE);
        uint8 council = uint8(Roles.GOVERNANCE_COUNCIL);
        uint8 emergency = uint8(Roles.EMERGENCY_COUNCIL);
        uint32 both = POLICY | TECHNICAL;
        check(0, ApprovalPolicy(committee, 0, 2, false, 0, 14 days, 0, 30 days, 0, 0));
        check(1, ApprovalPolicy(committee, 0, 2, false, 0, 14 days, 24 hours, 7 days, 7 days, 0));
        check(2, ApprovalPolicy(committee, 0, 2, false, 0, 14 days, 48 hours, 7 days, 7 days, 0));
        check(3, ApprovalPolicy(council, 0, 3, false, both, 14 days, 7 days, 7 days, 7 days, 0));
        check(4, ApprovalPolicy(council, 0, 3, true, both, 7 days, 48 hours, 72 hours, 72 hours, 0));
        check(5, ApprovalPolicy(council, emergency, 3, false, both, 24 hours, 1, 24 hours, 72 hours, 0));
    }

    /// @dev What is set at deployment keeps inside the bounds that later policies keep inside.
    function test_DefaultsAreInsideTheBounds() external {
        for (uint8 class = 0; class < 6; ++class) {
            setPolicy(ChangeClass(class), policyOf(ChangeClass(class)));
            vm.assertEq(versionOf(ChangeClass(class)), 2, "accepted");
        }
    }

    // ------------------------------------------------------------------------------------------------ setAuthority

    /// @dev Not even the registry hands it over: its implementation asks no other one.
    function testFuzz_RevertWhen_AuthorityWouldMove(address caller) external {
        vm.assume(caller != address(registry));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
        manager.setAuthority(address(target));
        vm.prank(address(registry));
        vm.expectRevert(
            abi.encodeWithSelector(ChangeManager.AuthorityFixed.selector, address(registry), address(target))
        );
        manager.setAuthority(address(target));
        vm.assertEq(manager.authority(), address(registry), "authority");
    }

    // ------------------------------------------------------------------------------------- setMaintenanceCalendar

    function test_RevertWhen_CalendarIsSetByAnyone() external {
        vm.prank(EXECUTOR);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, EXECUTOR));
        manager.setMaintenanceCalendar(address(target));
    }

    function testFuzz_RevertWhen_CalendarHasNoCode(address calendar) external {
        vm.assume(calendar.code.length == 0 && uint160(calendar) > 0xffff);
        vm.prank(address(manager));
        vm.expectRevert(abi.encodeWithSelector(ChangeManager.CalendarWithoutCode.selector, calendar));
        manager.setMaintenanceCalendar(calendar);
    }

    function test_SetsAndTakesAwayTheCalendar() external {
        address calendar = address(new FakeCalendar(1, 0));
        vm.expectEmit(address(manager));
        emit IChangeManager.MaintenanceCalendarSet(calendar);
        vm.prank(address(manager));
        manager.setMaintenanceCalendar(calendar);
        vm.assertEq(manager.maintenanceCalendar(), calendar, "set");
        vm.prank(address(manager));
        manager.setMaintenanceCalendar(address(0));
        vm.assertEq(manager.maintenanceCalendar(), address(0), "taken away");
    }

    // ------------------------------------------------------------------------------------------------- hashChange

    function testFuzz_IdBindsChainContractAndProposer(uint64 chain, address proposer) external {
        vm.assume(chain != 0 && chain != block.chainid && proposer != PROPOSER);
        Change memory change = configChange(1);
        bytes32 id = manager.hashChange(change, PROPOSER);
        vm.assertEq(
            id,
            keccak256(abi.encode(block.chainid, address(manager), PROPOSER, change)),
            "as the interface says"
        );
        vm.assertNotEq(manager.hashChange(change, proposer), id, "proposer");
        vm.chainId(chain);
        vm.assertNotEq(manager.hashChange(change, PROPOSER), id, "chain");
    }

    function test_UnknownChangeHasNoStatus() external view {
        assertStatus(keccak256("nothing"), ChangeStatus.None, "none");
        vm.assertEq(manager.changeInProgress(), bytes32(0), "nothing in progress");
    }

    function check(uint8 class, ApprovalPolicy memory expected) private view {
        (ApprovalPolicy memory policy, uint24 version) = manager.policyOf(ChangeClass(class));
        vm.assertEq(abi.encode(policy), abi.encode(expected), "policy");
        vm.assertEq(version, 1, "version");
    }
}
