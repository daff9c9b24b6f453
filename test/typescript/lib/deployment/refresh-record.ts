import { expect } from "chai";
import hre from "hardhat";
import { ZeroHash } from "ethers";

import type { CompiledContract } from "#lib/change/upgrade";
import type { Finding } from "#lib/deployment/doctor";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

import { silentReporter } from "#lib/console/reporter";
import { readChainState } from "#lib/deployment/chain-state";
import { examine } from "#lib/deployment/doctor";
import { refreshRecord } from "#lib/deployment/refresh-record";
import { rollBack, routineUpgrade } from "#lib/demo/scenes";
import { openPrivateRail } from "#lib/demo/open-private-rail";
import { Stage } from "#lib/demo/stage";
import { trustFrom } from "#lib/evidence/trust";
import { suiteRefusal } from "#support/refusal";
import { loadSuite, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

const STRANGER = "0x00000000000000000000000000000000000000AA";
// ERC-1967
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

describe("refreshRecord", () => {
  let suite: DeployedSuite;
  let stage: Stage;

  beforeEach(async () => {
    suite = await loadSuite();
    stage = new Stage({
      ...suite,
      directory: temporaryFolder(),
      reporter: silentReporter(),
      privateRail: await openPrivateRail(hre),
      validateUpgrade: async (_proxy, next) => (await hre.artifacts.readArtifact(next)) as CompiledContract,
    });
  });

  it("finds nothing to change after the deployment, whose history has one entry for each proxy", async () => {
    const { record, changed } = await refreshRecord(suite.provider, suite.record);
    expect(changed).to.deep.equal([]);
    expect(record).to.deep.equal(suite.record);
    const { OperationsLog, GovernanceGuard } = record.contracts;
    expect(GovernanceGuard.history).to.deep.equal([]);
    expect(OperationsLog.history.map(({ implementation, change }) => [implementation, change])).to.deep.equal([
      [OperationsLog.implementation, null],
    ]);
  });

  it("follows a governed upgrade and its rollback; gov doctor is clean after each", async () => {
    const before = suite.record.contracts.OperationsLog;
    const upgrade = await routineUpgrade(stage);
    const [stale] = await findings(suite.record);
    expect(stale).to.include({ check: "contracts-as-recorded", severity: "error" });
    expect(stale?.message).to.include(`Change ${upgrade.id} brought it. Run: npx hardhat gov status --refresh`);

    const upgraded = await refreshRecord(suite.provider, suite.record);
    expect(upgraded.changed).to.deep.equal(["OperationsLog"]);
    const now = upgraded.record.contracts.OperationsLog;
    expect(now.implementation).to.not.equal(before.implementation);
    expect(now.implementationCodehash).to.not.equal(before.implementationCodehash);
    expect(now.history.map(({ change }) => change)).to.deep.equal([null, upgrade.id]);
    expect(now.history[1]?.blockNumber).to.be.greaterThan(now.history[0]?.blockNumber ?? Infinity);
    expect(await findings(upgraded.record)).to.deep.equal([]);

    await rollBack(stage, upgrade);
    const back = await refreshRecord(suite.provider, upgraded.record);
    const last = back.record.contracts.OperationsLog;
    expect(last.implementation).to.equal(before.implementation);
    expect(last.history.map(({ implementation, change }) => [implementation, change])).to.deep.equal([
      [before.implementation, null],
      [now.implementation, upgrade.id],
      [before.implementation, upgrade.id],
    ]);
    expect(await findings(back.record)).to.deep.equal([]);
    expect(await refreshRecord(suite.provider, suite.record)).to.deep.equal({ ...back, changed: ["OperationsLog"] });

    // The first record names the right implementation again, but lacks what ran between.
    expect((await findings(suite.record)).map(({ check, severity }) => `${severity} ${check}`)).to.deep.equal([
      "warning contracts-as-recorded",
    ]);
    const trust = trustFrom(back.record, { blockNumber: 1, blockHash: ZeroHash });
    expect(trust.contracts["OperationsLog"]?.implementations).to.deep.equal(
      [before.implementationCodehash, now.implementationCodehash].sort(),
    );
  });

  it("does not take over an implementation that no event announced", async () => {
    const word = `0x${STRANGER.slice(2).toLowerCase().padStart(64, "0")}`;
    const { address } = suite.record.contracts.OperationsLog;
    await stage.provider.send("hardhat_setStorageAt", [address, IMPLEMENTATION_SLOT, word]);
    const error = await suiteRefusal(refreshRecord(suite.provider, suite.record));
    expect(error).to.include({ code: "chain/history-incomplete", exitCode: 4 });
    expect(error.message).to.include(STRANGER);
  });

  it("does not take over other code at an address of the suite", async () => {
    const { address } = suite.record.contracts.OperationsLog;
    await stage.provider.send("hardhat_setCode", [address, `${await suite.provider.getCode(address)}00`]);
    const error = await suiteRefusal(refreshRecord(suite.provider, suite.record));
    expect(error).to.include({ code: "conflict/other-code", exitCode: 7 });
  });

  async function findings(record: ContractsRecord): Promise<Finding[]> {
    const { governance, provider } = suite;
    return examine({ governance, record, state: await readChainState(provider, record, governance.deployer) });
  }
});
