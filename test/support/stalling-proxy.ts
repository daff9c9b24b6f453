import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** When the answer to a transaction is withheld: before the node has it, or after. */
export type StallPoint = "before-sending" | "after-sending";

/** A node that falls silent as soon as a transaction is handed to it. */
export interface StallingProxy {
  readonly url: string;
  /** Resolves with the bytes of the transaction, once the sender waits for an answer that never comes. */
  readonly stalled: Promise<string>;
  readonly close: () => Promise<void>;
}

/** Passes everything on to `target`, except that `eth_sendRawTransaction` is never answered. */
export async function startStallingProxy(target: string, point: StallPoint): Promise<StallingProxy> {
  let stall: (raw: string) => void = () => undefined;
  const stalled = new Promise<string>((resolve) => (stall = resolve));
  const server = createServer((request, response) => {
    (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts).toString();
      const { method, params } = JSON.parse(body) as { method?: string; params?: string[] };
      const forward = (): Promise<Response> =>
        fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body });
      if (method === "eth_sendRawTransaction") {
        if (point === "after-sending") await forward();
        stall(params?.[0] ?? "");
        return;
      }
      const answer = await forward();
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(await answer.text());
      // The process at the other end is killed on purpose, also in the middle of a request.
    })().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // A process that computes for longer than the usual five seconds must find its connection as it left it.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    stalled,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
