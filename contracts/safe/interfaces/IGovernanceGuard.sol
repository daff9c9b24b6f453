// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * @title IGovernanceGuard
 * @notice What every council's Safe must be, and who signed the transaction that is in flight.
 */
interface IGovernanceGuard {
    /// @notice How a Safe came into the world: enough to recompute its CREATE2 address.
    struct Birth {
        address factory;
        address singleton;
        address[] owners;
        uint256 threshold;
        address fallbackHandler;
        uint256 saltNonce;
    }

    /// @notice What a council's Safe must satisfy for as long as it is one.
    struct CouncilPolicy {
        uint8 minThreshold;
        uint8 minOwners;
        uint8 maxOwners;
        /// @dev Bit set of constituencies; each must have signed every call that the Safe makes as a council, and
        /// every change of its owners.
        uint32 constituencies;
    }

    enum CouncilStatus {
        Unknown,
        Registered,
        ExitAnnounced,
        Exited,
        Dismissed
    }

    /// @dev One slot.
    struct Council {
        uint8 id;
        CouncilStatus status;
        uint8 minThreshold;
        uint8 minOwners;
        uint8 maxOwners;
        uint32 constituencies;
        uint24 epoch;
        uint48 exitAt;
    }

    /**
     * @notice What the guard believes of the Safe contracts, for good: code hashes rather than addresses where code is
     * looked at, addresses where it is called.
     */
    struct Pins {
        /// @dev Code hash of the official SafeProxy.
        bytes32 proxyCodehash;
        /// @dev Code hash of the official SafeProxyFactory.
        bytes32 factoryCodehash;
        /// @dev Code hashes of the accepted SafeL2 singletons.
        bytes32[] singletonCodehashes;
        /// @dev The only contract that a guarded Safe may delegatecall.
        address multiSendCallOnly;
        /// @dev The `GuardedSafeSetup` through which a council's Safe is born.
        address guardedSetup;
        /// @dev Fallback handlers that a council may have; the zero address only if it is listed.
        address[] fallbackHandlers;
    }

    event PinsFixed(
        address registry,
        bytes32 proxyCodehash,
        bytes32 factoryCodehash,
        bytes32[] singletonCodehashes,
        address multiSendCallOnly,
        bytes32 multiSendCodehash,
        address guardedSetup,
        address[] fallbackHandlers
    );
    event CouncilRegistered(
        address indexed safe,
        uint8 indexed councilId,
        uint8 minThreshold,
        uint8 minOwners,
        uint8 maxOwners,
        uint32 constituencies
    );
    event CouncilPolicySet(
        address indexed safe,
        uint8 minThreshold,
        uint8 minOwners,
        uint8 maxOwners,
        uint32 constituencies
    );
    event CouncilDismissed(address indexed safe);
    /// @notice Owners, threshold or policy changed; approvals given by the Safe before are void.
    event EpochRaised(address indexed safe, uint24 epoch);
    event ExitAnnounced(address indexed safe, uint48 exitAt);
    event ExitRevoked(address indexed safe);
    event Exited(address indexed safe);

    error InvalidPin(string field);
    error UnknownCouncil(address safe);
    error CouncilHasExited(address safe);
    error NothingInFlight(address safe);
    /// @notice A guarded Safe runs one transaction at a time.
    error AlreadyInFlight(address safe, bytes32 hash);
    error FlightMismatch(address safe, bytes32 expected, bytes32 given);
    error RefundRefused(address safe);
    error DelegateCallRefused(address safe, address to);
    error NotAnOwner(address safe, address signer);
    error SignersUnsorted(address safe, address previous, address signer);
    error ModuleTransactionRefused(address safe, address module);

    // --------------------------------------------------------------------------------------------------- councils

    /// @notice Proves that `safe` is a genuine, born-guarded Safe and registers it. See `SafeInspector` for the errors.
    function registerCouncil(address safe, Birth calldata birth, CouncilPolicy calldata policy) external;
    function setCouncilPolicy(address safe, CouncilPolicy calldata policy) external;
    function dismissCouncil(address safe) external;

    /**
     * @notice Called by a Safe about itself: from 30 days later, for 30 days, it may take the guard off, and is no
     * council then.
     */
    function announceExit() external;
    function revokeExit() external;

    function councilOf(address safe) external view returns (Council memory);
    function councilAt(uint8 councilId) external view returns (address safe);

    /**
     * @notice Whether a council is one now, and its epoch: what an approval given earlier stands on.
     * @dev A council that announced its exit is one until the exit is due: it must not void approvals by announcing.
     */
    function standingOf(uint8 councilId) external view returns (address safe, bool isCouncil, uint24 epoch);
    function councilCount() external view returns (uint8);

    // ---------------------------------------------------------------------------------------------------- in flight

    /**
     * @notice The owners who signed the transaction of `safe` that is executing now; never empty.
     * @dev Reverts `UnknownCouncil`, `CouncilHasExited` (also from the end of an announced exit's notice on) or
     * `NothingInFlight`.
     */
    function signersOf(address safe) external view returns (address[] memory);

    /**
     * @notice The same, with what a council's caller must check or keep, in one call.
     * @return signers As {signersOf}.
     * @return councilId Id of the council, for compact storage.
     * @return epoch Epoch of owners and threshold.
     * @return constituencies Bit set of the constituencies that must all have signed.
     * @return hash As {hashInFlight}.
     */
    function flightOf(
        address safe
    )
        external
        view
        returns (address[] memory signers, uint8 councilId, uint24 epoch, uint32 constituencies, bytes32 hash);

    /// @notice Hash of the Safe transaction in flight; zero when there is none.
    function hashInFlight(address safe) external view returns (bytes32);

    // --------------------------------------------------------------------------------------------------------- pins

    /// @notice The RoleRegistry that knows seats and who may register councils.
    function authority() external view returns (address);
    function proxyCodehash() external view returns (bytes32);
    function factoryCodehash() external view returns (bytes32);
    function multiSendCallOnly() external view returns (address);
    function guardedSetup() external view returns (address);
    function isSingletonCodehash(bytes32 codehash) external view returns (bool);
    function isFallbackHandler(address handler) external view returns (bool);
}
