// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A flow as the issue tells it, between bounds that only rounding keeps apart. Shares no code with FlowLimit.
struct FlowModel {
    uint256 capacity;
    uint256 window;
    /// @dev The least and the most that can be available, in 1e-24 of a unit.
    uint256 least;
    uint256 most;
    uint256 asOf;
}

library FlowModels {
    uint256 internal constant UNIT = 1e24;

    function configure(FlowModel storage model, uint256 capacity, uint256 window) internal {
        (model.capacity, model.window) = (capacity, window);
        cut(model);
    }

    /// @dev Brings it to the present.
    function refill(FlowModel storage model) internal {
        uint256 elapsed = block.timestamp - model.asOf;
        model.asOf = block.timestamp;
        if (model.window == 0) return;
        uint256 due = model.capacity * UNIT * elapsed;
        model.least += due / model.window;
        model.most += (due + model.window - 1) / model.window;
        cut(model);
    }

    function use(FlowModel storage model, uint256 amount) internal {
        uint256 taken = amount * UNIT;
        model.least = model.least > taken ? model.least - taken : 0;
        model.most -= taken;
    }

    function giveBack(FlowModel storage model, uint256 given) internal {
        model.least += given * UNIT;
        model.most += given * UNIT;
        cut(model);
    }

    function cut(FlowModel storage model) private {
        uint256 full = model.capacity * UNIT;
        if (model.least > full) model.least = full;
        if (model.most > full) model.most = full;
    }
}
