import { cpSync } from "node:fs";
import { join } from "node:path";

import { getAddress, JsonRpcProvider, toQuantity, type HDNodeWallet } from "ethers";

import { suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { readContractsRecord } from "#lib/deployment/contracts-record";
import { openJournal, type Journal } from "#lib/journal/journal";

import { ask, startAnvil } from "#support/anvil";
import { startBadLine, type BadLine } from "#support/bad-line";
import { ProcessCountry, type Genesis } from "#support/process-country";
import { StubbornOperator, type Stop } from "#support/stubborn-operator";
import { demoGovernance } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

/** A transaction on the chain, in the order of the chain. */
export interface OnChain {
  readonly from: string;
  readonly hash: string;
  readonly block: number;
}

/** Deploys a country through a bad line, and says what the operator was told. */
export async function deployOverBadLine(
  seed: string,
): Promise<{ genesis: Genesis; runs: readonly Stop[]; sent: number; steps: number }> {
  const anvil = await startAnvil();
  const folder = temporaryFolder();
  const governance = demoGovernance();
  cpSync("deployments/demo/governance.json", join(folder, "governance.json"));
  const line = await startBadLine(anvil.url, seed);
  const operator = await StubbornOperator.start(line.url, folder);
  try {
    const { steps } = (await operator.insist("gov", "deploy", "--dry-run")) as { steps: unknown[] };
    await operator.insist("gov", "deploy", "--confirmations", "1");
    await operator.insist("gov", "doctor");
    const sent = Number(await ask(anvil.url, "eth_getTransactionCount", [governance.deployer, "latest"]));
    const state = String(await ask(anvil.url, "anvil_dumpState"));
    const genesis = { governance, record: readContractsRecord(folder), state };
    return { genesis, runs: operator.runs, sent, steps: steps.length };
  } finally {
    await operator.close();
    await line.close();
    await anvil.stop();
  }
}

/** A country, the bad line to its node, and an operator at its other end. */
export class BadNetworkScene {
  readonly country: ProcessCountry;
  readonly line: BadLine;
  readonly operator: StubbornOperator;

  readonly #first: number;

  private constructor(country: ProcessCountry, line: BadLine, operator: StubbornOperator, first: number) {
    this.#first = first;
    this.country = country;
    this.line = line;
    this.operator = operator;
  }

  /** @param share Of replies that are spoilt. */
  static async open(genesis: Genesis, seed: string, share = 0.3): Promise<BadNetworkScene> {
    const country = await ProcessCountry.start(genesis);
    const height = Number(await ask(country.anvil.url, "eth_blockNumber"));
    const line = await startBadLine(country.anvil.url, seed, share);
    const operator = await StubbornOperator.start(line.url, country.folder);
    return new BadNetworkScene(country, line, operator, height + 1);
  }

  async close(): Promise<void> {
    await this.operator.close();
    await this.line.close();
    await this.country.anvil.stop();
  }

  /** Signs as owners and combines. */
  async signed(file: string, owners: readonly (string | undefined)[]): Promise<string> {
    for (const owner of owners) await this.operator.insist("safe", "sign", file, "--account", owner ?? "");
    return String((await this.operator.insist("safe", "combine", file))["file"]);
  }

  journalOf(account: string): Journal {
    return openJournal(this.country.folder, this.country.genesis.record.chainId, account);
  }

  /** All that was sent since the scene began. */
  async sent(): Promise<OnChain[]> {
    const { url } = this.country.anvil;
    const height = Number(await ask(url, "eth_blockNumber"));
    const sent: OnChain[] = [];
    for (let block = this.#first; block <= height; ++block) {
      const { transactions } = (await ask(url, "eth_getBlockByNumber", [toQuantity(block), true])) as {
        transactions: { from: string; hash: string }[];
      };
      sent.push(...transactions.map(({ from, hash }) => ({ from: getAddress(from), hash, block })));
    }
    return sent;
  }

  /** Events of contracts by name since the scene began. */
  async eventsSince(...contracts: readonly SuiteContract[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    const fromBlock = toQuantity(this.#first);
    for (const contract of contracts) {
      const { address } = this.country.genesis.record.contracts[contract];
      const logs = await ask(this.country.anvil.url, "eth_getLogs", [{ address, fromBlock }]);
      for (const { topics } of logs as { topics: string[] }[]) {
        const name = suiteInterface(contract).getEvent(topics[0] ?? "")?.name ?? "unknown";
        counts[name] = (counts[name] ?? 0) + 1;
      }
    }
    return counts;
  }

  /** What a wallet does that is told to cancel: nothing, with the nonce of what waits, at a higher price. */
  async replace(wallet: HDNodeWallet, nonce: number): Promise<string> {
    const provider = new JsonRpcProvider(this.country.anvil.url);
    try {
      const fees = { maxFeePerGas: 100_000_000_000n, maxPriorityFeePerGas: 50_000_000_000n };
      const { hash } = await wallet.connect(provider).sendTransaction({ to: wallet.address, nonce, ...fees });
      return hash;
    } finally {
      provider.destroy();
    }
  }
}
