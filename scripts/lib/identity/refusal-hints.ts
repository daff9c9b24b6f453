import { showDuration } from "#lib/input/show-duration";
import { isoTime } from "#lib/input/parse-time";
import { roleName } from "#lib/permissions/roles";

type Arguments = Readonly<Record<string, unknown>>;

/** What to do when the registers of identity refuse, by the name of the error. */
const HINTS: Readonly<Record<string, (args: Arguments) => string>> = {
  NotAccredited: () =>
    "See how it stands: npx hardhat accredit list --all. What expired is renewed, what is suspended reinstated, by its body.",
  SchemaOutdated: ({ current }) =>
    `The issuer was judged by an earlier version; version ${String(current)} is in force. It is renewed: npx hardhat accredit renew`,
  EntityChanged: () => "The account acts for another entity now: withdraw the accreditation, and accredit the new one.",
  OwnEntity: ({ entity, role }) =>
    `Entity ${String(entity)} holds ${roleOf(role)}: nobody accredits itself, and no colleague does either.`,
  SeparationOfDuties: ({ entity, role, heldRole }) =>
    `Entity ${String(entity)} holds ${roleOf(heldRole)}, which must not meet ${roleOf(role)} in one entity.`,
  UnexpectedAccreditationStatus: () => "See what became of it: npx hardhat accredit show, with the same arguments.",
  TermOutOfBounds: ({ earliest, latest }) =>
    `Give --until between ${isoTime(Number(earliest))} and ${isoTime(Number(latest))}.`,
  RequirementWithdrawn: () => "What was withdrawn comes back on a new assessment: name another file with --assessment.",
  SchemaVersionNotCurrent: ({ current }) =>
    `Version ${String(current)} is in force. Read it, then say --replaces ${String(current)}.`,
  TransitionOutOfBounds: ({ maximum }) =>
    maximum === "0"
      ? "A first version replaces none: leave --transition out."
      : `Give at most ${showDuration(Number(maximum))}.`,
  UnknownSchema: () => "It is published first: npx hardhat accredit publish-schema",
};

/** The hint for a custom error; undefined for one that has no hint of its own. */
export function identityHintFor(error: string, args: Arguments): string | undefined {
  return HINTS[error]?.(args);
}

function roleOf(role: unknown): string {
  return roleName(BigInt(String(role)));
}
