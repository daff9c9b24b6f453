/** The thread that `runApart` starts. */
import { parentPort, workerData } from "node:worker_threads";

import { buildBatch } from "#lib/batch/build-batch";
import type { JobMessage, JobRequest, Jobs, JobName } from "#lib/batch/jobs";
import { discloseRow, discloseRows, proveRow } from "#lib/batch/prove-row";
import type { StartProgress } from "#lib/console/progress";
import { checkBatch } from "#lib/batch/walk-batch";
import { SuiteError } from "#lib/errors/suite-error";

const say = (message: JobMessage): void => {
  parentPort?.postMessage(message);
};

const progress: StartProgress = (label, total) => {
  say({ kind: "begin", label, total });
  let last = 0;
  return {
    at: (done) => {
      if (done - last < total / 100) return;
      last = done;
      say({ kind: "at", done });
    },
    end: () => {
      say({ kind: "end" });
    },
  };
};

try {
  say({ kind: "done", output: await perform(workerData as JobRequest) });
} catch (error) {
  if (!(error instanceof SuiteError)) throw error;
  const { code, message, hint, details } = error;
  say({ kind: "refused", error: { code: code, message, hint, details } });
}

async function perform(request: JobRequest): Promise<Jobs[JobName]["output"]> {
  switch (request.name) {
    case "build":
      return await buildBatch({ ...request.input, progress });
    case "check":
      return checkBatch(request.input.folder, progress);
    case "prove":
      return proveRow(request.input.folder, request.input.index, progress);
    case "disclose":
      return discloseRow(request.input.folder, request.input.index, progress);
    case "discloseMany":
      return discloseRows(request.input.folder, request.input.indexes, progress);
  }
}
