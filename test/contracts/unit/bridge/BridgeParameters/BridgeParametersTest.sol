// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {BridgeParameters} from "../../../../../contracts/bridge/BridgeParameters.sol";
import {Constituencies} from "../../../../../contracts/access/Constituencies.sol";
import {FakeAuthority} from "../../../mocks/FakeAuthority.sol";
import {FakeBridgeGateway} from "../../../mocks/bridge/FakeBridgeGateway.sol";
import {FakeChangeGuard} from "../../../mocks/change/FakeChangeGuard.sol";
import {FakeChangeRegistry} from "../../../mocks/change/FakeChangeRegistry.sol";
import {FakeSeverity} from "../../../mocks/bridge/FakeSeverity.sol";
import {FakeSystemModes} from "../../../mocks/FakeSystemModes.sol";
import {
    IBridgeParameters,
    Parameter,
    ParameterState
} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";
import {Test} from "../../../support/Test.sol";

/**
 * @notice Parameters behind their proxy, linked to a fake gateway, on fakes of everything else. Every parameter of the
 * whole rail pair is established; one counterparty is limited in both directions.
 * @dev The Emergency Council has signed whatever it sends; the ChangeManager is in the middle of a change.
 */
abstract contract BridgeParametersTest is Test {
    bytes32 internal constant REASON = keccak256("reason");
    bytes32 internal constant CHANGE = keccak256("change");
    uint40 internal constant NOW = 1_800_000_000;
    uint40 internal constant SPACING = 14 days;
    address internal constant ALL = address(0);

    uint128 internal constant CAPACITY = 1_000_000;
    uint128 internal constant WINDOW = 1 days;
    uint128 internal constant MAXIMUM = 50_000;
    uint128 internal constant RESERVE_AGE = 1 days;
    uint128 internal constant FAILURES = 400;

    address internal emergencyCouncil = address(0xb3);
    address internal otherCouncil = address(0xb2);
    address internal bank = address(0xBA);
    address internal otherBank = address(0xBB);
    address internal stranger = address(0xbad);
    bytes32 internal rail = SystemIds.named(SystemIds.RAIL, "retail-rail");

    FakeChangeRegistry internal registry;
    FakeChangeGuard internal guard;
    FakeSystemModes internal modes;
    FakeSeverity internal incidents;
    FakeBridgeGateway internal gateway;
    FakeAuthority internal manager;
    BridgeParameters internal parameters;

    function setUp() public virtual {
        vm.warp(NOW);
        registry = new FakeChangeRegistry();
        guard = new FakeChangeGuard();
        modes = new FakeSystemModes();
        incidents = new FakeSeverity();
        gateway = new FakeBridgeGateway(rail);
        manager = new FakeAuthority(address(0));
        manager.setChangeInProgress(CHANGE);
        registry.appoint(address(manager));
        parameters = unlinked();
        _seatCouncil(emergencyCouncil, Roles.EMERGENCY_COUNCIL);
        _seatCouncil(otherCouncil, Roles.GOVERNANCE_COUNCIL);
        vm.prank(address(manager));
        parameters.linkGateway(address(gateway));
        _establishEverything();
    }

    /// @dev Parameters without a gateway, their functions mapped as in the suite.
    function unlinked() internal returns (BridgeParameters created) {
        created = BridgeParameters(
            address(new ERC1967Proxy(address(newCode()), abi.encodeCall(BridgeParameters.initialize, ())))
        );
        registry.map(address(created), created.establish.selector, Roles.HIGH_RISK_UPGRADE);
        registry.map(address(created), created.linkGateway.selector, Roles.HIGH_RISK_UPGRADE);
        registry.map(address(created), created.upgradeToAndCall.selector, Roles.HIGH_RISK_UPGRADE);
        registry.map(address(created), created.loosen.selector, Roles.BRIDGE_PARAMETER);
        registry.map(address(created), created.returnToBaseline.selector, Roles.BRIDGE_PARAMETER);
        registry.map(address(created), created.retract.selector, Roles.BRIDGE_PARAMETER);
        registry.setRole(Roles.HIGH_RISK_UPGRADE, address(manager), true);
        registry.setRole(Roles.BRIDGE_PARAMETER, address(manager), true);
    }

    function newCode() internal returns (BridgeParameters) {
        return BridgeParameters(deploy("BridgeParameters", abi.encode(registry, guard, modes, incidents)));
    }

    // ------------------------------------------------------------------------------------------------------- acts

    function establish(Parameter parameter, address counterparty, uint128 value) internal {
        vm.prank(address(manager));
        parameters.establish(parameter, counterparty, value);
    }

    function tighten(Parameter parameter, address counterparty, uint128 value) internal {
        vm.prank(emergencyCouncil);
        parameters.tighten(parameter, counterparty, value, REASON);
    }

    /// @dev As seen just now.
    function loosen(Parameter parameter, address counterparty, uint128 value) internal {
        ParameterState memory seen = parameters.stateOf(parameter, counterparty);
        vm.prank(address(manager));
        parameters.loosen(parameter, counterparty, seen.value, seen.version, value);
    }

    function returnToBaseline(Parameter parameter, address counterparty) internal {
        ParameterState memory seen = parameters.stateOf(parameter, counterparty);
        vm.prank(address(manager));
        parameters.returnToBaseline(parameter, counterparty, seen.value, seen.version);
    }

    function retract(Parameter parameter, address counterparty, uint128 value, uint128 baseline) internal {
        vm.prank(address(manager));
        parameters.retract(parameter, counterparty, value, baseline);
    }

    /// @dev 14 days later, with monitoring having looked meanwhile.
    function wait() internal {
        wait(SPACING);
    }

    function wait(uint256 time) internal {
        vm.warp(block.timestamp + time);
        gateway.setObservedAt(uint40(block.timestamp));
    }

    // ----------------------------------------------------------------------------------------------- expectations

    /// @dev The next {loosen} is refused with exactly `reason`.
    function refuseLoosening(Parameter parameter, address counterparty, uint128 value, bytes memory reason) internal {
        ParameterState memory seen = parameters.stateOf(parameter, counterparty);
        vm.expectRevert(reason);
        vm.prank(address(manager));
        parameters.loosen(parameter, counterparty, seen.value, seen.version, value);
    }

    function refuseReturn(Parameter parameter, address counterparty, bytes memory reason) internal {
        ParameterState memory seen = parameters.stateOf(parameter, counterparty);
        vm.expectRevert(reason);
        vm.prank(address(manager));
        parameters.returnToBaseline(parameter, counterparty, seen.value, seen.version);
    }

    function refuseTightening(Parameter parameter, address counterparty, uint128 value, bytes memory reason) internal {
        vm.expectRevert(reason);
        tighten(parameter, counterparty, value);
    }

    function expectUnauthorized(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, who));
        vm.prank(who);
    }

    function outOfBounds(Parameter parameter, uint128 value) internal view returns (bytes memory) {
        (uint128 floor, uint128 ceiling, , ) = parameters.boundsOf(parameter);
        return abi.encodeWithSelector(IBridgeParameters.ValueOutOfBounds.selector, parameter, value, floor, ceiling);
    }

    function unset(Parameter parameter, address counterparty) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IBridgeParameters.ParameterUnset.selector, parameter, counterparty);
    }

    function noCounterparty(Parameter parameter) internal view returns (bytes memory) {
        return abi.encodeWithSelector(IBridgeParameters.CounterpartyNotAllowed.selector, parameter, bank);
    }

    function tooLarge(
        Parameter parameter,
        address counterparty,
        uint128 value,
        uint128 given,
        uint128 limit
    ) internal pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IBridgeParameters.StepTooLarge.selector,
                parameter,
                counterparty,
                value,
                given,
                limit
            );
    }

    function loosenedRecently(
        Parameter parameter,
        address counterparty,
        uint256 since
    ) internal pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IBridgeParameters.LoosenedRecently.selector,
                parameter,
                counterparty,
                since,
                since + SPACING
            );
    }

    function assertState(
        Parameter parameter,
        address counterparty,
        uint128 value,
        uint128 baseline,
        uint32 version
    ) internal view {
        ParameterState memory state = parameters.stateOf(parameter, counterparty);
        vm.assertEq(uint256(state.value), value, "value");
        vm.assertEq(uint256(state.baseline), baseline, "baseline");
        vm.assertEq(uint256(state.version), version, "version");
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _seatCouncil(address safe, uint64 role) private {
        address signer = address(uint160(safe) + 0x1000);
        guard.register(safe, uint32(1) << Constituencies.EMERGENCY);
        registry.setRole(role, safe, true);
        registry.seat(safe, signer, 4, Constituencies.EMERGENCY);
        address[] memory signers = new address[](1);
        signers[0] = signer;
        guard.sign(safe, signers);
    }

    function _establishEverything() private {
        address[2] memory subjects = [ALL, bank];
        for (uint256 i = 0; i < 2; ++i) {
            establish(Parameter.OutWindow, subjects[i], WINDOW);
            establish(Parameter.InWindow, subjects[i], WINDOW);
            establish(Parameter.OutCapacity, subjects[i], CAPACITY);
            establish(Parameter.InCapacity, subjects[i], CAPACITY);
        }
        establish(Parameter.ConversionMaximum, ALL, MAXIMUM);
        establish(Parameter.ReserveMaxAge, ALL, RESERVE_AGE);
        establish(Parameter.FailureMaximum, ALL, FAILURES);
    }
}
