import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id } from "ethers";

import { ExitCode } from "#lib/errors/exit-code";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import type { IncidentLine, IncidentStory, OverrideLine } from "#lib/evidence/incident-format";
import type { VerificationReport } from "#lib/evidence/report";
import { readTrust, type Trust } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { editJson, eventLines, mutate, rebag } from "#support/bundle-mutants";
import { EmergencyCountry } from "#support/emergency-country";

const incident = "2026-11-21-issuer-key";
const second = "2026-11-22-stale-grant";

/** Contracts that a bundle of one incident leaves out. */
const DAILY_BUSINESS = [
  "AccreditationRegistry",
  "BridgeGateway",
  "BridgeParameters",
  "CredentialLedger",
  "DistributionLedger",
  "OperationsLog",
  "ProgramRegistry",
];

/** A real emergency through real Safes, by the commands that people type; then its evidence. */
describe("the evidence of an incident", function () {
  this.timeout(180_000);

  let country: EmergencyCountry;
  let trust: Trust;
  let full: BundleFiles;
  let narrowed: BundleFiles;

  before(async () => {
    country = await EmergencyCountry.start();
    await emergency(country);
    await country.answers("evidence export", { target: path("full"), trustOut: path("trust.json") });
    await country.answers("evidence export", { target: path("narrowed"), incident });
    trust = readTrust(path("trust.json"));
    full = readBag(path("full"));
    narrowed = readBag(path("narrowed"));
  });

  function path(name: string): string {
    return join(country.folder, name);
  }

  async function verify(files: BundleFiles, asked?: string): Promise<VerificationReport> {
    const folder = path("forged");
    writeFiles(folder, files);
    try {
      return await verifyBundle(
        folder,
        trust,
        asked === undefined ? {} : { subject: { kind: "incident", id: id(asked) } },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  async function findings(files: BundleFiles, asked?: string): Promise<string> {
    const { ok, claims } = await verify(files, asked);
    expect(ok).to.equal(false);
    return claims
      .filter(({ verdict }) => verdict !== "PROVEN")
      .map(
        ({ verdict, claim, contract, sequence, reason }) =>
          `${verdict} ${claim} ${contract ?? ""}#${sequence ?? ""} ${reason}`,
      )
      .join("\n");
  }

  it("is proven in full, act by act, for every contract of the suite", async () => {
    const { ok, narrowedTo, claims } = await verify(full);
    expect(claims.filter(({ verdict }) => verdict !== "PROVEN")).to.deep.equal([]);
    expect([ok, narrowedTo]).to.deep.equal([true, null]);
    for (const [event, signers] of [
      ["EmergencyDeclared", "2 signers of emergency"],
      ["NarrativeFiled", "2 signers of emergency"],
      ["OverrideEnded", "2 signers of emergency"],
      ["RestrictionExtended", "3 signers of sovereign"],
      ["OverrideGranted", "3 signers of sovereign"],
      ["SystemRestored", "3 signers of sovereign"],
    ] as const) {
      const found = claims.some(
        ({ claim, reason }) => claim === "emergency" && reason.startsWith(event) && reason.endsWith(signers),
      );
      expect(found, event).to.equal(true);
    }
    expect(claims.filter(({ claim }) => claim === "review").length).to.equal(3);
    const contracts = claims.filter(({ claim }) => claim === "chain").map(({ contract }) => contract);
    expect(contracts).to.have.members(Object.keys(trust.contracts));
  });

  it("lists incidents and overrides with what became of their reviews", () => {
    const incidents = lines<IncidentLine>(full, "data/incidents.ndjson");
    expect(
      incidents.map(({ incidentId, status, severity, debt }) => [incidentId, status, severity, debt]),
    ).to.deep.equal([
      [id(incident), "Reviewed", "SEV1", "accepted"],
      [id(second), "Open", "SEV1", "owed"],
    ]);
    const [first] = incidents;
    expect(first?.statements.map(({ audience }) => audience)).to.deep.equal(["Internal", "Public"]);
    expect(first?.systems.map(({ acts }) => acts.map(({ act }) => act))).to.deep.equal([
      ["restricted", "extended", "restored"],
      ["restricted"],
    ]);
    for (const { safeTxHash } of first?.systems.flatMap(({ acts }) => acts) ?? []) {
      expect(full.has(`data/approvals/${String(safeTxHash)}.json`)).to.equal(true);
    }
    const overrides = lines<OverrideLine>(full, "data/overrides.ndjson");
    const evidence = id(readFileSync(path("note.md"), "utf8"));
    expect(
      overrides.map(({ operation, incidentId, evidenceDigest, ended, debt }) => [
        operation,
        incidentId,
        evidenceDigest,
        ended?.cause,
        debt,
      ]),
    ).to.deep.equal([["ISSUE", id(incident), evidence, "ended", "accepted"]]);
  });

  it("narrowed to one incident is proven alone, without the contracts of daily business", async () => {
    const report = await verify(narrowed, incident);
    expect(report.claims.filter(({ verdict }) => verdict !== "PROVEN")).to.deep.equal([]);
    expect([report.ok, report.narrowedTo]).to.deep.equal([true, id(incident)]);
    const omitted = [...DAILY_BUSINESS];
    const description = json(narrowed, "data/export.json");
    expect(description["narrowed"]).to.deep.equal({ incidentId: id(incident), omitted });
    const contracts = new Set(eventLines(narrowed).map(({ contract }) => contract));
    expect([...contracts].sort()).to.deep.equal([
      "ChangeManager",
      "EmergencyController",
      "GovernanceGuard",
      "IncidentRegistry",
      "KeyRegistry",
      "RoleRegistry",
    ]);
    expect(eventLines(full).some(({ contract }) => omitted.includes(contract))).to.equal(true);
    expect(narrowed.has("data/incidents.ndjson") || narrowed.has("data/overrides.ndjson")).to.equal(false);
  });

  it("tells the story of the incident: who, when, signed by whom, which systems, what is owed", () => {
    const story = json(narrowed, "data/incident.json") as unknown as IncidentStory;
    expect(story.incident.incidentId).to.equal(id(incident));
    expect(story.overrides).to.have.length(1);
    expect(story.signatures.map(({ council, signers }) => [council, signers.length])).to.deep.equal([
      ["emergency", 2],
      ["emergency", 2],
      ["sovereign", 3],
      ["sovereign", 3],
      ["emergency", 2],
      ["sovereign", 3],
    ]);
    expect(story.signatures.every(({ signers }) => signers.every(({ entity }) => entity !== null))).to.equal(true);
    expect(story.incident.reviews.map(({ step }) => step)).to.deep.equal(["submitted", "approved"]);
  });

  it("has the same bytes when exported again", async () => {
    const toBlock = String(trust.anchor.blockNumber);
    await country.answers("evidence export", { target: path("again"), incident, to: toBlock });
    expect([...readBag(path("again"))]).to.deep.equal([...narrowed]);
  });

  it("carries the statement of the account that exports it, and of no account without a key here", async () => {
    const exporter = country.operator("AUDITOR");
    const order = { incident, to: String(trust.anchor.blockNumber) };
    const answer = await country.answers("evidence export", {
      ...order,
      target: path("attested"),
      attestAccount: exporter,
    });
    expect(answer["attestation"]).to.include({ signer: exporter });
    const { ok, claims } = await verifyBundle(path("attested"), { ...trust, exporter });
    expect([ok, claims.filter(({ claim }) => claim === "attestation").length]).to.deep.equal([true, 1]);
    const stranger = { ...order, target: path("unattested"), attestAccount: `0x${"1f".repeat(20)}` };
    await country.refuses("evidence export", stranger, "input/no-key", ExitCode.badInput);
    expect(existsSync(path("unattested"))).to.equal(false);
  });

  it("is refused for an incident that nobody knows, by its name", async () => {
    const answer = await country.answers(
      "evidence export",
      { target: path("none"), incident: "no-such" },
      ExitCode.badInput,
    );
    expect(answer["error"]).to.include({
      code: "input/unknown-incident",
      message: "The evidence knows no incident no-such.",
    });
    await country.refuses(
      "evidence export",
      { target: path("none"), incident: "a/b" },
      "input/label",
      ExitCode.badInput,
    );
  });

  it("is FAILED when it claims another incident, or one that nobody knows", async () => {
    const claim = (label: string): BundleFiles =>
      editJson(narrowed, "data/export.json", (value) => ({
        ...value,
        narrowed: { incidentId: id(label), omitted: [...DAILY_BUSINESS] },
      }));
    expect(await findings(claim(second))).to.equal(
      [
        "FAILED incidents # data/incident.json is not what follows from the chain",
        "FAILED report # data/report.html is not what follows from the chain",
      ].join("\n"),
    );
    expect(await findings(claim("nobody"))).to.contain(
      `FAILED incidents # the evidence knows no incident ${id("nobody")}`,
    );
    expect(await findings(narrowed, second)).to.equal(
      `FAILED scope # tells of incident ${id(incident)}, asked was for ${id(second)}`,
    );
  });

  it("is FAILED when it says that it is whole, or left out more than it says", async () => {
    const whole = editJson(narrowed, "data/export.json", (value) => ({ ...value, narrowed: null }));
    expect(await findings(whole)).to.contain("FAILED receipts");
    const less = editJson(narrowed, "data/export.json", (value) => ({
      ...value,
      narrowed: { incidentId: id(incident), omitted: [] },
    }));
    expect(await findings(less)).to.equal("FAILED export # data/export.json is not what follows from the chain");
  });

  it("is FAILED with contract and sequence when an event of the incident is left out or altered", async () => {
    const events = eventLines(narrowed);
    const wanted = ["EmergencyController", "IncidentRegistry"];
    const indices = [...events.keys()].filter((index) => wanted.includes(events[index]?.contract ?? ""));
    expect(indices.length).to.be.greaterThan(30);
    for (const [position, index] of indices.entries()) {
      const mutant = mutate(narrowed, index, position % 2 === 0 ? "drop" : "data", trust.chainId, true);
      const { claims } = await verify(mutant.files);
      const named = claims.some(
        ({ verdict, contract, sequence }) =>
          verdict === "FAILED" &&
          mutant.places.some((place) => place.contract === contract && place.sequence === sequence),
      );
      expect(named, mutant.name).to.equal(true);
    }
  });

  it("is FAILED when the story, an incident or an override says something else", async () => {
    const forged = editJson(narrowed, "data/incident.json", (value) => ({ ...value, overrides: [] }));
    expect(await findings(forged)).to.contain("FAILED incidents # data/incident.json is not what follows");
    for (const [name, claim] of [
      ["incidents", "incidents"],
      ["overrides", "overrides"],
    ] as const) {
      const file = `data/${name}.ndjson`;
      const text = Buffer.from(full.get(file) ?? [])
        .toString("utf8")
        .replace('"accepted"', '"owed"');
      const altered = rebag(new Map([...full, [file, Buffer.from(text)]]));
      expect(await findings(altered)).to.equal(`FAILED ${claim} # ${file} is not what follows from the chain`);
    }
  });

  it("is verified by the task too, which asks for the incident", async () => {
    const given = { bundle: path("narrowed"), trust: path("trust.json") };
    expect(await country.answers("evidence verify", { ...given, incident })).to.include({ narrowedTo: id(incident) });
    await country.answers("evidence verify", { ...given, incident: second }, ExitCode.unproven);
  });
});

/** From the restriction by playbook to the accepted review and the restored system; a second incident stays open. */
async function emergency(country: EmergencyCountry): Promise<void> {
  const note = country.write("note.md", "The credential office did not issue what carries its signature.\n");
  const through = async (task: string, given: object, council: "emergency" | "sovereign"): Promise<void> => {
    await country.throughSafe((await country.answers(task, given))["file"], council);
  };
  const system = "credential-office";
  await through("emergency restrict", { playbook: "issuer-key-compromise", incident }, "emergency");
  await through("emergency narrative", { incident, file: note }, "emergency");
  await through("emergency extend", { system, mode: "HALTED", until: "48h", incident, reason: note }, "sovereign");
  const override = { system, operation: "ISSUE" };
  await through("emergency override", { ...override, until: "2h", incident, evidence: note }, "sovereign");
  await through("emergency override", { ...override, end: true, reason: note }, "emergency");
  for (const [task, given] of [
    ["incident acknowledge", {}],
    ["incident statement", { audience: "internal", file: note }],
    ["incident statement", { audience: "public", file: note }],
    ["incident mitigate", { note }],
    ["incident resolve", { note }],
  ] as const) {
    await country.answers(task, { incident, ...given });
  }
  await through("emergency restore", { system, reason: note }, "sovereign");
  const { file } = await country.answers("incident review", { incident });
  const draft = readFileSync(String(file), "utf8");
  writeFileSync(String(file), draft.replaceAll(/\[\[[^\]]*\]\]/g, "Written by a person."));
  await country.answers("incident review", { incident });
  await country.answers("incident accept", { incident, opinion: note });
  const restriction = { system, mode: "READ_ONLY", duration: "1h", incident: second, reason: note };
  await through("emergency restrict", restriction, "emergency");
}

function json(files: BundleFiles, path: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(files.get(path) ?? []).toString("utf8")) as Record<string, unknown>;
}

function lines<Line>(files: BundleFiles, path: string): Line[] {
  const text = Buffer.from(files.get(path) ?? []).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}
