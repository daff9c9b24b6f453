import { council, governedRows, INITIALIZED, PUBLIC, role, type Access, type Rows } from "#lib/permissions/access";

const INBOUND = "(uint64,address,address,uint128,bytes32)";
const PARAMETERS: Access = { kind: "contract", contract: "BridgeParameters" };

export const BRIDGE_PARAMETERS: Rows = {
  "initialize()": INITIALIZED,
  "linkGateway(address)": [
    role("HIGH_RISK_UPGRADE"),
    "Once: decides which gateway obeys, and says how the bridge fares.",
  ],
  "establish(uint8,address,uint128)": [role("HIGH_RISK_UPGRADE"), "Opens what was denied; only what was never set."],
  "tighten(uint8,address,uint128,bytes32)": [
    council("EMERGENCY_COUNCIL"),
    "Only towards stricter, at once, in every mode.",
  ],
  "loosen(uint8,address,uint128,uint32,uint128)": [
    role("BRIDGE_PARAMETER"),
    "One bounded step of a healthy bridge, acknowledged by monitoring.",
  ],
  "returnToBaseline(uint8,address,uint128,uint32)": [
    role("BRIDGE_PARAMETER"),
    "Takes tightenings back to what was approved, acknowledged by monitoring.",
  ],
  "retract(uint8,address,uint128,uint128)": [
    role("BRIDGE_PARAMETER"),
    "The way back from both: only towards stricter.",
  ],
  ...governedRows([role("HIGH_RISK_UPGRADE"), "Its code decides how much leaves the gateway."]),
};

export const BRIDGE_GATEWAY: Rows = {
  "initialize(string,bytes32,address,uint8)": INITIALIZED,
  "requestOut(uint128,bytes32)": [
    PUBLIC,
    "A counterparty moves its own tokens, within its limits; without limits, none.",
  ],
  "attestSettlement(bytes32,bytes32)": [role("BRIDGE_OPERATOR"), "What the private rail did; two entities must agree."],
  "attestFailure(bytes32,uint8,bytes32)": [role("BRIDGE_OPERATOR"), "As attestSettlement."],
  [`attestIn(${INBOUND})`]: [role("BRIDGE_OPERATOR"), "What the private rail committed; two entities must agree."],
  "attestReturn(bytes32,bytes32)": [role("BRIDGE_OPERATOR"), "As attestSettlement."],
  "attestReserve((uint128,uint128,uint40,bytes32))": [
    role("MONITOR"),
    "Bounds what operators can claim; whoever operates a bridge monitors none.",
  ],
  "refund(bytes32)": [PUBLIC, "Pays what is owed, to whom it is owed, once."],
  "retry(bytes32)": [PUBLIC, "Releases what two entities attested, once its obstacle is gone."],
  "releaseAdmitted(bytes32)": [
    { kind: "contract", contract: "BridgeGateway" },
    "The gateway's own try at a release, so that its failure is state.",
  ],
  "applyFlow(uint8,address,uint128,uint40,uint64)": [PARAMETERS, "Limits are decided there."],
  "applyParameter(uint8,uint128,uint64)": [PARAMETERS, "Limits are decided there."],
  ...governedRows([role("HIGH_RISK_UPGRADE"), "Holds funds."]),
};
