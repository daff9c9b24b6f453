// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {
    Change,
    ChangeClass,
    ChangeStatus,
    IChangeManager
} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {Execution} from "../../../../contracts/change/libraries/Execution.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {HostileTarget} from "../../mocks/HostileTarget.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Pins} from "../../../../contracts/change/libraries/Pins.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice A governed contract is hostile while a change runs it.
contract HostileTargetTest is GovernanceKit {
    HostileTarget private _target;

    function setUp() public override {
        super.setUp();
        _target = new HostileTarget();
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = HostileTarget.poke.selector;
        carry(
            highRisk(
                address(registry),
                abi.encodeCall(IAccessManager.setTargetFunctionRole, (address(_target), selectors, Roles.CONFIG))
            )
        );
    }

    function test_ItCannotProposeExecuteOrApproveFromInside() external {
        (Change memory change, bytes32 id) = _ready();
        Change memory other = configChange(1 days);
        _expect(change, abi.encodeCall(IChangeManager.propose, (other)), _unauthorized());
        _expect(change, abi.encodeCall(IChangeManager.execute, (change, proposer, 0)), _unauthorized());
        bytes memory reentrant = abi.encodeWithSelector(IChangeManager.ReentrantExecution.selector, id);
        _expect(change, abi.encodeCall(IChangeManager.cancel, (other)), reentrant);
        _expect(change, approval(id, change.class), reentrant);
        _expect(change, abi.encodeCall(IChangeManager.veto, (id, Roles.EMERGENCY_COUNCIL, REASON)), reentrant);
        _expect(
            change,
            abi.encodeCall(IChangeManager.rollback, (change, proposer, Roles.EMERGENCY_COUNCIL, REASON)),
            reentrant
        );
    }

    /// @dev The executor itself is a contract that the target calls back.
    function test_ItCannotExecuteAgainThroughItsExecutor() external {
        carry(highRisk(address(registry), abi.encodeCall(IRoleRegistry.bindAccount, (address(_target), RUNNERS))));
        carry(
            highRisk(
                address(registry),
                abi.encodeCall(IAccessManager.grantRole, (Roles.CHANGE_EXECUTOR, address(_target), 0))
            )
        );
        (Change memory change, bytes32 id) = _ready();
        bytes memory run = abi.encodeCall(IChangeManager.execute, (change, proposer, 0));
        _target.arm(address(_target), abi.encodeCall(HostileTarget.relay, (address(manager), run)));
        vm.expectRevert(abi.encodeWithSelector(IChangeManager.ReentrantExecution.selector, id));
        _target.relay(address(manager), run);
    }

    function test_ItCannotTouchSettingsOrRegistryFromInside() external {
        (Change memory change, ) = _ready();
        _expect(change, abi.encodeCall(IChangeManager.setMaintenanceCalendar, (address(0))), _unauthorized());
        _target.arm(address(registry), abi.encodeCall(IAccessManager.grantRole, (Roles.CHANGE_PROPOSER, thief, 0)));
        executionRefused(
            change,
            abi.encodeWithSelector(
                IAccessManager.AccessManagerUnauthorizedAccount.selector,
                address(_target),
                Roles.ADMIN
            )
        );
    }

    function test_ALieAboutItsCodeStopsOnlyItsOwnChange() external {
        (Change memory change, bytes32 id) = _ready();
        _target.lie(address(operations));
        executionRefused(
            change,
            abi.encodeWithSelector(Pins.ImplementationUnpinned.selector, address(_target), address(operations))
        );
        requireStatus(id, ChangeStatus.Ready);
        carry(configChange(5 hours));
    }

    function test_ReplacedCodeStopsTheChange() external {
        (Change memory change, ) = _ready();
        bytes32 expected = address(_target).codehash;
        vm.etch(address(_target), hex"00");
        executionRefused(
            change,
            abi.encodeWithSelector(Pins.CodeChanged.selector, address(_target), expected, keccak256(hex"00"))
        );
    }

    /// @dev A coin sent ahead, code deployed elsewhere: nothing that a stranger can do spoils a pin.
    function test_ACoinSpoilsNoPin() external {
        (Change memory change, bytes32 id) = _ready();
        vm.deal(address(_target), 1 ether);
        vm.deal(address(manager), 1 ether);
        vm.deal(address(registry), 1 ether);
        executeChange(change);
        requireStatus(id, ChangeStatus.Executed);
        vm.assertEq(address(manager).balance, 1 ether, "not spent");
    }

    function test_ASilentRefusalNamesTheTarget() external {
        (Change memory change, bytes32 id) = _ready();
        _target.loadBomb();
        executionRefused(change, abi.encodeWithSelector(Execution.CallFailed.selector, 0, address(_target)));
        requireStatus(id, ChangeStatus.Ready);
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _ready() private returns (Change memory change, bytes32 id) {
        bytes memory poke = abi.encodeCall(HostileTarget.poke, ());
        change = changeOf(ChangeClass.ConfigOnly, address(_target), poke, poke);
        id = propose(change);
        approve(technical, change);
        vm.warp(manager.recordOf(id).readyAt);
    }

    function _expect(Change memory change, bytes memory errand, bytes memory reason) private {
        _target.arm(address(manager), errand);
        executionRefused(change, reason);
    }

    function _unauthorized() private view returns (bytes memory) {
        return abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(_target));
    }
}
