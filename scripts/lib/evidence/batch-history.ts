import { z } from "zod";

import { textArgument } from "#lib/evidence/describe-event";
import type { BatchLine } from "#lib/evidence/distribution-format";
import { numberArgument } from "#lib/evidence/event-values";
import type { ProgramHistory } from "#lib/evidence/program-history";
import { deedOf, type RegisterRecord } from "#lib/evidence/register-record";

/** Numbers of events come as decimal strings. */
const small = z.string().transform(Number).pipe(z.int().nonnegative());
const termsArgument = z.object({
  programId: z.string(),
  root: z.string(),
  count: small,
  total: z.string(),
  ruleSetVersion: small,
  period: small,
  manifestDigest: z.string(),
});

/** What a distributor submitted, as a `BatchSubmitted` says it. */
export type BatchTerms = z.output<typeof termsArgument>;

export function batchTermsOf({ args }: RegisterRecord["event"]): BatchTerms {
  return termsArgument.parse(args["terms"]);
}

/** Batches with their settlements and reconciliations, folded from proven events only. */
export class BatchHistory {
  readonly #programs: ProgramHistory;
  readonly #batches = new Map<string, BatchLine>();
  readonly #settlements = new Map<string, BatchLine["settlements"][number]>();

  /** @param programs Of which this counts the volumes. */
  constructor(programs: ProgramHistory) {
    this.#programs = programs;
  }

  /** In the order in which they were submitted. */
  all(): BatchLine[] {
    return [...this.#batches.values()];
  }

  find(batchId: string): BatchLine | undefined {
    return this.#batches.get(batchId);
  }

  apply(record: RegisterRecord): void {
    const { contract, event } = record;
    if (contract !== "DistributionLedger") return;
    if (event.name === "BatchSubmitted") {
      this.#submit(record);
      return;
    }
    const batch = this.#batches.get(textArgument(event, "batchId"));
    if (batch === undefined) return;
    this.#move(batch, record);
  }

  #submit(record: RegisterRecord): void {
    const { event } = record;
    const { programId, ...terms } = batchTermsOf(event);
    const submitter = textArgument(event, "submitter");
    const batchId = textArgument(event, "batchId");
    this.#batches.set(batchId, {
      batchId,
      programId,
      submitter,
      distributor: numberArgument(event, "distributor"),
      status: "Pending",
      terms,
      steps: [{ step: "submitted", digest: null, ...deedOf(record), by: submitter }],
      settlements: [],
      settled: "0",
      settledRows: 0,
      reconciliation: null,
    });
  }

  #move(batch: BatchLine, record: RegisterRecord): void {
    const { event } = record;
    const text = (name: string): string => textArgument(event, name);
    const step = (name: BatchLine["steps"][number]["step"], digest: string | null): void => {
      batch.steps.push({ step: name, digest, ...deedOf(record) });
    };
    const { programId } = batch;
    switch (event.name) {
      case "BatchAuthorised": {
        batch.status = "Authorised";
        step("authorised", null);
        const [rows, authorised] = [BigInt(batch.terms.count), BigInt(batch.terms.total)];
        this.#programs.count(programId, { batches: 1n, rows, authorised });
        return;
      }
      case "BatchRejected":
        batch.status = "Rejected";
        step("rejected", text("reasonDigest"));
        return;
      case "BatchSettled": {
        const settlement = {
          settlementReference: text("settlementReference"),
          amount: text("amount"),
          rows: numberArgument(event, "rows"),
          reversed: null,
          ...deedOf(record),
        };
        batch.settlements.push(settlement);
        this.#settlements.set(settlement.settlementReference, settlement);
        this.#settle(batch, BigInt(settlement.amount), settlement.rows);
        return;
      }
      case "SettlementReversed": {
        const settlement = this.#settlements.get(text("settlementReference"));
        if (settlement === undefined) return;
        settlement.reversed = { reasonDigest: text("reasonDigest"), ...deedOf(record) };
        this.#settle(batch, -BigInt(text("amount")), -numberArgument(event, "rows"));
        return;
      }
      case "BatchReconciled": {
        batch.status = "Reconciled";
        step("reconciled", text("reportDigest"));
        const [settled, exceptions, residual] = [text("settled"), text("exceptions"), text("residual")];
        batch.reconciliation = { settled, exceptions, residual, reportDigest: text("reportDigest") };
        this.#programs.count(programId, { residual: BigInt(residual) });
        return;
      }
      default:
    }
  }

  #settle(batch: BatchLine, amount: bigint, rows: number): void {
    batch.settled = String(BigInt(batch.settled) + amount);
    batch.settledRows += rows;
    this.#programs.count(batch.programId, { settled: amount });
  }
}
