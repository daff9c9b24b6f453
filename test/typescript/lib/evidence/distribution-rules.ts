import { expect } from "chai";
import { id } from "ethers";

import { DAY, type Lies } from "#support/bridge-story";
import { act, type EmergencyTwist, restrict } from "#support/emergency-story";
import { evidenceCourt } from "#support/evidence-court";
import { type EvidenceWorld, walletOf } from "#support/evidence-world";
import {
  authorise,
  type BatchTwist,
  type Books,
  call,
  dispute,
  distributionService,
  foundProgram,
  keepBooks,
  overrule,
  people,
  programId,
  programSystemId,
  publish,
  raise,
  reconcile,
  resolve,
  reverse,
  settle,
  submit,
  writeOff,
} from "#support/program-story";

/** Chains on which the DistributionLedger would have lied. */
describe("evidence of distributions against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open(foundProgram);
  });

  const found = async (reason: RegExp): Promise<void> => {
    const findings = await court.findings();
    expect(findings).to.match(reason);
    const own = findings.split("\n").filter((line) => line.startsWith("FAILED distribution DistributionLedger#"));
    expect(own, findings).to.have.length(1);
  };

  const restricted = async (systemId: string, mode: number): Promise<void> => {
    await restrict(world, {}, { events: { SystemRestricted: { systemId, mode } } });
  };

  const setting = async (method: string, event: string, values: object, twist: EmergencyTwist = {}): Promise<void> => {
    const made = call("DistributionLedger", method, event, { programId, ...values });
    await act(world, { council: method === "setBudget" ? "sovereign" : "program", calls: [made] }, twist);
  };

  it("finds nothing in batches that were settled, reversed, excepted, reconciled and written off", async () => {
    await submit(world);
    await settle(world);
    await raise(world);
    await dispute(world);
    await resolve(world);
    await settle(world, { settlementReference: id("second"), amount: 100n, rows: 2 });
    await reverse(world);
    await settle(world, { settlementReference: id("third"), amount: 360n, rows: 7 });
    await reconcile(world);
    await submit(world, { name: "large", terms: { total: "900" } }, false);
    await authorise(world, { name: "large", terms: { total: "900" } });
    await setting("setBudget", "BudgetSet", { budget: 1_400n, approvalDigest: id("law") });
    const sums = { batches: 2n, rows: 20n, authorised: 1_400n, settled: 460n, exceptions: 40n };
    await keepBooks(world, { budget: 1_400n, committed: 1_360n, ...sums });
    expect(await court.findings()).to.equal("");
  });

  describe("a batch", () => {
    const twists: readonly (readonly [string, BatchTwist, RegExp])[] = [
      ["of more rows than the period's cap", { terms: { count: 31 } }, /brings period 1 to 31 of 30 rows/],
      [
        "of more than its rows may have",
        { terms: { count: 4, total: "401" } },
        /grants 401 to 4 rows, which may have 400/,
      ],
      ["of nothing", { terms: { total: "0" } }, /distributes nothing/],
      ["by rules that are not in force", { terms: { ruleSetVersion: 2 } }, /follows rule set 2, in force was 1/],
      ["of a period to come", { terms: { period: 2 } }, /is of period 2, the present one was 1/],
      ["of another programme", { terms: { programId: id("other") } }, /of a programme that was never registered/],
      [
        "of an entity that is not authorised",
        { by: "stranger" },
        /is of entity 36, which the programme does not authorise/,
      ],
      ["under an id of other terms", { lies: ids(id("other")) }, /has terms that hash to/],
      [
        "in another entity's name",
        { lies: { BatchSubmitted: { submitter: people.second.account } } },
        /acts for entity 33, submitted was for 32/,
      ],
      [
        "by who is no distributor",
        { lies: { BatchSubmitted: { submitter: people.treasury.account } } },
        /did not hold DISTRIBUTION_OPERATOR/,
      ],
    ];
    for (const [what, twist, reason] of twists) {
      it(`is found ${what}`, async () => {
        await submit(world, twist, false);
        await found(reason);
      });
    }

    it("is found beyond the day's threshold, also in two halves and by two distributors", async () => {
      await submit(world);
      await submit(world, { name: "rest", by: "second", terms: { total: "400" } });
      await found(/takes 400 where the day's threshold had 10\d/);
    });

    it("is found beyond the amount of the period's cap", async () => {
      await submit(world);
      await submit(world, { name: "rest", terms: { count: 20, total: "1001" } }, false);
      await found(/brings period 1 to 1501 of 1500/);
    });

    it("is found beyond the budget", async () => {
      await setting("setBudget", "BudgetSet", { budget: 499n, approvalDigest: id("law") });
      await submit(world, {}, false);
      await found(/commits 500 of a budget of 499/);
    });

    it("is found a second time with the same root", async () => {
      await submit(world);
      await submit(world, { terms: { total: "50" } }, false);
      await found(/brings the root 0x\w+ again/);
    });

    for (const [what, systemId] of [
      ["the service", distributionService],
      ["the programme", programSystemId],
    ] as const) {
      it(`is found while ${what} is read-only`, async () => {
        await restricted(systemId, 2);
        await submit(world, {}, false);
        await found(/the system 0x\w+ is READ_ONLY/);
      });
    }

    it("is found beyond the volume of a service that is limited", async () => {
      await world.say("EmergencyController", "VolumeCapSet", [distributionService, 400n]);
      await world.pass(2 * DAY);
      await restricted(distributionService, 1);
      await submit(world);
      await found(/exceeds the volume of the system/);
    });
  });

  describe("an authorisation", () => {
    const twists: readonly (readonly [string, EmergencyTwist, RegExp])[] = [
      ["by another council", { council: "technical" }, /did not hold role 7/],
      [
        "of another manifest than was signed",
        { call: { manifestDigest: id("other") } },
        /does not call authoriseBatch/,
      ],
      ["of another batch than was signed", { call: { batchId: id("other") } }, /does not call authoriseBatch/],
      ["of another amount", { events: { BatchAuthorised: { total: 499n } } }, /says a total of 499/],
      ["by one account", { events: { BatchAuthorised: { by: people.authority.account } } }, /was no council/],
    ];
    for (const [what, twist, reason] of twists) {
      it(`is found ${what}`, async () => {
        await submit(world, {}, false);
        await authorise(world, {}, twist);
        await found(reason);
      });
    }

    it("is found after the rules were replaced", async () => {
      await submit(world, {}, false);
      await publish(world, {}, 2);
      await authorise(world);
      await found(/follows rule set 1, in force was 2/);
    });

    it("is found after the submitter lost the role", async () => {
      await submit(world, {}, false);
      await world.say("RoleRegistry", "RoleRevoked", [21, people.distributor.account]);
      await authorise(world);
      await found(/did not hold DISTRIBUTION_OPERATOR/);
    });

    it("is found a second time", async () => {
      await submit(world);
      await authorise(world);
      await found(/is of a batch that was Authorised/);
    });
  });

  describe("a settlement", () => {
    const twists: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      ["of more than the batch", { amount: 501n }, /takes 501 of a batch of which 500 is outstanding/],
      ["of more rows than the batch", { rows: 11 }, /takes 11 rows of a batch of which 10 are outstanding/],
      ["of nothing", { amount: 0n }, /settles nothing/],
      ["by who is no treasury operator", { by: people.distributor.account }, /did not hold TREASURY_OPERATOR/],
      ["of another programme", { programId: id("other") }, /names another programme than its batch/],
    ];
    for (const [what, values, reason] of twists) {
      it(`is found ${what}`, async () => {
        await submit(world);
        await settle(world, values);
        await found(reason);
      });
    }

    it("is found of a batch that is pending", async () => {
      await submit(world, {}, false);
      await settle(world);
      await found(/is of a batch that was Pending/);
    });

    it("is found under a reference that was used, also a reversed one", async () => {
      await submit(world);
      await settle(world);
      await reverse(world);
      await settle(world);
      await found(/uses the reference 0x\w+ again/);
    });

    it("is found reversed by another amount", async () => {
      await submit(world);
      await settle(world);
      await reverse(world, { amount: 299n });
      await found(/takes back another than 300 of 6 rows/);
    });

    it("is found while the programme is halted, and a reversal is not", async () => {
      await submit(world);
      await settle(world);
      await restricted(programSystemId, 3);
      await reverse(world);
      await settle(world, { settlementReference: id("second") });
      await found(/the system 0x\w+ is HALTED/);
    });
  });

  describe("an exception", () => {
    beforeEach(async () => {
      await submit(world);
    });

    const twists: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      ["of more than is outstanding", { amount: 501n }, /takes 501 of a batch/],
      ["about a row that the batch does not have", { index: 10 }, /a row that the batch does not have/],
      ["by an entity without distributors", { entity: 34 }, /nobody of entity 34 held DISTRIBUTION_OPERATOR/],
      ["of an auditor by an entity without auditors", { kind: 2 }, /nobody of entity 32 held AUDITOR/],
    ];
    for (const [what, values, reason] of twists) {
      it(`is found ${what}`, async () => {
        await raise(world, values);
        await found(reason);
      });
    }

    it("is found while another one of its row is open", async () => {
      await raise(world);
      await raise(world);
      await found(/is about a row with an open exception/);
    });

    it("is found disputed by the entity that raised it", async () => {
      await raise(world);
      await dispute(world, { entity: 32 });
      await found(/disputes what entity 32 raised itself/);
    });

    it("is found resolved by another programme's authority", async () => {
      await raise(world);
      await resolve(world, { by: people.stranger.account });
      await found(/acts for entity 36, the programme is entity 31's/);
    });

    it("is found resolved by an entity that disputed it", async () => {
      await world.say("RoleRegistry", "AccountBound", [people.second.account, 31]);
      await world.say("ProgramRegistry", "EntityAuthorised", [programId, 31, id("approval")]);
      await raise(world);
      await dispute(world, { entity: 31 });
      await resolve(world);
      await found(/entity 31 judges what it raised or disputed/);
    });

    it("is found dismissed when it is an auditor's finding", async () => {
      await raise(world, { kind: 2, entity: people.auditor.entity });
      await resolve(world, { outcome: 4 });
      await found(/dismisses a finding/);
    });

    it("is not found dismissed by the Sovereign Authority, but by another council", async () => {
      await raise(world, { kind: 2, entity: people.auditor.entity });
      await overrule(world);
      await keepBooks(world, ONE_BATCH);
      expect(await court.findings()).to.equal("");
      await raise(world, { kind: 2, entity: people.auditor.entity });
      await overrule(world, { council: "governance" });
      await found(/did not hold role 1/);
    });
  });

  describe("a reconciliation", () => {
    const figures: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      [
        "with other figures",
        { settled: 459n, exceptions: 41n },
        /says settled, exceptions and residual are 459, 41, 0; they are 460, 40, 0/,
      ],
      ["by another programme's authority", { by: people.stranger.account }, /acts for entity 36/],
    ];
    for (const [what, values, reason] of figures) {
      it(`is found ${what}`, async () => {
        await submit(world);
        await raise(world);
        await resolve(world);
        await settle(world, { amount: 460n, rows: 9 });
        await reconcile(world, values);
        await found(reason);
      });
    }

    it("is found with an open exception", async () => {
      await submit(world);
      await raise(world);
      await settle(world, { amount: 460n, rows: 9 });
      await reconcile(world);
      await found(/closes with 1 open exceptions/);
    });

    it("is found by a Safe of which somebody who signed sits for the entity that submitted", async () => {
      const { address } = world.record.safes.program;
      await submit(world);
      await settle(world, { amount: 500n, rows: 10 });
      await world.say("RoleRegistry", "SeatAssigned", [address, walletOf("program", 0).address, 32, 1]);
      await writeOff(world, { settled: 500n }, {}, "reconcile");
      await found(/entity 32 reconciles its own batch/);
    });

    it("is found of a residual without the Safe", async () => {
      await submit(world);
      await reconcile(world, { settled: 0n, exceptions: 0n, residual: 500n });
      await found(/gives up 500 without the Program Authority's Safe/);
    });

    it("is found of a residual by another council", async () => {
      await submit(world);
      await writeOff(world, { residual: 500n }, { council: "technical" });
      await found(/did not hold role 7/);
    });

    it("gives a residual back to the period and to the budget", async () => {
      await submit(world);
      await writeOff(world, { residual: 500n });
      await submit(world, { name: "whole", terms: { count: 30, total: "1500" } }, false);
      await authorise(world, { name: "whole", terms: { count: 30, total: "1500" } });
      const sums = { batches: 2n, rows: 40n, authorised: 2_000n, residual: 500n };
      await keepBooks(world, { committed: 1_500n, ...sums });
      expect(await court.findings()).to.equal("");
    });

    it("ends a batch for ever", async () => {
      await submit(world);
      await writeOff(world, { residual: 500n });
      await settle(world, { amount: 1n, rows: 0 });
      await found(/is of a batch that was Reconciled/);
    });
  });

  it("finds a budget below what is committed", async () => {
    await submit(world);
    await setting("setBudget", "BudgetSet", { budget: 499n, approvalDigest: id("law") });
    await found(/is below the 500 that are committed/);
  });

  const counters: readonly (readonly [string, Books])[] = [
    ["budget", { budget: 2_001n }],
    ["committed", { committed: 499n }],
    ["batches", { batches: 2n }],
    ["rows", { rows: 9n }],
    ["authorised", { authorised: 501n }],
    ["settled", { settled: 1n }],
    ["exceptions", { exceptions: 1n }],
    ["residual", { residual: 1n }],
  ];
  for (const [name, books] of counters) {
    it(`finds storage that counts other than its events: ${name}`, async () => {
      await submit(world);
      await keepBooks(world, { ...ONE_BATCH, ...books });
      const said = new RegExp(
        `^FAILED distribution # ${name} of 0x\\w+ is \\d+ in storage, its events sum up to \\d+$`,
      );
      expect(await court.findings()).to.match(said);
    });
  }

  it("finds a budget that was signed as another", async () => {
    await setting(
      "setBudget",
      "BudgetSet",
      { budget: 3_000n, approvalDigest: id("law") },
      { call: { budget: 2_500n } },
    );
    await found(/no transaction of a council calls setBudget/);
  });

  it("finds a threshold that another council set", async () => {
    await setting("setApprovalThreshold", "ApprovalThresholdSet", { perDay: 700n }, { council: "technical" });
    await found(/did not hold role 7/);
  });
});

/** What the ledger counts after {@link submit}. */
const ONE_BATCH: Books = { committed: 500n, batches: 1n, rows: 10n, authorised: 500n };

function ids(batchId: string): Lies {
  return { BatchSubmitted: { batchId } };
}
