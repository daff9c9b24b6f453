// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgramRegistry, RuleSet} from "../../../../../contracts/program/interfaces/IProgramRegistry.sol";
import {IOperationsLog} from "../../../../../contracts/operations/interfaces/IOperationsLog.sol";
import {IProgramTerms} from "../../../../../contracts/program/interfaces/IProgramTerms.sol";
import {Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {ProgramKit} from "../../../support/ProgramKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract ProgramRegistryPublishRuleSetTest is ProgramKit {
    function setUp() public override {
        super.setUp();
        register(PROGRAM);
    }

    function test_VersionsFollowEachOtherAndNoneIsLost() public {
        vm.expectEmit(address(programs));
        emit IProgramRegistry.RuleSetPublished(PROGRAM, 1, RULES, ROW_MAXIMUM, "ipfs://rules");
        publish(PROGRAM, 0, RULES, ROW_MAXIMUM, "ipfs://rules");
        vm.warp(NOW + 1);
        publish(PROGRAM, 1, DIGEST, 2 * ROW_MAXIMUM, "");
        publish(PROGRAM, 2, RULES, ROW_MAXIMUM, "");
        assertRules(1, RULES, ROW_MAXIMUM, NOW);
        assertRules(2, DIGEST, 2 * ROW_MAXIMUM, NOW + 1);
        assertRules(3, RULES, ROW_MAXIMUM, NOW + 1);
        assertRules(4, 0, 0, 0);
        vm.assertEq(uint256(programs.programOf(PROGRAM).ruleSetVersion), 3, "in force");
        vm.assertEq(uint256(programs.termsFor(PROGRAM, BANK).ruleSetVersion), 3, "terms");
        vm.assertEq(uint256(programs.termsFor(PROGRAM, BANK).rowMaximum), ROW_MAXIMUM, "row maximum");
    }

    function testFuzz_RevertGiven_AnotherVersionThanTheSignersKnew(uint32 expected) public {
        publish(PROGRAM, 0, RULES, ROW_MAXIMUM, "");
        vm.assume(expected != 1);
        vm.expectRevert(
            abi.encodeWithSelector(IProgramRegistry.RuleSetVersionMoved.selector, PROGRAM, uint32(1), expected)
        );
        publish(PROGRAM, expected, DIGEST, ROW_MAXIMUM, "");
    }

    function test_RevertWhen_TheDigestIsInForceAlready() public {
        publish(PROGRAM, 0, RULES, ROW_MAXIMUM, "");
        vm.expectRevert(abi.encodeWithSelector(IProgramRegistry.RuleSetUnchanged.selector, PROGRAM, RULES));
        publish(PROGRAM, 1, RULES, 1, "");
    }

    function test_RevertWhen_SomethingIsOutOfBounds() public {
        vm.expectRevert(IProgramRegistry.DigestMissing.selector);
        publish(PROGRAM, 0, bytes32(0), ROW_MAXIMUM, "");
        vm.expectRevert(outOfBounds(0));
        publish(PROGRAM, 0, RULES, 0, "");
        vm.expectRevert(outOfBounds(LIMIT + 1));
        publish(PROGRAM, 0, RULES, LIMIT + 1, "");
        vm.expectRevert(abi.encodeWithSelector(IOperationsLog.UriTooLong.selector, 513, 512));
        publish(PROGRAM, 0, RULES, LIMIT, string(new bytes(513)));
        publish(PROGRAM, 0, RULES, LIMIT, string(new bytes(512)));
    }

    function test_RevertGiven_ARestrictedOrUnknownProgramme() public {
        restrict(systemOf(PROGRAM), Mode.ReadOnly);
        expectRestricted(systemOf(PROGRAM), Mode.ReadOnly, Operation.Configure);
        publish(PROGRAM, 0, RULES, ROW_MAXIMUM, "");
        vm.expectRevert(abi.encodeWithSelector(IProgramTerms.UnknownProgram.selector, OTHER_PROGRAM));
        publish(OTHER_PROGRAM, 0, RULES, ROW_MAXIMUM, "");
    }

    function test_RevertWhen_TheCallerIsNotTheProgramAuthoritysSafe() public {
        expectNoCouncil(official);
        programs.publishRuleSet(PROGRAM, 0, RULES, ROW_MAXIMUM, "");
        expectOtherCouncil(sovereign, Roles.PROGRAM_AUTHORITY);
        programs.publishRuleSet(PROGRAM, 0, RULES, ROW_MAXIMUM, "");
    }

    function publish(
        bytes32 programId,
        uint32 expected,
        bytes32 digest,
        uint128 rowMaximum,
        string memory uri
    ) private {
        vm.prank(council);
        programs.publishRuleSet(programId, expected, digest, rowMaximum, uri);
    }

    function assertRules(uint32 version, bytes32 digest, uint128 rowMaximum, uint256 publishedAt) private view {
        RuleSet memory rules = programs.ruleSetOf(PROGRAM, version);
        vm.assertEq(rules.digest, digest, "digest");
        vm.assertEq(uint256(rules.rowMaximum), rowMaximum, "row maximum of the version");
        vm.assertEq(uint256(rules.publishedAt), publishedAt, "published");
    }

    function outOfBounds(uint128 rowMaximum) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IProgramRegistry.RowMaximumOutOfBounds.selector, rowMaximum, uint128(1), LIMIT);
    }
}
