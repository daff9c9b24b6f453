import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A node behind another address, which can be taken away without the node. */
export interface FrontNode {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Passes everything on, except that it says how many peers it has: neither anvil nor Hardhat's node can tell. */
export async function startFrontNode(target: string, peers: number): Promise<FrontNode> {
  const server = createServer((request, response) => {
    (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts).toString();
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      response.setHeader("content-type", "application/json");
      if (method === "net_peerCount") {
        response.end(JSON.stringify({ jsonrpc: "2.0", id, result: `0x${peers.toString(16)}` }));
        return;
      }
      const headers = { "content-type": "application/json" };
      response.end(await (await fetch(target, { method: "POST", headers, body })).text());
    })().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
