import { join } from "node:path";

import { SuiteError } from "#lib/errors/suite-error";

/** Where the batches of a programme's period lie: beside each other, because they are compared with each other. */
export function periodFolder(deploymentDirectory: string, program: string, period: number): string {
  return join(deploymentDirectory, "programs", program, "batches", String(period));
}

/**
 * The folder of a batch.
 *
 * @throws SuiteError `input/batch-name`.
 */
export function batchFolder(deploymentDirectory: string, program: string, period: number, name: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) return join(periodFolder(deploymentDirectory, program, period), name);
  throw new SuiteError({
    code: "input/batch-name",
    message: `"${name}" is no name for a batch.`,
    hint: "Use up to 64 small letters, digits and dashes.",
    details: { name },
  });
}

/**
 * The number of a period; the first one is 1.
 *
 * @throws SuiteError `input/period`.
 */
export function parsePeriod(value: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(value)) return Number(value);
  throw new SuiteError({
    code: "input/period",
    message: `"${value}" is no number of a period.`,
    hint: "Periods are counted from 1: npx hardhat program show",
    details: { value },
  });
}
