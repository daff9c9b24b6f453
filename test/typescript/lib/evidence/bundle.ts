import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import type { SuiteError } from "#lib/errors/suite-error";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import type { Deployment } from "#lib/evidence/deployment-format";
import type { Approval } from "#lib/evidence/format";
import type { Claim, VerificationReport } from "#lib/evidence/report";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { editJson, eventLines, mutate, mutations, rebag } from "#support/bundle-mutants";
import { fullStory } from "#support/evidence-story";
import type { EvidenceWorld } from "#support/evidence-world";
import { temporaryFolder } from "#support/temporary-folder";

describe("evidence bundle", () => {
  let world: EvidenceWorld;
  let folder: string;
  let bundle: string;
  let trust: Trust;
  let files: BundleFiles;
  let written = 0;

  before(async () => {
    folder = temporaryFolder();
    world = await fullStory();
    bundle = join(folder, "bundle");
    const { node, record } = world;
    const { anchor } = await exportEvidence({ node, record, target: bundle, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    files = readBag(bundle);
  });

  async function verify(forged: BundleFiles, against: Trust = trust): Promise<VerificationReport> {
    written += 1;
    const path = join(folder, `forged-${written}`);
    writeFiles(path, forged);
    const report = await verifyBundle(path, against);
    rmSync(path, { recursive: true });
    return report;
  }

  async function failures(forged: BundleFiles, against: Trust = trust): Promise<string> {
    const report = await verify(forged, against);
    expect(report.ok).to.equal(false);
    return openClaims(report)
      .map(({ verdict, claim, reason }) => `${verdict} ${claim}: ${reason}`)
      .join("\n");
  }

  function text(path: string): string {
    return Buffer.from(files.get(path) ?? []).toString("utf8");
  }

  function pathOf(prefix: string): string {
    return [...files.keys()].find((path) => path.startsWith(prefix)) ?? "";
  }

  function withText(path: string, content: string): BundleFiles {
    return rebag(new Map([...files, [path, Buffer.from(content)]]));
  }

  describe("as exported", () => {
    it("is proven, claim by claim", async () => {
      const report = await verifyBundle(bundle, trust);
      expect(openClaims(report)).to.deep.equal([]);
      expect(report.ok).to.equal(true);
      expect(report.counts).to.deep.equal({ events: eventLines(files).length, approvals: 4, deployments: 3 });
    });

    it("has the same bytes when exported again, also later from the same range", async () => {
      const { node, record } = world;
      await node.send("hardhat_mine", ["0x5"]);
      const target = join(folder, "again");
      const toBlock = trust.anchor.blockNumber;
      await exportEvidence({ node, record, target, toBlock, reporter: silentReporter() });
      expect([...readBag(target)]).to.deep.equal([...files]);
    });

    it("tells how each signer signed, and for whom he sits", () => {
      const approvals = [...files.keys()]
        .filter((path) => path.startsWith("data/approvals/"))
        .map((path) => JSON.parse(text(path)) as Approval);
      const kinds = approvals.flatMap(({ records }) =>
        records.map(({ kind, recovered }) => `${kind} ${String(recovered)}`),
      );
      expect([...new Set(kinds)].sort()).to.deep.equal(["eip712 true", "ethSign true", "executor false"]);
      const seats = approvals.flatMap(({ records }) => records.map(({ seat }) => seat?.entity));
      expect(seats.every((entity) => entity !== undefined && entity > 0)).to.equal(true);
    });

    it("lists deployments with time, operator, version and approvals", () => {
      const log = text("data/deployments.ndjson")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Deployment);
      expect(log.map(({ kind, changeClass, version }) => [kind, changeClass, version])).to.deep.equal([
        ["executed", "RoutineUpgrade", "1.2.3"],
        ["executed", "HighRiskUpgrade", "1.2.3"],
        ["rolledBack", "RoutineUpgrade", "1.2.3"],
      ]);
      for (const { approvals } of log) expect(files.has(`data/approvals/${approvals[0] ?? ""}.json`)).to.equal(true);
    });

    it("says nothing of the machine that wrote it", () => {
      expect(text("bag-info.txt")).to.match(
        /^Bagging-Date: \d{4}-\d\d-\d\d\nExternal-Identifier: eip155:\d+:\d+-\d+\nPayload-Oxum: \d+\.\d+\n$/,
      );
    });
  });

  describe("with one event forged and all manifests right", () => {
    for (const mutation of mutations) {
      for (const rehash of [false, true]) {
        it(`${mutation}${rehash ? ", heads recomputed" : ""}`, async () => {
          const mutant = mutate(files, 11, mutation, trust.chainId, rehash);
          expectNamed(mutant, await verify(mutant.files));
        });
      }
    }

    it("an event added at the end", async () => {
      const path = pathOf("data/events/");
      const last = eventLines(files).at(-1);
      const lines = text(path);
      const extra = lines.trimEnd().split("\n").at(-1) ?? "";
      const forged = withText(
        path,
        `${lines}${extra.replace(`"sequence":${last?.sequence ?? 0}`, `"sequence":${(last?.sequence ?? 0) + 1}`)}\n`,
      );
      const named = openClaims(await verify(forged));
      expect(
        named.some(({ contract, sequence }) => contract === last?.contract && sequence === (last?.sequence ?? 0) + 1),
      ).to.equal(true);
    });
  });

  describe("refuses, with the reason", () => {
    it("a bundle that ends at another block than the anchor", async () => {
      const blockHash = `0x${"12".repeat(32)}`;
      const wrong = { ...trust, anchor: { ...trust.anchor, blockHash } };
      expect(await failures(files, wrong)).to.contain(
        `the trusted anchor is block ${trust.anchor.blockNumber} ${blockHash}`,
      );
    });

    it("a bundle of other contracts", async () => {
      const { RoleRegistry } = trust.contracts;
      if (RoleRegistry === undefined) throw new Error("no registry");
      const address = "0x1111111111111111111111111111111111111111";
      const other = { ...trust, contracts: { ...trust.contracts, RoleRegistry: { ...RoleRegistry, address } } };
      expect(await failures(files, other)).to.contain(`the trust file says ${address}`);
    });

    it("code that the trust file does not know", async () => {
      const { GovernanceGuard, ChangeManager } = trust.contracts;
      if (GovernanceGuard === undefined || ChangeManager === undefined) throw new Error("no contracts");
      const unknown = `0x${"77".repeat(32)}`;
      const contracts = {
        ...trust.contracts,
        GovernanceGuard: { ...GovernanceGuard, codehash: unknown },
        ChangeManager: { ...ChangeManager, implementations: [unknown] },
      };
      const found = await failures(files, { ...trust, contracts });
      expect(found).to.match(/FAILED code: GovernanceGuard has the code/);
      expect(found).to.match(/FAILED code: ChangeManager runs 0x/);
    });

    it("an approval that is missing, altered or invented", async () => {
      const path = pathOf("data/approvals/");
      const without = new Map(files);
      without.delete(path);
      expect(await failures(rebag(without))).to.match(/FAILED approval: .* is missing \(Safe \w+, transaction \d+\)/);
      const swapped = editJson(files, path, (approval) => ({
        ...approval,
        records: (approval["records"] as unknown[]).toReversed(),
      }));
      expect(await failures(swapped)).to.contain(`${path} is not what follows from the chain`);
      const invented = rebag(
        new Map([...files, [`data/approvals/0x${"ab".repeat(32)}.json`, files.get(path) ?? Buffer.alloc(0)]]),
      );
      expect(await failures(invented)).to.contain("has nothing on the chain behind it");
    });

    it("an edited deployment log, description or schema", async () => {
      expect(await failures(withText("data/deployments.ndjson", ""))).to.contain("FAILED deployments");
      expect(
        await failures(
          editJson(files, "data/export.json", (value) => ({
            ...value,
            counts: { events: 1, approvals: 4, deployments: 3 },
          })),
        ),
      ).to.contain("FAILED export");
      expect(await failures(withText(pathOf("data/schemas/"), "{}"))).to.contain("FAILED schemas");
    });

    it("chain data that does not hash to the anchor", async () => {
      for (const prefix of ["data/chain/receipts/", "data/chain/transactions/", "data/chain/headers.rlp"]) {
        const path = pathOf(prefix);
        const bytes = Buffer.from(files.get(path) ?? []);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        expect(await failures(rebag(new Map([...files, [path, bytes]])))).to.match(/FAILED (receipts|anchor)/);
      }
    });

    it("bytes after the end of chain data", async () => {
      const path = pathOf("data/chain/headers.rlp");
      const longer = rebag(
        new Map([...files, [path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), Buffer.from([0x80])])]]),
      );
      expect(await failures(longer)).to.contain("FAILED anchor: malformed");
    });

    it("a state proof that is missing, changed or superfluous", async () => {
      const path = "data/chain/state-proofs.json";
      interface Account {
        storage: { slot: string; proof: string[] }[];
      }
      const edit = (change: (accounts: Account[]) => unknown[]): BundleFiles =>
        editJson(files, path, (value) => ({ ...value, accounts: change(value["accounts"] as Account[]) }));
      expect(await failures(edit((accounts) => accounts.slice(1)))).to.match(
        /FAILED .*state proof of 0x\w+.* is missing|is not proven/,
      );
      expect(await failures(edit(([first, ...rest]) => [{ ...first, storage: [] }, ...rest]))).to.match(
        /slot 0x\w+ is missing|has the code/,
      );
      const stretched = edit((accounts) =>
        accounts.map((account) => ({
          ...account,
          storage: account.storage.map((item) => ({ ...item, proof: [...item.proof, "0x80"] })),
        })),
      );
      expect(await failures(stretched)).to.contain("nodes left over");
    });

    it("JSON that is not canonical, has duplicate keys, or fields of its own", async () => {
      const path = "data/export.json";
      expect(await failures(withText(path, `${text(path)}\n`))).to.contain("not canonical JSON");
      expect(await failures(withText(path, text(path).replace("{", '{"chainId":1,')))).to.contain("not canonical JSON");
      expect(await failures(editJson(files, path, (value) => ({ ...value, note: "x" })))).to.contain(
        "does not have the expected form",
      );
      const events = pathOf("data/events/");
      expect(await failures(withText(events, text(events).trimEnd()))).to.contain("does not end with a newline");
    });
  });

  describe("refuses a folder that is no bag", () => {
    async function bagFailure(change: (path: string) => unknown): Promise<string> {
      written += 1;
      const path = join(folder, `bag-${written}`);
      writeFiles(path, files);
      change(path);
      const report = await verifyBundle(path, trust);
      expect(report.ok).to.equal(false);
      expect(report.claims).to.have.length(1);
      return report.claims[0]?.reason ?? "";
    }

    it("an empty folder", async () => {
      const path = join(folder, "nothing");
      mkdirSync(path);
      expect((await verifyBundle(path, trust)).claims).to.deep.equal([
        { claim: "bag", verdict: "FAILED", reason: "the bundle is empty" },
      ]);
    });

    it("unknown files, links, missing lines, wrong digests, paths outside", async () => {
      expect(
        await bagFailure((path) => {
          writeFileSync(join(path, "readme.txt"), "");
        }),
      ).to.equal("readme.txt does not belong to a bundle");
      expect(
        await bagFailure((path) => {
          writeFileSync(join(path, "data/x"), "");
        }),
      ).to.equal("manifest-sha256.txt does not list data/x");
      expect(
        await bagFailure((path) => {
          symlinkSync("/etc/passwd", join(path, "data/x"));
        }),
      ).to.equal("data/x is a symbolic link");
      expect(
        await bagFailure((path) => {
          mkdirSync(join(path, "data/empty"));
        }),
      ).to.equal("data/empty is an empty folder");
      expect(
        await bagFailure((path) => {
          rmSync(join(path, "data/export.json"));
        }),
      ).to.contain("which is not there");
      expect(
        await bagFailure((path) => {
          rmSync(join(path, "bagit.txt"));
        }),
      ).to.equal("bagit.txt is missing");
      expect(
        await bagFailure((path) => {
          writeFileSync(join(path, "data/export.json"), "{}");
        }),
      ).to.contain("does not have the digest");
      expect(
        await bagFailure((path) => {
          writeFileSync(join(path, "bag-info.txt"), "x");
        }),
      ).to.contain("does not have the digest");
      const digest = "0".repeat(64);
      for (const name of ["../outside", "/etc/passwd", "data/../x", "data//x"]) {
        const manifest = `${text("tagmanifest-sha256.txt")}${digest}  ${name}\n`;
        expect(
          await bagFailure((path) => {
            writeFileSync(join(path, "tagmanifest-sha256.txt"), manifest);
          }),
        ).to.contain("outside the bundle");
      }
    });

    it("bag-info.txt that says something else, with right manifests", async () => {
      const forged = rebag(
        new Map([...files, ["bag-info.txt", Buffer.from(text("bag-info.txt").replace(/\d{4}-/, "1999-"))]]),
      );
      expect(await failures(forged)).to.contain("bag-info.txt is not what follows from the payload");
    });
  });

  describe("export", () => {
    async function refusal(parameters: {
      target?: string;
      toBlock?: number;
      confirmations?: number;
      chainId?: number;
    }): Promise<string> {
      const { node, record } = world;
      const { chainId = record.chainId, target = join(folder, "refused"), confirmations = 0, ...rest } = parameters;
      const order = { record: { ...record, chainId }, finality: { confirmations }, ...rest };
      try {
        await exportEvidence({ node, target, reporter: silentReporter(), ...order });
      } catch (error) {
        return (error as SuiteError).code;
      }
      return "none";
    }

    it("refuses what cannot be, and writes nothing", async () => {
      const before = readdirSync(folder);
      expect(await refusal({ target: bundle })).to.equal("input/target-not-empty");
      expect(await refusal({ chainId: 7 })).to.equal("chain/wrong-chain-id");
      expect(await refusal({ toBlock: 1_000_000 })).to.equal("input/range");
      expect(await refusal({ toBlock: 0 })).to.equal("input/range");
      expect(await refusal({ confirmations: 1_000_000 })).to.equal("input/range");
      expect(readdirSync(folder)).to.deep.equal(before);
    });

    it("refuses a node that lies about a header", async () => {
      const { node, record } = world;
      const liar = {
        send: async (method: string, params: unknown[]): Promise<unknown> => {
          const answer = await node.send(method, params);
          return method === "eth_getBlockByNumber" && params[0] === "0x9"
            ? { ...(answer as object), gasUsed: "0x1" }
            : answer;
        },
      };
      const target = join(folder, "lied");
      const outcome = await exportEvidence({ node: liar, record, target, reporter: silentReporter() }).catch(
        (error: unknown) => error,
      );
      expect((outcome as SuiteError).code).to.equal("chain/contradiction");
    });
  });
});

function openClaims(report: VerificationReport): Claim[] {
  return report.claims.filter((claim) => claim.verdict !== "PROVEN");
}

function expectNamed(mutant: ReturnType<typeof mutate>, report: VerificationReport): void {
  expect(report.ok, mutant.name).to.equal(false);
  const named = openClaims(report).some(({ contract, sequence }) =>
    mutant.places.some((place) => place.contract === contract && place.sequence === sequence),
  );
  expect(named, `${mutant.name}: ${JSON.stringify(openClaims(report))}`).to.equal(true);
}
