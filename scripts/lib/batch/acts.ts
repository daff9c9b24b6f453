import type { BatchSummary } from "#lib/batch/batch-file";
import { exceptionKinds, exceptionStatuses, type ExceptionKind } from "#lib/batch/chain-batch";
import type { ProvenRow } from "#lib/batch/prove-row";
import { toHex } from "#lib/batch/row";
import type { CouncilName } from "#lib/deployment/contracts-record";
import type { Label } from "#lib/input/parse-label";
import { ROLE_IDS } from "#lib/permissions/roles";
import { registerAct, type RegisterAct, type RegisterStep } from "#lib/program/register-act";
import type { RegisterEvent } from "#lib/program/register-story";

/** A batch, and what happened to it so far. */
export interface BatchStory {
  readonly batch: Label;
  readonly story: readonly RegisterEvent[];
}

/** What is left of a batch at its end. */
export interface Figures {
  readonly settled: bigint;
  readonly exceptions: bigint;
  readonly residual: bigint;
  readonly reportDigest: string;
}

/** How an exception may be decided. */
export type Outcome = "Upheld" | "Dismissed";

/** Events of one row's exception. */
const ROW_EVENTS = ["ExceptionRaised", "ExceptionDisputed", "ExceptionResolved", "FindingWithdrawn"];

/** A distributor submits a batch. Roots are submitted once, so that the chain knows it if anybody did. */
export function submitAct(on: BatchStory, summary: BatchSummary): RegisterAct {
  const { programId, root, count, total, ruleSet, period, manifestDigest } = summary;
  return act(on, ROLE_IDS.DISTRIBUTION_OPERATOR, "The batch", {
    function: "submitBatch",
    args: [[programId, root, count, total, ruleSet.version, period, manifestDigest]],
    event: "BatchSubmitted",
    shows: { programId },
  });
}

/** The Program Authority's Safe authorises a batch whose manifest its owners have read. */
export function authoriseAct(on: BatchStory, manifestDigest: string): RegisterAct {
  return act(on, "program", "The authorisation", {
    function: "authoriseBatch",
    args: [on.batch.id, manifestDigest],
    event: "BatchAuthorised",
    shows: {},
  });
}

/** The programme's authority refuses a pending batch. */
export function rejectAct(on: BatchStory, reasonDigest: string): RegisterAct {
  return act(on, ROLE_IDS.PROGRAM_AUTHORITY, "The rejection", {
    function: "rejectBatch",
    args: [on.batch.id, reasonDigest],
    event: "BatchRejected",
    shows: { reasonDigest },
  });
}

/** The money rail's operator says what was paid. */
export function settleAct(
  on: BatchStory,
  { reference, amount, rows }: { readonly reference: Label; readonly amount: bigint; readonly rows: number },
): RegisterAct {
  return act(on, ROLE_IDS.TREASURY_OPERATOR, "The settlement", {
    function: "settle",
    args: [on.batch.id, reference.id, amount, rows],
    event: "BatchSettled",
    shows: { settlementReference: reference.id, amount, rows },
    undoneBy: ["SettlementReversed"],
    series: ["settlementReference"],
  });
}

/** The money rail's operator says that a payment came back. */
export function reverseAct(on: BatchStory, reference: Label, reasonDigest: string): RegisterAct {
  return act(on, ROLE_IDS.TREASURY_OPERATOR, "The reversal", {
    function: "reverseSettlement",
    args: [reference.id, reasonDigest],
    event: "SettlementReversed",
    shows: { settlementReference: reference.id, reasonDigest },
    series: ["settlementReference"],
  });
}

/** A distributor cannot or must not pay a row; or an auditor objects to one, paid or not. */
export function raiseAct(
  on: BatchStory,
  kind: Exclude<ExceptionKind, "None">,
  { index, rowDigest, amount, proof }: Omit<ProvenRow, "pseudonym" | "identityProof" | "eligibilityProof">,
  reasonDigest: string,
): RegisterAct {
  const digest = toHex(rowDigest);
  const row = [index, digest, amount, proof.map(toHex)];
  const finding = kind !== "Undelivered";
  return act(on, finding ? ROLE_IDS.AUDITOR : ROLE_IDS.DISTRIBUTION_OPERATOR, "The exception", {
    function: finding ? "raiseFinding" : "raiseException",
    args: [on.batch.id, row, ...(finding ? [kind === "PaidInError"] : []), reasonDigest],
    event: "ExceptionRaised",
    shows: { index, kind: exceptionKinds.indexOf(kind), rowDigest: digest, reasonDigest },
    ...ofRow,
  });
}

/** A distributor contests an open exception. */
export function disputeAct(on: BatchStory, index: number, evidenceDigest: string): RegisterAct {
  return act(on, ROLE_IDS.DISTRIBUTION_OPERATOR, "The dispute", {
    function: "disputeException",
    args: [on.batch.id, index, evidenceDigest],
    event: "ExceptionDisputed",
    shows: { index, evidenceDigest },
    ...ofRow,
  });
}

/** The programme's authority decides an exception; where it may not, the Sovereign Authority. */
export function resolveAct(
  on: BatchStory,
  index: number,
  outcome: Outcome,
  decisionDigest: string,
  by: "authority" | "sovereign",
): RegisterAct {
  const status = exceptionStatuses.indexOf(outcome);
  return act(on, by === "authority" ? ROLE_IDS.PROGRAM_AUTHORITY : "sovereign", "The decision", {
    function: by === "authority" ? "resolveException" : "overruleException",
    args: [on.batch.id, index, status, decisionDigest],
    event: "ExceptionResolved",
    shows: { index, outcome: status, decisionDigest },
    ...ofRow,
  });
}

/** An auditor takes an own finding back. */
export function withdrawFindingAct(on: BatchStory, index: number, reasonDigest: string): RegisterAct {
  return act(on, ROLE_IDS.AUDITOR, "The withdrawal", {
    function: "withdrawFinding",
    args: [on.batch.id, index, reasonDigest],
    event: "FindingWithdrawn",
    shows: { index, reasonDigest },
    ...ofRow,
  });
}

/** The programme's authority closes a batch; where something was neither paid nor set aside, its Safe. */
export function reconcileAct(on: BatchStory, { settled, exceptions, residual, reportDigest }: Figures): RegisterAct {
  const exact = residual === 0n;
  return act(on, exact ? ROLE_IDS.PROGRAM_AUTHORITY : "program", "The reconciliation", {
    function: exact ? "reconcile" : "writeOff",
    args: [on.batch.id, [settled, exceptions, residual, reportDigest]],
    event: "BatchReconciled",
    shows: { settled, exceptions, residual, reportDigest },
  });
}

const ofRow = { undoneBy: ROW_EVENTS, series: ["index"] } as const;

function act(
  { batch, story }: BatchStory,
  by: bigint | CouncilName,
  action: string,
  step: Pick<RegisterStep, "function" | "args" | "event" | "shows"> &
    Partial<Pick<RegisterStep, "undoneBy" | "series">>,
): RegisterAct {
  return registerAct({ register: "DistributionLedger", subject: batch, story, by, action, ...step });
}
