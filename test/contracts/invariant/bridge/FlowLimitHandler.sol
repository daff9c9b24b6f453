// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowLimit} from "../../../../contracts/bridge/libraries/FlowLimit.sol";
import {FlowModel, FlowModels} from "./FlowModel.sol";
import {Test} from "../../support/Test.sol";

/**
 * @notice Four flows, of a token without decimals and of tokens with 2, 6 and 18, configured, used, refunded and left alone
 * at random.
 * @dev Each has a twin that is spared the uses that will be refunded, and a model.
 */
contract FlowLimitHandler is Test {
    using FlowLimit for FlowLimit.Flow;
    using FlowModels for FlowModel;

    uint256 public constant FLOWS = 4;

    struct Refund {
        uint256 amount;
        uint40 usedAt;
    }

    uint256 public gainsByUpdate;
    uint256 public wrongVerdicts;
    uint256 public wrongRefunds;
    uint256 public updates;
    uint256 public uses;
    uint256 public refunds;

    FlowLimit.Flow[FLOWS] private _flows;
    FlowLimit.Flow[FLOWS] private _twins;
    FlowModel[FLOWS] private _models;
    Refund[][FLOWS] private _due;
    uint8[FLOWS] private _decimals = [0, 2, 6, 18];

    constructor() {
        vm.warp(1_800_000_000);
        for (uint256 i = 0; i < FLOWS; ++i) _models[i].asOf = block.timestamp;
    }

    // ---------------------------------------------------------------------------------------------------- actions

    function configure(uint256 which, uint256 capacity, uint256 window, uint256 extreme) external {
        which %= FLOWS;
        capacity = bound(capacity, 0, 1_000_000 * 10 ** _decimals[which]);
        if (extreme % 8 < 2) capacity = extreme % 8 == 0 ? 0 : FlowLimit.MAX_CAPACITY;
        window = bound(window, FlowLimit.MIN_WINDOW, FlowLimit.MAX_WINDOW);
        update(which, uint128(capacity), uint40(window));
    }

    /// @dev There and back at once: what most limiters pay for.
    function configureThereAndBack(uint256 which, uint256 share, uint256 otherWindow) external {
        which %= FLOWS;
        (uint128 capacity, uint40 window, , ) = _flows[which].stateOf();
        if (window == 0) return;
        uint128 other = uint128(bound(share, 0, 2 * uint256(capacity)));
        if (other > FlowLimit.MAX_CAPACITY) other = FlowLimit.MAX_CAPACITY;
        update(which, other, uint40(bound(otherWindow, FlowLimit.MIN_WINDOW, FlowLimit.MAX_WINDOW)));
        update(which, capacity, window);
    }

    function use(uint256 which, uint256 amount, bool willBeRefunded) external {
        which %= FLOWS;
        take(which, bound(amount, 0, available(which)), willBeRefunded);
    }

    function useTooMuch(uint256 which, uint256 excess) external {
        which %= FLOWS;
        uint256 present = available(which);
        try this.tryUse(which, bound(excess, present + 1, type(uint256).max)) {
            ++wrongVerdicts;
        } catch {}
    }

    /// @dev Everything that is there, again and again: what rounding eats, it eats here.
    function useOften(uint256 which, uint256 times, uint256 pause) external {
        which %= FLOWS;
        times = bound(times, 1, 40);
        pause = bound(pause, 1, 2 minutes);
        for (uint256 i = 0; i < times; ++i) {
            passTime(pause);
            take(which, available(which), false);
        }
    }

    function refund(uint256 which, uint256 index) external {
        which %= FLOWS;
        Refund[] storage due = _due[which];
        if (due.length == 0) return;
        index %= due.length;
        Refund memory use_ = due[index];
        due[index] = due[due.length - 1];
        due.pop();

        uint256 before = available(which);
        uint256 given = _flows[which].giveBack(use_.amount, use_.usedAt);
        _models[which].giveBack(given);
        if (given > use_.amount || available(which) != before + given) ++wrongRefunds;
        if (given != 0) ++refunds;
    }

    function wait(uint256 time, bool long) external {
        passTime(bound(time, 0, long ? 100 days : 6 hours));
    }

    // ------------------------------------------------------------------------------------------------------- state

    /// @dev To be refused, and then undone; from outside, because a library's revert cannot be caught inside.
    function tryUse(uint256 which, uint256 amount) external {
        _flows[which].use(amount);
    }

    function stateOf(uint256 which) external view returns (uint128, uint40, uint256, uint256) {
        return _flows[which].stateOf();
    }

    function available(uint256 which) public view returns (uint256 units) {
        (, , units, ) = _flows[which].stateOf();
    }

    function availableToTwin(uint256 which) external view returns (uint256 units) {
        (, , units, ) = _twins[which].stateOf();
    }

    /// @return least In whole units, what is begun not counted.
    /// @return most As much.
    function expected(uint256 which) external view returns (uint256 least, uint256 most) {
        FlowModel storage model = _models[which];
        return (model.least / FlowModels.UNIT, model.most / FlowModels.UNIT);
    }

    function update(uint256 which, uint128 capacity, uint40 window) private {
        uint256 before = available(which);
        _flows[which].configure(capacity, window);
        if (available(which) > before) ++gainsByUpdate;
        _twins[which].configure(capacity, window);
        _models[which].configure(capacity, window);
        ++updates;
    }

    function take(uint256 which, uint256 amount, bool willBeRefunded) private {
        if (!_flows[which].isSet()) return;
        uint256 before = available(which);
        _flows[which].use(amount);
        if (available(which) != before - amount) ++wrongVerdicts;
        _models[which].use(amount);
        if (willBeRefunded) {
            _due[which].push(Refund(amount, uint40(block.timestamp)));
        } else {
            _twins[which].use(amount);
        }
        ++uses;
    }

    function passTime(uint256 time) private {
        vm.warp(block.timestamp + time);
        for (uint256 i = 0; i < FLOWS; ++i) _models[i].refill();
    }
}
