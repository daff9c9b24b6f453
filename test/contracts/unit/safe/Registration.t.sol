// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";

import {Constituencies} from "../../../../contracts/access/Constituencies.sol";
import {CouncilBook} from "../../../../contracts/safe/libraries/CouncilBook.sol";
import {CouncilRules} from "../../../../contracts/safe/libraries/CouncilRules.sol";
import {GuardedSafeSetup} from "../../../../contracts/safe/GuardedSafeSetup.sol";
import {IGovernanceGuard} from "../../../../contracts/safe/interfaces/IGovernanceGuard.sol";
import {SafeInspector} from "../../../../contracts/safe/libraries/SafeInspector.sol";

import {CouncilFixture} from "./CouncilFixture.sol";
import {FakeSingleton, HiddenWriter, LookAlikeProxy} from "../../mocks/FalseSafes.sol";

/// @notice Only a genuine Safe that was guarded from birth becomes a council; each impostor has an error of its own.
contract RegistrationTest is CouncilFixture {
    uint256 private constant SALT = 41;

    bytes32 private constant GUARD_SLOT = 0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8;
    bytes32 private constant MODULE_GUARD_SLOT = 0xb104e0b93118902c651344349b610029d694cfdec91c589c91ebafbcd0289947;
    bytes32 private constant HANDLER_SLOT = 0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5;

    IGovernanceGuard.Birth private birth;

    function setUp() public override {
        super.setUp();
        birth = birthOf(committeeOwners, 2, SALT);
    }

    // --------------------------------------------------------------------------------------------------- what counts

    function test_RegistersABornGuardedSafe() external {
        ISafe safe = seated(bear(birth));
        vm.expectEmit(address(guard));
        emit IGovernanceGuard.CouncilRegistered(address(safe), 3, 2, 3, 5, TECHNICAL);
        guard.registerCouncil(address(safe), birth, committeePolicy());

        IGovernanceGuard.Council memory entry = guard.councilOf(address(safe));
        vm.assertEq(entry.id, 3, "id");
        vm.assertEq(entry.epoch, 1, "epoch");
        vm.assertEq(uint256(entry.status), uint256(IGovernanceGuard.CouncilStatus.Registered), "status");
        vm.assertEq(entry.minThreshold, 2, "threshold");
        vm.assertEq(entry.minOwners, 3, "owners at least");
        vm.assertEq(entry.maxOwners, 5, "owners at most");
        vm.assertEq(entry.constituencies, TECHNICAL, "constituencies");
        vm.assertEq(guard.councilAt(3), address(safe), "by id");
        vm.assertEq(guard.councilCount(), 3, "count");
    }

    /// @dev The proof of birth is about the owners at birth, the policy about those of today.
    function test_RegistersAStandbySafeWhoseOwnersChanged() external {
        ISafe safe = seated(bear(birth));
        execute(safe, address(safe), swap(safe, committeeOwners[0], stranger), two());
        vm.expectRevert(abi.encodeWithSelector(CouncilRules.UnseatedOwner.selector, address(safe), stranger));
        guard.registerCouncil(address(safe), birth, committeePolicy());

        seat(safe, stranger, Constituencies.TECHNICAL);
        guard.registerCouncil(address(safe), birth, committeePolicy());
    }

    function test_OnlyTheRegistryDecidesWhoRegisters() external {
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        ISafe safe = seated(bear(birth));
        vm.expectRevert(reason);
        vm.prank(stranger);
        guard.registerCouncil(address(safe), birth, committeePolicy());
        vm.expectRevert(reason);
        vm.prank(stranger);
        guard.setCouncilPolicy(address(committee), committeePolicy());
        vm.expectRevert(reason);
        vm.prank(stranger);
        guard.dismissCouncil(address(committee));
    }

    function test_RegistersOnce() external {
        vm.expectRevert(alreadyRegistered(IGovernanceGuard.CouncilStatus.Registered));
        guard.registerCouncil(address(committee), birthOf(committeeOwners, 2, 1), committeePolicy());

        guard.dismissCouncil(address(committee));
        vm.expectRevert(alreadyRegistered(IGovernanceGuard.CouncilStatus.Dismissed));
        guard.registerCouncil(address(committee), birthOf(committeeOwners, 2, 1), committeePolicy());
    }

    // ---------------------------------------------------------------------------------------------------- impostors

    function test_RefusesWhatIsNoSafeProxy() external {
        LookAlikeProxy proxy = new LookAlikeProxy(safeSingleton);
        refuse(
            address(proxy),
            abi.encodeWithSelector(SafeInspector.NotASafeProxy.selector, address(proxy), address(proxy).codehash)
        );
        refuse(stranger, abi.encodeWithSelector(SafeInspector.NotASafeProxy.selector, stranger, stranger.codehash));
    }

    /// @dev The proxy is genuine, whatever it delegates to answers every getter as the inspector likes it.
    function test_RefusesAFakeSingleton() external {
        FakeSingleton fake = new FakeSingleton(address(guard), fallbackHandler, committeeOwners);
        birth.singleton = address(fake);
        ISafe safe = seated(ISafe(payable(address(safeFactory.createProxyWithNonce(address(fake), "", SALT)))));
        vm.assertEq(safe.getThreshold(), 2, "looks right");
        refuse(
            address(safe),
            abi.encodeWithSelector(
                SafeInspector.UnknownSingleton.selector,
                address(safe),
                address(fake),
                address(fake).codehash
            )
        );
    }

    function test_RefusesASafeWithAModule() external {
        HiddenWriter writer = new HiddenWriter();
        ISafe safe = seated(
            bearWith(birth, address(writer), abi.encodeCall(HiddenWriter.linkModule, (address(guard), stranger)))
        );
        refuse(address(safe), abi.encodeWithSelector(SafeInspector.ModulesEnabled.selector, address(safe), stranger));
    }

    function test_RefusesASafeWithoutItsGuards() external {
        ISafe safe = seated(bear(birth));
        vm.store(address(safe), MODULE_GUARD_SLOT, bytes32(uint256(1)));
        refuse(
            address(safe),
            abi.encodeWithSelector(SafeInspector.ModuleGuardNotSet.selector, address(safe), address(1))
        );
        vm.store(address(safe), GUARD_SLOT, bytes32(0));
        refuse(address(safe), abi.encodeWithSelector(SafeInspector.GuardNotSet.selector, address(safe), address(0)));

        ISafe plain = seated(bearWith(birth, address(0), ""));
        refuse(address(plain), abi.encodeWithSelector(SafeInspector.GuardNotSet.selector, address(plain), address(0)));
    }

    function test_RefusesAFallbackHandlerThatIsNotListed() external {
        birth.fallbackHandler = address(probe);
        ISafe safe = seated(bear(birth));
        refuse(
            address(safe),
            abi.encodeWithSelector(SafeInspector.FallbackHandlerRefused.selector, address(safe), address(probe))
        );
        birth.fallbackHandler = address(0);
        safe = seated(bear(birth));
        refuse(
            address(safe),
            abi.encodeWithSelector(SafeInspector.FallbackHandlerRefused.selector, address(safe), address(0))
        );
    }

    /// @dev Live, and in no list that a getter walks.
    function test_RefusesOwnersAndModulesHiddenAtSetup() external {
        HiddenWriter writer = new HiddenWriter();
        bytes[2] memory setups = [
            abi.encodeCall(HiddenWriter.hideOwner, (address(guard), stranger)),
            abi.encodeCall(HiddenWriter.hideModule, (address(guard), stranger))
        ];
        for (uint256 i = 0; i < 2; ++i) {
            ISafe safe = seated(bearWith(birth, address(writer), setups[i]));
            vm.assertTrue(i == 0 ? safe.isOwner(stranger) : safe.isModuleEnabled(stranger), "live");
            vm.assertEq(safe.getOwners().length, 3, "unseen");
            refuseBirth(safe);
        }
    }

    function test_RefusesAnotherBirth() external {
        ISafe safe = seated(bear(birth));
        birth.saltNonce = SALT + 1;
        refuseBirth(safe);
        birth.saltNonce = SALT;
        birth.threshold = 1;
        refuseBirth(safe);
        birth.threshold = 2;
        birth.owners[0] = stranger;
        refuseBirth(safe);
        birth.owners[0] = committeeOwners[0];
        birth.fallbackHandler = address(0);
        refuseBirth(safe);
        birth.fallbackHandler = fallbackHandler;

        birth.singleton = address(probe);
        refuse(
            address(safe),
            abi.encodeWithSelector(
                SafeInspector.SingletonMismatch.selector,
                address(safe),
                safeSingleton,
                address(probe)
            )
        );
        birth.singleton = safeSingleton;
        birth.factory = address(probe);
        refuse(
            address(safe),
            abi.encodeWithSelector(SafeInspector.UnknownFactory.selector, address(probe), address(probe).codehash)
        );
    }

    /// @dev The same code elsewhere is not the setup that was pinned, nor is another guard given to it ours.
    function test_RefusesAnotherSetup() external {
        GuardedSafeSetup other = new GuardedSafeSetup();
        ISafe safe = seated(bearWith(birth, address(other), abi.encodeCall(GuardedSafeSetup.setup, (address(guard)))));
        refuseBirth(safe);
    }

    // ------------------------------------------------------------------------------------------------- compliance

    function test_RefusesASafeBelowItsPolicy() external {
        birth.threshold = 1;
        ISafe safe = seated(bear(birth));
        refuse(address(safe), abi.encodeWithSelector(CouncilRules.ThresholdTooLow.selector, address(safe), 1, 2));

        birth.threshold = 2;
        birth.owners.pop();
        safe = seated(bear(birth));
        refuse(
            address(safe),
            abi.encodeWithSelector(CouncilRules.OwnerCountOutOfBounds.selector, address(safe), 2, 3, 5)
        );

        birth.owners = councilOwners;
        safe = bear(birth);
        refuse(address(safe), abi.encodeWithSelector(CouncilRules.QuorumUnbalanced.selector, address(safe), 2, 5));
    }

    function test_RefusesASafeWithoutAConstituency() external {
        ISafe safe = seated(bear(birth));
        IGovernanceGuard.CouncilPolicy memory policy = committeePolicy();
        policy.constituencies = POLICY_AND_TECHNICAL;
        vm.expectRevert(
            abi.encodeWithSelector(CouncilRules.ConstituencyAbsent.selector, address(safe), Constituencies.POLICY)
        );
        guard.registerCouncil(address(safe), birth, policy);
    }

    function test_RefusesASafeOnItsWayOut() external {
        ISafe safe = seated(bear(birth));
        execute(safe, address(guard), abi.encodeWithSignature("announceExit()"), two());
        refuse(
            address(safe),
            abi.encodeWithSelector(CouncilBook.ExitPending.selector, address(safe), block.timestamp + 30 days)
        );
        execute(safe, address(guard), abi.encodeWithSignature("revokeExit()"), two());
        guard.registerCouncil(address(safe), birth, committeePolicy());
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    function refuse(address safe, bytes memory reason) private {
        vm.expectRevert(reason);
        guard.registerCouncil(safe, birth, committeePolicy());
    }

    function refuseBirth(ISafe safe) private {
        vm.expectPartialRevert(SafeInspector.NotBornGuarded.selector);
        guard.registerCouncil(address(safe), birth, committeePolicy());
    }

    function seated(ISafe safe) private returns (ISafe) {
        for (uint256 i = 0; i < 3; ++i) seat(safe, committeeOwners[i], Constituencies.TECHNICAL);
        return safe;
    }

    function alreadyRegistered(IGovernanceGuard.CouncilStatus status) private view returns (bytes memory) {
        return abi.encodeWithSelector(CouncilBook.AlreadyRegistered.selector, address(committee), status);
    }
}
