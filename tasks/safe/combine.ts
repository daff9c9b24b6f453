import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readJsonFile } from "#lib/files/json-file";
import { combineSignatures } from "#lib/safe/combine-signatures";
import { readSafe } from "#lib/safe/read-safe";
import { readSafeRequest, safeSignatureSchema, signatureFolder, signedPath, writeSafeFile } from "#lib/safe/safe-file";
import { requireForDeployment } from "#lib/safe/request-scope";

interface CombineArguments extends SuiteTaskArguments {
  readonly file: string;
  readonly signatures: string[];
  readonly out: string;
}

export default runTask(async ({ file, signatures, out }: CombineArguments, context) => {
  const path = resolve(file);
  const request = readSafeRequest(path);
  const given = signatures.length > 0 ? signatures : signatureFiles(signatureFolder(path, request.safeTxHash));
  const files = given.map((signature) => readJsonFile(signature, safeSignatureSchema));
  const { provider, record } = await openSuite(context);
  requireForDeployment(request, record, path);
  const { owners, threshold } = await readSafe(provider, request.safe);
  const combined = combineSignatures(request, files, owners);
  const target = out === "" ? signedPath(path) : resolve(out);
  writeSafeFile(target, combined);
  const count = combined.signatures.length;
  const missing = Math.max(0, threshold - count);
  context.reporter.result(
    { ok: true, file: target, safeTxHash: request.safeTxHash, signatures: count, threshold, missing },
    `${target}\n${String(count)} of ${String(threshold)} signatures${missing === 0 ? "" : `; ${String(missing)} missing`}`,
  );
});

function signatureFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}
