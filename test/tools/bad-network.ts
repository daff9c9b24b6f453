import { cpSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { ExitCode } from "#lib/errors/exit-code";

import { ask } from "#support/anvil";
import { BadNetworkScene, deployOverBadLine } from "#support/bad-network-scene";
import { FATES } from "#support/bad-line";
import { fillDocuments } from "#support/dossier-kit";
import type { Genesis } from "#support/process-country";
import { codeOf, type Stop } from "#support/stubborn-operator";
import { publicWallet } from "#lib/demo/public-accounts";

const DAY = 86_400;
const COMPONENT = `0x${"6e6f6465".padEnd(64, "0")}`;
const cadence = (seconds: number): string => `OperationsLog.setReleaseCadence(${COMPONENT}, ${String(seconds)})`;

/** Every task that talks to a chain does so through a line of which the node's keeper would be ashamed. */
describe("tasks over a bad network", () => {
  let genesis: Genesis;
  let deployed: Awaited<ReturnType<typeof deployOverBadLine>>;
  let scene: BadNetworkScene | undefined;

  before(async () => {
    deployed = await deployOverBadLine("landslide");
    ({ genesis } = deployed);
  });

  afterEach(async () => {
    await scene?.close();
    scene = undefined;
  });

  it("with 30 % bad replies the suite is deployed: no step is sent twice, and the doctor finds nothing", () => {
    expect(deployed.sent).to.equal(deployed.steps);
    expect(deployed.runs.map(({ stderr }) => stderr).join("")).to.contain("asked again: eth_sendRawTransaction");
  });

  /** A dossier that can be proposed. */
  const checked = async ({ operator }: BadNetworkScene, title: string): Promise<string> => {
    const created = await operator.insist(
      ...["change", "new", "--class", "ConfigOnly", "--title", title, "--release", "1.0.1"],
      ...["--call", cadence(DAY), "--rollback-call", cadence(3600)],
    );
    fillDocuments(String(created["path"]));
    await operator.insist("change", "check", String(created["path"]));
    return String(created["path"]);
  };

  for (const seed of ["monsoon", "earthquake", "eclipse"]) {
    it(`with 30 % bad replies all of a change's life is lived, and nothing is sent twice (${seed})`, async () => {
      scene = await BadNetworkScene.open(genesis, seed);
      const { operator, country, line } = scene;
      cpSync("deployments/demo/governance.json", join(country.folder, "governance.json"));
      const original = await country.implementation("OperationsLog");
      const [owner, second] = country.seats("technical");

      const created = await operator.insist(
        ...["change", "new", "--class", "RoutineUpgrade", "--title", "Rehearse an upgrade", "--release", "2.0.0"],
        ...["--upgrade", "OperationsLogRehearsal", "--proxy", "OperationsLog"],
      );
      const path = String(created["path"]);
      expect(path).to.equal(join(country.folder, "changes/001-rehearse-an-upgrade"));
      fillDocuments(path);
      await operator.insist("change", "check", path);
      const proposed = await operator.insist("change", "propose", path);
      const id = String(proposed["id"]);
      const [approval] = proposed["approvals"] as string[];
      await operator.insist("change", "verify", path);
      await operator.insist("safe", "execute", await scene.signed(approval ?? "", [owner, second]));
      const { record } = (await operator.insist("change", "show", id)) as { record: { readyAt: number } };
      await ask(country.anvil.url, "evm_setNextBlockTimestamp", [record.readyAt]);
      await ask(country.anvil.url, "evm_mine");
      await operator.insist("change", "execute", id);
      expect(await country.implementation("OperationsLog")).to.not.equal(original);

      const reason = join(path, "change-request.md");
      const undo = await operator.insist("change", "rollback", id, "--safe", "technical", "--reason", reason);
      await operator.insist("safe", "execute", await scene.signed(String(undo["file"]), [owner, second]));
      expect(await country.implementation("OperationsLog")).to.equal(original);

      const fire = await operator.insist(
        ...["emergency", "restrict", "--system", "credential-office", "--mode", "HALTED", "--duration", "12h"],
        ...["--incident", "2026-11-21-fire", "--severity", "SEV2", "--reason", reason],
      );
      const watch = country.seats("emergency").slice(0, 2);
      await operator.insist("safe", "execute", await scene.signed(String(fire["file"]), watch));
      await operator.insist(
        ...["key", "register", `operator:${country.seats("emergency")[0] ?? ""}`, "--custody", "hsm"],
        ...["--document", reason, "--rotation", "90d"],
      );

      const of = (role: string): string =>
        genesis.governance.operators.find(({ roles }) => roles.some((held) => held === role))?.account ?? "";
      const relay = genesis.governance.deployer;
      const [proposer, executor, keeper] = [of("CHANGE_PROPOSER"), of("CHANGE_EXECUTOR"), of("TECHNICAL_OPERATOR")];
      const sent = await scene.sent();
      expect(sent.map(({ from }) => from)).to.deep.equal([proposer, proposer, relay, executor, relay, relay, keeper]);
      expect(
        await scene.eventsSince("ChangeManager", "OperationsLog", "EmergencyController", "KeyRegistry"),
      ).to.include({
        ChangeProposed: 1,
        ChangeApproved: 1,
        ChangeExecuted: 1,
        ChangeRolledBack: 1,
        SystemRestricted: 1,
        KeyRegistered: 1,
      });
      for (const account of [proposer, executor, relay, keeper]) {
        const journal = scene.journalOf(account);
        const own = sent.filter(({ from }) => from === account).map(({ hash }) => hash);
        expect(journal.prepared().map(({ hash }) => hash)).to.deep.equal(own);
        expect(own.map((hash) => journal.outcomeOf(hash))).to.deep.equal(own.map(() => "succeeded"));
      }

      for (const fate of FATES) expect(line.fates.get(fate), fate).to.be.greaterThan(0);
      const told = operator.runs.map(({ stderr }) => stderr).join("");
      expect(told).to.match(/^! asked again: eth_\w+ \(the connection broke, \w+\); try 2 in \d\.\d s$/m);
      expect(told).to.contain("(HTTP 502)").and.to.contain("(the answer is cut off or no JSON-RPC)");
      expectNoSecrets(operator.runs, line.secret);
    });
  }

  it("a node that falls silent: nothing sent is code 4, something sent is code 5, and the rerun finishes it", async () => {
    scene = await BadNetworkScene.open(genesis, "silence", 0);
    const { operator, line } = scene;
    const path = await checked(scene, "Silence");
    const propose = ["change", "propose", path, "--patience", "1"];

    line.decide(() => "dropped-after");
    const before = await operator.run(...propose);
    expect([before.exitCode, codeOf(before)]).to.deep.equal([ExitCode.chain, "chain/unreachable"]);
    expect(await scene.sent()).to.deep.equal([]);

    let sent = false;
    line.decide((method) => {
      sent ||= method === "eth_sendRawTransaction";
      return sent ? "dropped-after" : "whole";
    });
    const during = await operator.run(...propose);
    expect([during.exitCode, codeOf(during)]).to.deep.equal([ExitCode.sentUnconfirmed, "unconfirmed/broadcast"]);
    expect(during.stderr).to.contain("Run the same command again");
    line.decide(() => "whole");
    await operator.insist(...propose);
    const [transaction, ...others] = await scene.sent();
    expect(others).to.deep.equal([]);

    const other = await checked(scene, "Silence afterwards");
    let mined = false;
    line.decide((method) => {
      if (mined) return "dropped-after";
      mined = method === "eth_getTransactionReceipt";
      return "whole";
    });
    const after = await operator.run("change", "propose", other, "--patience", "1");
    expect(after.exitCode, after.stderr).to.equal(ExitCode.sentUnconfirmed);
    line.decide(() => "whole");
    await operator.insist("change", "propose", other);
    expect((await scene.sent()).map(({ from }) => from)).to.deep.equal([transaction?.from, transaction?.from]);
    expectNoSecrets(operator.runs, line.secret);
  });

  it("blocks that come late: the wait is told, the confirmations are counted, a replaced transaction is named", async () => {
    scene = await BadNetworkScene.open(genesis, "slow blocks");
    const { operator, country, line } = scene;
    const path = await checked(scene, "Slow blocks");
    await ask(country.anvil.url, "evm_setAutomine", [false]);
    const early = await operator.run("change", "propose", path, "--patience", "2");
    expect([early.exitCode, codeOf(early)], early.stderr).to.deep.equal([
      ExitCode.sentUnconfirmed,
      early.stderr.includes("unconfirmed/broadcast") ? "unconfirmed/broadcast" : "unconfirmed/no-receipt",
    ]);

    // A block of twelve seconds for each third question after a receipt.
    let questions = 0;
    line.listen(async (method) => {
      if (method !== "eth_getTransactionReceipt" || ++questions % 3 !== 0) return;
      await ask(country.anvil.url, "evm_increaseTime", [12]);
      await ask(country.anvil.url, "evm_mine");
    });
    await operator.insist("change", "propose", path, "--confirmations", "3");
    const told = operator.runs.at(-1)?.stderr ?? "";
    expect(told).to.match(/0x[0-9a-f]{64} is in block \d+; [12] of 3 confirmations/);
    const [mined] = await scene.sent();
    expect(await ask(country.anvil.url, "eth_blockNumber")).to.satisfy(
      (height: string) => Number(height) >= (mined?.block ?? 0) + 3,
    );

    line.listen(() => undefined);
    const next = await checked(scene, "Replaced by the wallet");
    const stopped = await operator.run("change", "propose", next, "--patience", "2");
    expect(stopped.exitCode, stopped.stderr).to.equal(ExitCode.sentUnconfirmed);
    const replacement = await scene.replace(publicWallet(mined?.from ?? ""), 1);
    await ask(country.anvil.url, "evm_mine");
    await ask(country.anvil.url, "evm_setAutomine", [true]);
    await operator.insist("change", "propose", next);
    expect(operator.runs.map(({ stderr }) => stderr).join("")).to.contain(`went to ${replacement}`);
    const hashes = (await scene.sent()).map(({ hash }) => hash);
    expect(hashes).to.have.lengthOf(3);
    expect(hashes.slice(0, 2)).to.deep.equal([mined?.hash, replacement]);
    expect(await scene.eventsSince("ChangeManager")).to.include({ ChangeProposed: 2 });
  });
});

/** Neither the key of the endpoint nor a key of an account may be shown. */
function expectNoSecrets(runs: readonly Stop[], secret: string): void {
  for (const { words, stderr, json } of runs) {
    const shown = stderr + JSON.stringify(json);
    expect(shown.includes(secret), `${words} shows the endpoint's key`).to.equal(false);
  }
}
