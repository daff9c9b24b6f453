import { join } from "node:path";

import type { TaskContext } from "../support/run-task.ts";
import type { OpenSuite } from "../support/suite-connection.ts";

import { folderOf, folderOfOperation, openOperation } from "#lib/break-glass/dossier";
import { latestOperation, readOperations, type ScheduledOperation } from "#lib/break-glass/read-operations";
import { isDigest, parseDigest } from "#lib/input/parse-digest";

/** A scheduled operation, and where what is signed about it belongs. */
export interface ReferredOperation {
  readonly operation: ScheduledOperation;
  readonly title: string;
  readonly folder: string;
}

/** The operation that a person named, by its folder or by its id. An id needs no folder: the chain holds the content. */
export async function referredOperation(
  { deploymentDirectory }: TaskContext,
  { provider, record }: OpenSuite,
  named: string,
): Promise<ReferredOperation> {
  const dossier = isDigest(named)
    ? folderOfOperation(record, deploymentDirectory, parseDigest(named))
    : openOperation(record, deploymentDirectory, named);
  const id = dossier?.operation.id ?? parseDigest(named);
  const operation = latestOperation(await readOperations(provider, record), id);
  return {
    operation,
    title: dossier?.title ?? id,
    folder: dossier?.path ?? join(folderOf(deploymentDirectory), id),
  };
}
