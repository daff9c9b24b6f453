// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {MulticallUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/MulticallUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract BreakGlassTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    /// @dev What the Sovereign Authority wants done: replace a ChangeManager that is dead by new code of the registry's.
    bytes private data = abi.encodeCall(IRoleRegistry.registerEntity, (9, "Rescue", keccak256("act")));

    function schedule() private returns (bytes32 id, uint32 nonce) {
        vm.prank(sovereign);
        return registry.schedule(address(registry), data, 0);
    }

    function justify(bytes32 id) private {
        asCouncil(sovereign);
        registry.justifyBreakGlass(id, artifacts());
    }

    function run() private {
        vm.prank(sovereign);
        registry.execute(address(registry), data);
    }

    function test_worksWithADeadChangeManager() public {
        vm.etch(changeManager, hex"60006000fd");
        (bytes32 id, uint32 nonce) = schedule();
        vm.assertEq(uint256(nonce), 1, "first");
        takeOff(sovereign);
        vm.expectEmit(address(registry));
        emit IRoleRegistry.BreakGlassJustified(
            id,
            nonce,
            artifacts().request,
            artifacts().impactAssessment,
            artifacts().rollbackPlan
        );
        vm.prank(sovereign);
        registry.justifyBreakGlass(id, artifacts());
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        run();
        vm.assertTrue(registry.isEntity(9), "done");
    }

    function test_replacesTheRegistrysCodeWithADeadChangeManager() public {
        vm.etch(changeManager, hex"60006000fd");
        address next = deploy("RoleRegistry", "");
        data = abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (next, ""));
        (bytes32 id, ) = schedule();
        justify(id);
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        run();
        vm.assertEq(registry.implementation(), next, "replaced");
    }

    function test_grantsAMandateWithADeadChangeManager() public {
        vm.etch(changeManager, hex"60006000fd");
        data = abi.encodeCall(
            IRoleRegistry.grantMandate,
            (Roles.GOVERNANCE_COUNCIL, technical, uint48(block.timestamp + 60 days))
        );
        (bytes32 id, ) = schedule();
        justify(id);
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        vm.prank(sovereign);
        registry.grantMandate(Roles.GOVERNANCE_COUNCIL, technical, uint48(block.timestamp + 46 days));
        vm.assertTrue(holds(Roles.GOVERNANCE_COUNCIL, technical), "granted, by the direct call");
    }

    function testFuzz_beforeTheDelayIsOver_reverts(uint256 elapsed) public {
        (bytes32 id, ) = schedule();
        justify(id);
        vm.warp(block.timestamp + bound(elapsed, 0, BREAK_GLASS_DELAY - 1));
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotReady.selector, id));
        run();
    }

    function test_unscheduled_reverts() public {
        bytes32 id = registry.hashOperation(sovereign, address(registry), data);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        run();
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        vm.prank(sovereign);
        registry.registerEntity(9, "Rescue", keccak256("act"));
    }

    function test_unjustified_reverts() public {
        (bytes32 id, ) = schedule();
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassUnjustified.selector, id, 1));
        run();
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassUnjustified.selector, id, 1));
        vm.prank(sovereign);
        registry.registerEntity(9, "Rescue", keccak256("act"));
    }

    function test_justificationDiesWithItsSchedule() public {
        (bytes32 id, ) = schedule();
        justify(id);
        vm.prank(sovereign);
        registry.cancel(sovereign, address(registry), data);
        schedule();
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.BreakGlassUnjustified.selector, id, 2));
        run();
    }

    function test_justify_refusesWhatIsMissing() public {
        (bytes32 id, ) = schedule();
        takeOff(sovereign);
        for (uint256 i = 0; i < 3; ++i) {
            IRoleRegistry.BreakGlassArtifacts memory given = artifacts();
            if (i == 0) given.request = 0;
            if (i == 1) given.impactAssessment = 0;
            if (i == 2) given.rollbackPlan = 0;
            vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidDigest.selector, "artifacts"));
            vm.prank(sovereign);
            registry.justifyBreakGlass(id, given);
        }
    }

    function test_justify_refusesTheUnknown() public {
        takeOff(sovereign);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, bytes32("x")));
        vm.prank(sovereign);
        registry.justifyBreakGlass("x", artifacts());
    }

    function test_justify_refusesOtherCouncils() public {
        (bytes32 id, ) = schedule();
        takeOff(governance);
        vm.expectRevert(
            abi.encodeWithSelector(IRoleRegistry.CouncilRoleRequired.selector, governance, Roles.SOVEREIGN_AUTHORITY)
        );
        vm.prank(governance);
        registry.justifyBreakGlass(id, artifacts());
    }

    function test_execute_refusesWhatNeedsNoSchedule() public {
        bytes32 id = registry.hashOperation(changeManager, address(registry), data);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        asAdmin();
        registry.execute(address(registry), data);
    }

    /// @dev Neither `multicall` nor `execute` opens a way around the delay or the paperwork.
    function test_nesting_opensNoPath() public {
        bytes[] memory calls = new bytes[](1);
        calls[0] = data;
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessManager.AccessManagerNotScheduled.selector,
                registry.hashOperation(sovereign, address(registry), data)
            )
        );
        vm.prank(sovereign);
        registry.multicall(calls);

        data = abi.encodeCall(MulticallUpgradeable.multicall, (calls));
        (bytes32 id, ) = schedule();
        justify(id);
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        vm.expectRevert(unauthorized(address(registry)));
        run();

        data = abi.encodeCall(IAccessManager.execute, (address(registry), calls[0]));
        (id, ) = schedule();
        justify(id);
        vm.warp(block.timestamp + BREAK_GLASS_DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessManager.AccessManagerNotScheduled.selector,
                registry.hashOperation(address(registry), address(registry), calls[0])
            )
        );
        run();
        vm.assertFalse(registry.isEntity(9), "nothing happened");
    }

    /// @dev Delayed operations of ordinary roles are none of break-glass's business.
    function test_ordinaryDelayedOperation_needsNoPaperwork() public {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = this.ping.selector;
        asAdmin();
        registry.setTargetFunctionRole(address(this), selectors, Roles.TREASURY_OPERATOR);
        address teller = bindTo(address(0x7E11), BANK);
        asAdmin();
        registry.grantRole(Roles.TREASURY_OPERATOR, teller, 60);
        bytes memory ping_ = abi.encodeCall(this.ping, ());
        vm.prank(teller);
        registry.schedule(address(this), ping_, 0);
        vm.warp(block.timestamp + 60);
        vm.prank(teller);
        registry.execute(address(this), ping_);
        vm.assertTrue(pinged, "ran");
        vm.prank(teller);
        registry.schedule(address(this), ping_, 0);
        asAdmin();
        registry.cancel(teller, address(this), ping_);
    }

    bool private pinged;

    function ping() external {
        pinged = true;
    }
}
