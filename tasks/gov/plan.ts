import type { SuiteTaskArguments } from "../support/run-task.ts";

import { openDeployment } from "#lib/deployment/open-deployment";
import { planGovernance } from "#lib/deployment/plan";
import { ExitCode } from "#lib/errors/exit-code";

import { runTask } from "../support/run-task.ts";

export default runTask(async (_arguments: SuiteTaskArguments, { node, deploymentDirectory, reporter }) => {
  const { governance, record, state } = await openDeployment(deploymentDirectory, await node());
  const differences = planGovernance(governance, record, state);
  const text = differences.map(
    ({ area, subject, wanted, found }) => `${area}  ${subject}\n  file   ${wanted ?? "–"}\n  chain  ${found ?? "–"}`,
  );
  reporter.result(
    { ok: differences.length === 0, block: state.block, differences },
    text.length === 0 ? "governance.json and the chain agree." : text.join("\n"),
  );
  return differences.length === 0 ? ExitCode.ok : ExitCode.conflict;
});
