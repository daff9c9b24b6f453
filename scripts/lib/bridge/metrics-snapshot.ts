import { countedReasons, type MetricsSnapshot } from "#lib/bridge/snapshot-format";
import { directions, failureReasons, type Direction, type FailureReason } from "#lib/bridge/gateway-words";
import { textArgument, type DescribedEvent } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";

/** An event of the gateway, and the block that holds it. */
export interface GatewayEvent {
  readonly event: Pick<DescribedEvent, "name" | "args">;
  readonly blockNumber: number;
  /** Of the block, in seconds. */
  readonly timestamp: number;
}

/** Where a snapshot is taken. */
export interface SnapshotPlace {
  readonly chainId: number;
  readonly gateway: string;
  readonly block: MetricsSnapshot["block"];
}

interface Volume {
  converted: bigint;
  refunded: bigint;
  conversions: bigint;
}

interface Day {
  failures: bigint;
  conversions: bigint;
}

const DAY = 86_400;
const BASIS_POINTS = 10_000n;

/**
 * What the gateway's counters are after a block, from its events alone: so that an auditor with a bundle on a disk
 * computes what monitoring acknowledged.
 *
 * @param events Of this gateway since it was deployed, in the order of the chain; those after the block are not read.
 * @throws Error for an event that no gateway of the suite makes, such as an unknown reason of failure.
 */
export function metricsSnapshot(
  events: Iterable<GatewayEvent>,
  { chainId, gateway, block }: SnapshotPlace,
): MetricsSnapshot {
  const metrics = new GatewayMetrics();
  for (const event of events) {
    if (event.blockNumber > block.number) break;
    metrics.apply(event);
  }
  return metrics.snapshot({ chainId, gateway, block });
}

/** The gateway's counters, event by event as `BridgeGateway` keeps them. */
export class GatewayMetrics {
  readonly #volumes = new Map<string, Record<Direction, Volume>>();
  readonly #all = newVolumes();
  readonly #failures = { Out: new Map<FailureReason, bigint>(), In: new Map<FailureReason, bigint>() };
  readonly #days = new Map<number, Day>();
  readonly #position = { locked: 0n, pending: 0n, owed: 0n, released: 0n, admitted: 0n };
  #reserve: { issued: bigint; redeemed: bigint; observedAt: number; digest: string } | null = null;
  #parametersVersion = 0n;

  apply({ event, timestamp }: GatewayEvent): void {
    const amount = (name: string): bigint => BigInt(textArgument(event, name));
    const position = this.#position;
    switch (event.name) {
      case "ConversionRequested":
        this.#dayOf(timestamp).conversions += 1n;
        this.#convert("Out", event, amount("amount"));
        position.locked += amount("amount");
        position.pending += amount("amount");
        return;
      case "InboundAdmitted":
        this.#dayOf(timestamp).conversions += 1n;
        position.admitted += amount("amount");
        return;
      case "ConversionSettled":
        if (directionOf(event) === "Out") {
          position.pending -= amount("amount");
        } else {
          this.#convert("In", event, amount("amount"));
          position.released += amount("amount");
        }
        return;
      case "ConversionFailed":
        this.#fail(event, timestamp);
        return;
      case "ConversionRefunded":
        // What goes back on the private rail was never released here.
        if (directionOf(event) === "In") return;
        this.#refund(event, amount("amount"));
        position.locked -= amount("amount");
        position.owed -= amount("amount");
        return;
      case "ReserveAttested":
        this.#reserve = {
          issued: amount("issued"),
          redeemed: amount("redeemed"),
          observedAt: numberArgument(event, "observedAt"),
          digest: textArgument(event, "digest"),
        };
        return;
      case "FlowConfigured":
      case "ParameterApplied":
        this.#parametersVersion = amount("parametersVersion");
        return;
      default:
    }
  }

  /** What they are when the block has passed. */
  snapshot({ chainId, gateway, block }: SnapshotPlace): MetricsSnapshot {
    const schema = "sign.monitor.snapshot.v1";
    return { schema, chainId, gateway, block: { ...block }, ...this.#at(block.timestamp) };
  }

  /** The same counters, to go on with apart from these. */
  copy(): GatewayMetrics {
    const copy = new GatewayMetrics();
    for (const [counterparty, volumes] of this.#volumes) copy.#volumes.set(counterparty, structuredClone(volumes));
    for (const direction of directions) {
      Object.assign(copy.#all[direction], this.#all[direction]);
      for (const [reason, count] of this.#failures[direction]) copy.#failures[direction].set(reason, count);
    }
    for (const [day, counted] of this.#days) copy.#days.set(day, { ...counted });
    Object.assign(copy.#position, this.#position);
    copy.#reserve = this.#reserve;
    copy.#parametersVersion = this.#parametersVersion;
    return copy;
  }

  #at(timestamp: number): Omit<MetricsSnapshot, "schema" | "chainId" | "gateway" | "block"> {
    const reserve = this.#reserve;
    const { locked } = this.#position;
    return {
      parametersVersion: this.#parametersVersion.toString(),
      volumes: {
        ...decimals(this.#all),
        counterparties: [...this.#volumes]
          .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
          .map(([counterparty, volumes]) => ({ counterparty, ...decimals(volumes) })),
      },
      failures: { Out: counts(this.#failures.Out), In: counts(this.#failures.In) },
      recentFailures: this.#recent(Math.floor(timestamp / DAY)),
      position: decimal(this.#position),
      reserve:
        reserve === null
          ? null
          : {
              issued: reserve.issued.toString(),
              redeemed: reserve.redeemed.toString(),
              observedAt: reserve.observedAt,
              age: timestamp - reserve.observedAt,
              digest: reserve.digest,
            },
      conservationHolds: (reserve?.issued ?? 0n) <= locked,
    };
  }

  #fail(event: GatewayEvent["event"], timestamp: number): void {
    const direction = directionOf(event);
    const reason = named(failureReasons, numberArgument(event, "reason"));
    const byReason = this.#failures[direction];
    byReason.set(reason, (byReason.get(reason) ?? 0n) + 1n);
    this.#dayOf(timestamp).failures += 1n;
    // What fails on its way in was never on the public rail's books.
    if (direction === "In") return;
    const amount = BigInt(textArgument(event, "amount"));
    this.#position.pending -= amount;
    this.#position.owed += amount;
  }

  #convert(direction: Direction, event: GatewayEvent["event"], amount: bigint): void {
    for (const volumes of [this.#all, this.#volumesOf(textArgument(event, "counterparty"))]) {
      volumes[direction].converted += amount;
      volumes[direction].conversions += 1n;
    }
  }

  #refund(event: GatewayEvent["event"], amount: bigint): void {
    for (const volumes of [this.#all, this.#volumesOf(textArgument(event, "counterparty"))]) {
      volumes.Out.converted -= amount;
      volumes.Out.refunded += amount;
    }
  }

  #volumesOf(counterparty: string): Record<Direction, Volume> {
    const known = this.#volumes.get(counterparty) ?? newVolumes();
    this.#volumes.set(counterparty, known);
    return known;
  }

  #dayOf(timestamp: number): Day {
    const number = Math.floor(timestamp / DAY);
    const known = this.#days.get(number) ?? { failures: 0n, conversions: 0n };
    this.#days.set(number, known);
    return known;
  }

  #recent(today: number): MetricsSnapshot["recentFailures"] {
    const days = [this.#days.get(today), this.#days.get(today - 1)];
    const failures = days.reduce((sum, day) => sum + (day?.failures ?? 0n), 0n);
    const conversions = days.reduce((sum, day) => sum + (day?.conversions ?? 0n), 0n);
    const base = conversions === 0n ? 1n : conversions;
    // Rounded up, as the contract does.
    const basisPoints = (failures * BASIS_POINTS + base - 1n) / base;
    return decimal({ failures, conversions, basisPoints });
  }
}

function directionOf(event: GatewayEvent["event"]): Direction {
  return named(directions, numberArgument(event, "direction"));
}

function newVolumes(): Record<Direction, Volume> {
  const none = (): Volume => ({ converted: 0n, refunded: 0n, conversions: 0n });
  return { Out: none(), In: none() };
}

function decimals({ Out, In }: Record<Direction, Volume>): Record<Direction, Record<keyof Volume, string>> {
  return { Out: decimal({ ...Out }), In: decimal({ ...In }) };
}

function counts(byReason: ReadonlyMap<FailureReason, bigint>): MetricsSnapshot["failures"]["Out"] {
  return decimal(
    Object.fromEntries(countedReasons.map((reason) => [reason, byReason.get(reason) ?? 0n])) as Record<
      (typeof countedReasons)[number],
      bigint
    >,
  );
}

function decimal<Name extends string>(values: Readonly<Record<Name, bigint>>): Record<Name, string> {
  return Object.fromEntries(Object.entries<bigint>(values).map(([name, value]) => [name, value.toString()])) as Record<
    Name,
    string
  >;
}
