// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {Custody, KeyCategory, KeyTerms} from "../../../contracts/operations/interfaces/IKeyRegistry.sol";
import {
    IIncidentRegistry,
    Incident,
    IncidentStatus,
    Severity
} from "../../../contracts/emergency/interfaces/IIncidentRegistry.sol";
import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode, Operation} from "../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Restriction} from "../../../contracts/emergency/interfaces/IEmergencyController.sol";

import {EmergencyController} from "../../../contracts/emergency/EmergencyController.sol";
import {FakeChangeGuard} from "../mocks/change/FakeChangeGuard.sol";
import {FakeChangeRegistry} from "../mocks/change/FakeChangeRegistry.sol";
import {FakeEntityRegistry} from "../mocks/emergency/FakeEntityRegistry.sol";
import {IncidentRegistry} from "../../../contracts/emergency/IncidentRegistry.sol";
import {KeyRegistry} from "../../../contracts/operations/KeyRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {Test} from "../support/Test.sol";

/// @notice A restriction, its incident, the key that it exposed and the review that it owes, through the three contracts.
contract IncidentReviewScenarioTest is Test {
    bytes32 private constant INCIDENT = keccak256("incident");
    bytes32 private constant RAIL = keccak256("rail");
    bytes32 private constant OTHER_RAIL = keccak256("other rail");
    /// @dev Ids of issuers' keys.
    bytes32 private constant KEY = bytes32((uint256(2) << 248) | 1);
    bytes32 private constant NEXT = bytes32((uint256(2) << 248) | 2);
    bytes32 private constant DIGEST = keccak256("digest");

    address private constant COUNCIL = address(0xb3);
    address private constant SOVEREIGN = address(0xb4);
    address private constant OPERATOR = address(0xa1);
    address private constant AUDITOR = address(0xa3);
    address private constant ISSUER = address(0xa6);

    EmergencyController private controller;
    IncidentRegistry private incidents;
    KeyRegistry private keys;

    function setUp() public {
        vm.warp(1_800_000_000);
        vm.roll(1000);
        FakeChangeRegistry councils = new FakeChangeRegistry();
        FakeChangeGuard guard = new FakeChangeGuard();
        councils.setRole(Roles.ADMIN, address(this), true);
        appoint(councils, guard, COUNCIL, Roles.EMERGENCY_COUNCIL);
        appoint(councils, guard, SOVEREIGN, Roles.SOVEREIGN_AUTHORITY);
        controller = EmergencyController(deploy("EmergencyController", abi.encode(councils, guard)));

        FakeEntityRegistry people = new FakeEntityRegistry(address(0xbad));
        people.bindAccount(OPERATOR, 1);
        people.bindAccount(AUDITOR, 3);
        people.bindAccount(ISSUER, 4);
        incidents = IncidentRegistry(
            address(
                new ERC1967Proxy(
                    deploy("IncidentRegistry", abi.encode(controller)),
                    abi.encodeCall(IncidentRegistry.initialize, (IRoleRegistry(address(people))))
                )
            )
        );
        keys = KeyRegistry(
            address(
                new ERC1967Proxy(
                    deploy("KeyRegistry", abi.encode(people, guard)),
                    abi.encodeCall(KeyRegistry.initialize, ())
                )
            )
        );
        controller.setIncidentRegistry(address(incidents));
        incidents.setKeyRegistry(address(keys));
        keys.registerIssuerKey(KEY, terms());
    }

    function test_FromTheRestrictionToTheAcceptedReview() external {
        uint256 budget = controller.budgetLeft(RAIL);
        restrict(RAIL);
        Incident memory incident = incidents.incidentOf(INCIDENT);
        vm.assertEq(uint256(incident.status), uint256(IncidentStatus.Open), "opened");
        vm.assertTrue(controller.debtOf(INCIDENT).registered, "registered");
        vm.assertEq(incidents.openSevereIncidents(), 1, "severe");

        respond();
        pass(1 days);
        file();
        accept();
        vm.assertEq(incidents.openSevereIncidents(), 0, "resolved");
        vm.assertFalse(controller.debtOf(INCIDENT).open, "the debt is paid");
        vm.assertEq(controller.budgetLeft(RAIL), budget, "the budget is given back");
    }

    function test_AKeyThatIsNamedHoldsTheIncident() external {
        restrict(RAIL);
        vm.startPrank(OPERATOR);
        incidents.acknowledge(INCIDENT);
        incidents.nameKey(INCIDENT, KEY);
        incidents.mitigate(INCIDENT, DIGEST);
        vm.stopPrank();
        keys.reportCompromise(KEY, DIGEST);
        vm.assertFalse(keys.isUsable(KEY), "the issuer is blocked");
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.KeyNotRotated.selector, INCIDENT, KEY));
        incidents.resolve(INCIDENT, DIGEST);

        keys.rotateIssuerKey(KEY, NEXT, terms(), DIGEST);
        incidents.resolve(INCIDENT, DIGEST);
        keys.requireUsable(NEXT, KeyCategory.Issuer, ISSUER);
    }

    /// @dev The council restricts again while its review lies with the auditor, who has seen none of that.
    function test_AReviewDoesNotPayForWhatCameAfterIt() external {
        restrict(RAIL);
        respond();
        pass(1 days);
        file();
        pass(1 hours);
        restrict(OTHER_RAIL);
        refuse();

        pass(1 hours);
        file();
        accept();
        vm.assertFalse(controller.debtOf(INCIDENT).open, "paid by a review of both");
    }

    function test_NorForAnExtensionOrAnOverride() external {
        restrict(RAIL);
        respond();
        pass(1 hours);
        file();
        pass(1 hours);
        vm.prank(SOVEREIGN);
        controller.extend(RAIL, Mode.ReadOnly, uint40(block.timestamp + 5 days), INCIDENT, DIGEST);
        refuse();

        pass(1 hours);
        file();
        pass(1 hours);
        vm.prank(SOVEREIGN);
        controller.grantOverride(RAIL, Operation.Settle, uint40(block.timestamp + 6 hours), INCIDENT, DIGEST);
        refuse();
    }

    /// @dev A registry that does not listen for once: nothing is accepted until somebody makes it hear.
    function test_NorForWhatTheRegistryDidNotHear() external {
        restrict(RAIL);
        respond();
        file();
        vm.mockCallRevert(address(incidents), abi.encodeWithSelector(IIncidentRegistry.declare.selector), "");
        restrict(OTHER_RAIL);
        vm.clearMockedCalls();
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.DeclarationMissing.selector, INCIDENT));
        accept();

        controller.registerIncident(INCIDENT);
        refuse();
        file();
        accept();
        vm.assertFalse(controller.debtOf(INCIDENT).open, "paid by a review of both");
    }

    function test_AReviewedIncidentThatIsDeclaredAgainCanPayAgain() external {
        restrict(RAIL);
        respond();
        pass(1 days);
        file();
        accept();
        pass(30 days);
        restrict(RAIL);
        vm.assertEq(uint256(incidents.incidentOf(INCIDENT).status), uint256(IncidentStatus.Reviewed), "not reopened");
        vm.assertTrue(controller.debtOf(INCIDENT).registered, "declared again");
        vm.assertTrue(controller.debtOf(INCIDENT).open, "owes again");
        pass(1 days);
        file();
        accept();
        vm.assertFalse(controller.debtOf(INCIDENT).open, "paid again");
    }

    /// @dev The controller gives a registration 1,000,000 gas; this is what it takes at most, cold.
    function test_ARegistrationIsCheap() external {
        vm.prank(address(controller));
        uint256 before = gasleft();
        incidents.declare(INCIDENT, Severity.Sev1, COUNCIL, DIGEST);
        vm.assertLe(before - gasleft(), 250_000, "gas");
    }

    // -------------------------------------------------------------------------------------------------------- steps

    function restrict(bytes32 systemId) private {
        Restriction[] memory restrictions = new Restriction[](1);
        restrictions[0] = Restriction(systemId, Mode.Halted);
        vm.prank(COUNCIL);
        controller.restrict(restrictions, 24 hours, INCIDENT, 1, DIGEST);
    }

    function respond() private {
        vm.startPrank(OPERATOR);
        incidents.acknowledge(INCIDENT);
        incidents.mitigate(INCIDENT, DIGEST);
        incidents.resolve(INCIDENT, DIGEST);
        vm.stopPrank();
    }

    function file() private {
        vm.prank(OPERATOR);
        incidents.fileReview(INCIDENT, DIGEST, false);
    }

    function accept() private {
        vm.prank(AUDITOR);
        incidents.acceptReview(INCIDENT, DIGEST, DIGEST);
    }

    function refuse() private {
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.ReviewMissing.selector, INCIDENT));
        accept();
        vm.assertTrue(controller.debtOf(INCIDENT).open, "still owed");
    }

    function pass(uint256 time) private {
        vm.warp(block.timestamp + time);
        vm.roll(block.number + 1);
    }

    function terms() private pure returns (KeyTerms memory) {
        return KeyTerms(ISSUER, Custody.Hsm, DIGEST, 90 days);
    }

    function appoint(FakeChangeRegistry councils, FakeChangeGuard guard, address safe, uint64 role) private {
        councils.setRole(role, safe, true);
        guard.register(safe, 0);
        address[] memory signers = new address[](2);
        for (uint8 i = 0; i < 2; ++i) {
            signers[i] = address(uint160(safe) * 0x100 + i);
            councils.seat(safe, signers[i], i + 1, 1);
        }
        guard.sign(safe, signers);
    }
}
