import { join } from "node:path";

import type { Artifacts } from "#lib/change/change";
import { documents } from "#lib/change/dossier";
import { documentDigest } from "#lib/files/document";

/**
 * The digests of a dossier's documents: keccak256 of each file's bytes, exactly as they lie on the disk.
 *
 * @throws SuiteError those of `documentDigest`: a change without its paperwork does not exist.
 */
export function artifactDigests(dossierPath: string): Artifacts {
  const digest = (artifact: keyof typeof documents): string =>
    documentDigest(join(dossierPath, documents[artifact]), artifact, "docs/templates/change");
  return {
    request: digest("request"),
    securityImpact: digest("securityImpact"),
    availabilityImpact: digest("availabilityImpact"),
    privacyImpact: digest("privacyImpact"),
    rollbackPlan: digest("rollbackPlan"),
  };
}
