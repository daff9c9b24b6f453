// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Incident, IncidentStatus, Severity} from "../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

import {IncidentFixture} from "../../unit/emergency/IncidentFixture.sol";
import {IncidentHandler} from "./IncidentHandler.sol";

/// @notice The numbers are those of test/contracts/invariant/README.md, section "Incidents".
contract IncidentRegistryInvariantTest is IncidentFixture {
    IncidentHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new IncidentHandler(incidents, emergency, keys);
        for (uint8 entity = 1; entity <= 4; ++entity) registry.bindAccount(handler.personOf(entity), entity);
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](17);
        selectors[0] = IncidentHandler.open.selector;
        selectors[1] = IncidentHandler.declare.selector;
        selectors[2] = IncidentHandler.acknowledge.selector;
        selectors[3] = IncidentHandler.reassign.selector;
        selectors[4] = IncidentHandler.mitigate.selector;
        selectors[5] = IncidentHandler.resolve.selector;
        selectors[6] = IncidentHandler.raise.selector;
        selectors[7] = IncidentHandler.lower.selector;
        selectors[8] = IncidentHandler.nameKey.selector;
        selectors[9] = IncidentHandler.rotateKeys.selector;
        selectors[10] = IncidentHandler.file.selector;
        selectors[11] = IncidentHandler.accept.selector;
        selectors[12] = IncidentHandler.reject.selector;
        selectors[13] = IncidentHandler.settle.selector;
        selectors[14] = IncidentHandler.wait_.selector;
        selectors[15] = IncidentHandler.owe.selector;
        selectors[16] = IncidentHandler.insist.selector;
        targetSelectors(address(handler), selectors);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_Incidents() external view {
        vm.assertEq(handler.violationCount(), 0, handler.violationCount() == 0 ? "" : handler.violations(0));
        uint256 severe = 0;
        for (uint256 i = 0; i < handler.INCIDENTS(); ++i) {
            bytes32 id = handler.idOf(i);
            Incident memory incident = incidents.incidentOf(id);
            bool unresolved = incident.status != IncidentStatus.None && incident.status < IncidentStatus.Resolved;
            if (unresolved && incident.severity <= Severity.Sev2) ++severe;
            assertTimes(incident);
            bool reviewed = incident.status == IncidentStatus.Reviewed;
            vm.assertEq(reviewed, handler.acceptancesOf(i) > 0, "I3: reviewed is accepted");
            vm.assertEq(emergency.acceptances(id), handler.acceptancesOf(i), "I4: the controller is told of each");
        }
        bool lowered = handler.loweredAt() != 0 && block.timestamp < handler.loweredAt() + 24 hours;
        vm.assertEq(incidents.openSevereIncidents(), severe + (lowered ? 1 : 0), "I2: severe incidents");
    }

    /// @dev The campaign above is worth something only if it gets anywhere.
    function test_HandlerReachesEverything() external {
        handler.open(0, 4);
        handler.raise(0, 3);
        handler.lower(0, 1, 4);
        handler.declare(0, 1, 0);
        handler.acknowledge(0, 0);
        handler.nameKey(0, 1);
        handler.reassign(0, 2, 1);
        handler.mitigate(0);
        handler.rotateKeys(0);
        handler.resolve(0);
        handler.insist(0, true, false);
        handler.file(0, 1, false);
        handler.reject(0, 2, 0);
        handler.file(0, 1, false);
        handler.accept(0, 2);
        handler.declare(0, 1, 0);
        handler.owe(0, 0);
        handler.insist(0, false, true);
        handler.insist(0, false, false);
        handler.settle(0, 0);
        assertReached("open", 1);
        assertReached("raise", 1);
        assertReached("lower", 1);
        assertReached("declare", 4);
        assertReached("acknowledge", 1);
        assertReached("nameKey", 1);
        assertReached("reassign", 1);
        assertReached("mitigate", 1);
        assertReached("resolve", 1);
        assertReached("file", 6);
        assertReached("reject", 1);
        assertReached("accept", 2);
        assertReached("owe", 2);
        assertReached("insist", 3);
        assertReached("settle", 1);
        vm.assertEq(handler.violationCount(), 0, "violations");
    }

    function assertReached(string memory step, uint256 times) private view {
        vm.assertEq(handler.successes(step), times, step);
    }

    /// @dev I1: each step that was taken has its time, none that was not, and they follow each other.
    function assertTimes(Incident memory incident) private pure {
        uint40[5] memory times = [
            incident.openedAt,
            incident.acknowledgedAt,
            incident.mitigatedAt,
            incident.resolvedAt,
            incident.reviewedAt
        ];
        for (uint256 i = 0; i < 5; ++i) {
            bool taken = uint256(incident.status) > i;
            vm.assertEq(times[i] != 0, taken, "I1: a time for each step");
            if (taken && i > 0) vm.assertLe(uint256(times[i - 1]), uint256(times[i]), "I1: steps follow each other");
        }
        vm.assertEq(incident.entity != 0, incident.status >= IncidentStatus.Acknowledged, "I1: someone is responsible");
    }
}
