import { id, toBeHex, ZeroAddress, ZeroHash } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import type { Direction } from "#lib/bridge/gateway-words";
import { BRIDGE_PARAMETERS, type BridgeParameter } from "#lib/bridge/parameters";
import { counterpartySystem as systemOf } from "#lib/evidence/admission-replay";
import { conversionId, type GatewayFacts } from "#lib/evidence/gateway-facts";
import { gatewaySlots } from "#lib/evidence/gateway-slots";
import { statements } from "#lib/evidence/gateway-event";
import { custodies } from "#lib/keys/key";
import { accountKeyId } from "#lib/keys/key-id";
import type { EvidenceWorld } from "#support/evidence-world";

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
export const rail = id("retail-rail");
export const counterparty = "0x00000000000000000000000000000000000000C1";
export const operators = {
  first: { account: "0x00000000000000000000000000000000000000D1", entity: 21 },
  second: { account: "0x00000000000000000000000000000000000000D2", entity: 22 },
  /** A colleague of the first. */
  third: { account: "0x00000000000000000000000000000000000000D3", entity: 21 },
} as const;
export const monitor = "0x00000000000000000000000000000000000000d4";
export const founder = "0x00000000000000000000000000000000000000D5";

export type Operator = keyof typeof operators;

/** After how long the keys of operators must be replaced. */
export const KEY_PERIOD = 90 * DAY;

/** The key that an operator's account is. */
export function keyOf(account: string): string {
  return accountKeyId("operator", account);
}

/** A contract's event with its arguments by name. */
export type Said = readonly [SuiteContract, string, Readonly<Record<string, unknown>>];

/** Other values in events, by event; null leaves the event out. */
export type Lies = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** The counterparty as a system that can be restricted. */
export const counterpartySystem = systemOf(counterparty);

const CAPACITY = 1_000n;
const ties = { publicRail: id("public"), privateRail: id("private") };

/** A bridge with limits, operators of two entities, a monitor, and flows that have filled up. */
export async function foundBridge(world: EvidenceWorld): Promise<void> {
  const gateway = world.address("BridgeGateway");
  await world.setStorage("BridgeGateway", gatewaySlots.systemId, rail);
  await world.setStorage("BridgeGateway", gatewaySlots.publicRail, ties.publicRail);
  await world.setStorage("BridgeGateway", gatewaySlots.privateRail, ties.privateRail);
  await world.say("RoleRegistry", "RoleGranted", [0, founder, 0, 1, true]);
  await world.say("RoleRegistry", "RoleGranted", [8, founder, 0, 1, true]);
  await world.say("RoleRegistry", "RoleGranted", [10, monitor, 0, 1, true]);
  for (const { account, entity } of Object.values(operators)) {
    await world.say("RoleRegistry", "AccountBound", [account, entity]);
    await world.say("RoleRegistry", "RoleGranted", [13, account, 0, 1, true]);
    const terms = [entity, custodies.indexOf("hsm"), id("attestation"), KEY_PERIOD];
    const registeredAt = (await world.now()) + 1;
    await world.at(registeredAt);
    const until = registeredAt + KEY_PERIOD;
    await world.say("KeyRegistry", "KeyRegistered", [keyOf(account), 3, account, ...terms, until, founder]);
  }
  await world.say("EmergencyController", "SystemAssigned", [gateway, rail]);
  await world.say("BridgeParameters", "GatewayLinked", [gateway]);
  const established = [
    ["OutWindow", ZeroAddress, BigInt(DAY)],
    ["OutCapacity", ZeroAddress, CAPACITY],
    ["InWindow", ZeroAddress, BigInt(DAY)],
    ["InCapacity", ZeroAddress, CAPACITY],
    ["OutWindow", counterparty, BigInt(DAY)],
    ["OutCapacity", counterparty, CAPACITY],
    ["InWindow", counterparty, BigInt(DAY)],
    ["InCapacity", counterparty, CAPACITY],
    ["ConversionMaximum", ZeroAddress, 800n],
    ["ReserveMaxAge", ZeroAddress, BigInt(2 * DAY)],
    ["FailureMaximum", ZeroAddress, 2_000n],
  ] as const;
  for (const [index, [parameter, subject, value]] of established.entries()) {
    await together(world, establish(parameter, subject, value, index + 1));
  }
  await world.pass(2 * DAY);
}

/** A parameter begins, and the gateway takes it where it can. */
function establish(parameter: BridgeParameter, subject: string, value: bigint, version: number): Said[] {
  const set = {
    parameter: BRIDGE_PARAMETERS.indexOf(parameter),
    counterparty: subject,
    act: 0,
    value,
    previous: 0n,
    baseline: value,
    parameterVersion: 1,
    version,
    by: founder,
    cause: ZeroHash,
  };
  const said: Said = ["BridgeParameters", "ParameterSet", set];
  if (parameter.endsWith("Window")) return [said];
  return [said, takes(parameter, subject, value, version)];
}

/** How the gateway takes a value; windows are of a day. */
export function takes(parameter: BridgeParameter, subject: string, value: bigint, parametersVersion: number): Said {
  if (!parameter.endsWith("Capacity")) {
    return [
      "BridgeGateway",
      "ParameterApplied",
      { parameter: BRIDGE_PARAMETERS.indexOf(parameter), value, parametersVersion },
    ];
  }
  const direction = parameter === "OutCapacity" ? 0 : 1;
  const flow = { direction, counterparty: subject, capacity: value, window: DAY, parametersVersion };
  return ["BridgeGateway", "FlowConfigured", flow];
}

export interface Conversion {
  readonly nonce?: number;
  readonly amount?: bigint;
  readonly lies?: Lies;
}

export async function requestOut(
  world: EvidenceWorld,
  { nonce = 1, amount = 600n, lies = {} }: Conversion = {},
): Promise<void> {
  const request = { nonce, amount, beneficiary: id("account"), parametersVersion: 11 };
  await together(world, [gateway(world, "Out", nonce, "ConversionRequested", request)], lies);
}

/** Two operators say that the private rail credited the beneficiary. */
export async function settle(
  world: EvidenceWorld,
  { nonce = 1, amount = 600n, lies = {} }: Conversion = {},
  by: readonly [Operator, Operator] = ["first", "second"],
): Promise<void> {
  const settlementReference = id(`credit ${nonce}`);
  const settled = { direction: 0, amount, settlementReference, parametersVersion: 11 };
  await attest(world, "Out", nonce, statements.settlement(settlementReference), by, lies, [
    gateway(world, "Out", nonce, "ConversionSettled", settled),
  ]);
}

/** Two operators say that the private rail did not and will not. */
export async function failOut(
  world: EvidenceWorld,
  { nonce = 1, amount = 600n, lies = {} }: Conversion = {},
): Promise<void> {
  const failed = { reason: 1, direction: 0, amount, evidenceDigest: id("refused") };
  await attest(world, "Out", nonce, statements.failure(1, failed.evidenceDigest), ["first", "second"], lies, [
    gateway(world, "Out", nonce, "ConversionFailed", failed),
  ]);
}

/** What failed on its way out goes back, an hour after it was requested at the earliest; nothing refilled by then. */
export async function refund(
  world: EvidenceWorld,
  { nonce = 1, amount = 600n, lies = {} }: Conversion = {},
): Promise<void> {
  const refunded = {
    direction: 0,
    amount,
    capacityReturned: 0n,
    counterpartyCapacityReturned: 0n,
    settlementReference: ZeroHash,
  };
  await together(world, [gateway(world, "Out", nonce, "ConversionRefunded", refunded)], lies);
}

/** What two operators say that the private rail committed is released, or fails as state. */
export async function arrive(
  world: EvidenceWorld,
  { nonce = 1, amount = 500n, lies = {} }: Conversion = {},
  outcome: "settled" | "failed" | "nothing" = "settled",
  by: readonly [Operator, Operator] = ["first", "second"],
): Promise<void> {
  const inbound = { nonce, recipient: counterparty, amount, settlementReference: id(`commit ${nonce}`) };
  const args = { nonce: String(nonce), amount: String(amount), counterparty };
  const statement = statements.inbound({ name: "", signature: "", args: { ...inbound, ...args } });
  const settled = { direction: 1, amount, settlementReference: ZeroHash, parametersVersion: 11 };
  const failed = { reason: 6, direction: 1, amount, evidenceDigest: toBeHex(1, 32) };
  await attest(world, "In", nonce, statement, by, lies, [
    gateway(world, "In", nonce, "InboundAdmitted", inbound),
    ...(outcome === "settled" ? [gateway(world, "In", nonce, "ConversionSettled", settled)] : []),
    ...(outcome === "failed" ? [gateway(world, "In", nonce, "ConversionFailed", failed)] : []),
  ]);
}

/** What failed on its way in is released after all. */
export async function retry(
  world: EvidenceWorld,
  { nonce = 1, amount = 500n, lies = {} }: Conversion = {},
): Promise<void> {
  const settled = { direction: 1, amount, settlementReference: ZeroHash, parametersVersion: 11 };
  await together(world, [gateway(world, "In", nonce, "ConversionSettled", settled)], lies);
}

/** Or the private rail gives it back. */
export async function giveBack(
  world: EvidenceWorld,
  { nonce = 1, amount = 500n, lies = {} }: Conversion = {},
): Promise<void> {
  const settlementReference = id(`return ${nonce}`);
  const nothing = { capacityReturned: 0n, counterpartyCapacityReturned: 0n };
  await attest(world, "In", nonce, statements.return(settlementReference), ["first", "second"], lies, [
    gateway(world, "In", nonce, "ConversionRefunded", { direction: 1, amount, ...nothing, settlementReference }),
  ]);
}

/** Monitoring says what stands on the private rail's books, now. */
export async function attestReserve(
  world: EvidenceWorld,
  issued: bigint,
  redeemed: bigint,
  lies: Lies = {},
): Promise<void> {
  const now = (await world.now()) + 10;
  await world.at(now);
  const position = { monitor, issued, redeemed, observedAt: now - 5, digest: id("books") };
  await together(world, [["BridgeGateway", "ReserveAttested", position]], lies);
}

/** Several contracts say something in one transaction, true but for the lies. */
export async function together(world: EvidenceWorld, said: readonly Said[], lies: Lies = {}): Promise<void> {
  const told = said.filter(([, event]) => lies[event] !== null);
  await world.sayTogether(
    told.map(([contract, event, values]) => {
      const inputs = suiteInterface(contract).getEvent(event)?.inputs ?? [];
      const all = { ...values, ...lies[event] };
      return [contract, event, inputs.map(({ name }) => (all as Record<string, unknown>)[name])];
    }),
  );
}

async function attest(
  world: EvidenceWorld,
  direction: Direction,
  nonce: number,
  statement: string,
  [first, second]: readonly [Operator, Operator],
  lies: Lies,
  effects: readonly Said[],
): Promise<void> {
  const says = (operator: Operator, complete: boolean): Said => {
    const { account, entity } = operators[operator];
    return gateway(world, direction, nonce, "ConversionAttested", { operator: account, entity, statement, complete });
  };
  await together(world, [says(first, false)]);
  await together(world, [says(second, true), ...effects], lies);
}

function gateway(
  world: EvidenceWorld,
  direction: Direction,
  nonce: number,
  event: string,
  values: Readonly<Record<string, unknown>>,
): Said {
  const facts: GatewayFacts = { ...ties, gateway: world.address("BridgeGateway"), systemId: rail, custody: "Held" };
  return ["BridgeGateway", event, { id: conversionId(facts, direction, BigInt(nonce)), counterparty, ...values }];
}
