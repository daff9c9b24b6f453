import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A node that knows nothing but the chain id that it claims to serve, and has code everywhere. */
export interface StubNode {
  readonly url: string;
  /** Methods that it was asked for. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

export async function startStubNode(chainId: string): Promise<StubNode> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      asked.push(method);
      const known: Readonly<Record<string, string>> = { eth_chainId: chainId, eth_getCode: "0x00" };
      const result = known[method];
      const outcome = result === undefined ? { error: { code: -32601, message: `no ${method} here` } } : { result };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
    });
  }).listen(0, "127.0.0.1");
  // A process that computes for longer than the usual five seconds must find its connection as it left it.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
