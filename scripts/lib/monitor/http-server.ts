import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Registry } from "prom-client";

import { SuiteError } from "#lib/errors/suite-error";
import { statusPage } from "#lib/monitor/status-page";
import { isFresh, type Watch } from "#lib/monitor/watch";

/** Where the exporter listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Where to listen: `HOST:PORT`, an IPv6 host in brackets. Port zero lets the system choose.
 *
 * @throws SuiteError `input/listen`.
 */
export function parseListenAddress(value: string): ListenAddress {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(value) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host !== undefined && port <= 65_535) return { host, port };
  throw new SuiteError({
    code: "input/listen",
    message: `"${value}" is no address to listen on (--listen).`,
    hint: "Write host and port, such as 127.0.0.1:9464.",
    details: { value },
  });
}

/**
 * Serves `/metrics`, `/healthz` and the status page, from memory alone: no request makes the exporter ask a node anything.
 *
 * @throws SuiteError `input/listen` when the address is taken or not this machine's.
 */
export async function startServer(
  { host, port }: ListenAddress,
  watch: Watch,
  registry: Registry,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    answer(request, response, watch, registry).catch(() => response.destroy());
  });
  server.requestTimeout = 10_000;
  server.maxConnections = 100;
  await listening(server, { host, port });
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${chosen}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function answer(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  watch: Watch,
  registry: Registry,
): Promise<void> {
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
  const send = (status: number, type: string, body: string): void => {
    response.writeHead(status, { "content-type": type });
    response.end(method === "HEAD" ? "" : body);
  };
  if (method !== "GET" && method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    send(405, "text/plain; charset=utf-8", "GET or HEAD only\n");
    return;
  }
  const now = Date.now() / 1000;
  switch (url?.split("?", 1)[0]) {
    case "/metrics":
      send(200, registry.contentType, await registry.metrics());
      break;
    case "/healthz": {
      const ok = isFresh(watch, now);
      const block = watch.published?.tip.number ?? null;
      const body = { ok, block, head: watch.follow.head?.number ?? null, failing: watch.follow.failing?.code ?? null };
      send(ok ? 200 : 503, "application/json", `${JSON.stringify(body)}\n`);
      break;
    }
    case "/":
      send(200, "text/html; charset=utf-8", statusPage(watch, now));
      break;
    default:
      send(404, "text/plain; charset=utf-8", "Try /, /metrics or /healthz\n");
  }
}

async function listening(server: Server, { host, port }: ListenAddress): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new SuiteError({
      code: "input/listen",
      message: `Nothing can listen on ${host}:${port} (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Another exporter may run there; choose another address with --listen.",
      details: { host, port },
      cause,
    });
  }
}
