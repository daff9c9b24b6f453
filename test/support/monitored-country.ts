import { cpSync } from "node:fs";
import { join } from "node:path";

import { Contract, id, type Result } from "ethers";
import hre from "hardhat";

import { suiteContracts, suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { directions, failureReasons } from "#lib/bridge/gateway-words";
import { ethersProvider } from "#lib/chain/connection";
import { silentReporter } from "#lib/console/reporter";
import { SCHEMA } from "#lib/demo/accreditation-scenes";
import { operate } from "#lib/demo/operators";
import { PrivateRail } from "#lib/demo/private-rail";
import { Stage } from "#lib/demo/stage";
import { deploySuite } from "#lib/deployment/deploy-suite";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { writeJsonFile } from "#lib/files/json-file";
import { monitoringConfigPath } from "#lib/monitor/monitoring-config";
import { ask, rpcOf, startAnvil, type Anvil } from "#support/anvil";
import { PROGRAM } from "#support/program-country";
import { demoGovernance, suiteArtifacts, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

const YEAR = 365 * 86_400;
const PRIVATE_CHAIN = 31_338;

/** Something with a name and an address. */
export interface Watched {
  readonly name: string;
  readonly url: string;
}

/** A node that can be taken away and put back at its old address. */
export interface EmbeddedNode {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The demonstration country on two nodes of different make: the suite on anvil, the private rail on Hardhat's. */
export class MonitoredCountry {
  readonly folder: string;
  readonly anvil: Anvil;
  readonly privateNode: EmbeddedNode;
  readonly stage: Stage;
  readonly suite: DeployedSuite;

  private constructor(folder: string, anvil: Anvil, privateNode: EmbeddedNode, stage: Stage, suite: DeployedSuite) {
    this.folder = folder;
    this.anvil = anvil;
    this.privateNode = privateNode;
    this.stage = stage;
    this.suite = suite;
  }

  static async start(): Promise<MonitoredCountry> {
    const folder = temporaryFolder();
    const [anvil, privateNode] = await Promise.all([startAnvil(), startEmbeddedNode()]);
    const governance = demoGovernance();
    const rpc = rpcOf(anvil.url);
    const reporter = silentReporter();
    const record = await deploySuite({
      governance,
      artifacts: await suiteArtifacts(),
      rpc,
      reporter,
      confirmations: 1,
    });
    cpSync("deployments/demo/governance.json", join(folder, "governance.json"));
    writeContractsRecord(folder, record);
    const operator = await ethersProvider(rpcOf(privateNode.url)).getSigner();
    const stage = new Stage({
      provider: ethersProvider(rpc),
      governance,
      record,
      directory: folder,
      reporter,
      privateRail: await PrivateRail.open(operator, await hre.artifacts.readArtifact("SettlementLedger")),
      validateUpgrade: () => Promise.reject(new Error("nothing is upgraded")),
    });
    const connection = await hre.network.create({ network: "anvil", override: { url: anvil.url } });
    const suite = { governance, record, connection, provider: ethersProvider(rpc) };
    return new MonitoredCountry(folder, anvil, privateNode, stage, suite);
  }

  /**
   * Writes monitoring.json. Of the public rail's nodes the first does not answer.
   *
   * @param url By which the second is reached.
   */
  watch(endpoints: readonly Watched[], privateNodes: readonly Watched[], url = this.anvil.url): void {
    writeJsonFile(monitoringConfigPath(this.folder), {
      schema: "sign.monitoring.v1",
      confirmations: 0,
      pollSeconds: 0.2,
      timeoutSeconds: 10,
      rails: [
        {
          name: "public",
          kind: "public",
          chainId: this.stage.record.chainId,
          nodes: [
            { name: "absent", url: "http://127.0.0.1:1" },
            { name: "anvil", url },
          ],
        },
        {
          name: "private",
          kind: "private",
          chainId: PRIVATE_CHAIN,
          nodes: [{ name: "embedded", url: this.privateNode.url }, ...privateNodes],
        },
      ],
      endpoints,
    });
  }

  async issue(name: string): Promise<void> {
    const values = [SCHEMA, id(name), (await this.stage.now()) + YEAR];
    await operate(this.stage, "ISSUER", "CredentialLedger", "issue", values);
  }

  async verify(name: string): Promise<void> {
    const values = [this.stage.operator("ISSUER"), id(name), true, id("at the counter")];
    await operate(this.stage, "VERIFIER", "CredentialLedger", "recordVerification", values);
  }

  async height(): Promise<number> {
    return Number(await ask(this.anvil.url, "eth_blockNumber"));
  }

  /** Replaces the last blocks by empty ones. */
  async reorganise(depth: number): Promise<void> {
    await ask(this.anvil.url, "anvil_reorg", [depth, []]);
  }

  /** What the contracts themselves have counted, written as the exporter's series. */
  async countedOnChain(): Promise<Record<string, number>> {
    const { stage } = this;
    const [issuer, verifier] = [stage.operator("ISSUER"), stage.operator("VERIFIER")];
    const [issued, revoked]: unknown[] = await this.#ask("CredentialLedger", "issuerVolume", issuer);
    const [verified, accepted]: unknown[] = await this.#ask("CredentialLedger", "verifierVolume", verifier);
    const [, , outConversions]: unknown[] = await this.#ask("BridgeGateway", "volumeOf", 0, `0x${"00".repeat(20)}`);
    const [, , inConversions]: unknown[] = await this.#ask("BridgeGateway", "volumeOf", 1, `0x${"00".repeat(20)}`);
    let failures = 0;
    for (const direction of directions.keys()) {
      for (const reason of failureReasons.keys()) {
        failures += reason === 0 ? 0 : Number(await this.#answer("BridgeGateway", "failuresOf", direction, reason));
      }
    }
    const [batches, rows, authorised, settled]: unknown[] = await this.#ask("DistributionLedger", "volumeOf", PROGRAM);
    const distribution = { batches, rows, authorised, settled };
    const counts = { issued, revoked, verified, accepted, outConversions, inConversions, ...distribution };
    return { ...Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value)])), failures };
  }

  /** Events by contract and name, as a node serves them. */
  async eventsOnChain(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const name of suiteContracts) {
      const { address } = this.stage.record.contracts[name];
      for (const log of await this.stage.provider.getLogs({ address, fromBlock: 0 })) {
        const event = suiteInterface(name).parseLog(log)?.name ?? "unknown";
        if (event === "Upgraded" || event === "Initialized") continue;
        const key = `sign_evidence_events_total{contract="${name}",event="${event}"}`;
        counts[key] = (counts[key] ?? 0) + 1;
      }
    }
    return counts;
  }

  async stop(): Promise<void> {
    await Promise.all([this.anvil.stop(), this.privateNode.stop()]);
  }

  async #ask(contract: SuiteContract, view: string, ...values: unknown[]): Promise<Result> {
    return (await this.#answer(contract, view, ...values)) as Result;
  }

  async #answer(contract: SuiteContract, view: string, ...values: unknown[]): Promise<unknown> {
    const { record, provider } = this.stage;
    const { address } = record.contracts[contract];
    return new Contract(address, suiteInterface(contract), provider).getFunction(view).staticCall(...values);
  }
}

async function startEmbeddedNode(): Promise<EmbeddedNode> {
  const server = await hre.network.createServer({ override: { chainId: PRIVATE_CHAIN } }, "127.0.0.1", 0);
  const { address, port } = await server.listen();
  return {
    url: `http://${address}:${String(port)}`,
    stop: async () => {
      await server.close();
    },
  };
}
