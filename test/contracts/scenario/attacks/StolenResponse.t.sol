// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {IEmergencyController} from "../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {IIncidentRegistry, Severity} from "../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyKit} from "../../support/EmergencyKit.sol";
import {FakeEntityRegistry} from "../../mocks/emergency/FakeEntityRegistry.sol";
import {IncidentRegistry} from "../../../../contracts/emergency/IncidentRegistry.sol";

/// @notice A thief holds the key of one person in incident response: an operator on call, or an auditor.
contract StolenResponseTest is EmergencyKit {
    address private constant AUDITOR = address(0xa3);

    IncidentRegistry private response;
    FakeEntityRegistry private staff;

    function setUp() public override {
        super.setUp();
        staff = new FakeEntityRegistry(thief);
        staff.bindAccount(operator, 1);
        staff.bindAccount(AUDITOR, 3);
        response = IncidentRegistry(
            address(
                new ERC1967Proxy(
                    deploy("IncidentRegistry", abi.encode(controller)),
                    abi.encodeCall(IncidentRegistry.initialize, (IRoleRegistry(address(staff))))
                )
            )
        );
        govern(abi.encodeCall(IEmergencyController.setIncidentRegistry, (address(response))));
        restrict(Mode.Halted, 72 hours);
        vm.roll(block.number + 1);
    }

    /// @dev What is halted can be restricted for no other incident: a fix would have to wait for its restoration.
    function test_TheOperatorRefusesNoFixByResolving() external {
        vm.startPrank(operator);
        response.acknowledge(INCIDENT);
        response.mitigate(INCIDENT, REASON);
        response.resolve(INCIDENT, REASON);
        vm.stopPrank();
        controller.requireFixable(INCIDENT, _rail());
    }

    function test_TheAuditorRefusesNoFixByMakingLittleOfIt() external {
        vm.prank(AUDITOR);
        response.lowerSeverity(INCIDENT, Severity.Sev4, REASON);
        controller.requireFixable(INCIDENT, _rail());
    }

    function test_TheAuditorIsNotTheOnlyJudge() external {
        vm.prank(operator);
        response.acknowledge(INCIDENT);
        uint8 others = staff.AUDITORS();
        vm.expectRevert(abi.encodeWithSelector(IIncidentRegistry.OperatorMissing.selector, others));
        vm.prank(AUDITOR);
        response.reassign(INCIDENT, others, REASON);
    }

    function _rail() private view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(rail);
    }
}
