// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";

import {IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";

/// @notice Something to be changed, behind a proxy. Who may call it is the registry's matter and not checked here.
contract FakeTarget {
    /// @dev Far from what a proxy or another version would use.
    struct Data {
        uint256 value;
        uint256 generation;
        bytes32 changeSeen;
        bytes attack;
        uint256 runs;
    }

    bytes32 private constant DATA = keccak256("test.FakeTarget");

    error TargetRefused(uint256 value);

    event ValueSet(uint256 value);

    /// @notice Takes ether.
    receive() external payable {}

    function setValue(uint256 newValue) external payable {
        Data storage $ = _data();
        $.value = newValue;
        ++$.runs;
        (bool answered, bytes memory answer) = msg.sender.staticcall(
            abi.encodeCall(IChangeManager.changeInProgress, ())
        );
        if (answered && answer.length == 32) $.changeSeen = bytes32(answer);
        emit ValueSet(newValue);
    }

    function refuse(uint256 newValue) external pure {
        revert TargetRefused(newValue);
    }

    function refuseSilently() external pure {
        // solhint-disable-next-line reason-string
        assembly ("memory-safe") {
            revert(0, 0)
        }
    }

    /// @dev What {strike} sends back to the caller.
    function arm(bytes calldata attack) external {
        _data().attack = attack;
    }

    /// @dev Calls whoever calls it; its error is this one's error.
    function strike() external {
        (bool success, bytes memory answer) = msg.sender.call(_data().attack);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    function upgradeToAndCall(address newImplementation, bytes calldata data) external payable {
        ERC1967Utils.upgradeToAndCall(newImplementation, data);
    }

    function upgradeTo(address newImplementation) external {
        ERC1967Utils.upgradeToAndCall(newImplementation, "");
    }

    function reinitialize(bytes calldata data) external {
        _data().generation = abi.decode(data, (uint256));
    }

    function setAuthority(address) external {}

    function value() external view returns (uint256) {
        return _data().value;
    }

    function generation() external view returns (uint256) {
        return _data().generation;
    }

    function changeSeen() external view returns (bytes32) {
        return _data().changeSeen;
    }

    function runs() external view returns (uint256) {
        return _data().runs;
    }

    function implementation() external view returns (address) {
        return ERC1967Utils.getImplementation();
    }

    function version() external pure virtual returns (uint256) {
        return 1;
    }

    function _data() private pure returns (Data storage $) {
        bytes32 slot = DATA;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}

/// @notice The next release of {FakeTarget}.
contract FakeTargetV2 is FakeTarget {
    function version() external pure override returns (uint256) {
        return 2;
    }
}
