import type { Log, Provider } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";

export interface ReadLogsParameters {
  readonly provider: Provider;
  readonly address: string | string[];
  readonly fromBlock: number;
  readonly toBlock: number;
  /** As `eth_getLogs` takes them; every log when undefined. */
  readonly topics?: readonly (string | null)[];
  /** Blocks per request; halved when the node refuses. */
  readonly chunk?: number | undefined;
}

/**
 * All logs of a range in the order of the chain, in requests that a node accepts.
 *
 * @throws SuiteError `chain/logs-refused` when the node serves not even one block.
 */
export async function readLogs({
  provider,
  address,
  fromBlock,
  toBlock,
  topics,
  chunk,
}: ReadLogsParameters): Promise<Log[]> {
  return readInChunks({ fromBlock, toBlock, chunk }, (from, to) => {
    const range = { address, fromBlock: from, toBlock: to };
    return provider.getLogs({ ...range, ...(topics === undefined ? {} : { topics: [...topics] }) });
  });
}

/**
 * The same with a reader of one's own.
 *
 * @param read Both blocks included.
 * @throws SuiteError `chain/logs-refused`.
 */
export async function readInChunks<Item>(
  { fromBlock, toBlock, chunk = 10_000 }: Pick<ReadLogsParameters, "fromBlock" | "toBlock" | "chunk">,
  read: (from: number, to: number) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const logs: Item[] = [];
  let size = chunk;
  for (let from = fromBlock; from <= toBlock;) {
    const to = Math.min(from + size - 1, toBlock);
    try {
      logs.push(...(await read(from, to)));
      from = to + 1;
    } catch (cause) {
      // Nobody answers: fewer blocks would not help.
      if (cause instanceof SuiteError) throw cause;
      if (to === from) throw refused(from, cause);
      size = Math.max(1, Math.floor((to - from + 1) / 2));
    }
  }
  return logs;
}

function refused(block: number, cause: unknown): SuiteError {
  return new SuiteError({
    code: "chain/logs-refused",
    message: `The node does not serve the logs of block ${block}.`,
    hint: "It may be pruned or overloaded; use another endpoint.",
    details: { block },
    cause,
  });
}
