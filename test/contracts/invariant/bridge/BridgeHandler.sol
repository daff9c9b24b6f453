// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Conversion,
    ConversionStatus,
    Custody,
    Direction,
    FailureReason,
    Inbound,
    ReservePosition
} from "../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGateway} from "../../../../contracts/bridge/BridgeGateway.sol";
import {BridgeGatewayTest} from "../../unit/bridge/BridgeGateway/BridgeGatewayTest.sol";
import {BridgeWatch} from "./BridgeWatch.sol";
import {HostileToken, Malice} from "../../mocks/bridge/HostileToken.sol";
import {Mode} from "../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {Parameter} from "../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {SettlementLedger} from "../../../../contracts/rehearsal/SettlementLedger.sol";
import {Vm} from "../../support/Vm.sol";

/**
 * @notice Two counterparties convert both ways between the gateway and an honest private rail; statements come late, twice,
 * in any order and forged; modes, limits and the token change and time passes.
 * @dev Both keys of one entity are stolen. The key of the other, too, in one of the campaigns. Monitoring is honest.
 */
contract BridgeHandler is BridgeGatewayTest {
    bytes32 private constant ACCOUNT = keccak256("private account");
    uint256 private constant CLAIMS = 12;

    Custody private _custody;
    bool private _bothStolen;
    SettlementLedger public ledger;
    BridgeWatch public watch;
    uint64 public version = VERSION;
    uint256 public blockedRefunds;

    bytes32[] private _outs;
    mapping(bytes32 id => bytes32) private _references;
    mapping(uint64 nonce => Inbound) private _commitments;
    mapping(uint64 nonce => bool) private _givenUp;
    uint64 private _lastNonce;
    uint256 public returned;

    constructor(Custody custody_, bool bothStolen_) {
        (_custody, _bothStolen) = (custody_, bothStolen_);
        setUp();
        ledger = new SettlementLedger(address(this));
        watch = new BridgeWatch(gateway);
        // Money of its own: more can be committed there than ever came from here.
        ledger.endow(ACCOUNT, 400_000);
        begin();
    }

    /// @dev Something is settled both ways from the start, small enough to be replayed if it could be. A minted token
    /// begins on the private rail: what is converted was committed there first.
    function begin() private {
        if (_custody == Custody.Held) {
            act(bank, abi.encodeCall(gateway.requestOut, (350_000, BENEFICIARY)));
            bytes32 id = gateway.conversionId(Direction.Out, 1);
            _outs.push(id);
            _references[id] = ledger.credit(id, ACCOUNT, 350_000);
            byBoth(abi.encodeCall(gateway.attestSettlement, (id, _references[id])));
        }
        commit(0, 20_000);
        byBoth(abi.encodeCall(gateway.attestIn, (_commitments[1])));
        commit(0, 200_000);
        byBoth(abi.encodeCall(gateway.attestIn, (_commitments[2])));
    }

    function byBoth(bytes memory statement) private {
        act(operator, statement);
        act(otherOperator, statement);
    }

    function custodyUnderTest() internal view override returns (Custody) {
        return _custody;
    }

    // ------------------------------------------------------------------------------------- public rail to private

    function requestOut(uint256 who, uint256 amount) external {
        bytes32 id = gateway.conversionId(Direction.Out, gateway.outNonce() + 1);
        uint128 requested = uint128(bound(amount, 1, 300_000));
        bytes memory call = abi.encodeCall(gateway.requestOut, (requested, BENEFICIARY));
        if (act(who % 2 == 0 ? bank : otherBank, call)) _outs.push(id);
    }

    /// @dev The private rail handles each conversion once.
    function handle(uint256 which, bool credited) external {
        if (_outs.length == 0) return;
        bytes32 id = _outs[which % _outs.length];
        Conversion memory conversion = gateway.conversionOf(id);
        if (conversion.status != ConversionStatus.Requested) return;
        if (ledger.handlingOf(id) != SettlementLedger.Handling.None) return;
        if (credited) _references[id] = ledger.credit(id, ACCOUNT, conversion.amount);
        else ledger.refuse(id, uint8(FailureReason.RailRejected), EVIDENCE);
    }

    function attestOut(uint256 which, uint256 who, bool settle, bool lie) external {
        if (_outs.length == 0) return;
        bytes32 id = _outs[which % _outs.length];
        (address by, bool honest) = attester(who);
        SettlementLedger.Handling handling = ledger.handlingOf(id);
        if (honest) {
            if (handling == SettlementLedger.Handling.None) return;
            (settle, lie) = (handling == SettlementLedger.Handling.Credited, false);
        }
        FailureReason reason = lie ? FailureReason.BeneficiaryRejected : FailureReason.RailRejected;
        bytes memory call = abi.encodeCall(gateway.attestFailure, (id, reason, EVIDENCE));
        if (settle) call = abi.encodeCall(gateway.attestSettlement, (id, lie ? SETTLEMENT : _references[id]));
        act(by, call);
    }

    /// @dev In every mode, as long as the token itself moves.
    function refund(uint256 which) external {
        if (_outs.length == 0) return;
        bytes32 id = _outs[which % _outs.length];
        bool due = gateway.conversionOf(id).status == ConversionStatus.Failed && token.malice() == Malice.None;
        if (!act(stranger, abi.encodeCall(gateway.refund, (id))) && due) ++blockedRefunds;
    }

    // ------------------------------------------------------------------------------------- private rail to public

    function commit(uint256 who, uint256 amount) public {
        uint256 balance = ledger.balanceOf(ACCOUNT);
        if (balance == 0) return;
        address counterparty = who % 2 == 0 ? bank : otherBank;
        uint128 committed = uint128(bound(amount, 1, balance));
        (uint64 nonce, bytes32 settlement) = ledger.commit(ACCOUNT, counterparty, recipient, committed);
        _commitments[nonce] = Inbound(nonce, counterparty, recipient, committed, settlement);
        _lastNonce = nonce;
    }

    function attestIn(uint256 which, uint256 who, bool lie, uint256 amount) external {
        uint64 nonce = claim(which);
        (address by, bool honest) = attester(who);
        Inbound memory inbound = _commitments[nonce];
        if (honest && inbound.amount == 0) return;
        // Few enough lies for two thieves to tell the same.
        if (!honest && (lie || inbound.amount == 0)) inbound = arrival(nonce, uint128(100_000 * (amount % 4)));
        act(by, abi.encodeCall(gateway.attestIn, (inbound)));
    }

    function retry(uint256 which) external {
        act(stranger, abi.encodeCall(gateway.retry, (gateway.conversionId(Direction.In, claim(which)))));
    }

    /// @dev The private rail decides to take a commitment back, and does so once the gateway has let go of it.
    function giveUp(uint256 which) external {
        uint64 nonce = claim(which);
        bytes32 id = gateway.conversionId(Direction.In, nonce);
        if (gateway.conversionOf(id).status == ConversionStatus.Failed) _givenUp[nonce] = true;
        if (gateway.conversionOf(id).status != ConversionStatus.Refunded) return;
        if (ledger.commitmentOf(nonce).status != SettlementLedger.CommitmentStatus.Committed) return;
        ledger.giveBack(nonce);
        returned += _commitments[nonce].amount;
    }

    function attestReturn(uint256 which, uint256 who) external {
        uint64 nonce = claim(which);
        (address by, bool honest) = attester(who);
        if (honest && !_givenUp[nonce]) return;
        bytes32 id = gateway.conversionId(Direction.In, nonce);
        act(by, abi.encodeCall(gateway.attestReturn, (id, ledger.returnReference(nonce))));
    }

    // ------------------------------------------------------------------------------------------------ circumstances

    function monitorReserve(uint256 delay) external {
        vm.warp(block.timestamp + 1 + (delay % 1 hours));
        (uint128 issued, uint128 redeemed) = ledger.position();
        if (redeemed < REDEEMED) redeemed = REDEEMED;
        ReservePosition memory position = reserveAt(issued, redeemed, uint40(block.timestamp));
        act(monitor, abi.encodeCall(gateway.attestReserve, (position)));
    }

    function restrict(uint256 which, uint256 mode, uint256 volume) external {
        bytes32[3] memory systems = [rail, counterpartySystem(bank), counterpartySystem(otherBank)];
        // Every other time back to Normal, or little would happen.
        modes.setMode(systems[which % 3], mode % 2 == 0 ? Mode.Normal : Mode((mode / 2) % 4));
        modes.setAvailable(rail, volume % 500_000);
    }

    function configure(uint256 which, uint256 value, uint256 window) external {
        ++version;
        if (which % 4 == 0) {
            Parameter parameter = which % 8 == 0 ? Parameter.ConversionMaximum : Parameter.ReserveMaxAge;
            uint128 amount = value % 4 == 0 ? 0 : 500_000;
            act(parameters, abi.encodeCall(gateway.applyParameter, (parameter, amount, version)));
        } else {
            address[3] memory who = [address(0), bank, otherBank];
            Direction direction = which % 2 == 0 ? Direction.Out : Direction.In;
            uint40 seconds_ = uint40(bound(window, 1 hours, 2 days));
            uint128 capacity = uint128(value % 1_500_000);
            address counterparty = who[(which / 4) % 3];
            act(parameters, abi.encodeCall(gateway.applyFlow, (direction, counterparty, capacity, seconds_, version)));
        }
    }

    function corrupt(uint256 how, uint256 which) external {
        token.disarm();
        if (how % 3 != 0) return;
        Malice malice = Malice((how / 3) % (uint256(type(Malice).max) + 1));
        if (malice == Malice.BurnsGas || malice == Malice.Bomb) return;
        token.turn(malice);
        if (malice == Malice.CallsBack && _outs.length != 0) {
            token.arm(address(gateway), abi.encodeCall(gateway.refund, (_outs[which % _outs.length])));
        }
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + (time % 8 hours));
    }

    // ------------------------------------------------------------------------------------------------ observations

    function theGateway() external view returns (BridgeGateway, HostileToken) {
        return (gateway, token);
    }

    function outs() external view returns (bytes32[] memory) {
        return _outs;
    }

    /// @dev Every id that was ever claimed, or could have been.
    function ins() external view returns (bytes32[] memory ids) {
        ids = new bytes32[](CLAIMS + _lastNonce + 1);
        for (uint64 i = 0; i < ids.length; ++i) ids[i] = gateway.conversionId(Direction.In, i);
    }

    /// @dev Whether exactly this was committed on the private rail, and not given back.
    function isCommitted(Conversion memory conversion) external view returns (bool) {
        Inbound memory inbound = _commitments[conversion.nonce];
        return
            conversion.amount == inbound.amount &&
            conversion.counterparty == inbound.counterparty &&
            conversion.recipient == inbound.recipient &&
            ledger.commitmentOf(conversion.nonce).status == SettlementLedger.CommitmentStatus.Committed;
    }

    function people() external view returns (address, address) {
        return (bank, otherBank);
    }

    // ------------------------------------------------------------------------------------------------------ choices

    /// @dev Reads the logs of what came through: the recorder keeps those of reverted calls, too.
    function act(address by, bytes memory call) private returns (bool done) {
        vm.recordLogs();
        vm.prank(by);
        // solhint-disable-next-line avoid-low-level-calls
        (done, ) = address(gateway).call(call);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        if (done) watch.read(logs, version);
    }

    function attester(uint256 who) private view returns (address by, bool honest) {
        address[4] memory all = [operator, otherOperator, colleague, otherOperator];
        by = all[who % 4];
        return (by, by == otherOperator && !_bothStolen);
    }

    /// @dev Mostly of what was committed; one more is nobody's.
    function claim(uint256 which) private view returns (uint64) {
        return uint64((which % (uint256(_lastNonce) + 1)) + 1);
    }
}
