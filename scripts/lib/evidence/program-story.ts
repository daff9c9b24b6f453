import { z } from "zod";

import { type BatchLine, batchSchema, type ExceptionLine, exceptionSchema } from "#lib/evidence/distribution-format";
import type { Approval } from "#lib/evidence/format";
import { checksummed } from "#lib/evidence/format-values";
import { type ProgramLine, programSchema } from "#lib/evidence/program-format";
import type { RegisterViews } from "#lib/evidence/register-history";
import { ClaimError } from "#lib/evidence/report";
import { signaturesOf, storySignatureSchema } from "#lib/evidence/story-signature";

/** `data/program.json` of a bundle that is narrowed to one programme. */
export const programStorySchema = z.strictObject({
  schema: z.literal("sign.evidence.program.v1"),
  program: programSchema,
  /** With their settlement references and reconciliations, in the order in which they were submitted. */
  batches: z.array(batchSchema),
  /** In the order in which they were raised. */
  exceptions: z.array(exceptionSchema),
  /** Accounts and Safes that acted on the programme by themselves, by address. */
  accounts: z.array(checksummed),
  /** Safe transactions in whose course something about the programme happened, in the order of their execution. */
  signatures: z.array(storySignatureSchema),
});

export type ProgramStory = z.output<typeof programStorySchema>;

interface Told {
  readonly registers: Pick<RegisterViews, "programs" | "batches" | "exceptions">;
  readonly approvals: readonly Approval[];
}

/** @throws ClaimError when no such programme is in the evidence. */
export function programStory(programId: string, { registers, approvals }: Told): ProgramStory {
  const isOwn = (item: { readonly programId: string }): boolean => item.programId === programId;
  const program = registers.programs.find(isOwn);
  if (program === undefined) throw new ClaimError(`the evidence knows no programme ${programId}`);
  const [batches, exceptions] = [registers.batches.filter(isOwn), registers.exceptions.filter(isOwn)];
  const deeds = [...deedsOfProgram(program), ...batches.flatMap(deedsOfBatch), ...deedsOfExceptions(exceptions)];
  return {
    schema: "sign.evidence.program.v1",
    program,
    batches,
    exceptions,
    accounts: [...new Set(deeds.flatMap(({ by }) => by ?? []))].sort(),
    signatures: signaturesOf(
      deeds.flatMap((deed) => deed.approvals),
      approvals,
    ),
  };
}

interface Deed {
  readonly by: string | null;
  readonly approvals: readonly string[];
}

function deedsOfProgram(program: ProgramLine): Deed[] {
  const { metadata, legalApprovals, requirements, phases, ruleSets, entityActs, budgets, thresholds, closed } = program;
  const lists: readonly (readonly Deed[])[] = [
    metadata,
    legalApprovals,
    requirements,
    phases,
    ruleSets,
    entityActs,
    budgets,
    thresholds,
  ];
  return [...lists.flat(), ...(closed === null ? [] : [closed])];
}

function deedsOfBatch({ steps, settlements }: BatchLine): Deed[] {
  return [...steps, ...settlements, ...settlements.flatMap(({ reversed }) => reversed ?? [])];
}

function deedsOfExceptions(exceptions: readonly ExceptionLine[]): Deed[] {
  return exceptions.flatMap(({ steps }) => steps);
}
