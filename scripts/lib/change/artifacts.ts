import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { keccak256 } from "ethers";

import type { Artifacts } from "#lib/change/change";
import { documents } from "#lib/change/dossier";
import { SuiteError } from "#lib/errors/suite-error";

/** What every template holds wherever something is to be filled in. */
const PLACEHOLDER = /\[\[[^\]]*\]\]/;

/**
 * The digests of a dossier's documents: keccak256 of each file's bytes, exactly as they lie on the disk.
 *
 * @throws SuiteError `refused/artifact-missing` for a document that is missing or empty, `refused/artifact-unfilled` for one
 * that still is a template.
 */
export function artifactDigests(dossierPath: string): Artifacts {
  const digest = (artifact: keyof typeof documents): string =>
    documentDigest(dossierPath, artifact, documents[artifact]);
  return {
    request: digest("request"),
    securityImpact: digest("securityImpact"),
    availabilityImpact: digest("availabilityImpact"),
    privacyImpact: digest("privacyImpact"),
    rollbackPlan: digest("rollbackPlan"),
  };
}

function documentDigest(dossierPath: string, artifact: string, name: string): string {
  const path = join(dossierPath, name);
  const bytes = existsSync(path) ? read(path) : undefined;
  const text = bytes?.toString("utf8") ?? "";
  if (bytes === undefined || text.trim() === "") {
    throw new SuiteError({
      code: "refused/artifact-missing",
      message: `${path} is ${bytes === undefined ? "missing" : "empty"}; a change without its ${artifact} document does not exist.`,
      hint: "Write the document; docs/templates/change has its form.",
      details: { artifact, path },
    });
  }
  const placeholder = PLACEHOLDER.exec(text)?.[0];
  if (placeholder !== undefined) {
    throw new SuiteError({
      code: "refused/artifact-unfilled",
      message: `${path} still holds ${placeholder.slice(0, 80)}.`,
      hint: "Replace everything in double brackets.",
      details: { artifact, path, placeholder },
    });
  }
  return keccak256(bytes);
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Check its permissions.",
      details: { path },
      cause,
    });
  }
}
