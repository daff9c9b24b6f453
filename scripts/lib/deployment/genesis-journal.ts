import { existsSync } from "node:fs";
import { join } from "node:path";

import { keccak256, toUtf8Bytes } from "ethers";
import { z } from "zod";

import type { Governance } from "#lib/deployment/governance-schema";

import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { addressSchema, digestSchema } from "#lib/files/schemas";

/**
 * What the first run of a deployment fixed for all its reruns, kept beside Ignition's journal and outside the folder
 * that Ignition may wipe.
 */
const genesisSchema = z.strictObject({
  schema: z.literal("sign.genesis.v1"),
  /** Digest of governance.json. */
  governanceDigest: digestSchema,
  chainId: z.number().int().positive(),
  /** Hash of block 0: tells a restarted local chain from the one that was deployed to. */
  genesisHash: digestSchema,
  /** Last block before the deployment. */
  startBlock: z.number().int().nonnegative(),
  startedAt: z.number().int().positive(),
  safeContracts: z.record(z.string(), addressSchema),
});

export type Genesis = z.output<typeof genesisSchema>;

/** Ignition's own folder. */
export function ignitionDirectory(deploymentDirectory: string): string {
  return join(deploymentDirectory, "ignition", "journal");
}

export function genesisPath(deploymentDirectory: string): string {
  return join(deploymentDirectory, "ignition", "genesis.json");
}

/** Digest of what a country's file says, whatever its whitespace. */
export function governanceDigest(governance: Governance): string {
  return keccak256(toUtf8Bytes(JSON.stringify(governance)));
}

/**
 * The beginning of this deployment: what an earlier run kept, or else `fresh`, which is not kept yet.
 *
 * @throws SuiteError `conflict/governance-changed` or `conflict/other-chain` when the beginning was another one's.
 */
export function keptGenesis(deploymentDirectory: string, fresh: Genesis): Genesis {
  const path = genesisPath(deploymentDirectory);
  if (!existsSync(path)) return fresh;
  const kept = readJsonFile(path, genesisSchema);
  if (kept.genesisHash !== fresh.genesisHash || kept.chainId !== fresh.chainId) {
    throw new SuiteError({
      code: "conflict/other-chain",
      message: `The deployment in ${deploymentDirectory} began on another chain than the one that answers now.`,
      hint: "If that chain is gone for good, remove contracts.json and the ignition folder, then run the command again.",
      details: { begun: kept.genesisHash, now: fresh.genesisHash },
    });
  }
  if (kept.governanceDigest !== fresh.governanceDigest) {
    throw new SuiteError({
      code: "conflict/governance-changed",
      message: "governance.json was changed after this deployment began.",
      hint: "Restore the file that it began with, finish, and make the change as a governed change.",
      details: { begun: kept.governanceDigest, now: fresh.governanceDigest },
    });
  }
  return kept;
}

/** Fixes the beginning for all reruns. */
export function keepGenesis(deploymentDirectory: string, genesis: Genesis): void {
  writeJsonFile(genesisPath(deploymentDirectory), genesis);
}
