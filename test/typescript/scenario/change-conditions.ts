import { expect } from "chai";
import { Contract, id as digestOf } from "ethers";
import hre from "hardhat";

import { publicWallet } from "#lib/demo/public-accounts";
import { suiteInterface } from "#lib/abi/suite-interface";
import type { WrittenCall } from "#lib/calls/encode-call";
import { checkChange } from "#lib/change/check";
import type { ChangeClass } from "#lib/change/change-class";
import { openDossier } from "#lib/change/dossier";
import { executeChange } from "#lib/change/execute";
import { prepareApprovals } from "#lib/change/prepare-request";
import { proposeChange } from "#lib/change/propose";
import { readRecord } from "#lib/change/read-change";
import { scaffoldChange } from "#lib/change/scaffold";
import type { Simulation } from "#lib/change/simulate";
import { ethersProvider } from "#lib/chain/connection";
import { silentReporter } from "#lib/console/reporter";
import { deploySuite } from "#lib/deployment/deploy-suite";
import type { Sending } from "#lib/transaction/send-transaction";

import { fillDocuments, sendingFor, throughSafe } from "#support/dossier-kit";
import { expectCode } from "#support/expect-code";
import { demoGovernance, signersOf, suiteArtifacts, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

const HOUR = 3600;
const NODE = digestOf("node");
/** Init code of a contract that takes everything: its code is STOP. */
const TAKES_EVERYTHING = "0x60005f5360015ff3";

describe("changes under special conditions", () => {
  let suite: DeployedSuite;
  let folder: string;

  before(async () => {
    const governance = demoGovernance((input) => {
      input.policies = { RoutineUpgrade: { maintenanceNotice: HOUR } };
    });
    const connection = await hre.network.create();
    const artifacts = await suiteArtifacts();
    folder = temporaryFolder();
    const record = await deploySuite({
      governance,
      artifacts,
      rpc: connection.provider,
      reporter: silentReporter(),
    });
    suite = { governance, record, connection, provider: ethersProvider(connection.provider) };
  });

  it("executes in an open maintenance window, and in no other moment", async () => {
    const release = (from: string, to: string): WrittenCall => ({
      target: "OperationsLog",
      function: "recordRelease",
      args: [NODE, from, to, digestOf(to)],
      value: "0",
    });
    const { id, simulation } = await approved("RoutineUpgrade", release("", "1.0.1"), release("1.0.1", "1.0.0"));
    expect([simulation.outcome, simulation.limits.length]).to.deep.equal(["not-simulated", 1]);
    const { readyAt } = await readRecord(suite.provider, suite.record, id);
    await goTo(readyAt);
    const executor = await sendingAs("CHANGE_EXECUTOR");
    const execute = (windowId: bigint): ReturnType<typeof executeChange> =>
      executeChange(executor, suite.record, id, { windowId });
    await expectCode(execute(0n), "refused/maintenance-window-required");

    const operator = await sendingAs("TECHNICAL_OPERATOR");
    const { address } = suite.record.contracts.OperationsLog;
    const log = new Contract(
      address,
      suiteInterface("OperationsLog"),
      await suite.provider.getSigner(await operator.signer.getAddress()),
    );
    const start = readyAt + 2 * HOUR;
    const values = [start, start + HOUR, digestOf("announcement")];
    const windowId = (await log.getFunction("announceWindow").staticCall(...values)) as bigint;
    await (await log.getFunction("announceWindow").send(...values)).wait();
    await expectCode(execute(windowId), "refused/maintenance-window-closed");
    await goTo(start);
    expect((await execute(windowId)).outcome).to.equal("executed");
  });

  it("sends value with the execution, and exactly as much as was approved", async () => {
    const deployer = await suite.provider.getSigner(suite.governance.deployer);
    const receipt = await (await deployer.sendTransaction({ data: TAKES_EVERYTHING })).wait();
    const target = receipt?.contractAddress ?? "";
    const call = { target, function: "take()", args: [], value: "7" };
    const { id, simulation } = await approved("HighRiskUpgrade", call, { ...call, value: "0" });
    expect(simulation.outcome).to.equal("succeeds");
    await goTo((await readRecord(suite.provider, suite.record, id)).readyAt);
    await executeChange(await sendingAs("CHANGE_EXECUTOR"), suite.record, id);
    expect(await suite.provider.getBalance(target)).to.equal(7n);
    expect(await suite.provider.getBalance(suite.record.contracts.ChangeManager.address)).to.equal(0n);
  });

  /** Checked, proposed, and approved by the council of its class. */
  async function approved(
    changeClass: ChangeClass,
    call: WrittenCall,
    undo: WrittenCall,
  ): Promise<{ readonly id: string; readonly simulation: Simulation }> {
    const { provider, record } = suite;
    const proposer = await sendingAs("CHANGE_PROPOSER");
    const { path } = await scaffoldChange(provider, record, folder, {
      title: changeClass,
      class: changeClass,
      proposer: await proposer.signer.getAddress(),
      version: "1.0.1",
      uri: "",
      irreversible: false,
      calls: [call],
      rollback: [undo],
    });
    fillDocuments(path);
    const dossier = openDossier(folder, path);
    const { id, simulation } = await checkChange({ provider, reporter: silentReporter() }, dossier, record);
    const { approveBy } = await proposeChange(proposer, dossier, record);
    const times = { approveBy: approveBy ?? 0, validFor: 24 * HOUR };
    const [prepared] = await prepareApprovals(provider, record, path, { id, changeClass, ...times });
    if (prepared === undefined) throw new Error("No council approves.");
    const seats = signersOf(suite, prepared.council);
    const people = prepared.council === "technical" ? seats.slice(0, 2) : [seats[0], seats[2], seats[3]];
    const relay = await sendingFor(provider, publicWallet(suite.governance.deployer), record.chainId, folder);
    await throughSafe(
      relay,
      prepared.request,
      people.filter((person) => person !== undefined),
    );
    return { id, simulation };
  }

  function sendingAs(role: string): Promise<Sending> {
    const operator = suite.governance.operators.find(({ roles }) => roles.some((held) => held === role));
    return sendingFor(suite.provider, publicWallet(operator?.account ?? ""), suite.record.chainId, folder);
  }

  async function goTo(timestamp: number): Promise<void> {
    await suite.provider.send("evm_setNextBlockTimestamp", [timestamp]);
    await suite.provider.send("evm_mine", []);
  }
});
