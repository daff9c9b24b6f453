import type { Provider, Result } from "ethers";

import { controllerAt } from "#lib/emergency/read-system";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** For how long after it was due a review that was filed in time keeps its debt from being overdue, in seconds. */
const REVIEW_GRACE = 30 * 86_400;

/** The review that an incident owes. Times are Unix seconds. */
export interface ReviewDebt {
  readonly incidentId: string;
  readonly open: boolean;
  /** Whether the IncidentRegistry took the incident. */
  readonly registered: boolean;
  readonly severity: number;
  readonly dueAt: number;
  /** Null when no narrative is owed. */
  readonly narrativeDueAt: number | null;
  /** Null unless a review that was filed in time awaits its acceptance. */
  readonly filedAt: number | null;
  readonly declaredBy: string;
  readonly reasonDigest: string;
  /** What of it is late: a council that owes it may restrict for twelve hours only. */
  readonly overdue: readonly ("review" | "narrative")[];
}

/** Every debt that is not paid. */
export async function readOpenDebts(provider: Provider, record: ContractsRecord, now: number): Promise<ReviewDebt[]> {
  const ids = (await controllerAt(provider, record).getFunction("openDebts").staticCall()) as Result;
  return Promise.all((ids.toArray() as string[]).map((id) => readDebt(provider, record, id, now)));
}

/** The debt of an incident, paid or not. */
export async function readDebt(
  provider: Provider,
  record: ContractsRecord,
  incidentId: string,
  now: number,
): Promise<ReviewDebt> {
  const answer = (await controllerAt(provider, record).getFunction("debtOf").staticCall(incidentId)) as Result;
  const fields = answer.toObject();
  const time = (name: string): number | null => (Number(fields[name]) === 0 ? null : Number(fields[name]));
  const debt = {
    incidentId,
    open: fields["open"] === true,
    registered: fields["registered"] === true,
    severity: Number(fields["severity"]),
    dueAt: Number(fields["dueAt"]),
    narrativeDueAt: time("narrativeDueAt"),
    filedAt: time("filedAt"),
    declaredBy: String(fields["declaredBy"]),
    reasonDigest: String(fields["reasonDigest"]),
  };
  return { ...debt, overdue: overdueOf(debt, now) };
}

/** Whether the contract counts any debt as overdue now. */
export async function isReviewOverdue(provider: Provider, record: ContractsRecord): Promise<boolean> {
  return (await controllerAt(provider, record).getFunction("isReviewOverdue").staticCall()) === true;
}

/** What of a debt is late at `now`, by the rules of the contract. */
export function overdueOf(
  { open, dueAt, narrativeDueAt, filedAt }: Pick<ReviewDebt, "open" | "dueAt" | "narrativeDueAt" | "filedAt">,
  now: number,
): ("review" | "narrative")[] {
  if (!open) return [];
  const due = filedAt === null ? dueAt : dueAt + REVIEW_GRACE;
  return [
    ...(now > due ? (["review"] as const) : []),
    ...(narrativeDueAt !== null && now > narrativeDueAt ? (["narrative"] as const) : []),
  ];
}
