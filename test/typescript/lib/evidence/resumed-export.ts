import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { tryLock } from "#setup/folder-lock.mjs";

import { rpcNode, type RpcSender } from "#lib/chain/rpc-node";
import { silentReporter } from "#lib/console/reporter";
import { contractsRecordPath } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { exportEvidence, type ExportParameters } from "#lib/evidence/export-evidence";
import { workFolder } from "#lib/evidence/export-work";
import { readTrust } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { writeJsonFile } from "#lib/files/json-file";
import { type Anvil, startAnvil } from "#support/anvil";
import { bundleDigests } from "#support/bundle-digests";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { type LyingProxy, startLyingProxy } from "#support/lying-proxy";
import { temporaryFolder } from "#support/temporary-folder";

const script = fileURLToPath(new URL("../../../../scripts/evidence-export.ts", import.meta.url));

/** Enough for three segments. */
const TRANSACTIONS = 60;
const EVENTS_EACH = 50;
const LABEL = "x".repeat(3_000);

const down = new SuiteError({ code: "chain/unreachable", message: "It does not answer.", hint: "Wait." });

describe("an export that is killed", () => {
  let anvil: Anvil;
  let world: EvidenceWorld;
  let proxy: LyingProxy;
  let folder: string;
  let target: string;
  let latest: number;
  let whole: Record<string, string>;

  before(async () => {
    folder = temporaryFolder();
    anvil = await startAnvil();
    world = await EvidenceWorld.create(anvil.url);
    await world.found();
    for (let index = 0; index < TRANSACTIONS; index += 1) {
      await world.repeat("RoleRegistry", "RoleLabel", [index, LABEL], EVENTS_EACH);
    }
    latest = Number(await world.node.send("eth_blockNumber", []));
    writeJsonFile(contractsRecordPath(folder), world.record);
    proxy = await startLyingProxy(rpcNode(anvil.url));
    const trust = join(folder, "trust.json");
    expect(await run(join(folder, "whole"), "--trust-out", trust)).to.equal(0);
    whole = bundleDigests(join(folder, "whole"));
    expect((await verifyBundle(join(folder, "whole"), readTrust(trust))).ok).to.equal(true);
  });

  beforeEach(() => {
    target = join(folder, "killed");
    proxy.tell(({ answer }) => answer);
  });

  after(async () => {
    await proxy.close();
    await anvil.stop();
  });

  /** The exit code of the script; null when it was killed. */
  async function run(out: string, ...more: readonly string[]): Promise<number | null> {
    const { code } = await start(out, more).ended;
    return code;
  }

  function start(
    out: string,
    more: readonly string[] = [],
  ): { kill: () => void; ended: Promise<{ code: number | null }> } {
    const args = [script, out, "--deployment", folder, "--rpc", proxy.url, "--to", String(latest), "--json", ...more];
    const child = spawn(execPath, args, { stdio: "ignore" });
    const ended = once(child, "exit").then(([code]) => ({ code: code as number | null }));
    return { kill: () => child.kill("SIGKILL"), ended };
  }

  /** Kills a run as soon as it asks something. */
  async function killed(when: (method: string, params: readonly unknown[]) => boolean): Promise<void> {
    const asked: number[] = [];
    let kill: () => void = () => undefined;
    proxy.tell(({ method, params, answer }) => {
      if (method === "eth_getBlockByNumber" && params[1] === true) asked.push(Number(params[0]));
      if (when(method, params)) kill();
      return answer;
    });
    const running = start(target);
    kill = running.kill;
    const { code } = await running.ended;
    expect(code, "it was killed").to.equal(null);
    expect(existsSync(target), "nobody sees half a bundle").to.equal(false);
  }

  function order(): ExportParameters {
    return { node: world.node, record: world.record, target, toBlock: latest, reporter: silentReporter() };
  }

  /** A run that ends when all blocks are read, for want of a node. */
  async function stopped(): Promise<void> {
    const send: RpcSender["send"] = async (method, params) => {
      if (method === "eth_getProof") throw down;
      return await world.node.send(method, params);
    };
    await expectCode(exportEvidence({ ...order(), node: { send } }), "chain/unreachable");
  }

  function journal(): string {
    return join(workFolder(target), "journal.ndjson");
  }

  function sealed(): { from: number; to: number; files: { path: string }[] }[] {
    const lines = existsSync(journal()) ? readFileSync(journal(), "utf8").split("\n").slice(1, -1) : [];
    return lines.map((line) => JSON.parse(line) as { from: number; to: number; files: { path: string }[] });
  }

  function asksForBlock(number: number): (method: string, params: readonly unknown[]) => boolean {
    return (method, params) => method === "eth_getBlockByNumber" && params[1] === true && Number(params[0]) >= number;
  }

  it("has at least three segments", () => {
    expect(Object.keys(whole).filter((path) => path.startsWith("data/events/"))).to.have.length.greaterThan(2);
  });

  it("goes on where it was and ends with the same bytes, wherever it was killed", async () => {
    // In the first segment.
    await killed(asksForBlock(world.record.deployedAtBlock + 60));
    expect(sealed()).to.deep.equal([]);
    // Between two segments.
    await killed(() => sealed().length === 1);
    const [first] = sealed();
    if (first === undefined) throw new Error("nothing is sealed");
    // In the middle of a line of the journal, of a file, and of what comes last.
    appendFileSync(journal(), '{"kind":"sealed","from":');
    const left = { growing: "events", "bundle/data": "export.json", "bundle/data/approvals": "0x00.json" };
    for (const [where, name] of Object.entries(left)) {
      mkdirSync(join(workFolder(target), where), { recursive: true });
      writeFileSync(join(workFolder(target), where, name), "half of");
    }
    // In the second segment: what is sealed is not read again.
    const asked: number[] = [];
    await killed((method, params) => {
      if (method === "eth_getBlockByNumber" && params[1] === true) asked.push(Number(params[0]));
      return asksForBlock(first.to + 10)(method, params);
    });
    expect(Math.min(...asked)).to.equal(first.to + 1);
    // When all blocks are read.
    await killed((method) => method === "eth_getProof");
    expect(sealed().at(-1)?.to).to.equal(latest);
    expect(await run(target)).to.equal(0);
    expect(bundleDigests(target)).to.deep.equal(whole);
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).to.deep.equal([]);
    rmSync(target, { recursive: true });
  });

  it("reads again what is damaged on the disk", async () => {
    await stopped();
    const [, second] = sealed();
    const path = join(workFolder(target), second?.files[1]?.path ?? "");
    const bytes = readFileSync(path);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await exportEvidence(order());
    expect(bundleDigests(target)).to.deep.equal(whole);
    rmSync(target, { recursive: true });
  });

  it("is finished at another anchor too, and not for another order or by two at once", async () => {
    await stopped();
    const release = tryLock(join(workFolder(target), "lock"));
    await expectCode(exportEvidence(order()), "conflict/export-running");
    release?.();
    const other = { ...world.record, deployedAtBlock: world.record.deployedAtBlock + 1 };
    await expectCode(exportEvidence({ ...order(), record: other }), "conflict/partial-export");
    await exportEvidence({ ...order(), toBlock: latest - 1 });
    const plain = join(folder, "earlier");
    await exportEvidence({ ...order(), toBlock: latest - 1, target: plain });
    expect(bundleDigests(target)).to.deep.equal(bundleDigests(plain));
    rmSync(target, { recursive: true });
  });
});
