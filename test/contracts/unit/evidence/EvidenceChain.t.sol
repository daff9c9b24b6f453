// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EvidenceProbe} from "../../mocks/EvidenceProbe.sol";
import {EvidenceReplay} from "../../support/EvidenceReplay.sol";
import {IEvidenceChain} from "../../../../contracts/evidence/interfaces/IEvidenceChain.sol";
import {Test} from "../../support/Test.sol";

contract EvidenceChainTest is Test {
    using EvidenceReplay for bytes32;

    EvidenceProbe private probe;

    function setUp() public {
        probe = new EvidenceProbe();
        vm.recordLogs();
    }

    function test_GivenNothingWasRecorded_AnswersTheGenesis() public view {
        vm.assertEq(probe.evidenceHead(), EvidenceReplay.genesis(address(probe)), "genesis");
    }

    function test_GenesisBindsTheChain() public {
        bytes32 here = probe.evidenceHead();
        vm.chainId(block.chainid + 1);
        vm.assertNotEq(probe.evidenceHead(), here, "another chain, another genesis");
    }

    function test_GenesisBindsTheContract() public {
        vm.assertNotEq(new EvidenceProbe().evidenceHead(), probe.evidenceHead(), "another contract, another genesis");
    }

    function test_TheHeadIsInTheSlotThatAuditorsProve() public {
        probe.none(1);
        bytes32 slot =
            keccak256(abi.encode(uint256(keccak256("sign.storage.EvidenceChain")) - 1)) & ~bytes32(uint256(0xff));
        vm.assertEq(vm.load(address(probe), slot), probe.evidenceHead(), "slot");
    }

    function testFuzz_EmitsWhatSolidityWouldEmit(
        uint256 a,
        address b,
        bytes32 c,
        bytes calldata data,
        string calldata text
    ) public {
        vm.expectEmit(address(probe));
        emit EvidenceProbe.NoTopics(a);
        probe.none(a);
        vm.expectEmit(address(probe));
        emit EvidenceProbe.OneTopic(a, uint256(c));
        probe.one(a, uint256(c));
        vm.expectEmit(address(probe));
        emit EvidenceProbe.TwoTopics(a, b, text);
        probe.two(a, b, text);
        vm.expectEmit(address(probe));
        emit EvidenceProbe.ThreeTopics(a, b, c, data);
        probe.three(a, b, c, data);
        vm.expectEmit(address(probe));
        emit IEvidenceChain.UpgradeAuthorized(b, b.codehash);
        probe.upgrade(b);
    }

    function testFuzz_MovesTheHeadByTheRule(uint8[24] calldata steps, address b, bytes calldata data) public {
        for (uint256 i = 0; i < steps.length; ++i) act(steps[i], i, b, data);
        bytes32 expected = EvidenceReplay.genesis(address(probe)).advance(vm.getRecordedLogs(), address(probe));
        vm.assertEq(probe.evidenceHead(), expected, "head");
    }

    function test_AnotherOrderIsAnotherHead() public {
        EvidenceProbe other = new EvidenceProbe();
        bytes32 slot =
            keccak256(abi.encode(uint256(keccak256("sign.storage.EvidenceChain")) - 1)) & ~bytes32(uint256(0xff));
        vm.store(address(other), slot, probe.evidenceHead());
        probe.none(1);
        probe.none(2);
        other.none(2);
        other.none(1);
        vm.assertNotEq(probe.evidenceHead(), other.evidenceHead(), "order");
    }

    function test_AnotherBlockIsAnotherHead() public {
        EvidenceProbe other = new EvidenceProbe();
        bytes32 slot =
            keccak256(abi.encode(uint256(keccak256("sign.storage.EvidenceChain")) - 1)) & ~bytes32(uint256(0xff));
        vm.store(address(other), slot, probe.evidenceHead());
        probe.none(1);
        vm.roll(block.number + 1);
        other.none(1);
        vm.assertNotEq(probe.evidenceHead(), other.evidenceHead(), "block");
    }

    function act(uint8 step, uint256 value, address b, bytes calldata data) private {
        if (step % 5 == 0) probe.none(value);
        else if (step % 5 == 1) probe.one(value, step);
        else if (step % 5 == 2) probe.two(value, b, "text");
        else if (step % 5 == 3) probe.three(value, b, bytes32(value), data);
        else probe.inherited(b, value);
    }
}
