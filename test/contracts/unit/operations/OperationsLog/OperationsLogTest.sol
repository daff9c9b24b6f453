// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {FakeAuthority} from "../../../mocks/FakeAuthority.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {OperationsLog} from "../../../../../contracts/operations/OperationsLog.sol";
import {Test} from "../../../support/Test.sol";

/// @notice An OperationsLog behind its proxy; this test contract may call everything.
abstract contract OperationsLogTest is Test {
    bytes32 internal constant NODE = keccak256("node");
    bytes32 internal constant DIGEST = keccak256("artifact");

    OperationsLog internal log;
    FakeAuthority internal authority;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        authority = new FakeAuthority(address(this));
        bytes memory init = abi.encodeCall(OperationsLog.initialize, (IRoleRegistry(address(authority))));
        log = OperationsLog(address(new ERC1967Proxy(deploy("OperationsLog", ""), init)));
    }
}
