import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { rpcNode } from "#lib/chain/rpc-node";
import { silentReporter } from "#lib/console/reporter";
import { SuiteError } from "#lib/errors/suite-error";
import { readBag } from "#lib/evidence/bag";
import { exportEvidence, type ExportResult } from "#lib/evidence/export-evidence";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { eventLines } from "#support/bundle-mutants";
import { fullStory } from "#support/evidence-story";
import { type EvidenceWorld, policy } from "#support/evidence-world";
import { everyLie } from "#support/lie-catalogue";
import { rewritten, type RpcBlock, type Truth, truthOf } from "#support/lies";
import { type Lie, type LyingProxy, startLyingProxy } from "#support/lying-proxy";
import { temporaryFolder } from "#support/temporary-folder";

describe("an export from a node that lies", () => {
  let world: EvidenceWorld;
  let folder: string;
  let proxy: LyingProxy;
  let truth: Truth;
  let trust: Trust;
  /** Number of the first event of the victim, in the chain of RoleRegistry. */
  let sequence: number;
  let exports = 0;

  before(async () => {
    folder = temporaryFolder();
    world = await fullStory();
    const victim = await blockOfTwo(world);
    await world.say("RoleRegistry", "MandateSet", [3, world.record.safes.technical.address, 4_000_000_001]);
    await world.node.send("evm_mine", []);
    truth = await truthOf(world.node, victim);
    const { node, record } = world;
    const target = join(folder, "honest");
    const { anchor } = await exportEvidence({ node, record, target, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    const first = eventLines(readBag(target)).find(
      ({ blockNumber, contract }) => blockNumber === victim && contract === "RoleRegistry",
    );
    sequence = first?.sequence ?? 0;
    proxy = await startLyingProxy(node);
  });

  after(async () => {
    await proxy.close();
  });

  async function exportThrough(lie: Lie, toBlock?: number): Promise<ExportResult | SuiteError> {
    proxy.tell(lie);
    exports += 1;
    const target = join(folder, `told-${exports}`);
    const { record } = world;
    const order = { node: rpcNode(proxy.url), record, target, reporter: silentReporter() };
    try {
      return await exportEvidence(toBlock === undefined ? order : { ...order, toBlock });
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
      expect(existsSync(target), "nothing is written").to.equal(false);
      return error;
    }
  }

  /** What is open when a bundle is held against what an honest node vouched for. */
  async function openClaims({ bundle }: ExportResult, against = trust): Promise<string[]> {
    const { ok, claims } = await verifyBundle(bundle, against);
    expect(ok).to.equal(false);
    return claims
      .filter(({ verdict }) => verdict !== "PROVEN")
      .map(
        ({ verdict, claim, contract, sequence: number, reason }) =>
          `${verdict} ${claim} ${contract ?? ""} ${number ?? ""}: ${reason}`,
      );
  }

  it("is proven when it tells the truth", async () => {
    const told = await exportThrough(({ answer }) => answer);
    if (told instanceof SuiteError) throw told;
    expect((await verifyBundle(told.bundle, trust)).ok).to.equal(true);
    expect([...readBag(told.bundle)]).to.deep.equal([...readBag(join(folder, "honest"))]);
  });

  for (const [what, outcome, lie] of everyLie()) {
    it(`${outcome} when ${what}`, async () => {
      const told = await exportThrough(lie({ world, truth, trust }));
      if (outcome === "has another anchor") {
        if (told instanceof SuiteError) throw told;
        expect((await openClaims(told)).join("\n")).to.contain(
          `the trusted anchor is block ${trust.anchor.blockNumber} ${trust.anchor.blockHash}`,
        );
        return;
      }
      if (!(told instanceof SuiteError)) throw new Error(`${what}: it was exported`);
      expect(told.code).to.match(/^(chain|input)\//);
      const { contract, sequence: number } = told.details;
      if (outcome === "names the events") {
        expect([contract, number], told.message).to.deep.equal(["RoleRegistry", sequence]);
        expect(told.message).to.contain(`RoleRegistry from event ${sequence} on`);
      }
      if (outcome === "names the contract")
        expect(told.message)
          .to.contain(String(contract))
          .and.to.match(/0x[0-9a-fA-F]{40}/);
      if (outcome === "names the block" || outcome === "names the events") {
        expect(told.message).to.match(new RegExp(`(block|header) (${truth.victim}|${truth.victim + 1})\\b`));
      }
    });
  }

  it("is found out by the chains of its events even by the liar's own anchor", async () => {
    const told = await exportThrough(rewritten(truth));
    if (told instanceof SuiteError) throw told;
    const open = await openClaims(told, { ...trust, anchor: told.anchor });
    expect(open.join("\n")).to.match(
      /FAILED chain RoleRegistry \d+: after \d+ events the chain of RoleRegistry stands at/,
    );
  });

  it("is of another history when a branch was told that the chain gave up", async () => {
    const { node, record } = world;
    const snapshot = await node.send("evm_snapshot", []);
    await world.say("KeyRegistry", "Initialized", [7]);
    const answers = new Map<string, unknown>();
    const remember: Lie = ({ method, params, answer }) => {
      answers.set(JSON.stringify([method, params]), answer);
      return answer;
    };
    const branch = await exportThrough(remember);
    await node.send("evm_revert", [snapshot]);
    await world.say("RoleRegistry", "MandateSet", [3, record.safes.technical.address, 4_000_000_002]);
    const { anchor } = await exportEvidence({ node, record, target: join(folder, "kept"), reporter: silentReporter() });
    if (branch instanceof SuiteError) throw branch;
    expect(branch.anchor.blockNumber).to.equal(anchor.blockNumber);
    const told = await exportThrough(({ method, params }) => answers.get(JSON.stringify([method, params])));
    if (told instanceof SuiteError) throw told;
    expect((await openClaims(told, { ...trust, anchor })).join("\n")).to.contain("the trusted anchor is block");
  });
});

/** A block with two transactions, three events and two contracts. */
async function blockOfTwo(world: EvidenceWorld): Promise<number> {
  const { node } = world;
  const safe = world.record.safes.technical.address;
  await node.send("evm_setAutomine", [false]);
  const sent = Promise.all([
    world.sayTogether([
      ["RoleRegistry", "MandateSet", [3, safe, 4_000_000_000]],
      ["ChangeManager", "PolicySet", [2, 2, 1, policy(3, 2, 0)]],
    ]),
    world.say("RoleRegistry", "MandateSet", [3, safe, 4_000_000_000]),
  ]);
  const pending = async (): Promise<number> =>
    ((await node.send("eth_getBlockByNumber", ["pending", false])) as RpcBlock).transactions.length;
  while ((await pending()) < 2);
  await node.send("evm_mine", []);
  await node.send("evm_setAutomine", [true]);
  await sent;
  return Number(await node.send("eth_blockNumber", []));
}
