// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {FakeCalendar} from "../../../mocks/change/FakeCalendar.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerReentrancyTest is ChangeFixture {
    bytes32 private other;

    function setUp() public override {
        super.setUp();
        // The target is everybody: only the running change can stand in its way.
        uint64[3] memory roles = [Roles.CHANGE_PROPOSER, Roles.CHANGE_EXECUTOR, Roles.MONITOR];
        for (uint256 i = 0; i < 3; ++i) registry.setRole(roles[i], address(target), true);
        guard.register(address(target), 0);
        registry.setRole(Roles.TECHNICAL_COMMITTEE, address(target), true);
        registry.setRole(Roles.EMERGENCY_COUNCIL, address(target), true);
        registry.seat(address(target), person(COMMITTEE, 0), 1, 1);
        registry.seat(address(target), person(COMMITTEE, 1), 2, 1);
        address[] memory signers = new address[](2);
        (signers[0], signers[1]) = (person(COMMITTEE, 0), person(COMMITTEE, 1));
        guard.sign(address(target), signers);
        other = queue(configChange(99));
    }

    function test_RevertWhen_TargetStrikesBack() external {
        Change memory queued = configChange(99);
        strike(abi.encodeCall(IChangeManager.propose, (docChange())));
        strike(abi.encodeCall(IChangeManager.cancel, (docChange())));
        strike(abi.encodeCall(IChangeManager.approve, (other, ChangeClass.ConfigOnly, 0, uint40(START + 2 days))));
        strike(abi.encodeCall(IChangeManager.veto, (other, Roles.EMERGENCY_COUNCIL, REASON)));
        strike(abi.encodeCall(IChangeManager.acknowledge, (other, 999, METRICS)));
        strike(abi.encodeCall(IChangeManager.object, (other, REASON)));
        strike(abi.encodeCall(IChangeManager.execute, (queued, PROPOSER, 0)));
        strike(abi.encodeCall(IChangeManager.rollback, (queued, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON)));
    }

    /// @dev A change that executes itself once more (OpenZeppelin's timelock, 2021).
    function test_RevertWhen_ChangeExecutesItselfAgain() external {
        Change memory change = strikeChange(0);
        bytes32 id = ready(change);
        target.arm(abi.encodeCall(IChangeManager.execute, (change, PROPOSER, 0)));
        refuse(change, id);
    }

    function test_RevertWhen_RollbackStrikesBack() external {
        Change memory change = configChange(1);
        change.rollback[0].data = abi.encodeCall(FakeTarget.strike, ());
        bytes32 id = done(change);
        target.arm(abi.encodeCall(IChangeManager.rollback, (change, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON)));
        vm.prank(EMERGENCY);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ReentrantExecution.selector, id));
        manager.rollback(change, PROPOSER, Roles.EMERGENCY_COUNCIL, REASON);
    }

    function test_HighRiskSetsPolicyOfItsOwn() external {
        ApprovalPolicy memory policy = policyOf(ChangeClass.HighRiskUpgrade);
        policy.minSigners = 4;
        bytes memory data = abi.encodeCall(IChangeManager.setPolicy, (ChangeClass.HighRiskUpgrade, policy));
        bytes32 id = done(highRiskChange(address(manager), data));
        assertStatus(id, ChangeStatus.Executed, "executed");
        vm.assertEq(policyOf(ChangeClass.HighRiskUpgrade).minSigners, 4, "in force at once");
    }

    function test_HighRiskSetsTheCalendar() external {
        address calendar = address(new FakeCalendar(1, 0));
        done(highRiskChange(address(manager), abi.encodeCall(IChangeManager.setMaintenanceCalendar, (calendar))));
        vm.assertEq(manager.maintenanceCalendar(), calendar, "set");
    }

    function strikeChange(uint256 salt) private view returns (Change memory change) {
        change = configChange(1);
        change.calls[0].data = abi.encodeCall(FakeTarget.strike, ());
        change.salt = bytes32(salt);
    }

    function strike(bytes memory attack) private {
        uint256 time = block.timestamp;
        Change memory change = strikeChange(uint256(keccak256(attack)));
        bytes32 id = ready(change);
        target.arm(attack);
        refuse(change, id);
        assertStatus(id, ChangeStatus.Ready, "nothing executed");
        vm.warp(time);
    }

    function refuse(Change memory change, bytes32 id) private {
        vm.prank(EXECUTOR);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ReentrantExecution.selector, id));
        manager.execute(change, PROPOSER, 0);
    }
}
