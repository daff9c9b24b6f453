import { z } from "zod";

import type { RequestProvider } from "#lib/chain/connection";
import { SuiteError } from "#lib/errors/suite-error";
import { NodeRefusal } from "#lib/monitor/node-rpc";

const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform(Number);
const blockSchema = z.object({ number: hex, timestamp: hex });

export type NodeBlock = z.output<typeof blockSchema>;

/** What a node says of itself. Null where it has no answer: not every node knows peers, or finality. */
export interface NodeHealth {
  readonly latest: NodeBlock;
  readonly finalized: NodeBlock | null;
  readonly peers: number | null;
  readonly syncing: boolean | null;
}

/**
 * Asks a node how it is.
 *
 * @throws SuiteError `chain/unreachable`, `chain/nonsense`, `chain/wrong-chain-id`.
 */
export async function probeNode(rpc: RequestProvider, chainId: number): Promise<NodeHealth> {
  const served = await asked(rpc, hex, "eth_chainId");
  if (served !== chainId) throw wrongChain(served, chainId);
  const latest = await asked(rpc, blockSchema, "eth_getBlockByNumber", ["latest", false]);
  const [finalized, peers, syncing] = await Promise.all([
    ifKnown(asked(rpc, blockSchema.nullable(), "eth_getBlockByNumber", ["finalized", false])),
    ifKnown(asked(rpc, hex, "net_peerCount")),
    ifKnown(asked(rpc, z.union([z.literal(false), z.looseObject({})]), "eth_syncing")),
  ]);
  return { latest, finalized, peers, syncing: syncing === null ? null : syncing !== false };
}

async function asked<Schema extends z.ZodType>(
  rpc: RequestProvider,
  schema: Schema,
  method: string,
  params: unknown[] = [],
): Promise<z.output<Schema>> {
  const answer = schema.safeParse(await rpc.request({ method, params }));
  if (answer.success) return answer.data;
  throw new SuiteError({
    code: "chain/nonsense",
    message: `The node's answer to ${method} does not have the expected form.`,
    hint: "This is no Ethereum node, or a broken one.",
    details: { method },
  });
}

/** Null when the node says that it does not know. */
async function ifKnown<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NodeRefusal) return null;
    throw error;
  }
}

function wrongChain(served: number, expected: number): SuiteError {
  return new SuiteError({
    code: "chain/wrong-chain-id",
    message: `The node serves chain ${served}, not ${expected}.`,
    hint: "Correct its address or the rail's chainId in monitoring.json.",
    details: { served, expected },
  });
}
