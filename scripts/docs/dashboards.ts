/** `npm run docs:dashboards`: writes monitoring/grafana/dashboards from the table in scripts/lib/monitor. */
import { join } from "node:path";

import { writeJsonFile } from "#lib/files/json-file";
import { dashboards } from "#lib/monitor/dashboards";
import { grafanaDashboard } from "#lib/monitor/grafana-dashboard";

for (const dashboard of dashboards) {
  writeJsonFile(join("monitoring/grafana/dashboards", `${dashboard.uid}.json`), grafanaDashboard(dashboard));
}
