import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import type { BatchState } from "#lib/evidence/batch-replay";
import { whyNotOutstanding } from "#lib/evidence/batch-replay";
import { named, numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";
import { amountArgument } from "#lib/evidence/gateway-event";
import { exceptionKinds, exceptionStatuses } from "#lib/evidence/register-words";

/** `RowExceptions.MAX_FINDINGS`. */
const MAX_FINDINGS = 200;

export interface RowException {
  readonly kind: (typeof exceptionKinds)[number];
  readonly raisedBy: number;
  /** Set aside; none by a finding about a row that was paid. */
  readonly amount: bigint;
  status: (typeof exceptionStatuses)[number];
  disputedBy: number;
}

/** What an event made of an exception. */
export interface Excepted {
  readonly wrong: string | null;
  /** What the sums of the batch's rows that are not paid moved by. */
  readonly moved: bigint;
}

/** `RowExceptions.sol` again, with what it sets aside of batches. */
export class ExceptionReplay {
  readonly #rows = new Map<string, RowException>();
  readonly #findings = new Map<string, number>();

  find(batchId: string, index: string): RowException | undefined {
    return this.#rows.get(`${batchId}|${index}`);
  }

  apply(event: DescribedEvent, batch: BatchState): Excepted {
    const [batchId, index] = [textArgument(event, "batchId"), textArgument(event, "index")];
    if (event.name === "ExceptionRaised") return this.#raise(`${batchId}|${index}`, batchId, event, batch);
    const exception = this.find(batchId, index);
    if (exception === undefined) return { wrong: "is about a row without an exception", moved: 0n };
    const closed = isOpen(exception) ? null : `is about an exception that was ${exception.status}`;
    switch (event.name) {
      case "ExceptionDisputed":
        return { wrong: closed ?? dispute(exception, numberArgument(event, "entity")), moved: 0n };
      case "ExceptionResolved": {
        const outcome = named(exceptionStatuses, numberArgument(event, "outcome"));
        const isOutcome = outcome === "Upheld" || outcome === "Dismissed";
        const moved = close(exception, outcome, batch);
        return { wrong: closed ?? (isOutcome ? null : `ends as ${outcome}`), moved };
      }
      case "FindingWithdrawn": {
        const entity = numberArgument(event, "entity");
        const own = exception.kind !== "Undelivered" && exception.raisedBy === entity;
        const moved = close(exception, "Withdrawn", batch);
        return { wrong: closed ?? (own ? null : `is no finding of entity ${entity}`), moved };
      }
      default:
        return { wrong: null, moved: 0n };
    }
  }

  #raise(row: string, batchId: string, event: DescribedEvent, batch: BatchState): Excepted {
    const before = this.#rows.get(row);
    const kind = named(exceptionKinds, numberArgument(event, "kind"));
    const raisedBy = numberArgument(event, "entity");
    const setsAside = kind !== "PaidInError";
    const amount = setsAside ? amountArgument(event, "amount") : 0n;
    const finder = `${batchId}|${raisedBy}`;
    const findings = (this.#findings.get(finder) ?? 0) + (kind === "Undelivered" ? 0 : 1);
    this.#findings.set(finder, findings);
    const wrong = firstOf(
      kind === "None" ? "is of no kind" : null,
      amountArgument(event, "index") < BigInt(batch.terms.count) ? null : "is about a row that the batch does not have",
      before !== undefined && isOpen(before) ? "is about a row with an open exception" : null,
      before?.status === "Upheld" ? "is about a row whose exception is final" : null,
      findings > MAX_FINDINGS ? `is finding ${findings} of entity ${raisedBy} on it` : null,
      setsAside ? whyNotOutstanding(batch, amount, 0) : null,
    );
    this.#rows.set(row, { kind, raisedBy, amount, status: "Raised", disputedBy: 0 });
    batch.openExceptions += 1;
    batch.setAside += amount;
    if (setsAside) batch.rowsSetAside += 1;
    return { wrong, moved: amount };
  }
}

function isOpen({ status }: RowException): boolean {
  return status === "Raised" || status === "Disputed";
}

function dispute(exception: RowException, entity: number): string | null {
  const wrong = firstOf(
    exception.status === "Disputed" ? "was disputed before" : null,
    exception.raisedBy === entity ? `disputes what entity ${entity} raised itself` : null,
  );
  exception.status = "Disputed";
  exception.disputedBy = entity;
  return wrong;
}

/** What is not upheld may be paid again. */
function close(exception: RowException, status: RowException["status"], batch: BatchState): bigint {
  if (!isOpen(exception)) return 0n;
  exception.status = status;
  batch.openExceptions -= 1;
  if (exception.kind === "PaidInError" || status === "Upheld") return 0n;
  batch.rowsSetAside -= 1;
  batch.setAside -= exception.amount;
  return -exception.amount;
}
