// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";

/**
 * @title Flight
 * @notice The transaction that a Safe is executing now, in transient storage: its hash, who signed it, and if it changes
 * the Safe's owners. Gone at the latest when the outermost transaction ends.
 *
 * Slots, from the mapping slot of the Safe: +0 hash, zero when nothing is in flight; +1 number of signers, and in bit
 * 255 whether owners or threshold change; +2… the signers.
 */
library Flight {
    using SlotDerivation for bytes32;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.AddressSlot;
    using TransientSlot for TransientSlot.Bytes32Slot;
    using TransientSlot for TransientSlot.Uint256Slot;

    bytes32 private constant FLIGHTS = keccak256("sign.transient.Flight");
    uint256 private constant OWNERS_CHANGE = 1 << 255;

    /// @notice Opens the flight of `safe`. It must not have one.
    function open(address safe, bytes32 hash, address[] memory signers, bool ownersChange) internal {
        bytes32 base = FLIGHTS.deriveMapping(safe);
        base.asBytes32().tstore(hash);
        base.offset(1).asUint256().tstore(ownersChange ? signers.length | OWNERS_CHANGE : signers.length);
        for (uint256 i = 0; i < signers.length; ++i) base.offset(2 + i).asAddress().tstore(signers[i]);
    }

    /// @notice Ends the flight of `safe`. What {signersOf} reads stays readable, for the check that comes after.
    function close(address safe) internal returns (bool ownersChange) {
        bytes32 base = FLIGHTS.deriveMapping(safe);
        base.asBytes32().tstore(bytes32(0));
        return base.offset(1).asUint256().tload() & OWNERS_CHANGE != 0;
    }

    /// @notice Hash of the transaction in flight; zero when there is none.
    function hashOf(address safe) internal view returns (bytes32) {
        return FLIGHTS.deriveMapping(safe).asBytes32().tload();
    }

    /// @notice Who signed the transaction in flight, or the one that was last.
    function signersOf(address safe) internal view returns (address[] memory signers) {
        bytes32 base = FLIGHTS.deriveMapping(safe);
        signers = new address[](base.offset(1).asUint256().tload() & ~OWNERS_CHANGE);
        for (uint256 i = 0; i < signers.length; ++i) signers[i] = base.offset(2 + i).asAddress().tload();
    }
}
