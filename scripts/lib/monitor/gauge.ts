import type { Watch } from "#lib/monitor/watch";

/** One series: label values in the order of the gauge's labels, and its value. */
export type Sample = readonly [labels: readonly string[], value: number];

/** A gauge that is computed when it is asked for. */
export interface GaugeDefinition {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** @param now Unix time in seconds. */
  readonly samples: (watch: Watch, now: number) => readonly Sample[];
}
