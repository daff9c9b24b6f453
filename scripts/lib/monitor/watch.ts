import type { MonitoringConfig } from "#lib/monitor/monitoring-config";
import type { EndpointHealth } from "#lib/monitor/probe-endpoint";
import type { NodeHealth } from "#lib/monitor/probe-node";
import type { SuiteState } from "#lib/monitor/suite-state";
import type { Point } from "#lib/monitor/tally";

/** Something that failed last, in words that name no URL. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Unix time in seconds. */
  readonly at: number;
}

/** What is counted and was compared with the contracts. It changes as a whole, never halfway. */
export interface Published {
  readonly tip: Point;
  readonly totals: ReadonlyMap<string, bigint>;
}

/** Where the events come from, and how far they were counted. Times are Unix seconds. */
export interface FollowStatus {
  readonly source: string | null;
  readonly head: { readonly number: number; readonly timestamp: number } | null;
  readonly lastSuccess: number | null;
  /** Null after a look that found everything in order. */
  readonly failing: Failure | null;
  readonly lastFailure: Failure | null;
}

export interface NodeStatus {
  readonly health: NodeHealth | null;
  readonly lastFailure: Failure | null;
}

export interface EndpointStatus {
  readonly health: EndpointHealth;
  readonly lastSuccess: number | null;
}

/** Everything that is shown, by metrics and by the page. */
export interface Watch {
  readonly config: MonitoringConfig;
  follow: FollowStatus;
  published: Published | null;
  state: SuiteState | null;
  /** By {@link nodeKey}. */
  readonly nodes: Map<string, NodeStatus>;
  /** By name. */
  readonly endpoints: Map<string, EndpointStatus>;
}

export function nodeKey(rail: string, node: string): string {
  return `${rail}/${node}`;
}

/** Whether what is shown is fresh: a look succeeded within the time of five. */
export function isFresh({ follow, config }: Watch, now: number): boolean {
  const patience = 5 * config.pollSeconds + config.timeoutSeconds;
  return follow.lastSuccess !== null && now - follow.lastSuccess <= patience;
}

/** Deadlines go by the chain's clock. It stands still with the chain, which stops no deadline. */
export function clockOf({ follow }: Watch, now: number): number {
  return Math.max(follow.head?.timestamp ?? 0, now);
}
