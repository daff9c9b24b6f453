// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Call,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager,
    Pin
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {ChangeLifecycle} from "../../../../../contracts/change/libraries/ChangeLifecycle.sol";
import {ClassConfinement} from "../../../../../contracts/change/libraries/ClassConfinement.sol";
import {FakeEmergency} from "../../../mocks/change/FakeEmergency.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerEmergencyFixTest is ChangeFixture {
    ChangeClass private constant CLASS = ChangeClass.EmergencyFix;
    bytes32 private constant INCIDENT = keccak256("incident");

    function setUp() public override {
        super.setUp();
        burning.burn(INCIDENT, address(target), true);
    }

    // ----------------------------------------------------------------------------------------------- what it touches

    function test_RevertWhen_ItNamesNoIncident() external {
        Change memory change = fix();
        change.incident = 0;
        refuse(change, abi.encodeWithSelector(IChangeManager.IncidentMissing.selector));
    }

    function testFuzz_RevertWhen_TargetDoesNotBurnForIt(bytes32 other) external {
        if (other == INCIDENT || other == 0) other = keccak256("other");
        Change memory change = fix();
        change.incident = other;
        refuse(change, notBurning(other));
        // One of two is not enough.
        change = fix();
        FakeTarget bystander = newTarget();
        change.calls = new Call[](2);
        change.calls[0] = Call(address(target), 0, abi.encodeCall(FakeTarget.setValue, (7)));
        change.calls[1] = Call(address(bystander), 0, abi.encodeCall(FakeTarget.setValue, (7)));
        change.pins = new Pin[](2);
        change.pins[0] = pinOf(address(target));
        change.pins[1] = pinOf(address(bystander));
        refuse(change, abi.encodeWithSelector(FakeEmergency.NotBurning.selector, INCIDENT, address(bystander)));
    }

    function test_RevertWhen_FireIsOut() external {
        Change memory change = fix();
        bytes32 id = ready(change);
        burning.burn(INCIDENT, address(target), false);
        vm.prank(EXECUTOR);
        vm.expectRevert(notBurning(INCIDENT));
        manager.execute(change, PROPOSER, 0);
        assertStatus(id, ChangeStatus.Ready, "nothing is lost");
        vm.assertEq(burning.fixes().length, 0, "nothing owed");
    }

    function testFuzz_OpenToWhatItsSystemDoesEveryDay(uint64 role) external {
        role = uint64(bound(role, 0, 40));
        registry.map(address(target), FakeTarget.setValue.selector, role);
        bool open = role == Roles.CONFIG || role == Roles.ROUTINE_UPGRADE || role == Roles.EMERGENCY_FIX;
        if (open) propose(fix());
        else refuse(fix(), foreign(FakeTarget.setValue.selector, role));
    }

    function test_UpgradesOrdinaryContracts() external {
        Change memory change = upgradeChange("");
        (change.class, change.incident) = (CLASS, INCIDENT);
        done(change);
        vm.assertEq(target.implementation(), address(implementationV2), "upgraded");
        // What guards funds keeps its seven days.
        registry.map(address(target), FakeTarget.upgradeToAndCall.selector, Roles.HIGH_RISK_UPGRADE);
        change.salt = keccak256("again");
        change.pins[0] = pinOf(address(target));
        refuse(change, foreign(FakeTarget.upgradeToAndCall.selector, Roles.HIGH_RISK_UPGRADE));
    }

    function test_RevertWhen_TargetIsCore() external {
        registry.setCore(address(target));
        refuse(fix(), abi.encodeWithSelector(ClassConfinement.CoreTargetForbidden.selector, CLASS, address(target)));
    }

    // --------------------------------------------------------------------------------------------------- who decides

    function testFuzz_RunsASecondAfterBothQuorums(bool emergencyFirst, uint256 pause) external {
        Change memory change = fix();
        bytes32 id = propose(change);
        (address first, address second) = emergencyFirst ? (EMERGENCY, COUNCIL) : (COUNCIL, EMERGENCY);
        approve(id, CLASS, first);
        assertStatus(id, ChangeStatus.Proposed, "one of two");
        vm.warp(block.timestamp + bound(pause, 0, 24 hours));
        approve(id, CLASS, second);
        vm.prank(EXECUTOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.NotReady.selector, id, block.timestamp + 1));
        manager.execute(change, PROPOSER, 0);

        vm.warp(block.timestamp + 1);
        execute(change);
        vm.assertEq(target.value(), 7, "fixed");
        vm.assertEq(burning.fixes().length, 1, "told once");
        vm.assertEq(burning.fixes()[0][0], INCIDENT, "which incident");
        vm.assertEq(burning.fixes()[0][1], id, "which change");
    }

    function test_RevertWhen_OneEntityIsInBothQuorums() external {
        bytes32 id = propose(fix());
        // Entity 5 sits on both.
        registry.seat(COUNCIL, person(COUNCIL, 1), 5, 2);
        approve(id, CLASS, EMERGENCY);
        refuseApproval(id, CLASS, COUNCIL, abi.encodeWithSelector(IChangeManager.SharedEntity.selector, id, 1 << 5));
    }

    /// @dev It approves the fix, so what it says against it is a withdrawal; the other office's veto stands as well.
    function test_TheEmergencyCouncilWithdrawsAndSpendsNoVeto() external {
        bytes32 id = queue(fix());
        vm.expectEmit(address(manager));
        emit IChangeManager.ApprovalWithdrawn(id, EMERGENCY, Roles.EMERGENCY_COUNCIL, REASON);
        vm.prank(EMERGENCY);
        manager.veto(id, Roles.EMERGENCY_COUNCIL, REASON);
        vm.assertEq(manager.recordOf(id).flags, 0, "no veto spent");

        approve(id, CLASS, COUNCIL);
        approve(id, CLASS, EMERGENCY);
        vm.prank(SOVEREIGN);
        manager.veto(id, Roles.SOVEREIGN_AUTHORITY, REASON);
        vm.assertEq(manager.recordOf(id).flags, ChangeLifecycle.VETOED_BY_SOVEREIGN_AUTHORITY, "vetoed by office");
    }

    function test_RollsBackWhenTheFireIsOut() external {
        Change memory change = fix();
        bytes32 id = done(change);
        burning.burn(INCIDENT, address(target), false);
        vm.prank(EMERGENCY);
        manager.rollback(change, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
        assertStatus(id, ChangeStatus.RolledBack, "undone");
        vm.assertEq(target.value(), 0, "as before");
    }

    function test_OtherClassesOweNothing() external {
        burning.burn(INCIDENT, address(target), false);
        Change memory change = configChange(7);
        change.incident = INCIDENT;
        done(change);
        vm.assertEq(burning.fixes().length, 0, "not told");
    }

    // ------------------------------------------------------------------------------------------------------- private

    function fix() private view returns (Change memory change) {
        change = configChange(7);
        (change.class, change.incident) = (CLASS, INCIDENT);
    }

    function notBurning(bytes32 incidentId) private view returns (bytes memory) {
        return abi.encodeWithSelector(FakeEmergency.NotBurning.selector, incidentId, address(target));
    }

    function foreign(bytes4 selector, uint64 role) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ClassConfinement.FunctionOfAnotherClass.selector,
                CLASS,
                address(target),
                selector,
                role
            );
    }

    function refuse(Change memory change, bytes memory reason) private {
        vm.prank(PROPOSER);
        vm.expectRevert(reason);
        manager.propose(change);
    }
}
