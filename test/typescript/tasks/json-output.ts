import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { silentReporter } from "#lib/console/reporter";
import { deploySuite } from "#lib/deployment/deploy-suite";
import { ExitCode } from "#lib/errors/exit-code";

import { captureTask } from "#support/captured-task";
import { fillDocuments } from "#support/dossier-kit";
import { startLyingProxy } from "#support/lying-proxy";
import { demoGovernance, suiteArtifacts } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

type Document = Readonly<Record<string, unknown>>;

const GROUPS = ["gov", "change", "safe", "evidence"];

/** They need a bridge, or a batch, in use: tasks/bridge/story.ts and tasks/program/story.ts have them. */
const ELSEWHERE = ["change acknowledge", "change object", "evidence disclose"];

/** With `--json`, stdout is for programs: one document, whatever happens. */
describe("--json", () => {
  const seen = new Set<string>();
  let deployment: string;

  before(async () => {
    deployment = temporaryFolder();
    const governance = readFileSync("deployments/demo/governance.json");
    writeFileSync(join(deployment, "governance.json"), governance);
    const { provider } = await hre.network.getOrCreate();
    await deploySuite({
      governance: demoGovernance(),
      artifacts: await suiteArtifacts(),
      rpc: provider,
      directory: deployment,
      reporter: silentReporter(),
    });
  });

  it("prints one document when every task succeeds, and nothing else", async () => {
    const { seats, standby: reserve } = demoGovernance().councils.technical;
    const [owner = "", second = "", standby = ""] = [...seats.slice(0, 2), ...reserve].map((seat) => seat.owner);
    await answers("gov deploy", { dryRun: true });
    await answers("gov plan");
    await answers("gov status");
    await answers("gov doctor");
    const call = (seconds: number): string =>
      `OperationsLog.setReleaseCadence(0x${"11".repeat(32)}, ${String(seconds)})`;
    const calls = { call: call(86_400), rollbackCall: call(3600) };
    const created = await answers("change new", { class: "ConfigOnly", title: "T", release: "1.0.1", ...calls });
    const dossier = String(created["path"]);
    fillDocuments(dossier);
    await answers("change check", { dossier });
    const proposed = await answers("change propose", { dossier });
    const change = String(proposed["id"]);
    await answers("change approve", { dossier });
    await answers("change verify", { change });
    const [file = ""] = proposed["approvals"] as string[];
    await answers("safe show", { safe: "technical" });
    const rotation = { council: "technical", lost: second, successor: standby };
    const rotated = (await answers("safe rotate-owner", rotation))["file"];
    await answers("safe verify", { file: rotated });
    await answers("safe reject", { file: rotated });
    const { queue } = await answers("safe queue");
    expect((queue as { rivals: string[] }[]).filter(({ rivals }) => rivals.length > 0)).to.have.length.at.least(2);
    await answers("safe replace-council", { council: "program", deployment: withNewProgramCouncil(), dryRun: true });
    await answers("safe set-threshold", { council: "governance", threshold: "4" });
    for (const threshold of ["2", "3", "5", "6"]) {
      const refused = await answers("safe set-threshold", { council: "governance", threshold }, ExitCode.refused);
      expect(refused["error"]).to.have.property("code", "refused/threshold");
    }
    await answers("safe revoke-exit", { council: "technical" }, ExitCode.refused);
    await answers("safe sign", { file, account: owner });
    await answers("safe sign", { file, account: second });
    const combined = await answers("safe combine", { file });
    await answers("safe execute", { file: combined["file"] });
    await answers("change show", { change });
    await answers("change list");
    await answers("change execute", { change }, ExitCode.refused);
    const reason = join(dossier, "change-request.md");
    const vetoed = await answers("change veto", { change, safe: "emergency", reason });
    const withdrawn = await answers("change veto", { change, safe: "technical", reason });
    expect([vetoed["kind"], withdrawn["kind"]]).to.deep.equal(["veto", "withdrawal"]);
    await answers("change rollback", { change, safe: "technical", reason });
    const [target, trust] = [join(deployment, "bundle"), join(deployment, "trust.json")];
    await answers("evidence export", { target, trustOut: trust });
    await answers("evidence verify", { bundle: target, trust });
    const stored = await answers("evidence checkpoint", { confirmations: "0" });
    const kept = { target: join(deployment, "kept"), checkpoint: stored["checkpoint"] };
    expect(await answers("evidence export", kept))
      .to.have.property("anchor")
      .that.deep.equals(stored["anchor"]);
    const { provider } = await hre.network.getOrCreate();
    const neighbour = await startLyingProxy({ send: (method, params) => provider.request({ method, params }) });
    const out = join(deployment, "agreed.json");
    await answers("evidence trust", { out, endpoints: [neighbour.url], confirmations: "0" });
    await neighbour.close();

    const all = [...hre.tasks.rootTasks.values()]
      .filter(({ id }) => GROUPS.includes(id.join(" ")))
      .flatMap((group) => [...group.subtasks.values()].map(({ id }) => id.join(" ")))
      .filter((id) => !ELSEWHERE.includes(id));
    expect([...seen].sort()).to.deep.equal(all.sort());
  });

  it("prints one document when a deployment is missing, for every task", async () => {
    const nowhere = join(temporaryFolder(), "none");
    for (const id of seen) {
      const given: Record<string, string | string[]> = {};
      const { positionalArguments } = hre.tasks.getTask(id.split(" "));
      for (const { name, isVariadic } of positionalArguments) given[name] = isVariadic ? ["none"] : "none";
      const required = { safe: "technical", class: "ConfigOnly", title: "T", release: "1" };
      const options = Object.entries(required).filter(([name]) => hre.tasks.getTask(id.split(" ")).options.has(name));
      const failed = await answers(id, { ...Object.fromEntries(options), ...given, deployment: nowhere }, "any");
      expect(failed["ok"], id).to.equal(false);
      expect(failed["error"], id).to.include.keys("code", "message", "hint", "exitCode");
    }
  });

  it("refuses an upgrade whose storage is another, and sources that are not what runs, before it deploys", async () => {
    const draft = { class: "RoutineUpgrade", title: "T", release: "2.0.0", proxy: "OperationsLog" };
    const { provider } = await hre.network.getOrCreate();
    const height: unknown = await provider.request({ method: "eth_blockNumber" });
    for (const [names, code] of [
      [{ upgrade: "ChangeManager" }, "refused/upgrade-unsafe"],
      [{ upgrade: "OperationsLogRehearsal", reference: "ChangeManager" }, "refused/reference-differs"],
    ] as const) {
      const refused = await answers("change new", { ...draft, ...names }, ExitCode.refused);
      expect(refused["error"]).to.have.property("code", code);
    }
    const unknown = await answers("change new", { ...draft, upgrade: "NoSuchContract" }, ExitCode.badInput);
    expect(unknown["error"]).to.have.property("code", "input/unknown-artifact");
    expect(await provider.request({ method: "eth_blockNumber" })).to.equal(height);
  });

  /** The same deployment, whose file describes another Safe of the Program Authority than the one in office. */
  function withNewProgramCouncil(): string {
    const folder = temporaryFolder();
    copyFileSync(join(deployment, "contracts.json"), join(folder, "contracts.json"));
    const governance = readFileSync(join(deployment, "governance.json"), "utf8");
    writeFileSync(join(folder, "governance.json"), governance.replace('"saltNonce": "5"', '"saltNonce": "105"'));
    return folder;
  }

  /** The one document. It must agree with the exit code, which must be `code` when that is given. */
  async function answers(id: string, given: object = {}, code: ExitCode | "any" = ExitCode.ok): Promise<Document> {
    seen.add(id);
    const { exitCode, stdout, stderr } = await captureTask(id.split(" "), { deployment, ...given });
    const document = parsed(stdout, id);
    if (code !== "any") expect(exitCode, `${id}: ${stderr}`).to.equal(code);
    const { exitCode: told = ExitCode.ok } = (document["error"] ?? {}) as { exitCode?: number };
    expect(told, id).to.equal(exitCode);
    // Colours would be noise in a log; the suite has none.
    expect(stdout + stderr, id).to.not.include("\u001b");
    return document;
  }

  function parsed(stdout: string, id: string): Document {
    try {
      return JSON.parse(stdout) as Record<string, unknown>;
    } catch {
      throw new Error(`${id} printed no single JSON document: ${stdout}`);
    }
  }
});
