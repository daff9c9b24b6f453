import { toQuantity } from "ethers";
import { z } from "zod";

import { rpcNode, type RpcSender } from "#lib/chain/rpc-node";
import { eventLinesOf } from "#lib/evidence/event-files";
import { BagFolder } from "#lib/evidence/bag";
import { ahead } from "#lib/evidence/in-parallel";
import { ChainJudge } from "#lib/evidence/judge-chains";
import { segmentsOf } from "#lib/evidence/segments";
import { readTrust } from "#lib/evidence/trust";
import { BufferedWriter } from "#lib/files/buffered-writer";

/** What a part of the bench got through, without the start of its process. */
export interface Pulled {
  readonly events: number;
  readonly seconds: number;
}

/** Blocks a request of logs; receipts are asked for so many blocks at once, as the exporter does with large ones. */
const LOG_BLOCKS = 4;
const AT_ONCE = 3;

const receiptsSchema = z.array(z.looseObject({ logs: z.array(z.unknown()) }));

/** Everything that an export reads of the blocks, to the disk as the node gives it: nothing is checked, nothing derived. */
export async function pullReceipts(url: string, path: string): Promise<Pulled> {
  return await pull(url, path, 1, async (node, from) => {
    const block = await node.send("eth_getBlockByNumber", [toQuantity(from), true]);
    const receipts = await node.send("eth_getBlockReceipts", [toQuantity(from)]);
    const logs = receiptsSchema.parse(receipts).reduce((sum, receipt) => sum + receipt.logs.length, 0);
    return { answer: [block, receipts], logs };
  });
}

/** Logs alone, which prove nothing. */
export async function pullLogs(url: string, path: string): Promise<Pulled> {
  return await pull(url, path, LOG_BLOCKS, async (node, from, to) => {
    const range = { fromBlock: toQuantity(from), toBlock: toQuantity(to) };
    const logs = z.array(z.unknown()).parse(await node.send("eth_getLogs", [range]));
    return { answer: logs, logs: logs.length };
  });
}

/** The first proof of completeness alone: every line of a bundle through the hash chain of its contract. */
export function followChains(bundle: string, trustPath: string): Pulled {
  const trust = readTrust(trustPath);
  const files = new BagFolder(bundle);
  const begun = performance.now();
  const judge = new ChainJudge(trust);
  let events = 0;
  for (const line of eventLinesOf(files, segmentsOf(files.keys()))) {
    judge.take(line);
    events += 1;
  }
  return { events, seconds: (performance.now() - begun) / 1000 };
}

type Ask = (node: RpcSender, from: number, to: number) => Promise<{ readonly answer: unknown; readonly logs: number }>;

async function pull(url: string, path: string, blocks: number, ask: Ask): Promise<Pulled> {
  const node = rpcNode(url);
  const latest = Number(await node.send("eth_blockNumber", []));
  const starts = Array.from({ length: Math.ceil((latest + 1) / blocks) }, (_, index) => index * blocks);
  const writer = new BufferedWriter(path, { replace: true });
  const begun = performance.now();
  let events = 0;
  const answers = ahead(
    starts,
    () => AT_ONCE,
    (start) => ask(node, start, Math.min(start + blocks - 1, latest)),
  );
  for await (const { answer, logs } of answers) {
    writer.write(`${JSON.stringify(answer)}\n`);
    events += logs;
  }
  writer.finish();
  return { events, seconds: (performance.now() - begun) / 1000 };
}
