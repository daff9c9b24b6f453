// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {Constituencies} from "../../../contracts/access/Constituencies.sol";
import {FakeGovernanceGuard} from "../mocks/FakeGovernanceGuard.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistry} from "../../../contracts/access/RoleRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {Test} from "./Test.sol";

/**
 * @notice A RoleRegistry with entities, councils and their seats, either still in genesis or already governed.
 * @dev Councils are accounts with some code; a fake guard says what they have in flight.
 */
abstract contract RoleRegistryKit is Test {
    uint8 internal constant MINISTRY = 1;
    uint8 internal constant BANK = 2;
    uint8 internal constant OPERATOR = 3;
    uint8 internal constant AUDIT_OFFICE = 4;
    uint8 internal constant STANDARDS = 5;

    uint32 internal constant BREAK_GLASS_DELAY = 14 days;
    uint48 internal constant TERM = 365 days;

    RoleRegistry internal registry;
    FakeGovernanceGuard internal guard;
    address internal changeManager = address(0xC4A6E);
    address internal deployer = address(0xDE9107);

    address internal sovereign = address(0x50F0);
    address internal governance = address(0x60F0);
    address internal technical = address(0x7EC0);
    address internal emergency = address(0xE3E0);

    mapping(address safe => address[]) internal people;

    // ------------------------------------------------------------------------------------------------ deployment

    /// @dev Everything up to, and not including, the end of genesis.
    function deployInGenesis() internal {
        vm.warp(1_800_000_000);
        registry = newRegistry(deployer);
        guard = new FakeGovernanceGuard();
        vm.etch(changeManager, hex"00");

        vm.startPrank(deployer);
        registry.appointGuard(address(guard));
        registry.appointChangeManager(changeManager);
        for (uint8 entity = MINISTRY; entity <= STANDARDS; ++entity) {
            registry.registerEntity(entity, "Entity", keccak256(abi.encode(entity)));
        }
        vm.stopPrank();

        foundCouncil(sovereign, MINISTRY, Constituencies.SOVEREIGN);
        foundCouncil(governance, MINISTRY, Constituencies.POLICY);
        foundCouncil(technical, OPERATOR, Constituencies.TECHNICAL);
        foundCouncil(emergency, STANDARDS, Constituencies.EMERGENCY);

        vm.startPrank(deployer);
        registry.grantRole(Roles.SOVEREIGN_AUTHORITY, sovereign, 0);
        registry.grantMandate(Roles.GOVERNANCE_COUNCIL, governance, term());
        registry.grantMandate(Roles.TECHNICAL_COMMITTEE, technical, term());
        registry.grantMandate(Roles.EMERGENCY_COUNCIL, emergency, term());
        registry.grantRole(Roles.ADMIN, sovereign, BREAK_GLASS_DELAY);
        vm.stopPrank();
    }

    function deployGoverned() internal {
        deployInGenesis();
        vm.prank(deployer);
        registry.closeGenesis();
    }

    function newRegistry(address admin) internal returns (RoleRegistry) {
        bytes memory init = abi.encodeCall(RoleRegistry.initialize, (admin));
        return RoleRegistry(address(new ERC1967Proxy(deploy("RoleRegistry", ""), init)));
    }

    /// @dev Three people of one entity, with one of the constituency that the guard demands.
    function foundCouncil(address safe, uint8 entity, uint8 constituency) internal {
        vm.etch(safe, hex"00");
        guard.setCouncil(safe, IGovernanceGuard.CouncilStatus.Registered, uint32(1) << constituency);
        for (uint160 i = 1; i <= 3; ++i) {
            address owner = address(uint160(safe) + i);
            people[safe].push(owner);
            vm.prank(deployer);
            registry.assignSeat(safe, owner, entity, constituency);
        }
    }

    // ---------------------------------------------------------------------------------------------------- callers

    /// @dev The next call comes from the ChangeManager, which holds ADMIN without delay.
    function asAdmin() internal {
        vm.prank(changeManager);
    }

    /// @dev The next call comes from `safe`, with two of its people's signatures in flight.
    function asCouncil(address safe) internal {
        takeOff(safe);
        vm.prank(safe);
    }

    function takeOff(address safe) internal {
        address[] memory signers = new address[](2);
        (signers[0], signers[1]) = (people[safe][0], people[safe][1]);
        guard.setSigners(safe, signers);
    }

    function land(address safe) internal {
        guard.setSigners(safe, new address[](0));
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    function term() internal view returns (uint48) {
        return uint48(block.timestamp) + TERM;
    }

    function bindTo(address account, uint8 entity) internal returns (address) {
        asAdmin();
        registry.bindAccount(account, entity);
        return account;
    }

    function grantTo(address account, uint64 role) internal {
        asAdmin();
        registry.grantRole(role, account, 0);
    }

    function conflict(uint64 roleA, uint64 roleB) internal {
        asAdmin();
        registry.setConflict(roleA, roleB, true);
    }

    function holds(uint64 role, address account) internal view returns (bool isMember) {
        (isMember, ) = registry.hasRole(role, account);
    }

    function bit(uint64 role) internal pure returns (uint256) {
        return 1 << role;
    }

    function artifacts() internal pure returns (IRoleRegistry.BreakGlassArtifacts memory) {
        return IRoleRegistry.BreakGlassArtifacts(keccak256("request"), keccak256("impact"), keccak256("rollback"));
    }

    /// @dev What AccessManager says to a stranger who calls an ADMIN function.
    function unauthorized(address caller) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("AccessManagerUnauthorizedAccount(address,uint64)", caller, Roles.ADMIN);
    }
}
