import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

import { writeDisclosure } from "#lib/batch/disclosure";
import { runApart } from "#lib/batch/run-apart";
import { terminalProgress } from "#lib/console/progress";
import { parseInteger } from "#lib/input/parse-integer";

interface ProveArguments extends SuiteTaskArguments {
  readonly batch: string;
  readonly row: string;
  readonly out: string;
}

export default runTask(async (taskArguments: ProveArguments, { reporter }) => {
  const index = Number(parseInteger(taskArguments.row, "--row"));
  const disclosure = await runApart("disclose", { folder: resolve(taskArguments.batch), index }, terminalProgress);
  const { root } = disclosure;
  const out = taskArguments.out === "" ? undefined : resolve(taskArguments.out);
  if (out !== undefined) writeDisclosure(out, disclosure);
  reporter.result(
    { ok: true, file: out ?? null, disclosure },
    out === undefined ? JSON.stringify(disclosure) : `${out}\nnpx hardhat batch verify ${out} --root ${root}`,
  );
});
