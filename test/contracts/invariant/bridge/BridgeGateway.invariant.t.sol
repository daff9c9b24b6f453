// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Conversion,
    ConversionStatus,
    Custody,
    Direction,
    FailureReason,
    IBridgeGateway,
    Position
} from "../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGateway} from "../../../../contracts/bridge/BridgeGateway.sol";
import {BridgeHandler} from "./BridgeHandler.sol";
import {BridgeWatch} from "./BridgeWatch.sol";
import {HostileToken} from "../../mocks/bridge/HostileToken.sol";
import {SettlementLedger} from "../../../../contracts/rehearsal/SettlementLedger.sol";
import {Test} from "../../support/Test.sol";

/// @notice Section "Bridge" of the README beside this folder says what each number means.
abstract contract BridgeInvariants is Test {
    BridgeHandler internal handler;
    BridgeGateway internal gateway;
    HostileToken internal token;
    BridgeWatch internal watch;
    SettlementLedger internal ledger;
    uint256 private _supply;

    function begin(Custody custody, bool bothStolen) internal {
        handler = new BridgeHandler(custody, bothStolen);
        (gateway, token) = handler.theGateway();
        (watch, ledger) = (handler.watch(), handler.ledger());
        Position memory position = gateway.positionOf();
        _supply = token.totalSupply() + position.locked - position.released;
        bytes4[] memory selectors = new bytes4[](14);
        selectors[0] = BridgeHandler.requestOut.selector;
        selectors[1] = BridgeHandler.handle.selector;
        selectors[2] = BridgeHandler.attestOut.selector;
        selectors[3] = BridgeHandler.refund.selector;
        selectors[4] = BridgeHandler.commit.selector;
        selectors[5] = BridgeHandler.attestIn.selector;
        selectors[6] = BridgeHandler.retry.selector;
        selectors[7] = BridgeHandler.giveUp.selector;
        selectors[8] = BridgeHandler.attestReturn.selector;
        selectors[9] = BridgeHandler.monitorReserve.selector;
        selectors[10] = BridgeHandler.restrict.selector;
        selectors[11] = BridgeHandler.configure.selector;
        selectors[12] = BridgeHandler.corrupt.selector;
        selectors[13] = BridgeHandler.wait.selector;
        targetContract(address(handler));
        targetSelectors(address(handler), selectors);
    }

    // ------------------------------------------------------------------------------------------ whoever is stolen

    function assertBooks() internal view {
        Position memory position = gateway.positionOf();
        uint256[5] memory out = sums(handler.outs());
        uint256[5] memory in_ = sums(handler.ins());
        uint256 settled = out[uint256(ConversionStatus.Settled)];
        uint256 pending = out[uint256(ConversionStatus.Requested)];
        uint256 owed = out[uint256(ConversionStatus.Failed)];
        vm.assertEq(uint256(position.pending), pending, "B1: pending");
        vm.assertEq(uint256(position.owed), owed, "B1: owed");
        vm.assertEq(uint256(position.locked), settled + pending + owed, "B1: locked");
        vm.assertEq(uint256(position.released), in_[uint256(ConversionStatus.Settled)], "B1: released");
        vm.assertEq(uint256(position.admitted), total(in_), "B1: admitted");
        vm.assertEq(in_[uint256(ConversionStatus.Requested)], 0, "B1: nothing in stays halfway");
        vm.assertLe(uint256(position.admitted), position.reserve.redeemed, "B2: admitted was redeemed");
        if (gateway.custody() == Custody.Held) {
            vm.assertLe(uint256(position.released), settled, "B3: released was settled");
            vm.assertEq(token.balanceOf(address(gateway)), position.locked - position.released, "B4: held");
        } else {
            vm.assertLe(uint256(position.locked), position.released, "B3: locked was minted");
            vm.assertEq(token.totalSupply() + position.locked, _supply + position.released, "B4: supply");
        }
    }

    function assertEvidence() internal view {
        vm.assertEq(watch.completedAlone(), 0, "B5: nothing complete by one entity");
        vm.assertEq(watch.withoutTwoEntities(), 0, "B5: nothing final without two");
        vm.assertEq(watch.forbiddenSteps(), 0, "B6: lifecycle");
        vm.assertEq(watch.wrongVersions(), 0, "B7: version of the parameters");
        (address first, address second) = handler.people();
        for (uint256 d = 0; d < 2; ++d) {
            Direction direction = Direction(d);
            (uint256 converted, uint256 refunded) = assertVolume(direction, first);
            (uint256 others, uint256 refundedToo) = assertVolume(direction, second);
            (uint128 all, uint128 allRefunded, ) = gateway.volumeOf(direction, address(0));
            vm.assertEq(uint256(all), converted + others, "B8: volume");
            vm.assertEq(uint256(allRefunded), refunded + refundedToo, "B8: refunds");
            for (uint256 r = 0; r <= uint256(type(FailureReason).max); ++r) {
                FailureReason reason = FailureReason(r);
                uint256 failures = gateway.failuresOf(direction, reason);
                vm.assertEq(failures, watch.failures(direction, reason), "B8: failures");
            }
        }
        vm.assertEq(gateway.evidenceHead(), watch.head(), "B9: evidence");
    }

    // ------------------------------------------------------------------------------------- while one entity is honest

    function assertAgreement() internal view {
        vm.assertEq(handler.blockedRefunds(), 0, "B10: what failed can be refunded");
        bytes32[] memory ids = handler.outs();
        for (uint256 i = 0; i < ids.length; ++i) {
            ConversionStatus status = gateway.conversionOf(ids[i]).status;
            SettlementLedger.Handling handling = ledger.handlingOf(ids[i]);
            bool credited = handling == SettlementLedger.Handling.Credited;
            bool refused = handling == SettlementLedger.Handling.Refused;
            if (status == ConversionStatus.Settled) vm.assertTrue(credited, "B11: settled was credited");
            else if (status != ConversionStatus.Requested) vm.assertTrue(refused, "B11: failed was refused");
        }
        ids = handler.ins();
        for (uint256 i = 0; i < ids.length; ++i) {
            Conversion memory conversion = gateway.conversionOf(ids[i]);
            if (conversion.status != ConversionStatus.Settled) continue;
            vm.assertTrue(handler.isCommitted(conversion), "B11: released was committed");
        }
        Position memory position = gateway.positionOf();
        (, uint128 redeemed) = ledger.position();
        vm.assertLe(position.released + handler.returned(), redeemed, "B12: nothing arrives twice");
        vm.assertTrue(gateway.conservationHolds(), "B12: nothing is issued twice");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function assertVolume(Direction direction, address who) private view returns (uint256, uint256) {
        (uint128 converted, uint128 refunded, ) = gateway.volumeOf(direction, who);
        uint256 expected = watch.converted(direction, who) - watch.refunded(direction, who);
        vm.assertEq(uint256(converted), expected, "B8: volume of counterparty");
        vm.assertEq(uint256(refunded), watch.refunded(direction, who), "B8: refunds of counterparty");
        return (converted, refunded);
    }

    function sums(bytes32[] memory ids) private view returns (uint256[5] memory byStatus) {
        for (uint256 i = 0; i < ids.length; ++i) {
            Conversion memory conversion = gateway.conversionOf(ids[i]);
            byStatus[uint256(conversion.status)] += conversion.amount;
        }
    }

    function total(uint256[5] memory byStatus) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < 5; ++i) sum += byStatus[i];
    }
}

/// @dev Both keys of one entity are stolen.
contract BridgeHeldInvariantTest is BridgeInvariants {
    function setUp() public {
        begin(Custody.Held, false);
    }

    /// @dev All in one function: each invariant function would be a campaign of its own.
    function invariant_held() external view {
        assertBooks();
        assertEvidence();
        assertAgreement();
    }

    /// @dev The campaign above is worth something only if it gets anywhere.
    function test_HandlerReachesEverything() external {
        handler.requestOut(0, 200_000);
        handler.requestOut(1, 100_000);
        handler.handle(1, true);
        handler.handle(2, false);
        for (uint256 who = 0; who < 2; ++who) {
            handler.attestOut(1, who, true, false);
            handler.attestOut(2, who, false, false);
        }
        handler.refund(2);
        handler.commit(0, 50_000);
        handler.commit(0, 50_000);
        handler.monitorReserve(0);
        handler.restrict(0, 5, 0);
        for (uint256 who = 0; who < 2; ++who) handler.attestIn(2, who, false, 0);
        handler.giveUp(2);
        for (uint256 who = 0; who < 2; ++who) handler.attestReturn(2, who);
        handler.giveUp(2);
        handler.restrict(0, 0, 0);
        for (uint256 who = 0; who < 2; ++who) handler.attestIn(3, who, false, 0);
        vm.assertEq(handler.returned(), 50_000, "returned");
        vm.assertEq(uint256(gateway.positionOf().released), 270_000, "released");
        bytes32[6] memory all = [
            IBridgeGateway.ConversionRequested.selector,
            IBridgeGateway.ConversionAttested.selector,
            IBridgeGateway.InboundAdmitted.selector,
            IBridgeGateway.ConversionSettled.selector,
            IBridgeGateway.ConversionFailed.selector,
            IBridgeGateway.ConversionRefunded.selector
        ];
        for (uint256 i = 0; i < all.length; ++i) vm.assertGe(watch.events(all[i]), 1, "reached");
        assertBooks();
        assertEvidence();
        assertAgreement();
    }
}

contract BridgeMintedInvariantTest is BridgeInvariants {
    function setUp() public {
        begin(Custody.Minted, false);
    }

    function invariant_minted() external view {
        assertBooks();
        assertEvidence();
        assertAgreement();
    }
}

/// @dev The key of the other entity, too: what is stolen is bounded by the books.
contract BridgeStolenInvariantTest is BridgeInvariants {
    function setUp() public {
        begin(Custody.Held, true);
    }

    function invariant_stolen() external view {
        assertBooks();
        assertEvidence();
    }
}
