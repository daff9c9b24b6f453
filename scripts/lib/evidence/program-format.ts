import { z } from "zod";

import { count, decimal, deed, digest, written } from "#lib/evidence/format-values";
import { phases, privacyModes, requirements } from "#lib/evidence/register-words";

const paper = z.strictObject({ digest, ...deed });

/** One line of `data/programs.ndjson`: "program metadata", "RuleSet hash/version" of the source text. */
export const programSchema = z.strictObject({
  programId: digest,
  /** Entity that governs it. */
  authority: count,
  privacy: z.enum(privacyModes),
  /** Seconds since 1970; periods of this length follow each other without a gap. */
  startsAt: count,
  periodLength: count,
  phase: z.enum(phases),
  /** The first is that of its registration; the last one counts. */
  metadata: z.array(paper),
  legalApprovals: z.array(paper),
  requirements: z.array(z.strictObject({ requirement: z.enum(requirements), digest, ...deed })),
  phases: z.array(
    z.strictObject({
      /** Whether it began with this, or only its caps moved. */
      act: z.enum(["registered", "advanced", "capped"]),
      phase: z.enum(phases),
      /** Within one period; null for a phase that distributes nothing. */
      maxParticipants: count.nullable(),
      maxAmount: decimal.nullable(),
      /** Of the papers on which it was decided; null where none are demanded. */
      requirementsDigest: digest.nullable(),
      decisionDigest: digest.nullable(),
      ...deed,
    }),
  ),
  ruleSets: z.array(z.strictObject({ version: count, digest, rowMaximum: decimal, uri: written, ...deed })),
  /** Authorised now. */
  entities: z.array(count),
  entityActs: z.array(z.strictObject({ act: z.enum(["authorised", "withdrawn"]), entity: count, digest, ...deed })),
  budgets: z.array(z.strictObject({ budget: decimal, digest, ...deed })),
  /** What the batches of a day may sum up to without the Program Authority's Safe. */
  thresholds: z.array(z.strictObject({ perDay: decimal, ...deed })),
  closed: paper.nullable(),
  /** Sums of the events, in the smallest unit. */
  volume: z.strictObject({
    batches: count,
    rows: count,
    authorised: decimal,
    settled: decimal,
    exceptions: decimal,
    residual: decimal,
  }),
});

export type ProgramLine = z.output<typeof programSchema>;
