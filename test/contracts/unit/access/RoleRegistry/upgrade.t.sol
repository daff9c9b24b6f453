// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEvidenceChain} from "../../../../../contracts/evidence/interfaces/IEvidenceChain.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";

contract UpgradeTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
        next = deploy("RoleRegistry", "");
    }

    address private next;

    function test_byAdmin_recordsAndReplaces() public {
        vm.expectEmit(address(registry));
        emit IEvidenceChain.UpgradeAuthorized(next, next.codehash);
        asAdmin();
        registry.upgradeToAndCall(next, "");
        vm.assertEq(registry.implementation(), next, "replaced");
        vm.assertTrue(registry.genesisClosed() && holds(Roles.ADMIN, changeManager), "state stays");
    }

    function testFuzz_byOthers_reverts(address caller) public {
        vm.assume(caller != changeManager && caller != sovereign && caller != address(registry));
        vm.expectRevert(unauthorized(caller));
        vm.prank(caller);
        registry.upgradeToAndCall(next, "");
    }
}
