import { parseChoice } from "#lib/input/parse-choice";

/** In the order of the contract's enum. */
export const severities = ["None", "SEV1", "SEV2", "SEV3", "SEV4"] as const;
export const incidentStatuses = ["None", "Open", "Acknowledged", "Mitigated", "Resolved", "Reviewed"] as const;
export const audiences = ["Internal", "Public"] as const;

export type Severity = (typeof severities)[number];
export type IncidentStatus = (typeof incidentStatuses)[number];
export type Audience = (typeof audiences)[number];

/** What a severity promises, in seconds from the opening; the review from the resolution. */
export interface ServiceLevels {
  readonly acknowledgeWithin: number;
  readonly statementWithin: number;
  readonly mitigateWithin: number;
  readonly resolveWithin: number;
  readonly reviewWithin: number;
}

/** `Incident` of the contract. Times are Unix seconds, null before. */
export interface Incident {
  readonly id: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** Number of the legal entity that took responsibility; null before. */
  readonly entity: number | null;
  readonly openedAt: number;
  readonly openedBlock: number;
  readonly acknowledgedAt: number | null;
  readonly mitigatedAt: number | null;
  readonly resolvedAt: number | null;
  readonly reviewedAt: number | null;
  readonly internalStatementAt: number | null;
  readonly publicStatementAt: number | null;
  readonly levels: ServiceLevels;
}

/** The review that awaits acceptance. */
export interface FiledReview {
  readonly digest: string;
  readonly entity: number;
  readonly interim: boolean;
  readonly filedAt: number;
}

/** Whether a severity is one of those that keep gates shut. */
export function isSevere(severity: Severity): boolean {
  return severity === "SEV1" || severity === "SEV2";
}

/**
 * A severity by name or number.
 *
 * @throws SuiteError `input/severity`.
 */
export function parseSeverity(value: string, choices: readonly Severity[] = severities.slice(1)): Severity {
  return parseChoice(/^[1-4]$/.test(value) ? `SEV${value}` : value, choices, "severity");
}

/** @throws SuiteError `input/audience`. */
export function parseAudience(value: string): Audience {
  return parseChoice(value, audiences, "audience");
}
