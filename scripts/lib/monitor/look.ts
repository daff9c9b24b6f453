import { suiteContracts, type SuiteContract } from "#lib/abi/suite-interface";
import { ethersProvider, requireChain } from "#lib/chain/connection";
import { explainFailure } from "#lib/chain/explain-failure";
import { patientProvider } from "#lib/chain/patient-provider";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { writeCheckpoint } from "#lib/monitor/checkpoint";
import { followChain, type FollowObserver } from "#lib/monitor/follow-chain";
import type { OwnMetrics } from "#lib/monitor/metrics";
import type { NodeConfig, RailConfig } from "#lib/monitor/monitoring-config";
import { nodeRpc } from "#lib/monitor/node-rpc";
import { StateKeeper } from "#lib/monitor/suite-state";
import type { Names } from "#lib/monitor/state-source";
import type { Tally } from "#lib/monitor/tally";
import type { Failure, Watch } from "#lib/monitor/watch";

export interface LookParameters {
  readonly watch: Watch;
  readonly record: ContractsRecord;
  /** Read before each look. */
  readonly names: () => Names;
  readonly rail: RailConfig;
  readonly tally: Tally;
  readonly checkpoint: string;
  readonly own: OwnMetrics;
  readonly warn: (message: string) => void;
}

/**
 * Looks at the suite's chain again and again: counts new events, then reads what the contracts hold. Nodes are asked in
 * the order of the configuration, beginning with the one that answered last; a node that fails, is behind, or leaves
 * events out is passed over.
 */
export class ChainLook {
  readonly #parameters: LookParameters;
  readonly #keeper = new StateKeeper();
  #preferred = 0;
  /** Contracts whose events were counted and whose state was not read since. */
  readonly #unread = new Set<SuiteContract>();
  readonly #observer: FollowObserver;

  constructor(parameters: LookParameters) {
    const { record, tally, checkpoint, own, warn, watch } = parameters;
    this.#parameters = parameters;
    this.#observer = {
      headed: (head) => {
        watch.follow = { ...watch.follow, head };
      },
      reorganised: (blocks) => {
        own.reorganisations.inc();
        own.reorganisedBlocks.inc(blocks);
        for (const contract of suiteContracts) this.#unread.add(contract);
        warn(`The chain replaced ${blocks} counted blocks; they were taken back and are counted anew.`);
      },
      touched: (contract) => {
        this.#unread.add(contract);
      },
      counted: () => {
        writeCheckpoint(checkpoint, record, tally.state());
      },
    };
  }

  async look(signal: AbortSignal): Promise<void> {
    const { rail, watch, warn } = this.#parameters;
    let first: Failure | undefined;
    for (let turn = 0; turn < rail.nodes.length && !signal.aborted; ++turn) {
      const index = (this.#preferred + turn) % rail.nodes.length;
      const node = rail.nodes[index];
      if (node === undefined) break;
      try {
        await this.#lookThrough(node, signal);
        this.#settle(index, node);
        return;
      } catch (error) {
        const failure = this.#failed(error);
        if (watch.follow.failing?.message !== failure.message) warn(`${rail.name}/${node.name}: ${failure.message}`);
        first ??= failure;
        watch.follow = { ...watch.follow, lastFailure: failure };
      }
    }
    if (first !== undefined) watch.follow = { ...watch.follow, failing: first };
  }

  async #lookThrough({ url }: NodeConfig, signal: AbortSignal): Promise<void> {
    const { watch, record, names, rail, tally, own } = this.#parameters;
    const { timeoutSeconds } = watch.config;
    // Each look begins as with a stranger: where nobody listens, the next node is asked at once.
    const rpc = patientProvider(nodeRpc(url, timeoutSeconds), {
      patience: timeoutSeconds,
      reporter: {
        warn: () => {
          own.repeatedRequests.inc();
        },
      },
    });
    await requireChain(rpc, rail.chainId, "monitoring.json");
    const provider = ethersProvider(rpc, rail.chainId);
    try {
      const head = await followChain({
        provider,
        record,
        tally,
        confirmations: watch.config.confirmations,
        observer: this.#observer,
        signal,
      });
      if (signal.aborted) return;
      watch.published = { tip: tally.tip, totals: new Map(tally.totals) };
      await this.#keeper.refresh({ provider, record, tally, names: names(), now: head.timestamp }, this.#unread);
      this.#unread.clear();
      watch.state = this.#keeper.state ?? null;
    } finally {
      provider.destroy();
    }
  }

  #settle(index: number, node: NodeConfig): void {
    const { watch, own, rail, warn } = this.#parameters;
    const { source } = watch.follow;
    if (source !== null && source !== node.name) {
      own.sourceChanges.inc();
      warn(`Events now come from ${rail.name}/${node.name}.`);
    }
    this.#preferred = index;
    watch.follow = { ...watch.follow, source: node.name, lastSuccess: Date.now() / 1000, failing: null };
  }

  #failed(error: unknown): Failure {
    const failure = failureOf(error);
    this.#parameters.own.failures.inc({ code: failure.code });
    return failure;
  }
}

/** What failed, by its code. Of what no code foresaw only the kind is told: its text may name a URL. */
export function failureOf(error: unknown): Failure {
  const explained = explainFailure(error);
  const at = Date.now() / 1000;
  if (explained instanceof SuiteError) return { code: explained.code, message: explained.message, at };
  const name = explained instanceof Error ? explained.name : typeof explained;
  const code = explained instanceof Error && "code" in explained ? String(explained.code) : name;
  return { code: "unexpected", message: `The node's answer could not be used (${code}).`, at };
}
