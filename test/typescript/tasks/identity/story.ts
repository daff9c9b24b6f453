import { expect } from "chai";
import { AbiCoder, Contract, id, keccak256 } from "ethers";
import hre from "hardhat";

import { suiteInterface } from "#lib/abi/suite-interface";
import { ethersProvider } from "#lib/chain/connection";
import { ExitCode } from "#lib/errors/exit-code";
import { ROLE_IDS } from "#lib/permissions/roles";
import { EmergencyCountry } from "#support/emergency-country";
import { tasksOf } from "#support/task-refusals";

const SCHEMA = "residence-permit.v1";
const CREDENTIAL = id("a credential and its salt");
const ROOT = id("a batch");

/** What issuers, verifiers and their authorities do, by the commands that people type. */
describe("accredit and credential tasks", function () {
  this.timeout(240_000);

  let country: EmergencyCountry;
  let note: string;
  let other: string;
  let issuer: string;
  let verifier: string;
  let issuing: Readonly<Record<string, string>>;

  before(async () => {
    country = await EmergencyCountry.start();
    note = country.write("note.md", "Inspected on 3 November. Fit.\n");
    other = country.write("other.md", "Inspected on 4 November. Fit.\n");
    // The embedded chain holds the keys of its first accounts only: two of them issue and verify here.
    issuer = country.operator("TREASURY_OPERATOR");
    verifier = country.operator("CHANGE_PROPOSER");
    await grant("ISSUER", issuer);
    await grant("VERIFIER", verifier);
    issuing = { kind: "issuer", subject: issuer, schema: SCHEMA };
    const terms = { holder: issuer, custody: "hsm", document: note, rotation: "90d" };
    await country.answers("key register", { key: "issuer:office-2026", ...terms });
  });

  it("a schema is published, an issuer and a verifier accredited, each once", async () => {
    await onceOnly("accredit publish-schema", { schema: SCHEMA, document: note, policy: other });
    await onceOnly("accredit grant", { ...issuing, assessment: note, until: "365d" });
    await onceOnly("accredit grant", { kind: "verifier", subject: verifier, assessment: note, until: "365d" });
    const { accreditation, story } = await country.answers("accredit show", issuing);
    expect(accreditation).to.include({ status: "Accredited", schemaVersion: 1, round: 1, refusal: null });
    expect(story).to.have.length(1);
  });

  it("whoever runs the infrastructure is refused by the names of the roles that must not meet", async () => {
    const operator = { ...issuing, subject: country.operator("TECHNICAL_OPERATOR"), assessment: note, until: "365d" };
    await country.refuses("accredit grant", operator, "refused/separation-of-duties");
    await country.refuses("accredit grant", { ...operator, dryRun: true }, "refused/separation-of-duties");
    const own = { ...operator, subject: country.operator("IDENTITY_AUTHORITY") };
    await country.refuses("accredit grant", own, "refused/own-entity");
  });

  it("issues, verifies and counts; nothing is sent twice", async () => {
    await onceOnly("credential issue", { credential: CREDENTIAL, schema: SCHEMA, expires: "365d" });
    await onceOnly("credential issue-batch", { root: ROOT, schema: SCHEMA, count: "10" });
    const check = { credential: CREDENTIAL, issuer, verdict: "accepted", purpose: note };
    await onceOnly("credential verify", check);
    await onceOnly("credential verify", { ...check, purpose: other });
    await onceOnly("credential verify-batch", { root: ROOT, count: "5", accepted: "4" });
    const { credential } = await country.answers("credential show", { credential: CREDENTIAL, issuer });
    expect(credential).to.include({ status: "Active", schemaId: id(SCHEMA), root: null, revokedAt: null });
    const { total } = await country.answers("credential volumes");
    expect(total).to.deep.equal({ issued: "11", revoked: "0", verified: "7", accepted: "6" });
  });

  it("a credential of a batch is shown, verified and revoked by its leaf, in a dry run first", async () => {
    const [credential, expiresAt] = [id("one of a batch"), 2_000_000_000];
    const inner = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint40"], [credential, expiresAt]));
    // A tree of one leaf: its root.
    const root = keccak256(inner);
    const written = { schema: "sign.credential-leaf.v1", root, credentialDigest: credential, expiresAt, proof: [] };
    const leaf = country.write("leaf.json", JSON.stringify(written));
    await onceOnly("credential issue-batch", { root, schema: SCHEMA, count: "1" });
    const shown = await country.answers("credential show", { credential, issuer, leaf });
    expect(shown["credential"]).to.include({ status: "Active", schemaId: id(SCHEMA), root, expiresAt });
    await onceOnly("credential verify", { credential, issuer, verdict: "rejected", purpose: note, leaf });
    await onceOnly("credential revoke", { credential, reason: note, leaf });
    const revoked = await country.answers("credential show", { credential, issuer, leaf });
    expect(revoked["credential"]).to.include({ status: "Revoked", schemaId: id(SCHEMA) });
    expect((await country.answers("credential volumes"))["total"]).to.include({
      issued: "12",
      revoked: "1",
      verified: "8",
    });
  });

  it("a suspension stops issuing and not revoking, and can be given again for the same reason", async () => {
    const another = { credential: id("another"), schema: SCHEMA, expires: "365d" };
    await onceOnly("accredit suspend", { ...issuing, reason: note });
    await country.refuses("credential issue", another, "refused/not-accredited");
    await onceOnly("credential revoke", { credential: CREDENTIAL, reason: note });
    await onceOnly("accredit reinstate", { ...issuing, reason: note });
    expect(await country.answers("credential issue", { ...another, dryRun: true })).to.include({ outcome: "dry-run" });
    await onceOnly("accredit suspend", { ...issuing, reason: note });
    await onceOnly("accredit reinstate", { ...issuing, reason: note });
    await onceOnly("credential revoke-batch", { root: ROOT, issuer, reason: note });
    const { total } = await country.answers("credential volumes");
    expect(total).to.include({ issued: "12", revoked: "12" });
  });

  it("a new version stops issuers judged by the old one until they are renewed", async () => {
    const next = { schema: SCHEMA, document: other, policy: other, replaces: "1" };
    const stale = { ...next, replaces: "7" };
    await country.refuses("accredit publish-schema", stale, "refused/schema-version-not-current");
    await onceOnly("accredit publish-schema", next);
    const late = { credential: id("late"), schema: SCHEMA, expires: "365d" };
    await country.refuses("credential issue", late, "refused/schema-outdated");
    const due = await country.answers("accredit list", { due: true, within: "1d" }, ExitCode.due);
    expect(due["pressing"]).to.equal(1);
    await onceOnly("accredit renew", { ...issuing, assessment: other, until: "365d" });
    await country.answers("accredit list", { due: true, within: "1d" });
    await onceOnly("credential issue", late);
  });

  it("what was withdrawn is not renewed; a schema retires for good", async () => {
    await onceOnly("accredit withdraw", { ...issuing, reason: note });
    const again = { ...issuing, assessment: other, until: "365d" };
    await country.refuses("accredit renew", again, "refused/unexpected-accreditation-status");
    await country.refuses("accredit grant", again, "refused/requirement-withdrawn");
    await onceOnly("accredit grant", { ...again, assessment: note });
    const { accreditation } = await country.answers("accredit show", issuing);
    expect(accreditation).to.include({ status: "Accredited", round: 2, schemaVersion: 2 });
    await onceOnly("accredit retire-schema", { schema: SCHEMA, reason: note });
    const replaced = { schema: SCHEMA, document: note, policy: note, replaces: "2" };
    await country.refuses("accredit publish-schema", replaced, "refused/schema-already-retired");
  });

  it("every task has succeeded", () => {
    const tasks = tasksOf("accredit", "credential");
    expect(tasks.filter((task) => !country.succeeded.has(task))).to.deep.equal([]);
  });

  async function grant(role: "ISSUER" | "VERIFIER", account: string): Promise<void> {
    const provider = ethersProvider((await hre.network.getOrCreate()).provider);
    const authority = await provider.getSigner(country.operator("IDENTITY_AUTHORITY"));
    const { address } = country.record.contracts.RoleRegistry;
    const registry = new Contract(address, suiteInterface("RoleRegistry"), authority);
    await (await registry.getFunction("grantRole").send(ROLE_IDS[role], account, 0)).wait();
  }

  /** A dry run sends nothing, the first run does it, a second one finds it done. */
  async function onceOnly(task: string, given: object): Promise<void> {
    const height = await country.blockNumber();
    expect(await country.answers(task, { ...given, dryRun: true }), task).to.include({ outcome: "dry-run" });
    expect(await country.blockNumber(), task).to.equal(height);
    const first = await country.answers(task, given);
    const second = await country.answers(task, given);
    expect([first["outcome"], second["outcome"]], task).to.deep.equal(["done", "already-done"]);
    expect(second["transactionHash"], task).to.equal(first["transactionHash"]);
  }
});
