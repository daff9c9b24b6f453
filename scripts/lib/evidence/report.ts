/**
 * PROVEN: follows from the trusted anchor by hashing and signature recovery alone. CONSISTENT: nothing contradicts it.
 * UNPROVEN: the bundle or the trust file lacks what a proof needs. FAILED: contradicted. See docs/evidence.md.
 */
export type Verdict = "PROVEN" | "CONSISTENT" | "UNPROVEN" | "FAILED";

export interface Claim {
  /** What is claimed, such as `chain`, `approval` or `change`. */
  readonly claim: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly contract?: string;
  /** Position of the offending event in the evidence chain of `contract`, from 1. */
  readonly sequence?: number;
}

export interface VerificationReport {
  readonly schema: "sign.evidence.report.v1";
  /** True only when every claim is PROVEN. */
  readonly ok: boolean;
  /** Id of the one incident or programme that the bundle tells of; null for all of the evidence. */
  readonly narrowedTo: string | null;
  readonly claims: readonly Claim[];
  readonly counts: { readonly events: number; readonly approvals: number; readonly deployments: number };
}

/** Where in the suite's history a claim stands. */
export interface Place {
  readonly contract?: string;
  readonly sequence?: number;
}

/** Thrown by a check; becomes a claim of the report. */
export class ClaimError extends Error {
  readonly verdict: "UNPROVEN" | "FAILED";
  readonly place: Place;

  constructor(message: string, place: Place = {}, verdict: "UNPROVEN" | "FAILED" = "FAILED") {
    super(message);
    this.name = "ClaimError";
    this.verdict = verdict;
    this.place = place;
  }
}

/** Collects claims in the order in which they are judged. */
export class ClaimLedger {
  readonly claims: Claim[] = [];

  prove(claim: string, reason: string, place: Place = {}): void {
    this.claims.push({ claim, verdict: "PROVEN", reason, ...place });
  }

  fail(claim: string, reason: string, place: Place = {}, verdict: "UNPROVEN" | "FAILED" = "FAILED"): void {
    this.claims.push({ claim, verdict, reason, ...place });
  }

  /** Runs a check; a `ClaimError` becomes a claim, and anything else that malformed bytes can cause too. */
  attempt<T>(claim: string, check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      this.#caught(claim, error);
      return undefined;
    }
  }

  async attemptAsync<T>(claim: string, check: () => Promise<T>): Promise<T | undefined> {
    try {
      return await check();
    } catch (error) {
      this.#caught(claim, error);
      return undefined;
    }
  }

  #caught(claim: string, error: unknown): void {
    if (error instanceof ClaimError) this.fail(claim, error.message, error.place, error.verdict);
    else this.fail(claim, `malformed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
