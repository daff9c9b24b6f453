import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { readBatch, type BatchSummary } from "#lib/batch/batch-file";
import { SuiteError } from "#lib/errors/suite-error";

/** A batch that was built for the same programme and period. */
export interface EarlierBatch {
  readonly name: string;
  readonly folder: string;
  readonly summary: BatchSummary;
}

/**
 * The batches that lie beside the folder of a new one: all of a programme's period.
 *
 * @throws SuiteError `conflict/batch-place`, those of `readBatch`: a folder that cannot be read might hide somebody.
 */
export function earlierBatches(
  folder: string,
  scope: Pick<BatchSummary, "programId" | "period">,
): readonly EarlierBatch[] {
  return namesBeside(folder).map((name) => {
    const earlier = join(dirname(folder), name);
    const summary = readBatch(earlier);
    if (summary.programId === scope.programId && summary.period === scope.period) {
      return { name, folder: earlier, summary };
    }
    throw new SuiteError({
      code: "conflict/batch-place",
      message: `${earlier} is a batch of another programme or period.`,
      hint: "Put it where it belongs: duplicates are looked for in this folder.",
      details: { folder: earlier, programId: summary.programId, period: summary.period },
    });
  });
}

/**
 * Refuses to go on when another batch of the period came to be meanwhile: nobody has compared the two.
 *
 * @throws SuiteError `conflict/batch-beside`.
 */
export function requireSameBeside(folder: string, earlier: readonly EarlierBatch[]): void {
  const known = new Set(earlier.map(({ name }) => name));
  const fresh = namesBeside(folder).filter((name) => !known.has(name));
  if (fresh.length === 0) return;
  throw new SuiteError({
    code: "conflict/batch-beside",
    message: `Batch ${fresh.join(", ")} was built at the same time.`,
    hint: "Build this one again, so that it is compared with that one.",
    details: { batches: fresh },
  });
}

function namesBeside(folder: string): string[] {
  const parent = dirname(folder);
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}
