import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";
import { addressSchema, bytesSchema, digestSchema } from "#lib/files/schemas";

const preparedSchema = z.object({
  kind: z.literal("prepared"),
  /** What the transaction is for, for example `propose:0x…`. One intent has one key. */
  key: z.string().min(1),
  chainId: z.number().int().positive(),
  from: addressSchema,
  nonce: z.number().int().nonnegative(),
  hash: digestSchema,
  /** The signed bytes: a rerun sends these again, never others in their place. */
  raw: bytesSchema,
  at: z.iso.datetime(),
});

const settledSchema = z.object({
  kind: z.literal("settled"),
  key: z.string().min(1),
  hash: digestSchema,
  /** `superseded`: another transaction took the nonce. `rejected`: the node refused the bytes as invalid. */
  outcome: z.enum(["succeeded", "reverted", "superseded", "rejected"]),
  blockNumber: z.number().int().nonnegative().nullable(),
  at: z.iso.datetime(),
});

const lineSchema = z.discriminatedUnion("kind", [preparedSchema, settledSchema]);

export type PreparedTransaction = z.output<typeof preparedSchema>;
export type SettledTransaction = z.output<typeof settledSchema>;

/** What an account was about to send, on disk before it was sent. One file per chain and account, one JSON a line. */
export interface Journal {
  readonly path: string;
  /** Every transaction prepared for `key`, oldest first. */
  readonly preparedFor: (key: string) => readonly PreparedTransaction[];
  /** Every transaction prepared on this chain for this account. */
  readonly prepared: () => readonly PreparedTransaction[];
  readonly outcomeOf: (hash: string) => SettledTransaction["outcome"] | undefined;
  /** Returns only when the line is on the disk. */
  readonly append: (line: PreparedTransaction | SettledTransaction) => void;
}

/**
 * Opens the journal of an account under the folder of a deployment.
 *
 * A kill in the middle of a write leaves half a line at the end. Nothing was sent for it, because sending waits for the
 * line to be on the disk, so that half a line is dropped. Damage anywhere else is an error.
 *
 * @throws SuiteError `conflict/journal`.
 */
export function openJournal(deploymentDirectory: string, chainId: number, account: string): Journal {
  const path = join(deploymentDirectory, "journal", `${String(chainId)}-${account}.ndjson`);
  const read = (): (PreparedTransaction | SettledTransaction)[] => readLines(path);
  return {
    path,
    prepared: () => read().filter((line) => line.kind === "prepared"),
    preparedFor: (key) =>
      read().filter((line) => line.kind === "prepared" && line.key === key) as PreparedTransaction[],
    outcomeOf: (hash) =>
      read()
        .filter((line) => line.kind === "settled")
        .findLast((line) => line.hash === hash)?.outcome,
    append: (line) => {
      appendLine(path, JSON.stringify(lineSchema.parse(line)));
    },
  };
}

function readLines(path: string): (PreparedTransaction | SettledTransaction)[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  lines.pop();
  return lines.map((line, index) => {
    try {
      return lineSchema.parse(JSON.parse(line));
    } catch (cause) {
      throw new SuiteError({
        code: "conflict/journal",
        message: `Line ${String(index + 1)} of ${path} is damaged.`,
        hint: "Restore the journal from a backup. Without it a transaction might be sent twice.",
        details: { path, line: index + 1 },
        cause,
      });
    }
  });
}

function appendLine(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const known = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const whole = known.lastIndexOf("\n") + 1;
  const file = openSync(path, "a", 0o600);
  try {
    if (whole < known.length) ftruncateSync(file, whole);
    writeSync(file, `${line}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncDirectory(dirname(path));
}

/** A new file survives a power cut only when its directory entry is on the disk too. */
function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
