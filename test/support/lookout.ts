import { join } from "node:path";

import { nothingCounted } from "#lib/monitor/follow-chain";
import { ChainLook } from "#lib/monitor/look";
import { createMetrics } from "#lib/monitor/metrics";
import { monitoringSchema, suiteRail } from "#lib/monitor/monitoring-config";
import { readNames } from "#lib/monitor/read-names";
import { Tally } from "#lib/monitor/tally";
import type { Watch } from "#lib/monitor/watch";
import { parseExposition, type Exposition } from "#support/exporter";
import { serveNode } from "#support/served-node";
import type { DeployedSuite } from "#support/suite";

/** Seconds that a look may wait for the chain of this process. */
const PATIENCE = 60;

/** What the exporter's own parts show of a suite in this process: one look from the first block on, with nothing kept. */
export async function lookAt({ record, connection }: DeployedSuite, deployment: string): Promise<Exposition> {
  const node = await serveNode(connection.provider);
  try {
    const nodes = [{ name: "here", url: node.url }];
    const rails = [{ name: "public", kind: "public", chainId: record.chainId, nodes }];
    const given = { schema: "sign.monitoring.v1", confirmations: 0, timeoutSeconds: PATIENCE, rails };
    const config = monitoringSchema.parse(given);
    const watch: Watch = {
      config,
      follow: { source: null, head: null, lastSuccess: null, failing: null, lastFailure: null },
      published: null,
      state: null,
      nodes: new Map(),
      endpoints: new Map(),
    };
    const { registry, own } = createMetrics(watch);
    const look = new ChainLook({
      watch,
      record,
      names: () => readNames(deployment),
      rail: suiteRail(config, record.chainId),
      tally: new Tally(nothingCounted(record)),
      checkpoint: join(deployment, "monitoring", "lookout.json"),
      own,
      warn: () => undefined,
    });
    await look.look(new AbortController().signal);
    if (watch.follow.failing !== null) throw new Error(`monitoring does not see: ${watch.follow.failing.message}`);
    return parseExposition(await registry.metrics());
  } finally {
    await node.close();
  }
}
