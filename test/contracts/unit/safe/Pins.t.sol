// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GovernanceGuard} from "../../../../contracts/safe/GovernanceGuard.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";

import {CouncilFixture} from "./CouncilFixture.sol";

/// @notice What the guard believes is fixed when it is made, public, and part of the evidence.
contract PinsTest is CouncilFixture {
    function test_PinsAreFixedAndRecorded() external {
        IGovernanceGuard.Pins memory pinned = pinsOf(0);
        vm.expectEmit();
        emit IGovernanceGuard.PinsFixed(
            address(registry),
            pinned.proxyCodehash,
            pinned.factoryCodehash,
            pinned.singletonCodehashes,
            pinned.multiSendCallOnly,
            multiSendCallOnly.codehash,
            pinned.guardedSetup,
            pinned.fallbackHandlers
        );
        make(pinned);
        vm.assertEq(guard.authority(), address(registry), "authority");
        vm.assertEq(guard.proxyCodehash(), address(committee).codehash, "proxy");
        vm.assertEq(guard.factoryCodehash(), address(safeFactory).codehash, "factory");
        vm.assertEq(guard.multiSendCallOnly(), multiSendCallOnly, "batches");
        vm.assertEq(guard.guardedSetup(), address(guardedSetup), "setup");
        vm.assertTrue(guard.isSingletonCodehash(safeSingleton.codehash), "singleton");
        vm.assertFalse(guard.isSingletonCodehash(address(probe).codehash), "another singleton");
        vm.assertTrue(guard.isFallbackHandler(fallbackHandler), "handler");
        vm.assertFalse(guard.isFallbackHandler(address(0)), "no handler");
    }

    function test_ChainOfEvidenceBeginsWithThePins() external {
        bytes32 genesis = keccak256(abi.encode(keccak256("sign.evidence.genesis.v1"), block.chainid, address(guard)));
        vm.assertNotEq(make(pinsOf(0)).evidenceHead(), genesis, "head");
    }

    function test_RefusesWhatPinsNothing() external {
        string[6] memory fields = [
            "proxyCodehash",
            "factoryCodehash",
            "multiSendCallOnly",
            "guardedSetup",
            "singletonCodehashes",
            "fallbackHandlers"
        ];
        for (uint256 i = 0; i < 6; ++i) refuse(pinsOf(i + 1), fields[i]);

        IGovernanceGuard.Pins memory pinned = pinsOf(0);
        pinned.singletonCodehashes[0] = bytes32(0);
        refuse(pinned, "singletonCodehashes");

        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.InvalidPin.selector, "registry"));
        new GovernanceGuard(IRoleRegistry(address(0)), pinned);
    }

    /// @dev A Safe calls its fallback handler in its own name, with calldata of a stranger's choice.
    function test_RefusesHandlersThatWouldHearTheSafe() external {
        IGovernanceGuard.Pins memory pinned = pinsOf(0);
        pinned.fallbackHandlers[0] = address(registry);
        refuse(pinned, "fallbackHandlers");
        pinned.fallbackHandlers[0] = stranger;
        refuse(pinned, "fallbackHandlers");
        pinned.fallbackHandlers[0] = address(0);
        vm.assertTrue(make(pinned).isFallbackHandler(address(0)), "none, if that is listed");
    }

    function pinsOf(uint256 lacking) private view returns (IGovernanceGuard.Pins memory pinned) {
        pinned.proxyCodehash = lacking == 1 ? bytes32(0) : address(committee).codehash;
        pinned.factoryCodehash = lacking == 2 ? bytes32(0) : address(safeFactory).codehash;
        pinned.multiSendCallOnly = lacking == 3 ? stranger : multiSendCallOnly;
        pinned.guardedSetup = lacking == 4 ? stranger : address(guardedSetup);
        pinned.singletonCodehashes = new bytes32[](lacking == 5 ? 0 : 1);
        if (lacking != 5) pinned.singletonCodehashes[0] = safeSingleton.codehash;
        pinned.fallbackHandlers = new address[](lacking == 6 ? 0 : 1);
        if (lacking != 6) pinned.fallbackHandlers[0] = fallbackHandler;
    }

    function refuse(IGovernanceGuard.Pins memory pinned, string memory field) private {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.InvalidPin.selector, field));
        make(pinned);
    }

    function make(IGovernanceGuard.Pins memory pinned) private returns (GovernanceGuard) {
        return new GovernanceGuard(IRoleRegistry(address(registry)), pinned);
    }
}
