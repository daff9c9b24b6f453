import { fitting } from "#lib/evidence/call-fit";
import { type Court, type Fail, requireCallOf } from "#lib/evidence/council-act";
import { textArgument } from "#lib/evidence/describe-event";
import { ROLES } from "#lib/evidence/role-numbers";
import type { JudgedStep } from "#lib/evidence/tally";
import { systemId } from "#lib/emergency/system-id";

/** Who must have spoken, and by which functions if it was a Safe. */
export interface Speech {
  /** Entity that governs the programme. */
  readonly authority: number;
  readonly contract: string;
  readonly methods: readonly string[];
}

/**
 * One account speaks for the programmes of its entity, the Program Authority's Safe for all of them; as `_speakFor` of
 * `ProgramGoverned.sol`.
 *
 * @returns For whom it speaks, as a bit set of entities.
 */
export function requireSpeaker(speech: Speech, { described, log }: JudgedStep, court: Court, fail: Fail): bigint {
  const { governance } = court.history;
  const by = textArgument(described, "by");
  if (!governance.holds(ROLES.PROGRAM_AUTHORITY, by, log.timestamp)) fail(`${by} did not hold PROGRAM_AUTHORITY`);
  const entity = governance.entityOf(by) ?? 0;
  if (entity === 0) {
    const { contract, methods } = speech;
    const wanted = { safe: by, contract, methods, fits: fitting(described), subject: described.name };
    return requireCallOf(ROLES.PROGRAM_AUTHORITY, wanted, log, court, fail).entities;
  }
  if (entity !== speech.authority)
    fail(`${by} acts for entity ${entity}, the programme is entity ${speech.authority}'s`);
  return 1n << BigInt(entity);
}

/** A programme as a system that can be restricted. */
export function programSystem(programId: string): string {
  return systemId({ kind: "program", name: programId, key: programId });
}
