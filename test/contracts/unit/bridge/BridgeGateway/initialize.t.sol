// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {Custody, Direction, IBridgeGateway} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGateway} from "../../../../../contracts/bridge/BridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {EvidenceReplay} from "../../../support/EvidenceReplay.sol";
import {IBridgeParameters, Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {IKeyRegistry} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";
import {IRoleRegistry} from "../../../../../contracts/access/interfaces/IRoleRegistry.sol";

contract BridgeGatewayInitializeTest is BridgeGatewayTest {
    using EvidenceReplay for bytes32;

    function test_IsTiedToItsRails() public view {
        vm.assertEq(gateway.systemId(), rail, "system");
        vm.assertEq(gateway.token(), address(token), "token");
        vm.assertEq(uint256(gateway.custody()), uint256(Custody.Held), "custody");
        vm.assertEq(gateway.authority(), address(registry), "authority");
        (bytes32 publicRail, bytes32 privateRail) = gateway.rails();
        vm.assertEq(privateRail, PRIVATE_RAIL, "private rail");
        vm.assertEq(publicRail, keccak256(abi.encode(rail, block.chainid, address(gateway))), "public rail");
        vm.assertEq(
            gateway.conversionId(Direction.Out, 3),
            keccak256(abi.encode(publicRail, privateRail, uint64(3))),
            "id out"
        );
        vm.assertEq(
            gateway.conversionId(Direction.In, 3),
            keccak256(abi.encode(privateRail, publicRail, uint64(3))),
            "id in"
        );
    }

    function test_IdsOfAnotherGatewayAreOthers() public {
        BridgeGateway other = deploy(Custody.Held);
        vm.assertNotEq(other.conversionId(Direction.Out, 1), gateway.conversionId(Direction.Out, 1), "out");
        vm.assertNotEq(other.conversionId(Direction.In, 1), gateway.conversionId(Direction.In, 1), "in");
    }

    function test_RevertWhen_InitializedAgain() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        gateway.initialize("retail-rail", PRIVATE_RAIL, token, Custody.Held);
        BridgeGateway bare = implementation();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize("retail-rail", PRIVATE_RAIL, token, Custody.Held);
    }

    function test_RevertWhen_ARailIsMissing() public {
        refuse("", PRIVATE_RAIL, address(token), abi.encodeWithSelector(IBridgeGateway.RailMissing.selector));
        refuse("rail", bytes32(0), address(token), abi.encodeWithSelector(IBridgeGateway.RailMissing.selector));
    }

    function test_RevertWhen_SomethingHasNoCode() public {
        refuse(
            "rail",
            PRIVATE_RAIL,
            stranger,
            abi.encodeWithSelector(IBridgeGateway.TokenWithoutCode.selector, stranger)
        );
        IKeyRegistry register = IKeyRegistry(address(keys));
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ParametersWithoutCode.selector, stranger));
        new BridgeGateway(modes, IBridgeParameters(stranger), IRoleRegistry(address(registry)), register);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.RegistryWithoutCode.selector, stranger));
        new BridgeGateway(modes, IBridgeParameters(parameters), IRoleRegistry(stranger), register);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.KeysWithoutCode.selector, stranger));
        new BridgeGateway(
            modes,
            IBridgeParameters(parameters),
            IRoleRegistry(address(registry)),
            IKeyRegistry(stranger)
        );
    }

    function test_OnlyItsRoleReplacesTheCode() public {
        address next = address(implementation());
        address[4] memory others = [operator, monitor, parameters, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectUnauthorized(others[i]);
            gateway.upgradeToAndCall(next, "");
        }
        bytes32 id = request(5);
        vm.prank(upgrader);
        gateway.upgradeToAndCall(next, "");
        vm.assertEq(gateway.implementation(), next, "code");
        vm.assertEq(uint256(gateway.conversionOf(id).amount), 5, "storage");
    }

    function test_EveryEventMovesTheEvidenceChain() public {
        address next = address(implementation());
        vm.recordLogs();
        bytes32 head = gateway.evidenceHead();
        gateway.refund(failed(10));
        settled(400_000);
        admit(arrival(1, 5));
        gateway.retry(stopped(2, 5));
        bytes32 returned = stopped(3, 5);
        attestReturn(operator, returned);
        attestReturn(otherOperator, returned);
        applyFlow(Direction.In, stranger, 1, DAY, VERSION + 1);
        applyParameter(Parameter.ReserveMaxAge, 1, VERSION + 2);
        vm.warp(NOW + 1);
        observe(1, REDEEMED);
        vm.prank(upgrader);
        gateway.upgradeToAndCall(next, "");
        vm.assertEq(gateway.evidenceHead(), head.advance(vm.getRecordedLogs(), address(gateway)), "head");
    }

    function refuse(string memory publicRail, bytes32 privateRail, address with, bytes memory reason) private {
        address code = address(implementation());
        bytes memory init = abi.encodeCall(
            BridgeGateway.initialize,
            (publicRail, privateRail, IERC20(with), Custody.Held)
        );
        vm.expectRevert(reason);
        new ERC1967Proxy(code, init);
    }
}
