import { expect } from "chai";
import { id, type Result } from "ethers";

import { PROGRAM } from "#support/program-country";
import type { RunbookScenarios } from "#support/runbook-scenario";

const VERIFIER = "0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2";
const OFFICE = "0x40Fc963A729c542424cD800349a7E4Ecc4896624";
const CREDENTIAL = `0x${"1".repeat(64)}`;
/** Of `DistributionLedger`. */
const ROW = 0;

/** Alerts about who accepts what, and who is paid. */
export const registerScenarios: RunbookScenarios = {
  ContradictoryVerification: {
    raise: async (world) => {
      await world.type(
        "echo 'Inspected on 5 November: counter, logs, training. Fit.' > agency.md",
        `npx hardhat accredit grant verifier ${VERIFIER} --assessment agency.md --until 365d`,
        "echo 'Counter 4.' > check.md",
        `npx hardhat credential verify ${CREDENTIAL} --issuer ${OFFICE} --verdict accepted --purpose check.md`,
      );
    },
    promised: async (world, branch) => {
      const shown = await world.terminal.type(`npx hardhat accredit show verifier ${VERIFIER} --json`);
      const { accreditation } = JSON.parse(shown) as { accreditation: { status: string } };
      expect(accreditation.status).to.equal(branch.startsWith("It looked") ? "Suspended" : "Accredited");
    },
  },
  DistributionBudgetLow: {
    raise: async ({ programs }) => {
      await programs.begin();
      await programs.councilActs("sovereign", "DistributionLedger", "setBudget", [PROGRAM, 10_500n, id("less")]);
      await programs.authorised("all of it", 10);
    },
    promised: async (world) => {
      const [budget, committed] = (await world.ask("DistributionLedger", "budgetOf", PROGRAM)) as [bigint, bigint];
      expect([budget, committed]).to.deep.equal([200_000n, 10_000n]);
    },
  },
  DistributionException: {
    raise: async (world) => {
      const { programs } = world;
      await programs.begin();
      const batch = await programs.authorised("closed account", 1, 500n);
      const values = [batch.id, batch.rows.row(ROW), id("the account is closed")];
      await programs.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "raiseException", values);
      world.given = { batch: batch.id };
    },
    promised: async (world) => {
      const batch = (await world.ask("DistributionLedger", "batchOf", world.given["batch"])) as Result;
      expect(batch["openExceptions"]).to.equal(0n);
    },
  },
};
