import { readdirSync } from "node:fs";
import { resolve } from "node:path";

import { Contract, id, JsonRpcSigner } from "ethers";
import hre from "hardhat";

import { suiteInterface } from "#lib/abi/suite-interface";
import { ethersProvider } from "#lib/chain/connection";
import { BridgeTraffic } from "#support/bridge-traffic";
import { fillDocuments } from "#support/dossier-kit";
import { EmergencyCountry } from "#support/emergency-country";

const DAY = 86_400;

/** The demonstration country with its bridge in use, on this process's chain, driven by tasks. */
export class BridgeCountry {
  readonly country: EmergencyCountry;
  readonly traffic: BridgeTraffic;

  private constructor(country: EmergencyCountry, traffic: BridgeTraffic) {
    this.country = country;
    this.traffic = traffic;
  }

  /** Long enough after its beginning that its limits are full, and may be loosened. */
  static async start(): Promise<BridgeCountry> {
    const country = await EmergencyCountry.start();
    const connection = await hre.network.getOrCreate();
    const { governance, record } = country;
    const provider = ethersProvider(connection.provider);
    const traffic = new BridgeTraffic({ governance, record, connection, provider });
    await country.passTime(15 * DAY);
    return new BridgeCountry(country, traffic);
  }

  /** Conversions both ways, one that failed and was paid back, and monitoring's look at the private rail's books. */
  async convert(): Promise<void> {
    const first = await this.traffic.request(100_00n);
    await this.traffic.settle(first, 100_00n);
    for (let count = 0; count < 40; ++count) await this.traffic.request(1n);
    const failed = await this.traffic.request(50_00n);
    await this.traffic.fail(failed);
    await this.traffic.arrive(30_00n);
    await this.traffic.refund(failed);
  }

  /** Takes a loosening from its dossier to the approval by the Governance Council. */
  async queue(given: object): Promise<{ readonly path: string; readonly id: string }> {
    const { country } = this;
    const { path } = await country.answers("bridge loosen", given);
    fillDocuments(String(path));
    await country.answers("change check", { dossier: path });
    const { id, approvals } = await country.answers("change propose", { dossier: path });
    await country.throughSafe((approvals as string[])[0], "governance");
    return { path: String(path), id: String(id) };
  }

  /** What a monitor can do who does not look: the contract takes any digest. */
  async acknowledgeBlindly(changeId: string): Promise<void> {
    const { country } = this;
    const provider = ethersProvider((await hre.network.getOrCreate()).provider);
    const monitor = new JsonRpcSigner(provider, country.operator("MONITOR"));
    const { address } = country.record.contracts.ChangeManager;
    const manager = new Contract(address, suiteInterface("ChangeManager"), monitor);
    const observed = (await provider.getBlockNumber()) - 1;
    await (await manager.getFunction("acknowledge").send(changeId, observed, id("unseen"))).wait();
  }

  /** Lets monitoring look at the private rail, and takes a snapshot; returns where it lies. */
  async snapshot(): Promise<string> {
    await this.traffic.observe();
    await this.mine(1);
    return String((await this.country.answers("monitor snapshot", { confirmations: "1" }))["file"]);
  }

  async mine(blocks: number): Promise<void> {
    const { provider } = await hre.network.getOrCreate();
    await provider.request({ method: "hardhat_mine", params: [`0x${blocks.toString(16)}`] });
  }

  /** Names of what lies in a folder of the deployment; none when there is no such folder. */
  files(...folder: string[]): string[] {
    try {
      return readdirSync(resolve(this.country.folder, ...folder));
    } catch {
      return [];
    }
  }
}
