import { getAddress, Interface, toQuantity } from "ethers";
import { z } from "zod";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readInChunks } from "#lib/chain/read-logs";
import type { RpcSender } from "#lib/chain/rpc-node";
import { accountSlots } from "#lib/evidence/ledger-slots";
import { ownerSlot } from "#lib/evidence/safe-code";
import type { Trust } from "#lib/evidence/trust";

const safe = new Interface(["function getOwners() view returns (address[])"]);
const PROGRAM_REGISTERED = suiteInterface("ProgramRegistry").getEvent("ProgramRegistered")?.topicHash;
const logsSchema = z.array(z.looseObject({ topics: z.array(z.string()) }));

/**
 * Slots that only events tell of, by the node's own word, so that nobody need read the whole chain every day. A node that
 * leaves one out makes a checkpoint that is found incomplete, never one that proves something false.
 */
export async function toldByNode(
  node: RpcSender,
  trust: Trust,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Map<string, string[]>> {
  const told = new Map<string, string[]>();
  for (const { address } of Object.values(trust.safes)) {
    const call = [{ to: address, data: safe.encodeFunctionData("getOwners") }, toQuantity(to)];
    const answer = z.string().parse(await node.send("eth_call", call));
    const [owners] = safe.decodeFunctionResult("getOwners", answer) as unknown as [string[]];
    told.set(
      address,
      owners.map((owner) => ownerSlot(getAddress(owner))),
    );
  }
  const registry = trust.contracts["ProgramRegistry"]?.address;
  const ledger = trust.contracts["DistributionLedger"]?.address;
  if (registry === undefined || ledger === undefined) return told;
  const logs = await readInChunks({ fromBlock: from, toBlock: to }, async (fromBlock, toBlock) => {
    const range = { fromBlock: toQuantity(fromBlock), toBlock: toQuantity(toBlock) };
    const filter = { ...range, address: registry, topics: [PROGRAM_REGISTERED] };
    return logsSchema.parse(await node.send("eth_getLogs", [filter]));
  });
  told.set(
    ledger,
    logs.flatMap(({ topics }) => accountSlots(topics[1] ?? "")),
  );
  return told;
}
