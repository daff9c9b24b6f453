// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {FlowLimit} from "../../../../contracts/bridge/libraries/FlowLimit.sol";

/// @notice What a token may do to whoever trusts it.
enum Malice {
    None,
    /// @dev Recipients get one less.
    FeeFromRecipient,
    /// @dev Senders lose one more.
    FeeFromSender,
    Blocks,
    ReturnsFalse,
    /// @dev Says that it did, and did not.
    Lies,
    /// @dev Mints and burns one less.
    Keeps,
    BurnsGas,
    /// @dev Reverts with more data than its caller can afford to copy.
    Bomb,
    /// @dev Reverts with an error of the gateway's own.
    Impersonates,
    CallsBack
}

/// @notice A token of six decimals that is honest until it is told otherwise; mints and burns for anybody.
contract HostileToken is ERC20 {
    Malice public malice;
    bool public calledBack;
    bytes public answer;
    address private _target;
    bytes private _errand;

    constructor() ERC20("Hostile", "HST") {}

    function turn(Malice malice_) external {
        malice = malice_;
    }

    /// @dev Calls `target` whenever tokens move, and keeps what came of it the first time.
    function arm(address target, bytes calldata errand) external {
        (malice, _target, _errand) = (Malice.CallsBack, target, errand);
    }

    function disarm() external {
        delete answer;
        (malice, calledBack) = (Malice.None, false);
    }

    function mint(address to, uint256 amount) external {
        _mint(to, malice == Malice.Keeps ? amount - 1 : amount);
    }

    function burnFrom(address from, uint256 amount) external {
        _spendAllowance(from, msg.sender, amount);
        _burn(from, malice == Malice.Keeps ? amount - 1 : amount);
    }

    function allow(address owner, address spender, uint256 amount) external {
        _approve(owner, spender, amount);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (malice == Malice.ReturnsFalse) return false;
        if (malice == Malice.Lies) return true;
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (malice == Malice.ReturnsFalse) return false;
        if (malice == Malice.Lies) return true;
        return super.transferFrom(from, to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (malice == Malice.Blocks) revert ERC20InvalidReceiver(to);
        if (malice == Malice.Impersonates) revert FlowLimit.CapacityExceeded(amount, 0);
        if (malice == Malice.Bomb) {
            assembly ("memory-safe") {
                revert(0, 250000)
            }
        }
        if (malice == Malice.BurnsGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        super._update(from, to, amount);
        if (malice == Malice.FeeFromRecipient && to != address(0)) super._update(to, address(0xFEE), 1);
        if (malice == Malice.FeeFromSender && from != address(0)) super._update(from, address(0xFEE), 1);
        if (malice == Malice.CallsBack && answer.length == 0) {
            (calledBack, answer) = _target.call(_errand);
        }
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
