import type { ProvenState } from "#lib/evidence/account-state";
import { AccreditationReplay } from "#lib/evidence/accreditation-replay";
import type { Court } from "#lib/evidence/council-act";
import { AccreditationJudge } from "#lib/evidence/judge-accreditation";
import { CredentialJudge } from "#lib/evidence/judge-credentials";
import { DistributionJudge } from "#lib/evidence/judge-distribution";
import { KeyJudge } from "#lib/evidence/judge-keys";
import { ProgramJudge } from "#lib/evidence/judge-programs";
import { ProgramReplay } from "#lib/evidence/program-replay";
import type { Step } from "#lib/evidence/replay";
import type { ClaimLedger } from "#lib/evidence/report";
import type { JudgedStep } from "#lib/evidence/tally";

interface RegisterJudge {
  judge: (step: JudgedStep) => void;
  conclude: () => void;
  /** What a register counts stands in its storage. */
  judgeState?: (state: ProvenState) => void;
}

/** The registers that a bundle holds, each judged by its rules: keys, accreditations, credentials, programmes, batches. */
export class RegistersJudge {
  readonly #judges: readonly RegisterJudge[];

  constructor(court: Court, ledger: ClaimLedger) {
    const { governance } = court.history;
    const accreditations = new AccreditationReplay(governance);
    const programs = new ProgramReplay();
    const judges: Readonly<Record<string, RegisterJudge>> = {
      KeyRegistry: new KeyJudge(court, ledger),
      AccreditationRegistry: new AccreditationJudge(court, accreditations, ledger),
      CredentialLedger: new CredentialJudge(court, accreditations, ledger),
      ProgramRegistry: new ProgramJudge(court, programs, ledger),
      DistributionLedger: new DistributionJudge(court, programs, ledger),
    };
    const held = Object.entries(judges).filter(([contract]) => contract in court.trust.contracts);
    this.#judges = held.map(([, judge]) => judge);
  }

  judge(step: Extract<Step, { kind: "event" }>): void {
    const { described } = step;
    if (described === null) return;
    for (const judge of this.#judges) judge.judge({ ...step, described });
  }

  conclude(): void {
    for (const judge of this.#judges) judge.conclude();
  }

  judgeState(state: ProvenState): void {
    for (const judge of this.#judges) judge.judgeState?.(state);
  }
}
