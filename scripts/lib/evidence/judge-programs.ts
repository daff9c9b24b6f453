import type { TransactionDescription } from "ethers";

import { fitting } from "#lib/evidence/call-fit";
import { type Court, type Fail, requireCallInRole } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { amountArgument } from "#lib/evidence/gateway-event";
import { programSystem, requireSpeaker } from "#lib/evidence/program-speaker";
import type { ProgramReplay, ProgramState } from "#lib/evidence/program-replay";
import type { ClaimLedger } from "#lib/evidence/report";
import { ROLES } from "#lib/evidence/role-numbers";
import { type JudgedStep, Tally } from "#lib/evidence/tally";

interface Act {
  readonly role: "SOVEREIGN_AUTHORITY" | "PROGRAM_AUTHORITY";
  readonly method: string;
  /** What the event calls an argument of the call. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Whether it widens the programme, which takes a mode that allows configuring. */
  readonly widens: boolean;
}

/** Acts of councils, whose Safe the events do not name. */
const ACTS: Readonly<Record<string, Act>> = {
  ProgramRegistered: { role: "SOVEREIGN_AUTHORITY", method: "registerProgram", widens: true },
  ProgramClosed: { role: "SOVEREIGN_AUTHORITY", method: "closeProgram", widens: false },
  EntityAuthorised: { role: "PROGRAM_AUTHORITY", method: "authoriseEntity", widens: true },
  RuleSetPublished: { role: "PROGRAM_AUTHORITY", method: "publishRuleSet", widens: true },
  PhaseAdvanced: {
    role: "SOVEREIGN_AUTHORITY",
    method: "advancePhase",
    renamed: { to: "phase", requirementsDigest_: "requirementsDigest" },
    widens: true,
  },
  PhaseCapsSet: { role: "SOVEREIGN_AUTHORITY", method: "setPhaseCaps", widens: false },
};

/** What one account of the programme's authority may do, or the Program Authority's Safe. */
const SPOKEN: Readonly<Record<string, string>> = {
  ProgramMetadataRecorded: "recordMetadata",
  LegalApprovalRecorded: "recordLegalApproval",
  EntityWithdrawn: "withdrawEntity",
  RequirementRecorded: "recordRequirement",
};

/** That programmes, rules, phases and distributors are the doing of who may decide on them, on the papers that it takes. */
export class ProgramJudge {
  readonly #court: Court;
  readonly #replay: ProgramReplay;
  readonly #tally: Tally;

  constructor(court: Court, replay: ProgramReplay, ledger: ClaimLedger) {
    this.#court = court;
    this.#replay = replay;
    this.#tally = new Tally(ledger, "program");
  }

  judge(step: JudgedStep): void {
    const { described, line, log } = step;
    const programId = textArgument(described, "programId");
    if (line.contract !== "ProgramRegistry" || programId === "") return;
    this.#tally.judge(step, programId, (fail) => {
      const before = this.#replay.find(programId);
      const raises = raisesCap(before, described);
      const wrong = this.#replay.apply(described, log.timestamp);
      this.#requireEntitled(step, raises, fail);
      return wrong;
    });
  }

  conclude(): void {
    this.#tally.conclude("each by the council or the authority that decides on it, step by step");
    this.#tally.admit("what a paper, an approval or a rule set says is known by its digest only");
  }

  #requireEntitled(step: JudgedStep, raises: boolean, fail: Fail): void {
    const { described, log } = step;
    const programId = textArgument(described, "programId");
    const act = ACTS[described.name];
    const method = SPOKEN[described.name];
    if (method !== undefined) {
      const authority = this.#replay.find(programId)?.authority ?? 0;
      requireSpeaker({ authority, contract: "ProgramRegistry", methods: [method] }, step, this.#court, fail);
    }
    if (act === undefined) return;
    const widens = act.widens || raises;
    const refused = widens ? this.#court.modes.whyNot(programSystem(programId), "CONFIGURE", log.timestamp) : null;
    if (refused !== null) fail(refused);
    const fits = (call: TransactionDescription): boolean =>
      fitting(described, act.renamed)(call) && replacesPresent(described, call);
    const wanted = { contract: "ProgramRegistry", methods: [act.method], fits, subject: programId };
    requireCallInRole(ROLES[act.role], wanted, log, this.#court, fail);
    if (described.name !== "ProgramRegistered") return;
    const authority = numberArgument(described, "authority");
    const governs = this.#court.history.governance.entityHolds(ROLES.PROGRAM_AUTHORITY, authority);
    if (!governs) fail(`entity ${authority} holds no PROGRAM_AUTHORITY`);
  }
}

/** What was signed for one rule set in force replaces no other. */
function replacesPresent(event: DescribedEvent, { args }: TransactionDescription): boolean {
  return event.name !== "RuleSetPublished" || args["expectedVersion"] === BigInt(numberArgument(event, "version") - 1);
}

function raisesCap(before: ProgramState | undefined, event: DescribedEvent): boolean {
  if (event.name !== "PhaseCapsSet" || before === undefined) return false;
  const { maxParticipants, maxAmount } = before.caps;
  return numberArgument(event, "maxParticipants") > maxParticipants || amountArgument(event, "maxAmount") > maxAmount;
}
