import { existsSync } from "node:fs";

import { keccak256, toUtf8Bytes } from "ethers";
import { z } from "zod";

import { suiteContracts, type SuiteContract } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { digestSchema } from "#lib/files/schemas";
import { COUNTERS } from "#lib/monitor/counters";
import type { TallyState } from "#lib/monitor/tally";

/** Raised when the same events add up to something else than before: older checkpoints are then counted anew. */
const RULES_VERSION = 1;

const blockNumber = z.number().int().min(-1);
const headSchema = z.object({ head: digestSchema, sequence: z.number().int().nonnegative() });
const pointSchema = z.object({
  number: blockNumber,
  hash: digestSchema.nullable(),
  heads: z.object(
    Object.fromEntries(suiteContracts.map((name) => [name, headSchema])) as Record<SuiteContract, typeof headSchema>,
  ),
});
const seriesSchema = z.array(
  z.tuple([
    z.string(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(BigInt),
  ]),
);
const subjectsSchema = z.array(
  z.object({
    kind: z.enum(["incident", "change", "key", "system", "entity", "account", "counterparty", "program"]),
    id: z.string(),
    detail: z.string(),
    block: blockNumber,
  }),
);
const checkpointSchema = z.object({
  schema: z.literal("sign.monitor-checkpoint.v1"),
  /** Of what it belongs to: chain, contracts, and the rules by which events are counted. */
  subject: digestSchema,
  state: z.object({
    base: pointSchema,
    segments: z.array(pointSchema.extend({ hash: digestSchema, increments: seriesSchema, subjects: subjectsSchema })),
    totals: seriesSchema,
    subjects: subjectsSchema,
    verifiedTo: blockNumber,
  }),
});

/** What a checkpoint held; or why everything is counted anew, which is safe: the chain has it all. */
export type FoundCheckpoint = { readonly state: TallyState } | { readonly state?: never; readonly because: string };

/** Reads where an exporter stopped. A file that is damaged or belongs to something else is not used. */
export function readCheckpoint(path: string, record: ContractsRecord): FoundCheckpoint {
  if (!existsSync(path)) return { because: "there is no checkpoint" };
  try {
    const { subject, state } = readJsonFile(path, checkpointSchema);
    return subject === subjectOf(record)
      ? { state }
      : { because: "the checkpoint is of another deployment or release" };
  } catch (error) {
    if (error instanceof SuiteError) return { because: `the checkpoint cannot be used (${error.code})` };
    throw error;
  }
}

/** Written whole or not at all, so that a kill at any time leaves the one before. */
export function writeCheckpoint(path: string, record: ContractsRecord, state: TallyState): void {
  writeJsonFile(path, { schema: "sign.monitor-checkpoint.v1", subject: subjectOf(record), state });
}

function subjectOf({ chainId, deployedAtBlock, contracts }: ContractsRecord): string {
  const addresses = suiteContracts.map((name) => contracts[name].address);
  const series = Object.entries(COUNTERS).map(([name, { labels }]) => [name, ...labels]);
  return keccak256(toUtf8Bytes(JSON.stringify([RULES_VERSION, chainId, deployedAtBlock, addresses, series])));
}
