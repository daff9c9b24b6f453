import { textArgument } from "#lib/evidence/describe-event";
import type { ExceptionLine } from "#lib/evidence/distribution-format";
import { named, numberArgument } from "#lib/evidence/event-values";
import type { ProgramHistory } from "#lib/evidence/program-history";
import { deedOf, type RegisterRecord } from "#lib/evidence/register-record";
import { exceptionKinds, exceptionStatuses } from "#lib/evidence/register-words";

/** Rows that were not paid, or should not have been, folded from proven events only. */
export class ExceptionHistory {
  readonly #programs: ProgramHistory;
  readonly #lines: ExceptionLine[] = [];
  /** The last one of each row. */
  readonly #present = new Map<string, ExceptionLine>();

  /** @param programs Of which this counts the volumes. */
  constructor(programs: ProgramHistory) {
    this.#programs = programs;
  }

  /** In the order in which they were raised. */
  all(): readonly ExceptionLine[] {
    return this.#lines;
  }

  /** @param programId Of the batch that the event is about. */
  apply(record: RegisterRecord, programId: string): void {
    const { event } = record;
    const text = (name: string): string => textArgument(event, name);
    const [batchId, index] = [text("batchId"), text("index")];
    const present = this.#present.get(`${batchId}|${index}`);
    switch (event.name) {
      case "ExceptionRaised": {
        const line: ExceptionLine = {
          batchId,
          programId,
          index,
          rowDigest: text("rowDigest"),
          amount: text("amount"),
          kind: named(exceptionKinds, numberArgument(event, "kind")),
          status: "Raised",
          steps: [],
        };
        step(line, record, "raised", text("reasonDigest"));
        this.#lines.push(line);
        this.#present.set(`${batchId}|${index}`, line);
        this.#setAside(line, 1n);
        return;
      }
      case "ExceptionDisputed":
        if (present === undefined) return;
        present.status = "Disputed";
        step(present, record, "disputed", text("evidenceDigest"));
        return;
      case "ExceptionResolved":
        if (present === undefined) return;
        present.status = named(exceptionStatuses, numberArgument(event, "outcome"));
        step(present, record, "resolved", text("decisionDigest"));
        if (present.status !== "Upheld") this.#setAside(present, -1n);
        return;
      case "FindingWithdrawn":
        if (present === undefined) return;
        present.status = "Withdrawn";
        step(present, record, "withdrawn", text("reasonDigest"));
        this.#setAside(present, -1n);
        return;
      default:
    }
  }

  #setAside({ programId, kind, amount }: ExceptionLine, sign: 1n | -1n): void {
    if (kind !== "PaidInError") this.#programs.count(programId, { exceptions: sign * BigInt(amount) });
  }
}

function step(
  line: ExceptionLine,
  record: RegisterRecord,
  name: ExceptionLine["steps"][number]["step"],
  digest: string,
): void {
  const entity = record.event.args["entity"] === undefined ? null : numberArgument(record.event, "entity");
  line.steps.push({ step: name, entity, digest, ...deedOf(record) });
}
