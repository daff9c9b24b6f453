import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { readJsonFile } from "#lib/files/json-file";
import { dashboards } from "#lib/monitor/dashboards";
import { grafanaDashboard } from "#lib/monitor/grafana-dashboard";
import { createMetrics } from "#lib/monitor/metrics";
import { monitoringSchema, readMonitoringConfig } from "#lib/monitor/monitoring-config";
import type { Watch } from "#lib/monitor/watch";
import { parseCommand } from "#support/command-line";
import { hardhatWords, isHardhat } from "#support/guide";
import { runProgram } from "#support/prometheus";
import { z } from "zod";

const RULES = "monitoring/prometheus/alerts.yml";

/** An alert as its lines in the rules say. Prometheus itself reads them in the scenario. */
interface Written {
  readonly name: string;
  readonly text: string;
}

describe("monitoring/", () => {
  const alerts: Written[] = readFileSync(RULES, "utf8")
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((text) => ({ name: text.split("\n", 1)[0] ?? "", text }));

  it("holds what Prometheus and Alertmanager accept", () => {
    for (const [program, ...words] of [
      ["promtool", "check", "config", "monitoring/prometheus/prometheus.yml"],
      ["promtool", "check", "rules", RULES],
      ["amtool", "check-config", "monitoring/alertmanager/alertmanager.yml"],
    ] as const) {
      const { status, output } = runProgram(program, ...words);
      expect(status, output).to.equal(0);
    }
  });

  it("has alerts that fire when they must, and not before", () => {
    const { status, output } = runProgram("promtool", "test", "rules", "monitoring/prometheus/alerts.test.yml");
    expect(status, output).to.equal(0);
    const tested = readFileSync("monitoring/prometheus/alerts.test.yml", "utf8");
    const untested = alerts.filter(({ name }) => !tested.includes(`alertname="${name}"`));
    expect(untested.map(({ name }) => name)).to.deep.equal([]);
  });

  it("gives each alert a severity, a runbook and a command that exists", async () => {
    expect(alerts.length).to.be.greaterThan(40);
    for (const { name, text } of alerts) {
      expect(text, name).to.match(/^ {10}severity: (?:SEV[1-4]|"\{\{ \$labels\.severity \}\}")$/m);
      expect(text, name).to.contain(`runbook: docs/runbooks/${name}.md`);
      const [, command = ""] = /^ {10}command: "(.+)"$/m.exec(text) ?? [];
      if (isHardhat(command)) await parseCommand(hardhatWords(command), hre.tasks);
      else expect(command, name).to.equal("curl -sS http://127.0.0.1:9464/healthz");
    }
  });

  it("makes no alert wait that must come within two scrapes", () => {
    for (const name of ["NodeDown", "RailDown", "SystemRestricted", "KeyDue", "BridgeConversionFailed"]) {
      const text = alerts.find((alert) => alert.name === name)?.text;
      expect(text, name)
        .to.be.a("string")
        .and.not.to.match(/^ {8}for:/m);
    }
  });

  it("asks only for metrics that the exporter has", async () => {
    const text = await createMetrics(nothingWatched()).registry.metrics();
    const known = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const queries = dashboards.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries.map(([expr]) => expr)));
    for (const query of [...queries, ...alerts.map(({ text: written }) => written)]) {
      for (const [name] of query.matchAll(/\bsign_\w+/g)) {
        expect(known.has(name.replace(/_bucket$/, "")), `${name} in ${query}`).to.equal(true);
      }
    }
  });

  it("has the dashboards of the table, and no others (npm run docs:dashboards)", () => {
    const files = globSync("monitoring/grafana/dashboards/*.json");
    expect(files.map((path) => basename(path, ".json")).sort()).to.deep.equal(dashboards.map(({ uid }) => uid).sort());
    for (const dashboard of dashboards) {
      const written = readJsonFile(`monitoring/grafana/dashboards/${dashboard.uid}.json`, z.unknown());
      expect(written).to.deep.equal(grafanaDashboard(dashboard));
    }
  });

  it("has an example of what is watched", () => {
    expect(readMonitoringConfig("deployments/demo/monitoring.json").rails).to.have.lengthOf(2);
  });
});

function nothingWatched(): Watch {
  const rails = [{ name: "a", kind: "public", chainId: 1, nodes: [{ name: "a", url: "http://127.0.0.1:1" }] }];
  return {
    config: monitoringSchema.parse({ schema: "sign.monitoring.v1", confirmations: 0, rails }),
    follow: { source: null, head: null, lastSuccess: null, failing: null, lastFailure: null },
    published: null,
    state: null,
    nodes: new Map(),
    endpoints: new Map(),
  };
}
