// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Change,
    ChangeClass,
    ChangeRecord,
    ChangeStatus
} from "../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeManager} from "../../../../contracts/change/ChangeManager.sol";
import {FakeChangeGuard} from "../../mocks/change/FakeChangeGuard.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";
import {Test} from "../../support/Test.sol";

/**
 * @notice Drives the ChangeManager at random and keeps its own book of what happened, from the outside only.
 * @dev Every step may fail in the ChangeManager; a step that succeeds against the rules is noted in {violations}.
 */
contract ChangeHandler is Test {
    struct Story {
        bytes32 id;
        ChangeClass class;
        /// @dev The change, ABI-encoded.
        bytes content;
        ChangeStatus seen;
        bool known;
        uint256 approvedAt;
        uint256 approvedSigners;
        uint24 approvedEpoch;
        /// @dev Vetoes by office: Emergency Council, Sovereign Authority.
        uint256[2] vetoes;
        uint256 executions;
        uint256 rollbacks;
    }

    ChangeManager private immutable MANAGER;
    FakeChangeGuard private immutable GUARD;
    address private immutable PROPOSER;
    address private immutable EXECUTOR;
    address private constant MONITOR = address(0xa3);
    address[4] private _safes;
    uint64[4] private _roles = [
        Roles.TECHNICAL_COMMITTEE,
        Roles.GOVERNANCE_COUNCIL,
        Roles.EMERGENCY_COUNCIL,
        Roles.SOVEREIGN_AUTHORITY
    ];

    Story[] private _stories;
    string[] public violations;
    mapping(string step => uint256) public successes;

    constructor(
        ChangeManager manager,
        FakeChangeGuard guard,
        address proposer,
        address executor,
        address[4] memory safes,
        Change[] memory templates
    ) {
        MANAGER = manager;
        GUARD = guard;
        PROPOSER = proposer;
        EXECUTOR = executor;
        _safes = safes;
        for (uint256 i = 0; i < templates.length; ++i) {
            Story storage story = _stories.push();
            story.class = templates[i].class;
            story.content = abi.encode(templates[i]);
            story.id = manager.hashChange(templates[i], proposer);
        }
    }

    // -------------------------------------------------------------------------------------------------------- steps

    function propose(uint256 which) external {
        Story storage story = _pick(which);
        Change memory change = abi.decode(story.content, (Change));
        vm.prank(PROPOSER);
        try MANAGER.propose(change) {
            ++successes["propose"];
            if (story.known) violations.push("proposed twice");
            story.known = true;
        } catch {}
        _follow(story);
    }

    function approve(uint256 which, uint256 safe, uint256 signers) external {
        Story storage story = _pick(which);
        safe = safe % 2;
        signers = 1 + (signers % 3);
        _sign(_safes[safe], signers);
        ChangeRecord memory before = MANAGER.recordOf(story.id);
        uint8 round = before.status == ChangeStatus.None ? 0 : MANAGER.roundOf(story.id);
        vm.prank(_safes[safe]);
        try MANAGER.approve(story.id, story.class, round, uint40(block.timestamp)) {
            ++successes["approve"];
            bool high = story.class == ChangeClass.HighRiskUpgrade;
            if (signers < (high ? 3 : 2) || safe != (high ? 1 : 0)) violations.push("approved without quorum");
            if (block.timestamp > before.approveBy) violations.push("approved after the window");
            story.approvedAt = block.timestamp;
            story.approvedSigners = signers;
            story.approvedEpoch = GUARD.councilOf(_safes[safe]).epoch;
            if (MANAGER.recordOf(story.id).readyAt != block.timestamp + _delayOf(story)) {
                violations.push("another delay than the vetoes give it");
            }
        } catch {}
        _follow(story);
    }

    function veto(uint256 which, uint256 who) external {
        Story storage story = _pick(which);
        who = who % 4;
        _sign(_safes[who], 3);
        ChangeRecord memory before = MANAGER.recordOf(story.id);
        vm.prank(_safes[who]);
        try MANAGER.veto(story.id, _roles[who], "no") {
            if (who < 2) {
                ++successes["withdraw"];
                if (who != _approverOf(story)) violations.push("withdrawn by somebody else");
            } else {
                ++successes["veto"];
                ++story.vetoes[who - 2];
            }
        } catch {
            uint40 deadline = before.deadline;
            bool open = before.status == ChangeStatus.Queued && block.timestamp <= deadline;
            if (who >= 2 && open && story.vetoes[who - 2] == 0) violations.push("an unspent veto was refused");
        }
        _follow(story);
    }

    /// @dev The way to further vetoes in one step, since chance seldom walks it. Three times: approved, withdrawn, approved,
    /// and each office tries to veto.
    function insist(uint256 which, uint256 who) external {
        this.propose(which);
        uint256 approver = _approverOf(_pick(which));
        for (uint256 i = 0; i < 3; ++i) {
            this.approve(which, approver, 2);
            this.veto(which, approver);
            this.approve(which, approver, 2);
            this.veto(which, 2 + (who % 2));
            this.veto(which, 3 - (who % 2));
        }
    }

    function acknowledge(uint256 which) external {
        Story storage story = _pick(which);
        vm.prank(MONITOR);
        try MANAGER.acknowledge(story.id, block.number - 1, "metrics") {
            ++successes["acknowledge"];
            violations.push("acknowledged where nobody asked");
        } catch {}
        _follow(story);
    }

    function object(uint256 which) external {
        Story storage story = _pick(which);
        vm.prank(MONITOR);
        try MANAGER.object(story.id, "no") {
            ++successes["object"];
            violations.push("objected where nobody asked");
        } catch {}
        _follow(story);
    }

    function cancel(uint256 which, uint256 rarely) external {
        if (rarely % 8 != 0) return;
        Story storage story = _pick(which);
        Change memory change = abi.decode(story.content, (Change));
        vm.prank(PROPOSER);
        try MANAGER.cancel(change) {
            ++successes["cancel"];
        } catch {}
        _follow(story);
    }

    function execute(uint256 which) external {
        Story storage story = _pick(which);
        Change memory change = abi.decode(story.content, (Change));
        ChangeRecord memory before = MANAGER.recordOf(story.id);
        vm.prank(EXECUTOR);
        try MANAGER.execute(change, PROPOSER, 0) {
            ++successes["execute"];
            ++story.executions;
            bool high = story.class == ChangeClass.HighRiskUpgrade;
            uint256 delay = _delayOf(story);
            if (story.approvedAt == 0 || story.approvedSigners < (high ? 3 : 2)) violations.push("without quorum");
            if (block.timestamp < story.approvedAt + delay) violations.push("before its delay");
            if (block.timestamp > story.approvedAt + delay + 7 days) violations.push("after its window");
            if (block.timestamp > before.deadline) violations.push("after its deadline");
            if (GUARD.councilOf(_safes[high ? 1 : 0]).epoch != story.approvedEpoch) violations.push("after the epoch");
        } catch {}
        _follow(story);
    }

    function rollback(uint256 which, uint256 who) external {
        Story storage story = _pick(which);
        Change memory change = abi.decode(story.content, (Change));
        who = who % 4;
        _sign(_safes[who], 3);
        ChangeRecord memory before = MANAGER.recordOf(story.id);
        vm.prank(_safes[who]);
        try MANAGER.rollback(change, PROPOSER, _roles[who], "back") {
            ++successes["rollback"];
            ++story.rollbacks;
            if (story.executions != 1) violations.push("rolled back what was not executed");
            if (block.timestamp > before.deadline) violations.push("rolled back too late");
        } catch {}
        _follow(story);
    }

    function rotate(uint256 safe, uint256 rarely) external {
        if (rarely % 8 != 0) return;
        address chosen = _safes[safe % 2];
        GUARD.setEpoch(chosen, GUARD.councilOf(chosen).epoch + 1);
    }

    function wait_(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1 hours, 3 days));
        for (uint256 i = 0; i < _stories.length; ++i) _follow(_stories[i]);
    }

    // --------------------------------------------------------------------------------------------------------- book

    function count() external view returns (uint256) {
        return _stories.length;
    }

    function storyAt(uint256 index) external view returns (Story memory) {
        return _stories[index];
    }

    function violationCount() external view returns (uint256) {
        return violations.length;
    }

    /// @dev Notes a status that no edge of the state machine leads to.
    function _follow(Story storage story) private {
        ChangeStatus next = MANAGER.statusOf(story.id);
        if (!_isEdge(story.seen, next)) violations.push("forbidden transition");
        story.seen = next;
    }

    function _isEdge(ChangeStatus from, ChangeStatus to) private pure returns (bool) {
        if (from == to) return true;
        if (from == ChangeStatus.None) return to == ChangeStatus.Proposed;
        if (from == ChangeStatus.Proposed) {
            return to == ChangeStatus.Queued || to == ChangeStatus.Cancelled || to == ChangeStatus.Expired;
        }
        // By the clock a queued change may be ready, or expired, when it is looked at next.
        if (from == ChangeStatus.Queued) {
            return to == ChangeStatus.Ready || to == ChangeStatus.Proposed || to == ChangeStatus.Expired;
        }
        if (from == ChangeStatus.Ready) {
            return
                to == ChangeStatus.Executed ||
                to == ChangeStatus.Proposed ||
                to == ChangeStatus.Queued ||
                to == ChangeStatus.Expired;
        }
        return from == ChangeStatus.Executed && to == ChangeStatus.RolledBack;
    }

    function _delayOf(Story storage story) private view returns (uint256) {
        uint256 delay = story.class == ChangeClass.HighRiskUpgrade ? 7 days : 24 hours;
        return story.vetoes[0] + story.vetoes[1] == 0 ? delay : 2 * delay;
    }

    /// @dev Number of the Safe that approves.
    function _approverOf(Story storage story) private view returns (uint256) {
        return story.class == ChangeClass.HighRiskUpgrade ? 1 : 0;
    }

    function _pick(uint256 which) private view returns (Story storage) {
        return _stories[which % _stories.length];
    }

    /// @dev People of the fixture; the first is technical, the last two of the council are from policy.
    function _sign(address safe, uint256 signers) private {
        uint256 from = safe == _safes[1] ? 4 - signers + (signers == 1 ? 0 : 1) : 0;
        address[] memory people = new address[](signers);
        for (uint256 i = 0; i < signers; ++i) people[i] = address(uint160(uint160(safe) * 0x100 + from + i));
        GUARD.sign(safe, people);
    }
}
