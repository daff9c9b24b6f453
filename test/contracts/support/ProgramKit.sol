// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {
    IProgramRegistry,
    PhaseCaps,
    PrivacyMode,
    ProgramTerms,
    Requirement
} from "../../../contracts/program/interfaces/IProgramRegistry.sol";
import {IGovernanceGuard} from "../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {IRoleRegistry} from "../../../contracts/access/interfaces/IRoleRegistry.sol";
import {ISystemModes, Mode, Operation} from "../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Phase} from "../../../contracts/program/interfaces/IProgramTerms.sol";

import {Constituencies} from "../../../contracts/access/Constituencies.sol";
import {FakeChangeGuard} from "../mocks/change/FakeChangeGuard.sol";
import {FakeOffices} from "../mocks/program/FakeOffices.sol";
import {FakeSystemModes} from "../mocks/FakeSystemModes.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../contracts/emergency/SystemIds.sol";
import {Test} from "./Test.sol";

/// @notice A register of programmes on fake offices, councils and modes, with a programme of monthly periods.
abstract contract ProgramKit is Test {
    bytes32 internal constant PROGRAM = keccak256("seed vouchers");
    bytes32 internal constant OTHER_PROGRAM = keccak256("school meals");
    bytes32 internal constant DIGEST = keccak256("digest");
    bytes32 internal constant REASON = keccak256("reason");
    bytes32 internal constant RULES = keccak256("rules");
    uint40 internal constant NOW = 1_800_000_000;
    uint32 internal constant PERIOD = 30 days;
    uint32 internal constant PARTICIPANTS = 100;
    uint128 internal constant AMOUNT = 10_000;
    uint128 internal constant ROW_MAXIMUM = 200;
    uint128 internal constant LIMIT = 1e36;

    /// @dev Entities.
    uint8 internal constant MINISTRY = 1;
    uint8 internal constant BANK = 2;
    uint8 internal constant POST = 3;
    uint8 internal constant TREASURY = 4;
    uint8 internal constant COURT = 5;
    uint8 internal constant OTHER_COURT = 6;
    uint8 internal constant OTHER_MINISTRY = 7;
    uint8 internal constant OFFICE = 8;

    address internal official = address(0xA1);
    address internal foreignOfficial = address(0xA7);
    address internal distributor = address(0xD2);
    address internal teller = address(0xD22);
    address internal postOffice = address(0xD3);
    address internal treasurer = address(0x74);
    address internal auditor = address(0xC5);
    address internal otherAuditor = address(0xC6);
    address internal upgrader = address(0x0960);
    address internal stranger = address(0xbad);
    address internal sovereign = address(0x5AFE1);
    address internal council = address(0x5AFE7);

    FakeOffices internal offices;
    FakeChangeGuard internal guard;
    FakeSystemModes internal modes;
    IProgramRegistry internal programs;

    function setUp() public virtual {
        vm.warp(NOW);
        offices = new FakeOffices();
        guard = new FakeChangeGuard();
        modes = new FakeSystemModes();
        programs = IProgramRegistry(_behindProxy(deploy("ProgramRegistry", abi.encode(offices, guard, modes))));
        _appoint();
        _mapRegistry();
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @dev A programme in its pilot, with a rule set, for which the bank and the post distribute.
    function openPilot(bytes32 programId) internal {
        register(programId);
        recordPapers(programId);
        advance(programId, Phase.Pilot);
        vm.startPrank(council);
        programs.authoriseEntity(programId, BANK, DIGEST);
        programs.authoriseEntity(programId, POST, DIGEST);
        programs.publishRuleSet(programId, 0, RULES, ROW_MAXIMUM, "");
        vm.stopPrank();
    }

    function register(bytes32 programId) internal {
        vm.prank(sovereign);
        programs.registerProgram(programId, programTerms());
    }

    function recordPapers(bytes32 programId) internal {
        vm.startPrank(official);
        for (uint8 i = 1; i <= uint8(type(Requirement).max); ++i) {
            programs.recordRequirement(programId, Requirement(i), keccak256(abi.encode("paper", i)));
        }
        vm.stopPrank();
    }

    /// @dev As the papers are just now.
    function advance(bytes32 programId, Phase to) internal {
        bytes32 papers = programs.requirementsDigest(programId, to);
        vm.prank(sovereign);
        programs.advancePhase(programId, to, caps(), papers, DIGEST);
    }

    function setCaps(bytes32 programId, uint32 participants, uint128 amount) internal {
        vm.prank(sovereign);
        programs.setPhaseCaps(programId, PhaseCaps(participants, amount), DIGEST);
    }

    function restrict(bytes32 system, Mode mode) internal {
        modes.setMode(system, mode);
    }

    // ------------------------------------------------------------------------------------------------------ words

    function programTerms() internal view returns (ProgramTerms memory) {
        return
            ProgramTerms({
                authority: MINISTRY,
                privacy: PrivacyMode.Private,
                metadataDigest: keccak256("metadata"),
                legalApprovalDigest: keccak256("legal approval"),
                startsAt: uint40(block.timestamp),
                periodLength: PERIOD
            });
    }

    function caps() internal pure returns (PhaseCaps memory) {
        return PhaseCaps(PARTICIPANTS, AMOUNT);
    }

    function systemOf(bytes32 programId) internal pure returns (bytes32) {
        return SystemIds.keyed(SystemIds.PROGRAM, programId);
    }

    // ------------------------------------------------------------------------------------------------ expectations

    /// @dev The next call by `who` is refused for want of a role.
    function expectUnauthorized(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, who));
        vm.prank(who);
    }

    /// @dev The next call is of an account that is no Safe.
    function expectNoCouncil(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceGuard.UnknownCouncil.selector, who));
        vm.prank(who);
    }

    /// @dev The next call is of a Safe with its quorum, but of another council.
    function expectOtherCouncil(address safe, uint64 role) internal {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, safe, role));
        vm.prank(safe);
    }

    function expectRestricted(bytes32 system, Mode mode, Operation operation) internal {
        uint40 until = modes.UNTIL();
        vm.expectRevert(
            abi.encodeWithSelector(ISystemModes.OperationRestricted.selector, system, mode, operation, until)
        );
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _behindProxy(address logic) internal returns (address) {
        return address(new ERC1967Proxy(logic, abi.encodeWithSignature("initialize()")));
    }

    function _map(address target, bytes4 selector, uint64 role) internal {
        offices.map(target, selector, role);
    }

    function _appoint() private {
        offices.appointTo(Roles.PROGRAM_AUTHORITY, official, MINISTRY);
        offices.appointTo(Roles.PROGRAM_AUTHORITY, foreignOfficial, OTHER_MINISTRY);
        offices.appointTo(Roles.DISTRIBUTION_OPERATOR, distributor, BANK);
        offices.appointTo(Roles.DISTRIBUTION_OPERATOR, teller, BANK);
        offices.appointTo(Roles.DISTRIBUTION_OPERATOR, postOffice, POST);
        offices.appointTo(Roles.TREASURY_OPERATOR, treasurer, TREASURY);
        offices.appointTo(Roles.AUDITOR, auditor, COURT);
        offices.appointTo(Roles.AUDITOR, otherAuditor, OTHER_COURT);
        offices.setRole(Roles.HIGH_RISK_UPGRADE, upgrader, true);
        _seat(sovereign, Roles.SOVEREIGN_AUTHORITY, OFFICE, Constituencies.SOVEREIGN);
        _seat(council, Roles.PROGRAM_AUTHORITY, OTHER_MINISTRY, Constituencies.POLICY);
    }

    function _seat(address safe, uint64 role, uint8 entity, uint8 constituency) internal {
        address signer = address(uint160(safe) + 0x1000);
        guard.register(safe, uint32(1) << constituency);
        offices.setRole(role, safe, true);
        offices.seat(safe, signer, entity, constituency);
        address[] memory signers = new address[](1);
        signers[0] = signer;
        guard.sign(safe, signers);
    }

    function _mapRegistry() private {
        address target = address(programs);
        _map(target, programs.recordMetadata.selector, Roles.PROGRAM_AUTHORITY);
        _map(target, programs.recordLegalApproval.selector, Roles.PROGRAM_AUTHORITY);
        _map(target, programs.withdrawEntity.selector, Roles.PROGRAM_AUTHORITY);
        _map(target, programs.recordRequirement.selector, Roles.PROGRAM_AUTHORITY);
        _map(target, UUPSUpgradeable.upgradeToAndCall.selector, Roles.HIGH_RISK_UPGRADE);
    }
}
