import { expect } from "chai";
import { id } from "ethers";

import { chainTime } from "#lib/chain/chain-time";
import { isReviewOverdue } from "#lib/emergency/read-debts";
import { readSystem, type SystemState } from "#lib/emergency/read-system";
import { systemId } from "#lib/emergency/system-id";
import type { Incident } from "#lib/incident/incident";
import { readIncident } from "#lib/incident/read-incident";
import type { RunbookScenarios } from "#support/runbook-scenario";
import type { RunbookWorld } from "#support/runbook-world";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const INCIDENT = "2026-11-21-issuer-key";
const SYSTEM = "credential-office";

/** Alerts about incidents, modes and reviews. */
export const incidentScenarios: RunbookScenarios = {
  IncidentOpen: {
    raise: open,
    promised: async (world) => {
      expect(await incident(world)).to.include({ status: "Resolved" });
    },
  },
  IncidentClockLate: {
    raise: async (world, branch) => {
      await open(world);
      const done = ["acknowledge", "internal statement, public statement", "mitigate, resolve"].indexOf(branch);
      if (done !== 0) await world.type(`npx hardhat incident acknowledge ${INCIDENT}`);
      if (done !== 1) await statements(world);
      await world.pass([45 * MINUTE, 5 * HOUR, 4 * DAY][done] ?? 0);
    },
    promised: async (world) => {
      const { openedAt, levels, ...times } = await incident(world);
      const now = await chainTime(world.suite.provider);
      const { acknowledgedAt, internalStatementAt, publicStatementAt, mitigatedAt, resolvedAt } = times;
      for (const [doneAt, within] of [
        [acknowledgedAt, levels.acknowledgeWithin],
        [internalStatementAt, levels.statementWithin],
        [publicStatementAt, levels.statementWithin],
        [mitigatedAt, levels.mitigateWithin],
        [resolvedAt, levels.resolveWithin],
      ] as const) {
        expect(doneAt !== null || now < openedAt + within).to.equal(true);
      }
    },
  },
  SystemRestricted: {
    raise: restrict,
    promised: async (world) => {
      for (const name of [SYSTEM, "identity"]) expect(await system(world, name)).to.include({ mode: "NORMAL" });
    },
  },
  RestrictionEnding: {
    raise: async (world) => {
      await restrict(world);
      await world.pass(19 * HOUR);
    },
    promised: async (world, branch) => {
      const { mode, until } = await system(world, SYSTEM);
      const left = (until ?? Infinity) - (await chainTime(world.suite.provider));
      expect(mode).to.equal(branch === "The cause is gone" ? "NORMAL" : "HALTED");
      expect(left).to.be.greaterThan(6 * HOUR);
    },
  },
  OverrideInForce: {
    raise: async (world) => {
      await restrict(world);
      await world.type(
        "echo 'The convoy leaves at six.' > evidence.md",
        `npx hardhat emergency override --system ${SYSTEM} --operation ISSUE --until 6h --incident ${INCIDENT} --evidence evidence.md`,
      );
    },
    promised: async (world) => {
      const { overrides, mode } = await system(world, SYSTEM);
      expect([overrides, mode]).to.deep.equal([[], "HALTED"]);
    },
  },
  EmergencyBudgetLow: {
    raise: async (world) => {
      await world.type(
        "echo 'Credentials that have no file.' > why.md",
        `npx hardhat emergency restrict --system ${SYSTEM} --mode HALTED --duration 72h --incident ${INCIDENT} --severity SEV1 --reason why.md`,
      );
      await world.pass(62 * HOUR);
    },
    promised: async (world) => {
      expect((await system(world, SYSTEM)).budgetLeft).to.be.at.least(72 * HOUR);
    },
  },
  ReviewDue: {
    raise: async (world) => {
      await restrict(world);
      await narrative(world);
      await world.type(`npx hardhat incident acknowledge ${INCIDENT}`);
      await world.pass(13.5 * DAY);
    },
    promised: async (world) => {
      expect(await incident(world)).to.include({ status: "Reviewed" });
    },
  },
  ReviewOverdue: {
    raise: async (world, branch) => {
      await restrict(world);
      await world.type(`npx hardhat incident acknowledge ${INCIDENT}`);
      if (branch === "The review") await narrative(world);
      await world.pass(branch === "The review" ? 20 * DAY : 2 * DAY);
    },
    promised: async ({ suite }) => {
      expect(await isReviewOverdue(suite.provider, suite.record)).to.equal(false);
    },
  },
};

async function open(world: RunbookWorld): Promise<void> {
  await world.type(
    "echo 'Credentials that have no file.' > report.md",
    `npx hardhat incident open ${INCIDENT} --severity SEV2 --report report.md`,
  );
}

async function statements(world: RunbookWorld): Promise<void> {
  await world.type(
    "echo 'We are looking.' > first.md",
    `npx hardhat incident statement ${INCIDENT} --audience internal --file first.md`,
    `npx hardhat incident statement ${INCIDENT} --audience public --file first.md`,
  );
}

async function restrict(world: RunbookWorld): Promise<void> {
  await world.type(`npx hardhat emergency restrict --playbook issuer-key-compromise --incident ${INCIDENT}`);
}

async function narrative(world: RunbookWorld): Promise<void> {
  await world.type(
    "echo 'Two nodes agree; the custodian was called.' > told.md",
    `npx hardhat emergency narrative --incident ${INCIDENT} --file told.md`,
  );
}

async function incident({ suite }: RunbookWorld): Promise<Incident> {
  const found = await readIncident(suite.provider, suite.record, id(INCIDENT));
  if (found === undefined) throw new Error(`no incident ${INCIDENT}`);
  return found;
}

async function system({ suite }: RunbookWorld, name: string): Promise<SystemState> {
  const { provider, record, governance } = suite;
  const config = governance.emergency.systems.find((entry) => entry.name === name);
  if (config === undefined) throw new Error(`no system ${name}`);
  const known = { id: systemId(config), name, kind: config.kind };
  return readSystem(provider, record, known, await chainTime(provider));
}
