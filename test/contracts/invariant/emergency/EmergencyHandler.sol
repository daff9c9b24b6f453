// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    BudgetUse,
    IEmergencyController,
    ModeEnds,
    Playbook,
    Restriction
} from "../../../../contracts/emergency/interfaces/IEmergencyController.sol";
import {Mode, Operation} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";

import {EmergencyController} from "../../../../contracts/emergency/EmergencyController.sol";
import {FakeChangeGuard} from "../../mocks/change/FakeChangeGuard.sol";
import {FakeChangeRegistry} from "../../mocks/change/FakeChangeRegistry.sol";
import {FakeIncidentRegistry} from "../../mocks/emergency/FakeIncidentRegistry.sol";
import {ModeModel} from "./ModeModel.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";
import {Test} from "../../support/Test.sol";

/**
 * @notice Two councils, an auditor and the clock do whatever they may, in any order, over three systems and three
 * incidents. The handler keeps accounts of its own, from what happened, and counts what must never happen.
 */
contract EmergencyHandler is Test {
    uint256 public constant SYSTEMS = 3;
    uint256 public constant INCIDENTS = 3;

    address private constant EMERGENCY = address(0xE1);
    address private constant SOVEREIGN = address(0xE2);
    bytes32 private constant REASON = keccak256("reason");
    bytes32 private constant PLAYBOOK = keccak256("playbook");

    /// @dev What the handler knows of a debt, from the rule alone.
    struct Debt {
        bool open;
        uint256 openedAt;
        uint256 dueAt;
        uint256 narrativeDueAt;
        bool filed;
    }

    EmergencyController public controller;
    FakeIncidentRegistry public incidents;

    /// @dev Seconds for which the council's half held a system above Normal until now.
    mapping(uint256 system => uint256) public held;
    /// @dev Seconds that were given back to the council on a system, of budget and reserve.
    mapping(uint256 system => uint256) public givenBack;
    /// @dev What incidents used of systems, by kind of use, as the handler saw it happen.
    mapping(uint256 incident => mapping(uint256 system => BudgetUse)) private _used;
    mapping(uint256 incident => Debt) private _debts;

    /// @dev An act of the council made a system looser, now or at any moment to come (E2).
    uint256 public loosenings;
    /// @dev A system would get stricter by time, or go from ReadOnly or Halted to Normal in one step (E4).
    uint256 public leaps;
    /// @dev An act of the council cost less than it gained, or something else than it should (E5).
    uint256 public wrongUses;

    /// @dev What the run reached, so that a test can tell that it is not idle.
    mapping(bytes32 what => uint256) public reached;

    constructor() {
        vm.warp(1_800_000_000);
        FakeChangeGuard guard = new FakeChangeGuard();
        FakeChangeRegistry registry = new FakeChangeRegistry();
        _council(guard, registry, EMERGENCY, Roles.EMERGENCY_COUNCIL);
        _council(guard, registry, SOVEREIGN, Roles.SOVEREIGN_AUTHORITY);
        registry.setRole(Roles.ADMIN, address(this), true);
        controller = EmergencyController(deploy("EmergencyController", abi.encode(registry, guard)));
        incidents = new FakeIncidentRegistry(controller);
        controller.setIncidentRegistry(address(incidents));
        Restriction[] memory restrictions = new Restriction[](2);
        restrictions[0] = Restriction(systemAt(0), Mode.Halted);
        restrictions[1] = Restriction(systemAt(1), Mode.ReadOnly);
        controller.setPlaybook(PLAYBOOK, Playbook(keccak256("document"), 6 hours, 2, restrictions));
    }

    // -------------------------------------------------------------------------------------------------- the council

    function restrict(uint256 system, uint256 mode, uint256 duration, uint256 incident) external {
        incident %= INCIDENTS;
        Restriction[] memory restrictions = new Restriction[](1 + (mode % 5) / 4);
        for (uint256 i = 0; i < restrictions.length; ++i) {
            restrictions[i] = Restriction(
                systemAt(((system % SYSTEMS) + i) % SYSTEMS),
                Mode(1 + (((mode % 3) + i) % 3))
            );
        }
        duration = bound(duration, 10 minutes, duration % 3 == 0 ? 72 hours : 8 hours);
        bytes memory data = abi.encodeCall(
            IEmergencyController.restrict,
            (restrictions, uint32(duration), incidentAt(incident), uint8(1 + (mode % 2)), REASON)
        );
        _asCouncil(data, incident, false, "restrict");
    }

    function invokePlaybook(uint256 incident) external {
        incident %= INCIDENTS;
        bytes memory data = abi.encodeCall(IEmergencyController.invokePlaybook, (PLAYBOOK, incidentAt(incident)));
        _asCouncil(data, incident, true, "playbook");
    }

    function fileNarrative(uint256 incident) external {
        incident %= INCIDENTS;
        bytes memory data = abi.encodeCall(IEmergencyController.fileNarrative, (incidentAt(incident), REASON));
        if (_call(EMERGENCY, data, "narrative")) _debts[incident].narrativeDueAt = 0;
    }

    function endOverride(uint256 system, uint256 operation) external {
        bytes memory data = abi.encodeCall(
            IEmergencyController.endOverride,
            (systemAt(system % SYSTEMS), Operation(operation % 9), REASON)
        );
        _call(EMERGENCY, data, "endOverride");
    }

    // ------------------------------------------------------------------------------------------- Sovereign Authority

    function extend(uint256 system, uint256 mode, uint256 length, uint256 incident) external {
        incident %= INCIDENTS;
        uint40 until = uint40(block.timestamp + bound(length, 1 hours, 30 days));
        bytes memory data = abi.encodeCall(
            IEmergencyController.extend,
            (systemAt(system % SYSTEMS), Mode(1 + (mode % 3)), until, incidentAt(incident), REASON)
        );
        uint256 tail = mode % 3 == 0 ? 0 : until - block.timestamp;
        if (tail > 72 hours) tail = 72 hours;
        if (_call(SOVEREIGN, data, "extend")) _owe(incident, until + tail);
    }

    function restore(uint256 system, uint256 mode) external {
        bytes memory data = abi.encodeCall(
            IEmergencyController.restore,
            (systemAt(system % SYSTEMS), Mode(mode % 2), REASON)
        );
        _call(SOVEREIGN, data, "restore");
    }

    function refill(uint256 system) external {
        system %= SYSTEMS;
        BudgetUse memory before = controller.budgetUseOf(systemAt(system));
        _call(SOVEREIGN, abi.encodeCall(IEmergencyController.refillBudget, (systemAt(system), REASON)), "refill");
        givenBack[system] += before.strict + before.reserve;
        for (uint256 i = 0; i < INCIDENTS; ++i) {
            (_used[i][system].strict, _used[i][system].reserve) = (0, 0);
        }
    }

    function grantOverride(uint256 system, uint256 operation, uint256 length, uint256 incident) external {
        (system, incident) = (system % SYSTEMS, incident % INCIDENTS);
        // Long enough, and of what a mode refuses, for the budget to be reached.
        uint40 until = uint40(block.timestamp + bound(length, 12 hours, 24 hours));
        uint8[6] memory refusable = [0, 3, 4, 5, 6, 8];
        uint32 before = controller.budgetUseOf(systemAt(system)).overrides;
        bytes memory data = abi.encodeCall(
            IEmergencyController.grantOverride,
            (systemAt(system), Operation(refusable[operation % 6]), until, incidentAt(incident), REASON)
        );
        if (!_call(SOVEREIGN, data, "override")) return;
        _used[incident][system].overrides += controller.budgetUseOf(systemAt(system)).overrides - before;
        _owe(incident, until);
    }

    // ----------------------------------------------------------------------------------------- reviews and the clock

    function file(uint256 incident) external {
        incident %= INCIDENTS;
        incidents.file(incidentAt(incident));
        Debt storage debt = _debts[incident];
        if (debt.open && block.timestamp <= debt.dueAt) debt.filed = true;
    }

    function reject(uint256 incident) external {
        incident %= INCIDENTS;
        incidents.reject(incidentAt(incident));
        _debts[incident].filed = false;
    }

    function accept(uint256 incident) external {
        incident %= INCIDENTS;
        incidents.accept(incidentAt(incident));
        if (!_debts[incident].open) return;
        ++reached["accept"];
        delete _debts[incident];
        for (uint256 i = 0; i < SYSTEMS; ++i) {
            givenBack[i] += _used[incident][i].strict + _used[incident][i].reserve;
            delete _used[incident][i];
        }
    }

    function wait(uint256 time) external {
        uint256 until = block.timestamp + bound(time, 1 minutes, time % 5 == 0 ? 20 days : 20 hours);
        for (uint256 i = 0; i < SYSTEMS; ++i) {
            uint256 end = ModeModel.councilEnd(controller.modeEndsOf(systemAt(i)));
            if (end > block.timestamp) held[i] += (end < until ? end : until) - block.timestamp;
        }
        vm.warp(until);
    }

    // ------------------------------------------------------------------------------------------------------ findings

    function systemAt(uint256 index) public pure returns (bytes32) {
        return keccak256(abi.encode("system", index));
    }

    function incidentAt(uint256 index) public pure returns (bytes32) {
        return keccak256(abi.encode("incident", index));
    }

    function debtAt(uint256 incident) external view returns (Debt memory) {
        return _debts[incident];
    }

    function usedBy(uint256 incident, uint256 system) external view returns (BudgetUse memory) {
        return _used[incident][system];
    }

    function isOverdue() public view returns (bool) {
        for (uint256 i = 0; i < INCIDENTS; ++i) {
            Debt memory debt = _debts[i];
            if (!debt.open) continue;
            if (block.timestamp > debt.dueAt + (debt.filed ? 30 days : 0)) return true;
            if (debt.narrativeDueAt != 0 && block.timestamp > debt.narrativeDueAt) return true;
        }
        return false;
    }

    // ------------------------------------------------------------------------------------------------------- private

    /// @dev Compares every system before and after an act of the council, now and at each moment to come.
    function _asCouncil(bytes memory data, uint256 incident, bool byPlaybook, bytes32 what) private {
        ModeEnds[] memory ends = new ModeEnds[](SYSTEMS);
        BudgetUse[] memory uses = new BudgetUse[](SYSTEMS);
        uint40[] memory overrides = new uint40[](SYSTEMS * 9);
        for (uint256 i = 0; i < SYSTEMS; ++i) {
            ends[i] = controller.modeEndsOf(systemAt(i));
            uses[i] = controller.budgetUseOf(systemAt(i));
            for (uint256 j = 0; j < 9; ++j) overrides[9 * i + j] = controller.overrideUntil(systemAt(i), Operation(j));
        }
        bool overdue = isOverdue();
        if (!_call(EMERGENCY, data, what)) return;
        if (overdue) ++reached["overdue"];

        uint256 until;
        for (uint256 i = 0; i < SYSTEMS; ++i) {
            ModeEnds memory present = controller.modeEndsOf(systemAt(i));
            if (keccak256(abi.encode(ends[i])) == keccak256(abi.encode(present))) continue;
            if (ModeModel.isEverLooser(ends[i], present)) ++loosenings;
            for (uint256 j = 0; j < 9; ++j) {
                if (controller.overrideUntil(systemAt(i), Operation(j)) > overrides[9 * i + j]) ++loosenings;
            }
            uint256 own = _charge(incident, i, uses[i], ends[i], present, overdue);
            if (own > until) until = own;
        }
        Debt storage debt = _debts[incident];
        uint256 latest = (debt.open ? debt.openedAt : block.timestamp) + 7 days;
        _owe(incident, until < latest ? until : latest);
        if (byPlaybook && debt.narrativeDueAt == 0) debt.narrativeDueAt = block.timestamp + 24 hours;
    }

    /// @dev Notes what an act of the council used of a system.
    /// @return until When the restriction, with its step-down, ends.
    function _charge(
        uint256 incident,
        uint256 system,
        BudgetUse memory before,
        ModeEnds memory ends,
        ModeEnds memory present,
        bool overdue
    ) private returns (uint256 until) {
        BudgetUse memory use = controller.budgetUseOf(systemAt(system));
        uint32 strict = use.strict - before.strict;
        uint32 reserve = use.reserve - before.reserve;
        _used[incident][system].strict += strict;
        _used[incident][system].reserve += reserve;
        if (use.overrides != before.overrides) ++wrongUses;
        if (overdue ? strict != 0 : reserve != 0) ++wrongUses;
        uint256 length = ModeModel.restrictedFor(ends, present);
        // While a review is overdue each second of a new restriction comes from the reserve.
        if (overdue && reserve != length) ++wrongUses;
        // Whatever the council gains in time costs half of it.
        if (ModeModel.gained(ends, present) > 2 * (uint256(strict) + reserve)) ++wrongUses;
        return block.timestamp + 2 * length;
    }

    function _owe(uint256 incident, uint256 until) private {
        Debt storage debt = _debts[incident];
        if (!debt.open) (debt.open, debt.openedAt) = (true, block.timestamp);
        bool passed = debt.dueAt != 0 && block.timestamp > debt.dueAt;
        if (!passed && until + 14 days > debt.dueAt) debt.dueAt = until + 14 days;
    }

    function _call(address council, bytes memory data, bytes32 what) private returns (bool success) {
        vm.prank(council);
        (success, ) = address(controller).call(data);
        if (success) ++reached[what];
        for (uint256 i = 0; success && i < SYSTEMS; ++i) {
            if (ModeModel.leaps(controller.modeEndsOf(systemAt(i)))) ++leaps;
        }
    }

    function _council(FakeChangeGuard guard, FakeChangeRegistry registry, address safe, uint64 role) private {
        address[] memory signers = new address[](1);
        signers[0] = address(uint160(safe) + 0x100);
        guard.register(safe, 0);
        guard.sign(safe, signers);
        registry.setRole(role, safe, true);
        registry.seat(safe, signers[0], 1, 1);
    }
}
