// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Where a Safe (1.4.1, 1.5.0) keeps what has no getter.
library SafeSlots {
    // keccak256("guard_manager.guard.address")
    bytes32 internal constant GUARD = 0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8;

    // keccak256("module_manager.module_guard.address")
    bytes32 internal constant MODULE_GUARD = 0xb104e0b93118902c651344349b610029d694cfdec91c589c91ebafbcd0289947;

    // keccak256("fallback_manager.handler.address")
    bytes32 internal constant FALLBACK_HANDLER = 0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5;
}
