// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Call, Change, ChangeStatus, Pin} from "../../../../../contracts/change/interfaces/IChangeManager.sol";

import {ChangeFixture} from "../ChangeFixture.sol";
import {FakeTarget} from "../../../mocks/change/FakeTarget.sol";
import {Pins} from "../../../../../contracts/change/libraries/Pins.sol";

contract ChangeManagerProposePinsTest is ChangeFixture {
    function test_RevertWhen_TargetIsUnpinned() external {
        Change memory change = configChange(1);
        change.pins[0] = pinOf(address(implementationV1));
        refuse(change, abi.encodeWithSelector(Pins.TargetUnpinned.selector, address(target)));
        change.pins = new Pin[](0);
        refuse(change, abi.encodeWithSelector(Pins.TargetUnpinned.selector, address(target)));
    }

    function test_RevertWhen_NewImplementationIsUnpinned() external {
        Change memory change = upgradeChange("");
        change.pins[2] = change.pins[1];
        refuse(
            change,
            abi.encodeWithSelector(Pins.NewImplementationUnpinned.selector, address(target), address(implementationV2))
        );
        change = upgradeChange("");
        change.pins[1] = change.pins[2];
        refuse(
            change,
            abi.encodeWithSelector(Pins.NewImplementationUnpinned.selector, address(target), address(implementationV1))
        );
    }

    function testFuzz_RevertWhen_AccountHasNoCode(address account) external {
        vm.assume(account.code.length == 0 && uint160(account) > 0xffff);
        Change memory change = upgradeChange("");
        change.pins[1] = Pin(account, account.codehash, address(0), 0);
        change.irreversible = true;
        change.rollback = new Call[](0);
        refuse(change, abi.encodeWithSelector(Pins.AccountWithoutCode.selector, account));
    }

    function test_RevertWhen_AccountIsDelegated() external {
        address account = address(0xde1e);
        vm.etch(account, abi.encodePacked(hex"ef0100", address(implementationV1)));
        // Where the chain does not refuse such code, it is refused here.
        Change memory change = configChange(1);
        Pin[] memory pins = new Pin[](2);
        pins[0] = change.pins[0];
        pins[1] = Pin(account, account.codehash, address(0), 0);
        change.pins = pins;
        refuse(change, abi.encodeWithSelector(Pins.AccountDelegated.selector, account));
    }

    function testFuzz_RevertWhen_CodeIsNotAsPinned(bytes32 codehash) external {
        Change memory change = configChange(1);
        bytes32 actual = address(target).codehash;
        vm.assume(codehash != actual);
        change.pins[0].codehash = codehash;
        refuse(change, abi.encodeWithSelector(Pins.CodeChanged.selector, address(target), codehash, actual));
    }

    /// @dev A proxy's own code hash does not change with an upgrade: such a pin would pin nothing.
    function test_RevertWhen_ProxyIsPinnedHollow() external {
        Change memory change = configChange(1);
        change.pins[0].implementation = address(0);
        change.pins[0].implementationCodehash = 0;
        refuse(
            change,
            abi.encodeWithSelector(Pins.ImplementationUnpinned.selector, address(target), address(implementationV1))
        );
    }

    function test_RevertWhen_ImplementationIsNotAsPinned() external {
        Change memory change = configChange(1);
        change.pins[0].implementation = address(implementationV2);
        refuse(
            change,
            abi.encodeWithSelector(
                Pins.ImplementationChanged.selector,
                address(target),
                address(implementationV2),
                address(implementationV1)
            )
        );
    }

    function testFuzz_RevertWhen_ImplementationCodeIsNotAsPinned(bytes32 codehash) external {
        Change memory change = configChange(1);
        bytes32 actual = address(implementationV1).codehash;
        vm.assume(codehash != actual);
        change.pins[0].implementationCodehash = codehash;
        refuse(change, abi.encodeWithSelector(Pins.CodeChanged.selector, address(implementationV1), codehash, actual));
    }

    function test_AcceptsPlainContract() external {
        registry.map(address(implementationV2), FakeTarget.setValue.selector, 16);
        Change memory change = configChange(1);
        change.calls[0].target = address(implementationV2);
        change.rollback[0].target = address(implementationV2);
        change.pins[0] = pinOf(address(implementationV2));
        assertStatus(propose(change), ChangeStatus.Proposed, "no proxy, no implementation");
    }

    function refuse(Change memory change, bytes memory reason) private {
        vm.prank(PROPOSER);
        vm.expectRevert(reason);
        manager.propose(change);
    }
}
