import type { AccreditationLine, SchemaLine } from "#lib/evidence/accreditation-format";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { written } from "#lib/evidence/format-values";
import { deedOf, type RegisterRecord } from "#lib/evidence/register-record";
import { accreditationKinds } from "#lib/evidence/register-words";

/** Who was accredited for what, and the schemas, folded from proven events only. */
export class AccreditationHistory {
  /** By subject or by schema. */
  readonly #lines = new Map<string, AccreditationLine | SchemaLine>();

  /** In the order in which they became known. */
  all(): (AccreditationLine | SchemaLine)[] {
    return [...this.#lines.values()];
  }

  apply(record: RegisterRecord): void {
    const { contract, event } = record;
    if (contract !== "AccreditationRegistry") return;
    if (event.name === "SchemaPublished") this.#publish(record);
    else if (event.name === "SchemaRetired") this.#retire(record);
    else if (event.name === "Accredited") this.#accredit(record);
    else if (event.name in STEPS) this.#move(record);
  }

  #publish(record: RegisterRecord): void {
    const { event } = record;
    const schemaId = textArgument(event, "schemaId");
    const version = numberArgument(event, "version");
    const line = this.#schema(schemaId) ?? { record: "schema", schemaId, version, versions: [], retired: null };
    line.version = version;
    line.versions.push({
      version,
      digest: textArgument(event, "digest"),
      revocationPolicyDigest: textArgument(event, "revocationPolicyDigest"),
      previousUntil: numberArgument(event, "previousUntil"),
      uri: written.parse(event.args["uri"]),
      ...deedOf(record),
    });
    this.#lines.set(schemaId, line);
  }

  #retire(record: RegisterRecord): void {
    const line = this.#schema(textArgument(record.event, "schemaId"));
    const digest = textArgument(record.event, "reasonDigest");
    if (line !== undefined) line.retired = { digest, ...deedOf(record) };
  }

  #accredit(record: RegisterRecord): void {
    const { event } = record;
    const line = {
      record: "accreditation",
      kind: named(accreditationKinds, numberArgument(event, "kind")),
      account: textArgument(event, "account"),
      scope: textArgument(event, "scope"),
      entity: numberArgument(event, "entity"),
      round: numberArgument(event, "round"),
      status: "Accredited",
      ...judgedBy(event),
      steps: this.#subject(event)?.steps ?? [],
    } satisfies AccreditationLine;
    this.#lines.set(keyOf(event), line);
    step(line, record, "accredited");
  }

  #move(record: RegisterRecord): void {
    const { event } = record;
    const line = this.#subject(event);
    const move = STEPS[event.name];
    if (line === undefined || move === undefined) return;
    line.status = move.status ?? line.status;
    if (move.step === "renewed") Object.assign(line, judgedBy(event));
    step(line, record, move.step);
  }

  #subject(event: DescribedEvent): AccreditationLine | undefined {
    const line = this.#lines.get(keyOf(event));
    return line?.record === "accreditation" ? line : undefined;
  }

  #schema(schemaId: string): SchemaLine | undefined {
    const line = this.#lines.get(schemaId);
    return line?.record === "schema" ? line : undefined;
  }
}

type StepName = AccreditationLine["steps"][number]["step"];

/** What each event makes of an accreditation; a renewal leaves its status. */
const STEPS: Readonly<
  Record<string, { readonly step: StepName; readonly status: AccreditationLine["status"] | null }>
> = {
  AccreditationRenewed: { step: "renewed", status: null },
  AccreditationSuspended: { step: "suspended", status: "Suspended" },
  AccreditationReinstated: { step: "reinstated", status: "Accredited" },
  AccreditationWithdrawn: { step: "withdrawn", status: "Withdrawn" },
};

const DIGESTS: Readonly<Record<StepName, string>> = {
  accredited: "requirementDigest",
  renewed: "requirementDigest",
  suspended: "reasonDigest",
  reinstated: "decisionDigest",
  withdrawn: "reasonDigest",
};

function keyOf(event: DescribedEvent): string {
  return ["kind", "account", "scope"].map((name) => textArgument(event, name)).join("|");
}

function judgedBy(event: DescribedEvent): Pick<AccreditationLine, "schemaVersion" | "until" | "requirementDigest"> {
  return {
    schemaVersion: numberArgument(event, "schemaVersion"),
    until: numberArgument(event, "until"),
    requirementDigest: textArgument(event, "requirementDigest"),
  };
}

function step(line: AccreditationLine, record: RegisterRecord, name: StepName): void {
  const { event } = record;
  const until = event.args["until"] === undefined ? null : numberArgument(event, "until");
  line.steps.push({ step: name, digest: textArgument(event, DIGESTS[name]), until, ...deedOf(record) });
}
