import { Contract, id as digestOf, Result } from "ethers";
import { z } from "zod";

import { suiteInterface } from "#lib/abi/suite-interface";
import { directions } from "#lib/bridge/gateway-words";
import { operateAs } from "#lib/demo/operators";
import type { PrivateRail, RailEvent } from "#lib/demo/private-rail";
import type { Stage } from "#lib/demo/stage";

/** `ConversionStatus` of the gateway. */
const STATUSES = ["None", "Requested", "Settled", "Failed", "Refunded"] as const;

/** A function of the gateway and its arguments, by which an operator says what he saw. */
export type Statement = readonly [method: string, values: readonly unknown[]];

/** What an operator attests of an event of the private rail. */
export function statementOf(event: RailEvent): Statement {
  switch (event.kind) {
    case "credited":
      return ["attestSettlement", [event.conversionId, event.settlementReference]];
    case "refused":
      return ["attestFailure", [event.conversionId, event.reason, event.evidenceDigest]];
    case "committed":
      return ["attestIn", [inboundOf(event)]];
  }
}

/** `Inbound`, in the order of the contract. */
export function inboundOf(event: Extract<RailEvent, { kind: "committed" }>): readonly unknown[] {
  return [event.nonce, event.counterparty, event.recipient, event.amount, event.settlementReference];
}

/** Every bridge operator looks at the private rail and says on the public one what is not final there yet. */
export async function relay(
  stage: Stage,
  rail: PrivateRail,
  operators = stage.operators("BRIDGE_OPERATOR"),
): Promise<void> {
  for (const operator of operators) {
    for (const event of await rail.events()) {
      const [method, values] = statementOf(event);
      if (await isOpen(stage, event)) await operateAs(stage, operator, "BridgeGateway", method, values);
    }
  }
}

/** Monitoring looks at the private rail's books, and says so on the public one. */
export async function attestReserve(stage: Stage, rail: PrivateRail): Promise<void> {
  const { issued, redeemed } = await rail.position();
  // An embedded chain may give several blocks the same second, and no observation counts that is no later than the last.
  await stage.waitUntil((await stage.now()) + 1);
  const digest = digestOf(`Rehearsal: books of the private rail, ${issued} issued, ${redeemed} redeemed`);
  const position = [issued, redeemed, await stage.now(), digest];
  await operateAs(stage, stage.operator("MONITOR"), "BridgeGateway", "attestReserve", [position]);
}

export async function statusOf(stage: Stage, conversionId: string): Promise<(typeof STATUSES)[number]> {
  const conversion = z.object({ status: z.bigint() }).parse(await read(stage, "conversionOf", [conversionId]));
  return STATUSES[Number(conversion.status)] ?? "None";
}

/** The id of a conversion by the nonce of the rail that it leaves. */
export async function conversionId(
  stage: Stage,
  direction: (typeof directions)[number],
  nonce: bigint,
): Promise<string> {
  return z.string().parse(await read(stage, "conversionId", [directions.indexOf(direction), nonce]));
}

/** What a view of the gateway says: a value, or a struct by its names. */
export async function read(stage: Stage, view: string, values: readonly unknown[]): Promise<unknown> {
  const { address } = stage.record.contracts.BridgeGateway;
  const gateway = new Contract(address, suiteInterface("BridgeGateway"), stage.provider);
  const said: unknown = await gateway.getFunction(view).staticCall(...values);
  return said instanceof Result ? said.toObject() : said;
}

async function isOpen(stage: Stage, event: RailEvent): Promise<boolean> {
  if (event.kind !== "committed") return (await statusOf(stage, event.conversionId)) === "Requested";
  return (await statusOf(stage, await conversionId(stage, "In", event.nonce))) === "None";
}
