import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { RpcSender } from "#lib/chain/rpc-node";

/** One question to a node, with its true answer. */
export interface Exchange {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly answer: unknown;
  /** How often this very question was asked before. */
  readonly again: number;
}

/** What is said in the place of the truth; the same answer where this lie has nothing to say. */
export type Lie = (exchange: Exchange) => unknown;

/** A node whose answers somebody alters on their way. */
export interface LyingProxy {
  readonly url: string;
  /** From now on. */
  readonly tell: (lie: Lie) => void;
  readonly close: () => Promise<void>;
}

/** Passes everything on to `node`, honestly until it is told a lie. */
export async function startLyingProxy(node: RpcSender): Promise<LyingProxy> {
  let lie: Lie = ({ answer }) => answer;
  let asked = new Map<string, number>();
  const server = createServer((request, response) => {
    (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { id, method, params } = JSON.parse(Buffer.concat(parts).toString()) as {
        id: number;
        method: string;
        params: unknown[];
      };
      const question = JSON.stringify([method, params]);
      const again = asked.get(question) ?? 0;
      asked.set(question, again + 1);
      const outcome = await node.send(method, params).then(
        (answer) => ({ result: lie({ method, params, answer, again }) }),
        (error: unknown) => ({ error: { code: -32_603, message: error instanceof Error ? error.message : "" } }),
      );
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
    })().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // A process that computes for longer than the usual five seconds must find its connection as it left it.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    tell: (told) => {
      lie = told;
      asked = new Map();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
