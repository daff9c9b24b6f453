// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title SettlementLedger
 * @notice The private rail for demonstrations and drills, on a chain of its own: balances of accounts known by digests,
 * what a bridge credited and committed there, and the references of these settlements.
 *
 *   from the public rail   credit(conversion)  |  refuse(conversion), whichever comes first, once
 *   to the public rail     commit ─▶ Committed ─▶ giveBack ─▶ Returned     once, when the gateway has refunded it
 *
 * @dev Never deployed as part of a suite: one operator does everything. A gateway's operators attest what its events say,
 * monitoring what {position} says.
 */
contract SettlementLedger {
    enum Handling {
        None,
        Credited,
        Refused
    }

    enum CommitmentStatus {
        None,
        Committed,
        Returned
    }

    struct Commitment {
        CommitmentStatus status;
        uint128 amount;
        bytes32 account;
    }

    address private immutable OPERATOR;

    uint128 private _issued;
    uint128 private _redeemed;
    uint64 private _nonce;
    mapping(bytes32 account => uint256) public balanceOf;
    mapping(bytes32 conversionId => Handling) public handlingOf;
    mapping(uint64 nonce => Commitment) private _commitments;

    event Endowed(bytes32 indexed account, uint128 amount);
    event Credited(
        bytes32 indexed conversionId,
        bytes32 indexed account,
        uint128 amount,
        bytes32 indexed settlementReference
    );
    event Refused(bytes32 indexed conversionId, uint8 reason, bytes32 evidenceDigest);
    event Committed(
        uint64 indexed nonce,
        bytes32 indexed account,
        address counterparty,
        address recipient,
        uint128 amount,
        bytes32 indexed settlementReference
    );
    event Returned(uint64 indexed nonce, bytes32 indexed account, uint128 amount, bytes32 indexed settlementReference);

    error OnlyOperator(address caller);
    error OperatorMissing();
    error AccountMissing();
    error AmountMissing();
    error ConversionMissing();
    error AlreadyHandled(bytes32 conversionId, Handling handling);
    error BalanceExceeded(bytes32 account, uint256 amount, uint256 balance);
    error UnexpectedCommitmentStatus(uint64 nonce, CommitmentStatus status);

    modifier onlyOperator() {
        if (msg.sender != OPERATOR) revert OnlyOperator(msg.sender);
        _;
    }

    constructor(address operator) {
        if (operator == address(0)) revert OperatorMissing();
        OPERATOR = operator;
    }

    /// @notice Gives an account money that is the private rail's own: no bridge brought it, so it counts as nothing issued.
    function endow(bytes32 account, uint128 amount) external onlyOperator {
        _requireEntry(account, amount);
        balanceOf[account] += amount;
        emit Endowed(account, amount);
    }

    // ---------------------------------------------------------------------------------------- from the public rail

    /// @notice Credits what a conversion brings, once.
    function credit(
        bytes32 conversionId,
        bytes32 account,
        uint128 amount
    ) external onlyOperator returns (bytes32 settlementReference) {
        _requireEntry(account, amount);
        _handle(conversionId, Handling.Credited);
        _issued += amount;
        balanceOf[account] += amount;
        settlementReference = _reference("credit", conversionId);
        emit Credited(conversionId, account, amount, settlementReference);
    }

    /// @notice Refuses a conversion for ever, so that its failure can be attested. `reason`: a `FailureReason`.
    function refuse(bytes32 conversionId, uint8 reason, bytes32 evidenceDigest) external onlyOperator {
        _handle(conversionId, Handling.Refused);
        emit Refused(conversionId, reason, evidenceDigest);
    }

    // ------------------------------------------------------------------------------------------ to the public rail

    /// @notice Debits an account and commits the amount to the public rail.
    function commit(
        bytes32 account,
        address counterparty,
        address recipient,
        uint128 amount
    ) external onlyOperator returns (uint64 nonce, bytes32 settlementReference) {
        _requireEntry(account, amount);
        uint256 balance = balanceOf[account];
        if (amount > balance) revert BalanceExceeded(account, amount, balance);
        balanceOf[account] = balance - amount;
        _redeemed += amount;
        nonce = ++_nonce;
        _commitments[nonce] = Commitment(CommitmentStatus.Committed, amount, account);
        settlementReference = _reference("commit", bytes32(uint256(nonce)));
        emit Committed(nonce, account, counterparty, recipient, amount, settlementReference);
    }

    /// @notice Gives a commitment back to its account, once. Only when the gateway says `Refunded`: until then it may
    /// still be released there. What was committed stays counted.
    function giveBack(uint64 nonce) external onlyOperator returns (bytes32 settlementReference) {
        Commitment storage commitment = _commitments[nonce];
        if (commitment.status != CommitmentStatus.Committed) {
            revert UnexpectedCommitmentStatus(nonce, commitment.status);
        }
        commitment.status = CommitmentStatus.Returned;
        balanceOf[commitment.account] += commitment.amount;
        settlementReference = returnReference(nonce);
        emit Returned(nonce, commitment.account, commitment.amount, settlementReference);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice Of a return that has happened or will.
    function returnReference(uint64 nonce) public view returns (bytes32) {
        return _reference("return", bytes32(uint256(nonce)));
    }

    function commitmentOf(uint64 nonce) external view returns (Commitment memory) {
        return _commitments[nonce];
    }

    /// @notice What monitoring attests: credited and committed since the beginning.
    function position() external view returns (uint128 issued, uint128 redeemed) {
        return (_issued, _redeemed);
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _requireEntry(bytes32 account, uint128 amount) private pure {
        if (account == bytes32(0)) revert AccountMissing();
        if (amount == 0) revert AmountMissing();
    }

    function _handle(bytes32 conversionId, Handling handling) private {
        if (conversionId == bytes32(0)) revert ConversionMissing();
        Handling before = handlingOf[conversionId];
        if (before != Handling.None) revert AlreadyHandled(conversionId, before);
        handlingOf[conversionId] = handling;
    }

    function _reference(string memory act, bytes32 key) private view returns (bytes32) {
        return keccak256(abi.encode(act, block.chainid, address(this), key));
    }
}
