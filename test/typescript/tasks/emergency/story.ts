import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

import { expect } from "chai";
import { id as keccak } from "ethers";

import { ExitCode } from "#lib/errors/exit-code";
import { keyId } from "#lib/keys/key-id";
import { accepted } from "#support/captured-task";
import { EmergencyCountry } from "#support/emergency-country";
import { tasksOf } from "#support/task-refusals";

const incident = "2026-11-21-issuer-key";
const HOUR = 3600;

interface System {
  readonly name: string;
  readonly mode: string;
  readonly budgetLeft: number;
  readonly used: { readonly strict: number; readonly reserve: number };
  readonly schedule: readonly { readonly mode: string }[];
  readonly overrides: readonly { readonly operation: string }[];
}

interface Event {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** An emergency from the first call to the accepted review, by the commands that people type. */
describe("emergency and incident tasks", function () {
  this.timeout(120_000);

  let country: EmergencyCountry;
  let note: string;

  before(async () => {
    country = await EmergencyCountry.start();
    note = country.write("note.md", "The credential office did not issue what carries its signature.\n");
  });

  it("restrict writes nothing in a dry run, then a file that is kept, and the council's quorum makes it so", async () => {
    expect(await modes()).to.deep.equal({ "credential-office": "NORMAL", identity: "NORMAL" });
    const given = { playbook: "issuer-key-compromise", incident };
    const dry = await country.answers("emergency restrict", { ...given, dryRun: true });
    expect(dry["outcome"]).to.equal("dry-run");
    expect(existsSync(String(dry["file"]))).to.equal(false);

    const written = await country.answers("emergency restrict", given);
    expect(written).to.include({ outcome: "written", safeTxHash: dry["safeTxHash"] });
    expect((written["systems"] as { system: string; after: string }[]).map(({ system, after }) => [system, after]))
      .to //
      .deep.equal([
        ["credential-office", "HALTED"],
        ["identity", "LIMITED"],
      ]);
    const verified = await country.answers("emergency verify", { file: written["file"] });
    expect(verified).to.deep.include({ safeTxHash: written["safeTxHash"], systems: written["systems"] });
    const bytes = readFileSync(String(written["file"]), "utf8");
    expect(await country.answers("emergency restrict", given)).to.include({ outcome: "still-valid" });
    expect(readFileSync(String(written["file"]), "utf8")).to.equal(bytes);

    await country.throughSafe(written["file"], "emergency");
    await country.refuses("emergency verify", { file: written["file"] }, "refused/safe-nonce");
    expect(await modes()).to.deep.equal({ "credential-office": "HALTED", identity: "LIMITED" });
    const { debts } = (await country.answers("emergency status")) as { debts: { label: string; open: boolean }[] };
    expect(debts.map(({ label, open }) => [label, open])).to.deep.equal([[incident, true]]);
  });

  it("narrative, extend and override prepare acts of the right council", async () => {
    const narrative = await country.answers("emergency narrative", { incident, file: note });
    await country.throughSafe(narrative["file"], "emergency");
    const extended = await country.answers("emergency extend", {
      system: "credential-office",
      mode: "HALTED",
      until: "48h",
      incident,
      reason: note,
    });
    await country.throughSafe(extended["file"], "sovereign");
    const override = { system: "credential-office", operation: "ISSUE" };
    const granted = await country.answers("emergency override", { ...override, until: "2h", incident, evidence: note });
    await country.throughSafe(granted["file"], "sovereign");
    expect((await system("credential-office")).overrides.map(({ operation }) => operation)).to.deep.equal(["ISSUE"]);
    const ended = await country.answers("emergency override", { ...override, end: true, reason: note });
    await country.throughSafe(ended["file"], "emergency");
    expect((await system("credential-office")).overrides).to.deep.equal([]);
  });

  it("an incident is answered step by step, and no step is sent twice", async () => {
    const steps: readonly (readonly [string, object])[] = [
      ["incident acknowledge", {}],
      ["incident statement", { audience: "internal", file: note }],
      ["incident statement", { audience: "public", file: note }],
      ["incident mitigate", { note }],
      ["incident resolve", { note }],
    ];
    for (const [id, given] of steps) {
      expect(await country.answers(id, { incident, ...given, dryRun: true })).to.include({ outcome: "dry-run" });
      const done = await country.answers(id, { incident, ...given });
      const block = await country.blockNumber();
      const again = await country.answers(id, { incident, ...given });
      expect(done["outcome"], id).to.equal("done");
      expect([again["outcome"], again["transactionHash"]], id).to.deep.equal(["already-done", done["transactionHash"]]);
      expect(await country.blockNumber()).to.equal(block);
    }
    const [entry] = (await country.answers("incident list"))["incidents"] as { label: string; breaches: unknown[] }[];
    expect(entry).to.deep.include({ label: incident, breaches: [] });
  });

  it("a review is scaffolded with the chain's facts, refused while it has gaps, filed and judged by its digest", async () => {
    const scaffolded = await country.answers("incident review", { incident });
    const path = String(scaffolded["file"]);
    const draft = readFileSync(path, "utf8");
    for (const fact of ["SystemRestricted", "credential-office", "StatementPublished", "Safe transactions\n\n- `0x"]) {
      expect(draft).to.include(fact);
    }
    await country.refuses("incident review", { incident }, "refused/artifact-unfilled");

    writeFileSync(path, draft.replaceAll(/\[\[[^\]]*\]\]/g, "Written by a person."));
    const refreshed = await country.answers("incident review", { incident, refresh: true });
    expect(refreshed["outcome"]).to.equal("refreshed");
    expect(readFileSync(path, "utf8").match(/Written by a person\./g)).to.have.length(9);
    const filed = await country.answers("incident review", { incident });
    expect(filed["outcome"]).to.equal("done");
    expect(await country.answers("incident review", { incident })).to.include({ outcome: "already-done" });

    const other = country.write("other.md", "Another document.\n");
    const opinion = { incident, opinion: note };
    await country.refuses("incident accept", { ...opinion, file: other }, "conflict/review-digest", ExitCode.conflict);
    await country.answers("incident reject", { incident, reason: note });
    expect(await country.answers("incident review", { incident })).to.include({ outcome: "done" });
    expect(await country.answers("incident accept", opinion)).to.include({ outcome: "done" });
    expect(await country.answers("incident accept", opinion)).to.include({ outcome: "already-done" });
    expect((await country.answers("emergency status"))["debts"]).to.deep.equal([]);
    const story = (await country.answers("incident show", { incident }))["story"] as { name: string }[];
    expect(story.map(({ name }) => name)).to.include.members(["EmergencyDeclared", "ReviewReturned", "ReviewApproved"]);
  });

  it("a mode steps down by time alone, and the Sovereign Authority restores", async () => {
    const steps: readonly (readonly [hours: number, issuer: string, service: string])[] = [
      [25, "HALTED", "LIMITED"],
      [24, "LIMITED", "NORMAL"],
    ];
    for (const [hours, issuer, service] of steps) {
      await country.passTime(hours * HOUR);
      expect(await modes()).to.deep.equal({ "credential-office": issuer, identity: service });
    }
    const restored = await country.answers("emergency restore", { system: "credential-office", reason: note });
    await country.throughSafe(restored["file"], "sovereign");
    expect((await system("credential-office")).mode).to.equal("NORMAL");
  });

  it("the explicit form restricts one system; a second incident is opened by an operator or a monitor", async () => {
    const second = "2026-11-22-stale-grant";
    const opened = { incident: second, severity: "SEV3", report: note };
    await country.answers("incident open", { ...opened, as: "monitor" });
    expect(await country.answers("incident open", { ...opened, as: "monitor" })).to.include({
      outcome: "already-done",
    });
    const given = { system: "credential-office", mode: "READ_ONLY", duration: "1h", incident: second, reason: note };
    const written = await country.answers("emergency restrict", given);
    await country.throughSafe(written["file"], "emergency");
    expect((await system("credential-office")).mode).to.equal("READ_ONLY");
    const { incident: found } = (await country.answers("incident show", { incident: second })) as {
      incident: { severity: string };
    };
    expect(found.severity).to.equal("SEV1");
  });

  it("the Sovereign Authority gives a budget back", async () => {
    const before = await system("credential-office");
    const refilled = await country.answers("emergency refill", { system: "credential-office", reason: note });
    await country.throughSafe(refilled["file"], "sovereign");
    const { budgetLeft, used } = await system("credential-office");
    expect(before.used.strict).to.be.greaterThan(0);
    expect([used.strict, used.reserve, budgetLeft > before.budgetLeft]).to.deep.equal([0, 0, true]);
  });

  it("an auditor lowers a severity, an operator raises it, each once", async () => {
    const second = { incident: "2026-11-22-stale-grant", reason: note };
    const steps = ["SEV3", "SEV2", "SEV3"];
    for (const to of steps) {
      expect(await country.answers("incident severity", { ...second, to, dryRun: true })).to.include({
        outcome: "dry-run",
      });
      expect(await country.answers("incident severity", { ...second, to })).to.include({ outcome: "done" });
      expect(await country.answers("incident severity", { ...second, to })).to.include({ outcome: "already-done" });
    }
    const { story } = (await country.answers("incident show", { incident: second.incident })) as { story: Event[] };
    const changes = story.filter(({ name }) => name === "SeverityChanged").map(({ args }) => args["severity"]);
    expect(changes.slice(-3)).to.deep.equal(["3", "2", "3"]);
    const other = { ...second, reason: country.write("reason.md", "Another reason.\n") };
    await country.refuses("incident severity", { ...other, to: "SEV3" }, "refused/not-more-severe");
    const operator = country.operator("TECHNICAL_OPERATOR");
    const lower = { ...other, to: "SEV4", account: operator };
    await country.refuses("incident severity", lower, "refused/access-managed-unauthorized");
  });

  it("a key that an incident names must be rotated before it is resolved", async () => {
    const second = { incident: "2026-11-22-stale-grant" };
    await country.refuses("incident name-key", { ...second, key: "issuer:office-2026" }, "refused/key-unknown");
    const terms = { holder: country.operator("ISSUER"), custody: "hsm", document: note, rotation: "90d" };
    await country.answers("key register", { key: "issuer:office-2026", ...terms });
    expect(await country.answers("incident name-key", { ...second, key: "issuer:office-2026" })).to.include({
      outcome: "done",
    });
    const again = await country.answers("incident name-key", {
      ...second,
      key: keyId("issuer", keccak("office-2026")),
    });
    expect(again["outcome"]).to.equal("already-done");
    await country.answers("incident acknowledge", second);
    await country.answers("incident mitigate", { ...second, note });
    await country.refuses("incident resolve", { ...second, note }, "refused/key-not-rotated");
  });

  it("an auditor makes an entity with operators responsible, each time once", async () => {
    const second = { incident: "2026-11-22-stale-grant" };
    const other = country.write("other-reason.md", "The entity answers again.\n");
    for (const [entity, reason] of [
      ["systems-agency", note],
      ["7", other],
      ["systems-agency", note],
    ] as const) {
      const given = { ...second, entity, reason };
      expect(await country.answers("incident reassign", { ...given, dryRun: true })).to.include({ outcome: "dry-run" });
      expect(await country.answers("incident reassign", given)).to.include({ outcome: "done", entity: 7 });
      expect(await country.answers("incident reassign", given)).to.include({ outcome: "already-done" });
    }
    expect(await country.answers("incident show", second)).to.have.nested.property("incident.entity", 7);
    const nobody = { ...second, entity: "parliament", reason: note };
    await country.refuses("incident reassign", nobody, "refused/operator-missing");
  });

  it("what the registry did not take is registered later, by anybody, once", async () => {
    const silent = { incident: "2026-11-22-silent-registry" };
    const given = { system: "identity", mode: "READ_ONLY", duration: "1h", ...silent, reason: note };
    const written = await country.answers("emergency restrict", given);
    await country.withoutRegistry(() => country.throughSafe(written["file"], "emergency"));
    await country.refuses("incident show", silent, "input/unknown-incident", ExitCode.badInput);
    expect(await country.answers("incident register", { ...silent, dryRun: true })).to.include({ outcome: "dry-run" });
    expect(await country.answers("incident register", silent)).to.include({ outcome: "done" });
    expect(await country.answers("incident register", silent)).to.include({ outcome: "already-done" });
    expect(await country.answers("incident show", silent)).to.have.nested.property("incident.severity", "SEV1");
    await country.refuses("incident register", { incident: "2026-11-23-unknown" }, "refused/unknown-incident");
  });

  it("what nobody knows is refused by its own code, against the chain, and nothing is written", async () => {
    const { folder } = country;
    const before = readdirSync(folder, { recursive: true });
    const block = await country.blockNumber();
    const refused: readonly (readonly [string, object, string])[] = [
      ["emergency restrict", { playbook: "issuer-key-compromised", incident }, "input/unknown-playbook"],
      ["emergency extend", { until: "2020-01-01T00:00:00Z", mode: "LIMITED" }, "input/past-time"],
      ["emergency override", { until: "2020-01-01T00:00:00Z", operation: "ISSUE", evidence: note }, "input/past-time"],
      ...["acknowledge", "mitigate", "resolve", "statement", "name-key", "review", "accept", "reject", "show"].map(
        (verb) => [`incident ${verb}`, { incident: "2026-11-23-unknown" }, "input/unknown-incident"] as const,
      ),
    ];
    const known = {
      system: "identity",
      incident,
      reason: note,
      note,
      opinion: note,
      file: note,
      key: "issuer:office-1",
    };
    for (const [id, given, code] of refused) {
      const filled = id.startsWith("emergency restrict") ? given : { ...known, audience: "public", ...given };
      await country.refuses(id, accepted(id, filled), code, ExitCode.badInput);
    }
    const third = "2026-11-23-no-review";
    await country.answers("incident open", { incident: third, severity: "SEV4", report: note });
    const judge = { incident: third, opinion: note, file: note };
    await country.refuses("incident accept", judge, "refused/no-review");
    await country.refuses("incident resolve", { incident: third, note }, "refused/unexpected-incident-status");
    const given = { incident: third, account: country.operator("AUDITOR") };
    await country.refuses("incident acknowledge", given, "refused/access-managed-unauthorized");
    expect(Number(await country.blockNumber())).to.equal(Number(block) + 1);
    expect(readdirSync(folder, { recursive: true })).to.have.length.within(before.length, before.length + 1);
  });

  it("a playbook of governance.json becomes the calls of a change, whose rollback restores what it replaces", async () => {
    const dry = await country.answers("emergency playbook", { name: "issuer-key-compromise", dryRun: true });
    expect(existsSync(String(dry["file"]))).to.equal(false);
    const written = await country.answers("emergency playbook", { name: "issuer-key-compromise" });
    const calls = JSON.parse(readFileSync(String(written["file"]), "utf8")) as { calls: object[]; rollback: object[] };
    expect(calls.calls).to.deep.equal(written["calls"]);
    // The chain has the same one since the deployment.
    expect(calls.rollback).to.deep.equal(calls.calls);
  });

  it("every task has succeeded once, with one JSON document", () => {
    expect(tasksOf("emergency", "incident").filter((id) => !country.succeeded.has(id))).to.deep.equal([]);
  });

  async function system(name: string): Promise<System> {
    const { systems } = (await country.answers("emergency status")) as unknown as { systems: System[] };
    const found = systems.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  }

  /** Of the systems that the playbook names; the country has others. */
  async function modes(): Promise<Record<string, string>> {
    const { systems } = (await country.answers("emergency status")) as unknown as { systems: System[] };
    const ofPlaybook = systems.filter(({ name }) => ["credential-office", "identity"].includes(name));
    return Object.fromEntries(ofPlaybook.map(({ name, mode }) => [name, mode]));
  }
});
