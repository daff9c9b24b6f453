import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { safeInterface } from "#lib/safe/safe-interface";
import { safeRequest, writeSafeFile } from "#lib/safe/safe-file";
import { plainSafeTransaction, type SafeTransaction } from "#lib/safe/safe-transaction";

import { fillDocuments } from "#support/dossier-kit";
import { NO_NODE, ProcessCountry, codeOf, deployGenesis } from "#support/process-country";
import { demoGovernance } from "#support/suite";

const DAY = 86_400;
const COMPONENT = `0x${"6e6f6465".padEnd(64, "0")}`;
const cadence = (seconds: number): string => `OperationsLog.setReleaseCadence(${COMPONENT}, ${String(seconds)})`;
const daily = [
  ...["--class", "ConfigOnly", "--title", "Release at most daily", "--release", "1.0.1"],
  ...["--call", cadence(DAY), "--rollback-call", cadence(3600)],
];

/**
 * Every flow of the demonstration by separate processes against separate nodes. Every kind of sending step is killed with
 * `kill -9` twice: before the node has the transaction, and after, while the answer is on its way.
 */
describe("governed changes by separate processes against anvil", () => {
  const flows: Record<string, Promise<void>> = {};

  before(async () => {
    const genesis = await deployGenesis(demoGovernance());
    const run = async (flow: (country: ProcessCountry) => Promise<void>): Promise<void> => {
      const country = await ProcessCountry.start(genesis);
      try {
        await flow(country);
      } finally {
        await country.anvil.stop();
      }
    };
    // Two cores: one takes the longest flow, the other the rest.
    flows["routine"] = run(routineUpgrade);
    flows["config"] = run(configChange);
    flows["high-risk"] = flows["config"].catch(() => undefined).then(() => run(highRiskUpgrade));
    flows["attempts"] = flows["high-risk"].catch(() => undefined).then(() => run(refusedAttempts));
    for (const flow of Object.values(flows)) flow.catch(() => undefined);
  });

  it("routine upgrade 2-of-3 and its rollback: killed twice at every sending step, nothing sent twice", () =>
    flows["routine"]);
  it("config change: vetoed, approved anew, executed", () => flows["config"]);
  it("high-risk upgrade 3-of-5: three technical signers are refused, both constituencies carry it", () =>
    flows["high-risk"]);
  it("refused attempts: each by its own code, nothing sent", () => flows["attempts"]);
});

async function routineUpgrade(country: ProcessCountry): Promise<void> {
  const [proposer, executor] = [country.operator("CHANGE_PROPOSER"), country.operator("CHANGE_EXECUTOR")];
  const relay = country.genesis.governance.deployer;
  const [owner, secondOwner] = country.seats("technical");
  const original = await country.implementation("OperationsLog");
  const created = await country.killedTwice(
    proposer,
    ...["change", "new", "--class", "RoutineUpgrade"],
    ...[
      ...["--title", "Rehearse an upgrade", "--release", "2.0.0"],
      ...["--upgrade", "OperationsLogRehearsal", "--proxy", "OperationsLog"],
    ],
  );
  const path = String(created["path"]);
  expect(path).to.equal(join(country.folder, "changes/001-rehearse-an-upgrade"));
  await country.refused(["change", "check", path], "refused/artifact-unfilled");
  fillDocuments(path);
  await country.refused(["change", "propose", path], "refused/not-checked");
  await country.succeeds("change", "check", path);
  const id = String((await country.killedTwice(proposer, "change", "propose", path))["id"]);

  const verified = await country.succeeds("change", "verify", path);
  const [toSign] = verified["approvals"] as { file: string; safeTxHash: string }[];
  const approval = await country.signed(toSign?.file ?? "", [owner, secondOwner]);
  await country.killedTwice(relay, "safe", "execute", approval);
  expect(await country.status(id)).to.equal("Queued");

  await country.refused(["change", "execute", id], "refused/not-ready", "NotReady");
  await country.travelToReady(id);
  await country.killedTwice(executor, "change", "execute", id);
  expect(await country.implementation("OperationsLog")).to.not.equal(original);

  const reason = join(path, "change-request.md");
  const undo = await country.succeeds("change", "rollback", id, "--safe", "technical", "--reason", reason);
  const signedUndo = await country.signed(String(undo["file"]), [owner, secondOwner]);
  await country.killedTwice(relay, "safe", "execute", signedUndo);
  expect(await country.status(id)).to.equal("RolledBack");
  expect(await country.implementation("OperationsLog")).to.equal(original);
}

async function configChange(country: ProcessCountry): Promise<void> {
  const relay = country.genesis.governance.deployer;
  const { path, id, approval } = await country.propose(...daily);
  const nonce = await country.nonceOf(country.operator("CHANGE_PROPOSER"));
  expect((await country.succeeds("change", "propose", path))["outcome"]).to.equal("already-proposed");
  expect(await country.nonceOf(country.operator("CHANGE_PROPOSER"))).to.equal(nonce);
  await country.throughSafe(approval, country.seats("technical").slice(1));

  const reason = country.write("reason.md", "The cadence would delay a pending fix.");
  const veto = await country.succeeds("change", "veto", path, "--safe", "emergency", "--reason", reason);
  const signedVeto = await country.signed(String(veto["file"]), country.seats("emergency").slice(0, 2));
  await country.killedTwice(relay, "safe", "execute", signedVeto);
  expect(await country.status(id)).to.equal("Proposed");

  const anew = await country.succeeds("change", "approve", path);
  const [renewed] = anew["approvals"] as { file: string; written: boolean }[];
  expect(renewed?.written).to.equal(true);
  await country.throughSafe(renewed?.file ?? "", country.seats("technical").slice(0, 2));
  await country.travelToReady(id);
  const executed = await country.succeeds("change", "execute", path);
  const receipt = JSON.parse(readFileSync(join(path, "receipt.json"), "utf8")) as Record<string, unknown>;
  expect(receipt["transactionHash"]).to.equal(executed["transactionHash"]);
  expect((await country.succeeds("change", "execute", id))["outcome"]).to.equal("already-executed");
}

async function highRiskUpgrade(country: ProcessCountry): Promise<void> {
  const [policy, , ...technical] = country.seats("governance");
  const original = await country.implementation("ChangeManager");
  const { id, approval } = await country.propose(
    ...["--class", "HighRiskUpgrade", "--title", "Upgrade the change manager", "--release", "1.1.0"],
    ...["--upgrade", "ChangeManager", "--proxy", "ChangeManager"],
  );
  const technicalOnly = await country.signed(approval, technical);
  await country.refused(["safe", "execute", technicalOnly], "refused/missing-constituency", "MissingConstituency");
  await country.throughSafe(approval, [policy]);
  await country.travelToReady(id);
  await country.succeeds("change", "execute", id);
  expect(await country.status(id)).to.equal("Executed");
  expect(await country.implementation("ChangeManager")).to.not.equal(original);
}

async function refusedAttempts(country: ProcessCountry): Promise<void> {
  const { record } = country.genesis;
  const upgrade = `OperationsLog.upgradeToAndCall(${record.contracts.OperationsLog.implementation ?? ""}, 0x)`;
  const hidden = await country.succeeds(
    ...["change", "new", "--class", "ConfigOnly", "--title", "Only a setting", "--release", "1.0.2"],
    ...["--call", upgrade, "--rollback-call", upgrade],
  );
  fillDocuments(String(hidden["path"]));
  await country.refused(["change", "check", String(hidden["path"])], "refused/function-of-another-class");

  const { safe, lowered, swapped } = attacks(record);
  const owners = country.seats("technical").slice(0, 2);
  const threshold = country.write("threshold.json", "");
  writeSafeFile(threshold, safeRequest({ ...safe, description: "Routine", transaction: lowered }));
  await country.refused(["safe", "execute", await country.signed(threshold, owners)], "refused/threshold-too-low");
  const delegatecall = country.write("delegatecall.json", "");
  writeSafeFile(delegatecall, safeRequest({ ...safe, description: "Looks like a transfer", transaction: swapped }));
  await country.refused(["safe", "sign", delegatecall, "--account", owners[0] ?? ""], "refused/delegatecall");

  await country.refused(["change", "propose", String(hidden["path"])], "refused/not-checked");
  const down = await country.run(["change", "list"], NO_NODE);
  expect([down.exitCode, codeOf(down)]).to.deep.equal([ExitCode.chain, "chain/unreachable"]);
}

/** One signature made enough; the Safe's singleton swapped by a delegatecall, as in 2025. */
function attacks(record: ContractsRecord): {
  readonly safe: { readonly chainId: number; readonly safe: string };
  readonly lowered: SafeTransaction;
  readonly swapped: SafeTransaction;
} {
  const { address } = record.safes.technical;
  const lower = safeInterface.encodeFunctionData("changeThreshold", [1]);
  return {
    safe: { chainId: record.chainId, safe: address },
    lowered: plainSafeTransaction(address, lower, 0n),
    swapped: { ...plainSafeTransaction(record.safeContracts.createCall, "0x", 0n), operation: 1 },
  };
}
