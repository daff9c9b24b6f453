import { join } from "node:path";

import { expect } from "chai";
import { Contract, id as keccak } from "ethers";
import hre from "hardhat";

import { suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { chainTime } from "#lib/chain/chain-time";
import { ethersProvider } from "#lib/chain/connection";
import { ExitCode } from "#lib/errors/exit-code";
import { revertDataOf } from "#lib/errors/revert";
import { custodies, GRACE } from "#lib/keys/key";
import { readSafeRequest, safeRequest, writeSafeFile } from "#lib/safe/safe-file";
import { captureTask } from "#support/captured-task";
import { EmergencyCountry } from "#support/emergency-country";

const DAY = 86_400;
const SCHEMA = keccak("residence-permit.v1");

interface Listed {
  readonly keys: readonly { readonly name: string; readonly deadline: { readonly urgency: string } }[];
  readonly pressing: number;
}

interface Shown {
  readonly key: { readonly status: string; readonly usable: boolean; readonly successor: string | null };
  readonly incidents: readonly { readonly id: string; readonly held: boolean }[];
  readonly successors: readonly { readonly name: string }[];
}

/**
 * "An issuer with an overdue key is warned and then blocked; a governance key in software custody is refused; rotation after
 * compromise closes the incident's hold."
 */
describe("keys have deadlines", () => {
  const current = "issuer:office-2026";
  const next = "issuer:office-2027";
  let country: EmergencyCountry;
  let note: string;

  before(async () => {
    country = await EmergencyCountry.start();
    note = country.write("note.md", "Serial 4711, firmware 2.3, witnessed by the custodian.\n");
    const terms = { holder: country.operator("ISSUER"), custody: "hsm", document: note, rotation: "90d" };
    await country.answers("key register", { key: current, ...terms });
    await accreditIssuer();
  });

  it("an issuer is warned 30, 7 and 1 days before the deadline, in the grace, and then blocked", async () => {
    const { dueAt } = (await country.answers("key show", { key: current }))["deadline"] as { dueAt: number };
    const moments: readonly (readonly [seconds: number, urgency: string | null, issues: boolean])[] = [
      [dueAt - 31 * DAY, null, true],
      [dueAt - 30 * DAY, "30d", true],
      [dueAt - 7 * DAY, "7d", true],
      [dueAt - DAY, "1d", true],
      [dueAt - 1, "1d", true],
      [dueAt, "grace", true],
      [dueAt + GRACE - 1, "grace", true],
      [dueAt + GRACE, "overdue", false],
    ];
    for (const [time, urgency, issues] of moments) {
      await country.travelTo(time);
      expect(await urgencyOf(current), String(time - dueAt)).to.equal(urgency);
      expect(await refusalOfIssuing(), String(time - dueAt)).to.equal(issues ? null : "KeyNotUsable");
    }
  });

  it("the warning ends with 8, names the grace and what is blocked after it, and ends with 0 when nothing is due", async () => {
    const overdue = (await country.answers("key list", { due: true }, ExitCode.due)) as unknown as Listed;
    expect(overdue.keys.map(({ name }) => name)).to.deep.equal([current]);
    expect(overdue.keys[0]?.deadline).to.have.property("blocks", `${country.operator("ISSUER")} issues no credentials`);
    await country.answers("key rotate", {
      key: current,
      successor: next,
      custody: "hsm",
      document: note,
      evidence: note,
    });
    expect(await refusalOfIssuing()).to.equal(null);
    expect(await country.answers("key list", { due: true })).to.deep.include({ keys: [], pressing: 0 });
    expect(await country.answers("key list", { due: true, within: "91d" }, ExitCode.due)).to.include({ pressing: 1 });
  });

  it("a governance key in software custody is refused before anybody signs, and by the register", async () => {
    const holder = country.record.safes.emergency.address;
    const terms = { holder, custody: "software", document: note, rotation: "180d" };
    const given = { key: "governance:duty-owner", ...terms };
    await country.refuses("key register", given, "refused/custody-too-weak");
    const signed = await country.answers("key register", { ...given, custody: "hsm" });
    const request = readSafeRequest(String(signed["file"]));
    const { data } = request.transaction;
    const transaction = {
      ...request.transaction,
      data: data.replace(word(custodies.indexOf("hsm")), word(custodies.indexOf("software"))),
    };
    expect(transaction.data).to.not.equal(data);
    const forced = join(country.folder, "software.json");
    writeSafeFile(forced, safeRequest({ ...request, transaction }));
    const file = await country.signed(forced, "sovereign");
    await country.refuses("safe execute", { file }, "refused/custody-too-weak");
    await country.throughSafe(signed["file"], "sovereign");
    expect(await country.answers("key show", { key: given.key })).to.have.nested.property("key.custody", "hsm");
  });

  it("a compromised key blocks its issuer and holds the incident open, until it is rotated", async () => {
    const incident = "2027-03-01-office-key";
    await country.answers("incident open", { incident, severity: "SEV2", report: note });
    await country.answers("incident name-key", { incident, key: next });
    await country.answers("key compromise", { key: next, evidence: note });
    await country.answers("incident acknowledge", { incident });
    await country.answers("incident mitigate", { incident, note });

    expect(await refusalOfIssuing()).to.equal("KeyNotUsable");
    expect(await shown(next)).to.deep.include({ status: "Compromised", usable: false, held: [keccak(incident)] });
    await country.refuses("incident resolve", { incident, note }, "refused/key-not-rotated");

    const third = { successor: "issuer:office-2028", custody: "hsm", document: note, evidence: note };
    await country.answers("key rotate", { key: next, ...third });
    expect(await refusalOfIssuing()).to.equal(null);
    expect(await shown(next)).to.deep.include({ status: "Rotated", usable: false, held: [] });
    await country.answers("incident resolve", { incident, note });
    const { successors } = (await country.answers("key show", { key: current })) as unknown as Shown;
    expect(successors.map(({ name }) => name)).to.deep.equal([next, third.successor]);
  });

  it("a bridge operator speaks with a key on record, until it is reported or the grace is over", async () => {
    const accounts = country.governance.operators.filter(({ roles }) => roles.includes("BRIDGE_OPERATOR"));
    const [first = "", second = ""] = accounts.map(({ account }) => account);
    const inbound = [[1, first, first, 1, keccak("settlement")]];
    const refusal = (account: string): Promise<string | null> =>
      refusalOf(account, "BridgeGateway", "attestIn", inbound);
    expect(await refusal(first)).to.equal("UnknownKey");
    for (const account of [first, second]) {
      const terms = { custody: "hsm", document: note, rotation: "30d" };
      await country.answers("key register", { key: `operator:${account}`, ...terms });
      expect(await refusal(account)).to.equal(null);
    }
    await country.answers("key compromise", { key: `operator:${first}`, evidence: note, as: "monitor" });
    expect([await refusal(first), await refusal(second)]).to.deep.equal(["KeyNotUsable", null]);
    await country.passTime(30 * DAY + GRACE);
    expect(await refusal(second)).to.equal("KeyNotUsable");
  });

  /** The key is what this is about: nothing else stands in the issuer's way. */
  async function accreditIssuer(): Promise<void> {
    const provider = ethersProvider((await hre.network.getOrCreate()).provider);
    const authority = await provider.getSigner(country.operator("IDENTITY_AUTHORITY"));
    const { address } = country.record.contracts.AccreditationRegistry;
    const register = new Contract(address, suiteInterface("AccreditationRegistry"), authority);
    const until = (await chainTime(provider)) + 365 * DAY;
    const terms = [keccak("schema"), keccak("revocation policy")];
    await (await register.getFunction("publishSchema").send(SCHEMA, 0, terms, 0, "")).wait();
    const subject = [0, country.operator("ISSUER"), SCHEMA];
    await (await register.getFunction("accredit").send(subject, keccak("assessment"), until)).wait();
  }

  async function urgencyOf(name: string): Promise<string | null> {
    const { stdout } = await captureTask(["key", "list"], { deployment: country.folder, due: true });
    const listed = JSON.parse(stdout) as Listed;
    return listed.keys.find((entry) => entry.name === name)?.deadline.urgency ?? null;
  }

  async function shown(name: string): Promise<object> {
    const { key, incidents } = (await country.answers("key show", { key: name })) as unknown as Shown;
    const { status, usable } = key;
    return { status, usable, held: incidents.filter(({ held }) => held).map(({ id }) => id) };
  }

  /** What the ledger answers to the issuer now; null when it would issue. */
  async function refusalOfIssuing(): Promise<string | null> {
    const provider = ethersProvider((await hre.network.getOrCreate()).provider);
    const expiresAt = (await chainTime(provider)) + 365 * DAY;
    const values = [SCHEMA, keccak("salted credential"), expiresAt];
    return refusalOf(country.operator("ISSUER"), "CredentialLedger", "issue", values);
  }

  /** The name of the register's error with which a call is refused now; null when it is not. */
  async function refusalOf(
    from: string,
    contract: SuiteContract,
    method: string,
    values: readonly unknown[],
  ): Promise<string | null> {
    const provider = ethersProvider((await hre.network.getOrCreate()).provider);
    const data = suiteInterface(contract).encodeFunctionData(method, values);
    try {
      await provider.call({ from, to: country.record.contracts[contract].address, data });
      return null;
    } catch (error) {
      return suiteInterface("KeyRegistry").parseError(revertDataOf(error) ?? "0x")?.name ?? "another error";
    }
  }
});

/** A number as calldata has it. */
function word(value: number): string {
  return value.toString(16).padStart(64, "0");
}
