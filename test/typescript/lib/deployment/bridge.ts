import { expect } from "chai";
import { Contract, id, ZeroAddress } from "ethers";

import type { Subject } from "#lib/deployment/doctor";

import { suiteInterface } from "#lib/abi/suite-interface";
import { BRIDGE_PARAMETERS, PARAMETER_BOUNDS } from "#lib/bridge/parameters";
import { contractAt, readChainState } from "#lib/deployment/chain-state";
import { examine } from "#lib/deployment/doctor";
import { planGovernance } from "#lib/deployment/plan";
import { governanceStatus, statusText } from "#lib/deployment/status";
import { suiteModule } from "#lib/deployment/suite-module";
import { systemId } from "#lib/emergency/system-id";
import { sendAsCouncil } from "#support/governed-changes";
import { demoGovernance, loadSuite, suiteArtifacts, type DeployedSuite } from "#support/suite";

const STRANGER = "0x00000000000000000000000000000000000000AA";

describe("the bridge of a deployment", () => {
  let suite: DeployedSuite;

  beforeEach(async () => {
    suite = await loadSuite();
  });

  it("is tied together, belongs to its rail and lets the first unit wait for its flow to fill", async () => {
    const { governance, record, provider } = suite;
    const gateway = contractAt(provider, record, "BridgeGateway");
    const rail = systemId({ kind: "rail", name: governance.bridge.rail });
    expect(await gateway.getFunction("systemId").staticCall()).to.equal(rail);
    const modes = contractAt(provider, record, "EmergencyController");
    expect(await modes.getFunction("systemOf").staticCall(record.contracts.BridgeGateway.address)).to.equal(rail);
    const token = new Contract(
      (await gateway.getFunction("token").staticCall()) as string,
      ["function decimals() view returns (uint8)"],
      provider,
    );
    expect(await token.getFunction("decimals").staticCall()).to.equal(2n);
    for (const counterparty of [ZeroAddress, ...governance.bridge.counterparties.map(({ account }) => account)]) {
      const flow = (await gateway.getFunction("flowOf").staticCall(0, counterparty)) as Record<string, bigint>;
      expect(flow["capacity"], counterparty).to.not.equal(0n);
    }
    expect(await contractAt(provider, record, "BridgeParameters").getFunction("version").staticCall()).to.equal(11n);
  });

  it("has the parameters and bounds that the tools know", async () => {
    const parameters = contractAt(suite.provider, suite.record, "BridgeParameters");
    for (const [index, name] of BRIDGE_PARAMETERS.entries()) {
      const [floor, ceiling] = (await parameters.getFunction("boundsOf").staticCall(index)) as [bigint, bigint];
      expect({ floor, ceiling }, name).to.deep.equal(PARAMETER_BOUNDS[name]);
    }
    expect(Object.keys(PARAMETER_BOUNDS)).to.deep.equal([...BRIDGE_PARAMETERS]);
  });

  it("takes a token that is there, and deploys none, unless the country rehearses", async () => {
    const steps = async (token: string): Promise<string[]> => {
      const { futures } = suiteModule({
        governance: demoGovernance((input) => (input.bridge.token = token)),
        artifacts: await suiteArtifacts(),
        safeContracts: {},
        startedAt: 0,
      });
      return [...futures].map((future) => future.id);
    };
    expect(await steps("rehearsal")).to.include("Suite#RailToken");
    expect(await steps(STRANGER)).to.not.include("Suite#RailToken");
  });

  it("is examined: its gateway, its limits, and what is tightened", async () => {
    const unlinked = await subject();
    unlinked.state.bridge.gateway = STRANGER;
    expect(examine(unlinked)).to.deep.equal([
      {
        check: "bridge-ready",
        severity: "error",
        message: `The BridgeParameters rule ${STRANGER}, not ${suite.record.contracts.BridgeGateway.address}.`,
      },
    ]);

    const unlimited = await subject();
    unlimited.state.bridge.limits.delete("bridge ReserveMaxAge");
    unlimited.state.bridge.limits.set("bridge InWindow", { value: 7_200n, baseline: 3_600n });
    expect(
      examine(unlimited).map(({ severity, message }) => `${severity}: ${message.split(":")[0] ?? ""}`),
    ).to.deep.equal([
      "warning: bridge InWindow should be 86400 and is approved as 3600",
      "warning: bridge ReserveMaxAge should be 86400 and is approved as unset",
      "warning: bridge InWindow is tightened to 7200; 3600 is approved.",
    ]);
  });

  it("is planned: limits that the file has otherwise, and counterparties that it does not name", async () => {
    const { record, state } = await subject();
    const wanted = demoGovernance((input) => {
      input.bridge.failureMaximum = 400;
      input.bridge.counterparties = [];
    });
    const differences = planGovernance(wanted, record, state);
    expect(differences.map(({ area }) => area)).to.deep.equal(Array.from({ length: 5 }, () => "bridge"));
    expect(differences[0]).to.include({ subject: "bridge FailureMaximum", wanted: "400", found: "500" });
    expect(differences.slice(1).every(({ wanted: value }) => value === null)).to.equal(true);
  });

  it("shows a tightening, which is no difference to the file", async () => {
    await sendAsCouncil(
      suite,
      "emergency",
      suite.record.contracts.BridgeParameters.address,
      suiteInterface("BridgeParameters").encodeFunctionData("tighten", [0, ZeroAddress, 7, id("a leak")]),
    );
    const { governance, record, state } = await subject();
    expect(planGovernance(governance, record, state)).to.deep.equal([]);
    expect(examine({ governance, record, state }).map(({ message }) => message)).to.deep.equal([
      "bridge OutCapacity is tightened to 7; 500000000 is approved.",
    ]);
    const status = await governanceStatus(suite.provider, governance, record, state);
    expect(status.limits[1]).to.deep.equal({ subject: "bridge OutCapacity", value: "7", approved: "500000000" });
    expect(statusText(status)).to.include("7  (tightened; approved 500000000)");
  });

  async function subject(): Promise<Subject> {
    const { governance, record, provider } = suite;
    return { governance, record, state: await readChainState(provider, record, governance.deployer) };
  }
});
