import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { id, keccak256, toBeHex, toQuantity } from "ethers";

import { rpcNode } from "#lib/chain/rpc-node";
import { contractsRecordPath } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import type { ErrorCode } from "#lib/errors/suite-error";
import { gatherTrust, type TrustOrder } from "#lib/evidence/gather-trust";
import { implementationSlot } from "#lib/evidence/safe-code";
import { readTrust, trustFrom } from "#lib/evidence/trust";
import { writeJsonFile } from "#lib/files/json-file";
import { type Anvil, startAnvil } from "#support/anvil";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { about, forged, type RpcBlock } from "#support/lies";
import { type Lie, type LyingProxy, startLyingProxy } from "#support/lying-proxy";
import { temporaryFolder } from "#support/temporary-folder";

const script = fileURLToPath(new URL("../../../../scripts/evidence-trust.ts", import.meta.url));
const honest: Lie = ({ answer }) => answer;

describe("a trust file from several sources", () => {
  let anvil: Anvil;
  let world: EvidenceWorld;
  let other: LyingProxy;
  let latest: number;

  before(async () => {
    anvil = await startAnvil();
    world = await EvidenceWorld.create(anvil.url);
    await world.found();
    latest = Number(await world.node.send("eth_blockNumber", []));
    other = await startLyingProxy(rpcNode(anvil.url));
  });

  after(async () => {
    await other.close();
    await anvil.stop();
  });

  function order(changes: Partial<TrustOrder> = {}): TrustOrder {
    const sources = [
      { name: "ours", node: rpcNode(anvil.url) },
      { name: "theirs", node: rpcNode(other.url) },
    ];
    return { sources, record: world.record, finality: { confirmations: 0 }, ...changes };
  }

  /** The error when the second source tells a lie, or when the order is another. */
  async function refusal(code: ErrorCode, lie: Lie, changes?: Partial<TrustOrder>): Promise<string> {
    other.tell(lie);
    return (await expectCode(gatherTrust(order(changes)), code)).message;
  }

  it("is that of the record, anchored where all agree", async () => {
    other.tell(honest);
    const trust = await gatherTrust(order());
    const { hash } = (await world.node.send("eth_getBlockByNumber", [toQuantity(latest), false])) as RpcBlock;
    expect(trust).to.deep.equal(trustFrom(world.record, { blockNumber: latest, blockHash: hash }));
  });

  it("goes back to the newest block that every source has, with the confirmations asked for", async () => {
    other.tell(about("eth_blockNumber", (answer) => toQuantity(Number(answer) - 4)));
    const { anchor } = await gatherTrust(order({ finality: { confirmations: 2 } }));
    expect(anchor.blockNumber).to.equal(latest - 6);
  });

  it("rests on the chain's own finality by default, and asks for confirmations where there is none", async () => {
    const final = (number: number): Lie =>
      about("eth_getBlockByNumber", (answer, { params }) =>
        params[0] === "finalized" ? { ...(answer as RpcBlock), number: toQuantity(number) } : answer,
      );
    const sources = await Promise.all(
      [3, 5].map(async (depth) => {
        const proxy = await startLyingProxy(rpcNode(anvil.url));
        proxy.tell(final(latest - depth));
        return { name: `depth ${depth}`, node: rpcNode(proxy.url), close: proxy.close };
      }),
    );
    const { anchor } = await gatherTrust(order({ sources, finality: "finalized" }));
    await Promise.all(sources.map(({ close }) => close()));
    expect(anchor.blockNumber).to.equal(latest - 5);
    const unknown = about("eth_getBlockByNumber", (answer, { params }) => (params[0] === "finalized" ? null : answer));
    expect(await refusal("chain/no-finality", unknown, { finality: "finalized" })).to.contain("which block is final");
  });

  it("is refused where sources disagree, with both answers", async () => {
    const { address } = world.record.contracts.KeyRegistry;
    const { implementation } = world.record.contracts.RoleRegistry;
    const [code, proxy] = [await world.node.send("eth_getCode", [address, "latest"]), world.address("RoleRegistry")];
    const lies: readonly (readonly [Lie, RegExp])[] = [
      [
        about("eth_getBlockByNumber", (answer) => forged(answer as RpcBlock, { extraData: "0x01" })),
        new RegExp(`^ours says that the hash of block ${latest} is 0x\\w{64}, theirs says 0x\\w{64}\\.$`),
      ],
      [
        about("eth_getCode", (answer, { params }) => (params[0] === address ? "0x00" : answer)),
        new RegExp(
          `the code hash of KeyRegistry at ${address} is ${keccak256(String(code))}, theirs says ${keccak256("0x00")}`,
        ),
      ],
      [
        about("eth_getStorageAt", (answer, { params }) =>
          params[0] === proxy && params[1] === implementationSlot ? toBeHex(address, 32) : answer,
        ),
        new RegExp(`the implementation of RoleRegistry is ${implementation ?? ""}, theirs says ${address}`),
      ],
    ];
    for (const [lie, message] of lies) expect(await refusal("conflict/sources-disagree", lie)).to.match(message);
  });

  it("is refused when all sources contradict the record", async () => {
    const { contracts } = world.record;
    const record = {
      ...world.record,
      contracts: { ...contracts, KeyRegistry: { ...contracts.KeyRegistry, codehash: id("published") } },
    };
    expect(await refusal("conflict/record-differs", honest, { record })).to.contain(
      `the deployment record says ${id("published")}`,
    );
  });

  it("is refused on another chain, from one source, out of range, and when the chain moves meanwhile", async () => {
    expect(
      await refusal(
        "chain/wrong-chain-id",
        about("eth_chainId", () => "0x1"),
      ),
    ).to.match(/^theirs is on chain 1,/);
    const [ours] = order().sources;
    if (ours === undefined) throw new Error("no source");
    expect(await refusal("input/one-source", honest, { sources: [ours] })).to.equal(
      "An anchor needs two sources at least.",
    );
    expect(await refusal("input/one-source", honest, { sources: [ours, ours] })).to.equal("ours is named twice.");
    for (const toBlock of [0, latest + 1]) {
      expect(await refusal("input/range", honest, { toBlock })).to.contain(`Block ${toBlock} cannot be the anchor`);
    }
    const moving = about("eth_getBlockByNumber", (answer, { again }) =>
      again === 0 ? answer : forged(answer as RpcBlock, { extraData: "0x01" }),
    );
    expect(await refusal("chain/reorganised", moving)).to.contain(`Block ${latest} was 0x`);
  });

  it("is written by the script, which needs no Hardhat", () => {
    other.tell(honest);
    const folder = temporaryFolder();
    writeJsonFile(contractsRecordPath(folder), world.record);
    const out = join(folder, "trust.json");
    const run = (...args: readonly string[]): { status: number | null; code: unknown } => {
      const outcome = spawnSync(execPath, [script, out, "--deployment", folder, ...args, "--json"], {
        encoding: "utf8",
      });
      return { status: outcome.status, code: (JSON.parse(outcome.stdout) as { error?: { code: string } }).error?.code };
    };
    const one = ["--rpc", anvil.url];
    for (const [args, status, code] of [
      [one, ExitCode.badInput, "input/one-source"],
      [[...one, "--rpc", `${anvil.url}/`], ExitCode.badInput, "input/one-source"],
      [[...one, "--rpc", "http://127.0.0.1:1"], ExitCode.chain, "chain/unreachable"],
      [[...one, "--rpc", "elsewhere"], ExitCode.badInput, "input/url"],
    ] as const) {
      expect(run(...args)).to.deep.equal({ status, code });
    }
    expect(existsSync(out)).to.equal(false);
    // Another way to the same node: who asks has to know that they are two.
    const two = [...one, "--rpc", anvil.url.replace("127.0.0.1", "localhost"), "--confirmations", "1"];
    expect(run(...two)).to.deep.equal({ status: ExitCode.ok, code: undefined });
    expect(readTrust(out).anchor.blockNumber).to.equal(latest - 1);
    expect(run(...two)).to.deep.equal({ status: ExitCode.badInput, code: "input/trust-exists" });
  });
});
