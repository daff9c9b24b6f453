import type { TaskContext } from "./run-task.ts";
import type { OpenSuite } from "./suite-connection.ts";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { refreshRecord } from "#lib/deployment/refresh-record";

/**
 * Brings contracts.json up to date after something was executed. What was sent stands either way: a failure is a warning
 * and not the outcome of the command.
 */
export async function keepRecord({ deploymentDirectory, reporter }: TaskContext, suite: OpenSuite): Promise<void> {
  try {
    const { record, changed } = await refreshRecord(suite.provider, suite.record);
    if (changed.length === 0) return;
    writeContractsRecord(deploymentDirectory, record);
    reporter.info(`contracts.json now has what runs as ${changed.join(", ")}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    reporter.warn(`contracts.json was not brought up to date (${reason}) Run: npx hardhat gov status --refresh`);
  }
}
