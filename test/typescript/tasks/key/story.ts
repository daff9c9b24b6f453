import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id as keccak, keccak256 } from "ethers";

import { ExitCode } from "#lib/errors/exit-code";
import { accountKeyId, keyId } from "#lib/keys/key-id";
import { EmergencyCountry } from "#support/emergency-country";
import { tasksOf } from "#support/task-refusals";

interface Entry {
  readonly name: string;
  readonly key: { readonly status: string; readonly holder: string; readonly custodyDigest: string };
}

/** The life of keys of every category, by the commands that people type. */
describe("key tasks", () => {
  let country: EmergencyCountry;
  let note: string;
  let minutes: string;
  let bridgeOperator: string;

  before(async () => {
    country = await EmergencyCountry.start();
    note = country.write("note.md", "Serial 4711, firmware 2.3, witnessed by the custodian.\n");
    minutes = country.write("minutes.md", "The ceremony of 21 November, with two witnesses.\n");
    bridgeOperator = country.operator("BRIDGE_OPERATOR");
  });

  it("each body registers the keys of its category, once", async () => {
    const given: readonly (readonly [key: string, terms: object])[] = [
      ["issuer:office-2026", { holder: country.operator("ISSUER"), custody: "hsm", document: note, rotation: "90d" }],
      [`operator:${bridgeOperator}`, { custody: "software", document: note, rotation: "30d" }],
      ["audit:court-2026", { holder: country.operator("AUDITOR"), custody: "hsm", document: note, rotation: "365d" }],
    ];
    const [[first, terms] = []] = given;
    await country.answers("key register", { key: first, ...terms, dryRun: true });
    expect(existsSync(join(country.folder, "keys"))).to.equal(false);
    for (const [key, terms] of given) await onceOnly("key register", { key, ...terms });
    const { keys } = await country.answers("key list");
    const named = (keys as Entry[]).map(({ name, key }) => [name, key.status, key.holder, key.custodyDigest]);
    expect(named).to.have.deep.members([
      ["issuer:office-2026", "Current", country.operator("ISSUER"), digestOf(note)],
      [`operator:${bridgeOperator}`, "Current", bridgeOperator, digestOf(note)],
      ["audit:court-2026", "Current", country.operator("AUDITOR"), digestOf(note)],
    ]);
    expect(await country.answers("key show", { key: accountKeyId("operator", bridgeOperator) })).to.include({
      name: `operator:${bridgeOperator}`,
    });
  });

  it("what the register refuses is refused by the name of its error", async () => {
    const [holder, auditor] = [country.operator("ISSUER"), country.operator("AUDITOR")];
    const terms = { holder, custody: "hsm", document: note, rotation: "90d" };
    const cases: readonly (readonly [task: string, given: object, code: string])[] = [
      ["key register", { key: "issuer:office-2026", ...terms, rotation: "91d" }, "refused/key-already-registered"],
      ["key register", { key: "issuer:other", ...terms }, "refused/issuer-has-key"],
      ["key register", { key: "operator:host-1", ...terms, rotation: "6d" }, "refused/rotation-period-out-of-bounds"],
      ["key register", { key: "operator:host-1", ...terms, custody: "multisig" }, "refused/multisig-required"],
      [
        "key drill",
        { key: "issuer:office-2026", evidence: note, account: auditor },
        "refused/access-managed-unauthorized",
      ],
    ];
    for (const [task, given, code] of cases) await country.refuses(task, given, code);
    const unknown = { key: "issuer:office-1999", evidence: note, reason: note, successor: "issuer:office-2000" };
    for (const [task, more] of [
      ["key rotate", { custody: "hsm", document: note, evidence: note, successor: unknown.successor }],
      ["key compromise", { evidence: note }],
      ["key drill", { evidence: note }],
      ["key retire", { reason: note }],
      ["key show", {}],
    ] as const) {
      await country.refuses(task, { key: unknown.key, ...more }, "input/unknown-key", ExitCode.badInput);
    }
  });

  it("a compromise is reported by the operator or by monitoring, a drill is recorded, each once", async () => {
    await onceOnly("key drill", { key: "audit:court-2026", evidence: minutes });
    await onceOnly("key compromise", { key: "issuer:office-2026", evidence: note });
    await onceOnly("key compromise", { key: "audit:court-2026", evidence: note, as: "monitor" });
    const again = { key: "audit:court-2026", evidence: minutes };
    await country.refuses("key compromise", again, "refused/unexpected-key-status");
    const { key } = (await country.answers("key show", { key: "audit:court-2026" })) as {
      key: Record<string, unknown>;
    };
    expect(key).to.include({ status: "Compromised", usable: false });
    expect(key["drilledAt"]).to.be.greaterThan(0);
  });

  it("a key is rotated with its holder and period, and retired without a successor, each once", async () => {
    const successor = "audit:court-2027";
    const rotation = { key: "audit:court-2026", successor, custody: "hsm", document: minutes, evidence: minutes };
    await onceOnly("key rotate", rotation);
    await onceOnly("key retire", { key: "issuer:office-2026", reason: minutes });
    expect(await statuses()).to.deep.equal({
      "audit:court-2026": "Rotated",
      "audit:court-2027": "Current",
      "issuer:office-2026": "Retired",
      [`operator:${bridgeOperator}`]: "Current",
    });
    const { key, story } = (await country.answers("key show", { key: successor })) as {
      key: Record<string, unknown>;
      story: { name: string }[];
    };
    expect(key).to.include({ holder: country.operator("AUDITOR"), rotationPeriod: 365 * 86_400 });
    expect(story.map(({ name }) => name)).to.deep.equal(["KeyRegistered", "KeyRotated"]);
  });

  it("a governance key takes the Sovereign Authority's signatures, and its signers see what they sign", async () => {
    const { address: holder } = country.record.safes.emergency;
    const given = { key: "governance:duty-owner", holder, custody: "hsm", document: note, rotation: "365d" };
    const dry = await country.answers("key register", { ...given, dryRun: true });
    expect([dry["outcome"], existsSync(String(dry["file"]))]).to.deep.equal(["dry-run", false]);
    const written = await country.answers("key register", given);
    expect(written).to.include({ outcome: "written", safeTxHash: dry["safeTxHash"] });
    expect(await country.answers("key register", given)).to.include({ outcome: "still-valid" });
    const verified = await country.answers("emergency verify", { file: written["file"] });
    const id = keyId("governance", keccak("duty-owner"));
    const terms = `of ${holder}, kept by hsm, document ${digestOf(note)}, to be replaced every 365d`;
    expect(verified).to.deep.include({ act: `register the governance key ${id} ${terms}`, systems: [] });
    await country.throughSafe(written["file"], "sovereign");
    expect(await country.answers("key register", given)).to.include({ outcome: "already-done" });

    const successor = "governance:duty-owner-2";
    const rotation = { key: given.key, successor, custody: "hsm", document: note, evidence: minutes };
    const rotated = await country.answers("key rotate", rotation);
    await country.throughSafe(rotated["file"], "sovereign");
    expect(await country.answers("key rotate", rotation)).to.include({ outcome: "already-done" });
    const retired = await country.answers("key retire", { key: successor, reason: minutes });
    await country.throughSafe(retired["file"], "sovereign");
    expect((await statuses())[successor]).to.equal("Retired");
  });

  it("what the register would refuse of a council is refused before anybody signs", async () => {
    const { address: holder } = country.record.safes.emergency;
    const terms = { holder, custody: "hsm", document: note, rotation: "365d" };
    const key = "governance:night-owner";
    const multisig = { custody: "multisig", document: "", holder: country.operator("TREASURY_OPERATOR") };
    const written = await country.answers("key register", { key, ...terms });
    await country.throughSafe(written["file"], "sovereign");
    const next = { key, successor: "governance:night-owner-2", custody: "hsm", document: note, evidence: note };
    const ended = "governance:duty-owner-2";
    for (const [task, given, code] of [
      ["key register", { key, ...terms, rotation: "100d" }, "refused/key-already-registered"],
      ["key register", { key: "governance:x", ...terms, rotation: "89d" }, "refused/rotation-period-out-of-bounds"],
      ["key register", { key: "governance:x", ...terms, rotation: "731d" }, "refused/rotation-period-out-of-bounds"],
      ["key register", { key: "governance:x", ...terms, ...multisig }, "refused/multisig-required"],
      ["key register", { key: "governance:x", ...terms, holder: NOBODY }, "refused/entity-required"],
      ["key rotate", { ...next, holder: country.operator("TREASURY_OPERATOR") }, "refused/entity-mismatch"],
      ["key rotate", { ...next, successor: ended }, "refused/key-already-registered"],
      ["key rotate", { ...next, key: ended }, "refused/unexpected-key-status"],
      ["key retire", { key: ended, reason: note }, "refused/unexpected-key-status"],
    ] as const) {
      await country.refuses(task, given, code);
    }
  });

  it("names are kept beside the deployment; without them a key has its id", async () => {
    const file = join(country.folder, "keys", "names.json");
    const { names } = JSON.parse(readFileSync(file, "utf8")) as { names: string[] };
    expect(names).to.include.members(["audit:court-2027", "governance:night-owner"]);
    country.write("keys/names.json", JSON.stringify({ schema: "sign.key-names.v1", names: [] }));
    expect(Object.keys(await statuses())).to.include(keyId("audit", keccak("court-2027")));
  });

  it("every task has succeeded once, with one JSON document", () => {
    expect(tasksOf("key").filter((id) => !country.succeeded.has(id))).to.deep.equal([]);
  });

  /** A dry run, the step, and a rerun that sends nothing. */
  async function onceOnly(task: string, given: object): Promise<void> {
    expect(await country.answers(task, { ...given, dryRun: true }), task).to.include({ outcome: "dry-run" });
    const done = await country.answers(task, given);
    const block = await country.blockNumber();
    const again = await country.answers(task, given);
    expect(done["outcome"], task).to.equal("done");
    expect([again["outcome"], again["transactionHash"]]).to.deep.equal(["already-done", done["transactionHash"]]);
    expect(await country.blockNumber()).to.equal(block);
  }

  async function statuses(): Promise<Record<string, string>> {
    const { keys } = await country.answers("key list", { all: true });
    return Object.fromEntries((keys as Entry[]).map(({ name, key }) => [name, key.status]));
  }
});

/** An account that is bound to no entity. */
const NOBODY = "0x000000000000000000000000000000000000bEEF";

function digestOf(path: string): string {
  return keccak256(readFileSync(path));
}
