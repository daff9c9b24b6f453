import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { type RpcSender, rpcNode } from "#lib/chain/rpc-node";
import { silentReporter } from "#lib/console/reporter";
import { exportEvidence, type ExportParameters, type ExportResult } from "#lib/evidence/export-evidence";
import { workFolder } from "#lib/evidence/export-work";
import { type Anchor, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { type Anvil, ask, startAnvil } from "#support/anvil";
import { bundleDigests } from "#support/bundle-digests";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { temporaryFolder } from "#support/temporary-folder";

/** Transactions: enough for a segment, and more for each test. */
const FIRST = 30;
const MORE = 8;
const EVENTS_EACH = 50;
const LABEL = "x".repeat(3_000);

describe("an export while the chain is reorganised", () => {
  let anvil: Anvil;
  let world: EvidenceWorld;
  let folder: string;
  let latest: number;
  let exports = 0;

  before(async () => {
    folder = temporaryFolder();
    anvil = await startAnvil();
    world = await EvidenceWorld.create(anvil.url);
    await world.found();
    await record(FIRST);
  });

  // Every test finds a chain that has grown, and leaves another one.
  beforeEach(async () => {
    await record(MORE);
    latest = Number(await world.node.send("eth_blockNumber", []));
  });

  after(async () => {
    await anvil.stop();
  });

  async function record(transactions: number): Promise<void> {
    for (let index = 0; index < transactions; index += 1) {
      await world.repeat("RoleRegistry", "RoleLabel", [index, LABEL], EVENTS_EACH);
    }
  }

  /** A node under which the last blocks are replaced, once, as soon as a block's content is asked for. */
  function moving(at: number, depth: number): RpcSender {
    let moved: Promise<unknown> | undefined;
    const node = rpcNode(anvil.url);
    return {
      send: async (method, params) => {
        const reached = method === "eth_getBlockByNumber" && params[1] === true && Number(params[0]) >= at;
        if (reached) moved ??= ask(anvil.url, "anvil_reorg", [depth, []]);
        await moved;
        return await node.send(method, params);
      },
    };
  }

  function order(changes: Partial<ExportParameters>): ExportParameters & { readonly warnings: string[] } {
    exports += 1;
    const warnings: string[] = [];
    const reporter = { ...silentReporter(), warn: (message: string) => warnings.push(message) };
    const target = join(folder, String(exports));
    return { node: world.node, record: world.record, target, reporter, warnings, ...changes };
  }

  async function expectProven({ bundle, anchor }: ExportResult): Promise<void> {
    expect(anchor).to.deep.equal(await anchorNow());
    const { ok, claims } = await verifyBundle(bundle, trustFrom(world.record, anchor));
    expect(claims.filter(({ verdict }) => verdict !== "PROVEN")).to.deep.equal([]);
    expect(ok).to.equal(true);
  }

  async function anchorNow(blockNumber = latest): Promise<Anchor> {
    const block = await ask(anvil.url, "eth_getBlockByNumber", [`0x${blockNumber.toString(16)}`, false]);
    return { blockNumber, blockHash: (block as { hash: string }).hash };
  }

  it("above its anchor is not touched by it", async () => {
    const before = await anchorNow(latest - 10);
    const { anchor, bundle } = await exportEvidence(order({ node: moving(20, 5), toBlock: latest - 10 }));
    expect(anchor).to.deep.equal(before);
    expect((await verifyBundle(bundle, trustFrom(world.record, before))).ok).to.equal(true);
  });

  it("below its anchor is read again, from what is still on the chain, and has the bytes of the chain that is", async () => {
    const was = await anchorNow();
    const given = order({ node: moving(latest - 3, 6), toBlock: latest });
    const result = await exportEvidence(given);
    expect(result.anchor.blockHash).not.to.equal(was.blockHash);
    expect(given.warnings.join("\n")).to.contain(
      `Block ${latest} was ${was.blockHash} and is ${result.anchor.blockHash} now`,
    );
    await expectProven(result);
    const plain = order({ toBlock: latest });
    await exportEvidence(plain);
    expect(bundleDigests(result.bundle)).to.deep.equal(bundleDigests(plain.target));
  });

  it("is refused when the anchor of a trust file is gone, and keeps what still fits", async () => {
    const anchor = await anchorNow();
    const given = order({ node: moving(latest - 3, 6), anchor });
    const error = await expectCode(exportEvidence(given), "chain/reorganised");
    const now = await anchorNow();
    expect(error.message).to.contain(`Block ${latest} was ${anchor.blockHash} and is ${now.blockHash} now`);
    expect(readFileSync(join(workFolder(given.target), "journal.ndjson"), "utf8")).to.contain('"kind":"sealed"');
    await expectCode(exportEvidence({ ...given, node: world.node }), "conflict/anchor-differs");
    await expectProven(await exportEvidence({ ...given, node: world.node, anchor: now }));
  });

  it("deeper than a sealed segment reads that one again too", async () => {
    const before = await exportEvidence(order({ toBlock: latest }));
    const result = await exportEvidence(order({ node: moving(latest - 1, FIRST), toBlock: latest }));
    await expectProven(result);
    expect(result.counts.events).to.be.lessThan(before.counts.events - FIRST);
  });
});
