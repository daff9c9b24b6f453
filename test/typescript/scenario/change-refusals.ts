import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { encodeBytes32String } from "ethers";

import { publicWallet } from "#lib/demo/public-accounts";
import { suiteInterface } from "#lib/abi/suite-interface";
import type { WrittenCall } from "#lib/calls/encode-call";
import { assembleChange } from "#lib/change/assemble";
import { toAbi } from "#lib/change/change";
import { checkChange } from "#lib/change/check";
import type { ChangeClass } from "#lib/change/change-class";
import { openDossier, type Dossier } from "#lib/change/dossier";
import { executeChange } from "#lib/change/execute";
import { prepareApprovals } from "#lib/change/prepare-request";
import { proposeChange } from "#lib/change/propose";
import { scaffoldChange } from "#lib/change/scaffold";
import { silentReporter } from "#lib/console/reporter";
import type { ErrorCode } from "#lib/errors/suite-error";
import { executeSafeRequest } from "#lib/safe/execute-request";
import type { SafeRequest } from "#lib/safe/safe-file";
import { sendTransaction, type Sending } from "#lib/transaction/send-transaction";

import { fillDocuments, sendingFor, signAll, throughSafe } from "#support/dossier-kit";
import { expectCode } from "#support/expect-code";
import { loadSuite, signersOf, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

const DAY = 86_400;
const ZERO = `0x${"00".repeat(32)}`;
const NODE = encodeBytes32String("node");

interface Scene {
  readonly suite: DeployedSuite;
  readonly folder: string;
  readonly proposer: Sending;
  readonly executor: Sending;
  readonly relay: Sending;
}

/** One row: what is prepared, what is attempted then, and how exactly it is refused. */
interface Refusal {
  readonly what: string;
  readonly code: ErrorCode;
  /** Custom error of the contracts; null where the tools refuse before they are asked. */
  readonly error: string | null;
  readonly prepare: (scene: Scene) => Promise<() => Promise<unknown>>;
}

const refusals: readonly Refusal[] = [
  {
    what: "a missing artifact",
    code: "refused/artifact-missing",
    error: null,
    prepare: async (scene) => {
      const dossier = await checked(scene);
      rmSync(join(dossier.path, "rollback-plan.md"));
      return () => proposeChange(scene.proposer, dossier, scene.suite.record);
    },
  },
  {
    what: "a digest of nothing, past the tools",
    code: "refused/artifact-missing",
    error: "ArtifactMissing",
    prepare: async (scene) => {
      const { change } = assembleChange(await newDossier(scene), scene.suite.record);
      const artifacts = { ...change.artifacts, privacyImpact: ZERO };
      return () => sendToManager(scene.proposer, scene, "propose", [toAbi({ ...change, artifacts })]);
    },
  },
  {
    what: "a dossier that was edited after the check",
    code: "conflict/edited-dossier",
    error: null,
    prepare: async (scene) => {
      const dossier = await checked(scene);
      append(join(dossier.path, "impact-security.md"));
      return () => proposeChange(scene.proposer, dossier, scene.suite.record);
    },
  },
  {
    what: "an approved change with one other document, past the tools",
    code: "refused/unknown-change",
    error: "UnknownChange",
    prepare: async (scene) => {
      const dossier = await approved(scene);
      await pass(scene, DAY);
      append(join(dossier.path, "impact-security.md"));
      const { change, context } = assembleChange(dossier, scene.suite.record);
      return () => sendToManager(scene.executor, scene, "execute", [toAbi(change), context.proposer, 0]);
    },
  },
  {
    what: "an execution after its window",
    code: "refused/window-closed",
    error: "WindowClosed",
    prepare: async (scene) => {
      const dossier = await approved(scene);
      await pass(scene, 9 * DAY);
      return () => executeChange(scene.executor, scene.suite.record, idOf(scene, dossier));
    },
  },
  {
    what: "signatures that were gathered too long ago",
    code: "refused/approval-expired",
    error: "ApprovalExpired",
    prepare: async (scene) => {
      const { request } = await proposed(scene);
      const signed = await signAll(scene.suite.provider, request, signersOf(scene.suite, "technical").slice(0, 2));
      await pass(scene, DAY + 1);
      return () => executeSafeRequest(scene.relay, signed);
    },
  },
  {
    what: "an approval after the approval window",
    code: "refused/window-closed",
    error: "WindowClosed",
    prepare: async (scene) => {
      const { dossier, approveBy } = await proposed(scene);
      await pass(scene, 15 * DAY);
      rmSync(join(dossier.path, "approve-technical.json"));
      const request = await approvalOf(scene, dossier, approveBy + 2 * DAY);
      const signed = await signAll(scene.suite.provider, request, signersOf(scene.suite, "technical").slice(0, 2));
      return () => executeSafeRequest(scene.relay, signed);
    },
  },
  {
    what: "code that was replaced after the approval",
    code: "refused/code-changed",
    error: "CodeChanged",
    prepare: async (scene) => {
      const dossier = await approved(scene);
      await pass(scene, DAY);
      const { provider, record } = scene.suite;
      const implementation = record.contracts.OperationsLog.implementation ?? "";
      await provider.send("hardhat_setCode", [implementation, `${await provider.getCode(implementation)}00`]);
      return () => executeChange(scene.executor, record, idOf(scene, dossier));
    },
  },
  ...(["tools", "contracts"] as const).flatMap((by): Refusal[] => [
    {
      what: `an upgrade inside ConfigOnly, by the ${by}`,
      code: "refused/function-of-another-class",
      error: "FunctionOfAnotherClass",
      prepare: async (scene) => attempt(scene, by, "ConfigOnly", upgradeCall(scene)),
    },
    ...(["ConfigOnly", "RoutineUpgrade", "BridgeParameter"] as const).map((changeClass): Refusal => ({
      what: `a grant of ADMIN inside ${changeClass}, by the ${by}`,
      code: "refused/core-target-forbidden",
      error: "CoreTargetForbidden",
      prepare: async (scene) => attempt(scene, by, changeClass, adminGrant(scene)),
    })),
    {
      what: `value inside ConfigOnly, by the ${by}`,
      code: "refused/value-forbidden",
      error: "ValueForbidden",
      prepare: async (scene) => attempt(scene, by, "ConfigOnly", { ...cadence(DAY), value: "1" }),
    },
  ]),
];

describe("what a governed change refuses", () => {
  for (const { what, code, error, prepare } of refusals) {
    it(`${what}: ${code}, nothing sent, nothing lost`, async () => {
      const scene = await openScene();
      const act = await prepare(scene);
      const before = await traces(scene);
      const refused = await expectCode(act(), code);
      expect(refused.details["error"] ?? null).to.equal(error);
      expect(await traces(scene)).to.deep.equal(before);
    });
  }
});

/** Nonces of all who send, the chain's height, and every byte of the deployment's folder. */
async function traces({ suite, folder, proposer, executor, relay }: Scene): Promise<unknown> {
  const accounts = await Promise.all([proposer, executor, relay].map(({ signer }) => signer.getAddress()));
  const nonces = await Promise.all(accounts.map((account) => suite.provider.getTransactionCount(account)));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  return { nonces, height: await suite.provider.getBlockNumber(), files };
}

async function openScene(): Promise<Scene> {
  const suite = await loadSuite();
  const folder = temporaryFolder();
  const sendingAs = (account: string): Promise<Sending> =>
    sendingFor(suite.provider, publicWallet(account), suite.record.chainId, folder);
  const accountOf = (role: string): string =>
    suite.governance.operators.find(({ roles }) => roles.some((held) => held === role))?.account ?? "";
  return {
    suite,
    folder,
    proposer: await sendingAs(accountOf("CHANGE_PROPOSER")),
    executor: await sendingAs(accountOf("CHANGE_EXECUTOR")),
    relay: await sendingAs(suite.governance.deployer),
  };
}

/** A change with one call that its class may not make: checked by the tools, or put to the contract past them. */
async function attempt(
  scene: Scene,
  by: "tools" | "contracts",
  changeClass: ChangeClass,
  call: WrittenCall,
): Promise<() => Promise<unknown>> {
  const dossier = await newDossier(scene, changeClass, call, { ...call, value: "0" });
  const { provider, record } = scene.suite;
  if (by === "tools") return () => checkChange({ provider, reporter: silentReporter() }, dossier, record);
  return () => sendToManager(scene.proposer, scene, "propose", [toAbi(assembleChange(dossier, record).change)]);
}

function sendToManager(sending: Sending, { suite }: Scene, name: "propose" | "execute", values: unknown[]) {
  return sendTransaction(sending, {
    key: `test:${name}`,
    action: "The attempt",
    to: suite.record.contracts.ChangeManager.address,
    data: suiteInterface("ChangeManager").encodeFunctionData(name, values),
  });
}

async function newDossier(
  { suite, folder, proposer }: Scene,
  changeClass: ChangeClass = "ConfigOnly",
  call: WrittenCall = cadence(DAY),
  undo: WrittenCall = cadence(3600),
): Promise<Dossier> {
  const dossier = await scaffoldChange(suite.provider, suite.record, folder, {
    title: "A change",
    class: changeClass,
    proposer: await proposer.signer.getAddress(),
    version: "1.0.1",
    uri: "",
    irreversible: false,
    calls: [call],
    rollback: [undo],
  });
  fillDocuments(dossier.path);
  return openDossier(folder, dossier.path);
}

async function checked(scene: Scene): Promise<Dossier> {
  const dossier = await newDossier(scene);
  await checkChange({ provider: scene.suite.provider, reporter: silentReporter() }, dossier, scene.suite.record);
  return dossier;
}

async function proposed(scene: Scene) {
  const dossier = await checked(scene);
  const { approveBy } = await proposeChange(scene.proposer, dossier, scene.suite.record);
  return { dossier, approveBy: approveBy ?? 0, request: await approvalOf(scene, dossier, approveBy ?? 0) };
}

async function approvalOf(scene: Scene, dossier: Dossier, approveBy: number): Promise<SafeRequest> {
  const { suite } = scene;
  const [prepared] = await prepareApprovals(suite.provider, suite.record, dossier.path, {
    id: idOf(scene, dossier),
    changeClass: "ConfigOnly",
    approveBy,
    validFor: DAY,
  });
  if (prepared === undefined) throw new Error("No council approves.");
  return prepared.request;
}

async function approved(scene: Scene): Promise<Dossier> {
  const { dossier, request } = await proposed(scene);
  await throughSafe(scene.relay, request, signersOf(scene.suite, "technical").slice(0, 2));
  return dossier;
}

function idOf({ suite }: Scene, dossier: Dossier): string {
  return assembleChange(dossier, suite.record).id;
}

async function pass({ suite }: Scene, seconds: number): Promise<void> {
  await suite.provider.send("evm_increaseTime", [seconds]);
  await suite.provider.send("evm_mine", []);
}

function append(path: string): void {
  writeFileSync(path, `${readFileSync(path, "utf8")}\nOne word more.`);
}

function cadence(seconds: number): WrittenCall {
  return { target: "OperationsLog", function: "setReleaseCadence", args: [NODE, String(seconds)], value: "0" };
}

function upgradeCall({ suite }: Scene): WrittenCall {
  const args = [suite.record.contracts.OperationsLog.implementation ?? "", "0x"];
  return { target: "OperationsLog", function: "upgradeToAndCall", args, value: "0" };
}

function adminGrant({ suite }: Scene): WrittenCall {
  return { target: "RoleRegistry", function: "grantRole", args: ["0", suite.governance.deployer, "0"], value: "0" };
}
