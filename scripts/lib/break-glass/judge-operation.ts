import type { Provider } from "ethers";

import type { Operation } from "#lib/break-glass/operation";
import type { ScheduledOperation } from "#lib/break-glass/read-operations";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { isoTime } from "#lib/input/parse-time";
import { requireAccepted } from "#lib/transaction/require-accepted";

/**
 * Why the contracts would refuse an operation as things stand; undefined when they would not.
 *
 * Asked in the name of the ChangeManager, whose ADMIN has no delay: before its own delay is over, an operation cannot be tried
 * in the name of its caller. What it needs may be missing yet and come in time, so that this is for people to judge.
 */
export async function presentObstacle(
  provider: Provider,
  record: ContractsRecord,
  { target, data }: Operation,
): Promise<string | undefined> {
  const from = record.contracts.ChangeManager.address;
  try {
    await requireAccepted(provider, { from, to: target, data }, "The operation");
    return undefined;
  } catch (error) {
    if (error instanceof SuiteError && error.code.startsWith("refused/")) return error.message;
    throw error;
  }
}

/**
 * Refuses to have signed what the registry would not execute.
 *
 * @throws SuiteError `refused/operation-ended`, `refused/operation-not-ready`, `refused/operation-expired`,
 * `refused/operation-unjustified`.
 */
export function requireExecutable({ id, status, readyAt, expiresAt, artifacts }: ScheduledOperation): void {
  switch (status) {
    case "Executed":
    case "Cancelled":
      throw refused("refused/operation-ended", `The operation ${id} is ${status} already.`, "Nothing is left to do.");
    case "Scheduled":
      throw refused(
        "refused/operation-not-ready",
        `The operation ${id} waits until ${isoTime(readyAt)}.`,
        `Come back then; it must be executed before ${isoTime(expiresAt)}.`,
      );
    case "Expired":
      throw refused(
        "refused/operation-expired",
        `The operation ${id} could be executed until ${isoTime(expiresAt)}.`,
        "Schedule it again: npx hardhat break-glass propose OPERATION",
      );
    case "Ready":
      if (artifacts !== undefined) return;
      throw refused(
        "refused/operation-unjustified",
        `The paperwork of the operation ${id} is not registered.`,
        "Register it: npx hardhat break-glass propose OPERATION",
      );
  }
}

/**
 * Refuses to call off what runs no more.
 *
 * @throws SuiteError `refused/operation-ended`.
 */
export function requirePending({ id, status }: ScheduledOperation): void {
  if (status === "Scheduled" || status === "Ready") return;
  throw refused("refused/operation-ended", `The operation ${id} is ${status} already.`, "Nothing is left to call off.");
}

function refused(code: `refused/${string}`, message: string, hint: string): SuiteError {
  return new SuiteError({ code, message, hint });
}
