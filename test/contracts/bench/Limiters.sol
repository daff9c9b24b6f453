// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Public limiters behind one face, for `npm run bench:gas` and for the scoreboard. Development only, imported from their
// packages and never copied: Chainlink's is under the Business Source License.
import {FlowLimit as AxelarFlowLimit} from "@axelar-network/interchain-token-service/contracts/utils/FlowLimit.sol";
import {RateLimiter as CcipRateLimiter} from "@chainlink/contracts-ccip/contracts/libraries/RateLimiter.sol";
import {RateLimiter as LayerZeroRateLimiter} from "layerzero/oapp/utils/RateLimiter.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";

import {ILimiter, UNLIMITED} from "./ILimiter.sol";

import {FlowLimit} from "../../../contracts/bridge/libraries/FlowLimit.sol";

/// @notice Ours.
contract SuiteLimiter is ILimiter {
    using FlowLimit for FlowLimit.Flow;

    FlowLimit.Flow private _flow;

    function set(uint128 capacity, uint40 window) external {
        _flow.configure(capacity, window);
    }

    /// @dev A window of zero is refused.
    function clear() external {
        _flow.configure(0, FlowLimit.MIN_WINDOW);
    }

    function spend(uint256 amount) external {
        _flow.use(amount);
    }

    function available() external view returns (uint256 units) {
        (, , units, ) = _flow.stateOf();
    }
}

/// @notice OpenZeppelin's bucket as it comes: settings are updated, and no more.
contract OpenZeppelinLimiter is ILimiter {
    using RateLimiter for RateLimiter.RefillingBucket;

    bytes32 internal constant KEY = 0;

    RateLimiter.RefillingBucket internal _bucket;

    function set(uint128 capacity, uint40 window) external virtual {
        _bucket.updateSettings(window, capacity);
    }

    function clear() external {
        _bucket.updateSettings(0, 0);
    }

    function spend(uint256 amount) external {
        _bucket.consume(KEY, amount);
    }

    function available() external view returns (uint256) {
        return _bucket.available(KEY);
    }
}

/// @notice The same with the `sync` before each update that its documentation advises.
contract OpenZeppelinSyncedLimiter is OpenZeppelinLimiter {
    using RateLimiter for RateLimiter.RefillingBucket;

    function set(uint128 capacity, uint40 window) external override {
        _bucket.sync(KEY);
        _bucket.updateSettings(window, capacity);
    }
}

/// @notice Chainlink CCIP's bucket.
contract CcipLimiter is ILimiter {
    using CcipRateLimiter for CcipRateLimiter.TokenBucket;

    CcipRateLimiter.TokenBucket private _bucket;

    function set(uint128 capacity, uint40 window) external {
        _bucket._setTokenBucketConfig(CcipRateLimiter.Config(true, capacity, capacity / window));
    }

    function clear() external {
        _bucket._setTokenBucketConfig(CcipRateLimiter.Config(false, 0, 0));
    }

    function spend(uint256 amount) external {
        _bucket._consume(amount, address(0));
    }

    function available() external view returns (uint256) {
        return _bucket.isEnabled ? _bucket._currentTokenBucketState().tokens : UNLIMITED;
    }
}

/// @notice LayerZero's amount in flight.
contract LayerZeroLimiter is ILimiter, LayerZeroRateLimiter {
    uint32 private constant ENDPOINT = 1;

    function set(uint128 capacity, uint40 window) external {
        configure(capacity, window);
    }

    function clear() external {
        configure(0, 0);
    }

    function spend(uint256 amount) external {
        _outflow(ENDPOINT, amount);
    }

    function available() external view returns (uint256 units) {
        (, units) = getAmountCanBeSent(ENDPOINT);
    }

    function configure(uint192 limit, uint64 window) private {
        RateLimitConfig[] memory configs = new RateLimitConfig[](1);
        configs[0] = RateLimitConfig(ENDPOINT, limit, window);
        _setRateLimits(configs);
    }
}

/// @notice Axelar's net flow. Its window is fixed: an epoch of six hours.
contract AxelarLimiter is ILimiter, AxelarFlowLimit {
    function set(uint128 capacity, uint40) external {
        _setFlowLimit(capacity, 0);
    }

    function clear() external {
        _setFlowLimit(0, 0);
    }

    function spend(uint256 amount) external {
        _addFlowOut(amount);
    }

    function available() external view returns (uint256) {
        uint256 limit = flowLimit();
        if (limit == 0) return UNLIMITED;
        uint256 out = this.flowOutAmount();
        return out < limit ? limit - out : 0;
    }
}

/// @notice What every limiter has to do at least.
contract BareSlot {
    uint256 private _word;

    function spend(uint256 amount) external {
        _word += amount;
    }
}
