// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";
import {RoleRegistryKit} from "../../../support/RoleRegistryKit.sol";

contract RegisterEntityTest is RoleRegistryKit {
    function setUp() public {
        deployGoverned();
    }

    function test_whenNew_isRegistered() public {
        vm.expectEmit(address(registry));
        emit IRoleRegistry.EntityRegistered(9, "Customs", keccak256("act"));
        asAdmin();
        registry.registerEntity(9, "Customs", keccak256("act"));
        vm.assertTrue(registry.isEntity(9), "registered");
    }

    function testFuzz_whenNotAdmin_reverts(address caller) public {
        vm.assume(caller != changeManager && caller != address(registry) && caller != sovereign);
        vm.expectRevert(unauthorized(caller));
        vm.prank(caller);
        registry.registerEntity(9, "Customs", keccak256("act"));
    }

    function test_whenNumberIsZero_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.UnknownEntity.selector, 0));
        asAdmin();
        registry.registerEntity(0, "Nobody", keccak256("act"));
    }

    function test_whenTaken_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.EntityAlreadyRegistered.selector, BANK));
        asAdmin();
        registry.registerEntity(BANK, "Another", keccak256("act"));
    }

    function test_whenNameless_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.EntityNameMissing.selector, 9));
        asAdmin();
        registry.registerEntity(9, "", keccak256("act"));
    }

    function test_whenDigestIsZero_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRoleRegistry.InvalidDigest.selector, "legalDigest"));
        asAdmin();
        registry.registerEntity(9, "Customs", 0);
    }
}
