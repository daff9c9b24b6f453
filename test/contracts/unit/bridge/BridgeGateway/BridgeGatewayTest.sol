// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {
    Conversion,
    ConversionStatus,
    Custody,
    Direction,
    FailureReason,
    IBridgeGateway,
    Inbound,
    Position,
    ReservePosition
} from "../../../../../contracts/bridge/interfaces/IBridgeGateway.sol";
import {BridgeGateway} from "../../../../../contracts/bridge/BridgeGateway.sol";
import {FakeOperatorKeys} from "../../../mocks/bridge/FakeOperatorKeys.sol";
import {FakeSystemModes} from "../../../mocks/FakeSystemModes.sol";
import {HostileToken} from "../../../mocks/bridge/HostileToken.sol";
import {Parameter} from "../../../../../contracts/bridge/interfaces/IBridgeParameters.sol";
import {IKeyRegistry, KeyStatus} from "../../../../../contracts/operations/interfaces/IKeyRegistry.sol";
import {ISystemModes, Mode, Operation} from "../../../../../contracts/emergency/interfaces/ISystemModes.sol";
import {OperatorRegistry} from "../../../mocks/bridge/OperatorRegistry.sol";
import {Roles} from "../../../../../contracts/access/Roles.sol";
import {SystemIds} from "../../../../../contracts/emergency/SystemIds.sol";
import {Test} from "../../../support/Test.sol";

/**
 * @notice A gateway behind its proxy that holds an honest token of six decimals, with fake modes, under OpenZeppelin's
 * AccessManager: two operators of one entity, one of another, a monitor, two counterparties whose flows are full.
 */
abstract contract BridgeGatewayTest is Test {
    bytes32 internal constant PRIVATE_RAIL = keccak256("wholesale ledger");
    bytes32 internal constant BENEFICIARY = keccak256("beneficiary");
    bytes32 internal constant SETTLEMENT = keccak256("settlement");
    bytes32 internal constant EVIDENCE = keccak256("evidence");
    uint40 internal constant NOW = 1_800_000_000;
    uint40 internal constant DAY = 1 days;
    uint40 internal constant MAX_AGE = 6 hours;
    uint128 internal constant CAPACITY = 1_000_000;
    uint128 internal constant OWN_CAPACITY = 800_000;
    uint128 internal constant MAXIMUM = 500_000;
    uint64 internal constant VERSION = 9;
    /// @dev What monitoring sees committed on the private rail at first.
    uint128 internal constant REDEEMED = 600_000;

    address internal operator = address(0x0A1);
    address internal colleague = address(0x0A2);
    address internal otherOperator = address(0x0B1);
    address internal monitor = address(0x30);
    address internal upgrader = address(0x0960);
    address internal bank = address(0xBA);
    address internal otherBank = address(0xBB);
    address internal recipient = address(0x4EC);
    address internal stranger = address(0xbad);
    address internal parameters = address(0x9A4A);

    BridgeGateway internal gateway;
    HostileToken internal token;
    FakeSystemModes internal modes;
    OperatorRegistry internal registry;
    FakeOperatorKeys internal keys;
    bytes32 internal rail = SystemIds.named(SystemIds.RAIL, "retail-rail");

    function setUp() public virtual {
        vm.warp(NOW - DAY);
        vm.etch(parameters, hex"00");
        modes = new FakeSystemModes();
        token = new HostileToken();
        registry = new OperatorRegistry(address(this));
        keys = new FakeOperatorKeys();
        gateway = deploy(custodyUnderTest());
        registry.bindAccount(operator, 1);
        registry.bindAccount(colleague, 1);
        registry.bindAccount(otherOperator, 2);
        registry.bindAccount(monitor, 3);
        registry.grantRole(Roles.BRIDGE_OPERATOR, operator, 0);
        registry.grantRole(Roles.BRIDGE_OPERATOR, colleague, 0);
        registry.grantRole(Roles.BRIDGE_OPERATOR, otherOperator, 0);
        registry.grantRole(Roles.MONITOR, monitor, 0);
        registry.grantRole(Roles.HIGH_RISK_UPGRADE, upgrader, 0);
        limit();
        vm.warp(NOW);
        observe(0, REDEEMED);
        token.mint(bank, 1e12);
        token.mint(otherBank, 1e12);
        token.allow(bank, address(gateway), type(uint256).max);
        token.allow(otherBank, address(gateway), type(uint256).max);
    }

    function custodyUnderTest() internal view virtual returns (Custody) {
        return Custody.Held;
    }

    function deploy(Custody custody) internal returns (BridgeGateway deployed) {
        bytes memory init = abi.encodeCall(BridgeGateway.initialize, ("retail-rail", PRIVATE_RAIL, token, custody));
        deployed = BridgeGateway(address(new ERC1967Proxy(address(implementation()), init)));
        modes.assignSystem(address(deployed), rail);
        bytes4[] memory selectors = new bytes4[](4);
        selectors[0] = deployed.attestSettlement.selector;
        selectors[1] = deployed.attestFailure.selector;
        selectors[2] = deployed.attestIn.selector;
        selectors[3] = deployed.attestReturn.selector;
        registry.setTargetFunctionRole(address(deployed), selectors, Roles.BRIDGE_OPERATOR);
        selectors = new bytes4[](1);
        selectors[0] = deployed.attestReserve.selector;
        registry.setTargetFunctionRole(address(deployed), selectors, Roles.MONITOR);
        selectors[0] = deployed.upgradeToAndCall.selector;
        registry.setTargetFunctionRole(address(deployed), selectors, Roles.HIGH_RISK_UPGRADE);
    }

    function implementation() internal returns (BridgeGateway) {
        return BridgeGateway(deploy("BridgeGateway", abi.encode(modes, parameters, registry, keys)));
    }

    /// @dev Flows and parameters that an ordinary conversion fits in.
    function limit() private {
        address[3] memory who = [address(0), bank, otherBank];
        for (uint256 i = 0; i < 3; ++i) {
            applyFlow(Direction.Out, who[i], i == 0 ? CAPACITY : OWN_CAPACITY, DAY, VERSION);
            applyFlow(Direction.In, who[i], i == 0 ? CAPACITY : OWN_CAPACITY, DAY, VERSION);
        }
        applyParameter(Parameter.ReserveMaxAge, MAX_AGE, VERSION);
        applyParameter(Parameter.ConversionMaximum, MAXIMUM, VERSION);
    }

    // ------------------------------------------------------------------------------------------------------ acts

    function applyFlow(Direction direction, address who, uint128 capacity, uint40 window, uint64 version) internal {
        vm.prank(parameters);
        gateway.applyFlow(direction, who, capacity, window, version);
    }

    function applyParameter(Parameter parameter, uint128 value, uint64 version) internal {
        vm.prank(parameters);
        gateway.applyParameter(parameter, value, version);
    }

    function request(uint128 amount) internal returns (bytes32) {
        vm.prank(bank);
        return gateway.requestOut(amount, BENEFICIARY);
    }

    function attestSettlement(address by, bytes32 id) internal {
        vm.prank(by);
        gateway.attestSettlement(id, SETTLEMENT);
    }

    function attestFailure(address by, bytes32 id) internal {
        vm.prank(by);
        gateway.attestFailure(id, FailureReason.RailRejected, EVIDENCE);
    }

    function attestIn(address by, Inbound memory inbound) internal returns (bytes32) {
        vm.prank(by);
        return gateway.attestIn(inbound);
    }

    function attestReturn(address by, bytes32 id) internal {
        vm.prank(by);
        gateway.attestReturn(id, SETTLEMENT);
    }

    function attestReserve(address by, ReservePosition memory position) internal {
        vm.prank(by);
        gateway.attestReserve(position);
    }

    /// @dev Requested, and attested by both entities.
    function settled(uint128 amount) internal returns (bytes32 id) {
        id = request(amount);
        attestSettlement(operator, id);
        attestSettlement(otherOperator, id);
    }

    function failed(uint128 amount) internal returns (bytes32 id) {
        id = request(amount);
        attestFailure(operator, id);
        attestFailure(otherOperator, id);
    }

    function admit(Inbound memory inbound) internal returns (bytes32) {
        attestIn(operator, inbound);
        return attestIn(otherOperator, inbound);
    }

    /// @dev Admitted, and failed because the rail stood still.
    function stopped(uint64 nonce, uint128 amount) internal returns (bytes32 id) {
        modes.setMode(rail, Mode.Halted);
        id = admit(arrival(nonce, amount));
        modes.setMode(rail, Mode.Normal);
    }

    /// @dev Now.
    function observe(uint128 issued, uint128 redeemed) internal {
        attestReserve(monitor, reserveAt(issued, redeemed, uint40(block.timestamp)));
    }

    // -------------------------------------------------------------------------------------------------- documents

    function arrival(uint64 nonce, uint128 amount) internal view returns (Inbound memory) {
        return Inbound(nonce, bank, recipient, amount, SETTLEMENT);
    }

    function reserveAt(
        uint128 issued,
        uint128 redeemed,
        uint40 observedAt
    ) internal pure returns (ReservePosition memory) {
        return ReservePosition(issued, redeemed, observedAt, keccak256("books"));
    }

    /// @dev As the contract counts statements.
    function statementOf(bytes4 selector, bytes memory content) internal pure returns (bytes32) {
        return keccak256(bytes.concat(selector, content));
    }

    function counterpartySystem(address who) internal pure returns (bytes32) {
        return SystemIds.keyed(SystemIds.COUNTERPARTY, bytes32(uint256(uint160(who))));
    }

    // ---------------------------------------------------------------------------------------------- expectations

    /// @dev The next call by `who` is refused for want of a role.
    function expectUnauthorized(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, who));
        vm.prank(who);
    }

    /// @dev Of the operator's account as a key; the next call is the operator's.
    function expectKeyNotUsable(address who) internal {
        bytes memory expected = abi.encodeWithSelector(
            IKeyRegistry.KeyNotUsable.selector,
            keys.idOf(who),
            KeyStatus.Compromised
        );
        vm.expectRevert(expected);
    }

    function expectUnexpected(bytes32 id, ConversionStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(IBridgeGateway.UnexpectedConversionStatus.selector, id, status));
    }

    function restricted(bytes32 systemId, Mode mode, Operation operation) internal view returns (bytes memory) {
        return
            abi.encodeWithSelector(ISystemModes.OperationRestricted.selector, systemId, mode, operation, modes.UNTIL());
    }

    function assertStatus(bytes32 id, ConversionStatus expected) internal view {
        vm.assertEq(uint256(gateway.conversionOf(id).status), uint256(expected), "status");
    }

    function assertFailed(bytes32 id, FailureReason expected) internal view {
        Conversion memory conversion = gateway.conversionOf(id);
        vm.assertEq(uint256(conversion.status), uint256(ConversionStatus.Failed), "failed");
        vm.assertEq(uint256(conversion.reason), uint256(expected), "reason");
        vm.assertEq(uint256(conversion.usedAt), 0, "drew nothing");
        vm.assertEq(uint256(conversion.parametersVersion), 0, "judged by nothing");
    }

    function assertBooks(uint256 locked, uint256 pending, uint256 owed, uint256 released) internal view {
        Position memory position = gateway.positionOf();
        vm.assertEq(uint256(position.locked), locked, "locked");
        vm.assertEq(uint256(position.pending), pending, "pending");
        vm.assertEq(uint256(position.owed), owed, "owed");
        vm.assertEq(uint256(position.released), released, "released");
    }

    function assertAvailable(Direction direction, address who, uint256 expected) internal view {
        vm.assertEq(gateway.flowOf(direction, who).available, expected, "available");
    }

    function assertVolume(
        Direction direction,
        address who,
        uint256 converted,
        uint256 refunded,
        uint256 conversions
    ) internal view {
        (uint128 convertedNow, uint128 refundedNow, uint64 conversionsNow) = gateway.volumeOf(direction, who);
        vm.assertEq(uint256(convertedNow), converted, "converted");
        vm.assertEq(uint256(refundedNow), refunded, "refunded");
        vm.assertEq(uint256(conversionsNow), conversions, "conversions");
    }
}
