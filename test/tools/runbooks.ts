import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";

import { expect } from "chai";

import { NightWatch } from "#support/night-watch";
import { judgeAlerts, type AlertCase, type Phase, type Sight } from "#support/alert-judge";
import { readRunbook, runbookCommands } from "#support/runbook";
import { bridgeScenarios } from "#support/runbook-bridge";
import { exporterScenarios } from "#support/runbook-exporter";
import { governanceScenarios } from "#support/runbook-governance";
import { incidentScenarios } from "#support/runbook-incidents";
import { registerScenarios } from "#support/runbook-registers";
import type { RunbookScenarios } from "#support/runbook-scenario";
import { watchScenarios } from "#support/runbook-watching";
import { RunbookWorld } from "#support/runbook-world";

/** Alerts that the chain itself raises. */
const chainScenarios: RunbookScenarios = {
  ...incidentScenarios,
  ...governanceScenarios,
  ...bridgeScenarios,
  ...registerScenarios,
};

/** Alerts that nodes, services and the exporter itself raise. */
const watched = { ...watchScenarios, ...exporterScenarios };

/**
 * Every runbook is worked through word for word: its alert is raised, each of its ways is typed, and ends in the state that
 * it promises. Whether the alert fires, and is silent afterwards, is judged by Prometheus.
 */
describe("docs/runbooks, typed word for word", () => {
  const rules = readFileSync("monitoring/prometheus/alerts.yml", "utf8");
  const alerts = [...rules.matchAll(/^ {6}- alert: (\w+)$/gm)].map(([, name]) => name ?? "");
  const pages = globSync("docs/runbooks/*.md")
    .map((path) => basename(path, ".md"))
    .filter((name) => !name.startsWith("recover-"));
  const runbooks = new Map(pages.map((name) => [name, readRunbook(`docs/runbooks/${name}.md`)]));

  let world: RunbookWorld;

  before(async () => {
    world = await RunbookWorld.start();
  });

  after(() => {
    world.leave();
  });

  it("there is one for each alert, by its name, and each has its scenario", () => {
    expect(pages.sort()).to.deep.equal([...alerts].sort());
    expect(Object.keys({ ...chainScenarios, ...watched }).sort()).to.deep.equal([...alerts].sort());
  });

  it("each has its alert's name, and commands in every part and alternative", () => {
    for (const [name, { title, look, branches, over }] of runbooks) {
      expect(title).to.equal(name);
      for (const steps of [look, over, ...branches.map((branch) => branch.steps)]) {
        expect(steps, name).not.to.have.lengthOf(0);
      }
    }
  });

  it("each has the command that its alert names", () => {
    for (const name of alerts) {
      const [, rule = ""] = rules.split(`- alert: ${name}\n`);
      const [, command = ""] = /^ {10}command: "(.+)"$/m.exec(rule) ?? [];
      const runbook = runbooks.get(name);
      expect(runbook === undefined ? [] : runbookCommands(runbook), name).to.include(command);
    }
  });

  describe("of what the chain tells", () => {
    const cases: AlertCase[] = [];
    let calm: Phase;

    before(async () => {
      await world.again();
      calm = await sight(world);
    });

    for (const [alert, { raise, meanwhile, promised }] of Object.entries(chainScenarios)) {
      const { look = [], branches = [], over = [] } = runbooks.get(alert) ?? {};
      for (const { title, steps } of branches) {
        it(title === "" ? alert : `${alert}: ${title}`, async () => {
          await world.again();
          await raise(world, title);
          const raised = await sight(world);
          await world.work(look);
          await world.work(steps);
          await meanwhile?.(world, title);
          await world.work(over);
          await promised(world, title);
          cases.push({ alert, before: calm, raised, over: await sight(world) });
        });
      }
    }

    it("Prometheus raises each alert, and is silent when its runbook is done", () => {
      expect(judgeAlerts(cases)).to.equal("");
    });
  });

  describe("of what is watched", () => {
    const cases: AlertCase[] = [];

    for (const [alert, scenario] of Object.entries(watched)) {
      const { look = [], branches = [], over = [] } = runbooks.get(alert) ?? {};
      for (const { title, steps } of branches) {
        it(title === "" ? alert : `${alert}: ${title}`, async () => {
          await world.again();
          const watch = await NightWatch.start(world, scenario.spare);
          try {
            world.given = scenario.given(watch);
            const calm = await watch.sight();
            await scenario.raise(watch);
            await watch.until(`what raises ${alert}`, scenario.shows);
            const raised = await watch.sight();
            await watch.work(look);
            await watch.until(`what keeps ${alert} up`, scenario.goesOn ?? scenario.shows);
            const last = await watch.sight();
            await scenario.repaired(watch, title);
            await watch.work(steps);
            await watch.until("what the runbook promises", scenario.promised);
            await watch.work(over);
            const done = await watch.sight();
            const { lasts = 0 } = scenario;
            cases.push({
              alert,
              before: [calm, calm],
              raised: [later(raised, lasts), later(last, lasts)],
              over: [done, done],
            });
          } finally {
            await watch.end();
          }
        });
      }
    }

    it("Prometheus raises each alert, and is silent when its runbook is done", () => {
      expect(judgeAlerts(cases)).to.equal("");
    });
  });
});

/** What monitoring shows now, for as long as nothing changes. */
async function sight(world: RunbookWorld): Promise<Phase> {
  const seen = { at: Date.now() / 1000, metrics: await world.look() };
  return [seen, seen];
}

/** As if it had stood so for some seconds more. */
function later({ at, metrics }: Sight, seconds: number): Sight {
  return { at: at + seconds, metrics };
}
