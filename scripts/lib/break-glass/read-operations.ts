import type { LogDescription, Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { BreakGlassArtifacts } from "#lib/break-glass/dossier";
import type { Operation } from "#lib/break-glass/operation";
import { chainTime } from "#lib/chain/chain-time";
import { readHistory } from "#lib/chain/read-history";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** How long an operation may be executed once its delay is over, in seconds (`AccessManager.expiration`). */
const EXECUTION_WINDOW = 7 * 86_400;

/** Events of the registry that tell of an operation, each by its id and its nonce. */
const STORY = ["OperationScheduled", "OperationExecuted", "OperationCanceled", "BreakGlassJustified"];

/** Where an operation is between being scheduled and its end. */
export type OperationStatus = "Scheduled" | "Ready" | "Expired" | "Executed" | "Cancelled";

/** An operation as the chain tells of it. Scheduled again, it is another one of the same id. */
export interface ScheduledOperation extends Operation {
  /** Counts how often an operation of this id was scheduled, from 1. */
  readonly nonce: number;
  readonly caller: string;
  /** Unix time. */
  readonly readyAt: number;
  /** Unix time. */
  readonly expiresAt: number;
  readonly status: OperationStatus;
  /** Undefined until its paperwork is registered: it cannot be executed without. */
  readonly artifacts: BreakGlassArtifacts | undefined;
}

/**
 * Every operation that was ever scheduled, oldest first. None is missing: the registry's events are held against the head
 * of its evidence chain.
 *
 * @throws SuiteError those of `readHistory`.
 */
export async function readOperations(provider: Provider, record: ContractsRecord): Promise<ScheduledOperation[]> {
  const abi = suiteInterface("RoleRegistry");
  const [logs, now] = await Promise.all([readHistory(provider, record, "RoleRegistry"), chainTime(provider)]);
  const operations = new Map<string, ScheduledOperation>();
  for (const event of logs.map((log) => abi.parseLog(log))) {
    if (event === null || !STORY.includes(event.name)) continue;
    const key = `${String(event.args[0])}:${String(event.args[1])}`;
    const known = operations.get(key);
    if (event.name === "OperationScheduled") operations.set(key, scheduled(event, now));
    else if (known !== undefined) operations.set(key, { ...known, ...afterwards(event) });
  }
  return [...operations.values()];
}

/**
 * The latest operation of an id.
 *
 * @throws SuiteError `refused/operation-not-scheduled`.
 */
export function latestOperation(operations: readonly ScheduledOperation[], id: string): ScheduledOperation {
  const latest = operations.findLast((operation) => operation.id === id);
  if (latest !== undefined) return latest;
  throw new SuiteError({
    code: "refused/operation-not-scheduled",
    message: `The operation ${id} was never scheduled.`,
    hint: "The Sovereign Authority schedules it: npx hardhat break-glass propose OPERATION",
    details: { id },
  });
}

function scheduled({ args }: LogDescription, now: number): ScheduledOperation {
  const readyAt = Number(args["schedule"]);
  const expiresAt = readyAt + EXECUTION_WINDOW;
  return {
    id: String(args["operationId"]),
    nonce: Number(args["nonce"]),
    caller: String(args["caller"]),
    target: String(args["target"]),
    data: String(args["data"]),
    readyAt,
    expiresAt,
    status: now < readyAt ? "Scheduled" : now < expiresAt ? "Ready" : "Expired",
    artifacts: undefined,
  };
}

function afterwards({ name, args }: LogDescription): Partial<ScheduledOperation> {
  switch (name) {
    case "OperationExecuted":
      return { status: "Executed" };
    case "OperationCanceled":
      return { status: "Cancelled" };
    case "BreakGlassJustified": {
      const digest = (artifact: keyof BreakGlassArtifacts): string => String(args[artifact]);
      return {
        artifacts: {
          request: digest("request"),
          impactAssessment: digest("impactAssessment"),
          rollbackPlan: digest("rollbackPlan"),
        },
      };
    }
    default:
      return {};
  }
}
