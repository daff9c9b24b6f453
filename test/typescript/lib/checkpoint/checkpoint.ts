import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id } from "ethers";

import { checkpointPath, readCheckpoint } from "#lib/checkpoint/checkpoint";
import { type CheckpointResult, takeCheckpoint } from "#lib/checkpoint/take-checkpoint";
import type { RpcSender } from "#lib/chain/rpc-node";
import { silentReporter } from "#lib/console/reporter";
import { readBag } from "#lib/evidence/bag";
import { exportEvidence, type ExportParameters, type ExportResult } from "#lib/evidence/export-evidence";
import { parseState } from "#lib/evidence/parse-state";
import { parseSubject } from "#lib/evidence/parse-subject";
import { trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { writeJsonFile } from "#lib/files/json-file";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { foundProgram, keepBooks, programId, submit } from "#support/program-story";
import { temporaryFolder } from "#support/temporary-folder";

/** What is read of the state of one block. */
const OF_STATE = ["eth_getProof", "eth_getStorageAt", "eth_call", "eth_getCode"];

describe("a checkpoint", () => {
  let folder: string;
  let checkpoints: string;
  let world: EvidenceWorld;
  let taken: CheckpointResult;
  /** The same chain, by a node that has pruned the state of the checkpoint's block. */
  let pruned: RpcSender;
  let written = 0;

  before(async () => {
    folder = temporaryFolder();
    checkpoints = join(folder, "evidence", "checkpoints");
    world = await EvidenceWorld.create();
    await world.found();
    await foundProgram(world);
    await submit(world);
    await keepBooks(world, { committed: 500n, batches: 1n, rows: 10n, authorised: 500n });
    taken = await take();
    await world.say("RoleRegistry", "MandateSet", [3, world.record.safes.technical.address, 4_000_000_001]);
    pruned = pruning(world.node, taken.anchor.blockNumber);
  });

  function take(given: Partial<Parameters<typeof takeCheckpoint>[0]> = {}): Promise<CheckpointResult> {
    const { node, record } = world;
    const order = { node, record, folder: checkpoints, finality: { confirmations: 0 }, dryRun: false } as const;
    return takeCheckpoint({ ...order, reporter: silentReporter(), ...given });
  }

  function exported(given: Partial<ExportParameters>): Promise<ExportResult> {
    written += 1;
    const target = join(folder, String(written));
    return exportEvidence({ node: pruned, record: world.record, target, reporter: silentReporter(), ...given });
  }

  const at = (checkpoint: string): Pick<ExportParameters, "anchor" | "state"> =>
    parseState({ to: "", trust: "", checkpoint, withoutState: false });

  async function findings({ bundle, anchor }: ExportResult): Promise<string[]> {
    const { claims } = await verifyBundle(bundle, trustFrom(world.record, anchor));
    return claims
      .filter(({ verdict }) => verdict !== "PROVEN")
      .map(({ verdict, claim, reason }) => `${verdict} ${claim}: ${reason}`);
  }

  it("ends a bundle where the node has pruned the state, to the same bytes", async () => {
    const kept = await exported(at(checkpoints));
    expect(kept.anchor).to.deep.equal(taken.anchor);
    expect(await findings(kept)).to.deep.equal([]);
    const whole = await exported({ node: world.node, toBlock: taken.anchor.blockNumber });
    expect([...readBag(kept.bundle)]).to.deep.equal([...readBag(whole.bundle)]);
    expect((await exported(at(taken.checkpoint))).anchor).to.deep.equal(taken.anchor);
  });

  it("serves a narrowed bundle with what that one needs and no more", async () => {
    const subject = parseSubject({ incident: "", program: programId });
    expect(await findings(await exported({ ...at(checkpoints), subject }))).to.deep.equal([]);
  });

  it("is named to whoever asks a node that pruned", async () => {
    const { blockNumber: toBlock } = taken.anchor;
    const refused = await expectCode(exported({ toBlock }), "chain/state-pruned");
    expect(refused.message).to.equal(`The node no longer has the state of block ${toBlock}.`);
    expect(refused.hint).to.include("--checkpoint").and.to.include("evidence checkpoint");
    await expectCode(take({ node: pruned, toBlock }), "chain/state-pruned");
  });

  it("is missed where nobody kept one: the verdict is UNPROVEN, nothing is FAILED", async () => {
    const bundle = await exported({ toBlock: taken.anchor.blockNumber, state: { kind: "none" } });
    expect(await findings(bundle)).to.deep.equal([
      "UNPROVEN state: the bundle has no proofs of the anchor's state: what is in storage is unknown",
    ]);
  });

  it("is stored once, and not in a dry run", async () => {
    const text = readFileSync(taken.checkpoint, "utf8");
    const toBlock = taken.anchor.blockNumber;
    expect(taken.written).to.equal(true);
    expect(await take({ toBlock })).to.deep.equal({ ...taken, written: false });
    expect(readFileSync(taken.checkpoint, "utf8")).to.equal(text);
    expect((await take({ dryRun: true })).written).to.equal(false);
    expect(readdirSync(checkpoints)).to.deep.equal([`${toBlock}.json`]);
  });

  it("is not added to those of another branch", async () => {
    const { blockNumber, blockHash } = taken.anchor;
    const other = id("other branch");
    const branch: RpcSender = {
      send: async (method, params) => {
        const answer = await world.node.send(method, params);
        const isIt = method === "eth_getBlockByNumber" && Number(params[0]) === blockNumber;
        return isIt ? { ...(answer as object), hash: other } : answer;
      },
    };
    const refused = await expectCode(take({ node: branch }), "conflict/checkpoint");
    expect(refused.message).to.equal(
      `The node says that block ${blockNumber} is ${other}, ${taken.checkpoint} says ${blockHash}.`,
    );
  });

  it("is not taken from a node that contradicts itself", async () => {
    const lying: RpcSender = {
      send: async (method, params) => {
        const answer = await world.node.send(method, params);
        return method === "eth_getStorageAt" ? id("a lie") : answer;
      },
    };
    await expectCode(take({ node: lying }), "chain/contradiction");
  });

  it("is refused by name when it was changed, cut short or renamed", async () => {
    const stored = readCheckpoint(taken.checkpoint);
    const { path: _path, block: _block, ...file } = stored;
    const damaged = join(folder, "damaged");
    mkdirSync(damaged, { recursive: true });
    const path = checkpointPath(damaged, taken.anchor.blockNumber);
    const { accounts } = file.stateProofs;
    const [first, ...rest] = accounts;
    const store = (changed: object): void => {
      writeFileSync(path, JSON.stringify({ ...file, ...changed }));
    };
    const withAccounts = (changed: readonly object[]): void => {
      store({ stateProofs: { ...file.stateProofs, accounts: changed } });
    };
    withAccounts([{ ...first, accountProof: rest[0]?.accountProof }, ...rest]);
    const unlike = await expectCode(exported(at(path)), "conflict/checkpoint");
    expect(unlike.message).to.include(path);
    withAccounts(accounts.map((account) => ({ ...account, storage: account.storage.slice(1) })));
    await expectCode(exported(at(path)), "conflict/checkpoint");
    const ledger = world.address("DistributionLedger");
    withAccounts(
      accounts.map((account) =>
        account.address === ledger ? { ...account, storage: account.storage.slice(0, 2) } : account,
      ),
    );
    const less = await expectCode(exported(at(path)), "conflict/checkpoint-incomplete");
    expect(less.message).to.include(ledger);
    store({ header: `${file.header.slice(0, -2)}00` });
    await expectCode(exported(at(path)), "conflict/anchor-differs");
    store({ header: "0xc0" });
    await expectCode(() => at(path), "conflict/checkpoint");
    const renamed = checkpointPath(damaged, 1);
    writeFileSync(renamed, readFileSync(taken.checkpoint));
    await expectCode(() => at(renamed), "conflict/checkpoint");
  });

  it("is chosen by the trusted block, or as the newest that is asked for", async () => {
    const typed = { to: "", trust: "", checkpoint: checkpoints, withoutState: false };
    const { blockNumber } = taken.anchor;
    await expectCode(() => parseState({ ...typed, to: String(blockNumber - 1) }), "input/no-checkpoint");
    await expectCode(() => parseState({ ...typed, checkpoint: join(folder, "nowhere") }), "input/no-checkpoint");
    const file = { ...typed, checkpoint: checkpointPath(checkpoints, blockNumber) };
    const { message } = await expectCode(
      () => parseState({ ...file, to: String(blockNumber - 1) }),
      "input/no-checkpoint",
    );
    expect(message).to.contain(`is of block ${blockNumber}, beyond the block ${blockNumber - 1} `);
    expect(parseState({ ...file, to: String(blockNumber) }).anchor).to.deep.equal(taken.anchor);
    await expectCode(() => parseState({ ...typed, withoutState: true }), "input/arguments");
    const trust = join(folder, "trust.json");
    writeJsonFile(trust, trustFrom(world.record, { ...taken.anchor, blockHash: id("another") }));
    await expectCode(() => parseState({ ...typed, trust }), "conflict/anchor-differs");
    expect(parseState({ ...typed, to: String(blockNumber + 1) }).anchor).to.deep.equal(taken.anchor);
  });
});

/** A node that says of the state up to a block what Geth says of a state that it no longer has. */
function pruning(node: RpcSender, upTo: number): RpcSender {
  return {
    send: async (method, params) => {
      if (OF_STATE.includes(method) && Number(params.at(-1)) <= upTo) {
        throw new Error(`missing trie node 1f2e (path ) state 0x3d4c is not available`);
      }
      return await node.send(method, params);
    },
  };
}
