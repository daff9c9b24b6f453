// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BridgeKit} from "../../support/BridgeKit.sol";
import {Change, ChangeStatus, IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {CouncilGoverned} from "../../../../contracts/safe/CouncilGoverned.sol";
import {Direction} from "../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {IBridgeParameters, Parameter} from "../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";
import {Severity} from "../../../../contracts/emergency/interfaces/IIncidentRegistry.sol";

/// @notice "Bridge parameter change: 3-of-5 + monitoring escalation requirement", from the proposal to the rollback, and
/// each reason for which it does not happen.
contract LimitLoosenedTest is BridgeKit {
    uint128 private constant STEP = CAPACITY + CAPACITY / 4;

    function test_ALimitIsLoosenedAndTakenBack() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = propose(change);
        approve(governance, change);
        requireStatus(id, ChangeStatus.Queued);
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.NotReady.selector, id, block.timestamp + 48 hours)
        );
        vm.warp(block.timestamp + 47 hours);
        watchTheReserve();
        acknowledge(id);
        vm.warp(block.timestamp + 1 hours);
        executeChange(change);
        requireValue(Parameter.OutCapacity, STEP, "loosened");
        vm.assertEq(uint256(parameters.stateOf(Parameter.OutCapacity, ALL).baseline), STEP, "baseline");

        rollback(governance, Roles.GOVERNANCE_COUNCIL, change);
        requireValue(Parameter.OutCapacity, CAPACITY, "taken back");
        vm.assertEq(uint256(parameters.stateOf(Parameter.OutCapacity, ALL).baseline), CAPACITY, "baseline");
        requireStatus(id, ChangeStatus.RolledBack);
    }

    /// @dev It was quicker than the rollback, which fails neither for that nor for the mode of the rail.
    function test_TheRollbackKeepsWhatTheEmergencyCouncilTightened() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        carryWithItsWord(change);
        restrictTheRail(Mode.Halted);
        tighten(Parameter.OutCapacity, 10);
        rollback(emergency, Roles.EMERGENCY_COUNCIL, change);
        requireValue(Parameter.OutCapacity, 10, "stricter stays");
        vm.assertEq(uint256(parameters.stateOf(Parameter.OutCapacity, ALL).baseline), CAPACITY, "baseline");
    }

    // ------------------------------------------------------------------------------------------------- who approves

    function test_RefusedWithoutAPolicySignature() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = propose(change);
        refused(
            governance,
            technicalPeopleOfGovernance(),
            address(manager),
            approval(id, change.class),
            abi.encodeWithSelector(
                CouncilGoverned.MissingConstituency.selector,
                address(governance.safe),
                Constituencies.POLICY
            )
        );
        refused(
            technical,
            quorumOf(technical),
            address(manager),
            approval(id, change.class),
            abi.encodeWithSelector(
                IRoleRegistry.CouncilRoleRequired.selector,
                address(technical.safe),
                Roles.GOVERNANCE_COUNCIL
            )
        );
    }

    // --------------------------------------------------------------------------------------------- monitoring's word

    function test_RefusedWithoutAWord() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = readyWithoutAWord(change);
        executionRefused(change, abi.encodeWithSelector(IChangeManager.AcknowledgementMissing.selector, id));
    }

    function test_RefusedOnAWordOlderThanADay() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = readyWithItsWord(change);
        uint256 acknowledgedAt = block.timestamp;
        vm.warp(acknowledgedAt + 24 hours + 1);
        watchTheReserve();
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.AcknowledgementStale.selector, id, acknowledgedAt)
        );
        acknowledge(id);
        executeChange(change);
    }

    function test_RefusedFromABlockThatNobodyKnows() external {
        bytes32 id = readyWithoutAWord(loosening(Parameter.OutCapacity, STEP));
        uint256[3] memory unknown = [block.number, block.number + 1, block.number - 257];
        for (uint256 i = 0; i < unknown.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IChangeManager.UnknownBlock.selector, unknown[i]));
            vm.prank(monitor);
            manager.acknowledge(id, unknown[i], METRICS);
        }
    }

    function test_RefusedAfterAnObjection() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = readyWithItsWord(change);
        objectTo(id);
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Objected)
        );
    }

    function test_RefusedOnAWordFromBeforeTheVeto() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = readyWithItsWord(change);
        veto(sovereign, Roles.SOVEREIGN_AUTHORITY, id);
        approve(governance, change);
        uint8 round = manager.recordOf(id).round;
        vm.warp(manager.recordOf(id).readyAt);
        watchTheReserve();
        executionRefused(
            change,
            abi.encodeWithSelector(IChangeManager.AcknowledgementOfAnotherRound.selector, id, round, 0)
        );
        acknowledge(id);
        executeChange(change);
    }

    // ------------------------------------------------------------------------------------------------------- limits

    function test_RefusedBeyondAQuarter() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP + 1);
        readyWithItsWord(change);
        executionRefused(
            change,
            abi.encodeWithSelector(
                IBridgeParameters.StepTooLarge.selector,
                Parameter.OutCapacity,
                ALL,
                CAPACITY,
                STEP + 1,
                STEP
            )
        );
    }

    function test_RefusedTwiceIn14Days() external {
        carryWithItsWord(loosening(Parameter.OutCapacity, STEP));
        uint256 loosenedAt = block.timestamp;
        Change memory second = loosening(Parameter.OutWindow, WINDOW - 1);
        readyWithItsWord(second);
        executionRefused(
            second,
            abi.encodeWithSelector(
                IBridgeParameters.LoosenedRecently.selector,
                Parameter.OutWindow,
                ALL,
                loosenedAt,
                loosenedAt + 14 days
            )
        );
        vm.warp(loosenedAt + 11 days);
        Change memory third = loosening(Parameter.OutWindow, WINDOW - 1);
        propose(third);
        approve(governance, third);
        vm.warp(loosenedAt + 14 days);
        watchTheReserve();
        acknowledge(idOf(third));
        executeChange(third);
        requireValue(Parameter.OutWindow, WINDOW - 1, "14 days later");
    }

    function test_RefusedOnAnOldValue() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        readyWithItsWord(change);
        tighten(Parameter.OutCapacity, CAPACITY - 1);
        executionRefused(
            change,
            abi.encodeWithSelector(
                IBridgeParameters.StaleParameter.selector,
                Parameter.OutCapacity,
                ALL,
                CAPACITY,
                1,
                CAPACITY - 1,
                2
            )
        );
        requireValue(Parameter.OutCapacity, CAPACITY - 1, "tightening cancelled it");
    }

    // ------------------------------------------------------------------------------------------------------- health

    function test_RefusedWithASevereIncidentOpen() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        readyWithItsWord(change);
        vm.startPrank(operator);
        incidents.open(INCIDENT, Severity.Sev2, REPORT);
        vm.stopPrank();
        executionRefused(change, abi.encodeWithSelector(IBridgeParameters.SevereIncidentOpen.selector, 1));
        vm.startPrank(operator);
        incidents.acknowledge(INCIDENT);
        incidents.mitigate(INCIDENT, REPORT);
        incidents.resolve(INCIDENT, REPORT);
        incidents.open(keccak256("a nuisance"), Severity.Sev3, REPORT);
        vm.stopPrank();
        executeChange(change);
    }

    function test_RefusedWhileTheRailIsRestricted() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        readyWithItsWord(change);
        restrictTheRail(Mode.Limited);
        executionRefused(change, abi.encodeWithSelector(IBridgeParameters.BridgeNotNormal.selector, RAIL));
    }

    function test_RefusedWhileConversionsFail() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        readyWithItsWord(change);
        fail(convert(20));
        executionRefused(change, abi.encodeWithSelector(IBridgeParameters.FailureRateTooHigh.selector, 500, 400));
        convert(5);
        executeChange(change);
    }

    /// @dev The private rail credited what never left the public one; later the books agree again.
    function test_RefusedWhileTheBooksDisagree() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        readyWithItsWord(change);
        convert(4);
        vm.warp(block.timestamp + 1);
        observe(5);
        executionRefused(change, abi.encodeWithSelector(IBridgeParameters.ConservationBroken.selector, 5, 4));
        convert(1);
        executeChange(change);
    }

    function test_RefusedWhileNobodyWatchesTheReserve() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        bytes32 id = readyWithoutAWord(change);
        uint256 observedAt = block.timestamp;
        vm.warp(observedAt + 1 days + 1);
        acknowledge(id);
        executionRefused(
            change,
            abi.encodeWithSelector(IBridgeParameters.ReserveUnproven.selector, observedAt, 1 days)
        );
    }

    /// @dev A limit that is loosened lets no more through at that moment: what is available grows with time alone.
    function test_ALooseningCreatesNothingToSpend() external {
        Change memory change = loosening(Parameter.OutCapacity, STEP);
        readyWithItsWord(change);
        uint256 before = gateway.flowOf(Direction.Out, ALL).available;
        executeChange(change);
        vm.assertEq(uint256(gateway.flowOf(Direction.Out, ALL).capacity), STEP, "in force");
        vm.assertEq(gateway.flowOf(Direction.Out, ALL).available, before, "nothing to spend");
    }

    // --------------------------------------------------------------------------------------------------- tightening

    function test_TighteningWorksWhereNothingElseDoes() external {
        restrictTheRail(Mode.Halted);
        tighten(Parameter.OutCapacity, 0);
        requireValue(Parameter.OutCapacity, 0, "blocked in Halted");
        vm.assertEq(gateway.flowOf(Direction.Out, ALL).available, 0, "nothing leaves");
    }

    function test_TheWayBackIsOneChange() external {
        tighten(Parameter.OutCapacity, 1000);
        tighten(Parameter.OutCapacity, 0);
        Change memory change = returning(Parameter.OutCapacity);
        bytes32 id = readyWithoutAWord(change);
        executionRefused(change, abi.encodeWithSelector(IChangeManager.AcknowledgementMissing.selector, id));
        acknowledge(id);
        executeChange(change);
        requireValue(Parameter.OutCapacity, CAPACITY, "as last approved");
        rollback(governance, Roles.GOVERNANCE_COUNCIL, change);
        requireValue(Parameter.OutCapacity, 0, "blocked again");
        vm.assertEq(uint256(parameters.stateOf(Parameter.OutCapacity, ALL).baseline), CAPACITY, "baseline");
    }
}
