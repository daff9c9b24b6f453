// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {EvidenceChain} from "../evidence/EvidenceChain.sol";
import {IGovernanceGuard} from "./interfaces/IGovernanceGuard.sol";
import {IModuleGuard, ITransactionGuard} from "./interfaces/ISafeGuards.sol";
import {IRoleRegistry} from "../access/interfaces/IRoleRegistry.sol";

import {CouncilBook} from "./libraries/CouncilBook.sol";
import {CouncilRules} from "./libraries/CouncilRules.sol";
import {Flight} from "./libraries/Flight.sol";
import {MultiSendReader} from "./libraries/MultiSendReader.sol";
import {SafeCallRules} from "./libraries/SafeCallRules.sol";
import {SafeInspector} from "./libraries/SafeInspector.sol";
import {SafeTransactionHash} from "./libraries/SafeTransactionHash.sol";
import {SignatureReader} from "./libraries/SignatureReader.sol";

/**
 * @title GovernanceGuard
 * @notice Transaction guard and module guard of every council's Safe. It keeps the Safe what it was proven to be, and
 * tells other contracts who signed the transaction that the Safe is executing now.
 *
 *   Safe.execTransaction: nonce++, signatures verified
 *     └▶ checkTransaction     nothing else in flight; hash recomputed; signers read; calls judged; flight opened
 *        └▶ the transaction   ChangeManager.approve(…) and others read {flightOf}
 *     └▶ checkAfterExecution  same hash; flight closed; owners and threshold still satisfy the policy
 *
 * Design
 * - A Safe is proven once, when it is registered (`SafeInspector`). From then on only a call of the Safe to itself can
 *   change it, and each passes {checkTransaction}: so a flight that is open for a council was opened by a genuine,
 *   guarded Safe, for a transaction that its threshold of owners signed.
 * - Everything a Safe causes here is keyed by `msg.sender`. Whoever calls the two checks without being a guarded Safe
 *   writes about itself, and is no council. A guarded Safe cannot call them of its own will: neither in a transaction,
 *   nor in a batch, nor by gas refund, fallback handler (allow-listed) or module (none, and refused).
 * - Delegatecall, the way in which Bybit's Safe was taken in 2025, reaches one pinned contract, whose calls are judged
 *   one by one. Batches have one accepted encoding.
 * - State of a flight is transient, and reverts with the call that wrote it (`simulateAndRevert`).
 *
 * Trust assumptions
 * - The pinned code hashes are those of the official Safe contracts; the pinned addresses hold what they are said to.
 *   {PinsFixed} puts all of them into the evidence.
 * - The RoleRegistry says who is seated, and who may register, re-regulate and dismiss councils. It is upgradeable, so
 *   only those acts and changes of owners ask it: an ordinary transaction depends on the Safe and on this contract's
 *   own storage alone, and no fault elsewhere locks a council out.
 * - A threshold of owners may leave ({announceExit}) without asking anybody, 30 days later: the way out if the registry
 *   is broken for good. They take nothing with them, because a Safe without its guard is no council; whoever reads
 *   `ExitAnnounced` has that time to appoint a successor.
 * - Not the guard's business: what a transaction does to other contracts, and if signers understood what they signed.
 *
 * @dev Immutable and not behind a proxy. Safes that are no councils may use it (a standby Safe is free to change its
 * owners); they leave no events, so that strangers cannot fill the evidence.
 */
contract GovernanceGuard is EvidenceChain, IGovernanceGuard, ITransactionGuard, IModuleGuard {
    using CouncilBook for CouncilBook.Book;

    IRoleRegistry private immutable REGISTRY;
    bytes32 private immutable PROXY_CODEHASH;
    bytes32 private immutable FACTORY_CODEHASH;
    address private immutable MULTI_SEND_CALL_ONLY;
    bytes32 private immutable MULTI_SEND_CODEHASH;
    address private immutable GUARDED_SETUP;

    mapping(bytes32 codehash => bool) private _singletons;
    mapping(address handler => bool) private _fallbackHandlers;
    CouncilBook.Book private _book;

    /// @dev The registry is fixed here; there is no `setAuthority`. A delay means that the call was not scheduled.
    modifier restricted() {
        (bool immediate, ) = REGISTRY.canCall(msg.sender, address(this), msg.sig);
        if (!immediate) revert IAccessManaged.AccessManagedUnauthorized(msg.sender);
        _;
    }

    constructor(IRoleRegistry registry, Pins memory pins) {
        _requirePins(registry, pins);
        REGISTRY = registry;
        PROXY_CODEHASH = pins.proxyCodehash;
        FACTORY_CODEHASH = pins.factoryCodehash;
        MULTI_SEND_CALL_ONLY = pins.multiSendCallOnly;
        MULTI_SEND_CODEHASH = pins.multiSendCallOnly.codehash;
        GUARDED_SETUP = pins.guardedSetup;

        for (uint256 i = 0; i < pins.singletonCodehashes.length; ++i) {
            if (pins.singletonCodehashes[i] == bytes32(0)) revert InvalidPin("singletonCodehashes");
            _singletons[pins.singletonCodehashes[i]] = true;
        }
        for (uint256 i = 0; i < pins.fallbackHandlers.length; ++i) {
            _allowFallbackHandler(pins.fallbackHandlers[i], address(registry));
        }
        _record(
            PinsFixed.selector,
            abi.encode(
                registry,
                pins.proxyCodehash,
                pins.factoryCodehash,
                pins.singletonCodehashes,
                pins.multiSendCallOnly,
                pins.multiSendCallOnly.codehash,
                pins.guardedSetup,
                pins.fallbackHandlers
            )
        );
    }

    // --------------------------------------------------------------------------------------------------- councils

    /// @inheritdoc IGovernanceGuard
    function registerCouncil(address safe, Birth calldata birth, CouncilPolicy calldata policy) external restricted {
        CouncilRules.requireValid(policy);
        address singleton = SafeInspector.requireGenuine(safe, PROXY_CODEHASH, _singletons);
        SafeInspector.requireGuarded(safe, _fallbackHandlers);
        SafeInspector.requireBornGuarded(safe, singleton, birth, FACTORY_CODEHASH, GUARDED_SETUP);

        uint8 id = _book.register(safe, policy);
        CouncilRules.requireCompliant(safe, _book.councils[safe], REGISTRY);
        _record(CouncilRegistered.selector, _topic(safe), bytes32(uint256(id)), abi.encode(policy));
    }

    /**
     * @inheritdoc IGovernanceGuard
     * @dev The Safe must comply already: a policy is raised after the Safe, lowered before it. What was approved under
     * another policy is void.
     */
    function setCouncilPolicy(address safe, CouncilPolicy calldata policy) external restricted {
        CouncilRules.requireValid(policy);
        Council storage council = _book.live(safe);
        CouncilBook.setPolicy(council, policy);
        CouncilRules.requireCompliant(safe, council, REGISTRY);
        _record(CouncilPolicySet.selector, _topic(safe), abi.encode(policy));
        _raiseEpoch(safe, council);
    }

    /// @inheritdoc IGovernanceGuard
    function dismissCouncil(address safe) external restricted {
        _book.live(safe).status = CouncilStatus.Dismissed;
        _record(CouncilDismissed.selector, _topic(safe), "");
    }

    /// @inheritdoc IGovernanceGuard
    function councilOf(address safe) external view returns (Council memory) {
        return _book.councils[safe];
    }

    /// @inheritdoc IGovernanceGuard
    function councilAt(uint8 councilId) external view returns (address safe) {
        return _book.safes[councilId];
    }

    /// @inheritdoc IGovernanceGuard
    function standingOf(uint8 councilId) external view returns (address safe, bool isCouncil, uint24 epoch) {
        safe = _book.safes[councilId];
        Council storage council = _book.councils[safe];
        return (safe, CouncilBook.isInOffice(council), council.epoch);
    }

    /// @inheritdoc IGovernanceGuard
    function councilCount() external view returns (uint8) {
        return _book.count;
    }

    // --------------------------------------------------------------------------------------------------- the exit

    /// @inheritdoc IGovernanceGuard
    function announceExit() external {
        _requireInFlight(msg.sender);
        (uint48 exitAt, bool wasLive) = _book.announceExit(msg.sender);
        if (wasLive) _record(ExitAnnounced.selector, _topic(msg.sender), abi.encode(exitAt));
    }

    /// @inheritdoc IGovernanceGuard
    function revokeExit() external {
        _requireInFlight(msg.sender);
        if (_book.revokeExit(msg.sender)) _record(ExitRevoked.selector, _topic(msg.sender), "");
    }

    // -------------------------------------------------------------------------------------------------- in flight

    /// @inheritdoc IGovernanceGuard
    function signersOf(address safe) external view returns (address[] memory) {
        _book.speaking(safe);
        _requireInFlight(safe);
        return Flight.signersOf(safe);
    }

    /// @inheritdoc IGovernanceGuard
    function flightOf(
        address safe
    )
        external
        view
        returns (address[] memory signers, uint8 councilId, uint24 epoch, uint32 constituencies, bytes32 hash)
    {
        Council storage council = _book.speaking(safe);
        hash = _requireInFlight(safe);
        return (Flight.signersOf(safe), council.id, council.epoch, council.constituencies, hash);
    }

    /// @inheritdoc IGovernanceGuard
    function hashInFlight(address safe) external view returns (bytes32) {
        return Flight.hashOf(safe);
    }

    // ---------------------------------------------------------------------------------------- checks by the Safe

    /**
     * @inheritdoc ITransactionGuard
     * @dev The Safe has raised its nonce and verified the signatures.
     */
    function checkTransaction(
        address to,
        uint256 value,
        bytes calldata data,
        Enum.Operation operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address payable refundReceiver,
        bytes memory signatures,
        address
    ) external {
        // A refund would be a call in the name of the Safe, to a contract of the signers' choice, after the judgement.
        if (
            safeTxGas | baseGas | gasPrice | uint256(uint160(gasToken)) | uint256(uint160(address(refundReceiver))) != 0
        ) revert RefundRefused(msg.sender);

        _takeOff(to, value, data, operation, signatures);
    }

    /// @inheritdoc ITransactionGuard
    function checkAfterExecution(bytes32 hash, bool success) external {
        bytes32 expected = Flight.hashOf(msg.sender);
        if (expected == bytes32(0)) revert NothingInFlight(msg.sender);
        if (expected != hash) revert FlightMismatch(msg.sender, expected, hash);

        bool ownersChange = Flight.close(msg.sender);
        if (!ownersChange || !success) return;

        Council storage council = _book.councils[msg.sender];
        if (!CouncilBook.isLive(council)) return;
        CouncilRules.requireSigned(msg.sender, council, REGISTRY, Flight.signersOf(msg.sender));
        CouncilRules.requireCompliant(msg.sender, council, REGISTRY);
        _raiseEpoch(msg.sender, council);
    }

    /**
     * @inheritdoc IModuleGuard
     * @dev A module acts without signatures, so none acts for a guarded Safe.
     */
    function checkModuleTransaction(
        address,
        uint256,
        bytes calldata,
        Enum.Operation,
        address module
    ) external view returns (bytes32) {
        revert ModuleTransactionRefused(msg.sender, module);
    }

    /**
     * @inheritdoc IModuleGuard
     * @dev Never reached by a Safe.
     */
    function checkAfterModuleExecution(bytes32, bool) external view {
        revert NothingInFlight(msg.sender);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(ITransactionGuard).interfaceId ||
            interfaceId == type(IModuleGuard).interfaceId ||
            interfaceId == type(IERC165).interfaceId;
    }

    // ------------------------------------------------------------------------------------------------------- pins

    /// @inheritdoc IGovernanceGuard
    function authority() external view returns (address) {
        return address(REGISTRY);
    }

    /// @inheritdoc IGovernanceGuard
    function proxyCodehash() external view returns (bytes32) {
        return PROXY_CODEHASH;
    }

    /// @inheritdoc IGovernanceGuard
    function factoryCodehash() external view returns (bytes32) {
        return FACTORY_CODEHASH;
    }

    /// @inheritdoc IGovernanceGuard
    function multiSendCallOnly() external view returns (address) {
        return MULTI_SEND_CALL_ONLY;
    }

    /// @inheritdoc IGovernanceGuard
    function guardedSetup() external view returns (address) {
        return GUARDED_SETUP;
    }

    /// @inheritdoc IGovernanceGuard
    function isSingletonCodehash(bytes32 codehash) external view returns (bool) {
        return _singletons[codehash];
    }

    /// @inheritdoc IGovernanceGuard
    function isFallbackHandler(address handler) external view returns (bool) {
        return _fallbackHandlers[handler];
    }

    // -------------------------------------------------------------------------------------------------- judgement

    /// @dev Judges a transaction of the calling Safe and opens its flight.
    function _takeOff(
        address to,
        uint256 value,
        bytes calldata data,
        Enum.Operation operation,
        bytes memory signatures
    ) private {
        bytes32 hash = Flight.hashOf(msg.sender);
        if (hash != bytes32(0)) revert AlreadyInFlight(msg.sender, hash);

        SafeCallRules.Effect effect =
            operation == Enum.Operation.Call ? _judgeCall(to, value, data) : _judgeBatch(to, value, data);

        uint256 nonce = ISafe(payable(msg.sender)).nonce() - 1;
        hash = SafeTransactionHash.compute(msg.sender, to, value, data, operation, nonce);
        Flight.open(msg.sender, hash, _signers(signatures, hash), effect == SafeCallRules.Effect.OwnersChange);
    }

    function _judgeCall(address to, uint256 value, bytes calldata data) private returns (SafeCallRules.Effect effect) {
        effect = SafeCallRules.judge(msg.sender, to == address(0) ? msg.sender : to, value, data, false);
        if (effect == SafeCallRules.Effect.GuardRemoved && _book.exit(msg.sender)) {
            _record(Exited.selector, _topic(msg.sender), "");
        }
    }

    function _judgeBatch(
        address to,
        uint256 value,
        bytes calldata data
    ) private view returns (SafeCallRules.Effect effect) {
        if (to != MULTI_SEND_CALL_ONLY || to.codehash != MULTI_SEND_CODEHASH || value != 0) {
            revert DelegateCallRefused(msg.sender, to);
        }
        bytes calldata packed = MultiSendReader.entries(data);
        uint256 next = 0;
        for (uint256 calls = 0; next < packed.length; ++calls) {
            if (calls == MultiSendReader.MAX_CALLS) revert MultiSendReader.TooManyCalls(MultiSendReader.MAX_CALLS);
            address target;
            uint256 amount;
            bytes calldata payload;
            (target, amount, payload, next) = MultiSendReader.read(packed, next, msg.sender);
            SafeCallRules.Effect one = SafeCallRules.judge(msg.sender, target, amount, payload, true);
            if (one != SafeCallRules.Effect.None) effect = one;
        }
    }

    /// @dev Who signed, each an owner and none twice. The Safe has checked that too; it costs little to be sure.
    function _signers(bytes memory signatures, bytes32 hash) private view returns (address[] memory signers) {
        ISafe safe = ISafe(payable(msg.sender));
        signers = SignatureReader.read(signatures, hash, safe.getThreshold());
        address previous = address(0);
        for (uint256 i = 0; i < signers.length; ++i) {
            address signer = signers[i];
            if (signer <= previous) revert SignersUnsorted(msg.sender, previous, signer);
            if (!safe.isOwner(signer)) revert NotAnOwner(msg.sender, signer);
            previous = signer;
        }
    }

    function _raiseEpoch(address safe, Council storage council) private {
        uint24 epoch = ++council.epoch;
        _record(EpochRaised.selector, _topic(safe), abi.encode(epoch));
    }

    function _requireInFlight(address safe) private view returns (bytes32 hash) {
        hash = Flight.hashOf(safe);
        if (hash == bytes32(0)) revert NothingInFlight(safe);
    }

    function _requirePins(IRoleRegistry registry, Pins memory pins) private view {
        if (address(registry) == address(0)) revert InvalidPin("registry");
        if (pins.proxyCodehash == bytes32(0)) revert InvalidPin("proxyCodehash");
        if (pins.factoryCodehash == bytes32(0)) revert InvalidPin("factoryCodehash");
        if (pins.multiSendCallOnly.code.length == 0) revert InvalidPin("multiSendCallOnly");
        if (pins.guardedSetup.code.length == 0) revert InvalidPin("guardedSetup");
        if (pins.singletonCodehashes.length == 0) revert InvalidPin("singletonCodehashes");
        if (pins.fallbackHandlers.length == 0) revert InvalidPin("fallbackHandlers");
    }

    /**
     * @dev A Safe calls its fallback handler in its own name with whatever calldata a stranger chose, so neither this
     * contract nor the registry can be one.
     */
    function _allowFallbackHandler(address handler, address registry) private {
        bool refused = handler == address(this) || handler == registry;
        if (refused || (handler != address(0) && handler.code.length == 0)) revert InvalidPin("fallbackHandlers");
        _fallbackHandlers[handler] = true;
    }

    function _topic(address safe) private pure returns (bytes32) {
        return bytes32(uint256(uint160(safe)));
    }
}
