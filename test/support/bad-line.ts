import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What may become of a reply. All but the first happen to a request that the node did get. */
export const FATES = [
  "dropped-before",
  "dropped-after",
  "delayed",
  "duplicated",
  "truncated",
  "cut-off",
  "bad-gateway",
  "overloaded",
  "empty",
] as const;

export type Fate = (typeof FATES)[number] | "whole";

/** A node behind a line that spoils some of its replies. */
export interface BadLine {
  /** Ends in what a provider would call the key of its customer. */
  readonly url: string;
  readonly secret: string;
  /** Replies so far, by what became of them. */
  readonly fates: ReadonlyMap<Fate, number>;
  /** From now on this decides; undefined for the seed again. */
  readonly decide: (fate: ((method: string) => Fate) | undefined) => void;
  /** Told of each method that arrives, before it is passed on. */
  readonly listen: (hear: (method: string) => Promise<void> | void) => void;
  readonly close: () => Promise<void>;
}

/** Longest delay of a reply that comes late. */
const DELAY_MS = 60;

/**
 * Passes requests on to `target` and spoils `share` of the replies. What becomes of a reply follows from the seed, the request
 * and how often it was made: two runs of the same requests meet the same fates, in whatever order they arrive.
 */
export async function startBadLine(target: string, seed: string, share = 0.3): Promise<BadLine> {
  const secret = `customer-${digest(seed, "secret").toString("hex").slice(0, 16)}`;
  const asked = new Map<string, number>();
  const fates = new Map<Fate, number>();
  let decided: ((method: string) => Fate) | undefined;
  let hear: (method: string) => Promise<void> | void = () => undefined;

  const fateOf = (method: string, question: string): Fate => {
    if (decided !== undefined) return decided(method);
    const again = asked.get(question) ?? 0;
    asked.set(question, again + 1);
    const chance = digest(seed, `${question}#${String(again)}`).readUInt32BE() / 2 ** 32;
    return chance < share ? (FATES[Math.floor((chance / share) * FATES.length)] ?? "whole") : "whole";
  };

  const server = createServer((request, response) => {
    (async () => {
      const body = await bodyOf(request);
      const { method, params } = JSON.parse(body) as { method: string; params: unknown };
      await hear(method);
      const fate = fateOf(method, JSON.stringify([method, params]));
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
      if (fate === "dropped-before") {
        response.destroy();
        return;
      }
      const whole = await forward(target, body);
      const answer = fate === "duplicated" ? await forward(target, body) : whole;
      await reply(response, fate, answer, secret);
    })().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // A process that computes for longer than the usual five seconds must find its connection as it left it.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/v3/${secret}`,
    secret,
    fates,
    decide: (fate) => (decided = fate),
    listen: (told) => (hear = told),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function reply(response: ServerResponse, fate: Fate, answer: string, secret: string): Promise<void> {
  const half = answer.slice(0, Math.floor(answer.length / 2));
  switch (fate) {
    case "dropped-before":
    case "dropped-after":
      response.destroy();
      return;
    case "truncated":
      send(response, 200, half);
      return;
    case "cut-off":
      response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
      response.write(half, () => response.destroy());
      return;
    case "bad-gateway":
      // Gateways like to say which address they could not reach.
      send(response, 502, `<html>Bad gateway: http://upstream/v3/${secret}</html>`);
      return;
    case "overloaded":
      send(response, 429, `<html>Too many requests of ${secret}</html>`, { "retry-after": "0" });
      return;
    case "empty":
      send(response, 200, "");
      return;
    case "delayed":
      await pause(DELAY_MS);
      send(response, 200, answer);
      return;
    case "duplicated":
    case "whole":
      send(response, 200, answer);
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
}

async function forward(target: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  return (await fetch(target, { method: "POST", headers, body })).text();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function digest(seed: string, text: string): Buffer {
  return createHash("sha256").update(`${seed}:${text}`).digest();
}
