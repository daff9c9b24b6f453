/** How a panel shows its series. */
type PanelKind = "timeseries" | "stat";

/** Units as Grafana names them. */
type Unit = "short" | "s" | "percentunit";

export interface Panel {
  readonly title: string;
  readonly kind: PanelKind;
  readonly unit: Unit;
  /** Queries, each with its legend. */
  readonly queries: readonly (readonly [expr: string, legend: string])[];
}

export interface Dashboard {
  /** Name of its file, and of its address in Grafana. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Right side of a subtraction from deadlines: the clock that they go by. */
export const CLOCK = "on (instance, job) group_left () sign_chain_clock_timestamp_seconds";

/** Sums by an account that counters name, with the legal entity that it acts for. */
export function byAccount(label: "issuer" | "verifier", sum: string): string {
  return `sum by (${label}) (${sum}) * on (${label}) group_left (entity) max by (${label}, entity) (label_replace(sign_account_info, "${label}", "$1", "account", "(.+)"))`;
}

/** Sums by programme, with what people call it. */
export function byProgram(labels: string, sum: string): string {
  return `sum by (${labels}) (${sum}) * on (program) group_left (name) max by (program, name) (sign_program_info)`;
}

/** A panel of lines over time. */
export function lines(title: string, unit: Unit, ...queries: Panel["queries"]): Panel {
  return { title, kind: "timeseries", unit, queries };
}

/** A panel of numbers as they are now. */
export function numbers(title: string, unit: Unit, ...queries: Panel["queries"]): Panel {
  return { title, kind: "stat", unit, queries };
}
