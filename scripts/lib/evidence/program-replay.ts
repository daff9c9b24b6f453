import { AbiCoder, keccak256, ZeroHash } from "ethers";

import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";
import { amountArgument } from "#lib/evidence/gateway-event";
import { type Phase, phases, type Requirement, requirements } from "#lib/evidence/register-words";

/** What the step to a phase demands, as `Phases.sol` has it. */
const DEMANDED: Partial<Readonly<Record<Phase, readonly Requirement[]>>> = {
  Pilot: ["StakeholderMap", "PrivacyRequirements", "GovernanceAndCustody", "PilotControls", "PilotMonitoring"],
  Expansion: ["ServiceLevels", "AuditProgramme"],
  FullIntegration: ["Integrations"],
};

/** Bounds of `Programs.sol`, in seconds. */
const PERIOD = { shortest: 86_400, longest: 366 * 86_400 } as const;
const START = { behind: 366 * 86_400, ahead: 5 * 366 * 86_400 } as const;

/** A programme as the ledger asks for it. */
export interface ProgramState {
  readonly authority: number;
  readonly startsAt: number;
  readonly periodLength: number;
  readonly entities: Set<number>;
  readonly papers: Map<Requirement, string>;
  phase: Phase;
  closed: boolean;
  ruleSet: { readonly version: number; readonly digest: string; readonly rowMaximum: bigint };
  caps: { readonly maxParticipants: number; readonly maxAmount: bigint };
}

/** The ProgramRegistry again. Each event is taken note of, and what is wrong with it is said; null for nothing. */
export class ProgramReplay {
  readonly #programs = new Map<string, ProgramState>();

  find(programId: string): ProgramState | undefined {
    return this.#programs.get(programId);
  }

  apply(event: DescribedEvent, now: number): string | null {
    const program = this.#programs.get(textArgument(event, "programId"));
    if (event.name === "ProgramRegistered") return this.#register(event, program !== undefined, now);
    if (program === undefined) return "is of a programme that was never registered";
    switch (event.name) {
      case "ProgramClosed": {
        const wrong = unlessOpen(program);
        program.closed = true;
        return wrong;
      }
      case "EntityAuthorised":
        return unlessOpen(program) ?? authorise(program, numberArgument(event, "entity"));
      case "EntityWithdrawn":
        return withdraw(program, numberArgument(event, "entity"));
      case "RuleSetPublished":
        return publish(program, event);
      case "RequirementRecorded":
        program.papers.set(named(requirements, numberArgument(event, "requirement")), textArgument(event, "digest"));
        return null;
      case "PhaseAdvanced":
        return advance(program, event);
      case "PhaseCapsSet":
        return cap(program, event);
      default:
        return null;
    }
  }

  #register(event: DescribedEvent, known: boolean, now: number): string | null {
    const [startsAt, periodLength] = [numberArgument(event, "startsAt"), numberArgument(event, "periodLength")];
    if (known) return "was registered before";
    this.#programs.set(textArgument(event, "programId"), {
      authority: numberArgument(event, "authority"),
      startsAt,
      periodLength,
      entities: new Set(),
      papers: new Map(),
      phase: "Assessment",
      closed: false,
      ruleSet: { version: 0, digest: ZeroHash, rowMaximum: 0n },
      caps: { maxParticipants: 0, maxAmount: 0n },
    });
    return firstOf(
      numberArgument(event, "privacy") === 0 ? "has no mode of privacy" : null,
      startsAt >= now - START.behind && startsAt <= now + START.ahead ? null : `starts at ${startsAt}`,
      periodLength >= PERIOD.shortest && periodLength <= PERIOD.longest ? null : `has periods of ${periodLength} s`,
    );
  }
}

/** The present period, from 1; zero before the programme starts. */
export function periodOf({ startsAt, periodLength }: ProgramState, now: number): number {
  return now < startsAt ? 0 : Math.floor((now - startsAt) / periodLength) + 1;
}

function unlessOpen(program: ProgramState): string | null {
  return program.closed ? "was done after the programme was closed" : null;
}

function authorise({ entities }: ProgramState, entity: number): string | null {
  const known = entities.has(entity);
  entities.add(entity);
  return known ? `authorises entity ${entity}, which was authorised` : null;
}

function withdraw({ entities }: ProgramState, entity: number): string | null {
  return entities.delete(entity) ? null : `withdraws entity ${entity}, which was not authorised`;
}

function publish(program: ProgramState, event: DescribedEvent): string | null {
  const before = program.ruleSet;
  const [version, digest] = [numberArgument(event, "version"), textArgument(event, "digest")];
  program.ruleSet = { version, digest, rowMaximum: amountArgument(event, "rowMaximum") };
  return firstOf(
    unlessOpen(program),
    version === before.version + 1 ? null : `is version ${version}, after ${before.version}`,
    digest === before.digest ? "changes nothing" : null,
    program.ruleSet.rowMaximum === 0n ? "grants a row nothing" : null,
  );
}

function advance(program: ProgramState, event: DescribedEvent): string | null {
  const before = program.phase;
  program.phase = named(phases, numberArgument(event, "phase"));
  const demanded = DEMANDED[program.phase] ?? [];
  const papers = demanded.map((requirement) => program.papers.get(requirement) ?? ZeroHash);
  const missing = demanded.find((requirement) => !program.papers.has(requirement));
  const digest = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [papers]));
  const said = textArgument(event, "requirementsDigest");
  return firstOf(
    unlessOpen(program),
    phases.indexOf(program.phase) === phases.indexOf(before) + 1 ? null : `leads from ${before} to ${program.phase}`,
    missing === undefined ? null : `lacks the paper ${missing}`,
    said === digest ? null : `was decided on papers of the digest ${said}, recorded were ${digest}`,
    takeCaps(program, event),
  );
}

function cap(program: ProgramState, event: DescribedEvent): string | null {
  const phase = named(phases, numberArgument(event, "phase"));
  return firstOf(
    unlessOpen(program),
    phase === program.phase ? null : `is of the phase ${phase}, the programme was in ${program.phase}`,
    takeCaps(program, event),
  );
}

function takeCaps(program: ProgramState, event: DescribedEvent): string | null {
  const caps = {
    maxParticipants: numberArgument(event, "maxParticipants"),
    maxAmount: amountArgument(event, "maxAmount"),
  };
  program.caps = caps;
  if (program.phase === "Assessment") return "caps a phase that distributes nothing";
  return caps.maxParticipants === 0 || caps.maxAmount === 0n ? "sets no cap" : null;
}
