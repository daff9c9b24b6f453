import { expect } from "chai";
import { Contract, id, ZeroHash } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import { publicWallet } from "#lib/demo/public-accounts";
import { readVolumes } from "#lib/identity/read-volumes";
import { keyId } from "#lib/keys/key-id";
import { ROLE_IDS } from "#lib/permissions/roles";
import { expectCode } from "#support/expect-code";
import { fundOperators } from "#support/identity-country";
import { type DeployedSuite, loadSuite } from "#support/suite";

const YEAR = 365 * 86_400;
const SCHEMAS = [id("residence-permit"), id("driving-licence")];
const ACTS = 120;

/** Sums over events, by who or what they are of. */
type Sums = Record<string, [bigint, bigint]>;

describe("volumes of credentials", function () {
  this.timeout(240_000);

  let suite: DeployedSuite;
  let issuers: readonly string[];
  let verifiers: readonly string[];

  beforeEach(async () => {
    suite = await loadSuite();
    await fundOperators(suite.connection, suite.governance);
    const [switchAccount = "", clearing = ""] = accountsOf("BRIDGE_OPERATOR");
    issuers = [...accountsOf("ISSUER"), switchAccount];
    verifiers = [...accountsOf("VERIFIER"), clearing];
    await prepare();
  });

  it("by issuer, verifier and schema equal the sums of the events, whatever happens in which order", async () => {
    const random = generator(20_261_121);
    for (let act = 0; act < ACTS; ++act) await something(act, random);
    const { byIssuer, bySchema, byVerifier } = await sumsOfEvents();
    const volumes = await readVolumes(suite.provider, suite.record);
    expect(pairs(volumes.issuers, ({ account, issued, revoked }) => [account, issued, revoked])).to.deep.equal(
      byIssuer,
    );
    expect(pairs(volumes.schemas, (schema) => [schema.id, schema.issued, schema.revoked])).to.deep.equal(bySchema);
    expect(pairs(volumes.verifiers, ({ account, verified, accepted }) => [account, verified, accepted])).to.deep.equal(
      byVerifier,
    );
    for (const sums of [byIssuer, bySchema, byVerifier]) {
      expect(Object.values(sums).filter(([first, second]) => first > 0n && second > 0n)).to.have.length(2);
    }
    const { issued, revoked } = volumes.total;
    expect([issued, revoked]).to.deep.equal(
      Object.values(byIssuer).reduce(([a, b], [c, d]) => [a + c, b + d], [0n, 0n]),
    );
  });

  it("are refused from a node whose issuers and schemas have other sums", async () => {
    const [issuer = ""] = issuers;
    await send(issuer, "CredentialLedger", "issueBatch", SCHEMAS[0], id("batch"), 7);
    const selector = suiteInterface("CredentialLedger").getFunction("schemaVolume")?.selector ?? "";
    const call = suite.provider.call.bind(suite.provider);
    suite.provider.call = async (request) => {
      const answer = await call(request);
      return request.data?.startsWith(selector) === true ? answer.replace("7", "6") : answer;
    };
    try {
      await expectCode(readVolumes(suite.provider, suite.record), "conflict/credential-volumes");
    } finally {
      suite.provider.call = call;
    }
    expect((await readVolumes(suite.provider, suite.record)).total.issued).to.equal(7n);
  });

  /** Everybody may issue by both schemas, and verify. */
  async function prepare(): Promise<void> {
    const [authority = ""] = accountsOf("IDENTITY_AUTHORITY");
    const until = (await now()) + YEAR;
    const act = async (contract: SuiteContract, name: string, ...values: unknown[]): Promise<void> =>
      send(authority, contract, name, ...values);
    for (const schema of SCHEMAS) {
      await act("AccreditationRegistry", "publishSchema", schema, 0, [id("schema"), id("policy")], 0, "");
    }
    await act("RoleRegistry", "grantRole", ROLE_IDS.ISSUER, issuers[1], 0);
    await act("RoleRegistry", "grantRole", ROLE_IDS.VERIFIER, verifiers[1], 0);
    for (const issuer of issuers) {
      const terms = [issuer, 2, id("attestation"), YEAR / 2];
      await act("KeyRegistry", "registerIssuerKey", keyId("issuer", id(issuer)), terms);
      for (const schema of SCHEMAS) {
        await act("AccreditationRegistry", "accredit", [0, issuer, schema], id("assessment"), until);
      }
    }
    for (const verifier of verifiers) {
      await act("AccreditationRegistry", "accredit", [1, verifier, ZeroHash], id("assessment"), until);
    }
  }

  /** One act of somebody; what the ledger refuses changes nothing. */
  async function something(act: number, random: (below: number) => number): Promise<void> {
    const issuer = issuers[random(2)] ?? "";
    const verifier = verifiers[random(2)] ?? "";
    const schema = SCHEMAS[random(2)];
    // Few enough to meet again.
    const [digest, root] = [id(`credential ${String(random(12))}`), id(`batch ${String(random(6))}`)];
    const count = random(40) + 1;
    const expiresAt = (await now()) + 3600 + random(YEAR);
    const choices: readonly (readonly [string, string, ...unknown[]])[] = [
      [issuer, "issue", schema, digest, expiresAt],
      [issuer, "issueBatch", schema, root, count],
      [issuer, "revoke", digest, id("reason")],
      [issuer, "revokeBatch", root, id("reason")],
      [verifier, "recordVerification", issuer, digest, random(2) === 0, id("purpose")],
      [verifier, "recordVerificationBatch", id(`log ${String(act)}`), count, random(count + 1)],
    ];
    const [by, name, ...values] = choices[random(choices.length)] ?? ["", ""];
    await send(by, "CredentialLedger", name, ...values).catch((error: unknown) => {
      if (!String(error).includes("custom error")) throw error;
    });
  }

  /** From the logs alone, without any counter. */
  async function sumsOfEvents(): Promise<Readonly<Record<"byIssuer" | "bySchema" | "byVerifier", Sums>>> {
    const abi = suiteInterface("CredentialLedger");
    const { address } = suite.record.contracts.CredentialLedger;
    const sums = { byIssuer: {} as Sums, bySchema: {} as Sums, byVerifier: {} as Sums };
    const schemas = new Map<string, string>();
    const add = (to: Sums, key: string, first: bigint, second: bigint): void => {
      const [a, b] = to[key] ?? [0n, 0n];
      to[key] = [a + first, b + second];
    };
    for (const log of await suite.provider.getLogs({ address, fromBlock: suite.record.deployedAtBlock })) {
      const event = abi.parseLog(log);
      const { issuer, verifier, schemaId, credentialDigest, root, count, accepted } = event?.args.toObject() ?? {};
      const [who, checks] = [String(issuer), (count as bigint | undefined) ?? 1n];
      const subject = `${who} ${String(event?.name.startsWith("Batch") === true ? root : credentialDigest)}`;
      switch (event?.name) {
        case "CredentialIssued":
        case "BatchIssued":
          schemas.set(subject, String(schemaId));
          add(sums.byIssuer, who, checks, 0n);
          add(sums.bySchema, String(schemaId), checks, 0n);
          break;
        case "CredentialRevoked":
        case "BatchRevoked":
          add(sums.byIssuer, who, 0n, checks);
          add(sums.bySchema, schemas.get(subject) ?? "", 0n, checks);
          break;
        case "VerificationRecorded":
          add(sums.byVerifier, String(verifier), 1n, accepted === true ? 1n : 0n);
          break;
        case "VerificationBatchRecorded":
          add(sums.byVerifier, String(verifier), checks, accepted as bigint);
          break;
        default:
      }
    }
    return sums;
  }

  async function send(by: string, contract: SuiteContract, name: string, ...values: unknown[]): Promise<void> {
    const wallet = publicWallet(by).connect(suite.provider);
    const target = new Contract(suite.record.contracts[contract].address, suiteInterface(contract), wallet);
    await (await target.getFunction(name).send(...values)).wait();
  }

  async function now(): Promise<number> {
    return (await suite.provider.getBlock("latest"))?.timestamp ?? Number.NaN;
  }

  function accountsOf(role: string): string[] {
    return suite.governance.operators
      .filter(({ roles }) => roles.some((held) => held === role))
      .map(({ account }) => account);
  }
});

function pairs<Volume>(volumes: readonly Volume[], pair: (volume: Volume) => readonly [string, bigint, bigint]): Sums {
  return Object.fromEntries(
    volumes.map((volume) => {
      const [key, first, second] = pair(volume);
      return [key, [first, second]];
    }),
  );
}

/** Numbers that are the same in every run (Numerical Recipes' linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
