// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {BreakGlassKit} from "../../support/BreakGlassKit.sol";
import {IChangeManager} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice A thief holds three sovereign keys: the break-glass path, and nothing faster.
contract StolenSovereignTest is BreakGlassKit {
    function test_NothingRunsUnscheduled() external {
        bytes memory data = _takeover();
        bytes memory reason = abi.encodeWithSelector(
            IAccessManager.AccessManagerNotScheduled.selector,
            operationOf(address(registry), data)
        );
        breakGlassRefused(address(registry), data, reason);
        refused(sovereign, sovereign.keys, address(registry), data, reason);
    }

    function test_NothingRunsASecondEarlyOrLate() external {
        bytes memory data = _takeover();
        bytes32 operation = schedule(address(registry), data);
        justify(operation);
        uint256 start = block.timestamp;
        vm.warp(start + BREAK_GLASS_DELAY - 1);
        breakGlassRefused(
            address(registry),
            data,
            abi.encodeWithSelector(IAccessManager.AccessManagerNotReady.selector, operation)
        );
        vm.warp(start + BREAK_GLASS_DELAY + registry.expiration());
        // AccessManager forgets an expired operation: for `execute` of this registry it is not scheduled.
        breakGlassRefused(
            address(registry),
            data,
            abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, operation)
        );
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            data,
            abi.encodeWithSelector(IAccessManager.AccessManagerExpired.selector, operation)
        );
    }

    function test_NothingRunsTwice() external {
        bytes memory data = _takeover();
        bytes32 operation = schedule(address(registry), data);
        justify(operation);
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        breakGlass(address(registry), data);
        breakGlassRefused(
            address(registry),
            data,
            abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, operation)
        );
    }

    function test_AScheduleNearerThanTheDelayIsRefused() external {
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            abi.encodeCall(
                IAccessManager.schedule,
                (address(registry), _takeover(), uint48(block.timestamp + BREAK_GLASS_DELAY - 1))
            ),
            abi.encodeWithSelector(
                IAccessManager.AccessManagerUnauthorizedCall.selector,
                address(sovereign.safe),
                address(registry),
                IAccessManager.grantRole.selector
            )
        );
    }

    function test_PaperworkIsOwedByEachScheduling() external {
        bytes memory data = _takeover();
        bytes32 operation = schedule(address(registry), data);
        justify(operation);
        speak(sovereign, address(registry), cancelling(address(registry), data));
        schedule(address(registry), data);
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        bytes memory reason = abi.encodeWithSelector(IRoleRegistry.BreakGlassUnjustified.selector, operation, 2);
        breakGlassRefused(address(registry), data, reason);
        refused(sovereign, quorumOf(sovereign), address(registry), data, reason);
    }

    function test_PaperworkComesAfterTheSchedule() external {
        bytes32 operation = operationOf(address(registry), _takeover());
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            justification(operation),
            abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, operation)
        );
    }

    function test_TheDelayCannotBeShortenedByItself() external {
        bytes memory data = abi.encodeCall(
            IAccessManager.grantRole,
            (Roles.ADMIN, address(sovereign.safe), BREAK_GLASS_DELAY - 1)
        );
        justify(schedule(address(registry), data));
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        breakGlassRefused(
            address(registry),
            data,
            abi.encodeWithSelector(
                IRoleRegistry.BreakGlassDelayTooShort.selector,
                BREAK_GLASS_DELAY - 1,
                BREAK_GLASS_DELAY
            )
        );
    }

    function test_AdminIsForNoStrangerAndNoUnguardedContract() external {
        bytes memory data = abi.encodeCall(IAccessManager.grantRole, (Roles.ADMIN, thief, BREAK_GLASS_DELAY));
        justify(schedule(address(registry), data));
        bytes memory contracts = abi.encodeCall(
            IAccessManager.grantRole,
            (Roles.ADMIN, address(this), BREAK_GLASS_DELAY)
        );
        justify(schedule(address(registry), contracts));
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        breakGlassRefused(address(registry), data, abi.encodeWithSelector(IRoleRegistry.CodeRequired.selector, thief));
        // The deployer is reserved by name.
        breakGlassRefused(
            address(registry),
            contracts,
            abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, address(this))
        );
    }

    function test_MulticallAndExecuteHideNothing() external {
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(IAccessManager.grantRole, (Roles.CHANGE_PROPOSER, thief, 0));
        bytes memory data = abi.encodeCall(Multicall.multicall, (calls));
        justify(schedule(address(registry), data));
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        breakGlassRefused(
            address(registry),
            data,
            abi.encodeWithSelector(
                IAccessManager.AccessManagerUnauthorizedAccount.selector,
                address(registry),
                Roles.ADMIN
            )
        );
    }

    function test_TheEmergencyCouncilCancelsOnceWhateverThePadding() external {
        bytes memory data = _takeover();
        bytes32 operation = schedule(address(registry), data);
        speak(emergency, address(registry), cancelling(address(registry), data));
        schedule(address(registry), data);
        refused(
            emergency,
            quorumOf(emergency),
            address(registry),
            cancelling(address(registry), data),
            abi.encodeWithSelector(IRoleRegistry.BreakGlassAlreadyCancelled.selector, operation)
        );
        // With the council's address as rubbish behind the arguments it is another operation, and cancellable.
        bytes memory padded = bytes.concat(data, abi.encode(address(emergency.safe)));
        bytes32 other = schedule(address(registry), padded);
        speak(emergency, address(registry), cancelling(address(registry), padded));
        vm.assertEq(registry.getSchedule(other), 0, "cancelled");
    }

    function test_TheEmergencyCouncilCannotSaveItself() external {
        bytes memory data = abi.encodeCall(
            IAccessManager.revokeRole,
            (Roles.EMERGENCY_COUNCIL, address(emergency.safe))
        );
        bytes32 operation = schedule(address(registry), data);
        refused(
            emergency,
            quorumOf(emergency),
            address(registry),
            cancelling(address(registry), data),
            abi.encodeWithSelector(IRoleRegistry.BreakGlassConcernsCouncil.selector, operation, address(emergency.safe))
        );
        data = abi.encodeCall(IGovernanceGuard.dismissCouncil, (address(emergency.safe)));
        operation = schedule(address(guard), data);
        refused(
            emergency,
            quorumOf(emergency),
            address(registry),
            cancelling(address(guard), data),
            abi.encodeWithSelector(IRoleRegistry.BreakGlassConcernsCouncil.selector, operation, address(emergency.safe))
        );
    }

    function test_ThePathIsNotLostByGivingUpRoles() external {
        address safe = address(sovereign.safe);
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            abi.encodeCall(IAccessManager.renounceRole, (Roles.ADMIN, safe)),
            abi.encodeWithSelector(IRoleRegistry.LastBreakGlassHolder.selector, safe)
        );
        vm.assertTrue(registry.rolesOf(safe) & (1 << Roles.SOVEREIGN_AUTHORITY) != 0, "sovereign");
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            abi.encodeCall(IAccessManager.renounceRole, (Roles.SOVEREIGN_AUTHORITY, safe)),
            abi.encodeWithSelector(IRoleRegistry.AdminReserved.selector, safe)
        );
    }

    function test_RenewalReachesNobodyWhoHasNoMandate() external {
        refused(
            sovereign,
            quorumOf(sovereign),
            address(registry),
            abi.encodeCall(
                IRoleRegistry.renewMandate,
                (Roles.GOVERNANCE_COUNCIL, address(technical.safe), uint48(block.timestamp + 30 days))
            ),
            abi.encodeWithSelector(IRoleRegistry.NoMandate.selector, Roles.GOVERNANCE_COUNCIL, address(technical.safe))
        );
    }

    function test_PoliciesWaitTheFortnightToo() external {
        bytes memory data = abi.encodeCall(IChangeManager.setMaintenanceCalendar, (address(0)));
        refused(
            sovereign,
            quorumOf(sovereign),
            address(manager),
            data,
            abi.encodeWithSelector(
                IAccessManager.AccessManagerLockedFunction.selector,
                IAccessManager.consumeScheduledOp.selector
            )
        );
    }

    function _takeover() private view returns (bytes memory) {
        return abi.encodeCall(IAccessManager.grantRole, (Roles.CHANGE_PROPOSER, operator, 0));
    }
}
