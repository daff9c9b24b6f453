import { SuiteError } from "#lib/errors/suite-error";
import type { Phase } from "#lib/program/program";
import type { ProgramState } from "#lib/program/read-program";

/**
 * Refuses a step that the register would refuse, naming all that is missing.
 *
 * @throws SuiteError `refused/phase-out-of-order`, `refused/requirements-missing`.
 */
export function requireReady({ program, phase, next }: ProgramState, to: Phase): void {
  if (next?.phase !== to) {
    throw new SuiteError({
      code: "refused/phase-out-of-order",
      message: `${program.text} is in ${phase}; ${next === null ? "there is no phase after it" : `the next one is ${next.phase}`}.`,
      hint: "A programme goes one step at a time, and never back.",
      details: { phase, next: next?.phase ?? null, to },
    });
  }
  if (next.missing.length === 0) return;
  throw new SuiteError({
    code: "refused/requirements-missing",
    message: `${to} needs ${next.missing.join(", ")} of ${program.text}.`,
    hint: `Record each: npx hardhat program record ${program.text} ${next.missing[0] ?? ""} FILE`,
    details: { to, missing: next.missing },
  });
}
