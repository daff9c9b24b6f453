import { once } from "node:events";
import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";

import { silentReporter } from "#lib/console/reporter";
import { writeJsonFile } from "#lib/files/json-file";
import { monitoringConfigPath, readMonitoringConfig } from "#lib/monitor/monitoring-config";
import { readNames } from "#lib/monitor/read-names";
import { serve } from "#lib/monitor/serve";
import type { Sight } from "#support/alert-judge";
import { parseExposition, type Exposition } from "#support/exporter";
import { eventually } from "#support/prometheus";
import type { RunbookStep } from "#support/runbook";
import type { RunbookWorld } from "#support/runbook-world";
import { serveNode, type ServedNode } from "#support/served-node";
import { staticRail } from "#support/static-rail";

const PRIVATE_CHAIN = 31_338;
/** Seconds. */
const POLL = 0.2;

/** An HTTP service that is watched. */
export interface WatchedService {
  readonly url: string;
  status: number;
  /** Milliseconds until it answers. */
  delay: number;
  readonly close: () => Promise<void>;
}

/** Two rails, a service and the exporter on an ordinary night; all of them can be ill. */
export class NightWatch {
  readonly world: RunbookWorld;
  /** The public rail's node in monitoring.json, one of another operator, and the private rail's two. */
  readonly nodes: Readonly<Record<"anvil" | "elsewhere" | "ledger" | "otherLedger", ServedNode>>;
  readonly service: WatchedService;
  #url: string | undefined;
  #stop = new AbortController();
  readonly #running: Promise<void>[] = [];

  private constructor(world: RunbookWorld, nodes: NightWatch["nodes"], service: WatchedService) {
    this.world = world;
    this.nodes = nodes;
    this.service = service;
  }

  /** @param spare Whether monitoring knows a second node of the public rail. */
  static async start(world: RunbookWorld, spare = false): Promise<NightWatch> {
    const chain = world.suite.connection.provider;
    const [anvil, elsewhere, ledger, otherLedger] = await Promise.all([
      serveNode(chain),
      serveNode(chain),
      serveNode(staticRail(PRIVATE_CHAIN)),
      serveNode(staticRail(PRIVATE_CHAIN)),
    ]);
    const peers = { net_peerCount: () => "0x3" };
    for (const node of [anvil, elsewhere]) node.whims = peers;
    const watch = new NightWatch(world, { anvil, elsewhere, ledger, otherLedger }, await startService());
    watch.#configure(spare);
    await watch.serve();
    return watch;
  }

  /** Types steps of a runbook. The exporter runs in this process, on a port that is free. */
  async work(steps: readonly RunbookStep[]): Promise<void> {
    for (const step of steps) {
      if (step.command === "npx hardhat monitor serve") await this.serve();
      else await this.world.work([step]);
    }
  }

  /** Starts the exporter, in place of one that runs. Returns when it has looked once. */
  async serve(): Promise<void> {
    this.kill();
    const folder = resolve("deployments/anvil");
    const { suite } = this.world;
    this.#stop = new AbortController();
    const listening = new Promise<string>((tell) => {
      const result = (data: unknown): void => {
        tell((data as { url: string }).url);
      };
      const running = serve({
        config: readMonitoringConfig(monitoringConfigPath(folder)),
        record: suite.record,
        names: () => readNames(folder),
        listen: { host: "127.0.0.1", port: 0 },
        checkpoint: join(folder, "monitoring", "checkpoint.json"),
        reporter: { ...silentReporter(), result },
        signal: this.#stop.signal,
      });
      this.#running.push(running);
    });
    this.#url = await listening;
    // Where curl finds what it believes to be port 9464.
    writeFileSync(".curlrc", `connect-to = "127.0.0.1:9464:${new URL(this.#url).host}"\n`);
    await this.until("its first look", (metrics) => metrics.has("sign_exporter_last_success_timestamp_seconds"));
  }

  /** As a power cut ends it: it waits for no answer. */
  kill(): void {
    this.#stop.abort();
    this.#url = undefined;
    writeFileSync(".curlrc", 'connect-to = "127.0.0.1:9464:127.0.0.1:1"\n');
  }

  async sight(): Promise<Sight> {
    const at = Date.now() / 1000;
    if (this.#url === undefined) return { at, metrics: null };
    return { at, metrics: parseExposition(await (await fetch(`${this.#url}/metrics`)).text()) };
  }

  async until(what: string, holds: (metrics: Exposition) => boolean): Promise<void> {
    await eventually(async () => {
      const { metrics } = await this.sight();
      return holds(metrics ?? new Map<string, number>());
    }, `the exporter does not show ${what}`);
  }

  async end(): Promise<void> {
    this.kill();
    await Promise.all([...Object.values(this.nodes), this.service].map(({ close }) => close()));
    await Promise.all(this.#running);
  }

  #configure(spare: boolean): void {
    const { anvil, elsewhere, ledger } = this.nodes;
    const second = spare ? [{ name: "second", url: elsewhere.url }] : [];
    writeJsonFile(monitoringConfigPath("deployments/anvil"), {
      schema: "sign.monitoring.v1",
      confirmations: 0,
      pollSeconds: POLL,
      timeoutSeconds: 60,
      rails: [
        {
          name: "public",
          kind: "public",
          chainId: this.world.suite.record.chainId,
          nodes: [{ name: "anvil", url: anvil.url }, ...second],
        },
        {
          name: "private",
          kind: "private",
          chainId: PRIVATE_CHAIN,
          nodes: [{ name: "ledger", url: ledger.url }],
        },
      ],
      endpoints: [{ name: "registry-api", url: this.service.url }],
    });
  }
}

async function startService(): Promise<WatchedService> {
  const server = createServer((_request, response) => {
    setTimeout(() => {
      response.writeHead(service.status);
      response.end("said");
    }, service.delay);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const service: WatchedService = {
    url: `http://127.0.0.1:${String(port)}/`,
    status: 200,
    delay: 0,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return service;
}
