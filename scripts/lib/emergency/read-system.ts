import { Contract, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { revertDataOf } from "#lib/errors/revert";
import { modeSchedule, type ModeEnds, type ModePeriod } from "#lib/emergency/mode-schedule";
import { OPERATIONS, type ModeName, type OperationName } from "#lib/emergency/system-modes";
import type { KnownSystem } from "#lib/emergency/systems";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** A system at the latest block. Times are Unix seconds. */
export interface SystemState extends KnownSystem {
  readonly mode: ModeName;
  /** When the mode ends; null in NORMAL. */
  readonly until: number | null;
  /** The modes to come, by time alone; the first is the one now. */
  readonly schedule: readonly ModePeriod[];
  /** Seconds for which the Emergency Council could hold the system now. */
  readonly budgetLeft: number;
  /** Seconds used by incidents whose review is not accepted. */
  readonly used: { readonly strict: number; readonly reserve: number; readonly overrides: number };
  readonly overrides: readonly { readonly operation: OperationName; readonly until: number }[];
  /** What may move in 24 hours while the system is not NORMAL, and what of it is left, in the smallest unit. */
  readonly volume: { readonly perDay: bigint; readonly available: bigint };
}

export function controllerAt(provider: Provider, record: ContractsRecord): Contract {
  return new Contract(record.contracts.EmergencyController.address, suiteInterface("EmergencyController"), provider);
}

/** Reads a system. */
export async function readSystem(
  provider: Provider,
  record: ContractsRecord,
  system: KnownSystem,
  now: number,
): Promise<SystemState> {
  const controller = controllerAt(provider, record);
  const ask = (name: string, ...values: unknown[]): Promise<unknown> =>
    controller.getFunction(name).staticCall(system.id, ...values);
  const [ends, used, budgetLeft, volume, overrideEnds] = await Promise.all([
    ask("modeEndsOf"),
    ask("budgetUseOf"),
    ask("budgetLeft"),
    ask("volumeOf"),
    Promise.all(OPERATIONS.map((_, index) => ask("overrideUntil", index))),
  ]);
  const schedule = modeSchedule(numbers(ends as Result) as unknown as ModeEnds, now);
  const [perDay, available] = volume as [bigint, bigint];
  const { strict = 0, reserve = 0, overrides = 0 } = numbers(used as Result);
  return {
    ...system,
    mode: schedule[0]?.mode ?? "NORMAL",
    until: schedule[0]?.until ?? null,
    schedule,
    budgetLeft: Number(budgetLeft),
    used: { strict, reserve, overrides },
    overrides: OPERATIONS.map((operation, index) => ({ operation, until: Number(overrideEnds[index]) })).filter(
      ({ until }) => until > now,
    ),
    volume: { perDay, available },
  };
}

/** Whether a system allows an operation now, by its mode or by an override. */
export async function isOperational(
  provider: Provider,
  record: ContractsRecord,
  system: KnownSystem,
  operation: OperationName,
): Promise<boolean> {
  const ask = controllerAt(provider, record).getFunction("requireAllowed");
  try {
    await ask.staticCall(system.id, OPERATIONS.indexOf(operation));
    return true;
  } catch (error) {
    if (revertDataOf(error) === undefined) throw error;
    return false;
  }
}

function numbers(result: Result): Record<string, number> {
  return Object.fromEntries(Object.entries(result.toObject()).map(([name, value]) => [name, Number(value)]));
}
