import { Worker } from "node:worker_threads";

import type { JobMessage, JobName, JobRequest, Jobs } from "#lib/batch/jobs";
import type { Progress, StartProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * Megabytes that the thread's heap may have. Without a bound V8 lets the garbage of a million rows grow to several times what
 * is in use, on top of what Hardhat has loaded.
 */
const LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 96 } as const;

/**
 * Does a piece of work over a whole batch in a thread of its own, with bounded memory. Identifiers are in that thread alone.
 *
 * @throws Whatever the work throws.
 */
export async function runApart<Name extends JobName>(
  name: Name,
  input: Jobs[Name]["input"],
  startProgress: StartProgress,
): Promise<Jobs[Name]["output"]> {
  const request = { name, input } as JobRequest;
  const thread = new Worker(new URL("./job-thread.ts", import.meta.url), {
    workerData: request,
    resourceLimits: LIMITS,
  });
  let progress: Progress | undefined;
  return await new Promise((resolve, reject) => {
    thread.on("message", (message: JobMessage) => {
      switch (message.kind) {
        case "begin":
          progress = startProgress(message.label, message.total);
          break;
        case "at":
          progress?.at(message.done);
          break;
        case "end":
          progress?.end();
          break;
        case "done":
          resolve(message.output);
          break;
        case "refused":
          reject(new SuiteError(message.error));
      }
    });
    thread.on("error", reject);
    thread.on("exit", () => {
      reject(new Error("the thread ended without an answer"));
    });
  });
}
