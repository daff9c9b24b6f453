// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    Call,
    Change,
    ChangeClass,
    ChangeRecord,
    ChangeStatus,
    IChangeManager,
    Pin
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeContent} from "../../../../../contracts/change/libraries/ChangeContent.sol";
import {ChangeFixture} from "../ChangeFixture.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ChangeManagerProposeTest is ChangeFixture {
    function test_RevertWhen_CallerIsNoProposer() external {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        manager.propose(docChange());
    }

    function testFuzz_RevertWhen_ArtifactIsMissing(uint256 class) external {
        Change memory change = blank(ChangeClass(bound(class, 0, 4)));
        change.artifacts.request = 0;
        refuseArtifact(change, "request");
        change.artifacts.request = REASON;
        change.artifacts.securityImpact = 0;
        refuseArtifact(change, "securityImpact");
        change.artifacts.securityImpact = REASON;
        change.artifacts.availabilityImpact = 0;
        refuseArtifact(change, "availabilityImpact");
        change.artifacts.availabilityImpact = REASON;
        change.artifacts.privacyImpact = 0;
        refuseArtifact(change, "privacyImpact");
        change.artifacts.privacyImpact = REASON;
        change.artifacts.rollbackPlan = 0;
        refuseArtifact(change, "rollbackPlan");
    }

    function test_RevertWhen_VersionIsMissing() external {
        Change memory change = configChange(1);
        change.version = "";
        refuse(change, abi.encodeWithSelector(IChangeManager.VersionMissing.selector));
    }

    function test_RevertWhen_DocOnlyCarriesMoreThanWords() external {
        bytes memory reason = abi.encodeWithSelector(IChangeManager.CallsNotAllowed.selector, ChangeClass.DocOnly);
        Change memory change = docChange();
        Change memory full = configChange(1);
        change.calls = full.calls;
        refuse(change, reason);
        change.calls = new Call[](0);
        change.rollback = full.rollback;
        refuse(change, reason);
        change.rollback = new Call[](0);
        change.pins = full.pins;
        refuse(change, reason);
    }

    function test_RevertWhen_NothingIsCalled() external {
        refuse(blank(ChangeClass.ConfigOnly), abi.encodeWithSelector(IChangeManager.CallsMissing.selector));
        refuse(blank(ChangeClass.HighRiskUpgrade), abi.encodeWithSelector(IChangeManager.CallsMissing.selector));
    }

    function test_RevertWhen_CallsAreTooMany() external {
        Change memory change = configChange(1);
        change.calls = times(change.calls[0], 17);
        refuse(change, abi.encodeWithSelector(IChangeManager.TooManyCalls.selector, 17, 16));
        change = configChange(1);
        change.rollback = times(change.rollback[0], 18);
        refuse(change, abi.encodeWithSelector(IChangeManager.TooManyCalls.selector, 18, 16));
    }

    function test_RevertWhen_PinsAreTooMany() external {
        Change memory change = configChange(1);
        Pin memory pin = change.pins[0];
        change.pins = new Pin[](33);
        for (uint256 i = 0; i < 33; ++i) change.pins[i] = pin;
        refuse(change, abi.encodeWithSelector(IChangeManager.TooManyPins.selector, 33, 32));
    }

    function test_AcceptsAsManyAsAllowed() external {
        Change memory change = configChange(1);
        Pin memory pin = change.pins[0];
        change.calls = times(change.calls[0], 16);
        change.rollback = times(change.rollback[0], 16);
        change.pins = new Pin[](32);
        for (uint256 i = 0; i < 32; ++i) change.pins[i] = pin;
        assertStatus(propose(change), ChangeStatus.Proposed, "16 calls, 16 back, 32 pins");
    }

    function test_RevertWhen_RollbackIsMissing() external {
        Change memory change = configChange(1);
        change.rollback = new Call[](0);
        refuse(change, abi.encodeWithSelector(IChangeManager.RollbackMissing.selector));
    }

    function test_RevertWhen_IrreversibleHasRollback() external {
        Change memory change = configChange(1);
        change.irreversible = true;
        refuse(change, abi.encodeWithSelector(IChangeManager.RollbackNotAllowed.selector));
    }

    function test_RevertWhen_RollbackSendsValue() external {
        Change memory change = configChange(1);
        change.class = ChangeClass.HighRiskUpgrade;
        change.rollback[0].value = 7;
        refuse(change, abi.encodeWithSelector(ChangeContent.RollbackWithValue.selector, address(target), 7));
    }

    function test_RevertWhen_RollbackReachesElsewhere() external {
        Change memory change = configChange(1);
        FakeTarget other = newTarget();
        change.rollback = one(address(other), change.rollback[0].data);
        refuse(change, abi.encodeWithSelector(ChangeContent.RollbackTargetUnrelated.selector, address(other)));
    }

    function test_RevertWhen_ProposedTwice() external {
        Change memory change = docChange();
        bytes32 id = propose(change);
        refuse(change, abi.encodeWithSelector(IChangeManager.ChangeAlreadyExists.selector, id));
        // Nor does a change rise again after its end.
        vm.warp(block.timestamp + 15 days);
        refuse(change, abi.encodeWithSelector(IChangeManager.ChangeAlreadyExists.selector, id));
    }

    function testFuzz_IsOpenForApprovalAsLongAsThePolicySays(uint256 class, uint256 elapsed) external {
        ChangeClass wanted = ChangeClass(bound(class, 0, 2));
        Change memory change =
            wanted == ChangeClass.DocOnly
                ? docChange()
                : (wanted == ChangeClass.ConfigOnly ? configChange(1) : upgradeChange(""));
        bytes32 id = propose(change);
        ChangeRecord memory record = manager.recordOf(id);
        vm.assertEq(record.approveBy, START + 14 days, "approveBy");
        vm.assertEq(uint256(record.class), uint256(wanted), "class");
        elapsed = bound(elapsed, 0, 60 days);
        vm.warp(START + elapsed);
        assertStatus(id, elapsed > 14 days ? ChangeStatus.Expired : ChangeStatus.Proposed, "status by the clock");
    }

    function test_EmitsTheWholeContent() external {
        Change memory change = upgradeChange("");
        bytes32 id = manager.hashChange(change, PROPOSER);
        bytes32 head = manager.evidenceHead();
        vm.expectEmit(address(manager));
        emit IChangeManager.ChangeProposed(id, PROPOSER, ChangeClass.RoutineUpgrade, uint40(START + 14 days), change);
        vm.assertEq(propose(change), id, "id");
        vm.assertNotEq(manager.evidenceHead(), head, "evidence moves");
    }

    /// @dev CVE-2023-34234: a front-runner's proposal is another change, and its cancellation cancels nothing else.
    function test_FrontRunnerGetsAnotherId() external {
        registry.setRole(Roles.CHANGE_PROPOSER, STRANGER, true);
        Change memory change = docChange();
        vm.prank(STRANGER);
        bytes32 theirs = manager.propose(change);
        bytes32 ours = propose(change);
        vm.assertNotEq(theirs, ours, "ids differ");
        vm.prank(STRANGER);
        manager.cancel(change);
        assertStatus(theirs, ChangeStatus.Cancelled, "theirs");
        assertStatus(ours, ChangeStatus.Proposed, "ours");
    }

    function refuse(Change memory change, bytes memory reason) private {
        vm.prank(PROPOSER);
        vm.expectRevert(reason);
        manager.propose(change);
    }

    function refuseArtifact(Change memory change, string memory name) private {
        refuse(change, abi.encodeWithSelector(IChangeManager.ArtifactMissing.selector, name));
    }

    function times(Call memory call, uint256 count) private pure returns (Call[] memory calls) {
        calls = new Call[](count);
        for (uint256 i = 0; i < count; ++i) calls[i] = call;
    }
}
