// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";
import {Vm} from "../../../support/Vm.sol";

contract EvidenceTest is RoleRegistryKit {
    function setUp() public {
        vm.roll(100);
    }

    bytes32 private head;

    function test_everyEventMovesTheHead() public {
        vm.recordLogs();
        deployGoverned();
        head = keccak256(abi.encode(keccak256("sign.evidence.genesis.v1"), block.chainid, address(registry)));
        vm.assertEq(fold(), 50, "events of the deployment");

        vm.roll(block.number + 1);
        accountsAndRoles();
        vm.assertEq(fold(), 18, "events of accounts and roles");

        vm.roll(block.number + 7);
        operations();
        vm.assertEq(fold(), 11, "events of operations");
    }

    function accountsAndRoles() private {
        address clerk = address(0xC1E);
        vm.startPrank(changeManager);
        registry.bindAccount(clerk, BANK);
        registry.grantRole(Roles.ISSUER, clerk, 100);
        registry.grantRole(Roles.ISSUER, clerk, 10);
        registry.grantRole(Roles.ISSUER, clerk, 1000);
        registry.grantMandate(Roles.ISSUER, clerk, term());
        registry.grantRole(Roles.ISSUER, clerk, 1000);
        registry.renounceRole(Roles.VERIFIER, changeManager);
        registry.setConflict(Roles.ISSUER, Roles.TECHNICAL_OPERATOR, true);
        registry.setConflict(Roles.ISSUER, Roles.TECHNICAL_OPERATOR, false);
        registry.labelRole(Roles.ISSUER, "A label that is longer than one word of the machine");
        registry.setRoleAdmin(Roles.ISSUER, Roles.IDENTITY_AUTHORITY);
        registry.setRoleAdmin(Roles.ISSUER, Roles.ADMIN);
        registry.assignSeat(governance, clerk, BANK, Constituencies.TECHNICAL);
        registry.vacateSeat(governance, clerk);
        vm.stopPrank();
        asCouncil(emergency);
        registry.suspend(clerk, uint48(block.timestamp + 1 hours), keccak256("reason"));
        asCouncil(sovereign);
        registry.liftSuspension(clerk);
        vm.warp(block.timestamp + 6 days);
        vm.prank(clerk);
        registry.renounceRole(Roles.ISSUER, clerk);
        asCouncil(sovereign);
        registry.renewMandate(Roles.TECHNICAL_COMMITTEE, technical, term());
    }

    function operations() private {
        address next = deploy("RoleRegistry", "");
        bytes4[] memory selectors = new bytes4[](2);
        (selectors[0], selectors[1]) = (bytes4(0x12345678), bytes4(0x87654321));
        vm.startPrank(changeManager);
        registry.registerCore(address(this));
        registry.setTargetFunctionRole(address(0xAAAA), selectors, Roles.CONFIG);
        registry.setTargetClosed(address(0xAAAA), true);
        registry.upgradeToAndCall(next, "");
        vm.stopPrank();

        bytes memory data = abi.encodeCall(registry.registerEntity, (77, "Seventy-seventh", keccak256("act")));
        vm.prank(sovereign);
        (bytes32 id, ) = registry.schedule(address(registry), data, uint48(block.timestamp + 15 days));
        vm.prank(sovereign);
        registry.cancel(sovereign, address(registry), data);
        vm.prank(sovereign);
        registry.schedule(address(registry), data, 0);
        asCouncil(sovereign);
        registry.justifyBreakGlass(id, artifacts());
        vm.warp(block.timestamp + 14 days);
        vm.prank(sovereign);
        registry.execute(address(registry), data);
    }

    /// @dev Recomputes the chain from the logs, as an auditor does, and compares.
    function fold() private returns (uint256 events) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(registry)) continue;
            bytes32 topic0 = logs[i].topics[0];
            if (topic0 == keccak256("Upgraded(address)") || topic0 == keccak256("Initialized(uint64)")) continue;
            bytes memory content;
            for (uint256 t = 1; t < logs[i].topics.length; ++t) content = bytes.concat(content, logs[i].topics[t]);
            content = bytes.concat(content, logs[i].data);
            head = keccak256(abi.encode(head, topic0, keccak256(content), block.number));
            ++events;
        }
        vm.assertEq(registry.evidenceHead(), head, "the logs give the head");
    }
}
