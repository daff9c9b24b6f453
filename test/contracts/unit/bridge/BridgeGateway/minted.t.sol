// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ConversionStatus,
    Custody,
    FailureReason,
    IBridgeGateway,
    Inbound
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGatewayTest} from "./BridgeGatewayTest.sol";
import {Direction} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {Malice} from "../../../mocks/bridge/HostileToken.sol";

/// @notice A token that the gateway mints and burns. (In these tests others do as well: the books must not believe it.)
contract BridgeGatewayMintedTest is BridgeGatewayTest {
    function custodyUnderTest() internal pure override returns (Custody) {
        return Custody.Minted;
    }

    function test_MintsWhatArrivesWithoutAnythingLocked() public {
        vm.assertEq(uint256(gateway.custody()), uint256(Custody.Minted), "custody");
        uint256 supply = token.totalSupply();
        admit(arrival(1, 400_000));
        vm.assertEq(token.balanceOf(recipient), 400_000, "minted");
        vm.assertEq(token.totalSupply(), supply + 400_000, "supply");
        assertBooks(0, 0, 0, 400_000);
    }

    function test_RevertWhen_MoreWouldBeMintedThanWasRedeemed() public {
        admit(arrival(1, 400_000));
        attestIn(operator, arrival(2, 200_001));
        bytes32 id = gateway.conversionId(Direction.In, 2);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.ReleaseExceedsReserve.selector, id, 600_001, REDEEMED));
        attestIn(otherOperator, arrival(2, 200_001));
    }

    function test_BurnsWhatLeaves() public {
        admit(arrival(1, 400_000));
        uint256 supply = token.totalSupply();
        request(400_000);
        vm.assertEq(token.totalSupply(), supply - 400_000, "supply");
        vm.assertEq(token.balanceOf(address(gateway)), 0, "holds nothing");
        assertBooks(400_000, 400_000, 0, 400_000);
    }

    function test_RevertWhen_MoreLeavesThanWasMinted() public {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.RequestExceedsMinted.selector, 1, 0));
        request(1);
        admit(arrival(1, 400_000));
        request(300_000);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.RequestExceedsMinted.selector, 400_001, 400_000));
        request(100_001);
    }

    function test_ARefundMintsAnew() public {
        admit(arrival(1, 400_000));
        uint256 supply = token.totalSupply();
        gateway.refund(failed(400_000));
        vm.assertEq(token.totalSupply(), supply, "supply");
        vm.assertEq(token.balanceOf(bank), 1e12, "the counterparty's");
        assertBooks(0, 0, 0, 400_000);
    }

    function test_RevertWhen_TheTokenBurnsAnotherAmount() public {
        admit(arrival(1, 400_000));
        token.turn(Malice.Keeps);
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.TokenTookAnotherAmount.selector, 100, 99));
        request(100);
    }

    function test_EveryRefusalFailsAsState() public {
        Malice[5] memory all = [Malice.Blocks, Malice.BurnsGas, Malice.Bomb, Malice.Impersonates, Malice.Keeps];
        for (uint64 i = 0; i < all.length; ++i) {
            token.turn(all[i]);
            assertFailed(admit(arrival(i, 10)), FailureReason.TransferFailed);
        }
        token.turn(Malice.None);
        for (uint64 i = 0; i < all.length; ++i) gateway.retry(gateway.conversionId(Direction.In, i));
        vm.assertEq(token.balanceOf(recipient), 50, "paid after all");
    }

    function test_NothingIsMintedToTheGatewayItself() public {
        Inbound memory inbound = arrival(1, 10);
        inbound.recipient = address(gateway);
        assertFailed(admit(inbound), FailureReason.TransferFailed);
    }

    function test_RefusesACallBack() public {
        bytes32 id = stopped(1, 10);
        token.arm(address(gateway), abi.encodeCall(gateway.retry, (id)));
        gateway.retry(id);
        vm.assertFalse(token.calledBack(), "came through");
        assertStatus(id, ConversionStatus.Settled);
        vm.assertEq(token.balanceOf(recipient), 10, "once");
    }
}
