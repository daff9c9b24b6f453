// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramRegistry} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {IProgramTerms} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ProgramGoverned} from "../../../../../contracts/program/ProgramGoverned.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ProgramRegistryEntitiesTest is ProgramKit {
    function setUp() public override {
        super.setUp();
        register(PROGRAM);
    }

    function testFuzz_EachEntityIsItsOwn(uint8 entity) public {
        entity = uint8(bound(entity, 1, 10));
        vm.expectEmit(address(programs));
        emit IProgramRegistry.EntityAuthorised(PROGRAM, entity, DIGEST);
        authorise(PROGRAM, entity);
        for (uint8 other = 0; other <= 10; ++other) {
            vm.assertEq(programs.isAuthorised(PROGRAM, other), other == entity, "authorised");
            vm.assertEq(programs.termsFor(PROGRAM, other).authorised, other == entity, "terms");
        }
        vm.expectEmit(address(programs));
        emit IProgramRegistry.EntityWithdrawn(PROGRAM, entity, official, REASON);
        withdraw(official, entity);
        vm.assertFalse(programs.isAuthorised(PROGRAM, entity), "withdrawn");
    }

    function test_WithdrawsInEveryModeAndAuthorisesInNone() public {
        authorise(PROGRAM, BANK);
        restrict(systemOf(PROGRAM), Mode.ReadOnly);
        expectRestricted(systemOf(PROGRAM), Mode.ReadOnly, Operation.Configure);
        authorise(PROGRAM, POST);
        withdraw(official, BANK);
    }

    function test_RevertWhen_NothingWouldChange() public {
        vm.expectRevert(abi.encodeWithSelector(IProgramRegistry.EntityNotAuthorised.selector, PROGRAM, BANK));
        withdraw(official, BANK);
        authorise(PROGRAM, BANK);
        vm.expectRevert(abi.encodeWithSelector(IProgramRegistry.EntityAlreadyAuthorised.selector, PROGRAM, BANK));
        authorise(PROGRAM, BANK);
    }

    function test_RevertGiven_AnUnknownEntityOrProgramme() public {
        vm.expectRevert(abi.encodeWithSelector(IProgramRegistry.UnknownEntity.selector, uint8(0)));
        authorise(PROGRAM, 0);
        vm.expectRevert(abi.encodeWithSelector(IProgramRegistry.UnknownEntity.selector, uint8(11)));
        authorise(PROGRAM, 11);
        vm.expectRevert(abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, OTHER_PROGRAM));
        authorise(OTHER_PROGRAM, BANK);
    }

    function test_RevertWhen_ApprovalOrReasonIsMissing() public {
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        vm.prank(council);
        programs.authoriseEntity(PROGRAM, BANK, bytes32(0));
        authorise(PROGRAM, BANK);
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        vm.prank(official);
        programs.withdrawEntity(PROGRAM, BANK, bytes32(0));
    }

    function test_RevertWhen_TheCallerIsNotWhoMay() public {
        expectNoCouncil(official);
        programs.authoriseEntity(PROGRAM, BANK, DIGEST);
        expectOtherCouncil(sovereign, Roles.PROGRAM_AUTHORITY);
        programs.authoriseEntity(PROGRAM, BANK, DIGEST);
        authorise(PROGRAM, BANK);
        expectUnauthorized(distributor);
        programs.withdrawEntity(PROGRAM, BANK, REASON);
        vm.expectRevert(
            abi.encodeWithSelector(
                ProgramGoverned.AuthorityOfAnother.selector,
                foreignOfficial,
                OTHER_MINISTRY,
                MINISTRY
            )
        );
        withdraw(foreignOfficial, BANK);
    }

    function authorise(bytes32 programId, uint8 entity) private {
        vm.prank(council);
        programs.authoriseEntity(programId, entity, DIGEST);
    }

    function withdraw(address by, uint8 entity) private {
        vm.prank(by);
        programs.withdrawEntity(PROGRAM, entity, REASON);
    }
}
