import { parseInteger } from "#lib/input/parse-integer";
import type { PhaseCaps } from "#lib/program/acts";

/** Caps of a phase as options; both in the units of the chain. */
export interface CapsArguments {
  readonly participants: string;
  readonly amount: string;
}

/** @throws SuiteError `input/integer`. */
export function parseCaps({ participants, amount }: CapsArguments): PhaseCaps {
  return {
    maxParticipants: Number(parseInteger(participants, "--participants")),
    maxAmount: parseInteger(amount, "--amount"),
  };
}
