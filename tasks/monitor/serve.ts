import { join, resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

import { readContractsRecord } from "#lib/deployment/contracts-record";
import { parseListenAddress } from "#lib/monitor/http-server";
import { monitoringConfigPath, readMonitoringConfig } from "#lib/monitor/monitoring-config";
import { readNames } from "#lib/monitor/read-names";
import { serve } from "#lib/monitor/serve";

interface ServeArguments extends SuiteTaskArguments {
  readonly listen: string;
  readonly monitoring: string;
  readonly checkpoint: string;
}

export default runTask(async ({ listen, monitoring, checkpoint }: ServeArguments, context) => {
  const { deploymentDirectory: folder, reporter } = context;
  const address = parseListenAddress(listen);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  await serve({
    config: readMonitoringConfig(monitoring === "" ? monitoringConfigPath(folder) : resolve(monitoring)),
    record: readContractsRecord(folder),
    names: () => readNames(folder),
    listen: address,
    checkpoint: checkpoint === "" ? join(folder, "monitoring", "checkpoint.json") : resolve(checkpoint),
    reporter,
    signal: stop.signal,
  });
});
