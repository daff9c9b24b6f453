// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {BridgeParameters} from "../../../../../contracts/bridge/BridgeParameters.sol";
import {BridgeParametersTest} from "./BridgeParametersTest.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {FakeBridgeGateway} from "../../../mocks/bridge/FakeBridgeGateway.sol";
import {IBridgeParameters, Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";

contract BridgeParametersInitializeTest is BridgeParametersTest {
    using EvidenceReplay for bytes32;

    function test_RevertWhen_InitializedAgain() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        parameters.initialize();
        BridgeParameters bare = newCode();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize();
    }

    function test_StaysUnderTheRegistryThatJudgesCouncils() external {
        vm.assertEq(parameters.authority(), address(registry), "authority");
        vm.prank(address(registry));
        vm.expectRevert(
            abi.encodeWithSelector(BridgeParameters.AuthorityFixed.selector, address(registry), address(manager))
        );
        parameters.setAuthority(address(manager));
    }

    function test_OnlyItsRoleReplacesTheCode() external {
        address next = address(newCode());
        address[3] memory others = [emergencyCouncil, otherCouncil, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            parameters.upgradeToAndCall(next, "");
        }
        vm.prank(address(manager));
        parameters.upgradeToAndCall(next, "");
        vm.assertEq(parameters.implementation(), next, "code");
        assertState(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY, 1);
    }

    function test_EveryMoveIsEvidence() external {
        bytes32 head = parameters.evidenceHead();
        wait();
        vm.recordLogs();
        loosen(Parameter.OutCapacity, ALL, CAPACITY + 1);
        tighten(Parameter.OutCapacity, ALL, CAPACITY);
        returnToBaseline(Parameter.OutCapacity, ALL);
        retract(Parameter.OutCapacity, ALL, CAPACITY, CAPACITY);
        vm.assertEq(
            parameters.evidenceHead(),
            head.advance(vm.getRecordedLogs(), address(parameters)),
            "head after four moves"
        );
        vm.assertNotEq(parameters.evidenceHead(), head, "moved");
    }

    // ------------------------------------------------------------------------------------------------- the gateway

    function test_LinksOnce() external {
        BridgeParameters fresh = unlinked();
        vm.expectEmit(address(fresh));
        emit IBridgeParameters.GatewayLinked(address(gateway));
        vm.prank(address(manager));
        fresh.linkGateway(address(gateway));
        vm.assertEq(fresh.gateway(), address(gateway), "gateway");

        address other = address(new FakeBridgeGateway(rail));
        bytes memory linked = abi.encodeWithSelector(IBridgeParameters.GatewayAlreadyLinked.selector, address(gateway));
        vm.expectRevert(linked);
        vm.prank(address(manager));
        fresh.linkGateway(other);
        vm.expectRevert(linked);
        vm.prank(address(manager));
        fresh.linkGateway(address(gateway));
    }

    function test_RevertWhen_TheGatewayHasNoCode() external {
        BridgeParameters fresh = unlinked();
        address[2] memory hollow = [address(0), stranger];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IBridgeParameters.GatewayWithoutCode.selector, hollow[i]));
            vm.prank(address(manager));
            fresh.linkGateway(hollow[i]);
        }
    }

    function test_RevertWhen_AnybodyElseLinks() external {
        BridgeParameters fresh = unlinked();
        expectUnauthorized(emergencyCouncil);
        fresh.linkGateway(address(gateway));
    }

    function test_RevertWhen_NothingIsLinked() external {
        BridgeParameters fresh = unlinked();
        vm.assertEq(fresh.gateway(), address(0), "none");
        vm.expectRevert(IBridgeParameters.GatewayMissing.selector);
        fresh.requireHealthy();
        Parameter[5] memory first = [
            Parameter.OutWindow,
            Parameter.InWindow,
            Parameter.ConversionMaximum,
            Parameter.ReserveMaxAge,
            Parameter.FailureMaximum
        ];
        for (uint256 i = 0; i < first.length; ++i) {
            (uint128 floor, , , ) = fresh.boundsOf(first[i]);
            vm.expectRevert(IBridgeParameters.GatewayMissing.selector);
            vm.prank(address(manager));
            fresh.establish(first[i], ALL, floor);
        }
    }
}
