// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Behaves as SafeProxy does, and is not its code.
contract LookAlikeProxy {
    address private _singleton;

    constructor(address singleton) {
        _singleton = singleton;
    }

    function masterCopy() external view returns (address) {
        return _singleton;
    }
}

/// @notice Answers every getter that an inspector asks as it would like to hear it.
contract FakeSingleton {
    address private immutable GUARD;
    address private immutable HANDLER;
    address private immutable OWNER_0;
    address private immutable OWNER_1;
    address private immutable OWNER_2;

    constructor(address guard, address handler, address[] memory owners) {
        (GUARD, HANDLER) = (guard, handler);
        (OWNER_0, OWNER_1, OWNER_2) = (owners[0], owners[1], owners[2]);
    }

    function getThreshold() external pure returns (uint256) {
        return 2;
    }

    function getOwners() external view returns (address[] memory owners) {
        owners = new address[](3);
        (owners[0], owners[1], owners[2]) = (OWNER_0, OWNER_1, OWNER_2);
    }

    function getModulesPaginated(address, uint256) external pure returns (address[] memory, address) {
        return (new address[](0), address(1));
    }

    function getStorageAt(uint256 slot, uint256) external view returns (bytes memory) {
        bool handler = slot == 0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5;
        return abi.encode(handler ? HANDLER : GUARD);
    }
}

/// @notice What a malicious `Safe.setup` delegatecalls: sets the guards as it should, and writes something more.
contract HiddenWriter {
    bytes32 private constant GUARD_SLOT = 0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8;
    bytes32 private constant MODULE_GUARD_SLOT = 0xb104e0b93118902c651344349b610029d694cfdec91c589c91ebafbcd0289947;

    // Layout of a Safe: singleton, modules, owners.
    uint256 private _singleton;
    mapping(address module => address next) private _modules;
    mapping(address owner => address next) private _owners;

    /// @dev A module in its list, for all to see.
    function linkModule(address guard, address module) external {
        _guard(guard);
        _modules[module] = _modules[address(1)];
        _modules[address(1)] = module;
    }

    /// @dev A module that works, and that no list leads to.
    function hideModule(address guard, address module) external {
        _guard(guard);
        _modules[module] = address(1);
    }

    /// @dev An owner who signs, and whom no list leads to.
    function hideOwner(address guard, address owner) external {
        _guard(guard);
        _owners[owner] = address(1);
    }

    function _guard(address guard) private {
        assembly ("memory-safe") {
            sstore(GUARD_SLOT, guard)
            sstore(MODULE_GUARD_SLOT, guard)
        }
    }
}
