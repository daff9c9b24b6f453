import { expect } from "chai";
import { id as digestOf } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { systemId } from "#lib/emergency/system-id";
import { sendAsCouncil, passTime } from "#support/governed-changes";
import type { Outcome } from "#support/probe";
import { BUDGET, CAPS, MONTH, PROGRAM, ProgramCountry, ROW_AMOUNT } from "#support/program-country";
import { loadSuite } from "#support/suite";

const REASON = digestOf("reason");
const UPHELD = 3;
const HALTED = 3;
const HOUR = 3_600;

describe("a programme, with real Safes", () => {
  let country: ProgramCountry;

  beforeEach(async () => {
    country = new ProgramCountry(await loadSuite());
    await country.begin();
  });

  describe("refuses a batch", () => {
    it("over its budget", async () => {
      await country.councilActs("sovereign", "DistributionLedger", "setBudget", [PROGRAM, 5_000n, REASON]);
      expect(await submission(6)).to.deep.equal({ error: "BudgetExceeded", values: [PROGRAM, "6000", "5000"] });
    });

    it("over the phase's cap, on rows and on amounts, with what the period has used", async () => {
      await country.authorised("first", 10);
      const { terms } = await country.batch("second", 6);
      expect(await submit(terms)).to.deep.equal({
        error: "AmountAboveCap",
        values: [PROGRAM, "1", "16000", String(CAPS.amount)],
      });
      const { terms: small } = await country.batch("third", 11, 1n);
      expect(await submit(small)).to.deep.equal({
        error: "ParticipantsAboveCap",
        values: [PROGRAM, "1", "21", String(CAPS.participants)],
      });
      await passTime(country.suite, MONTH);
      expect(await submission(6)).to.deep.equal({ error: "", values: [] });
    });

    it("against an outdated rule set", async () => {
      const { terms } = await country.batch("first", 1);
      await country.publish(1, "rules 2");
      expect(await submit(terms)).to.deep.equal({ error: "RuleSetNotInForce", values: [PROGRAM, "1", "2"] });
    });

    it("from an entity that is not authorised", async () => {
      const distributor = country.entityOf("DISTRIBUTION_OPERATOR");
      await country.operate("PROGRAM_AUTHORITY", "ProgramRegistry", "withdrawEntity", [PROGRAM, distributor, REASON]);
      const values = [PROGRAM, String(distributor)];
      expect(await submission(1)).to.deep.equal({ error: "DistributorNotAuthorised", values });
    });

    it("that was submitted before", async () => {
      const { terms, rows } = await country.batch("first", 1);
      await country.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", [terms]);
      const batchId = String(await country.read("DistributionLedger", "batchWith", [rows.root]));
      expect(await submit(terms)).to.deep.equal({ error: "RootAlreadySubmitted", values: [rows.root, batchId] });
    });

    it("while the programme is restricted", async () => {
      const system = systemId({ kind: "program", name: "child-benefit", key: PROGRAM });
      await restrict(system);
      const { error, values } = await submission(1);
      expect({ error, values: values.slice(0, 2) }).to.deep.equal({
        error: "OperationRestricted",
        values: [system, String(HALTED)],
      });
    });

    it("that is large, until the Program Authority's Safe has authorised it", async () => {
      const limit = ["program", "DistributionLedger", "setApprovalThreshold", [PROGRAM, 5n * ROW_AMOUNT]] as const;
      await country.councilActs(...limit);
      await passTime(country.suite, 2 * 86_400);
      const small = await country.batch("small", 2);
      await country.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", [small.terms]);
      const large = await country.batch("large", 4);
      await country.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", [large.terms]);
      const [smallId, largeId] = await Promise.all(
        [small, large].map(async ({ rows }) =>
          String(await country.read("DistributionLedger", "batchWith", [rows.root])),
        ),
      );
      const settle = async (batchId: unknown): Promise<Outcome> =>
        country.attempt("TREASURY_OPERATOR", "DistributionLedger", "settle", [batchId, REASON, 1n, 0]);
      expect(await settle(smallId)).to.deep.equal({ error: "", values: [] });
      expect(await settle(largeId)).to.deep.equal({ error: "UnexpectedBatchStatus", values: [largeId, "1"] });
      const decision = [largeId, large.terms[6]];
      for (const council of ["technical", "governance", "emergency", "sovereign"] as const) {
        const { error } = await country.attemptOf(council, "DistributionLedger", "authoriseBatch", decision);
        expect(error, council).to.equal("CouncilRoleRequired");
      }
      await country.councilActs("program", "DistributionLedger", "authoriseBatch", decision);
      expect(await settle(largeId)).to.deep.equal({ error: "", values: [] });
    });
  });

  it("closes a batch only when every unit is accounted for", async () => {
    const { id, rows } = await country.authorised("benefits", 5);
    const row = rows.row(4);
    await country.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "raiseException", [id, row, REASON]);
    await country.operate("TREASURY_OPERATOR", "DistributionLedger", "settle", [id, REASON, 4n * ROW_AMOUNT, 4]);
    const closing = async (settled: bigint, exceptions: bigint, residual: bigint): Promise<Outcome> =>
      country.attempt("PROGRAM_AUTHORITY", "DistributionLedger", "reconcile", [
        id,
        [settled, exceptions, residual, REASON],
      ]);
    expect(await closing(4_000n, 1_000n, 0n)).to.deep.equal({ error: "ExceptionsOpen", values: [id, "1"] });
    const decision = [id, 4, UPHELD, REASON];
    await country.operate("PROGRAM_AUTHORITY", "DistributionLedger", "resolveException", decision);
    expect(await closing(3_999n, 1_000n, 0n)).to.deep.equal({ error: "SettledDiffers", values: [id, "3999", "4000"] });
    expect(await closing(4_000n, 999n, 0n)).to.deep.equal({ error: "ExceptionsDiffer", values: [id, "999", "1000"] });
    expect(await closing(4_000n, 1_000n, 1n)).to.deep.equal({ error: "ResidualNeedsCouncil", values: [id, "1"] });
    const writtenOff = [id, [4_000n, 1_000n, 1n, REASON]];
    const answer = await country.attemptOf("program", "DistributionLedger", "writeOff", writtenOff);
    expect(answer).to.deep.equal({ error: "ResidualDiffers", values: [id, "1", "0"] });
    await country.operate("PROGRAM_AUTHORITY", "DistributionLedger", "reconcile", [id, [4_000n, 1_000n, 0n, REASON]]);
    const budget = suiteInterface("DistributionLedger").encodeFunctionData("budgetOf", [PROGRAM]);
    const to = country.suite.record.contracts.DistributionLedger.address;
    const figures = suiteInterface("DistributionLedger")
      .decodeFunctionResult("budgetOf", await country.suite.provider.call({ to, data: budget }))
      .toArray();
    expect(figures).to.deep.equal([BUDGET, 4_000n]);
  });

  async function submission(count: number): Promise<Outcome> {
    const { terms } = await country.batch("one more", count);
    return submit(terms);
  }

  async function submit(terms: readonly unknown[]): Promise<Outcome> {
    return country.attempt("DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", [terms]);
  }

  /** A restriction of one system by the Emergency Council. */
  async function restrict(system: string): Promise<void> {
    const { record } = country.suite;
    const declaration = [[[system, HALTED]], HOUR, digestOf("incident"), 1, REASON];
    const data = suiteInterface("EmergencyController").encodeFunctionData("restrict", declaration);
    await sendAsCouncil(country.suite, "emergency", record.contracts.EmergencyController.address, data);
  }
});
