import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { Contract, encodeBytes32String } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { checkChange } from "#lib/change/check";
import { openDossier, type Dossier } from "#lib/change/dossier";
import { executeChange } from "#lib/change/execute";
import { prepareApprovals } from "#lib/change/prepare-request";
import { proposeChange } from "#lib/change/propose";
import { findChange, readStatus } from "#lib/change/read-change";
import { rollbackRequest, vetoRequest } from "#lib/change/approval-request";
import { scaffoldChange, type ChangeDraft } from "#lib/change/scaffold";
import type { RawProvider } from "#lib/change/simulate";
import { verifyChange } from "#lib/change/verify";
import { silentReporter } from "#lib/console/reporter";
import type { Sending } from "#lib/transaction/send-transaction";
import { executeSafeRequest } from "#lib/safe/execute-request";

import { fillDocuments, sendingFor, signAll, throughSafe } from "#support/dossier-kit";
import { expectCode } from "#support/expect-code";
import { publicWallet } from "#lib/demo/public-accounts";
import { loadSuite, signersOf, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

const COMPONENT = encodeBytes32String("node");
const REASON = `0x${"77".repeat(32)}`;
const DAY = 86_400;

describe("the life of a config change, through the library", () => {
  let suite: DeployedSuite;
  let provider: RawProvider;
  let folder: string;
  let proposer: Sending;
  let executor: Sending;
  let relay: Sending;

  beforeEach(async () => {
    suite = await loadSuite();
    provider = suite.provider;
    folder = temporaryFolder();
    proposer = await sendingAs("CHANGE_PROPOSER");
    executor = await sendingAs("CHANGE_EXECUTOR");
    relay = await sendingFor(provider, publicWallet(suite.governance.deployer), suite.record.chainId, folder);
  });

  it("goes from paperwork to execution and back, each step once", async () => {
    const { record } = suite;
    const dossier = await newDossier();
    const { id, simulation } = await checkChange({ provider, reporter: silentReporter() }, dossier, record);
    expect(simulation.outcome).to.equal("succeeds");
    const cadence = simulation.differences?.filter(({ name, volatile }) => name === "OperationsLog" && !volatile);
    // The interval shares its slot with the time of the last release, which takes the low 40 bits.
    expect(cadence?.map(({ before, after }) => [BigInt(before), BigInt(after) >> 40n])).to.deep.equal([
      [0n, BigInt(DAY)],
    ]);
    expect(simulation.rollback).to.deep.equal([{ call: 0, outcome: "succeeds", error: null }]);

    const first = await proposeChange(proposer, dossier, record);
    expect([first.outcome, first.id]).to.deep.equal(["proposed", id]);
    const again = await proposeChange(proposer, dossier, record);
    expect([again.outcome, again.transactionHash]).to.deep.equal(["already-proposed", first.transactionHash]);

    const approve = await approval(dossier, id, first.approveBy);
    const verified = await verifyChange({ provider, reporter: silentReporter() }, record, id, { dossier });
    expect(verified.calls[0]?.text).to.equal(
      `OperationsLog.setReleaseCadence(component: ${COMPONENT}, minInterval: ${String(DAY)})`,
    );
    expect(verified.approvals.map(({ safeTxHash }) => safeTxHash)).to.deep.equal([approve.safeTxHash]);

    const two = signersOf(suite, "technical").slice(0, 2);
    const signed = await signAll(provider, approve, two);
    expect((await executeSafeRequest(relay, signed)).outcome).to.equal("executed");
    expect((await executeSafeRequest(relay, signed)).outcome).to.equal("already-executed");
    expect(await readStatus(provider, record, id)).to.equal("Queued");

    await expectCode(executeChange(executor, record, id), "refused/not-ready");
    await wait(DAY);
    const done = await executeChange(executor, record, id);
    expect(done.outcome).to.equal("executed");
    expect((await executeChange(executor, record, id)).transactionHash).to.equal(done.transactionHash);
    expect(await cadenceOnChain()).to.equal(BigInt(DAY));

    const { change, context } = await findChange(provider, record, id);
    const undo = await rollbackRequest(provider, record, {
      id,
      change,
      proposer: context.proposer,
      council: "technical",
      role: 3n,
      reasonDigest: REASON,
    });
    await throughSafe(relay, undo, two);
    expect(await readStatus(provider, record, id)).to.equal("RolledBack");
    expect(await cadenceOnChain()).to.equal(3600n);
    await expectCode(executeChange(executor, record, id), "refused/already-rolled-back");
  });

  it("sends a vetoed change back, and it needs a renewed approval", async () => {
    const { record } = suite;
    const { id } = await queued();
    const veto = await vetoRequest(provider, record, {
      id,
      kind: "veto",
      council: "emergency",
      role: 4n,
      reasonDigest: REASON,
    });
    await throughSafe(relay, veto, signersOf(suite, "emergency").slice(0, 2));
    expect(await readStatus(provider, record, id)).to.equal("Proposed");
    await wait(DAY);
    await expectCode(executeChange(executor, record, id), "refused/unexpected-status");
  });

  it("needs no dossier to execute", async () => {
    const { id } = await queued();
    await wait(DAY);
    const bare = { ...executor, journal: (await sendingAs("CHANGE_EXECUTOR", temporaryFolder())).journal };
    expect((await executeChange(bare, suite.record, id)).outcome).to.equal("executed");
  });

  it("tells a signer that a file asks for another approval than it says", async () => {
    const { record } = suite;
    const mine = await proposedChange();
    const other = await proposedChange();
    const verify = (path: string, council: "technical" | "emergency"): ReturnType<typeof verifyChange> =>
      verifyChange({ provider, reporter: silentReporter() }, record, mine.id, {
        request: join(path, "approve-technical.json"),
        council,
      });
    expect((await verify(mine.path, "technical")).approvals.length).to.equal(1);
    await expectCode(verify(other.path, "technical"), "conflict/approval-request");
    await expectCode(verify(mine.path, "emergency"), "conflict/approval-request");
  });

  it("refuses a dossier that was edited after the check, and sends nothing", async () => {
    const dossier = await newDossier();
    await checkChange({ provider, reporter: silentReporter() }, dossier, suite.record);
    const plan = join(dossier.path, "rollback-plan.md");
    writeFileSync(plan, `${readFileSync(plan, "utf8")}\nOne word more.`);
    const blocks = await provider.getBlockNumber();
    await expectCode(proposeChange(proposer, dossier, suite.record), "conflict/edited-dossier");
    expect(await provider.getBlockNumber()).to.equal(blocks);
    expect(existsSync(proposer.journal.path)).to.equal(false);
  });

  it("tells a signer whose dossier is not what was proposed", async () => {
    const dossier = await newDossier();
    const { id } = await checkChange({ provider, reporter: silentReporter() }, dossier, suite.record);
    await proposeChange(proposer, dossier, suite.record);
    writeFileSync(join(dossier.path, "impact-privacy.md"), "Another text.");
    const error = await expectCode(
      verifyChange({ provider, reporter: silentReporter() }, suite.record, id, { dossier }),
      "conflict/dossier-differs",
    );
    expect(error.details["documents"]).to.deep.equal(["privacyImpact"]);
  });

  it("refuses an upgrade inside a config change before anything is sent", async () => {
    const { OperationsLog } = suite.record.contracts;
    const upgrade = {
      target: "OperationsLog",
      function: "upgradeToAndCall",
      args: [OperationsLog.implementation ?? "", "0x"],
      value: "0",
    };
    const dossier = await newDossier({ calls: [upgrade], rollback: [upgrade] });
    const error = await expectCode(
      checkChange({ provider, reporter: silentReporter() }, dossier, suite.record),
      "refused/function-of-another-class",
    );
    expect(error.hint).to.equal("Propose it as RoutineUpgrade.");
  });

  it("refuses a rollback that would not work when it is needed", async () => {
    const zero = { target: "OperationsLog", function: "setReleaseCadence", args: [COMPONENT, "0"], value: "0" };
    const dossier = await newDossier({ rollback: [zero] });
    const error = await expectCode(
      checkChange({ provider, reporter: silentReporter() }, dossier, suite.record),
      "refused/rollback-reverts",
    );
    expect(error.details["error"]).to.match(/^CadenceOutOfBounds\(0, /);
    expect(existsSync(join(dossier.path, "expected.json"))).to.equal(false);
  });

  it("refuses a change whose code was replaced after it was made", async () => {
    const dossier = await newDossier();
    const [pin] = dossier.file.pins;
    const implementation = pin?.implementation ?? "";
    await provider.send("hardhat_setCode", [implementation, `${await provider.getCode(implementation)}00`]);
    await expectCode(
      checkChange({ provider, reporter: silentReporter() }, dossier, suite.record),
      "refused/code-changed",
    );
  });

  it("lets no owner send what it signed", async () => {
    const dossier = await newDossier();
    const { id } = await checkChange({ provider, reporter: silentReporter() }, dossier, suite.record);
    const { approveBy } = await proposeChange(proposer, dossier, suite.record);
    const owners = signersOf(suite, "technical");
    const signed = await signAll(provider, await approval(dossier, id, approveBy), owners.slice(0, 2));
    const [owner] = owners;
    const sending = { ...relay, signer: owner ?? relay.signer };
    await expectCode(executeSafeRequest(sending, signed), "refused/sender-is-owner");
  });

  it("names the contract's refusal when a stranger proposes", async () => {
    const stranger = await sendingFor(provider, publicWallet(suite.governance.deployer), suite.record.chainId, folder);
    const dossier = await newDossier({ proposer: suite.governance.deployer });
    const error = await expectCode(
      checkChange({ provider, reporter: silentReporter() }, dossier, suite.record),
      "refused/access-managed-unauthorized",
    );
    expect(error.details["args"]).to.deep.equal({ caller: await stranger.signer.getAddress() });
  });

  async function proposedChange(): Promise<{ readonly id: string; readonly path: string }> {
    const dossier = await newDossier();
    const { id } = await checkChange({ provider, reporter: silentReporter() }, dossier, suite.record);
    const { approveBy } = await proposeChange(proposer, dossier, suite.record);
    await approval(dossier, id, approveBy);
    return { id, path: dossier.path };
  }

  async function queued(): Promise<{ readonly id: string }> {
    const dossier = await newDossier();
    const { id } = await checkChange({ provider, reporter: silentReporter() }, dossier, suite.record);
    const { approveBy } = await proposeChange(proposer, dossier, suite.record);
    await throughSafe(relay, await approval(dossier, id, approveBy), signersOf(suite, "technical").slice(0, 2));
    return { id };
  }

  async function newDossier(part: Partial<ChangeDraft> = {}): Promise<Dossier> {
    const call = (interval: string) => ({
      target: "OperationsLog",
      function: "setReleaseCadence",
      args: [COMPONENT, interval],
      value: "0",
    });
    const dossier = await scaffoldChange(provider, suite.record, folder, {
      title: "Release at most daily",
      class: "ConfigOnly",
      proposer: await proposer.signer.getAddress(),
      version: "1.0.1",
      uri: "",
      irreversible: false,
      calls: [call(String(DAY))],
      rollback: [call("3600")],
      ...part,
    });
    fillDocuments(dossier.path);
    return openDossier(folder, dossier.path);
  }

  async function approval(dossier: Dossier, id: string, approveBy: number | null) {
    const prepared = await prepareApprovals(provider, suite.record, dossier.path, {
      id,
      changeClass: "ConfigOnly",
      approveBy: approveBy ?? 0,
      validFor: DAY,
    });
    const [request] = prepared;
    if (request === undefined) throw new Error("No council approves.");
    return request.request;
  }

  function sendingAs(role: "CHANGE_PROPOSER" | "CHANGE_EXECUTOR", at = folder): Promise<Sending> {
    const operator = suite.governance.operators.find(({ roles }) => roles.includes(role));
    return sendingFor(provider, publicWallet(operator?.account ?? ""), suite.record.chainId, at);
  }

  async function cadenceOnChain(): Promise<bigint> {
    const log = new Contract(suite.record.contracts.OperationsLog.address, suiteInterface("OperationsLog"), provider);
    return (await log.getFunction("releaseCadence").staticCall(COMPONENT)) as bigint;
  }

  async function wait(seconds: number): Promise<void> {
    await provider.send("evm_increaseTime", [seconds]);
    await provider.send("evm_mine", []);
  }
});
