import { relative } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readRequestQueue, type QueuedRequest } from "#lib/safe/request-queue";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const { provider, record } = await openSuite(context);
  const queue = await readRequestQueue(provider, record, context.deploymentDirectory);
  const lines = queue.flatMap((request) => render(request, context.deploymentDirectory));
  context.reporter.result({ ok: true, queue }, lines.length === 0 ? "No file waits for a council." : lines.join("\n"));
});

function render(
  { file, council, nonce, description, signers, threshold, ahead, rivals }: QueuedRequest,
  folder: string,
): string[] {
  const turn = ahead === 0 ? "next" : `after ${String(ahead)} other(s)`;
  const signed = `${String(signers.length)} of ${String(threshold)} signed`;
  return [
    `${council}  nonce ${nonce.toString()}, ${turn}, ${signed}: ${description}`,
    `    ${relative(folder, file)}`,
    ...rivals.map((rival) => `    ONLY ONE CAN RUN: ${relative(folder, rival)} has the same nonce`),
  ];
}
