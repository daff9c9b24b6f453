// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApprovalPolicy,
    ChangeClass,
    IChangeManager
} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

/// @dev The bounds that no policy can leave, spelled out once more as a table.
contract ChangeManagerSetPolicyFloorsTest is ChangeFixture {
    struct Range {
        uint256 low;
        uint256 high;
    }

    uint32 private constant KNOWN = POLICY | TECHNICAL | (uint32(1) << 3) | (uint32(1) << 4);

    function setUp() public override {
        super.setUp();
        // Whatever is within bounds can be met here.
        for (uint64 role = Roles.SOVEREIGN_AUTHORITY; role <= Roles.EMERGENCY_COUNCIL; ++role) {
            setThreshold(safeOf(role), 15);
            guard.setConstituencies(safeOf(role), type(uint32).max);
        }
    }

    function testFuzz_RevertWhen_DelayIsOutOfBounds(uint8 class, uint32 delay) external {
        class = class % 6;
        Range memory range = [
            Range(0, 30 days),
            Range(12 hours, 30 days),
            Range(24 hours, 30 days),
            Range(84 hours, 30 days),
            Range(24 hours, 14 days),
            Range(1, 24 hours)
        ][class];
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.delay = delay;
        check(ChangeClass(class), policy, "delay", delay, range);
    }

    function testFuzz_RevertWhen_SignersAreOutOfBounds(uint8 class, uint8 signers) external {
        class = class % 6;
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.minSigners = signers;
        check(ChangeClass(class), policy, "minSigners", signers, Range(class < 3 ? 2 : 3, 15));
    }

    function testFuzz_RevertWhen_ApprovalWindowIsOutOfBounds(uint8 class, uint32 window) external {
        class = class % 6;
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.approvalWindow = window;
        check(ChangeClass(class), policy, "approvalWindow", window, Range(class == 5 ? 1 hours : 1 days, 30 days));
    }

    function testFuzz_RevertWhen_ExecutionWindowIsOutOfBounds(uint8 class, uint32 window) external {
        class = class % 6;
        Range memory range = Range(1 days, 30 days);
        if (class == 3) range.low = 4 days;
        if (class == 4) range.high = 7 days;
        if (class == 5) range = Range(1 hours, 48 hours);
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.executionWindow = window;
        check(ChangeClass(class), policy, "executionWindow", window, range);
    }

    function testFuzz_RevertWhen_RollbackWindowIsOutOfBounds(uint8 class, uint32 window) external {
        class = class % 6;
        Range memory range = class == 0 ? Range(0, 0) : (class > 3 ? Range(1 days, 7 days) : Range(1 days, 30 days));
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.rollbackWindow = window;
        check(ChangeClass(class), policy, "rollbackWindow", window, range);
    }

    /// @dev Only routine upgrades can depend on a calendar, and never on a window that cannot open in time.
    function testFuzz_RevertWhen_NoticeIsOutOfBounds(uint8 class, uint32 notice) external {
        class = class % 6;
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.maintenanceNotice = notice;
        // 48 h delay + 7 d window, less the shortest window of a day.
        check(ChangeClass(class), policy, "maintenanceNotice", notice, Range(0, class == 2 ? 8 days : 0));
        if (class != 2) return;
        policy.delay = 30 days;
        policy.maintenanceNotice = 14 days + 1;
        check(ChangeClass.RoutineUpgrade, policy, "maintenanceNotice", 14 days + 1, Range(0, 14 days));
    }

    function testFuzz_RevertWhen_ApproverIsNotAllowed(uint8 class, uint8 role) external {
        class = class % 6;
        if (role > 40) role = role % 8;
        bool allowed = role == Roles.GOVERNANCE_COUNCIL || (class < 3 && role == Roles.TECHNICAL_COMMITTEE);
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.approverRole = role;
        if (!allowed) expectApproverRefusal(class, "approverRole", role);
        setPolicy(ChangeClass(class), policy);
    }

    function testFuzz_RevertWhen_SecondApproverIsNotAllowed(uint8 class, uint8 role) external {
        class = class % 6;
        if (role > 40) role = role % 8;
        bool allowed =
            class == 5
                ? role == Roles.EMERGENCY_COUNCIL
                : role == 0 || role == Roles.SOVEREIGN_AUTHORITY || (class < 3 && role == Roles.GOVERNANCE_COUNCIL);
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.secondApproverRole = role;
        if (!allowed) expectApproverRefusal(class, "secondApproverRole", role);
        setPolicy(ChangeClass(class), policy);
    }

    function test_RevertWhen_BothApproversAreOne() external {
        ApprovalPolicy memory policy = policyOf(ChangeClass.ConfigOnly);
        policy.approverRole = uint8(Roles.GOVERNANCE_COUNCIL);
        policy.secondApproverRole = uint8(Roles.GOVERNANCE_COUNCIL);
        expectApproverRefusal(1, "secondApproverRole", uint8(Roles.GOVERNANCE_COUNCIL));
        setPolicy(ChangeClass.ConfigOnly, policy);
    }

    function testFuzz_RevertWhen_ConstituenciesAreMissing(uint8 class, uint32 given, bool known) external {
        class = class % 6;
        if (known) given &= KNOWN;
        uint32 required = class < 3 ? 0 : POLICY | TECHNICAL;
        ApprovalPolicy memory policy = policyOf(ChangeClass(class));
        policy.constituencies = given;
        if (required & ~given != 0 || given & ~KNOWN != 0) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IChangeManager.ConstituenciesOutOfBounds.selector,
                    ChangeClass(class),
                    given,
                    required,
                    KNOWN
                )
            );
        }
        setPolicy(ChangeClass(class), policy);
    }

    /// @dev Bridge parameters always need monitoring's word; what can replace monitoring never does.
    function test_RevertWhen_MonitoringsSayIsFixed() external {
        for (uint8 class = 0; class < 6; ++class) {
            ApprovalPolicy memory policy = policyOf(ChangeClass(class));
            bool needed = policy.needsAcknowledgement;
            vm.assertEq(needed, class == 4, "by default for bridge parameters only");
            policy.needsAcknowledgement = !needed;
            if (class != 1 && class != 2) {
                vm.expectRevert(
                    abi.encodeWithSelector(IChangeManager.AcknowledgementFixed.selector, ChangeClass(class), needed)
                );
            }
            setPolicy(ChangeClass(class), policy);
        }
    }

    function check(
        ChangeClass class,
        ApprovalPolicy memory policy,
        string memory field,
        uint256 value,
        Range memory range
    ) private {
        if (value < range.low || value > range.high) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IChangeManager.PolicyOutOfBounds.selector,
                    class,
                    field,
                    value,
                    range.low,
                    range.high
                )
            );
        }
        setPolicy(class, policy);
    }

    function expectApproverRefusal(uint8 class, string memory field, uint8 role) private {
        vm.expectRevert(
            abi.encodeWithSelector(IChangeManager.ApproverNotAllowed.selector, ChangeClass(class), field, role)
        );
    }
}
