// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EvidenceChain} from "../../../contracts/evidence/EvidenceChain.sol";

/// @notice Opens the internal functions of EvidenceChain to tests.
contract EvidenceProbe is EvidenceChain {
    event NoTopics(uint256 value);
    event OneTopic(uint256 indexed a, uint256 value);
    event TwoTopics(uint256 indexed a, address indexed b, string text);
    event ThreeTopics(uint256 indexed a, address indexed b, bytes32 indexed c, bytes data);
    event Inherited(address indexed who, uint256 value);

    function none(uint256 value) external {
        _record(NoTopics.selector, abi.encode(value));
    }

    function one(uint256 a, uint256 value) external {
        _record(OneTopic.selector, bytes32(a), abi.encode(value));
    }

    function two(uint256 a, address b, string calldata text) external {
        _record(TwoTopics.selector, bytes32(a), bytes32(uint256(uint160(b))), abi.encode(text));
    }

    function three(uint256 a, address b, bytes32 c, bytes calldata data) external {
        _record(ThreeTopics.selector, bytes32(a), bytes32(uint256(uint160(b))), c, abi.encode(data));
    }

    /// @dev As inherited code does it: emitted by Solidity, followed by the chain.
    function inherited(address who, uint256 value) external {
        emit Inherited(who, value);
        _follow(Inherited.selector, abi.encode(who, value));
    }

    function upgrade(address implementation) external {
        _recordUpgrade(implementation);
    }
}
