// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {
    ApprovalPolicy,
    Artifacts,
    Call,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager,
    Pin
} from "../../../contracts/change/interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {ChangeManager} from "../../../contracts/change/ChangeManager.sol";
import {Constituencies} from "../../../contracts/access/Constituencies.sol";
import {CouncilGoverned} from "../../../contracts/safe/CouncilGoverned.sol";
import {FakeTarget} from "../mocks/change/FakeTarget.sol";
import {GuardKit} from "../support/GuardKit.sol";
import {RoleRegistry} from "../../../contracts/access/RoleRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";

/// @notice A governed change with the real registry, the real guard and real Safes, after genesis has been closed.
contract GovernedChangeScenario is GuardKit {
    address private constant PROPOSER = address(0xa1);
    address private constant EXECUTOR = address(0xa2);

    RoleRegistry private registry;
    ChangeManager private manager;
    FakeTarget private target;

    ISafe private committee;
    ISafe private council;
    address[] private committeeOwners;
    address[] private councilOwners;
    uint256[] private committeeKeys;
    uint256[] private councilKeys;

    function setUp() external {
        vm.warp(1_800_000_000);
        deploySafeContracts();
        registry = RoleRegistry(
            address(
                new ERC1967Proxy(deploy("RoleRegistry", ""), abi.encodeCall(RoleRegistry.initialize, (address(this))))
            )
        );
        deployGuard(address(registry));
        address code = deploy(
            "ChangeManager",
            abi.encode(registry, guard, deploy("EmergencyController", abi.encode(registry, guard)))
        );
        manager = ChangeManager(address(new ERC1967Proxy(code, abi.encodeCall(ChangeManager.initialize, ()))));
        registry.appointGuard(address(guard));
        registry.appointChangeManager(address(manager));
        for (uint8 entity = 1; entity <= 8; ++entity)
            registry.registerEntity(entity, "Entity", bytes32(uint256(entity)));
        target = FakeTarget(
            payable(
                address(
                    new ERC1967Proxy(
                        address(new FakeTarget()),
                        abi.encodeCall(FakeTarget.reinitialize, (abi.encode(1)))
                    )
                )
            )
        );
        map(address(target), FakeTarget.setValue.selector, Roles.CONFIG);
        map(address(manager), IChangeManager.propose.selector, Roles.CHANGE_PROPOSER);
        map(address(manager), IChangeManager.execute.selector, Roles.CHANGE_EXECUTOR);
        map(address(manager), IChangeManager.setPolicy.selector, Roles.HIGH_RISK_UPGRADE);
        appoint(PROPOSER, 7, Roles.CHANGE_PROPOSER);
        appoint(EXECUTOR, 8, Roles.CHANGE_EXECUTOR);
        found();
    }

    function test_ConfigChangeByTwoOfThree() external {
        Change memory change = configChange(7);
        vm.prank(PROPOSER);
        bytes32 id = manager.propose(change);
        bytes memory approval = abi.encodeCall(
            IChangeManager.approve,
            (id, ChangeClass.ConfigOnly, 0, uint40(block.timestamp + 1 hours))
        );
        execute(committee, address(manager), approval, pick(committeeKeys, 2));
        vm.assertEq(uint256(manager.statusOf(id)), uint256(ChangeStatus.Queued), "queued");
        vm.warp(block.timestamp + 24 hours);
        vm.prank(EXECUTOR);
        manager.execute(change, PROPOSER, 0);
        vm.assertEq(target.value(), 7, "executed");
        vm.assertEq(target.changeSeen(), id, "in progress");
    }

    function test_RevertWhen_ThreeTechniciansApproveHighRisk() external {
        Change memory change = configChange(7);
        change.class = ChangeClass.HighRiskUpgrade;
        vm.prank(PROPOSER);
        bytes32 id = manager.propose(change);
        bytes memory approval = abi.encodeCall(
            IChangeManager.approve,
            (id, ChangeClass.HighRiskUpgrade, 0, uint40(block.timestamp + 1 hours))
        );
        uint256[] memory technicians = new uint256[](3);
        for (uint256 i = 0; i < 3; ++i) technicians[i] = councilKeys[2 + i];
        SafeTx memory transaction = SafeTx(address(manager), 0, approval, Enum.Operation.Call);
        bytes memory signatures = signSafe(council, transaction, technicians);
        vm.expectRevert(
            abi.encodeWithSelector(
                CouncilGoverned.MissingConstituency.selector,
                address(council),
                Constituencies.POLICY
            )
        );
        executeSigned(council, transaction, signatures);
        execute(council, address(manager), approval, pick(councilKeys, 3));
        vm.assertEq(uint256(manager.statusOf(id)), uint256(ChangeStatus.Queued), "two policy, one technical");
    }

    /// @dev An owner swapped after the approval voids it.
    function test_RevertWhen_CommitteeRotatedAfterApproval() external {
        Change memory change = configChange(7);
        vm.prank(PROPOSER);
        bytes32 id = manager.propose(change);
        bytes memory approval = abi.encodeCall(
            IChangeManager.approve,
            (id, ChangeClass.ConfigOnly, 0, uint40(block.timestamp + 30 days))
        );
        execute(committee, address(manager), approval, pick(committeeKeys, 2));
        bytes memory raise = abi.encodeWithSignature("changeThreshold(uint256)", 2);
        execute(committee, address(committee), raise, pick(committeeKeys, 2));
        vm.warp(block.timestamp + 24 hours);
        uint24 epoch = guard.councilOf(address(committee)).epoch;
        vm.prank(EXECUTOR);
        vm.expectRevert(
            abi.encodeWithSelector(
                IChangeManager.ApprovalVoidByEpoch.selector,
                id,
                address(committee),
                epoch - 1,
                epoch
            )
        );
        manager.execute(change, PROPOSER, 0);
        approval = abi.encodeCall(
            IChangeManager.approve,
            (id, ChangeClass.ConfigOnly, 1, uint40(block.timestamp + 1 hours))
        );
        execute(committee, address(manager), approval, pick(committeeKeys, 2));
        vm.warp(block.timestamp + 24 hours);
        vm.prank(EXECUTOR);
        manager.execute(change, PROPOSER, 0);
        vm.assertEq(target.value(), 7, "approved anew");
    }

    function test_HighRiskChangeSetsAPolicy() external {
        Change memory change = configChange(0);
        change.class = ChangeClass.HighRiskUpgrade;
        (ApprovalPolicy memory policy, ) = manager.policyOf(ChangeClass.ConfigOnly);
        policy.delay = 5 days;
        change.calls[0] = Call(
            address(manager),
            0,
            abi.encodeCall(IChangeManager.setPolicy, (ChangeClass.ConfigOnly, policy))
        );
        change.rollback = new Call[](0);
        change.irreversible = true;
        change.pins[0] = pinOf(address(manager));
        vm.prank(PROPOSER);
        bytes32 id = manager.propose(change);
        bytes memory approval = abi.encodeCall(
            IChangeManager.approve,
            (id, ChangeClass.HighRiskUpgrade, 0, uint40(block.timestamp + 1 hours))
        );
        execute(council, address(manager), approval, pick(councilKeys, 3));
        vm.warp(block.timestamp + 7 days);
        vm.prank(EXECUTOR);
        manager.execute(change, PROPOSER, 0);
        (policy, ) = manager.policyOf(ChangeClass.ConfigOnly);
        vm.assertEq(policy.delay, 5 days, "in force");
    }

    // ------------------------------------------------------------------------------------------------------ helpers

    function configChange(uint256 value) private view returns (Change memory change) {
        change.class = ChangeClass.ConfigOnly;
        change.calls = new Call[](1);
        change.calls[0] = Call(address(target), 0, abi.encodeCall(FakeTarget.setValue, (value)));
        change.rollback = new Call[](1);
        change.rollback[0] = Call(address(target), 0, abi.encodeCall(FakeTarget.setValue, (0)));
        change.artifacts = Artifacts("request", "security", "availability", "privacy", "rollback");
        change.pins = new Pin[](1);
        change.pins[0] = pinOf(address(target));
        change.version = "1.1.0";
        change.uri = "dossier://001";
    }

    function pinOf(address account) private view returns (Pin memory) {
        address implementation = FakeTarget(payable(account)).implementation();
        return Pin(account, account.codehash, implementation, implementation.codehash);
    }

    function map(address to, bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        registry.setTargetFunctionRole(to, selectors, role);
    }

    function appoint(address who, uint8 entity, uint64 role) private {
        registry.bindAccount(who, entity);
        registry.grantRole(role, who, 0);
    }

    /// @dev Committee of three technicians, council of two from policy and three technicians, genesis closed.
    function found() private {
        (committeeOwners, committeeKeys) = people("committee", 3);
        (councilOwners, councilKeys) = people("council", 5);
        committee = bear(birthOf(committeeOwners, 2, 1));
        council = bear(birthOf(councilOwners, 3, 2));
        for (uint8 i = 0; i < 3; ++i) {
            registry.assignSeat(address(committee), committeeOwners[i], 1 + i, Constituencies.TECHNICAL);
        }
        for (uint8 i = 0; i < 5; ++i) {
            uint8 constituency = i < 2 ? Constituencies.POLICY : Constituencies.TECHNICAL;
            registry.assignSeat(address(council), councilOwners[i], 1 + i, constituency);
        }
        uint32 technical = uint32(1) << Constituencies.TECHNICAL;
        IGovernanceGuard.CouncilPolicy memory policy = IGovernanceGuard.CouncilPolicy(2, 3, 5, technical);
        guard.registerCouncil(address(committee), birthOf(committeeOwners, 2, 1), policy);
        policy = IGovernanceGuard.CouncilPolicy(3, 5, 9, technical | (uint32(1) << Constituencies.POLICY));
        guard.registerCouncil(address(council), birthOf(councilOwners, 3, 2), policy);
        registry.grantMandate(Roles.TECHNICAL_COMMITTEE, address(committee), uint48(block.timestamp + 365 days));
        registry.grantMandate(Roles.GOVERNANCE_COUNCIL, address(council), uint48(block.timestamp + 365 days));
    }
}
