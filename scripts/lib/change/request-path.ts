import { join, resolve } from "node:path";

import type { CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** What a council is asked to do with a change. */
export type CouncilAction = "approve" | "veto" | "rollback";

/** Where a dossier keeps what a council's owners sign. */
export function requestPath(dossierPath: string, action: CouncilAction, council: CouncilName): string {
  return join(dossierPath, `${action}-${council}.json`);
}

/**
 * Where a request is written: where the person says, else into the dossier.
 *
 * @throws SuiteError `input/out` when there is neither.
 */
export function requestFile(
  out: string,
  dossierPath: string | undefined,
  action: CouncilAction,
  council: CouncilName,
): string {
  if (out !== "") return resolve(out);
  if (dossierPath !== undefined) return requestPath(dossierPath, action, council);
  throw new SuiteError({
    code: "input/out",
    message: "This change has no dossier here to write into.",
    hint: "Name a file with --out.",
  });
}
