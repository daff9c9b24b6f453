import { id, toQuantity, zeroPadValue } from "ethers";

import { suiteContracts, suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import type { RequestProvider } from "#lib/chain/connection";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { genesisHead, nextHead } from "#lib/evidence/hash-chain";

interface PaperLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

interface PaperBlock {
  readonly hash: string;
  readonly logs: readonly PaperLog[];
}

const CHAIN_ID = 31_337;

/** A node that has exactly the blocks that a test writes, and may leave out events. */
export class PaperChain {
  readonly record: ContractsRecord;
  readonly node: RequestProvider;
  /** How often it was asked for events. */
  asked = 0;
  /** Leaves out the events of a contract. */
  silentAbout: SuiteContract | undefined;
  /** Runs once, when events are asked for. */
  meanwhile: (() => void) | undefined;
  readonly #blocks: PaperBlock[] = [{ hash: id("genesis"), logs: [] }];
  #minted = 0;

  constructor() {
    const contracts = suiteContracts.map((name) => [name, { address: addressOf(name) }] as const);
    const record = { chainId: CHAIN_ID, deployedAtBlock: 1, contracts: Object.fromEntries(contracts) };
    this.record = record as unknown as ContractsRecord;
    this.node = { request: ({ method, params }) => Promise.resolve(this.#answer(method, params ?? [])) };
  }

  get height(): number {
    return this.#blocks.length - 1;
  }

  /** A block with events, each a contract, a name and arguments. */
  mine(...events: readonly (readonly [SuiteContract, string, readonly unknown[]])[]): void {
    const logs = events.map(([contract, name, args]) => {
      const { topics, data } = suiteInterface(contract).encodeEventLog(name, args);
      return { address: addressOf(contract), topics: topics.map(String), data };
    });
    this.#blocks.push({ hash: id(`block ${String(++this.#minted)}`), logs });
  }

  mineEmpty(blocks: number): void {
    for (let count = 0; count < blocks; ++count) this.mine();
  }

  /** Drops the last blocks. */
  drop(blocks: number): void {
    this.#blocks.length -= blocks;
  }

  #answer(method: string, [first, second, third]: unknown[]): unknown {
    switch (method) {
      case "eth_chainId":
        return toQuantity(CHAIN_ID);
      case "eth_getBlockByNumber":
        return this.#block(first === "latest" ? this.height : Number(first));
      case "eth_getLogs": {
        const { meanwhile } = this;
        this.meanwhile = undefined;
        const logs = this.#logs(first as { fromBlock: string; toBlock: string });
        meanwhile?.();
        return logs;
      }
      case "eth_getStorageAt":
        return this.#head(String(first), Number(third), String(second));
      default:
        throw new Error(`no ${method} here`);
    }
  }

  #block(number: number): unknown {
    const block = this.#blocks[number];
    if (block === undefined) return null;
    const parentHash = this.#blocks[number - 1]?.hash ?? id("nothing");
    const zero = "0x0";
    return {
      ...block,
      parentHash,
      number: toQuantity(number),
      timestamp: toQuantity(1_000 + number),
      nonce: "0x0000000000000000",
      difficulty: zero,
      gasLimit: zero,
      gasUsed: zero,
      miner: addressOf("RoleRegistry"),
      extraData: "0x",
      transactions: [],
    };
  }

  #logs({ fromBlock, toBlock }: { readonly fromBlock: string; readonly toBlock: string }): unknown[] {
    this.asked += 1;
    const found: unknown[] = [];
    for (let number = Number(fromBlock); number <= Number(toBlock); ++number) {
      const block = this.#blocks[number];
      for (const [logIndex, log] of (block?.logs ?? []).entries()) {
        if (this.silentAbout !== undefined && log.address === addressOf(this.silentAbout)) continue;
        found.push({
          ...log,
          blockNumber: toQuantity(number),
          blockHash: block?.hash,
          transactionHash: id(`transaction ${String(number)}`),
          transactionIndex: "0x0",
          logIndex: toQuantity(logIndex),
          removed: false,
        });
      }
    }
    return found;
  }

  /** The head as the contract computes it, of all its events, told or not. */
  #head(address: string, block: number, _slot: string): string {
    return this.#blocks
      .slice(0, block + 1)
      .flatMap(({ logs }, number) => logs.map((log) => ({ ...log, number })))
      .filter((log) => log.address.toLowerCase() === address.toLowerCase())
      .reduce(
        (head, { topics, data, number }) => nextHead(head, topics, data, number),
        genesisHead(CHAIN_ID, addressOf(nameOf(address))),
      );
  }
}

function addressOf(name: SuiteContract): string {
  return zeroPadValue(toQuantity(0x1000 + suiteContracts.indexOf(name)), 20);
}

function nameOf(address: string): SuiteContract {
  return suiteContracts.find((name) => addressOf(name) === address.toLowerCase()) ?? "RoleRegistry";
}
