// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Change} from "../../../../contracts/change/interfaces/IChangeManager.sol";
import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {GovernanceKit} from "../../support/GovernanceKit.sol";
import {IRoleRegistry} from "../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {Roles} from "../../../../contracts/access/Roles.sol";

/// @notice Separation of duties, tried in every order: MONITOR and GOVERNANCE_COUNCIL must not meet in one entity.
contract DutiesTest is GovernanceKit {
    address private constant SHELL = address(0x5AFE);

    function test_ASeatOnTheCouncilForTheMonitorsEntity() external {
        _refused(
            abi.encodeCall(
                IRoleRegistry.assignSeat,
                (address(governance.safe), thief, OBSERVATORY, Constituencies.POLICY)
            ),
            _clash(OBSERVATORY, Roles.GOVERNANCE_COUNCIL, Roles.MONITOR)
        );
    }

    function test_TheMonitorsOfficeForTheCouncilsEntity() external {
        _done(abi.encodeCall(IRoleRegistry.bindAccount, (thief, MINISTRY)));
        _refused(
            abi.encodeCall(IAccessManager.grantRole, (Roles.MONITOR, thief, 0)),
            _clash(MINISTRY, Roles.MONITOR, Roles.GOVERNANCE_COUNCIL)
        );
    }

    function test_SeatsFirstAndTheRoleAfterwards() external {
        _done(abi.encodeCall(IRoleRegistry.assignSeat, (SHELL, thief, OBSERVATORY, Constituencies.POLICY)));
        _refused(
            abi.encodeCall(
                IRoleRegistry.grantMandate,
                (Roles.GOVERNANCE_COUNCIL, SHELL, uint48(block.timestamp + 30 days))
            ),
            _clash(OBSERVATORY, Roles.GOVERNANCE_COUNCIL, Roles.MONITOR)
        );
    }

    function test_TheConflictDeclaredLast() external {
        _refused(
            abi.encodeCall(IRoleRegistry.setConflict, (Roles.CHANGE_PROPOSER, Roles.CHANGE_EXECUTOR, true)),
            _clash(RUNNERS, Roles.CHANGE_PROPOSER, Roles.CHANGE_EXECUTOR)
        );
    }

    function test_AnExpiredOfficeStillConflicts() external {
        _done(abi.encodeCall(IRoleRegistry.grantMandate, (Roles.MONITOR, monitor, uint48(block.timestamp + 8 days))));
        vm.warp(block.timestamp + 30 days);
        _refused(
            abi.encodeCall(
                IRoleRegistry.assignSeat,
                (address(governance.safe), thief, OBSERVATORY, Constituencies.POLICY)
            ),
            _clash(OBSERVATORY, Roles.GOVERNANCE_COUNCIL, Roles.MONITOR)
        );
        registry.pruneMandate(Roles.MONITOR, monitor);
        _done(
            abi.encodeCall(
                IRoleRegistry.assignSeat,
                (address(governance.safe), thief, OBSERVATORY, Constituencies.POLICY)
            )
        );
    }

    function test_AnAccountDoesNotChangeItsEntityInOffice() external {
        _refused(
            abi.encodeCall(IRoleRegistry.bindAccount, (monitor, MINISTRY)),
            abi.encodeWithSelector(IRoleRegistry.BindingInUse.selector, monitor, OBSERVATORY)
        );
    }

    function test_ASeatedSafeCarriesNoSecondEntityOntoTheCouncil() external {
        _done(
            abi.encodeCall(IRoleRegistry.assignSeat, (address(governance.safe), SHELL, MINISTRY, Constituencies.POLICY))
        );
        _refused(
            abi.encodeCall(IRoleRegistry.assignSeat, (SHELL, thief, OBSERVATORY, Constituencies.POLICY)),
            abi.encodeWithSelector(IRoleRegistry.EntityMismatch.selector, SHELL, MINISTRY, OBSERVATORY)
        );
    }

    function test_CouncilsHaveNoOpenEndedMandate() external {
        _refused(
            abi.encodeCall(IAccessManager.grantRole, (Roles.GOVERNANCE_COUNCIL, address(governance.safe), 0)),
            abi.encodeWithSelector(IRoleRegistry.MandateRequired.selector, Roles.GOVERNANCE_COUNCIL)
        );
    }

    function test_CapabilitiesStayWithTheChangeManager() external {
        _refused(
            abi.encodeCall(IAccessManager.grantRole, (Roles.CONFIG, thief, 0)),
            abi.encodeWithSelector(IRoleRegistry.CapabilityReserved.selector, Roles.CONFIG, thief)
        );
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _done(bytes memory data) private {
        carry(highRisk(address(registry), data));
    }

    function _refused(bytes memory data, bytes memory reason) private {
        Change memory change = highRisk(address(registry), data);
        bytes32 id = propose(change);
        approve(governance, change);
        vm.warp(manager.recordOf(id).readyAt);
        executionRefused(change, reason);
    }

    function _clash(uint8 entity, uint64 role, uint64 held) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRoleRegistry.SeparationOfDuties.selector, entity, role, held);
    }
}
