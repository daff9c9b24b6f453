import { join } from "node:path";

import { expect } from "chai";
import { toQuantity, zeroPadValue, ZeroHash } from "ethers";

import { rpcNode } from "#lib/chain/rpc-node";
import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { bundlePaths, type StateProofs } from "#lib/evidence/format";
import { evidenceHeadSlot } from "#lib/evidence/hash-chain";
import { ownerSlot, safeSlots } from "#lib/evidence/safe-code";
import { segmentsOf } from "#lib/evidence/segments";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { editJson, rebag } from "#support/bundle-mutants";
import { fullStory, highRiskUpgrade } from "#support/evidence-story";
import { approvedHashSlot, EvidenceWorld, walletOf, YES_MAN } from "#support/evidence-world";
import { forgedEvents, forgedFiles, foreignTrusts, pathsBelow, turned } from "#support/forgeries";
import { everyLie } from "#support/lie-catalogue";
import { rewritten, type Truth, truthOf } from "#support/lies";
import { startLyingProxy } from "#support/lying-proxy";
import { randomHistory } from "#support/random-history";
import { registersStory } from "#support/registers-story";
import { rememberCryptography } from "#support/remember-cryptography";
import { type Case, requirePython } from "#support/second-verifier";
import { temporaryFolder } from "#support/temporary-folder";
import {
  derivedFiles,
  expectNamed,
  expectRefused,
  judgeTwice,
  openClaims,
  type Verdicts,
  ONLY_HASHED,
} from "#support/two-verifiers";

/** What a node answers to `eth_getProof`, as far as it is read. */
interface Proof {
  readonly accountProof: readonly string[];
  readonly storageProof: readonly { readonly proof: readonly string[] }[];
}

/** One program that is wrong deceives; two that share no code would have to be wrong in the same way. */
describe("two verifiers", function () {
  this.timeout(900_000);

  let forgetCryptography: () => void;

  before(() => {
    requirePython();
    forgetCryptography = rememberCryptography();
  });

  after(() => {
    forgetCryptography();
  });

  describe("on a history with every kind of signature, a replaced owner and a rollback", () => {
    let world: EvidenceWorld;

    before(async () => {
      world = await fullStory();
    });

    it("prove it", async () => {
      const [[first, second] = []] = await judgeTwice([await exported(world)]);
      expect(second?.claims.filter(({ verdict }) => verdict === "FAILED" || verdict === "UNPROVEN")).to.deep.equal([]);
      expect([first?.ok, second?.ok, second?.counts]).to.deep.equal([true, true, first?.counts]);
    });

    it("refuse each forgery of a file", async () => {
      const { files, trust } = await exported(world);
      await expectRefused(forgedFiles(files, trust));
    });

    it("refuse what is proven of the state and was not asked for", async () => {
      const { files, trust } = await exported(world);
      const block = toQuantity(trust.anchor.blockNumber);
      const prove = async (account: string, slots: readonly string[]): Promise<Proof> =>
        (await world.node.send("eth_getProof", [account, slots, block])) as Proof;
      const stranger = world.record.safeContracts.multiSendCallOnly;
      const { accountProof } = await prove(stranger, []);
      const slot = zeroPadValue("0x07", 32);
      const { storageProof } = await prove(world.address("KeyRegistry"), [slot]);
      const withAccounts = (change: (accounts: readonly StateProofs["accounts"][number][]) => unknown): Case => ({
        files: editJson(files, bundlePaths.stateProofs, (value) => ({
          ...value,
          accounts: change(value["accounts"] as StateProofs["accounts"]),
        })),
        trust,
      });
      const proof = storageProof[0]?.proof ?? [];
      const verdicts = await judgeTwice([
        withAccounts((accounts) => [...accounts, { address: stranger, accountProof, storage: [] }]),
        withAccounts((accounts) =>
          accounts.map((item) =>
            item.address === world.address("KeyRegistry")
              ? { ...item, storage: [...item.storage, { slot, proof }] }
              : item,
          ),
        ),
      ]);
      const reasons = verdicts.map((reports) =>
        reports.map(({ claims }) => claims.find(({ verdict }) => verdict === "FAILED")?.reason),
      );
      const superfluous = `state proof of ${world.address("KeyRegistry")} has slots nobody asked for`;
      expect(reasons).to.deep.equal(
        ["state proofs hold accounts nobody asked for", superfluous].map((reason) => [reason, reason]),
      );
    });

    it("say the same of signatures that yield no key", async () => {
      const before = await world.node.send("evm_snapshot", []);
      const order = { to: world.record.safes.technical.address, data: "0x" };
      const word = zeroPadValue("0x01", 32);
      await world.approveHash("technical", 0, order);
      await world.execute("technical", { ...order, ways: ["approvedHash", "eip712"] });
      const approved = await exported(world);
      const hash = await world.hashOf("technical", order);
      const contract = walletOf("technical", 0).address;
      const inner = await world.node.send("evm_snapshot", []);
      await world.node.send("hardhat_setStorageAt", [order.to, approvedHashSlot(contract, hash), word]);
      await world.execute("technical", { ...order, ways: ["approvedHash", "eip712"] });
      const unapproved = await exported(world);
      await world.node.send("evm_revert", [inner]);
      await world.node.send("hardhat_setCode", [contract, YES_MAN]);
      await world.execute("technical", { ...order, ways: ["contract", "eip712"] });
      const verdicts = await judgeTwice([approved, unapproved, await exported(world)]);
      await world.node.send("evm_revert", [before]);
      const transaction = `Safe transaction ${hash}:`;
      const forged = `FAILED ${transaction} ${contract} never approved it on the Safe`;
      const vouched = `UNPROVEN ${transaction} the owner ${contract} is a contract; its code accepted, who is behind it is not in the bundle`;
      expect(
        verdicts.map((reports) =>
          reports.map(({ claims }) =>
            openClaims(claims).map(({ verdict, reason }) => `${verdict} ${reason.replace(/ in block \d+:/, ":")}`),
          ),
        ),
      ).to.deep.equal([
        [[], []],
        [[forged], [forged]],
        [[vouched], [vouched]],
      ]);
    });

    it("refuse it, by the same claim, when storage tells another history", async () => {
      const { address, birth } = world.record.safes.technical;
      const word = zeroPadValue("0x0a", 32);
      const lies = [
        [world.address("KeyRegistry"), evidenceHeadSlot, word, "chain"],
        [address, safeSlots.nonce, word, "safe"],
        [address, safeSlots.threshold, word, "safe"],
        [address, safeSlots.guard, word, "safe"],
        [address, ownerSlot(birth.owners[0] ?? ""), ZeroHash, "safe"],
      ] as const;
      const cases: Case[] = [];
      for (const [account, slot, value] of lies) {
        const before = await world.node.send("evm_snapshot", []);
        await world.node.send("hardhat_setStorageAt", [account, slot, value]);
        await world.node.send("hardhat_mine", ["0x1"]);
        cases.push(await exported(world));
        await world.node.send("evm_revert", [before]);
      }
      const verdicts = await judgeTwice(cases);
      const open = verdicts.map((reports) =>
        reports.map(({ claims }) => claims.filter(({ verdict }) => verdict === "FAILED").map(({ claim }) => claim)),
      );
      expect(open).to.deep.equal(lies.map(([, , , claim]) => [[claim], [claim]]));
    });
  });

  describe("on a history of which every register tells", () => {
    let files: BundleFiles;
    let trust: Trust;

    before(async () => {
      ({ files, trust } = await exported(await registersStory()));
    });

    it("prove it, every file of it", async () => {
      const [[first, second] = []] = await judgeTwice([{ files, trust }]);
      expect([first?.ok, second?.ok, second?.files.onlyHashed]).to.deep.equal([true, true, ONLY_HASHED]);
    });

    it("name every file in which a forger says something else, whatever he says", async () => {
      await expectNamed(files, trust, derivedFiles(files));
    });

    it("refuse each forgery of an event and of what is trusted", async () => {
      await expectRefused([60, 90].flatMap((index) => forgedEvents(files, trust, index)));
      await expectRefused(foreignTrusts(files, trust));
    });

    it("refuse any byte turned, with manifests as they were and made right again", async () => {
      const paths = pathsBelow(files, "data/").filter((path) => files.get(path)?.length !== 0);
      for (const share of [0.31, 0.93]) {
        const bundles = paths.map((path) => {
          const position = Math.floor((files.get(path)?.length ?? 0) * share);
          return { name: `${path} at ${position}`, path, files: turned(files, path, position), trust, places: [] };
        });
        await expectRefused(bundles);
        const derived = bundles.filter(({ path }) => !ONLY_HASHED.includes(path));
        await expectRefused(derived.map((bundle) => ({ ...bundle, files: rebag(bundle.files) })));
      }
    });
  });

  describe("on a history of several segments", () => {
    let files: BundleFiles;
    let trust: Trust;

    before(async () => {
      const world = await EvidenceWorld.create();
      await world.found();
      for (let index = 0; index < 12; index += 1) {
        await world.say("RoleRegistry", "RoleLabel", [index, "x".repeat(200_000)]);
      }
      ({ files, trust } = await exported(world));
    });

    it("prove it, and refuse it in other pieces", async () => {
      const segments = segmentsOf(files.keys());
      expect(segments).to.have.lengthOf(2);
      const names = segments.map(({ from, to }) => `${from}-${to}`);
      const [first = "", second = ""] = names;
      const events = (name: string): string => `data/events/${name}.ndjson`;
      const text = (path: string): string => Buffer.from(files.get(path) ?? []).toString("utf8");
      const [early, late] = [text(events(first)), text(events(second))];
      const cut = early.lastIndexOf("\n", early.length - 2) + 1;
      const withEvents = (one: string, two: string): BundleFiles =>
        rebag(new Map([...files, [events(first), Buffer.from(one)], [events(second), Buffer.from(two)]]));
      const without = (part: string): BundleFiles =>
        rebag(new Map([...files].filter(([path]) => !path.includes(part))));
      const renamed = [...files].map(([path, bytes]) => [path.replace(second, `0${second}`), bytes] as const);
      const verdicts = await judgeTwice(
        [
          files,
          withEvents(early.slice(0, cut), early.slice(cut) + late),
          withEvents(early + late, ""),
          without(first),
          without(second),
          rebag(new Map(renamed)),
        ].map((bundle) => ({ files: bundle, trust })),
      );
      expect(oks(verdicts)).to.deep.equal([true, false, false, false, false, false].map((ok) => [ok, ok]));
    });
  });

  it("derive the same files from events by chance", async () => {
    const cases: Case[] = [];
    for (const seed of [1, 2]) cases.push(await exported(await randomHistory(seed, 60)));
    for (const [first, second] of await judgeTwice(cases)) {
      expect(openClaims(second.claims)).to.deep.equal([]);
      const views = [...second.claims.map(({ claim }) => claim), "payload"];
      const shared = openClaims(first.claims).filter(({ claim }) => views.includes(claim) && claim !== "approval");
      expect(shared).to.deep.equal([]);
    }
  });

  it("differ where rules are broken: the second says that it does not judge them", async () => {
    const world = await EvidenceWorld.create();
    await world.found();
    await highRiskUpgrade(world, { signers: [0, 2, 4], entities: 0b101010n });
    const [[first, second] = []] = await judgeTwice([await exported(world)]);
    expect(openClaims(first?.claims ?? []).map(({ claim }) => claim)).to.deep.equal(["change"]);
    expect([second?.ok, second?.notJudged[0]]).to.deep.equal([true, "rules of changes"]);
  });

  it("refuse what a lying node made somebody export, by the trust of an honest one and by its own", async () => {
    const world = await fullStory();
    await world.node.send("evm_mine", []);
    const { files, trust } = await exported(world);
    const truth = await truthOf(world.node, eventBlock(files));
    const proxy = await startLyingProxy(world.node);
    const cases: Case[] = [];
    try {
      const told = async (lie: Parameters<typeof proxy.tell>[0], own: boolean): Promise<void> => {
        proxy.tell(lie);
        const target = join(temporaryFolder(), "told");
        const { record } = world;
        const { anchor } = await exportEvidence({
          node: rpcNode(proxy.url),
          record,
          target,
          reporter: silentReporter(),
        });
        cases.push({ files: readBag(target), trust: own ? trustFrom(record, anchor) : trust });
      };
      const unseen = everyLie().filter(([, outcome]) => outcome === "has another anchor");
      for (const [, , lie] of unseen) await told(lie({ world, truth, trust }), false);
      await told(rewritten(truth), true);
    } finally {
      await proxy.close();
    }
    const verdicts = await judgeTwice(cases);
    expect(oks(verdicts)).to.deep.equal(cases.map(() => [false, false]));
    const chain = verdicts.at(-1)?.map(({ claims }) => openClaims(claims).some(({ claim }) => claim === "chain"));
    expect(chain).to.deep.equal([true, true]);
  });
});

async function exported({ node, record }: EvidenceWorld): Promise<Case> {
  const bundle = join(temporaryFolder(), "bundle");
  const { anchor } = await exportEvidence({ node, record, target: bundle, reporter: silentReporter() });
  return { files: readBag(bundle), trust: trustFrom(record, anchor) };
}

function oks(verdicts: readonly Verdicts[]): boolean[][] {
  return verdicts.map((reports) => reports.map(({ ok }) => ok));
}

/** A block in which something happened, in the middle of a bundle. */
function eventBlock(files: BundleFiles): Truth["victim"] {
  const [events = ""] = pathsBelow(files, "data/events/");
  const lines = Buffer.from(files.get(events) ?? [])
    .toString("utf8")
    .trimEnd()
    .split("\n");
  return (JSON.parse(lines[Math.floor(lines.length / 2)] ?? "") as { blockNumber: number }).blockNumber;
}
