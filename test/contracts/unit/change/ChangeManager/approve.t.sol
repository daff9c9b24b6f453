// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    ChangeClass,
    ChangeRecord,
    ChangeStatus,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {CouncilGoverned} from "../../../../../contracts/safe/CouncilGoverned.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerApproveTest is ChangeFixture {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        id = propose(configChange(1));
    }

    // -------------------------------------------------------------------------------------------------- who approves

    function test_RevertWhen_CallerIsNoCouncil() external {
        refuse(STRANGER, abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, STRANGER));
        address owner = person(COMMITTEE, 0);
        refuse(owner, abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, owner));
    }

    function test_RevertWhen_NothingIsInFlight() external {
        guard.sign(COMMITTEE, new address[](0));
        refuse(COMMITTEE, abi.encodeWithSelector(IGovernanceGuard.NothingInFlight.selector, COMMITTEE));
    }

    function test_RevertWhen_SafeHoldsAnotherRole() external {
        address[3] memory others = [COUNCIL, EMERGENCY, SOVEREIGN];
        for (uint256 i = 0; i < 3; ++i) {
            refuse(
                others[i],
                abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, others[i], Roles.TECHNICAL_COMMITTEE)
            );
        }
    }

    function test_RevertWhen_SignerHasNoSeat() external {
        sign(COMMITTEE, 2, 2);
        refuse(
            COMMITTEE,
            abi.encodeWithSelector(IRoleRegistry.UnseatedSigner.selector, COMMITTEE, person(COMMITTEE, 3))
        );
    }

    function testFuzz_RevertWhen_SignersAreTooFew(uint8 required) external {
        required = uint8(bound(required, 3, 15));
        setThreshold(COMMITTEE, required);
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        policy.minSigners = required;
        setPolicy(ChangeClass.ConfigOnly, policy);
        refuse(COMMITTEE, abi.encodeWithSelector(IChangeManager.TooFewSigners.selector, COMMITTEE, 2, required));
    }

    function test_RevertWhen_ThreeTechniciansApproveHighRisk() external {
        bytes32 upgrade = propose(highRiskChange(address(target), abi.encodeCall(FakeTarget.setValue, (1))));
        sign(COUNCIL, 0, 3);
        refuseApproval(
            upgrade,
            ChangeClass.HighRiskUpgrade,
            COUNCIL,
            abi.encodeWithSelector(CouncilGoverned.MissingConstituency.selector, COUNCIL, Constituencies.POLICY)
        );
        sign(COUNCIL, 2, 3);
        approve(upgrade, ChangeClass.HighRiskUpgrade, COUNCIL);
        assertStatus(upgrade, ChangeStatus.Queued, "one technical, two policy");
    }

    function test_RevertWhen_GuardsConstituencyIsMissing() external {
        address safe = address(0xb9);
        guard.register(safe, uint32(1) << Constituencies.SOVEREIGN);
        registry.setRole(Roles.TECHNICAL_COMMITTEE, safe, true);
        registry.seat(safe, person(safe, 0), 1, Constituencies.TECHNICAL);
        registry.seat(safe, person(safe, 1), 2, Constituencies.POLICY);
        sign(safe, 0, 2);
        refuse(
            safe,
            abi.encodeWithSelector(CouncilGoverned.MissingConstituency.selector, safe, Constituencies.SOVEREIGN)
        );
    }

    // ---------------------------------------------------------------------------------------------- what is approved

    function testFuzz_RevertWhen_SignaturesAreOld(uint256 lag) external {
        lag = bound(lag, 1, 10 days);
        uint40 notAfter = uint40(block.timestamp);
        vm.warp(block.timestamp + lag);
        vm.prank(COMMITTEE);
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ApprovalExpired.selector, id, notAfter));
        manager.approve(id, ChangeClass.ConfigOnly, 0, notAfter);
    }

    function testFuzz_RevertWhen_HorizonIsTooFar(uint40 notAfter) external {
        notAfter = uint40(bound(notAfter, START + 30 days + 1, type(uint40).max));
        vm.prank(COMMITTEE);
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.ApprovalHorizonTooFar.selector, notAfter, START + 30 days)
        );
        manager.approve(id, ChangeClass.ConfigOnly, 0, notAfter);
    }

    function test_AcceptsBothEndsOfTheHorizon() external {
        bytes32 other = propose(docChange());
        vm.prank(COMMITTEE);
        manager.approve(other, ChangeClass.DocOnly, 0, uint40(block.timestamp));
        vm.prank(COMMITTEE);
        manager.approve(id, ChangeClass.ConfigOnly, 0, uint40(block.timestamp + 30 days));
        assertStatus(id, ChangeStatus.Queued, "30 days ahead");
    }

    function testFuzz_RevertWhen_ChangeIsUnknown(bytes32 unknown) external {
        vm.assume(unknown != id);
        refuseApproval(
            unknown,
            ChangeClass.ConfigOnly,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.UnknownChange.selector, unknown)
        );
    }

    function testFuzz_RevertWhen_ClassDiffers(uint8 class) external {
        ChangeClass given = ChangeClass(class % 6);
        vm.assume(given != ChangeClass.ConfigOnly);
        refuseApproval(
            id,
            given,
            COMMITTEE,
            abi.encodeWithSelector(IChangeManager.ClassMismatch.selector, id, ChangeClass.ConfigOnly, given)
        );
    }

    function testFuzz_RevertWhen_WindowClosed(uint256 elapsed) external {
        vm.warp(START + bound(elapsed, 14 days + 1, 1000 days));
        refuse(COMMITTEE, abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, START + 14 days));
    }

    function test_RevertWhen_ApprovedAlready() external {
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        refuse(COMMITTEE, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Queued));
        vm.warp(block.timestamp + 24 hours);
        refuse(COMMITTEE, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Ready));
    }

    function testFuzz_QueuesWithAbsoluteTimes(uint256 elapsed) external {
        elapsed = bound(elapsed, 0, 14 days);
        vm.warp(START + elapsed);
        uint40 readyAt = uint40(block.timestamp + 24 hours);
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeApproved(
            id,
            COMMITTEE,
            Roles.TECHNICAL_COMMITTEE,
            guard.hashInFlight(COMMITTEE),
            0,
            (1 << 1) | (1 << 2)
        );
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeQueued(id, 1, readyAt, readyAt + 7 days);
        vm.prank(COMMITTEE);
        manager.approve(id, ChangeClass.ConfigOnly, 0, uint40(block.timestamp));

        ChangeRecord memory record = manager.recordOf(id);
        vm.assertEq(record.readyAt, readyAt, "readyAt");
        vm.assertEq(record.deadline, readyAt + 7 days, "executeBy");
        vm.assertEq(record.councilId, 1, "council");
        assertStatus(id, ChangeStatus.Queued, "queued");
        vm.warp(readyAt - 1);
        assertStatus(id, ChangeStatus.Queued, "queued to the last second");
        vm.warp(readyAt);
        assertStatus(id, ChangeStatus.Ready, "ready");
        vm.warp(readyAt + 7 days + 1);
        assertStatus(id, ChangeStatus.Expired, "expired");
    }

    // -------------------------------------------------------------------------------------------------- approved anew

    function testFuzz_VoidApprovalIsGivenAnew(uint256 elapsed, uint24 epoch) external {
        epoch = uint24(bound(epoch, 1, type(uint24).max));
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        guard.setEpoch(COMMITTEE, epoch);
        vm.warp(START + bound(elapsed, 0, 8 days));
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        ChangeRecord memory record = manager.recordOf(id);
        vm.assertEq(record.epoch, epoch, "epoch of the new approval");
        vm.assertEq(record.readyAt, block.timestamp + 24 hours, "waits from the start");
        vm.assertEq(record.approveBy, START + 14 days, "approval window does not move");
    }

    function test_RevertWhen_ApprovedAnewTooLate() external {
        vm.warp(START + 13 days);
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        guard.setEpoch(COMMITTEE, 1);
        vm.warp(START + 14 days + 1);
        refuse(COMMITTEE, abi.encodeWithSelector(IChangeManager.WindowClosed.selector, id, START + 14 days));
    }

    /// @dev Expired is terminal, also while the approval window is still open.
    function test_RevertWhen_ExpiredInQueue() external {
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        guard.setEpoch(COMMITTEE, 1);
        vm.warp(START + 8 days + 1);
        refuse(COMMITTEE, abi.encodeWithSelector(IChangeManager.UnexpectedStatus.selector, id, ChangeStatus.Expired));
    }

    function test_SuccessorCouncilApprovesAnew() external {
        approve(id, ChangeClass.ConfigOnly, COMMITTEE);
        registry.setRole(Roles.TECHNICAL_COMMITTEE, COMMITTEE, false);
        registry.setRole(Roles.TECHNICAL_COMMITTEE, COUNCIL, true);
        approve(id, ChangeClass.ConfigOnly, COUNCIL);
        vm.assertEq(manager.recordOf(id).councilId, 2, "the successor");
    }

    function refuse(address safe, bytes memory reason) private {
        refuseApproval(id, ChangeClass.ConfigOnly, safe, reason);
    }
}
