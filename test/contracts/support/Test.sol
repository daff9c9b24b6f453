// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice Base of every Solidity test: cheat codes, named accounts, bounded fuzz input, invariant targets.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev Read by the test runner.
    // solhint-disable-next-line const-name-snakecase
    bool public constant IS_TEST = true;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address[] private _targets;
    FuzzSelector[] private _selectors;

    /// @dev Makes the invariant runner call `target`.
    function targetContract(address target) internal {
        _targets.push(target);
    }

    /// @dev Limits the invariant runner to `selectors` of `target`.
    function targetSelectors(address target, bytes4[] memory selectors) internal {
        _selectors.push(FuzzSelector(target, selectors));
    }

    /// @dev Read by the invariant runner.
    function targetContracts() public view returns (address[] memory) {
        return _targets;
    }

    /// @dev Read by the invariant runner.
    function targetSelectors() public view returns (FuzzSelector[] memory) {
        return _selectors;
    }

    /// @dev An account with a name and a key that follow from the name.
    function account(string memory name) internal returns (address who, uint256 key) {
        key = uint256(keccak256(bytes(name))) >> 8;
        who = vm.addr(key);
        vm.label(who, name);
    }

    /**
     * @dev Deploys a compiled contract. For fixtures: with `new`, each test built on one would carry the code of
     * everything that it deploys, and most of the compiler's time would go into copying it.
     * @param name Of the contract; of a file as `path/File.sol:Name` where names meet.
     */
    function deploy(string memory name, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(name), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
            if iszero(deployed) {
                let reason := mload(0x40)
                returndatacopy(reason, 0, returndatasize())
                revert(reason, returndatasize())
            }
        }
    }

    /// @dev Folds fuzz input into [low, high].
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        if (value >= low && value <= high) return value;
        uint256 size = high - low + 1;
        return size == 0 ? value : low + (value % size);
    }
}
