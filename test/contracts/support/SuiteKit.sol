// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {ChangeManager} from "../../../contracts/change/ChangeManager.sol";
import {Constituencies} from "../../../contracts/access/Constituencies.sol";
import {EmergencyController} from "../../../contracts/emergency/EmergencyController.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {OperationsLog} from "../../../contracts/operations/OperationsLog.sol";
import {RoleRegistry} from "../../../contracts/access/RoleRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";

import {GuardKit} from "./GuardKit.sol";

/**
 * @notice The whole suite with real Safes, deployed in the order of the design: registry, guard, councils' Safes, change
 * manager, operations log, entities and seats, mappings, ADMIN, genesis closed.
 * @dev The test contract is the deployer and holds nothing afterwards.
 */
abstract contract SuiteKit is GuardKit {
    /// @dev A council: its Safe, its people in ascending order of address, and their keys.
    struct Body {
        ISafe safe;
        address[] owners;
        uint256[] keys;
    }

    uint8 internal constant MINISTRY = 1;
    uint8 internal constant AGENCY = 2;
    uint8 internal constant OFFICE = 3;
    uint8 internal constant RESPONSE_TEAM = 4;
    uint8 internal constant RUNNERS = 5;
    uint8 internal constant OBSERVATORY = 6;

    uint32 internal constant BREAK_GLASS_DELAY = 14 days;

    RoleRegistry internal registry;
    ChangeManager internal manager;
    EmergencyController internal emergencyController;
    OperationsLog internal operations;

    Body internal technical;
    Body internal governance;
    Body internal emergency;
    Body internal sovereign;

    address internal proposer;
    address internal executor;
    address internal monitor;
    address internal operator;
    address internal thief;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        deploySafeContracts();
        registry = RoleRegistry(
            _proxy(deploy("RoleRegistry", ""), abi.encodeCall(RoleRegistry.initialize, (address(this))))
        );
        deployGuard(address(registry));
        _bearCouncils();
        emergencyController = EmergencyController(deploy("EmergencyController", abi.encode(registry, guard)));
        address code = deploy("ChangeManager", abi.encode(registry, guard, emergencyController));
        manager = ChangeManager(_proxy(code, abi.encodeCall(ChangeManager.initialize, ())));
        code = deploy("OperationsLog", "");
        operations = OperationsLog(_proxy(code, abi.encodeCall(OperationsLog.initialize, (registry))));

        registry.appointGuard(address(guard));
        registry.registerCore(address(emergencyController));
        registry.appointChangeManager(address(manager));
        _seatEverybody();
        _registerCouncils();
        _grantRoles();
        _mapFunctions();
        registry.grantRole(Roles.ADMIN, address(sovereign.safe), BREAK_GLASS_DELAY);
        registry.closeGenesis();
    }

    // ---------------------------------------------------------------------------------------------------- people

    /// @dev Keys of an ordinary quorum: of the governance council two policy people and one technical.
    function quorumOf(Body storage body) internal view returns (uint256[] memory) {
        return pick(body.keys, body.safe.getThreshold());
    }

    /// @dev The three technical people of the governance council.
    function technicalPeopleOfGovernance() internal view returns (uint256[] memory keys) {
        keys = new uint256[](3);
        for (uint256 i = 0; i < 3; ++i) keys[i] = governance.keys[2 + i];
    }

    // ------------------------------------------------------------------------------------------------- deployment

    function _bearCouncils() private {
        _bear(technical, "technical", 3, 2);
        _bear(governance, "governance", 5, 3);
        _bear(emergency, "emergency", 3, 2);
        _bear(sovereign, "sovereign", 5, 3);
        (proposer, ) = account("proposer");
        (executor, ) = account("executor");
        (monitor, ) = account("monitor");
        (operator, ) = account("operator");
        (thief, ) = account("thief");
    }

    function _bear(Body storage body, string memory name, uint256 count, uint256 threshold) private {
        (body.owners, body.keys) = people(name, count);
        body.safe = bear(birthOf(body.owners, threshold, 1));
    }

    function _seatEverybody() private {
        registry.registerEntity(MINISTRY, "Ministry", keccak256("ministry"));
        registry.registerEntity(AGENCY, "Digital agency", keccak256("agency"));
        registry.registerEntity(OFFICE, "Sovereign office", keccak256("office"));
        registry.registerEntity(RESPONSE_TEAM, "Response team", keccak256("response team"));
        registry.registerEntity(RUNNERS, "Operations company", keccak256("runners"));
        registry.registerEntity(OBSERVATORY, "Observatory", keccak256("observatory"));
        _seatAll(technical, AGENCY, Constituencies.TECHNICAL);
        _seatAll(emergency, RESPONSE_TEAM, Constituencies.EMERGENCY);
        _seatAll(sovereign, OFFICE, Constituencies.SOVEREIGN);
        for (uint256 i = 0; i < 5; ++i) {
            registry.assignSeat(
                address(governance.safe),
                governance.owners[i],
                i < 2 ? MINISTRY : AGENCY,
                i < 2 ? Constituencies.POLICY : Constituencies.TECHNICAL
            );
        }
        registry.bindAccount(proposer, RUNNERS);
        registry.bindAccount(executor, RUNNERS);
        registry.bindAccount(operator, RUNNERS);
        registry.bindAccount(monitor, OBSERVATORY);
        registry.setConflict(Roles.TECHNICAL_OPERATOR, Roles.ISSUER, true);
        registry.setConflict(Roles.TECHNICAL_OPERATOR, Roles.IDENTITY_AUTHORITY, true);
        registry.setConflict(Roles.MONITOR, Roles.BRIDGE_OPERATOR, true);
        registry.setConflict(Roles.MONITOR, Roles.GOVERNANCE_COUNCIL, true);
        registry.setConflict(Roles.MONITOR, Roles.TREASURY_OPERATOR, true);
        registry.setConflict(Roles.CHANGE_EXECUTOR, Roles.ISSUER, true);
    }

    function _seatAll(Body storage body, uint8 entity, uint8 constituency) private {
        for (uint256 i = 0; i < body.owners.length; ++i) {
            registry.assignSeat(address(body.safe), body.owners[i], entity, constituency);
        }
    }

    function _registerCouncils() private {
        _register(technical, 2, 3, uint32(1) << Constituencies.TECHNICAL);
        _register(governance, 3, 5, (uint32(1) << Constituencies.POLICY) | (uint32(1) << Constituencies.TECHNICAL));
        _register(emergency, 2, 3, uint32(1) << Constituencies.EMERGENCY);
        _register(sovereign, 3, 5, uint32(1) << Constituencies.SOVEREIGN);
    }

    function _register(Body storage body, uint8 threshold, uint8 owners, uint32 constituencies) private {
        guard.registerCouncil(
            address(body.safe),
            birthOf(body.owners, threshold, 1),
            IGovernanceGuard.CouncilPolicy(threshold, owners, owners + 2, constituencies)
        );
    }

    function _grantRoles() private {
        uint48 end = uint48(block.timestamp) + 365 days;
        registry.grantRole(Roles.SOVEREIGN_AUTHORITY, address(sovereign.safe), 0);
        registry.grantMandate(Roles.GOVERNANCE_COUNCIL, address(governance.safe), end);
        registry.grantMandate(Roles.TECHNICAL_COMMITTEE, address(technical.safe), end);
        registry.grantMandate(Roles.EMERGENCY_COUNCIL, address(emergency.safe), end);
        registry.grantRole(Roles.CHANGE_PROPOSER, proposer, 0);
        registry.grantRole(Roles.CHANGE_EXECUTOR, executor, 0);
        registry.grantRole(Roles.MONITOR, monitor, 0);
        registry.grantRole(Roles.TECHNICAL_OPERATOR, operator, 0);
    }

    function _mapFunctions() private {
        _map(address(manager), ChangeManager.propose.selector, Roles.CHANGE_PROPOSER);
        _map(address(manager), ChangeManager.execute.selector, Roles.CHANGE_EXECUTOR);
        _map(address(manager), ChangeManager.acknowledge.selector, Roles.MONITOR);
        _map(address(manager), ChangeManager.object.selector, Roles.MONITOR);
        _map(address(operations), OperationsLog.recordRelease.selector, Roles.ROUTINE_UPGRADE);
        _map(address(operations), UUPSUpgradeable.upgradeToAndCall.selector, Roles.ROUTINE_UPGRADE);
        _map(address(operations), OperationsLog.setReleaseCadence.selector, Roles.CONFIG);
        _map(address(operations), OperationsLog.announceWindow.selector, Roles.TECHNICAL_OPERATOR);
        _map(address(operations), OperationsLog.withdrawWindow.selector, Roles.TECHNICAL_OPERATOR);
    }

    function _map(address target, bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        registry.setTargetFunctionRole(target, selectors, role);
    }

    function _proxy(address implementation, bytes memory data) private returns (address) {
        return address(new ERC1967Proxy(implementation, data));
    }
}
