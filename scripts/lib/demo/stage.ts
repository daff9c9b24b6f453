import type { Signer } from "ethers";

import type { RawProvider } from "#lib/change/simulate";
import type { CompiledContract } from "#lib/change/upgrade";
import type { Reporter } from "#lib/console/reporter";
import type { ContractName, ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import type { Governance } from "#lib/deployment/governance-schema";
import type { Sending } from "#lib/transaction/send-transaction";
import type { PrivateRail } from "#lib/demo/private-rail";
import type { Step } from "#lib/demo/summary";

import { publicWallet } from "#lib/demo/public-accounts";
import { openJournal } from "#lib/journal/journal";

/** What the demonstration needs from whoever runs it. */
export interface StageParameters {
  readonly provider: RawProvider;
  readonly governance: Governance;
  readonly record: ContractsRecord;
  /** Deployment folder: dossiers and journals go there. */
  readonly directory: string;
  readonly reporter: Reporter;
  /** The other end of the bridge, on a chain of its own. */
  readonly privateRail: PrivateRail;
  /** Validates the layouts both ways and returns the compiled next release. */
  readonly validateUpgrade: (proxy: ContractName, next: string) => Promise<CompiledContract>;
}

/** A country on an embedded chain, everybody's keys, and a clock that can be moved. */
export class Stage {
  readonly provider: RawProvider;
  readonly governance: Governance;
  readonly record: ContractsRecord;
  readonly directory: string;
  readonly reporter: Reporter;
  readonly privateRail: PrivateRail;
  readonly validateUpgrade: StageParameters["validateUpgrade"];
  readonly steps: Step[] = [];

  constructor(parameters: StageParameters) {
    this.provider = parameters.provider;
    this.governance = parameters.governance;
    this.record = parameters.record;
    this.directory = parameters.directory;
    this.reporter = parameters.reporter;
    this.privateRail = parameters.privateRail;
    this.validateUpgrade = parameters.validateUpgrade;
  }

  /** Runs one step and keeps what it put on the chain. The step's answer is its outcome. */
  async step(what: Pick<Step, "name" | "kind" | "approval">, act: () => Promise<string>): Promise<void> {
    this.reporter.step(what.name);
    const before = await this.provider.getBlockNumber();
    const outcome = await act();
    this.steps.push({ ...what, outcome, ...(await this.#minedSince(before)) });
    this.reporter.info(outcome);
  }

  /** Enters the deployment, which came before the stage, as the first step. */
  async keepDeployment(): Promise<void> {
    const mined = await this.#minedSince(this.record.deployedAtBlock - 1);
    this.steps.push({
      name: "Deployment of the suite with five born-guarded Safes",
      kind: "deployment",
      approval: null,
      outcome: "deployer stripped",
      ...mined,
    });
  }

  /** The signing key of an account of the country. */
  wallet(address: string): Signer {
    return publicWallet(address);
  }

  /** Keys of a council's seats, in the order of governance.json, of one constituency when it is named. */
  seats(council: CouncilName, constituency?: string): readonly Signer[] {
    return this.governance.councils[council].seats
      .filter((seat) => constituency === undefined || seat.constituency === constituency)
      .map(({ owner }) => this.wallet(owner));
  }

  /** The account that holds an operator's role. */
  operator(role: string): string {
    const operator = this.governance.operators.find(({ roles }) => roles.some((held) => held === role));
    if (operator === undefined) throw new RangeError(`governance.json names no ${role}.`);
    return operator.account;
  }

  /** Every account that holds a role, in the order of governance.json. */
  operators(role: string): readonly string[] {
    return this.governance.operators
      .filter(({ roles }) => roles.some((held) => held === role))
      .map(({ account }) => account);
  }

  /** What a sending step of an account needs. */
  sendingAs(address: string): Sending {
    return {
      provider: this.provider,
      signer: this.wallet(address),
      chainId: this.record.chainId,
      journal: openJournal(this.directory, this.record.chainId, address),
      reporter: this.reporter,
    };
  }

  /** Lets time pass, as only an embedded chain can. */
  async waitUntil(timestamp: number): Promise<void> {
    await this.provider.send("evm_setNextBlockTimestamp", [timestamp]);
    await this.provider.send("evm_mine", []);
  }

  async now(): Promise<number> {
    return (await this.provider.getBlock("latest"))?.timestamp ?? 0;
  }

  async #minedSince(block: number): Promise<Pick<Step, "transactions" | "gas">> {
    const transactions: string[] = [];
    let gas = 0n;
    for (let number = block + 1; number <= (await this.provider.getBlockNumber()); ++number) {
      for (const hash of (await this.provider.getBlock(number))?.transactions ?? []) {
        transactions.push(hash);
        gas += (await this.provider.getTransactionReceipt(hash))?.gasUsed ?? 0n;
      }
    }
    return { transactions, gas: Number(gas) };
  }
}
