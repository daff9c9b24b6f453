/** Counters that are fed by events of the chain. Names and units follow Prometheus' conventions. */
export const COUNTERS = {
  sign_evidence_events_total: {
    help: "Events of the suite by contract and name; their sum is the sequence of the contract's evidence chain.",
    labels: ["contract", "event"],
  },
  sign_credentials_issued_total: {
    help: "Credentials issued, by issuer and schema, singly or in batches.",
    labels: ["issuer", "schema", "form"],
  },
  sign_credentials_revoked_total: {
    help: "Credentials revoked, by issuer, singly or in batches.",
    labels: ["issuer", "form"],
  },
  sign_verifications_total: {
    help: "Checks of credentials recorded, by verifier and what it decided.",
    labels: ["verifier", "outcome"],
  },
  sign_verification_contradictions_total: {
    help: "Checks recorded one by one that accepted a credential which the chain did not know as Active.",
    labels: ["verifier", "status"],
  },
  sign_bridge_conversions_total: {
    help: "Conversions that reached an outcome, by direction and counterparty.",
    labels: ["direction", "counterparty", "outcome"],
  },
  sign_bridge_volume_tokens_total: {
    help: "Whole tokens of the conversions that reached an outcome, by direction and counterparty.",
    labels: ["direction", "counterparty", "outcome"],
  },
  sign_bridge_failures_total: {
    help: "Conversions that failed, by direction and reason code.",
    labels: ["direction", "reason"],
  },
  sign_distribution_batches_total: {
    help: "Batches that reached an outcome, by programme.",
    labels: ["program", "outcome"],
  },
  sign_distribution_rows_total: {
    help: "Rows of batches that reached an outcome, by programme: authorised, settled, or a settlement reversed.",
    labels: ["program", "outcome"],
  },
  sign_distribution_amount_total: {
    help: "Amounts that reached an outcome, by programme, in the smallest unit of what it distributes.",
    labels: ["program", "outcome"],
  },
  sign_distribution_exceptions_total: {
    help: "Exceptions raised, by kind.",
    labels: ["kind"],
  },
} as const satisfies Readonly<Record<string, { readonly help: string; readonly labels: readonly string[] }>>;

export type CounterName = keyof typeof COUNTERS;

/** One count of one series, by label values in the order of {@link COUNTERS}. Amounts are in the smallest unit. */
export interface Increment {
  readonly counter: CounterName;
  readonly values: readonly string[];
  readonly by: bigint;
}

/** The series that an increment belongs to, as one text. */
export function seriesKey(counter: CounterName, values: readonly string[]): string {
  return JSON.stringify([counter, ...values]);
}

/** The reverse of {@link seriesKey}. */
export function seriesOf(key: string): { readonly counter: CounterName; readonly values: readonly string[] } {
  const [counter, ...values] = JSON.parse(key) as [CounterName, ...string[]];
  return { counter, values };
}
