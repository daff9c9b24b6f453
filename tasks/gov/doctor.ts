import type { SuiteTaskArguments } from "../support/run-task.ts";

import { CHECKS, examine } from "#lib/deployment/doctor";
import { openDeployment } from "#lib/deployment/open-deployment";
import { ExitCode } from "#lib/errors/exit-code";

import { runTask } from "../support/run-task.ts";

export default runTask(async (_arguments: SuiteTaskArguments, { node, deploymentDirectory, reporter }) => {
  const { governance, record, state } = await openDeployment(deploymentDirectory, await node());
  const findings = examine({ governance, record, state });
  const ok = findings.every(({ severity }) => severity !== "error");
  const checks = Object.keys(CHECKS);
  const lines = checks.flatMap((check) => {
    const found = findings.filter((finding) => finding.check === check);
    const mark = found.some(({ severity }) => severity === "error") ? "✗" : found.length > 0 ? "!" : "✓";
    return [`${mark} ${check}`, ...found.map(({ message }) => `    ${message}`)];
  });
  reporter.result({ ok, block: state.block, checks, findings }, lines.join("\n"));
  return ok ? ExitCode.ok : ExitCode.unproven;
});
