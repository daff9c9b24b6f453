import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { RequestProvider } from "#lib/chain/connection";

/** What a node says to a method instead of what its chain says. */
export type Whim = (params: readonly unknown[], honest: () => Promise<unknown>) => unknown;

/** A chain of this process over HTTP, by a node that can be ill. */
export interface ServedNode {
  readonly url: string;
  /** By method; empty while the node is well. */
  whims: Readonly<Record<string, Whim>>;
  /** Whether it hangs up on whoever asks. */
  down: boolean;
  /** Keeps whoever asks one method waiting, until it wakes. */
  readonly fallSilent: (method: string) => void;
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

export async function serveNode(chain: RequestProvider): Promise<ServedNode> {
  const server = createServer((request, response) => {
    (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { id, method, params } = JSON.parse(Buffer.concat(parts).toString()) as Asked;
      if (node.down) {
        response.destroy();
        return;
      }
      const honest = (): Promise<unknown> => chain.request({ method, params });
      const whim = node.whims[method];
      const outcome = await Promise.resolve(whim === undefined ? honest() : whim(params, honest)).then(
        (result) => ({ result }),
        (error: unknown) => ({ error: { code: -32000, message: String(error) } }),
      );
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
    })().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  let wake = (): void => undefined;
  const node: ServedNode = {
    url: `http://127.0.0.1:${String(port)}`,
    whims: {},
    down: false,
    fallSilent: (method) => {
      const awake = new Promise<void>((resolve) => (wake = resolve));
      node.whims = { ...node.whims, [method]: (_params, honest) => awake.then(honest) };
    },
    wake: () => {
      wake();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return node;
}

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: unknown[];
}
