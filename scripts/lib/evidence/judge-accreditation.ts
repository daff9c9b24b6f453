import { type AccreditationReplay, bodyOf } from "#lib/evidence/accreditation-replay";
import type { Court } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { accreditationKinds } from "#lib/evidence/register-words";
import type { ClaimLedger } from "#lib/evidence/report";
import { ROLES } from "#lib/evidence/role-numbers";
import { type JudgedStep, Tally } from "#lib/evidence/tally";

/** That every accreditation and every schema is the doing of the body that it belongs to, by the register's rules. */
export class AccreditationJudge {
  readonly #court: Court;
  readonly #replay: AccreditationReplay;
  readonly #tally: Tally;

  constructor(court: Court, replay: AccreditationReplay, ledger: ClaimLedger) {
    this.#court = court;
    this.#replay = replay;
    this.#tally = new Tally(ledger, "accreditation");
  }

  judge(step: JudgedStep): void {
    const { described, line, log } = step;
    const by = textArgument(described, "by");
    if (line.contract !== "AccreditationRegistry" || by === "") return;
    this.#tally.judge(step, subjectOf(described), () => {
      const wrong = this.#replay.apply(described, log.timestamp);
      const body = bodyBehind(described);
      const held = this.#court.history.governance.holds(ROLES[body], by, log.timestamp);
      return held ? wrong : `${by} did not hold ${body}`;
    });
  }

  conclude(): void {
    this.#tally.conclude("each by the body that keeps it, none of an entity of that body");
    this.#tally.admit("that an assessment was made, and what it says, is the word of the body, bound to its digest");
  }
}

function bodyBehind(event: DescribedEvent): ReturnType<typeof bodyOf> {
  const isSchema = event.args["kind"] === undefined;
  return isSchema ? "IDENTITY_AUTHORITY" : bodyOf(named(accreditationKinds, numberArgument(event, "kind")));
}

function subjectOf(event: DescribedEvent): string {
  return textArgument(event, "account") || textArgument(event, "schemaId");
}
