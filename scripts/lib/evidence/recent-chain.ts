import { GatewayMetrics, type GatewayEvent } from "#lib/bridge/metrics-snapshot";
import type { MetricsSnapshot } from "#lib/bridge/snapshot-format";
import type { BlockHeader } from "#lib/evidence/block-header";
import type { DescribedEvent } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import type { Step } from "#lib/evidence/replay";
import type { Trust } from "#lib/evidence/trust";

/** Blocks that a contract can still name by hash. */
export const KNOWN_BLOCKS = 256;

/**
 * The last blocks of a chain that is read from its beginning, and the gateway's counters in each of them: what monitoring
 * may have looked at. Whatever lies further back is counted and forgotten.
 */
export class RecentChain {
  readonly #trust: Trust;
  readonly #headers = new Map<number, BlockHeader>();
  /** Counters before the recent blocks. */
  readonly #earlier = new GatewayMetrics();
  readonly #events: GatewayEvent[] = [];
  #broken: Error | undefined;
  /** What monitoring must have seen when it acknowledged changes, by the block that it looked at. */
  readonly snapshots = new Map<number, MetricsSnapshot>();

  constructor(trust: Trust) {
    this.#trust = trust;
  }

  /** A block begins. */
  enter(header: BlockHeader): void {
    this.#headers.set(header.number, header);
    const oldest = header.number - KNOWN_BLOCKS;
    this.#headers.delete(oldest - 1);
    const kept = this.#events.findIndex(({ blockNumber }) => blockNumber >= oldest);
    if (kept === 0) return;
    const past = this.#events.splice(0, kept === -1 ? this.#events.length : kept);
    try {
      for (const event of past) this.#earlier.apply(event);
    } catch (error) {
      // It is no obstacle to reading the chain; whoever asks for counters is told.
      this.#broken ??= new Error("the gateway's events cannot be counted", { cause: error });
    }
  }

  /** An event of the current block. */
  take({ line, described, log }: Extract<Step, { kind: "event" }>): void {
    if (described === null) return;
    if (line.contract === "BridgeGateway") {
      this.#events.push({ event: described, blockNumber: log.blockNumber, timestamp: log.timestamp });
    }
    if (line.contract === "ChangeManager" && described.name === "ChangeAcknowledged") this.#remember(described);
  }

  /** Undefined for a block that lies further back, or not in the evidence. */
  headerAt(number: number): BlockHeader | undefined {
    return this.#headers.get(number);
  }

  /** The gateway's metrics at a recent block; undefined where the trust file names no gateway. */
  snapshotAt({ number, hash, timestamp }: BlockHeader): MetricsSnapshot | undefined {
    const { chainId, contracts } = this.#trust;
    const gateway = contracts["BridgeGateway"]?.address;
    if (gateway === undefined) return undefined;
    if (this.#broken !== undefined) throw this.#broken;
    const metrics = this.#earlier.copy();
    for (const event of this.#events) {
      if (event.blockNumber > number) break;
      metrics.apply(event);
    }
    return metrics.snapshot({ chainId, gateway, block: { number, hash, timestamp } });
  }

  /** The gateway's metrics at the last block; undefined where there are none, or its events cannot be counted. */
  lastSnapshot(): MetricsSnapshot | undefined {
    const last = [...this.#headers.values()].at(-1);
    try {
      return last === undefined ? undefined : this.snapshotAt(last);
    } catch {
      return undefined;
    }
  }

  #remember(acknowledged: DescribedEvent): void {
    const header = this.headerAt(numberArgument(acknowledged, "observedBlock"));
    const snapshot = header === undefined ? undefined : this.snapshotAt(header);
    if (snapshot !== undefined) this.snapshots.set(snapshot.block.number, snapshot);
  }
}
