import { expect } from "chai";
import { JsonRpcSigner, toBeHex, toQuantity, type Result } from "ethers";

import { proposedId } from "#lib/change/change-reference";
import { readStatus } from "#lib/change/read-change";
import type { CouncilName } from "#lib/deployment/contracts-record";
import { parseKey } from "#lib/keys/key-id";
import { findKey } from "#lib/keys/read-key";
import { readSafe } from "#lib/safe/read-safe";
import { suiteInterface } from "#lib/abi/suite-interface";
import { sendAsCouncil } from "#support/governed-changes";
import type { RunbookScenario, RunbookScenarios } from "#support/runbook-scenario";
import type { RunbookWorld } from "#support/runbook-world";

const HOUR = 3600;
const DAY = 24 * HOUR;
const DOSSIER = "deployments/anvil/changes/001-release-at-most-daily";
const KEY = "issuer:office-2026";
const CADENCE = "OperationsLog.setReleaseCadence(0x6e6f646500000000000000000000000000000000000000000000000000000000";
const REGISTERED = 1n;
/** Of a Safe's storage. */
const THRESHOLD_SLOT = 4;

/** Alerts about keys, changes and councils. */
export const governanceScenarios: RunbookScenarios = {
  KeyDueInMonth: keyWith(5 * DAY),
  KeyDueInWeek: keyWith(25 * DAY),
  KeyDue: keyWith(32 * DAY),
  KeyCompromised: {
    raise: async (world) => {
      await register(world);
      await world.type(
        "echo 'Seen where it must not be.' > seen.md",
        `npx hardhat key compromise ${KEY} --evidence seen.md`,
      );
    },
    promised: replaced,
  },
  ChangeWaiting: {
    raise: async (world, branch) => {
      await proposeChange(world, branch === "It is Ready" ? 2 * DAY : 0);
      if (branch === "It is Ready") await world.pass(5.5 * DAY);
      else await world.pass(8 * DAY);
    },
    promised: settled,
  },
  ChangeExpiring: {
    raise: async (world, branch) => {
      await proposeChange(world, branch === "It is Ready" ? HOUR : 0);
      await world.pass(branch === "It is Ready" ? 7.5 * DAY : 13.5 * DAY);
    },
    promised: settled,
  },
  CouncilBelowQuorum: {
    raise: async (world) => {
      for (const { owner } of world.suite.governance.councils.emergency.seats.slice(0, 2)) {
        await asChangeManager(world, "vacateSeat", world.suite.record.safes.emergency.address, owner);
      }
    },
    promised: async (world) => {
      expect(await seated(world, "emergency")).to.have.lengthOf(2);
    },
  },
  CouncilNotRegistered: {
    raise: async ({ suite }) => {
      const data = suiteInterface("GovernanceGuard").encodeFunctionData("announceExit");
      await sendAsCouncil(suite, "technical", suite.record.contracts.GovernanceGuard.address, data);
    },
    promised: async (world) => {
      const { address } = world.suite.record.safes.technical;
      const council = (await world.ask("GovernanceGuard", "councilOf", address)) as Result;
      expect(council["status"]).to.equal(REGISTERED);
    },
  },
  CouncilWithoutReserve: {
    // The guard lets no Safe become so: this one was never under it.
    raise: async (world) => {
      const { address } = world.suite.record.safes.technical;
      await world.send("hardhat_setStorageAt", address, toQuantity(THRESHOLD_SLOT), toBeHex(3, 32));
    },
    promised: async ({ suite }) => {
      const { owners, threshold } = await readSafe(suite.provider, suite.record.safes.technical.address);
      expect([owners.length, threshold]).to.deep.equal([3, 2]);
    },
  },
};

/** A key that had 31 days. */
function keyWith(passed: number): RunbookScenario {
  return {
    raise: async (world) => {
      await register(world);
      await world.pass(passed);
    },
    promised: replaced,
  };
}

async function register(world: RunbookWorld): Promise<void> {
  await world.type(
    "echo 'HSM 4711.' > hsm.md",
    `npx hardhat key register ${KEY} --holder 0x40Fc963A729c542424cD800349a7E4Ecc4896624 --custody hsm --document hsm.md --rotation 31d`,
  );
}

/** The key is out of use; its successor, where it has one, can be used. */
async function replaced({ suite }: RunbookWorld, branch: string): Promise<void> {
  const { provider, record } = suite;
  const ended = branch.includes("no more");
  expect(await findKey(provider, record, parseKey(KEY))).to.include({ status: ended ? "Retired" : "Rotated" });
  if (!ended) expect(await findKey(provider, record, parseKey("issuer:office-2027"))).to.include({ usable: true });
}

/** @param approvedAfter Seconds until the Technical Committee approves it; zero when it does not. */
async function proposeChange(world: RunbookWorld, approvedAfter: number): Promise<void> {
  const approval = `${DOSSIER}/approve-technical.json`;
  const written = [
    `npx hardhat change new --class ConfigOnly --title "Release at most daily" --release 1.0.1 --call '${CADENCE}, 86400)' --rollback-call '${CADENCE}, 3600)'`,
    `sed -i 's/\\[\\[[^]]*\\]\\]/Rehearsal./g' ${DOSSIER}/*.md`,
    "npx hardhat change check 001-release-at-most-daily",
    "npx hardhat change propose 001-release-at-most-daily",
  ];
  // What it asks the council to sign lies on a desk for a while.
  for (const line of written) await world.terminal.type(line);
  if (approvedAfter === 0) return;
  await world.pass(approvedAfter);
  await world.type("npx hardhat change approve 001-release-at-most-daily");
  for (const { owner } of world.suite.governance.councils.technical.seats.slice(0, 2)) {
    await world.type(`npx hardhat safe sign ${approval} --account ${owner}`);
  }
  await world.type(
    `npx hardhat safe combine ${approval}`,
    `npx hardhat safe execute ${approval.replace(/\.json$/, ".signed.json")}`,
  );
}

async function settled({ suite }: RunbookWorld, branch: string): Promise<void> {
  const status = await readStatus(suite.provider, suite.record, proposedId(DOSSIER) ?? "");
  expect(status).to.equal(branch.startsWith("It is ") ? "Executed" : "Expired");
}

/** What nothing but a change can do, without its seven days. */
async function asChangeManager(world: RunbookWorld, act: string, ...values: readonly unknown[]): Promise<void> {
  const { provider, record } = world.suite;
  const from = record.contracts.ChangeManager.address;
  await world.send("hardhat_impersonateAccount", from);
  await world.send("hardhat_setBalance", from, "0xde0b6b3a7640000");
  const data = suiteInterface("RoleRegistry").encodeFunctionData(act, values);
  const sender = new JsonRpcSigner(provider, from);
  await (await sender.sendTransaction({ to: record.contracts.RoleRegistry.address, data })).wait();
  await world.send("hardhat_stopImpersonatingAccount", from);
}

/** Owners of a council's Safe who have a seat. */
async function seated(world: RunbookWorld, council: CouncilName): Promise<string[]> {
  const { provider, record } = world.suite;
  const { address } = record.safes[council];
  const { owners } = await readSafe(provider, address);
  const seats = await Promise.all(
    owners.map(async (owner) => (await world.ask("RoleRegistry", "seatOf", address, owner)) as Result),
  );
  return owners.filter((_, index) => seats[index]?.["constituency"] !== 0n);
}
