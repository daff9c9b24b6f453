import { existsSync } from "node:fs";
import { join } from "node:path";

import { suiteInterface } from "#lib/abi/suite-interface";
import { openOperation, operationArtifacts, type BreakGlassArtifacts } from "#lib/break-glass/dossier";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** Whether the documents that a signer has read are those whose digests are signed. */
export type PaperworkVerdict = "as-signed" | "not-at-hand";

/**
 * Holds the digests that a request registers against the documents beside it. Undefined for a call that registers none.
 *
 * @param folder Where the request lies.
 * @throws SuiteError `conflict/document-digest`, and those of `openOperation`.
 */
export function verifyPaperwork(
  record: ContractsRecord,
  { to, data }: { readonly to: string; readonly data: string },
  folder: string,
): PaperworkVerdict | undefined {
  const abi = suiteInterface("RoleRegistry");
  const parsed = to === record.contracts.RoleRegistry.address ? abi.parseTransaction({ data }) : null;
  if (parsed?.name !== "justifyBreakGlass") return undefined;
  if (!existsSync(join(folder, "operation.json"))) return "not-at-hand";
  const { operation } = openOperation(record, folder, folder);
  const signed = parsed.args["artifacts"] as BreakGlassArtifacts;
  const read = operationArtifacts(folder);
  const differing = (Object.keys(read) as (keyof BreakGlassArtifacts)[]).filter((name) => read[name] !== signed[name]);
  if (differing.length === 0 && operation.id === parsed.args["operationId"]) return "as-signed";
  throw new SuiteError({
    code: "conflict/document-digest",
    message:
      differing.length === 0
        ? `The paperwork is for the operation ${String(parsed.args["operationId"])}, the folder holds ${operation.id}.`
        : `The file registers other digests than those of the documents beside it: ${differing.join(", ")}.`,
    hint: "Do not sign. What you have read is not what would be registered.",
    details: { folder, differing, read },
  });
}
