import { join } from "node:path";

import { expect } from "chai";

import { RpcRefusal, type RpcSender } from "#lib/chain/rpc-node";
import { severalNodes } from "#lib/chain/several-nodes";
import { silentReporter } from "#lib/console/reporter";
import { exportEvidence, type ExportParameters } from "#lib/evidence/export-evidence";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { bundleDigests } from "#support/bundle-digests";
import { fullStory } from "#support/evidence-story";
import type { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { temporaryFolder } from "#support/temporary-folder";

/** What somebody between a node and its reader makes of an answer. */
type Distortion = (method: string, params: readonly unknown[], answer: unknown) => unknown;

interface Block {
  readonly transactions: readonly unknown[];
}

describe("an export from several endpoints", () => {
  let world: EvidenceWorld;
  let folder: string;
  let trust: Trust;
  let honest: Record<string, string>;
  let latest: number;
  let exports = 0;

  before(async () => {
    folder = temporaryFolder();
    world = await fullStory();
    latest = Number(await world.node.send("eth_blockNumber", []));
    const { anchor } = await exportEvidence(order(world.node, []));
    honest = bundleDigests(join(folder, "1"));
    trust = trustFrom(world.record, anchor);
  });

  function order(node: ExportParameters["node"], warnings: string[]): ExportParameters {
    exports += 1;
    const reporter = { ...silentReporter(), warn: (message: string) => warnings.push(message) };
    return { node, record: world.record, target: join(folder, String(exports)), toBlock: latest, reporter };
  }

  function distorted(distort: Distortion): RpcSender {
    return {
      send: async (method, params) => distort(method, params, await world.node.send(method, params)),
    };
  }

  /** Exports from a bad endpoint and a good one, and holds the bundle against that of the good one alone. */
  async function expectHonest(bad: RpcSender): Promise<string[]> {
    const warnings: string[] = [];
    const endpoints = [bad, world.node].map((node, index) => ({ name: index === 0 ? "bad" : "good", node }));
    const node = severalNodes(endpoints, { warn: (message) => warnings.push(message) });
    const { bundle, anchor } = await exportEvidence(order(node, warnings));
    expect(anchor).to.deep.equal(trust.anchor);
    expect(bundleDigests(bundle)).to.deep.equal(honest);
    expect((await verifyBundle(bundle, trust)).ok).to.equal(true);
    return warnings;
  }

  it("leaves one that drops a receipt, and says which and why", async () => {
    const liar = distorted((method, _params, answer) =>
      // An embedded node knows no receipts of whole blocks: they are asked for one by one.
      method === "eth_getTransactionReceipt" ? { ...(answer as object), logs: [] } : answer,
    );
    const warnings = await expectHonest(liar);
    expect(warnings.join("\n")).to.match(/bad is asked no more\. .*receipts of block \d+ have the root/);
    await expectCode(exportEvidence(order(liar, [])), "chain/contradiction");
  });

  it("leaves one that is on another chain", async () => {
    const other = distorted((method, params, answer) =>
      method === "eth_getBlockByNumber" && Number(params[0]) >= 20
        ? { ...(answer as object), extraData: "0x01" }
        : answer,
    );
    expect((await expectHonest(other)).join("\n")).to.contain("bad is asked no more.");
  });

  it("does not wait for one that is behind", async () => {
    const behind = distorted((method, params, answer) =>
      method === "eth_getBlockByNumber" && Number(params[0]) > latest - 5 ? null : answer,
    );
    expect(await expectHonest(behind)).to.deep.equal(["good answers instead of bad"]);
  });

  it("is the same where a node gives little at once: blocks without transactions, proofs of a slot or two", async () => {
    const asked: string[] = [];
    const small = distorted((method, params, answer) => {
      asked.push(method);
      const tooMuch =
        (method === "eth_getBlockByNumber" && params[1] === true && (answer as Block).transactions.length > 0) ||
        (method === "eth_getProof" && (params[1] as unknown[]).length > 2);
      // Infura's words, with the code that elsewhere asks to wait.
      if (tooMuch) throw new RpcRefusal(method, { code: -32_005, message: "query returned more than 10000 results" });
      return answer;
    });
    const node = severalNodes([{ name: "small", node: small }], {
      warn: () => undefined,
      wait: () => Promise.reject(new Error("nothing to wait for")),
    });
    const { bundle } = await exportEvidence(order(node, []));
    expect(bundleDigests(bundle)).to.deep.equal(honest);
    expect(asked).to.include("eth_getTransactionByHash");
  });

  it("says so when no endpoint has the state any more", async () => {
    const pruned = distorted((method, _params, answer) => {
      if (method === "eth_getProof") throw new RpcRefusal(method, { code: -32_000, message: "missing trie node" });
      return answer;
    });
    const error = await expectCode(exportEvidence(order(pruned, [])), "chain/state-pruned");
    expect(error.message).to.match(/^The node no longer has the state of block \d+\.$/);
  });

  it("is refused when the last endpoint contradicts itself, with nothing to be taken for evidence", async () => {
    const liar = distorted((method, _params, answer) =>
      method === "eth_getTransactionReceipt" ? { ...(answer as object), logs: [] } : answer,
    );
    const node = severalNodes(
      ["one", "two"].map((name) => ({ name, node: liar })),
      { warn: () => undefined },
    );
    const warnings: string[] = [];
    const given = order(node, warnings);
    await expectCode(exportEvidence(given), "chain/contradiction");
    expect(warnings).to.have.length(1);
    expect(() => bundleDigests(given.target)).to.throw("ENOENT");
  });
});
