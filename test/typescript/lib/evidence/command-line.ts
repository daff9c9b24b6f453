import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { trustFrom } from "#lib/evidence/trust";
import { writeJsonFile } from "#lib/files/json-file";
import { routineUpgrade } from "#support/evidence-story";
import { EvidenceWorld } from "#support/evidence-world";
import { temporaryFolder } from "#support/temporary-folder";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const script = join(root, "scripts/evidence-verify.ts");

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe("evidence:verify", () => {
  let folder: string;
  let bundle: string;
  let trustPath: string;

  before(async () => {
    folder = temporaryFolder();
    bundle = join(folder, "bundle");
    trustPath = join(folder, "trust.json");
    const world = await EvidenceWorld.create();
    await world.found();
    await routineUpgrade(world);
    const { node, record } = world;
    const { anchor } = await exportEvidence({ node, record, target: bundle, reporter: silentReporter() });
    writeJsonFile(trustPath, trustFrom(record, anchor));
  });

  function run(command: string, args: readonly string[]): Outcome {
    return spawnSync(command, [...args], { cwd: root, encoding: "utf8" });
  }

  function verify(...args: readonly string[]): Outcome {
    return run(execPath, [script, ...args]);
  }

  function errorCode({ stdout }: Outcome): unknown {
    return (JSON.parse(stdout) as { error: { code: unknown } }).error.code;
  }

  it("exits 0 when everything is proven, with one JSON document on stdout", () => {
    const outcome = verify(bundle, "--trust", trustPath, "--json");
    expect(outcome.stderr).to.equal(`▸ Verifying ${bundle}\n`);
    expect(outcome.status).to.equal(0);
    expect((JSON.parse(outcome.stdout) as { ok: boolean }).ok).to.equal(true);
  });

  it("says so to a person, the verdict first", () => {
    const { stdout } = verify(bundle, "--trust", trustPath);
    const [verdict, ...rest] = stdout.trimEnd().split("\n");
    expect(verdict).to.match(/^PROVEN: (\d+) of \1 claims hold; \d+ events, 1 Safe transactions, 1 deployments$/);
    expect(rest.slice(1).every((line) => line.startsWith("  ✓ "))).to.equal(true);
  });

  it("exits 6 with the reason when the anchor is another", () => {
    const other = join(folder, "other.json");
    const wrong = `0x${"12".repeat(32)}`;
    const text = run("cat", [trustPath]).stdout;
    writeFileSync(other, text.replace(/"blockHash": "0x[0-9a-f]+"/, `"blockHash": "${wrong}"`));
    const outcome = verify(bundle, "--trust", other);
    expect(outcome.status).to.equal(6);
    expect(outcome.stdout).to.contain(`FAILED anchor: `).and.to.contain(wrong);
  });

  it("does not run without a trust file, or with a broken one", () => {
    const broken = join(folder, "broken.json");
    writeFileSync(broken, '{"schema": "sign.tr');
    writeFileSync(join(folder, "other-form.json"), '{"schema": "sign.trust.v1"}');
    for (const [args, code] of [
      [[bundle], "input/trust-missing"],
      [[bundle, "--trust", join(folder, "none.json")], "input/file-unreadable"],
      [[bundle, "--trust", broken], "input/not-json"],
      [[bundle, "--trust", join(bundle, "data/export.json")], "input/trust-in-bundle"],
      [[bundle, "--trust", join(folder, "other-form.json")], "input/schema"],
      [["--trust", trustPath], "input/arguments"],
      [[bundle, "--trust", trustPath, "--network", "x"], "input/arguments"],
      [[join(folder, "nowhere"), "--trust", trustPath], "input/bundle"],
    ] as const) {
      const outcome = verify(...args, "--json");
      expect([outcome.status, errorCode(outcome)]).to.deep.equal([2, code]);
    }
  });

  it("cannot reach a network from its process", () => {
    const probe = `
      import { sealNetwork } from "#lib/evidence/offline";
      sealNetwork();
      await import("#lib/evidence/run-verify");
      const found = [];
      for (const name of ["net", "node:tls", "http", "node:https", "http2", "dns", "dgram", "child_process", "worker_threads", "ws"]) {
        const loaded = await import(name);
        for (const [key, value] of Object.entries(loaded)) {
          try { value(); found.push(name + "." + key); } catch (error) { if (!error.message.includes("no network")) found.push(name + "." + key); }
        }
      }
      for (const name of ["fetch", "WebSocket", "EventSource"]) if (name in globalThis) found.push(name);
      process.stdout.write(JSON.stringify(found));
    `;
    expect(run(execPath, ["--input-type=module-typescript", "--eval", probe]).stdout).to.equal("[]");
  });
});
