import { existsSync, statSync } from "node:fs";

import { SuiteError } from "#lib/errors/suite-error";
import { openBag } from "#lib/evidence/bag";
import { decodeUtf8, parseCanonicalJson, parseNdjson } from "#lib/evidence/canonical-json";
import { fileOf } from "#lib/evidence/chain-data";
import { type BatchLine, batchSchema } from "#lib/evidence/distribution-format";
import { bundlePaths, exportSchema } from "#lib/evidence/format";
import { type KeyLine, keySchema } from "#lib/evidence/key-format";
import { programStorySchema } from "#lib/evidence/program-story";
import { ClaimError } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";

/** What the evidence says of batches; nothing of it is proven here. */
export interface BundleOfBatches {
  readonly batches: readonly BatchLine[];
  /** Keys on record; undefined of a bundle that is narrowed to a programme. */
  readonly keys: readonly KeyLine[] | undefined;
  /** Of the anchor block, in seconds. */
  readonly timestamp: number;
}

/**
 * Reads the batches of a bundle that ends at the trusted block. Whoever discloses need not prove them: the auditor does,
 * and finds a disclosure of another batch out.
 *
 * @throws SuiteError `input/bundle`, `conflict/anchor-differs`.
 */
export function readBundleOfBatches(bundle: string, trust: Trust): BundleOfBatches {
  if (!existsSync(bundle) || !statSync(bundle).isDirectory()) throw unusable(`${bundle} is not a folder`);
  try {
    const files = openBag(bundle);
    const text = (path: string): string => decodeUtf8(fileOf(files, path), path);
    const { chainId, anchor } = parseCanonicalJson(
      text(bundlePaths.description),
      exportSchema,
      bundlePaths.description,
    );
    requireAnchor({ ...anchor, chainId }, trust);
    const { batches: path, programStory: story } = bundlePaths;
    const batches = files.has(story)
      ? parseCanonicalJson(text(story), programStorySchema, story).batches
      : parseNdjson(text(path), batchSchema, path);
    const { keyRotations } = bundlePaths;
    const keys = files.has(keyRotations) ? parseNdjson(text(keyRotations), keySchema, keyRotations) : undefined;
    return { batches, keys, timestamp: anchor.timestamp };
  } catch (error) {
    if (error instanceof ClaimError) throw unusable(`${bundle} is no bundle with batches: ${error.message}`);
    throw error;
  }
}

function requireAnchor(
  said: { readonly chainId: number; readonly blockNumber: number; readonly blockHash: string },
  { chainId, anchor }: Trust,
): void {
  if (said.chainId === chainId && said.blockHash === anchor.blockHash) return;
  throw new SuiteError({
    code: "conflict/anchor-differs",
    message: `The bundle ends at ${said.blockHash} on chain ${said.chainId}, the trust file at ${anchor.blockHash} on chain ${chainId}.`,
    hint: "Take the trust file with which the auditor judges this bundle: its anchor draws the sample.",
    details: { bundle: said.blockHash, trust: anchor.blockHash },
  });
}

function unusable(reason: string): SuiteError {
  return new SuiteError({
    code: "input/bundle",
    message: `${reason}.`,
    hint: "Name the folder that evidence export wrote.",
  });
}
