import { expect } from "chai";
import { Contract, id, JsonRpcSigner, ZeroAddress } from "ethers";

import { suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { tryLoosening, type Hindrance } from "#lib/bridge/hindrances";
import { systemId } from "#lib/emergency/system-id";
import { BridgeTraffic } from "#support/bridge-traffic";
import { operatorOf, passTime, sendAsCouncil } from "#support/governed-changes";
import { loadSuite, type DeployedSuite } from "#support/suite";

const DAY = 86_400;
const PRESENT = 500_000_000n;

/** What stands in the way is asked of the contracts themselves, so that the answer is theirs. */
describe("what stands in the way of a loosening", function () {
  this.timeout(120_000);

  let suite: DeployedSuite;
  let traffic: BridgeTraffic;

  beforeEach(async () => {
    suite = await loadSuite();
    traffic = new BridgeTraffic(suite);
    await passTime(suite, 15 * DAY);
    await traffic.observe();
  });

  it("is nothing while the bridge is well", async () => {
    expect(await loosen(PRESENT + 1n)).to.deep.equal([]);
  });

  it("is a version that was decided on before somebody tightened", async () => {
    await tighten(PRESENT - 1n);
    await refuses("StaleParameter", "version 2 is in force");
  });

  it("is a step too large, or too soon", async () => {
    const [hindrance] = await loosen(PRESENT * 2n);
    expect(hindrance).to.have.property("error", "StepTooLarge");
    suite = await loadSuite();
    await passTime(suite, DAY);
    await new BridgeTraffic(suite).observe();
    await refuses("LoosenedRecently", "one step in 14 days");
  });

  it("is a mode other than normal", async () => {
    const restrictions = [[systemId({ kind: "rail", name: suite.governance.bridge.rail }), 1]];
    await council("EmergencyController", "restrict", [restrictions, DAY / 2, id("incident"), 1, id("reason")]);
    await refuses("BridgeNotNormal", "npx hardhat emergency status");
  });

  it("is an incident that is severe and open", async () => {
    const operator = new JsonRpcSigner(suite.provider, operatorOf(suite, "TECHNICAL_OPERATOR"));
    const incidents = contract("IncidentRegistry", operator);
    await (await incidents.getFunction("open").send(id("incident"), 2, id("report"))).wait();
    await refuses("SevereIncidentOpen", "npx hardhat incident list");
  });

  it("is a share of failures above the maximum", async () => {
    await traffic.fail(await traffic.request(1n));
    await refuses("FailureRateTooHigh", "At most 5.00%");
  });

  it("is a reserve that monitoring has not looked at", async () => {
    await passTime(suite, DAY + 1);
    await refuses("ReserveUnproven", "attestReserve");
  });

  async function loosen(value: bigint): Promise<Hindrance[]> {
    const { address } = suite.record.contracts.BridgeParameters;
    const data = suiteInterface("BridgeParameters").encodeFunctionData("loosen", [0, ZeroAddress, PRESENT, 1, value]);
    return tryLoosening(suite.provider, suite.record, { target: address, data });
  }

  async function refuses(error: string, hint: string): Promise<void> {
    const hindrances = await loosen(PRESENT + 1n);
    expect(hindrances.map((hindrance) => hindrance.error)).to.deep.equal([error]);
    expect(hindrances[0]?.hint).to.contain(hint);
  }

  async function tighten(value: bigint): Promise<void> {
    await council("BridgeParameters", "tighten", [0, ZeroAddress, value, id("reason")]);
  }

  async function council(name: SuiteContract, method: string, values: unknown[]): Promise<void> {
    const data = suiteInterface(name).encodeFunctionData(method, values);
    await sendAsCouncil(suite, "emergency", suite.record.contracts[name].address, data);
  }

  function contract(name: SuiteContract, runner: JsonRpcSigner): Contract {
    return new Contract(suite.record.contracts[name].address, suiteInterface(name), runner);
  }
});
