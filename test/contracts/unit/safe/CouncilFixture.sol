// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Enum} from "@safe-global/safe-smart-account/contracts/libraries/Enum.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";

import {CouncilProbe} from "../../mocks/CouncilProbe.sol";
import {FakeRegistry} from "../../mocks/FakeRegistry.sol";
import {GuardKit} from "../../support/GuardKit.sol";

/**
 * @notice A technical committee (2-of-3) and a governance council (3-of-5: owners 0 and 1 policy, 2 to 4 technical, in
 * the order of their addresses), both registered, both born guarded; and a probe that reads the guard when called.
 */
abstract contract CouncilFixture is GuardKit {
    uint32 internal constant TECHNICAL = uint32(1) << Constituencies.TECHNICAL;
    uint32 internal constant POLICY_AND_TECHNICAL =
        (uint32(1) << Constituencies.POLICY) | (uint32(1) << Constituencies.TECHNICAL);

    FakeRegistry internal registry;
    CouncilProbe internal probe;

    ISafe internal committee;
    address[] internal committeeOwners;
    uint256[] internal committeeKeys;

    ISafe internal council;
    address[] internal councilOwners;
    uint256[] internal councilKeys;

    address internal stranger;
    uint256 internal strangerKey;

    function setUp() public virtual {
        deploySafeContracts();
        registry = new FakeRegistry();
        deployGuard(address(registry));
        registry.setGovernor(address(this), true);
        probe = new CouncilProbe(guard);
        (stranger, strangerKey) = account("stranger");

        (committeeOwners, committeeKeys) = people("committee", 3);
        (councilOwners, councilKeys) = people("council", 5);
        committee = bear(birthOf(committeeOwners, 2, 1));
        council = bear(birthOf(councilOwners, 3, 2));
        for (uint256 i = 0; i < 3; ++i) seat(committee, committeeOwners[i], Constituencies.TECHNICAL);
        for (uint256 i = 0; i < 5; ++i) {
            seat(council, councilOwners[i], i < 2 ? Constituencies.POLICY : Constituencies.TECHNICAL);
        }
        guard.registerCouncil(address(committee), birthOf(committeeOwners, 2, 1), committeePolicy());
        guard.registerCouncil(address(council), birthOf(councilOwners, 3, 2), councilPolicy());
    }

    function committeePolicy() internal pure returns (IGovernanceGuard.CouncilPolicy memory) {
        return IGovernanceGuard.CouncilPolicy(2, 3, 5, TECHNICAL);
    }

    function councilPolicy() internal pure returns (IGovernanceGuard.CouncilPolicy memory) {
        return IGovernanceGuard.CouncilPolicy(3, 5, 9, POLICY_AND_TECHNICAL);
    }

    function seat(ISafe safe, address owner, uint8 constituency) internal {
        registry.seat(address(safe), owner, 7, constituency);
    }

    /// @dev Keys of two of the committee.
    function two() internal view returns (uint256[] memory keys) {
        return pick(committeeKeys, 2);
    }

    /// @dev Keys of both policy people and one technical.
    function three() internal view returns (uint256[] memory keys) {
        return pick(councilKeys, 3);
    }

    /// @dev Keys of the three technical people of the council.
    function threeTechnical() internal view returns (uint256[] memory keys) {
        keys = new uint256[](3);
        for (uint256 i = 0; i < 3; ++i) keys[i] = councilKeys[2 + i];
    }

    function call(address to, bytes memory data) internal pure returns (SafeTx memory) {
        return SafeTx(to, 0, data, Enum.Operation.Call);
    }

    function selfCall(ISafe safe, bytes memory data) internal pure returns (SafeTx memory) {
        return call(address(safe), data);
    }

    /**
     * @dev Executes `transaction` and expects it to revert with `reason`. Signing needs calls of its own, which must
     * come before the expectation.
     */
    function executeExpecting(
        ISafe safe,
        SafeTx memory transaction,
        uint256[] memory keys,
        bytes memory reason
    ) internal {
        bytes memory signatures = signSafe(safe, transaction, keys);
        vm.expectRevert(reason);
        executeSigned(safe, transaction, signatures);
    }

    function swap(ISafe safe, address oldOwner, address newOwner) internal view returns (bytes memory) {
        return
            abi.encodeWithSignature(
                "swapOwner(address,address,address)",
                previousOwner(safe, oldOwner),
                oldOwner,
                newOwner
            );
    }

    function previousOwner(ISafe safe, address owner) internal view returns (address) {
        address[] memory owners = safe.getOwners();
        for (uint256 i = 1; i < owners.length; ++i) if (owners[i] == owner) return owners[i - 1];
        return address(1);
    }
}
