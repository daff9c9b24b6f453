import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id as keccak, keccak256 } from "ethers";
import hre from "hardhat";

import { ExitCode } from "#lib/errors/exit-code";

import type { EmergencyCountry } from "#support/emergency-country";
import { payoutRow, payoutRows, totalOf } from "#support/payout";
import { PROGRAM, GovernedProgram } from "#support/governed-program";

/** A programme from its registration to the reconciliation of its batches, by the tasks that people use. */
describe("a programme, driven by tasks", function () {
  this.timeout(600_000);

  const program = PROGRAM;
  const rows = payoutRows(9);
  let place: GovernedProgram;
  let country: EmergencyCountry;
  let note: string;
  let other: string;
  let first: string;
  let second: string;

  before(async () => {
    place = await GovernedProgram.start();
    ({ country } = place);
    note = country.write("note.md", "As decided.\n");
    other = country.write("other.md", "As decided later.\n");
  });

  it("is registered, ruled, funded and piloted by its councils and its authority", async () => {
    await country.refuses("program show", { program }, "input/unknown-program", ExitCode.badInput);
    await place.pilot(note);
    const state = await country.answers("program show", { program });
    expect(state).to.include({ phase: "Pilot", privacy: "Private", authority: 15, period: 1 });
    expect(state).to.have.nested.property("budget.limit", "1000000");
    expect(state["entities"]).to.deep.equal([20]);
    expect(state).to.have.nested.property("next.missing").that.deep.equals(["ServiceLevels", "AuditProgramme"]);
    const { programs } = (await country.answers("program list")) as { programs: { program: { text: string } }[] };
    expect(programs.map(({ program: { text } }) => text)).to.deep.equal([PROGRAM]);
  });

  it("answers with what was done when it is asked again, and sends nothing", async () => {
    const block = await country.blockNumber();
    const rules = join(country.folder, "rules-1.json");
    for (const [task, given] of [
      ["program register", { rules, authority: "15", privacy: "private", metadata: note, legal: note }],
      ["program publish", { rules }],
      ["program authorise", { program, entity: "payment-offices", approval: note }],
      ["program budget", { program, budget: "1000000", approval: note }],
      ["program record", { program, paper: "PilotControls", file: note }],
      ["program advance", { program, to: "pilot", participants: "1000", amount: "500000", decision: note }],
    ] as const) {
      expect(await country.answers(task, given), task).to.include({ outcome: "already-done" });
    }
    expect(await country.blockNumber()).to.equal(block);
  });

  it("shows what new rules change, and publishes them on top of those in force alone", async () => {
    const stricter = place.rules(2, ({ caps }) => ({ caps: { ...caps, rowMaximum: "20000" } }));
    const dry = await country.answers("program publish", { rules: stricter, dryRun: true });
    expect(dry).to.include({ outcome: "dry-run" });
    expect(dry["changes"]).to.deep.equal([
      { field: "caps.rowMaximum", before: "25000", after: "20000" },
      { field: "version", before: 1, after: 2 },
    ]);
    const ahead = place.rules(3);
    await country.refuses("program publish", { rules: ahead }, "conflict/rule-set-version", ExitCode.conflict);
    const late = place.rules(2, ({ schedule }) => ({ schedule: { ...schedule, periodLength: 86_400 } }));
    await country.refuses("program publish", { rules: late }, "conflict/schedule", ExitCode.conflict);
    const kept = join(country.folder, "programs", program, "rules", "1.json");
    const text = readFileSync(kept, "utf8");
    writeFileSync(kept, text.replace("twelve", "thirteen"));
    const again = place.rules(2);
    await country.refuses("program publish", { rules: again }, "conflict/rule-set", ExitCode.conflict);
    writeFileSync(kept, text);
  });

  it("goes no further than its papers, and lists those that it lacks", async () => {
    const given = { program, participants: "5000", amount: "900000", decision: note };
    const { error } = await country.answers("program advance", { ...given, to: "expansion" }, ExitCode.refused);
    expect(error).to.have.property("code", "refused/requirements-missing");
    expect(error).to.have.nested.property("details.missing").that.deep.equals(["ServiceLevels", "AuditProgramme"]);
    const far = { ...given, to: "FullIntegration" };
    await country.refuses("program advance", far, "refused/phase-out-of-order");
  });

  it("takes a large batch when the Program Authority's Safe has read it", async () => {
    first = await place.build("first", rows);
    expect(await country.answers("batch submit", { batch: first, dryRun: true })).to.include({ outcome: "dry-run" });
    const done = await country.answers("batch submit", { batch: first });
    const again = await country.answers("batch submit", { batch: first });
    expect([done["outcome"], again["outcome"]]).to.deep.equal(["done", "already-done"]);
    expect(again["transactionHash"]).to.equal(done["transactionHash"]);
    const { file } = await country.answers("batch authorise", { batch: first });
    await country.refuses("program verify", { file }, "input/batch-folder", ExitCode.badInput);
    const manifest = join(first, "manifest.ndjson");
    const text = readFileSync(manifest, "utf8");
    writeFileSync(manifest, text.replace('"amount":"1003"', '"amount":"1004"'));
    await country.refuses("program verify", { file, batch: first }, "conflict/manifest", ExitCode.conflict);
    writeFileSync(manifest, text);
    await place.decide("batch authorise", "program", { batch: first }, { batch: first });
    expect(await country.answers("batch show", { batch: first })).to.have.nested.property("batch.status", "Authorised");
  });

  it("takes small batches within the threshold at once, and others can be rejected", async () => {
    await place.decide("program threshold", "program", { program, perDay: "5000" });
    await country.passTime(86_400);
    second = await place.build("second", [payoutRow(50)]);
    await country.answers("batch submit", { batch: second });
    const third = await place.build("third", payoutRows(6, 60));
    await country.answers("batch submit", { batch: third });
    expect(await country.answers("batch reject", { batch: third, reason: note })).to.include({ outcome: "done" });
    expect(await country.answers("batch reject", { batch: third, reason: note })).to.include({
      outcome: "already-done",
    });
    const { batches } = (await country.answers("batch list", { program })) as { batches: { status: string }[] };
    expect(batches.map(({ status }) => status)).to.deep.equal(["Authorised", "Authorised", "Rejected"]);
  });

  it("records payments once, and takes back those that came back", async () => {
    const payment = { batch: first, reference: "rail-0001", amount: "4000", rows: "3" };
    expect(await country.answers("batch settle", payment)).to.include({ outcome: "done" });
    expect(await country.answers("batch settle", payment)).to.include({ outcome: "already-done" });
    const twice = { ...payment, batch: second, amount: "1", rows: "0" };
    await country.refuses("batch settle", twice, "refused/reference-already-used");
    const back = { batch: first, reference: "rail-0001", reason: note };
    expect(await country.answers("batch reverse", back)).to.include({ outcome: "done" });
    expect(await country.answers("batch reverse", back)).to.include({ outcome: "already-done" });
    await country.refuses("batch settle", payment, "refused/reference-already-used");
  });

  it("sets rows aside by their proofs, hears the other side, and decides", async () => {
    const about = (row: number): object => ({ batch: first, row: String(row) });
    const raised = { ...about(2), reason: note };
    expect(await country.answers("batch exception", { ...raised, dryRun: true })).to.include({ outcome: "dry-run" });
    expect(await country.answers("batch exception", raised)).to.include({ outcome: "done" });
    expect(await country.answers("batch exception", raised)).to.include({ outcome: "already-done" });
    await country.answers("batch finding", { ...about(4), reason: note });
    await country.answers("batch finding", { ...about(5), reason: note, paid: true });
    await country.answers("batch dispute", { ...about(4), evidence: other });
    await country.refuses("batch dispute", { ...about(2), evidence: other }, "refused/disputes-itself");
    await country.refuses("batch reconcile", { batch: first }, "refused/exceptions-open");

    const decided = { outcome: "upheld", decision: note };
    await country.answers("batch resolve", { ...about(2), ...decided });
    expect(await country.answers("batch resolve", { ...about(2), ...decided })).to.include({ outcome: "already-done" });
    const dismissed = { ...about(4), outcome: "dismissed", decision: note };
    await country.refuses("batch resolve", dismissed, "refused/finding-cannot-be-dismissed");
    await place.decide("batch overrule", "sovereign", dismissed);
    await country.answers("batch withdraw-finding", { ...about(5), reason: note });
    const { books } = (await country.answers("batch show", { batch: first })) as unknown as {
      books: { open: number; cases: { index: number; status: string }[] };
    };
    expect(books.open).to.equal(0);
    expect(books.cases.map(({ index, status }) => [index, status])).to.deep.equal([
      [2, "Upheld"],
      [4, "Dismissed"],
      [5, "Withdrawn"],
    ]);
  });

  it("closes a batch on a report that anybody recomputes", async () => {
    await country.refuses("batch reconcile", { batch: first }, "refused/residual");
    const aside = BigInt(amountOf(first, 2));
    const rest = totalOf(rows) - aside;
    await country.answers("batch settle", { batch: first, reference: "rail-0002", amount: String(rest), rows: "8" });
    await country.refuses("batch write-off", { batch: first }, "refused/nothing-to-write-off");
    const done = await country.answers("batch reconcile", { batch: first });
    expect(done).to.include({ outcome: "done", settled: String(rest), exceptions: String(aside), residual: "0" });
    const report = readFileSync(String(done["report"]));
    expect(keccak256(report)).to.equal(done["reportDigest"]);
    expect(JSON.parse(report.toString())).to.deep.include({
      authorised: { rows: 9, amount: String(totalOf(rows)) },
      settled: { rows: 8, amount: String(rest) },
      exceptions: { rows: 1, amount: String(aside) },
      residual: { rows: 0, amount: "0" },
    });
    const again = await country.answers("batch reconcile", { batch: first });
    expect(again).to.include({ outcome: "already-done", reportDigest: done["reportDigest"] });
  });

  it("gives up what nobody will pay by the Program Authority's Safe alone", async () => {
    await place.decide("batch write-off", "program", { batch: second });
    const state = await country.answers("batch show", { batch: second });
    expect(state).to.have.nested.property("batch.status", "Reconciled");
    const { budget } = (await country.answers("program show", { program })) as { budget: object };
    expect(budget).to.have.property("committed", String(totalOf(rows) - BigInt(amountOf(first, 2))));
  });

  it("proves one row of a batch, and is found by its id", async () => {
    const { root } = JSON.parse(readFileSync(join(first, "batch.json"), "utf8")) as { root: string };
    const out = join(country.folder, "row.json");
    await country.answers("batch prove", { batch: first, row: "3", out });
    await country.answers("batch verify", { file: out, root });
    await country.refuses("batch verify", { file: out, root: keccak("x") }, "unproven/row", ExitCode.unproven);
    const { batch } = (await country.answers("batch show", { batch: first })) as unknown as { batch: { id: string } };
    expect(await country.answers("batch show", { batch: batch.id })).to.have.nested.property("batch.root", root);
    const unknown = { batch: keccak("nothing") };
    await country.refuses("batch show", unknown, "input/unknown-batch", ExitCode.badInput);
  });

  it("lays a sample of a batch open, which an auditor proves beside the evidence of the programme", async () => {
    const path = (name: string): string => join(country.folder, name);
    const [bundle, trust, target] = [path("bundle"), path("trust.json"), path("rows")];
    await country.answers("evidence export", { target: bundle, trustOut: trust, program });
    const given = { batch: first, target, bundle, trust, sample: "4" };
    const shown = await country.answers("evidence disclose", { ...given, dryRun: true });
    expect(existsSync(target)).to.equal(false);
    const disclosed = await country.answers("evidence disclose", given);
    expect(disclosed["rows"]).to.deep.equal(shown["rows"]).and.to.have.length(4);
    const asked = { bundle, trust, program, disclosure: target };
    const report = await country.answers("evidence verify", { ...asked, sample: "4" });
    expect(report).to.include({ ok: true, narrowedTo: keccak(program) });
    await country.answers("evidence verify", { ...asked, sample: "5" }, ExitCode.unproven);
    for (const [wrong, code] of [
      [{ row: "1" }, "input/arguments"],
      [{ sample: "0" }, "input/sample-size"],
      [{ sample: "10" }, "input/sample-size"],
      [{ bundle: "" }, "input/arguments"],
      [{ trust: "" }, "input/trust-missing"],
      [{ encryptTo: ["age1stranger"] }, "input/recipient"],
    ] as const) {
      const refused = { ...given, target: path("none"), ...wrong };
      await country.refuses("evidence disclose", refused, code, ExitCode.badInput);
    }
  });

  it("is capped, loses an entity and ends by its councils", async () => {
    const caps = { program, participants: "20", amount: "20000", decision: other };
    await place.decide("program caps", "sovereign", caps);
    await country.answers("program withdraw", { program, entity: "payment-offices", reason: note });
    await place.decide("program close", "sovereign", { program, reason: note });
    const state = await country.answers("program show", { program });
    expect(state["entities"]).to.deep.equal([]);
    expect(state["closedAt"]).to.be.greaterThan(0);
  });

  it("every task has succeeded once, with one JSON document", () => {
    const all = [...hre.tasks.rootTasks.values()]
      .filter(({ id }) => ["program", "batch"].includes(id.join(" ")))
      .flatMap((group) => [...group.subtasks.values()].map(({ id }) => id.join(" ")));
    expect(all.filter((id) => !country.succeeded.has(id))).to.deep.equal([]);
  });

  function amountOf(folder: string, index: number): string {
    const line = readFileSync(join(folder, "manifest.ndjson"), "utf8").split("\n")[index] ?? "";
    return (JSON.parse(line) as { amount: string }).amount;
  }
});
