// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {
    ApprovalPolicy,
    Artifacts,
    Call,
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager,
    Pin
} from "../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeManager} from "../../../../contracts/change/ChangeManager.sol";
import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {FakeChangeGuard} from "../../mocks/change/FakeChangeGuard.sol";
import {FakeChangeRegistry} from "../../mocks/change/FakeChangeRegistry.sol";
import {FakeSafe} from "../../mocks/change/FakeSafe.sol";
import {FakeEmergency} from "../../mocks/change/FakeEmergency.sol";
import {FakeTarget, FakeTargetV2} from "../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";
import {Test} from "../../support/Test.sol";

/// @notice A ChangeManager on fakes of registry and guard, four councils with seated people, and something to change.
abstract contract ChangeFixture is Test {
    uint32 internal constant POLICY = uint32(1) << Constituencies.POLICY;
    uint32 internal constant TECHNICAL = uint32(1) << Constituencies.TECHNICAL;
    bytes32 internal constant REASON = keccak256("reason");
    bytes32 internal constant METRICS = keccak256("metrics");
    uint256 internal constant START = 1_800_000_000;

    address internal constant PROPOSER = address(0xa1);
    address internal constant EXECUTOR = address(0xa2);
    address internal constant MONITOR = address(0xa3);
    address internal constant STRANGER = address(0xa4);
    address internal constant COMMITTEE = address(0xb1);
    address internal constant COUNCIL = address(0xb2);
    address internal constant EMERGENCY = address(0xb3);
    address internal constant SOVEREIGN = address(0xb4);

    FakeChangeRegistry internal registry;
    FakeChangeGuard internal guard;
    FakeEmergency internal burning;
    ChangeManager internal manager;
    FakeTarget internal target;
    FakeTarget internal implementationV1;
    FakeTargetV2 internal implementationV2;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1000);
        registry = new FakeChangeRegistry();
        guard = new FakeChangeGuard();
        burning = new FakeEmergency();
        ChangeManager logic = newLogic();
        manager = ChangeManager(
            address(new ERC1967Proxy(address(logic), abi.encodeCall(ChangeManager.initialize, ())))
        );
        implementationV1 = new FakeTarget();
        implementationV2 = new FakeTargetV2();
        target = newTarget();
        _appointOffices();
        _seatCouncils();
    }

    function newLogic() internal returns (ChangeManager) {
        return ChangeManager(deploy("ChangeManager", abi.encode(registry, guard, burning)));
    }

    // ------------------------------------------------------------------------------------------------------ changes

    /// @dev A complete ConfigOnly change that sets the target's value.
    function configChange(uint256 value) internal view returns (Change memory change) {
        change = blank(ChangeClass.ConfigOnly);
        change.calls = one(address(target), abi.encodeCall(FakeTarget.setValue, (value)));
        change.rollback = one(address(target), abi.encodeCall(FakeTarget.setValue, (0)));
        change.pins = new Pin[](1);
        change.pins[0] = pinOf(address(target));
    }

    /// @dev A complete RoutineUpgrade of the target to its next version, with the way back.
    function upgradeChange(bytes memory payload) internal view returns (Change memory change) {
        change = blank(ChangeClass.RoutineUpgrade);
        change.calls = one(address(target), upgradeTo(address(implementationV2), payload));
        change.rollback = one(address(target), upgradeTo(address(implementationV1), ""));
        change.pins = new Pin[](3);
        change.pins[0] = pinOf(address(target));
        change.pins[1] = pinOf(address(implementationV1));
        change.pins[2] = pinOf(address(implementationV2));
    }

    /// @dev A complete HighRiskUpgrade with one call.
    function highRiskChange(address to, bytes memory data) internal view returns (Change memory change) {
        change = blank(ChangeClass.HighRiskUpgrade);
        change.calls = one(to, data);
        change.irreversible = true;
        change.pins = new Pin[](1);
        change.pins[0] = pinOf(to);
    }

    /// @dev A complete BridgeParameter change: the target's `refuse` stands for nothing here, `setValue` is mapped anew.
    function bridgeChange(uint256 value) internal returns (Change memory change) {
        registry.map(address(target), FakeTarget.setValue.selector, Roles.BRIDGE_PARAMETER);
        change = configChange(value);
        change.class = ChangeClass.BridgeParameter;
    }

    function docChange() internal pure returns (Change memory) {
        return blank(ChangeClass.DocOnly);
    }

    function blank(ChangeClass class) internal pure returns (Change memory change) {
        change.class = class;
        change.artifacts = Artifacts({
            request: keccak256("request"),
            securityImpact: keccak256("security"),
            availabilityImpact: keccak256("availability"),
            privacyImpact: keccak256("privacy"),
            rollbackPlan: keccak256("rollback plan")
        });
        change.version = "1.1.0";
        change.uri = "dossier://001";
    }

    function one(address to, bytes memory data) internal pure returns (Call[] memory calls) {
        calls = new Call[](1);
        calls[0] = Call(to, 0, data);
    }

    function upgradeTo(address implementation, bytes memory payload) internal pure returns (bytes memory) {
        return abi.encodeCall(FakeTarget.upgradeToAndCall, (implementation, payload));
    }

    function pinOf(address account) internal view returns (Pin memory pin) {
        pin.account = account;
        pin.codehash = account.codehash;
        (bool answered, bytes memory answer) = account.staticcall(abi.encodeCall(FakeTarget.implementation, ()));
        if (answered && answer.length == 32) pin.implementation = abi.decode(answer, (address));
        if (pin.implementation != address(0)) pin.implementationCodehash = pin.implementation.codehash;
    }

    // -------------------------------------------------------------------------------------------------------- steps

    function propose(Change memory change) internal returns (bytes32 id) {
        vm.prank(PROPOSER);
        return manager.propose(change);
    }

    function approve(bytes32 id, ChangeClass class, address safe) internal {
        uint8 round = manager.roundOf(id);
        vm.prank(safe);
        manager.approve(id, class, round, uint40(block.timestamp + 1 hours));
    }

    /// @dev The same, refused with exactly `reason`; an unknown change is in no round.
    function refuseApproval(bytes32 id, ChangeClass class, address safe, bytes memory reason) internal {
        uint8 round = manager.statusOf(id) == ChangeStatus.None ? 0 : manager.roundOf(id);
        vm.prank(safe);
        vm.expectRevert(reason);
        manager.approve(id, class, round, uint40(block.timestamp + 1 hours));
    }

    function execute(Change memory change) internal {
        vm.prank(EXECUTOR);
        manager.execute(change, PROPOSER, 0);
    }

    /// @dev Proposes and approves by the councils that the policy names; leaves the change queued.
    function queue(Change memory change) internal returns (bytes32 id) {
        id = propose(change);
        (ApprovalPolicy memory policy, ) = manager.policyOf(change.class);
        approve(id, change.class, safeOf(policy.approverRole));
        if (policy.secondApproverRole != 0) approve(id, change.class, safeOf(policy.secondApproverRole));
    }

    /// @dev The same, and waits until the change is ready.
    function ready(Change memory change) internal returns (bytes32 id) {
        id = queue(change);
        vm.warp(manager.recordOf(id).readyAt);
    }

    /// @dev The same, and executes.
    function done(Change memory change) internal returns (bytes32 id) {
        id = ready(change);
        execute(change);
    }

    function acknowledge(bytes32 id) internal {
        vm.prank(MONITOR);
        manager.acknowledge(id, block.number - 1, METRICS);
    }

    /// @dev Calls `setPolicy` as a HighRiskUpgrade change would.
    function setPolicy(ChangeClass class, ApprovalPolicy memory policy) internal {
        vm.prank(address(manager));
        manager.setPolicy(class, policy);
    }

    // --------------------------------------------------------------------------------------------------- assertions

    function assertStatus(bytes32 id, ChangeStatus status, string memory reason) internal view {
        vm.assertEq(uint256(manager.statusOf(id)), uint256(status), reason);
    }

    function policyOf(ChangeClass class) internal view returns (ApprovalPolicy memory policy) {
        (policy, ) = manager.policyOf(class);
    }

    function versionOf(ChangeClass class) internal view returns (uint24 version) {
        (, version) = manager.policyOf(class);
    }

    function safeOf(uint64 role) internal pure returns (address) {
        if (role == Roles.TECHNICAL_COMMITTEE) return COMMITTEE;
        if (role == Roles.GOVERNANCE_COUNCIL) return COUNCIL;
        if (role == Roles.EMERGENCY_COUNCIL) return EMERGENCY;
        return SOVEREIGN;
    }

    // ------------------------------------------------------------------------------------------------------- people

    /// @dev The person on seat `index` of `safe`.
    function person(address safe, uint256 index) internal pure returns (address) {
        return address(uint160(uint160(safe) * 0x100 + index));
    }

    /// @dev From now on the first `count` people of `safe` sign, starting with seat `from`.
    function sign(address safe, uint256 from, uint256 count) internal {
        address[] memory signers = new address[](count);
        for (uint256 i = 0; i < count; ++i) signers[i] = person(safe, from + i);
        guard.sign(safe, signers);
    }

    /// @dev From now on `safe` is one that gives this many signatures at most.
    function setThreshold(address safe, uint256 threshold) internal {
        vm.etch(safe, type(FakeSafe).runtimeCode);
        FakeSafe(safe).setThreshold(threshold);
    }

    function newTarget() internal returns (FakeTarget created) {
        created = FakeTarget(
            payable(
                address(
                    new ERC1967Proxy(
                        address(implementationV1),
                        abi.encodeCall(FakeTarget.reinitialize, (abi.encode(1)))
                    )
                )
            )
        );
        registry.map(address(created), FakeTarget.setValue.selector, Roles.CONFIG);
        registry.map(address(created), FakeTarget.refuse.selector, Roles.CONFIG);
        registry.map(address(created), FakeTarget.refuseSilently.selector, Roles.CONFIG);
        registry.map(address(created), FakeTarget.strike.selector, Roles.CONFIG);
        registry.map(address(created), FakeTarget.upgradeToAndCall.selector, Roles.ROUTINE_UPGRADE);
    }

    function _appointOffices() private {
        registry.map(address(manager), IChangeManager.propose.selector, Roles.CHANGE_PROPOSER);
        registry.map(address(manager), IChangeManager.execute.selector, Roles.CHANGE_EXECUTOR);
        registry.map(address(manager), IChangeManager.acknowledge.selector, Roles.MONITOR);
        registry.map(address(manager), IChangeManager.object.selector, Roles.MONITOR);
        registry.map(address(manager), IChangeManager.setPolicy.selector, Roles.HIGH_RISK_UPGRADE);
        registry.map(address(manager), IChangeManager.setMaintenanceCalendar.selector, Roles.HIGH_RISK_UPGRADE);
        registry.setRole(Roles.CHANGE_PROPOSER, PROPOSER, true);
        registry.setRole(Roles.CHANGE_EXECUTOR, EXECUTOR, true);
        registry.setRole(Roles.MONITOR, MONITOR, true);
        registry.setRole(Roles.ADMIN, address(manager), true);
        registry.setRole(Roles.HIGH_RISK_UPGRADE, address(manager), true);
    }

    /// @dev Committee: 3 people of entities 1 to 3. Council: 5 of entities 1 to 5, seats 0 to 2 technical, 3 and 4
    /// policy. Emergency: 3 of entities 5 to 7. Sovereign: 5 of entities 8 to 12.
    function _seatCouncils() private {
        _seatCouncil(COMMITTEE, Roles.TECHNICAL_COMMITTEE, 3, 1, 0);
        _seatCouncil(COUNCIL, Roles.GOVERNANCE_COUNCIL, 5, 1, POLICY | TECHNICAL);
        _seatCouncil(EMERGENCY, Roles.EMERGENCY_COUNCIL, 3, 5, 0);
        _seatCouncil(SOVEREIGN, Roles.SOVEREIGN_AUTHORITY, 5, 8, 0);
        registry.seat(COUNCIL, person(COUNCIL, 3), 4, Constituencies.POLICY);
        registry.seat(COUNCIL, person(COUNCIL, 4), 5, Constituencies.POLICY);
        sign(COMMITTEE, 0, 2);
        sign(COUNCIL, 1, 3);
        sign(EMERGENCY, 0, 2);
        sign(SOVEREIGN, 0, 3);
    }

    function _seatCouncil(address safe, uint64 role, uint256 seats, uint8 firstEntity, uint32 constituencies) private {
        guard.register(safe, constituencies);
        setThreshold(safe, seats);
        registry.setRole(role, safe, true);
        for (uint8 i = 0; i < seats; ++i) {
            registry.seat(safe, person(safe, i), firstEntity + i, Constituencies.TECHNICAL);
        }
    }
}
