import type { BatchSummary } from "#lib/batch/batch-file";
import type { BatchOrder } from "#lib/batch/build-batch";
import type { DisclosedRow, Disclosure } from "#lib/batch/disclosure";
import type { ProvenRow } from "#lib/batch/prove-row";
import type { SuiteErrorParameters } from "#lib/errors/suite-error";

/** One row of a batch. */
export interface RowRequest {
  readonly folder: string;
  readonly index: number;
}

/** Several rows of a batch. */
export interface RowsRequest {
  readonly folder: string;
  readonly indexes: readonly number[];
}

/** What is done apart from the main thread, with what it takes and gives. */
export interface Jobs {
  readonly build: { readonly input: Omit<BatchOrder, "progress">; readonly output: BatchSummary };
  readonly check: { readonly input: { readonly folder: string }; readonly output: BatchSummary };
  readonly prove: { readonly input: RowRequest; readonly output: ProvenRow };
  readonly disclose: { readonly input: RowRequest; readonly output: Disclosure };
  readonly discloseMany: { readonly input: RowsRequest; readonly output: DisclosedRow[] };
}

export type JobName = keyof Jobs;

/** What the thread is started with. */
export type JobRequest = { [Name in JobName]: { readonly name: Name; readonly input: Jobs[Name]["input"] } }[JobName];

/** What the thread says. */
export type JobMessage =
  | { readonly kind: "begin"; readonly label: string; readonly total: number }
  | { readonly kind: "at"; readonly done: number }
  | { readonly kind: "end" }
  | { readonly kind: "done"; readonly output: Jobs[JobName]["output"] }
  | { readonly kind: "refused"; readonly error: Omit<SuiteErrorParameters, "cause"> };
