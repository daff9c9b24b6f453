// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramRegistry, PhaseCaps} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Phase} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Phases} from "../../../../../contracts/program/libraries/Phases.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ProgramRegistrySetPhaseCapsTest is ProgramKit {
    function setUp() public override {
        super.setUp();
        openPilot(PROGRAM);
    }

    function testFuzz_SetsBoth(uint32 participants, uint128 amount) public {
        participants = uint32(bound(participants, 1, Phases.MAX_PARTICIPANTS));
        amount = uint128(bound(amount, 1, LIMIT));
        vm.expectEmit(address(programs));
        emit IProgramRegistry.PhaseCapsSet(PROGRAM, Phase.Pilot, participants, amount, DIGEST);
        setCaps(PROGRAM, participants, amount);
        vm.assertEq(uint256(programs.termsFor(PROGRAM, BANK).maxParticipants), participants, "participants");
        vm.assertEq(uint256(programs.termsFor(PROGRAM, BANK).maxAmount), amount, "amount");
    }

    function test_RaisingEitherNeedsAModeThatConfigures() public {
        restrict(systemOf(PROGRAM), Mode.Halted);
        expectRestricted(systemOf(PROGRAM), Mode.Halted, Operation.Configure);
        setCaps(PROGRAM, PARTICIPANTS + 1, AMOUNT);
        expectRestricted(systemOf(PROGRAM), Mode.Halted, Operation.Configure);
        setCaps(PROGRAM, PARTICIPANTS - 1, AMOUNT + 1);
        setCaps(PROGRAM, PARTICIPANTS - 1, AMOUNT);
    }

    function test_RevertGiven_APhaseThatDistributesNothing() public {
        register(OTHER_PROGRAM);
        vm.expectRevert(
            abi.encodeWithSelector(IProgramRegistry.PhaseWithoutCaps.selector, OTHER_PROGRAM, Phase.Assessment)
        );
        setCaps(OTHER_PROGRAM, 1, 1);
    }

    function test_RevertWhen_ACapIsZero() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IProgramRegistry.ParticipantsCapOutOfBounds.selector,
                uint32(0),
                uint32(1),
                Phases.MAX_PARTICIPANTS
            )
        );
        setCaps(PROGRAM, 0, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IProgramRegistry.AmountCapOutOfBounds.selector, uint128(0), uint128(1), LIMIT)
        );
        setCaps(PROGRAM, 1, 0);
    }

    function test_RevertWhen_TheDecisionIsMissingOrTheCallerNotTheSovereignAuthority() public {
        PhaseCaps memory given = caps();
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        vm.prank(sovereign);
        programs.setPhaseCaps(PROGRAM, given, bytes32(0));
        expectNoCouncil(official);
        programs.setPhaseCaps(PROGRAM, given, DIGEST);
        expectOtherCouncil(council, Roles.SOVEREIGN_AUTHORITY);
        programs.setPhaseCaps(PROGRAM, given, DIGEST);
    }
}
